"""parametros/envios.csv is read strictly: what is wrong is said with its line."""

import pytest

from proalto.formats.tabla import TablaInvalida
from proalto.services.mensajeria.reglas_de_envio import TABLA, leer, vigentes
from proalto.whatsapp.client import WhatsAppClient
from proalto.worker.enviar import START_SECONDS


@pytest.fixture
def escribe(tmp_path):
    def escribir(de, a):
        tabla = tmp_path / "envios.csv"
        texto = TABLA.read_text(encoding="utf-8")
        assert de in texto
        tabla.write_text(texto.replace(de, a), encoding="utf-8")
        return tabla

    return escribir


def test_la_tabla_que_viene_se_lee():
    assert (vigentes().por_minuto, vigentes().por_segundo, vigentes().rafaga_por_persona) == (10, 70, 20)


@pytest.mark.parametrize(("de", "a", "queja"), [
    ("por_minuto,10", "por_minuto,11", "línea 7"),
    ("incierto_segundos,30", "incierto_segundos,29", "entre 30 y 600"),
    ("rafaga_por_persona,20", "rafaga_por_persona,46", "entre 1 y 45"),
    ("sondeo_segundos,60", "sondeo,60", "debe ser una de estas"),
    ("caduca_horas,24", "# ", "falta la fila de caduca_horas"),
    ("por_segundo,70", "por_segundo,setenta", "número entero"),
])  # fmt: skip
def test_lo_que_esta_mal_no_deja_arrancar_y_dice_donde(escribe, de, a, queja):
    tabla = escribe(de + ",", a + ",") if not a.startswith("#") else escribe(de, a)
    with pytest.raises(TablaInvalida, match=queja):
        leer(tabla)


def test_lo_incierto_espera_mas_que_el_envio_mas_lento():
    conectar, leer_respuesta = WhatsAppClient.__init__.__defaults__[-1]
    assert START_SECONDS + conectar + leer_respuesta < vigentes().incierto_segundos
