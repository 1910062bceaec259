"""The figures by which a model is chosen, on models whose figures are known beforehand."""

from collections import Counter

import pytest

from benchmarks.nlu.candidatos import CANDIDATOS, crudas, muestra, preparador
from benchmarks.nlu.frases import FUERA, Frase
from benchmarks.nlu.medidas import medir, umbrales
from benchmarks.nlu.tabla import markdown

FRASES = [Frase(f"{etiqueta} {n}", etiqueta, "limpio") for etiqueta in ("saldo", "menu", FUERA) for n in range(50)]
VERDAD = {frase.texto: frase.etiqueta for frase in FRASES}


def con_confianza(confianza, segunda=0.0):
    return medir(lambda texto: [(VERDAD[texto], confianza), ("otra", segunda)], FRASES)


def test_un_modelo_perfecto_no_pierde_nada():
    cifras = con_confianza(1.0)
    assert (cifras["exactitud"], cifras["f1_macro"], cifras["error_de_calibracion"]) == (1, 1, 0)
    assert (cifras["fuera_de_alcance_detectado"], cifras["propio_rechazado"]) == (1, 0)
    assert cifras["confusiones"] == []


def test_lo_que_acierta_sin_confianza_se_rechaza():
    minima, _ = umbrales()
    assert con_confianza(minima - 0.01)["propio_rechazado"] == 1


def test_lo_que_queda_casi_empatado_se_rechaza():
    minima, distancia = umbrales()
    assert con_confianza(minima + 0.1, minima + 0.1 - distancia / 2)["propio_rechazado"] == 1


def test_la_confianza_que_no_se_cumple_es_error_de_calibracion():
    cifras = medir(lambda texto: [("saldo", 0.9), ("menu", 0.1)], FRASES)
    assert cifras["exactitud"] == pytest.approx(1 / 3, abs=0.001)
    assert cifras["error_de_calibracion"] == pytest.approx(0.9 - 1 / 3, abs=0.001)
    assert cifras["confusiones"] == [(("menu", "saldo"), 50), ((FUERA, "saldo"), 50)]


def test_lo_de_fuera_se_cuenta_al_umbral_que_rechaza_el_cuatro_por_ciento():
    def clasificar(texto):
        clase, numero = texto.rsplit(" ", 1)
        return [("saldo", 0.3 if clase == FUERA else 0.4 + int(numero) / 100), ("menu", 0.1)]

    assert medir(clasificar, FRASES)["fuera_con_poco_rechazo"] == 1
    assert medir(lambda texto: [(FUERA, 1.0), ("menu", 0.0)], FRASES)["fuera_con_poco_rechazo"] is None


def test_la_muestra_toma_lo_mismo_de_cada_intencion():
    assert Counter(frase.etiqueta for frase in muestra(FRASES, 15)) == dict.fromkeys(("saldo", "menu", FUERA), 15)
    assert muestra(FRASES, None) == FRASES


def test_delante_de_rasa_se_normaliza_y_se_corrige():
    textos = ["quiero mi crédito", "el crédito"]
    assert preparador((), textos)("Kiero el CREDTIO") == "Kiero el CREDTIO"
    assert preparador(("normalizador",), textos)("El CREDTIOOO") == "el credtio"
    assert preparador(("normalizador", "corrector"), textos)("El CREDTIOOO") == "el credito"
    assert crudas("Él CREDTIO") == ["él", "credtio"]


def test_cada_candidato_tiene_su_nombre_y_su_renglon_en_las_tablas():
    nombres = [candidato.nombre for candidato in CANDIDATOS]
    assert len(nombres) == len(set(nombres))
    cifras = con_confianza(1.0) | {"frases": 11055, "epocas": 8, "entrenar_s": 480.0}
    cifras |= {"entrenar_mb": 1500, "memoria_mb": 900, "ms_p50": 3.0, "ms_p95": 4.0}
    cifras["por_estilo"] = dict.fromkeys(("limpio", "sin tildes", "abreviado", "con errores", "largo", "indirecto"), 1)
    entiende, cuesta = markdown({"DIET": cifras}).strip().split("\n\n")
    assert entiende.splitlines()[-1].startswith("| DIET | 11.055 | 100,0 |")
    assert cuesta.splitlines()[-1] == "| DIET | 11.055 | 8 | 8 min | 60 | 100 min | 1.500 | 900 | 3 ms | 4 ms |"
