"""Whether Rasa answers, judged by the turns."""

import pytest

from proalto.worker.presencia import AUSENCIA, PACIENCIA, PACIENCIA_EN_FRIO, VIGENCIA, Presencia
from proalto.worker.rasa import RasaAway, TurnRefused


class Cronometro:
    ahora = 1000.0

    def __call__(self):
        return self.ahora


@pytest.fixture
def cronometro():
    return Cronometro()


@pytest.fixture
def presencia(cronometro):
    """A pulse that has seen one turn end well."""
    presencia = Presencia(cronometro)
    bien(presencia)
    cronometro.ahora += 60
    return presencia


def bien(presencia):
    with presencia.turno():
        pass


def mal(presencia, error=None):
    with pytest.raises((RasaAway, TurnRefused)), presencia.turno():
        raise error or RasaAway("HTTP 503")


def test_sin_turnos_no_hay_de_que_dudar(presencia):
    assert not presencia.perdido()


def test_un_turno_que_falla_lo_dice_hasta_que_otro_acaba_bien(presencia, cronometro):
    mal(presencia)
    assert presencia.perdido()
    bien(presencia)
    cronometro.ahora += 1
    assert not presencia.perdido()


def test_una_falla_vieja_no_dice_nada_de_ahora(presencia, cronometro):
    mal(presencia)
    cronometro.ahora += VIGENCIA
    assert not presencia.perdido()


def test_un_turno_que_no_acaba_es_rasa_congelada(presencia, cronometro):
    with presencia.turno():
        cronometro.ahora += PACIENCIA - 0.1
        assert not presencia.perdido()
        cronometro.ahora += 0.1
        assert presencia.perdido()
    assert not presencia.perdido()


def test_un_turno_lento_no_es_rasa_congelada_si_otros_acaban(presencia, cronometro):
    with presencia.turno():
        cronometro.ahora += 2
        bien(presencia)
        cronometro.ahora += 60
        assert not presencia.perdido()


def test_el_primer_turno_de_todos_tiene_mas_tiempo(cronometro):
    presencia = Presencia(cronometro)
    with presencia.turno():
        cronometro.ahora += PACIENCIA
        assert not presencia.perdido()
        cronometro.ahora += PACIENCIA_EN_FRIO
        assert presencia.perdido()


def test_un_turno_que_rasa_rechaza_es_una_respuesta(presencia):
    mal(presencia, TurnRefused("HTTP 500"))
    assert not presencia.perdido()


def test_la_vuelta_se_dice_una_vez_y_solo_tras_una_ausencia(presencia, cronometro):
    mal(presencia)
    cronometro.ahora += AUSENCIA
    assert not presencia.volvio()
    bien(presencia)
    assert (presencia.volvio(), presencia.volvio()) == (True, False)
    mal(presencia)
    cronometro.ahora += AUSENCIA / 2
    bien(presencia)
    assert not presencia.volvio()
