"""Whether an earlier answer is said to be wrong, and which."""

import pytest

from proalto.formats.correccion import CEDULA, CODIGO, FECHA, NO_DICE, dato_equivocado, nombra

DICHOS = [
    ("me equivoqué de fecha", FECHA),
    ("perdón, puse mal la fecha", FECHA),
    ("uy la fecha quedó mal", FECHA),
    ("me ekivoque... digo, me equivoque en la fecha de la cedula", FECHA),
    ("escribí mal la fecha de expedición", FECHA),
    ("la cédula está mal", CEDULA),
    ("me equivoque de cedula señorita", CEDULA),
    ("digité mal el documento", CEDULA),
    ("di mal la cc", CEDULA),
    ("me confundí con la cédula de mi esposo", CEDULA),
    ("el código quedó mal escrito", CODIGO),
    ("me equivoqué de código", CODIGO),
    ("me equivoqué", NO_DICE),
    ("ay perdón, me equivoqué!!", NO_DICE),
    ("quedó mal", NO_DICE),
    ("no era ese", NO_DICE),
    ("me equivoqué de chat", None),
    ("creo que me equivoqué con el banco", None),
    ("mi cédula es 79876543", None),
    ("me va mal con la plata", None),
    ("no entiendo la fecha", None),
    ("¿qué fecha?", None),
    ("", None),
    ("👍", None),
]


@pytest.mark.parametrize("texto, dato", DICHOS)
def test_dice_que_dato_quedo_mal(texto, dato):
    assert dato_equivocado(texto) == dato


@pytest.mark.parametrize("texto", ["la fecha de mi cédula", "expedida en Cali, cc 123"])
def test_unas_palabras_pueden_nombrar_dos_datos(texto):
    assert nombra(FECHA, texto) and nombra(CEDULA, texto) and not nombra(CODIGO, texto)
