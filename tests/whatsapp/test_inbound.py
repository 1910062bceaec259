from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from proalto.whatsapp.inbound import Address, InboundMedia, Webhook, parse_webhook

OURS = "605550000000001"
SHA = "UHViBBWKsfXBRdR0hUoPA0WT52xHWX3QMrt0tD3VrKs="
ANA = Address("573001112233", None)
ANA_CON_BSUID = Address("573001112233", "CO.7f3Kq0aZ19")
LUIS = Address(None, "CO.20481632")

Read = Callable[[str], Webhook]


@pytest.fixture
def read(webhook: Callable[[str], bytes]) -> Read:
    return lambda name: parse_webhook(webhook(name), OURS)


@pytest.mark.parametrize(
    ("name", "kind", "sender", "profile_name"),
    [
        ("texto_con_telefono", "text", ANA, "Ana María Ríos"),
        ("texto_con_telefono_y_bsuid", "text", ANA_CON_BSUID, "Ana María Ríos"),
        ("texto_solo_bsuid", "text", LUIS, "Luis"),
        ("texto_bsuid_en_from", "text", LUIS, "Luis"),
        ("texto_sin_remitente_propio", "text", LUIS, "Luis"),
        ("texto_sin_contactos", "text", ANA, None),
        ("texto_reenviado_desde_anuncio", "text", ANA, "Ana María Ríos"),
        ("texto_con_escapes", "text", ANA, "José Ñáñez 🇨🇴"),
        ("imagen_con_leyenda", "image", ANA, "Ana María Ríos"),
        ("documento", "document", ANA, "Ana María Ríos"),
        ("nota_de_voz", "audio", ANA, "Ana María Ríos"),
        ("video", "video", ANA, "Ana María Ríos"),
        ("sticker", "sticker", ANA, "Ana María Ríos"),
        ("ubicacion", "location", ANA, "Ana María Ríos"),
        ("contacto_compartido", "contacts", ANA_CON_BSUID, "Ana María Ríos"),
        ("boton_tocado", "interactive", ANA, "Ana María Ríos"),
        ("fila_tocada", "interactive", ANA, "Ana María Ríos"),
        ("flujo_respondido", "interactive", ANA, "Ana María Ríos"),
        ("interactivo_con_error", "interactive", ANA, "Ana María Ríos"),
        ("boton_de_plantilla", "button", ANA, "Ana María Ríos"),
        ("reaccion", "reaction", ANA, "Ana María Ríos"),
        ("reaccion_retirada", "reaction", ANA, "Ana María Ríos"),
        ("pedido", "order", ANA, "Ana María Ríos"),
        ("cambio_de_numero", "system", ANA, None),
        ("cambio_de_bsuid", "system", LUIS, None),
        ("no_soportado", "unsupported", ANA, "Ana María Ríos"),
        ("editado", "edit", ANA, "Ana María Ríos"),
        ("eliminado", "revoke", ANA, "Ana María Ríos"),
        ("tipo_del_futuro", "holograma", ANA, "Ana María Ríos"),
    ],
)
def test_reconoce_tipo_y_remitente(read: Read, name: str, kind: str, sender: Address, profile_name: str) -> None:
    parsed = read(name)
    assert (parsed.statuses, parsed.ignored) == ((), 0)
    (message,) = parsed.messages
    assert (message.kind, message.sender, message.profile_name) == (kind, sender, profile_name)
    assert message.wamid == message.raw["id"]
    assert message.sent_at == datetime(2026, 11, 18, 11, 6, 40, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("name", "text", "option_id", "option_title"),
    [
        ("texto_con_telefono", "Buenas, ¿cuánto debo?", None, None),
        ("texto_con_escapes", "Ñandú 👵🏽 “comillas” 𝒜", None, None),
        ("boton_tocado", None, "op-1", "Consultar saldo"),
        ("fila_tocada", None, "op-7", "Paz y salvo"),
        ("boton_de_plantilla", None, "desactivar_notificaciones", "No recibir más"),
        ("flujo_respondido", None, None, None),
        ("interactivo_con_error", None, None, None),
        ("imagen_con_leyenda", None, None, None),
        ("reaccion", None, None, None),
        ("editado", None, None, None),
    ],
)
def test_distingue_lo_escrito_de_lo_tocado(
    read: Read, name: str, text: str | None, option_id: str | None, option_title: str | None
) -> None:
    (message,) = read(name).messages
    assert (message.text, message.option_id, message.option_title) == (text, option_id, option_title)


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("imagen_con_leyenda", InboundMedia("4420010001", "image/jpeg", SHA, None, "mi cédula", False)),
        ("documento", InboundMedia("4420010002", "application/pdf", SHA, "desprendible.pdf", None, False)),
        ("nota_de_voz", InboundMedia("4420010003", "audio/ogg; codecs=opus", SHA, None, None, True)),
        ("video", InboundMedia("4420010004", "video/mp4", SHA, None, None, False)),
        ("sticker", InboundMedia("4420010005", "image/webp", SHA, None, None, False)),
        ("ubicacion", None),
        ("tipo_del_futuro", None),
    ],
)
def test_reconoce_los_archivos(read: Read, name: str, media: InboundMedia | None) -> None:
    (message,) = read(name).messages
    assert message.media == media


def test_lee_el_lote_entero_en_orden_y_a_cada_quien_lo_suyo(read: Read) -> None:
    parsed = read("lote_de_dos_personas")
    assert [(message.text, message.sender, message.profile_name) for message in parsed.messages] == [
        ("uno", ANA_CON_BSUID, "Ana María Ríos"),
        ("dos", LUIS, "Luis"),
        ("tres", ANA_CON_BSUID, "Ana María Ríos"),
        ("cuatro", Address("573154445566", None), "Luis"),
        ("cinco", ANA, "Ana María Ríos"),
    ]
    assert [update.status for update in parsed.statuses] == ["delivered"]
    assert parsed.ignored == 2


def test_lee_todos_los_estados_en_el_orden_en_que_vienen(read: Read) -> None:
    parsed = read("estados_varios")
    seen = [(update.status, update.callback_data) for update in parsed.statuses]
    assert seen == [("sent", "saliente-42"), ("read", "saliente-42"), ("delivered", None), ("in_orbit", None)]
    assert {update.wamid for update in parsed.statuses} == {"wamid.NUESTRO01=="}
    assert parsed.statuses[1].occurred_at == datetime(2026, 11, 18, 11, 8, 24, tzinfo=timezone.utc)


def test_un_estado_fallido_dice_su_codigo_aunque_no_traiga_contacto(read: Read) -> None:
    (update,) = read("estado_fallido_sin_contacto").statuses
    assert (update.status, update.error_code) == ("failed", 131047)
    assert update.error_title == "Re-engagement message"


@pytest.mark.parametrize(
    ("name", "ignored"),
    [("solo_errores", 0), ("solo_acciones_de_usuario", 0), ("otro_campo", 1), ("otro_numero", 1)],
)
def test_lo_que_no_es_para_nosotros_se_acepta_y_se_cuenta(read: Read, name: str, ignored: int) -> None:
    assert read(name) == Webhook((), (), ignored)


def test_lo_escrito_y_el_telefono_no_salen_en_repr(read: Read) -> None:
    (message,) = read("texto_con_telefono").messages
    (image,) = read("imagen_con_leyenda").messages
    shown = repr(message) + repr(image)
    assert not any(private in shown for private in ("cuánto", "Ana", "573001112233", "cédula"))
