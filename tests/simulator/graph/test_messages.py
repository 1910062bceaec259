"""What Meta refuses, the simulator refuses, and it names the field."""

from typing import Any

import pytest

Json = dict[str, Any]
AJENO = "999"


def boton(id_: str = "si", title: str = "Sí") -> Json:
    return {"type": "reply", "reply": {"id": id_, "title": title}}


def botones(*buttons: Json, **extra: Any) -> Json:
    interactive = {"type": "button", "body": {"text": "¿Sigo?"}, "action": {"buttons": list(buttons)}, **extra}
    return {"type": "interactive", "interactive": interactive}


def fila(n: int, **extra: Any) -> Json:
    return {"id": f"f{n}", "title": f"Fila {n}", **extra}


def lista(*rows: Json, sections: list[Json] | None = None, button: str = "Ver", body: str = "Elige") -> Json:
    action = {"button": button, "sections": sections or [{"title": "Todo", "rows": list(rows)}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": body}, "action": action}}


def cta(text: str = "Ver", url: str = "https://proalto.example") -> Json:
    action = {"name": "cta_url", "parameters": {"display_text": text, "url": url}}
    return {"type": "interactive", "interactive": {"type": "cta_url", "body": {"text": "Lee"}, "action": action}}


def texto(body: str) -> Json:
    return {"type": "text", "text": {"body": body}}


def otp(code: str) -> Json:
    parameter = {"type": "text", "text": code}
    components = [
        {"type": "body", "parameters": [parameter]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [parameter]},
    ]
    template = {"name": "codigo_verificacion", "language": {"code": "es_CO"}, "components": components}
    return {"type": "template", "template": template}


VALIDOS = {
    "texto de 4096": texto("a" * 4096),
    "tres botones": botones(boton("1", "Uno"), boton("2", "Dos"), boton("3", "D" * 20)),
    "id de botón de 256": botones(boton("x" * 256)),
    "encabezado y pie de 60": botones(boton(), header={"type": "text", "text": "e" * 60}, footer={"text": "p" * 60}),
    "diez filas": lista(*[fila(n, description="d" * 72) for n in range(10)]),
    "id de fila de 200": lista({"id": "x" * 200, "title": "t" * 24}),
    "enlace": cta(),
    "código de 15": otp("1" * 15),
    "imagen por enlace": {"type": "image", "image": {"link": "https://proalto.example/a.png", "caption": "c" * 1024}},
    "dato de vuelta de 512": {**texto("Hola"), "biz_opaque_callback_data": "x" * 512},
    "ubicación": {"type": "location", "location": {"latitude": 4.6, "longitude": -74.1}},
}
INVALIDOS = {
    "texto de 4097": (texto("a" * 4097), 131009, "text.body"),
    "texto en blanco": (texto("  \n"), 131009, "text.body"),
    "texto ausente": ({"type": "text", "text": {}}, 131008, "text.body"),
    "clave desconocida": ({"type": "text", "text": {"body": "a", "cuerpo": "b"}}, 100, "cuerpo"),
    "tipo desconocido": ({"type": "carta"}, 100, "type"),
    "cuerpo interactivo de 1025": (botones(boton(), body={"text": "a" * 1025}), 131009, "interactive.body.text"),
    "encabezado de 61": (
        botones(boton(), header={"type": "text", "text": "e" * 61}),
        131009,
        "interactive.header.text",
    ),
    "pie de 61": (botones(boton(), footer={"text": "p" * 61}), 131009, "interactive.footer.text"),
    "cero botones": (botones(), 131009, "buttons"),
    "cuatro botones": (botones(*[boton(str(n), str(n)) for n in range(4)]), 131009, "buttons"),
    "título de botón de 21": (botones(boton(title="a" * 21)), 131009, "reply.title"),
    "título repetido": (botones(boton("1", "Sí"), boton("2", "Sí")), 131009, "title"),
    "id repetido": (botones(boton("1", "Sí"), boton("1", "No")), 131009, "id"),
    "título con formato": (botones(boton(title="*Sí*")), 131009, "reply.title"),
    "id de botón de 257": (botones(boton("x" * 257)), 131009, "reply.id"),
    "id con espacio al final": (botones(boton("si ")), 131009, "reply.id"),
    "id con espacio al comienzo": (lista({"id": " f", "title": "Fila"}), 131009, "rows[0].id"),
    "once filas en una sección": (lista(*[fila(n) for n in range(11)]), 131009, "rows"),
    "once filas en dos secciones": (
        lista(
            sections=[{"title": t, "rows": [fila(n + k) for n in range(c)]} for t, k, c in (("A", 0, 6), ("B", 6, 5))]
        ),
        131009,
        "row count",
    ),
    "dos secciones sin título": (lista(sections=[{"rows": [fila(1)]}, {"rows": [fila(2)]}]), 131008, "title"),
    "sección de 25": (lista(sections=[{"title": "s" * 25, "rows": [fila(1)]}]), 131009, "sections[0].title"),
    "fila de 25": (lista({"id": "1", "title": "t" * 25}), 131009, "rows[0].title"),
    "descripción de 73": (lista(fila(1, description="d" * 73)), 131009, "description"),
    "id de fila de 201": (lista({"id": "x" * 201, "title": "t"}), 131009, "rows[0].id"),
    "ids de fila iguales": (lista(fila(1), fila(1)), 131009, "row id"),
    "botón de lista de 21": (lista(fila(1), button="b" * 21), 131009, "action.button"),
    "cuerpo de lista de 1025": (lista(fila(1), body="a" * 1025), 131009, "body.text"),
    "enlace de 21": (cta("a" * 21), 131009, "display_text"),
    "enlace sin esquema": (cta(url="proalto.example"), 131009, "url"),
    "código de 16": (otp("1" * 16), 132018, "15"),
    "dato de vuelta de 513": ({**texto("a"), "biz_opaque_callback_data": "x" * 513}, 131009, "biz_opaque"),
    "pie de foto de 1025": (
        {"type": "image", "image": {"link": "https://a.co/b", "caption": "c" * 1025}},
        131009,
        "caption",
    ),
    "audio con texto": ({"type": "audio", "audio": {"link": "https://a.co/b", "caption": "c"}}, 100, "caption"),
    "id y enlace": ({"type": "image", "image": {"id": "1", "link": "https://a.co/b"}}, 131009, "id and link"),
    "archivo que no existe": ({"type": "document", "document": {"id": "123"}}, 131009, "123"),
    "latitud imposible": ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009, "latitude"),
    "plantilla con mayúsculas": (
        {"type": "template", "template": {"name": "Aviso", "language": {"code": "es"}}},
        132001,
        "Aviso",
    ),
}


@pytest.mark.parametrize("message", VALIDOS.values(), ids=VALIDOS.keys())
def test_acepta_lo_que_meta_acepta(bench: Any, message: Json) -> None:
    bench.customer()
    answer = bench.send(**message)
    assert answer.status_code == 200, answer.get_json()


@pytest.mark.parametrize(("message", "code", "named"), INVALIDOS.values(), ids=INVALIDOS.keys())
def test_rechaza_y_nombra_el_campo(bench: Any, message: Json, code: int, named: str) -> None:
    bench.customer()
    error = bench.send(**message).get_json()["error"]
    assert error["code"] == code
    assert named in error["error_data"]["details"]
    assert len(bench.chat()["mensajes"]) == 1


def test_sin_token_responde_401_con_codigo_190(bench: Any) -> None:
    answer = bench.graph({"to": "+573001234567", "type": "text", "text": {"body": "a"}}, token="otro")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, 190)


def test_un_objeto_desconocido_es_100_con_subcodigo_33(bench: Any) -> None:
    answer = bench.graph({}, numero=AJENO)
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


def test_cualquier_version_vale_pero_sin_version_no(bench: Any) -> None:
    headers = {"Authorization": "Bearer token-de-prueba"}
    assert bench.client.post("/v99.1/106540352242922/messages", json={}, headers=headers).status_code == 400
    assert bench.client.post("/106540352242922/messages", json={}, headers=headers).status_code == 404


def test_la_respuesta_tiene_la_forma_de_meta_y_reescribe_el_numero(bench: Any) -> None:
    bench.api("/telefonos", numero="525512345678")
    bench.api("/telefonos/525512345678/mensajes", texto="hola")
    answer = bench.graph({"to": "+5215512345678", "type": "text", "text": {"body": "Hola"}}).get_json()
    assert answer["contacts"] == [{"input": "+5215512345678", "wa_id": "525512345678"}]
    assert answer["messages"][0]["id"].startswith("wamid.")


def test_no_se_escribe_a_si_mismo_ni_a_un_numero_imposible(bench: Any) -> None:
    for to, code in (("+576015550100", 131021), ("abc", 131009), ("12", 131009)):
        assert bench.graph({"to": to, "type": "text", "text": {"body": "a"}}).get_json()["error"]["code"] == code


def test_el_bsuid_recibe_texto_pero_no_un_codigo(bench: Any) -> None:
    phone = bench.customer(solo_bsuid=True)
    bsuid = bench.chat(phone)["telefono"]["bsuid"]
    assert bench.graph({"recipient": bsuid, **texto("Hola")}).get_json()["contacts"] == [
        {"input": bsuid, "user_id": bsuid}
    ]
    assert bench.graph({"recipient": bsuid, **otp("123456")}).get_json()["error"]["code"] == 131062


def test_leer_y_escribir_se_ven_en_el_telefono(bench: Any) -> None:
    phone = bench.customer()
    wamid = bench.webhook.messages[0]["id"]
    body = {"status": "read", "message_id": wamid, "typing_indicator": {"type": "text"}}
    assert bench.graph(body).get_json() == {"success": True}
    assert bench.chat(phone)["mensajes"][0]["estado"] == "leido"
    assert bench.chat(phone)["escribiendo"] is True
    bench.clock.advance(26)
    assert bench.chat(phone)["escribiendo"] is False
    assert bench.graph({**body, "message_id": "wamid.otro"}).get_json()["error"]["code"] == 131009
