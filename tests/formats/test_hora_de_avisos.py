"""When somebody wants their notices: what they say is read, and what says neither or both is asked."""

import pytest

from proalto.formats.hora_de_avisos import CUALQUIERA, HABIL, leer_hora_de_avisos

SIEMPRE = """a cualquier hora
a kualkier ora
a la hora que sea
24 horas
día y noche está bien
avíseme apenas pase, así sea de madrugada
no me importa la hora
me da igual
cuando salga la novedad, de una
no hay problema si llegan de noche
los domingos también
no esperen al otro día para avisarme
sí me pueden avisar de noche
sin límite de horario""".splitlines()
DE_DIA = """solo de día
de dia no mas
no me escriban de noche
de noche no
los domingos no
nada de avisos en la madrugada
en horario hábil
en horas de oficina
de lunes a viernes
entre semana
no a cualquier hora, por favor
que no me llegue nada mientras duermo
después de las 7 de la noche no
no me despierten
prefiero en el día
solo en horario diurno""".splitlines()
NINGUNA = [
    "",
    "sí",
    "los avisos",
    "quiero cambiar la hora de los avisos",
    "¿a qué hora avisan?",
    "yo trabajo de noche",
    "de día, o a cualquier hora",
]


@pytest.mark.parametrize("dicho", SIEMPRE)
def test_a_cualquier_hora(dicho):
    assert leer_hora_de_avisos(dicho) == CUALQUIERA
    assert leer_hora_de_avisos(dicho.upper()) == CUALQUIERA


@pytest.mark.parametrize("dicho", DE_DIA)
def test_solo_de_dia(dicho):
    assert leer_hora_de_avisos(dicho) == HABIL
    assert leer_hora_de_avisos(dicho.upper()) == HABIL


@pytest.mark.parametrize("dicho", NINGUNA)
def test_lo_que_no_dice_cual_se_pregunta(dicho):
    assert leer_hora_de_avisos(dicho) is None
