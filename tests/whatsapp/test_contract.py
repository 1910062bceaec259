"""What holds for the real client, over real sockets, and for its in-memory twin."""

from typing import Any

import pytest

from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.door import MediaRefused, MediaTooLarge, WhatsApp
from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable, RetryPolicy
from proalto.whatsapp.memory import MemoryWhatsApp

TO_ANA = payloads.addressed(payloads.text("hola"), Address("573001112233"))
TO_LUIS = payloads.addressed(payloads.text("hola"), Address(None, "CO.1"))


class RealDoor:
    def __init__(self, client: WhatsAppClient, graph: Any) -> None:
        self.door: WhatsApp = client
        self.put_media = graph.put_media
        self._graph = graph

    def refuse(self, code: int) -> None:
        self._graph.will_answer({"error": {"code": code, "message": "x"}}, status=400)


class MemoryDoor:
    def __init__(self) -> None:
        twin = MemoryWhatsApp()
        self.door: WhatsApp = twin
        self.put_media = twin.put_media
        self.refuse = twin.fail_next


@pytest.fixture(params=["real", "memoria"])
def outside(request: pytest.FixtureRequest) -> Any:
    if request.param == "memoria":
        return MemoryDoor()
    return RealDoor(request.getfixturevalue("client"), request.getfixturevalue("graph"))


def test_enviar_da_un_wamid_distinto_cada_vez(outside: Any) -> None:
    first, second = outside.door.send(TO_ANA), outside.door.send(TO_ANA)
    assert first.wamid.startswith("wamid.") and first.wamid != second.wamid
    assert first.wa_id == "573001112233"


def test_enviar_a_un_bsuid_no_inventa_telefono(outside: Any) -> None:
    assert outside.door.send(TO_LUIS).wa_id is None


@pytest.mark.parametrize(
    ("code", "policy"),
    [(131047, RetryPolicy.WINDOW_CLOSED), (131056, RetryPolicy.PAIR), (190, RetryPolicy.STOP)],
)
def test_un_rechazo_dice_que_hacer_y_el_siguiente_envio_pasa(outside: Any, code: int, policy: RetryPolicy) -> None:
    outside.refuse(code)
    with pytest.raises(GraphError) as caught:
        outside.door.send(TO_ANA)
    assert (caught.value.code, caught.value.http_status, caught.value.policy) == (code, 400, policy)
    assert outside.door.send(TO_ANA).wamid


def test_todas_las_operaciones_pueden_ser_rechazadas(outside: Any) -> None:
    calls = [
        lambda: outside.door.read("wamid.A", typing=False),
        lambda: outside.door.upload(b"x", "a.pdf", "application/pdf"),
        lambda: outside.door.describe_media("1"),
    ]
    for call in calls:
        outside.refuse(131000)
        with pytest.raises(GraphError) as caught:
            call()
        assert caught.value.code == 131000


def test_lee_y_sube(outside: Any) -> None:
    assert outside.door.read("wamid.A", typing=True) is None
    assert outside.door.upload(b"%PDF-1.7", "a.pdf", "application/pdf")


def test_baja_en_dos_pasos_el_archivo_de_un_cliente(outside: Any) -> None:
    content = bytes(range(256)) * 900
    media_id = outside.put_media(content, "image/jpeg")
    about = outside.door.describe_media(media_id)
    assert (about.media_id, about.mime_type, about.size) == (media_id, "image/jpeg", len(content))
    assert outside.door.download(about.url, len(content)) == content
    with pytest.raises(MediaTooLarge):
        outside.door.download(about.url, len(content) - 1)


def test_un_archivo_desconocido_es_un_error_permanente(outside: Any) -> None:
    with pytest.raises(GraphError) as caught:
        outside.door.describe_media("404404")
    assert caught.value.permanent
    url = outside.door.describe_media(outside.put_media(b"x", "image/png")).url
    with pytest.raises(GraphError) as caught:
        outside.door.download(url + "0", 10)
    assert caught.value.http_status == 404


def test_no_baja_de_otra_parte(outside: Any) -> None:
    with pytest.raises(MediaRefused):
        outside.door.download("https://example.com/x", 10)


@pytest.mark.parametrize("error", [GraphTimeout("x"), GraphUnreachable("x")])
def test_la_memoria_puede_fallar_como_la_red_una_sola_vez(error: Exception) -> None:
    twin = MemoryWhatsApp()
    twin.fail_next_with(error)  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        twin.send(TO_ANA)
    twin.send(TO_ANA)
    assert twin.sent == [TO_ANA]


def test_la_memoria_recuerda_lo_que_se_le_pidio() -> None:
    twin = MemoryWhatsApp()
    twin.send(TO_LUIS)
    twin.read("wamid.A", typing=True)
    media_id = twin.upload(b"%PDF", "a.pdf", "application/pdf")
    assert (twin.sent, twin.receipts, twin.uploads) == ([TO_LUIS], [("wamid.A", True)], {media_id: b"%PDF"})


def test_borra_un_archivo_y_uno_desconocido_es_un_error_permanente(outside: Any) -> None:
    media_id = outside.put_media(b"x", "image/png")
    assert outside.door.delete_media(media_id) is None
    with pytest.raises(GraphError) as caught:
        outside.door.delete_media("404404")
    assert caught.value.permanent


def test_borrar_un_archivo_es_un_delete_a_su_nombre(client: WhatsAppClient, graph: Any) -> None:
    client.delete_media(graph.put_media(b"x", "image/png"))
    assert (graph.asked[-1].method, graph.asked[-1].path.split("?")[0]) == ("DELETE", "/v23.0/5000")
