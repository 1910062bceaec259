import json
import time
from typing import Any

import pytest

from proalto.whatsapp.inbound import Address, MalformedWebhook, parse_webhook

OURS = "605550000000001"


def body_with(message: dict[str, Any], contacts: Any = ()) -> bytes:
    value = {"metadata": {"phone_number_id": OURS}, "contacts": list(contacts), "messages": [message]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def text_message(**fields: Any) -> dict[str, Any]:
    base = {"id": "wamid.A", "from": "573001112233", "timestamp": "1795000000", "type": "text"}
    return {**base, "text": {"body": "hola"}, **fields}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"hola"',
        b'{"entry": [',
        b"\xff\xfe{}",
        b'{"a": "\xed\xa0\x80"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
    ],
)
def test_rechaza_lo_que_no_es_un_objeto_json_o_es_demasiado_hondo(body: bytes) -> None:
    with pytest.raises(MalformedWebhook):
        parse_webhook(body, OURS)


def test_el_rechazo_no_repite_el_cuerpo() -> None:
    with pytest.raises(MalformedWebhook) as caught:
        parse_webhook(b'{"cedula": 52123456', OURS)
    assert "52123456" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_quita_lo_que_postgresql_no_guarda() -> None:
    message = text_message(text={"body": "a\x00b\ud83dc \U0001f475"}, **{"cla\x00ve": [{"\udc00": "\udc00"}]})
    (parsed,) = parse_webhook(body_with(message), OURS).messages
    assert parsed.text == "a\ufffdb\ufffdc \U0001f475"
    assert parsed.raw["cla\ufffdve"] == [{"\ufffd": "\ufffd"}]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_un_numero_que_postgresql_no_guarda_queda_ausente(number: str) -> None:
    body = body_with(text_message(raro="AQUI")).replace(b'"AQUI"', number.encode())
    (parsed,) = parse_webhook(body, OURS).messages
    assert parsed.raw["raro"] is None


@pytest.mark.parametrize(
    "timestamp", [None, True, "", "ayer", "1795000000000", "-5", "٣٤٥", 1.5, [], "0", "99999999999"]
)
def test_una_hora_absurda_queda_ausente(timestamp: object) -> None:
    (parsed,) = parse_webhook(body_with(text_message(timestamp=timestamp)), OURS).messages
    assert parsed.sent_at is None


def test_acepta_la_hora_como_numero() -> None:
    (parsed,) = parse_webhook(body_with(text_message(timestamp=1795000000)), OURS).messages
    assert parsed.sent_at is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"id": ""},
        {"id": "w" * 513},
        {"id": "con espacio"},
        {"id": "\ud800"},
        {"from": None},
        {"from": "+57 300 111"},
        {"from": 573001112233},
        {"from": "1" * 40},
        {"from": "٣٠٠"},
    ],
)
def test_omite_y_cuenta_el_mensaje_que_no_se_puede_responder(changed: dict[str, Any]) -> None:
    parsed = parse_webhook(body_with(text_message(**changed)), OURS)
    assert (parsed.messages, parsed.ignored) == ((), 1)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sondeo_2027", "sondeo_2027"),
        (None, "unknown"),
        (7, "unknown"),
        ("x" * 41, "unknown"),
        ("a b", "unknown"),
    ],
)
def test_un_tipo_nuevo_se_conserva_y_uno_ilegible_es_desconocido(kind: object, expected: str) -> None:
    (parsed,) = parse_webhook(body_with(text_message(type=kind)), OURS).messages
    assert (parsed.kind, parsed.text) == (expected, None)


@pytest.mark.parametrize("media_id", [None, 12, "../me", "1/2", "1?x=y", ""])
def test_un_archivo_sin_id_utilizable_queda_ausente(media_id: object) -> None:
    message = text_message(type="image", image={"id": media_id, "mime_type": "image/png"})
    (parsed,) = parse_webhook(body_with(message), OURS).messages
    assert (parsed.kind, parsed.media) == ("image", None)


ANA, LUIS = "CO.ana", "CO.luis"


@pytest.mark.parametrize(
    ("message", "contacts", "expected"),
    [
        # Another contact, or one that agrees on the phone but not on the id, adds nothing.
        ({"from_user_id": ANA}, [{"wa_id": "573150000000", "user_id": LUIS}], ("573001112233", ANA)),
        ({"from_user_id": ANA}, [{"wa_id": "573001112233", "user_id": LUIS}], ("573001112233", ANA)),
        ({}, [{"wa_id": "573150000000", "user_id": LUIS}], ("573001112233", None)),
        # One who matches completes what is missing.
        ({}, [{"wa_id": "573001112233", "user_id": ANA}], ("573001112233", ANA)),
        (
            {"from": None, "from_user_id": ANA},
            [{"wa_id": "573001112233", "user_id": ANA}],
            ("573001112233", ANA),
        ),
        ({"from": "+573001112233"}, [], ("573001112233", None)),
    ],
)
def test_no_mezcla_las_identidades_de_dos_personas(
    message: dict[str, Any], contacts: list[Any], expected: tuple[str, str | None]
) -> None:
    (parsed,) = parse_webhook(body_with(text_message(**message), contacts), OURS).messages
    assert parsed.sender == Address(*expected)


def test_sin_remitente_propio_y_con_dos_contactos_no_adivina() -> None:
    contacts = [{"user_id": ANA}, {"user_id": LUIS}]
    parsed = parse_webhook(body_with(text_message(**{"from": None}), contacts), OURS)
    assert (parsed.messages, parsed.ignored) == ((), 1)


def test_el_nombre_de_un_contacto_que_contradice_el_id_no_se_usa() -> None:
    contacts = [{"wa_id": "573001112233", "user_id": LUIS, "profile": {"name": "Luis"}}]
    (parsed,) = parse_webhook(body_with(text_message(from_user_id=ANA), contacts), OURS).messages
    assert parsed.profile_name is None


def test_una_nota_de_voz_del_tipo_antiguo_es_de_voz() -> None:
    (parsed,) = parse_webhook(body_with(text_message(type="voice", voice={"id": "7"})), OURS).messages
    assert parsed.media is not None and parsed.media.voice


@pytest.mark.parametrize("field", ["history", "smb_message_echoes", None, ["messages"]])
def test_los_mensajes_de_otro_campo_no_son_de_un_cliente_que_escribe(field: object) -> None:
    envelope = json.loads(body_with(text_message()))
    envelope["entry"][0]["changes"][0]["field"] = field
    parsed = parse_webhook(json.dumps(envelope).encode(), OURS)
    assert (parsed.messages, parsed.ignored) == ((), 1)


@pytest.mark.parametrize(("code", "expected"), [(131047, 131047), ("131047", 131047), (True, None), ("x", None)])
def test_el_codigo_de_un_estado_es_un_entero_o_queda_ausente(code: object, expected: int | None) -> None:
    envelope = json.loads(body_with(text_message()))
    value = envelope["entry"][0]["changes"][0]["value"]
    value["statuses"] = [{"id": "wamid.A", "status": "failed", "errors": [{"code": code}]}]
    (update,) = parse_webhook(json.dumps(envelope).encode(), OURS).statuses
    assert update.error_code == expected


def test_mil_personas_en_un_lote_se_leen_en_un_momento() -> None:
    envelope = json.loads(body_with(text_message()))
    value = envelope["entry"][0]["changes"][0]["value"]
    phones = [f"5730{number:08d}" for number in range(1000)]
    value["messages"] = [text_message(id=f"wamid.{phone}", **{"from": phone}) for phone in phones]
    value["contacts"] = [{"wa_id": phone, "profile": {"name": phone}} for phone in reversed(phones)]
    started = time.perf_counter()
    parsed = parse_webhook(json.dumps(envelope).encode(), OURS)
    assert time.perf_counter() - started < 1
    assert [message.profile_name for message in parsed.messages] == phones
