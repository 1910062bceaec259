"""A thought in several bubbles is answered once, and again the same after a crash."""

import pytest

from proalto.services.mensajeria.bandeja_entrada import siguiente
from proalto.services.mensajeria.burbujas import MAXIMO, SEGUNDOS, Burbuja, reunir
from tests.conftest import nuevo_wamid
from tests.worker.buzon import Buzon


@pytest.fixture
def buzon(app, contacto):
    return Buzon(app, contacto)


def cola(*dichos):
    """Return bubbles from (text, seconds since it arrived)."""
    return [Burbuja(nuevo_wamid(), texto, edad) for texto, edad in dichos]


@pytest.mark.parametrize(
    "dichos, juntos",
    [
        ([("hola", 3.0), ("quiero", 2.0), ("mi saldo", 1.0)], 3),
        ([("hola", 0.5)], None),
        ([("hola", 2.5)], 1),
        ([("hola", 2.5), ("quiero", 1.5)], None),  # the last one may go on
        ([("hola", 9.0), ("mi saldo", 1.0)], 1),  # too late to be the same breath
        ([("mi saldo", 0.1), ("por favor", 0.0)], 1),
        ([("52123456", 0.1), ("3 de mayo de 1998", 0.0)], 1),  # two answers to two questions
        ([("hola", 1.0), ("", 0.5)], 1),  # a photo
        ([("", 0.1), ("hola", 0.0)], 1),
        ([("quiero", 5.0 - n / 2) for n in range(MAXIMO + 2)], MAXIMO),
    ],
)
def test_que_se_junta(dichos, juntos):
    grupo = reunir(cola(*dichos))
    assert (grupo and len(grupo)) == juntos


def test_tres_burbujas_son_un_turno_y_una_respuesta(buzon):
    primera, *otras = [buzon.llega(texto) for texto in ("hola", "quiero", "mi saldo")]
    buzon.atiende()
    assert [(turno[0], turno[1]) for turno in buzon.rasa.turnos] == [(primera, "hola quiero mi saldo")]
    assert {buzon.entrante(wamid) for wamid in (primera, *otras)} == {"atendido"}


def test_un_saludo_solo_se_responde_cuando_ya_no_viene_nada(buzon):
    buzon.llega("hola")
    buzon.atiende()
    assert buzon.rasa.turnos == []
    buzon.pasa(seconds=SEGUNDOS)
    buzon.atiende()
    assert buzon.rasa.leidos == [("hola", "")]


def test_lo_que_llega_tras_el_primer_intento_es_otro_turno(buzon, app, contacto):
    primera, segunda = buzon.llega("quiero"), buzon.llega("mi saldo")
    assert siguiente(app.db, app.cipher, contacto.id).texto == "quiero mi saldo"
    tercera = buzon.llega("y el paz y salvo")  # the worker died before it could answer
    assert siguiente(app.db, app.cipher, contacto.id).texto == "quiero mi saldo"
    buzon.atiende()
    assert [(turno[0], turno[1]) for turno in buzon.rasa.turnos] == [
        (primera, "quiero mi saldo"), (tercera, "y el paz y salvo"),
    ]  # fmt: skip
    assert buzon.entrante(segunda) == "atendido"
