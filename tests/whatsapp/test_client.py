import json
import socket
import threading
import traceback
from typing import Any

import pytest

from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable, GraphUnreadable, RetryPolicy

TOKEN = "TOKEN-SECRETO"
MESSAGE = payloads.addressed(payloads.text("Su saldo es 1.234"), Address("573001112233"), "saliente-42")


def test_pide_lo_que_meta_espera(client: WhatsAppClient, graph: Any) -> None:
    client.send(MESSAGE)
    (asked,) = graph.asked
    assert (asked.method, asked.path) == ("POST", "/v23.0/605550000000001/messages")
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["Content-Type"] == "application/json"
    assert json.loads(asked.body) == MESSAGE


def test_devuelve_el_wa_id_que_meta_reescribio(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer({"contacts": [{"wa_id": "525512345678"}], "messages": [{"id": "wamid.X"}]})
    receipt = client.send(MESSAGE)
    assert (receipt.wamid, receipt.wa_id) == ("wamid.X", "525512345678")


def test_sube_el_archivo_con_nombre_y_tipo(client: WhatsAppClient, graph: Any) -> None:
    assert client.upload(b"%PDF-1.7", "paz_y_salvo.pdf", "application/pdf") == "8001"
    (asked,) = graph.asked
    assert asked.path == "/v23.0/605550000000001/media"
    for part in (b'filename="paz_y_salvo.pdf"', b"Content-Type: application/pdf", b"%PDF-1.7", b"whatsapp"):
        assert part in asked.body


def test_pregunta_por_el_archivo_con_el_numero_y_el_id_escapado(client: WhatsAppClient, graph: Any) -> None:
    with pytest.raises(GraphError):
        client.describe_media("../otro?x")
    assert graph.asked[0].path == "/v23.0/..%2Fotro%3Fx?phone_number_id=605550000000001"


def test_marca_leido(client: WhatsAppClient, graph: Any) -> None:
    client.read("wamid.A", typing=True)
    assert json.loads(graph.asked[0].body) == payloads.read_receipt("wamid.A", typing=True)


def test_el_netrc_del_operador_no_reemplaza_el_token(
    client: WhatsAppClient, graph: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login otro password otra\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client.send(MESSAGE)
    assert graph.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_sin_respuesta_el_resultado_es_incierto(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer(hang=5)
    with pytest.raises(GraphTimeout):
        client.send(MESSAGE)
    assert len(graph.asked) == 1


def test_si_cortan_tras_recibir_el_resultado_es_incierto_y_no_se_repite_solo(
    client: WhatsAppClient, graph: Any
) -> None:
    graph.will_answer(drop=True)
    with pytest.raises(GraphTimeout):
        client.send(MESSAGE)
    assert len(graph.asked) == 1


def test_sin_conexion_es_seguro_repetir() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = WhatsAppClient(url, "v23.0", "1", TOKEN, timeout=(1, 1))
        with pytest.raises(GraphUnreachable) as caught:
            client.send(MESSAGE)
    assert not isinstance(caught.value, GraphTimeout) and not caught.value.permanent


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 200),
        (b"", 200),
        (b"[]", 200),
        ({}, 200),
        ({"messages": []}, 200),
        ({"messages": [{"id": ""}]}, 200),
        ({"messages": {"id": "wamid.X"}}, 200),
        (b"Bad gateway", 502),
        (b"", 504),
    ],
)
def test_una_respuesta_que_no_se_entiende_deja_incierto_el_envio(
    client: WhatsAppClient, graph: Any, body: Any, status: int
) -> None:
    graph.will_answer(body, status=status)
    with pytest.raises(GraphUnreadable):
        client.send(MESSAGE)


@pytest.mark.parametrize(
    ("body", "status", "policy"),
    [
        (b"<html>", 500, RetryPolicy.SOON),
        (b"<html>", 429, RetryPolicy.LATER),
        (b"", 401, RetryPolicy.STOP),
        ({"error": "raro"}, 400, RetryPolicy.NEVER),
        ({"error": {"code": "131056"}}, 400, RetryPolicy.PAIR),
        ({"error": {"code": 131000}}, 502, RetryPolicy.SOON),
        ({"error": {"code": 190}}, 200, RetryPolicy.STOP),
    ],
)
def test_un_rechazo_se_reconoce_por_su_codigo_o_su_http(
    client: WhatsAppClient, graph: Any, body: Any, status: int, policy: RetryPolicy
) -> None:
    graph.will_answer(body, status=status)
    with pytest.raises(GraphError) as caught:
        client.send(MESSAGE)
    assert (caught.value.http_status, caught.value.policy) == (status, policy)


def usage(minutes: object) -> dict[str, str]:
    return {"X-Business-Use-Case-Usage": json.dumps({"9": [{"estimated_time_to_regain_access": minutes}]})}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "999999999"}, 86_400),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        (usage(5), 300),
        (usage("x"), None),
        (usage(0), None),
        ({"X-Business-Use-Case-Usage": "{"}, None),
    ],
)
def test_lee_cuanto_pide_meta_esperar(
    client: WhatsAppClient, graph: Any, headers: dict[str, str], expected: float | None
) -> None:
    graph.will_answer({"error": {"code": 4}}, status=400, headers=headers)
    with pytest.raises(GraphError) as caught:
        client.send(MESSAGE)
    assert caught.value.retry_after == expected


@pytest.mark.parametrize(
    "how",
    [
        {"hang": 5},
        {"drop": True},
        {"body": b"<html>"},
        {"status": 302, "headers": {"Location": "https://example.com/"}},
        {
            "status": 400,
            "body": {
                "error": {
                    "code": 190,
                    "message": f"Malformed access token {TOKEN * 3} for +57 300 111 2233",
                    "error_data": {"details": "to=573001112233"},
                }
            },
        },
    ],
)
def test_ningun_error_dice_el_token_el_telefono_ni_el_texto(
    client: WhatsAppClient, graph: Any, how: dict[str, Any]
) -> None:
    graph.will_answer(**how)
    with pytest.raises((GraphError, GraphTimeout)) as caught:
        client.send(MESSAGE)
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert not any(private in shown for private in (TOKEN, "3001112233", "111 2233", "1.234"))
    assert all(request.path.startswith("/v23.0/") for request in graph.asked)


@pytest.mark.parametrize("token", ["", "con espacio", "fin\n", "ñ"])
def test_un_token_inservible_se_rechaza_al_arrancar_sin_decirlo(token: str) -> None:
    with pytest.raises(ValueError) as caught:
        WhatsAppClient("https://graph.facebook.com", "v23.0", "1", token)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "version", "number"),
    [("ftp://x", "v23.0", "1"), ("x", "v23.0", "1"), ("https://x", "v23/0", "1"), ("https://x", "v23.0", "")],
)
def test_una_direccion_inservible_se_rechaza_al_arrancar(base_url: str, version: str, number: str) -> None:
    with pytest.raises(ValueError):
        WhatsAppClient(base_url, version, number, TOKEN)


def test_varios_hilos_comparten_el_cliente(client: WhatsAppClient) -> None:
    wamids: list[str] = []
    threads = [threading.Thread(target=lambda: wamids.append(client.send(MESSAGE).wamid)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(wamids)) == 16
