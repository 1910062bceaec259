"""Two errands in one message: cut into clauses, and taken for two only when both halves are sure."""

import pytest

from proalto.nlu.pedidos import PALABRAS, dos_pedidos, partir

PEDIDOS = [
    "consultar_saldo",
    "pedir_paz_y_salvo",
    "pedir_renovacion",
    "pedir_credito_nuevo",
    "hablar_con_asesor",
    "consultar_estado_solicitud",
]
CLAUSULAS = [
    ("quiero mi saldo y el paz y salvo", ["quiero mi saldo", "el paz y salvo"]),
    ("Paz y Salvo", ["paz y salvo"]),
    ("pas y salvo, saldo", ["pas y salvo", "saldo"]),
    ("paz y salvo y saldo", ["paz y salvo", "saldo"]),
    ("mi saldo. Además, renovar", ["mi saldo", "ademas", "renovar"]),
    ("mi saldo y también renovar", ["mi saldo", "renovar"]),
    ("¿me aprobaron? y cuánto debo", ["¿me aprobaron", "cuanto debo"]),
    ("saldo\npaz y salvo", ["saldo", "paz y salvo"]),
    ("primero el saldo y después renovar", ["primero el saldo", "renovar"]),
    ("no quiero el saldo, quiero el paz y salvo", ["quiero el paz y salvo"]),
    ("hoy soy yo", ["hoy soy yo"]),
    ("debo 1.500.000 o 2,5 millones", ["debo 1.500.000 o 2,5 millones"]),
    ("", []),
    ("...", ["..."]),
]
DICEN = {
    "mi saldo": ("consultar_saldo", 0.99),
    "el paz y salvo": ("pedir_paz_y_salvo", 0.95),
    "un asesor": ("hablar_con_asesor", 0.9),
    "renovar": ("pedir_renovacion", 0.9),
    "un credito": ("pedir_credito_nuevo", 0.9),
    "algo de mi solicitud": ("consultar_estado_solicitud", 0.69),
    "las tasas": ("faq/tasas", 0.99),
    "mi cuota": ("consultar_saldo", 0.9),
}


class ModeloDeTabla:
    """Understands what the table says, and counts how often it was asked for more than a quick look."""

    def __init__(self):
        self.miradas = 0

    def mejores(self, textos):
        self.miradas += 1
        return [DICEN.get(texto, ("fuera_de_alcance", 0.9)) for texto in textos]

    def candidatas(self, textos):
        return [{DICEN.get(texto, ("fuera_de_alcance", 0.9))[0], "charla/elogio"} for texto in textos]


def dos(texto, entero=("consultar_saldo", 0.9), modelo=None):
    return dos_pedidos(texto, entero, modelo or ModeloDeTabla(), PEDIDOS)


@pytest.mark.parametrize("texto, clausulas", CLAUSULAS)
def test_se_parte_en_clausulas(texto, clausulas):
    assert partir(texto) == clausulas


def test_el_primero_es_el_que_dijo_primero():
    assert dos("mi saldo y el paz y salvo") == ["consultar_saldo", "pedir_paz_y_salvo"]
    assert dos("el paz y salvo, mi saldo") == ["pedir_paz_y_salvo", "consultar_saldo"]


def test_quien_pide_una_persona_no_espera():
    assert dos("mi saldo y un asesor") == ["hablar_con_asesor", "consultar_saldo"]


@pytest.mark.parametrize(
    "texto",
    [
        "mi saldo",
        "mi saldo y mi cuota",  # the same errand twice
        "mi saldo y las tasas",  # no errand
        "mi saldo y algo de mi solicitud",  # not sure enough
        "renovar y un crédito",  # neighbours
        "mi saldo y el paz y salvo" + " por favor" * PALABRAS,  # a story
    ],
)
def test_en_lo_demas_hay_un_solo_pedido(texto):
    assert dos(texto) == []


def test_si_el_todo_dice_con_seguridad_otra_cosa_gana_el_todo():
    assert dos("mi saldo y el paz y salvo", ("poner_queja", 0.8)) == []
    assert dos("mi saldo y el paz y salvo", ("poner_queja", 0.3)) == ["consultar_saldo", "pedir_paz_y_salvo"]


def test_de_tres_se_atienden_los_dos_primeros():
    assert dos("mi saldo, el paz y salvo y renovar") == ["consultar_saldo", "pedir_paz_y_salvo"]


@pytest.mark.parametrize("texto, miradas", [("mi saldo y las tasas", 0), ("mi saldo y el paz y salvo", 1), ("hola", 0)])
def test_solo_mira_de_cerca_lo_que_puede_ser_dos(texto, miradas):
    modelo = ModeloDeTabla()
    dos(texto, modelo=modelo)
    assert modelo.miradas == miradas
