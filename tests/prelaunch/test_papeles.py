"""Before the first customer: what the lender has to write, decide and declare."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from proalto.prelaunch import papeles
from proalto.prelaunch.hallazgos import Contexto
from tests.prelaunch.mirada import quejas


# -- LOS PAPELES --
def test_los_datos_inventados_de_la_empresa_se_nombran_con_su_archivo(listo):
    (listo.raiz / "parametros/datos_de_ejemplo.csv").write_text("valor,que_es\n601 745 0000,el teléfono\n")
    (que,) = quejas(papeles.empresa, listo)
    assert "601 745 0000" in que and "textos/" in que


def test_lo_que_quedo_sin_llenar_se_nombra(listo):
    (listo.raiz / "textos/disculpa.txt").write_text("Llama a [teléfono de la empresa].\n")
    assert quejas(papeles.empresa, listo) == ["textos/disculpa.txt tiene algo sin llenar"]


def test_de_un_texto_con_versiones_solo_cuenta_la_que_rige(listo):
    carpeta = listo.raiz / "textos/politica"
    viejas = sorted(carpeta.glob("v*.txt"))
    for vieja in viejas:
        vieja.write_text("Calle Falsa 123")
    assert quejas(papeles.empresa, listo)
    (carpeta / "v99.txt").write_text("Todo bien.")
    assert quejas(papeles.empresa, listo) == []


def test_a_la_politica_no_le_puede_faltar_nada(listo):
    (listo.raiz / "textos/politica/v99.txt").write_text("ProAlto trata tus datos.")
    assert len(quejas(papeles.politica, listo)) == len(papeles.EN_POLITICA)


def test_las_declaraciones_faltan_y_caducan(listo):
    archivo = listo.raiz / "parametros/declaraciones.csv"
    cabeza = "codigo,que_se_declara,dias,quien,fecha\n"
    archivo.write_text(cabeza + "copia,Se probó la copia,90,,\n")
    assert quejas(papeles.declaraciones, listo) == ["Nadie ha declarado: Se probó la copia"]
    for fecha in ("2026-08-01", "2026-12-01"):  # too old, and not yet
        archivo.write_text(cabeza + f"copia,Se probó la copia,90,Ana,{fecha}\n")
        assert "se repite cada 90 días" in quejas(papeles.declaraciones, listo)[0]


def test_la_tasa_de_un_mes_sin_certificar_se_dice(listo):
    assert quejas(papeles.tasa_maxima, listo) == []
    assert "ninguna fila rige hoy" in quejas(papeles.tasa_maxima, replace(listo, now=listo.now + timedelta(days=40)))[0]


@pytest.mark.parametrize("ano", range(2024, 2036))
def test_el_calendario_de_cada_ano_tiene_sus_festivos(ano):
    assert quejas(papeles.dias_festivos, Contexto(datetime(ano, 6, 1, tzinfo=timezone.utc))) == []


def test_un_calendario_sin_festivos_se_nota(monkeypatch):
    monkeypatch.setattr(papeles, "es_habil", lambda dia: dia.weekday() < 5)
    assert len(quejas(papeles.dias_festivos, Contexto(datetime(2026, 6, 1, tzinfo=timezone.utc)))) == 2
