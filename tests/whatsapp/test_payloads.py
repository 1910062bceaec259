from collections.abc import Callable
from typing import Any

import pytest

from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.payloads import InvalidPayload, Option, PayloadTooLong

SI, NO = Option("si", "Sí"), Option("no", "No")


def test_arma_un_texto() -> None:
    assert payloads.text("Hola") == {"type": "text", "text": {"body": "Hola", "preview_url": False}}


def test_arma_botones() -> None:
    assert payloads.buttons("¿Seguimos?", [SI, NO]) == {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "body": {"text": "¿Seguimos?"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": "si", "title": "Sí"}},
                    {"type": "reply", "reply": {"id": "no", "title": "No"}},
                ]
            },
        },
    }


def test_arma_una_lista_con_una_seccion() -> None:
    built = payloads.listing("Elija", "Ver opciones", [Option("a", "Saldo", "Lo que debe"), Option("b", "Otro")])
    assert built["interactive"]["type"] == "list"
    assert built["interactive"]["action"] == {
        "button": "Ver opciones",
        "sections": [
            {
                "title": "Ver opciones",
                "rows": [
                    {"id": "a", "title": "Saldo", "description": "Lo que debe"},
                    {"id": "b", "title": "Otro"},
                ],
            }
        ],
    }


def test_arma_un_documento() -> None:
    built = payloads.document("77", "paz_y_salvo.pdf", "Su certificado")
    content = {"id": "77", "filename": "paz_y_salvo.pdf", "caption": "Su certificado"}
    assert built == {"type": "document", "document": content}
    assert payloads.document("77", "a.pdf")["document"] == {"id": "77", "filename": "a.pdf"}


def test_arma_una_plantilla_con_sus_datos() -> None:
    assert payloads.template("aviso", "es_CO", ["Ana", "3"])["template"] == {
        "name": "aviso",
        "language": {"code": "es_CO"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "3"}]}
        ],
    }
    assert "components" not in payloads.template("aviso", "es_CO", [])["template"]


@pytest.mark.parametrize("body_params", [[], ["123456"]])
def test_una_plantilla_de_codigo_lo_dice_en_el_cuerpo_y_en_el_boton(body_params: list[str]) -> None:
    code = [{"type": "text", "text": "123456"}]
    assert payloads.template("codigo", "es", body_params, "123456")["template"]["components"] == [
        {"type": "body", "parameters": code},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": code},
    ]


def test_arma_el_acuse_de_lectura() -> None:
    head = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A"}
    assert payloads.read_receipt("wamid.A", typing=False) == head
    assert payloads.read_receipt("wamid.A", typing=True) == {**head, "typing_indicator": {"type": "text"}}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (Address("573001112233", None), {"to": "+573001112233"}),
        (Address(None, "CO.1"), {"recipient": "CO.1"}),
        (Address("573001112233", "CO.1"), {"to": "+573001112233"}),
    ],
)
def test_dirige_al_telefono_o_al_bsuid(address: Address, expected: dict[str, str]) -> None:
    built = payloads.addressed(payloads.text("a"), address)
    assert {key: built[key] for key in ("to", "recipient") if key in built} == expected
    assert (built["messaging_product"], built["recipient_type"]) == ("whatsapp", "individual")
    assert built["text"]["body"] == "a" and "biz_opaque_callback_data" not in built


def test_lleva_el_dato_de_vuelta_y_no_toca_el_original() -> None:
    plain = payloads.text("a")
    built = payloads.addressed(plain, Address("57300", None), "saliente-42")
    assert built["biz_opaque_callback_data"] == "saliente-42"
    assert plain == payloads.text("a")


def row(**fields: Any) -> list[Option]:
    return [Option(**{"id": "a", "title": "A", **fields})]


AT_LIMIT: list[tuple[int, Callable[[str], object]]] = [
    (4096, payloads.text),
    (1024, lambda text: payloads.buttons(text, [SI])),
    (20, lambda text: payloads.buttons("a", row(title=text))),
    (256, lambda text: payloads.buttons("a", row(id=text))),
    (1024, lambda text: payloads.listing(text, "Ver", [SI])),
    (20, lambda text: payloads.listing("a", text, [SI])),
    (24, lambda text: payloads.listing("a", "Ver", row(title=text))),
    (72, lambda text: payloads.listing("a", "Ver", row(description=text))),
    (200, lambda text: payloads.listing("a", "Ver", row(id=text))),
    (1024, lambda text: payloads.document("1", "a.pdf", text)),
    (15, lambda text: payloads.template("codigo", "es", [], text)),
    (512, lambda text: payloads.addressed({}, Address("57300"), text)),
]


@pytest.mark.parametrize(("limit", "build"), AT_LIMIT)
def test_cabe_justo_el_limite_y_lo_que_pasa_no_se_corta(limit: int, build: Callable[[str], object]) -> None:
    assert "ñ" * limit in repr(build("ñ" * limit))
    with pytest.raises(PayloadTooLong) as caught:
        build("ñ" * (limit + 1))
    assert "ñ" not in str(caught.value)


@pytest.mark.parametrize(
    ("build", "limit"), [(payloads.buttons, 3), (lambda body, o: payloads.listing(body, "V", o), 10)]
)
def test_cuenta_las_opciones(build: Callable[[str, list[Option]], object], limit: int) -> None:
    options = [Option(f"id{number}", f"Título {number}") for number in range(limit + 1)]
    assert build("a", options[:limit])
    with pytest.raises(PayloadTooLong):
        build("a", options)
    with pytest.raises(InvalidPayload):
        build("a", [])


@pytest.mark.parametrize(
    "build",
    [
        lambda: payloads.text(" \n"),
        lambda: payloads.buttons("", [SI]),
        lambda: payloads.buttons("a", [SI, Option("otro", "Sí")]),
        lambda: payloads.buttons("a", [SI, Option("si", "Otro")]),
        lambda: payloads.buttons("a", [Option(" si", "Sí")]),
        lambda: payloads.listing("a", "", [SI]),
        lambda: payloads.document("", "a.pdf"),
        lambda: payloads.template("aviso", "es", [""]),
        lambda: payloads.addressed({}, Address()),
    ],
)
def test_rechaza_lo_vacio_y_lo_repetido(build: Callable[[], object]) -> None:
    with pytest.raises(InvalidPayload):
        build()
