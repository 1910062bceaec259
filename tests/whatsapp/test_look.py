"""Reading what the Graph API says of our own account."""

import pytest

from proalto.whatsapp.errors import GraphError
from proalto.whatsapp.memory import MemoryWhatsApp


def test_pregunta_por_el_numero_o_por_otro_objeto_nuestro(client, graph):
    graph.will_answer({"verified_name": "ProAlto"})
    graph.will_answer({"data": []})
    assert client.look("", fields="verified_name") == {"verified_name": "ProAlto"}
    assert client.look("1022/message_templates", limit="100") == {"data": []}
    numero, cuenta = graph.asked
    assert numero.method == cuenta.method == "GET" and numero.path.endswith("?fields=verified_name")
    assert cuenta.path.endswith("/1022/message_templates?limit=100")
    assert cuenta.headers["Authorization"].startswith("Bearer ")  # never in the address


@pytest.mark.parametrize("path", ["../me", "1022/../x", "1022?a=b", "a b", "1022//x"])
def test_lo_que_no_es_una_ruta_nuestra_no_se_pide(client, graph, path):
    with pytest.raises(ValueError, match="URL"):
        client.look(path)
    assert graph.asked == []


def test_un_rechazo_es_el_mismo_error_en_el_gemelo(client, graph):
    graph.will_answer({"error": {"code": 100, "message": "x"}}, status=400)
    for door in (client, MemoryWhatsApp()):
        with pytest.raises(GraphError) as caught:
            door.look("1022/subscribed_apps")
        assert caught.value.code == 100
