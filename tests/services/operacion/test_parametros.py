"""The lender's tables: the real ones are right, and a wrong one says where."""

import logging
import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from proalto import bootstrap
from proalto import settings as settings_module
from proalto.formats.tabla import TablaInvalida
from proalto.services.operacion import parametros
from proalto.services.operacion.parametros import CARPETA, PRODUCTOS, SEGMENTOS, TasaMaxima, avisos, leer, vigentes
from proalto.settings import ROOT
from tests.conftest import ENTORNO
from tests.tree.arbol import dominio

ENERO = date(2026, 1, 15)


@pytest.fixture
def carpeta(tmp_path):
    copia = tmp_path / "parametros"
    shutil.copytree(CARPETA, copia)
    return copia


def cambiar(carpeta, archivo, antes, despues):
    """Change the one place of a table that says `antes`, and return its line number."""
    texto = (carpeta / archivo).read_text()
    assert texto.count(antes) == 1, antes
    (carpeta / archivo).write_text(texto.replace(antes, despues))
    return texto[: texto.index(antes)].count("\n") + 1


# -- LAS DE VERDAD --
def test_los_archivos_de_la_casa_estan_bien():
    casa = vigentes()
    assert set(casa.renovacion) == set(SEGMENTOS)
    assert set(casa.limites) == {(producto, segmento) for producto in PRODUCTOS for segmento in SEGMENTOS}
    assert casa.tasas_maximas


@pytest.mark.parametrize("archivo", sorted(CARPETA.glob("*")), ids=lambda archivo: archivo.name)
def test_cada_archivo_empieza_por_explicarse(archivo):
    assert archivo.suffix == ".csv" and archivo.read_text(encoding="utf-8").startswith("# ")


def test_cada_motivo_tiene_sus_palabras_y_ninguna_sobra():
    dichas = {r.removeprefix("utter_renovacion_motivo_") for r in dominio()["responses"] if "_motivo_" in r}
    assert dichas == set(vigentes().motivos)


def test_los_plazos_son_los_que_dice_la_pregunta_frecuente():
    (variante,) = dominio()["responses"]["utter_faq/montos_plazos"]
    dichos = tuple(map(int, re.search(r"de (\d+) a (\d+) meses", variante["text"]).groups()))
    limites = vigentes().limites.values()
    assert dichos == (min(limite.plazo_minimo for limite in limites), max(limite.plazo_maximo for limite in limites))


def test_las_tasas_de_la_casa_eran_legales_con_la_ultima_certificada():
    assert avisos(vigentes(), vigentes().tasas_maximas[-1].hasta) == ()


def test_la_documentacion_explica_cada_motivo():
    explicados = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/parametros.md").read_text(), re.MULTILINE))
    assert set(vigentes().motivos) <= explicados


# -- LAS QUE ALGUIEN CAMBIA --
def test_lo_que_se_cambia_se_lee(carpeta):
    cambiar(carpeta, "renovacion.csv", "renueva,40,40,30", "renueva,50,45,0")
    cambiar(carpeta, "plazos_montos.csv", "credito_nuevo,empleado,1000000,", "credito_nuevo,empleado,2500000,")
    nuevos = leer(carpeta)
    assert [nuevos.renovacion[segmento].pagado for segmento in SEGMENTOS] == [50, 45, 0]
    assert nuevos.limites["credito_nuevo", "empleado"].monto_minimo == 2_500_000


def test_el_orden_de_las_razones_es_el_de_las_filas(carpeta):
    archivo = carpeta / "renovacion.csv"
    *antes, ultima = archivo.read_text().splitlines()
    titulos = next(n for n, linea in enumerate(antes) if linea.startswith("codigo"))
    archivo.write_text("\n".join([*antes[: titulos + 1], ultima, *antes[titulos + 1 :]]))
    assert leer(carpeta).motivos[0] == "capacidad"


@pytest.mark.parametrize(
    "antes, despues, queja",
    [
        ("renueva,40,40,30", "renueva,40,140,30", "columna pensionado: dice «140» y debe ser un número entero"),
        ("renueva,40,40,30", "renueva,40,40%,30", "columna pensionado: dice «40%»"),
        ("renueva,40,40,30", "renueva,40,40", "tiene 4 valores y deben ser 5"),
        ("pagado,Por", "pagados,Por", "columna codigo: dice «pagados» y debe ser una de estas"),
        ("de 50,50,50,50", "de 50,60,50,50", "columna empleado: dice «60» y debe ser un número entero entre 1 y 50"),
        ("renovar (si o no),si", "renovar (si o no),quizás", "columna empleado: dice «quizás» y debe ser una de estas"),
        ("Meses cumplidos como mínimo desde el desembolso", "", "columna regla: dice «» y no puede quedar vacía"),
    ],
)
def test_una_regla_mala_se_dice_con_su_linea(carpeta, antes, despues, queja):
    _es_malo(carpeta, "renovacion.csv", antes, despues, queja)


@pytest.mark.parametrize(
    "despues, queja",
    [
        (
            "empleado,1000000,80000000,12,120,0.0162",
            "columna tasa_mensual: dice «0.0162» y debe ser un número entre 0.2",
        ),
        ("empleado,1000000,80000000,12,10,1.62", "columna plazo_maximo: dice «10»"),
        ("empleado,1000000,8,12,120,1.62", "columna monto_maximo: dice «8»"),
        (
            "empleado,1.000.000,80000000,12,120,1.62",
            "columna monto_minimo: dice «1.000.000» y debe ser un número entero",
        ),
        ("particular,1000000,80000000,12,120,1.62", "columna segmento: dice «particular» y debe ser una de estas"),
    ],
)
def test_un_limite_malo_se_dice_con_su_linea(carpeta, despues, queja):
    _es_malo(carpeta, "plazos_montos.csv", "empleado,1000000,80000000,12,120,1.62", despues, queja)


@pytest.mark.parametrize(
    "antes, despues, queja",
    [
        ("2026-01-31,24.36", "2025-12-31,24.36", "columna hasta: dice «2025-12-31» y no puede ser antes de 2026-01-01"),
        ("2026-01-01,", "2025-12-31,", "columna desde: dice «2025-12-31» y debe ser después de 2025-12-31"),
        ("2026-01-31,24.36", "2026-01-31,1.83", "columna efectiva_anual: dice «1.83»"),
    ],
)
def test_una_tasa_maxima_mala_se_dice_con_su_linea(carpeta, antes, despues, queja):
    _es_malo(carpeta, "tasa_maxima.csv", antes, despues, queja)


def _es_malo(carpeta, archivo, antes, despues, queja):
    linea = cambiar(carpeta, archivo, antes, despues)
    with pytest.raises(TablaInvalida) as error:
        leer(carpeta)
    assert str(error.value).startswith(f"parametros/{archivo}, línea {linea}") and queja in str(error.value)


@pytest.mark.parametrize(
    "archivo, empieza, falta",
    [
        ("renovacion.csv", "mora,", "mora"),
        ("plazos_montos.csv", "renovacion,pensionado", "renovacion pensionado"),
    ],
)
def test_una_fila_que_falta_se_nombra(carpeta, archivo, empieza, falta):
    lineas = (carpeta / archivo).read_text().splitlines()
    (carpeta / archivo).write_text("\n".join(linea for linea in lineas if not linea.startswith(empieza)))
    with pytest.raises(TablaInvalida, match=f"parametros/{archivo}: falta la fila de {falta}\\."):
        leer(carpeta)


def test_ningun_proceso_arranca_con_una_tabla_mala(carpeta, monkeypatch):
    cambiar(carpeta, "renovacion.csv", "renueva,40,40,30", "renueva,40,mucho,30")
    monkeypatch.setattr(parametros, "CARPETA", carpeta)
    parametros.vigentes.cache_clear()
    with pytest.raises(TablaInvalida, match="dice «mucho»"):
        bootstrap.build(settings_module.from_environ(ENTORNO | {"DATABASE_URL": "postgresql://nadie@127.0.0.1:9/x"}))


# -- LA TASA MAXIMA --
def test_rige_la_certificada_para_el_dia_con_sus_dos_extremos():
    de_enero = vigentes().tasa_maxima(ENERO)
    assert (de_enero.desde, de_enero.hasta) == (date(2026, 1, 1), date(2026, 1, 31))
    assert vigentes().tasa_maxima(de_enero.desde) is vigentes().tasa_maxima(de_enero.hasta) is de_enero


def test_si_nadie_la_ha_puesto_al_dia_lo_avisa(carpeta):
    lejos = date(2099, 1, 1)
    assert leer(carpeta).tasa_maxima(lejos) is None
    (aviso,) = avisos(leer(carpeta), lejos)
    assert "parametros/tasa_maxima.csv" in aviso and "2099-01-01" in aviso


def test_avisa_de_una_tasa_de_referencia_por_encima_de_la_legal(carpeta):
    cambiar(
        carpeta, "plazos_montos.csv", "empleado,1000000,80000000,12,120,1.60", "empleado,1000000,80000000,12,120,1.90"
    )
    (aviso,) = avisos(leer(carpeta), ENERO)
    assert "renovacion, empleado (1.90 % mensual)" in aviso


def test_el_aviso_queda_en_el_registro_una_vez_al_dia(caplog):
    caplog.set_level(logging.WARNING)
    for dia in (date(2098, 1, 1), date(2098, 1, 1), date(2098, 1, 2)):
        parametros.avisar(dia)
    assert len([r for r in caplog.records if "tasa_maxima.csv" in r.getMessage()]) == 2


@pytest.mark.parametrize("anual, mensual", [("24.36", "1.83"), ("24.99", "1.87"), ("25.02", "1.87"), ("12.68", "0.99")])
def test_la_equivalente_mensual_nunca_pasa_de_la_anual(anual, mensual):
    tasa = TasaMaxima(ENERO, ENERO, Decimal(anual), "prueba")
    assert tasa.mensual == Decimal(mensual) and tasa.permite(tasa.mensual)


@pytest.mark.parametrize(
    "mensual, permite",
    [("0", True), ("1.83", True), ("1.8334", True), ("1.8338", False), ("1.834", False), ("3", False)],
)
def test_permite_hasta_la_certificada_con_dos_decimales(mensual, permite):
    assert TasaMaxima(ENERO, ENERO, Decimal("24.36"), "prueba").permite(Decimal(mensual)) is permite
