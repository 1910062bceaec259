"""What the owner of a phone can do, and how the product hears of it."""

from typing import Any

import pytest

BOTONES = {
    "type": "button",
    "body": {"text": "¿Sigo?"},
    "action": {"buttons": [{"type": "reply", "reply": {"id": "/si", "title": "Sí"}}]},
}
LISTA = {
    "type": "list",
    "body": {"text": "Elige"},
    "action": {
        "button": "Ver",
        "sections": [{"title": "A", "rows": [{"id": "/saldo", "title": "Saldo", "description": "Cuánto debo"}]}],
    },
}


def hacer(bench: Any, phone: str, **order: Any) -> dict[str, Any]:
    assert "id" in bench.api(f"/telefonos/{phone}/mensajes", **order)
    bench.scheduler.run(0)
    message: dict[str, Any] = bench.webhook.messages[-1]
    return message


def test_tocar_un_boton_cita_el_mensaje(bench: Any) -> None:
    phone = bench.customer()
    ours = bench.send(type="interactive", interactive=BOTONES).get_json()["messages"][0]["id"]
    message = hacer(bench, phone, opcion="/si")
    assert message["interactive"] == {"type": "button_reply", "button_reply": {"id": "/si", "title": "Sí"}}
    assert message["context"] == {"from": "576015550100", "id": ours}


def test_elegir_una_fila_trae_su_descripcion(bench: Any) -> None:
    phone = bench.customer()
    bench.send(type="interactive", interactive=LISTA)
    reply = hacer(bench, phone, opcion="/saldo")["interactive"]["list_reply"]
    assert reply == {"id": "/saldo", "title": "Saldo", "description": "Cuánto debo"}


def test_no_se_toca_lo_que_nadie_ofrecio(bench: Any) -> None:
    phone = bench.customer()
    assert "no-esta" in bench.api(f"/telefonos/{phone}/mensajes", opcion="no-esta")["error"]


def test_la_respuesta_a_una_plantilla_llega_como_button(bench: Any) -> None:
    phone = bench.customer()
    parameters = [{"type": "payload", "payload": "/no_avisar"}]
    button = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": parameters}
    bench.send(type="template", template={"name": "aviso", "language": {"code": "es_CO"}, "components": [button]})
    assert hacer(bench, phone, opcion="/no_avisar")["button"] == {"payload": "/no_avisar", "text": "/no_avisar"}


@pytest.mark.parametrize(
    ("tipo", "clave"),
    [
        ("audio", "voice"),
        ("sticker", "animated"),
        ("location", "latitude"),
    ],
)
def test_cada_tipo_tiene_su_forma(bench: Any, tipo: str, clave: str) -> None:
    assert clave in hacer(bench, bench.customer(), tipo=tipo)[tipo]


def test_un_usuario_sin_numero_no_lo_muestra_en_ninguna_parte(bench: Any) -> None:
    bench.customer(solo_bsuid=True)
    (body, _), *_ = bench.webhook.received
    assert b"573001234567" not in body
    (value,) = bench.webhook.values
    assert value["messages"][0]["from_user_id"] == value["contacts"][0]["user_id"]
    assert "from" not in value["messages"][0]


def test_cambiar_de_numero_avisa_sin_contactos(bench: Any) -> None:
    phone = bench.customer()
    bench.api(f"/telefonos/{phone}/numero", numero="573009998877")
    bench.scheduler.run(0)
    moved, renamed = bench.webhook.values[-2:]
    system = moved["messages"][0]
    assert (system["from"], system["system"]["wa_id"]) == ("573001234567", "573009998877")
    assert "contacts" not in moved
    assert renamed["messages"][0]["system"]["user_id"] == bench.chat("573009998877")["telefono"]["bsuid"]


def test_reaccionar_y_quitar_la_reaccion(bench: Any) -> None:
    phone = bench.customer()
    bench.send()
    ours = bench.chat()["mensajes"][-1]["id"]
    assert hacer(bench, phone, tipo="reaction", mensaje=ours, emoji="👍")["reaction"]["emoji"] == "👍"
    assert bench.chat()["mensajes"][-1]["reacciones"] == {"cliente": "👍"}
    assert hacer(bench, phone, tipo="reaction", mensaje=ours, emoji="")["reaction"]["emoji"] == ""


def test_la_nota_de_voz_es_ogg_opus(bench: Any) -> None:
    hacer(bench, bench.customer(), tipo="audio", segundos=2)
    archivo = bench.chat()["mensajes"][-1]["archivo"]
    content = bench.client.get(archivo["url"]).data
    assert content[:4] == b"OggS"
    assert content[28:36] == b"OpusHead"
    assert content.count(b"OggS") == 3


def test_el_chat_recuerda_solo_lo_ultimo(bench: Any) -> None:
    phone = bench.customer()
    for n in range(510):
        bench.api(f"/telefonos/{phone}/mensajes", texto=str(n))
    shown = bench.chat()["mensajes"]
    assert (len(shown), shown[-1]["texto"]) == (500, "509")
