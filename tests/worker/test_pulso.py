"""Whether Rasa answers, judged by the turns."""

import pytest

from proalto.worker.pulso import AUSENCIA, PACIENCIA, PACIENCIA_EN_FRIO, VIGENCIA, Pulso
from proalto.worker.rasa import RasaAway, TurnRefused


class Cronometro:
    ahora = 1000.0

    def __call__(self):
        return self.ahora


@pytest.fixture
def cronometro():
    return Cronometro()


@pytest.fixture
def pulso(cronometro):
    """A pulse that has seen one turn end well."""
    pulso = Pulso(cronometro)
    bien(pulso)
    cronometro.ahora += 60
    return pulso


def bien(pulso):
    with pulso.turno():
        pass


def mal(pulso, error=None):
    with pytest.raises((RasaAway, TurnRefused)), pulso.turno():
        raise error or RasaAway("HTTP 503")


def test_sin_turnos_no_hay_de_que_dudar(pulso):
    assert not pulso.perdido()


def test_un_turno_que_falla_lo_dice_hasta_que_otro_acaba_bien(pulso, cronometro):
    mal(pulso)
    assert pulso.perdido()
    bien(pulso)
    cronometro.ahora += 1
    assert not pulso.perdido()


def test_una_falla_vieja_no_dice_nada_de_ahora(pulso, cronometro):
    mal(pulso)
    cronometro.ahora += VIGENCIA
    assert not pulso.perdido()


def test_un_turno_que_no_acaba_es_rasa_congelada(pulso, cronometro):
    with pulso.turno():
        cronometro.ahora += PACIENCIA - 0.1
        assert not pulso.perdido()
        cronometro.ahora += 0.1
        assert pulso.perdido()
    assert not pulso.perdido()


def test_un_turno_lento_no_es_rasa_congelada_si_otros_acaban(pulso, cronometro):
    with pulso.turno():
        cronometro.ahora += 2
        bien(pulso)
        cronometro.ahora += 60
        assert not pulso.perdido()


def test_el_primer_turno_de_todos_tiene_mas_tiempo(cronometro):
    pulso = Pulso(cronometro)
    with pulso.turno():
        cronometro.ahora += PACIENCIA
        assert not pulso.perdido()
        cronometro.ahora += PACIENCIA_EN_FRIO
        assert pulso.perdido()


def test_un_turno_que_rasa_rechaza_es_una_respuesta(pulso):
    mal(pulso, TurnRefused("HTTP 500"))
    assert not pulso.perdido()


def test_la_vuelta_se_dice_una_vez_y_solo_tras_una_ausencia(pulso, cronometro):
    mal(pulso)
    cronometro.ahora += AUSENCIA
    assert not pulso.volvio()
    bien(pulso)
    assert (pulso.volvio(), pulso.volvio()) == (True, False)
    mal(pulso)
    cronometro.ahora += AUSENCIA / 2
    bien(pulso)
    assert not pulso.volvio()
