"""What may be said of stock Rasa's messages after a fault."""

import yaml

from caos.stock import tabla
from caos.stock.fallas import EXPERIMENTOS
from caos.stock.historia import Mensaje, juzgar
from caos.stock.mundo import BOT


def mensaje(ref, *respuestas, acusado=True, contacto="c1", termino=1.0):
    return Mensaje(ref, contacto, 0.0, 1, acusado, termino, list(respuestas))


def test_lo_contestado_una_vez_y_recordado_esta_limpio():
    veredicto = juzgar([mensaje("a", "nota 1 a"), mensaje("b", "nota 2 b")], ["a", "b"], {"a": 1, "b": 1})
    assert veredicto.limpio and veredicto.enviados == veredicto.acusados == 2 and veredicto.espera_maxima_s == 1.0


def test_un_acuse_sin_respuesta_ni_memoria_es_un_mensaje_perdido():
    veredicto = juzgar([mensaje("a"), mensaje("b")], ["b"], {"b": 1})
    assert (veredicto.perdidos, veredicto.silencios, veredicto.limpio) == (1, 1, False)


def test_lo_que_nadie_acuso_no_se_perdio_en_silencio():
    veredicto = juzgar([mensaje("a", acusado=False)], [], {})
    assert (veredicto.sin_acuse, veredicto.perdidos, veredicto.espera_maxima_s) == (1, 0, 0.0)


def test_lo_que_hubo_que_reenviar_se_cuenta_aparte():
    uno = mensaje("a", "nota 1 a")
    uno.fallas.append("ConnectionError")
    veredicto = juzgar([uno, mensaje("b", "nota 2 b")], ["a", "b"], {"a": 1, "b": 1})
    assert (veredicto.reenviados, veredicto.limpio) == (1, True)


def test_un_efecto_repetido_es_doble_aunque_se_haya_contestado_una_vez():
    assert juzgar([mensaje("a", "nota 1 a")], ["a", "a"], {"a": 1}).dobles == 1
    assert juzgar([mensaje("a", "nota 1 a", "nota 2 a")], ["a"], {"a": 1}).dobles == 1


def test_lo_contestado_que_no_esta_en_la_memoria_se_olvido():
    assert juzgar([mensaje("a", "nota 1 a")], ["a"], {}).olvidados == 1


def test_decir_dos_veces_el_mismo_numero_es_haber_vuelto_a_empezar():
    dichos = [mensaje("a", "nota 1 a"), mensaje("b", "nota 1 b"), mensaje("c", "nota 1 c", contacto="c2")]
    assert juzgar(dichos, ["a", "b", "c"], {"a": 1, "b": 1, "c": 1}).reinicios == 1


def test_la_tabla_lleva_cada_experimento_y_el_nuestro_si_se_da():
    hecho = {"que": "Matar", "enviados": 200, "espera_maxima_s": 31.5}
    evidencia = {"experimentos": {"F-01": hecho, "F-08 caídas": hecho}}
    assert "| F-01 | Matar | 200 |" in tabla.markdown(evidencia)
    lineas = tabla.markdown(evidencia, {"F-01": "0 perdidos", "F-08": "0 silencios"}).splitlines()
    assert [linea.split(" | ")[-1] for linea in lineas[2:]] == ["0 perdidos |", "0 silencios |"]
    assert "31,5" in lineas[2] and len({linea.count("|") for linea in lineas}) == 1


def test_estan_las_fallas_que_se_comparan():
    claves = {experimento.clave.split()[0] for experimento in EXPERIMENTOS}
    assert claves == {"F-01", "F-03", "F-04", "F-08", "F-09", "F-11"}


def test_el_bot_de_notas_es_rasa_y_nada_mas():
    dicho = "".join(archivo.read_text() for archivo in sorted(BOT.glob("*.yml")))
    assert "proalto" not in dicho and yaml.safe_load((BOT / "config.yml").read_text())["policies"] == [
        {"name": "RulePolicy"}
    ]
