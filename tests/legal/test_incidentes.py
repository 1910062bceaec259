"""L-25: the report to the SIC in fifteen business days. L-26: who answers for the data. L-27: the RNBD."""

import stat
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from proalto import incidente as orden
from proalto.formats.dias_habiles import BOGOTA, es_habil
from proalto.services.datos import incidentes, rnbd
from proalto.services.datos.incidentes import CAMPOS, DatoDeAlguien, Estado, FueraDeOrden
from proalto.services.operacion.textos import vigente
from proalto.settings import ROOT
from tests.services.atencion.referencia_relojes import festivos

AHORA = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)  # Wednesday, 10:00 in Bogotá


def en_bogota(*partes):
    return datetime(*partes, tzinfo=BOGOTA)


def uno(detectado=AHORA, escalado=None):
    abierto = incidentes.abrir("I-2026-01", "Un computador perdido.", detectado, detectado)
    return abierto if escalado is None else incidentes.escalar(abierto, "Ana Ruiz, gerente", escalado, escalado)


def referencia(desde):
    """Count fifteen business days by hand, with a calendar written by others than the product."""
    dia, faltan = desde, 15
    while faltan:
        dia += timedelta(days=1)
        faltan -= dia.weekday() < 5 and dia not in festivos(dia.year)
    return dia


# -- L-25: EL PLAZO --
def test_L25_el_plazo_corre_desde_que_se_detecto_y_lo_supo_quien_responde():
    assert uno().vence_en is None
    assert uno(AHORA, AHORA).vence_en == date(2026, 12, 10)  # 8 December is a holiday
    assert uno(AHORA, AHORA + timedelta(days=5)).vence_en == date(2026, 12, 15)


@pytest.mark.parametrize("ano", range(2026, 2031))
def test_L25_quince_dias_habiles_cualquier_dia_de_cinco_anos(ano):
    for n in range(365):
        dia = date(ano, 1, 1) + timedelta(days=n)
        momento = datetime(dia.year, dia.month, dia.day, 23, 59, tzinfo=BOGOTA)
        assert uno(momento, momento).vence_en == referencia(dia)


def test_L25_el_dia_es_el_de_bogota_y_no_el_de_greenwich():
    viernes = en_bogota(2026, 11, 20, 23, 59)
    assert viernes.astimezone(timezone.utc).date() == date(2026, 11, 21)
    assert uno(viernes, viernes).vence_en == referencia(date(2026, 11, 20))


def test_L25_avisa_sin_escalar_por_vencer_y_vencido():
    incidente = uno(AHORA, AHORA)
    assert uno().estado(AHORA) is Estado.SIN_ESCALAR
    assert incidente.estado(AHORA) is Estado.EN_PLAZO
    assert incidente.estado(en_bogota(2026, 12, 2, 12)) is Estado.POR_VENCER
    assert incidente.estado(en_bogota(2026, 12, 10, 23, 59)) is Estado.POR_VENCER
    assert incidente.estado(en_bogota(2026, 12, 11)) is Estado.VENCIDO
    assert incidentes.reportar(incidente, "26-123456", AHORA).estado(en_bogota(2027, 1, 1)) is Estado.REPORTADO


def test_L25_escalarlo_otra_vez_no_alarga_el_plazo():
    with pytest.raises(FueraDeOrden):
        incidentes.escalar(uno(AHORA, AHORA), "Otro", AHORA + timedelta(days=9), AHORA + timedelta(days=9))


@pytest.mark.parametrize(
    ("detectado", "escalado", "ahora"),
    [(AHORA + timedelta(hours=1), None, AHORA), (AHORA, AHORA - timedelta(hours=1), AHORA),
     (AHORA, AHORA + timedelta(hours=2), AHORA + timedelta(hours=1))],
)  # fmt: skip
def test_L25_ni_en_el_futuro_ni_al_reves(detectado, escalado, ahora):
    with pytest.raises(FueraDeOrden):
        incidente = incidentes.abrir("I-2026-01", "Algo.", detectado, ahora)
        incidentes.escalar(incidente, "Ana", escalado, ahora)


def test_L25_no_se_reporta_lo_que_nadie_responsable_conoce():
    with pytest.raises(FueraDeOrden):
        incidentes.reportar(uno(), "26-1", AHORA)


@pytest.mark.parametrize(
    "dicho",
    ["Se vio la cédula 99901101", "la de 99.901.101", "llamó al 3005550101", "escribió ana@correo.co"],
)
def test_L25_el_reporte_no_suma_datos_de_nadie(dicho):
    for hacer in (
        lambda: incidentes.abrir("I-2026-01", dicho, AHORA, AHORA),
        lambda: incidentes.anotar(uno(), "causa", dicho),
        lambda: incidentes.escalar(uno(), dicho, AHORA, AHORA),
    ):
        with pytest.raises(DatoDeAlguien):
            hacer()
    incidentes.anotar(uno(), "titulares", "1.250 personas, entre el 2026-11-02 y el 2026-11-04")


# -- L-25: EL ENSAYO --
def ensayo(carpeta, *palabras, now=AHORA):
    return orden.main(palabras, carpeta, now)


def test_L25_un_ensayo_produce_el_reporte_lleno_en_menos_de_una_hora(tmp_path, capsys):
    inicio, carpeta = time.monotonic(), tmp_path / "incidentes"
    que = "Un portátil de un asesor, con la mesa abierta, se perdió en un taxi."
    assert ensayo(carpeta, "abrir", que, "--detectado", "2026-11-18T08:30") == 0
    assert ensayo(carpeta, "lista") == 1  # nobody responsible has it yet
    assert ensayo(carpeta, "escalar", "I-2026-01", "Ana Ruiz, oficial de datos") == 0
    assert "10 de diciembre de 2026" in capsys.readouterr().out
    for campo in CAMPOS[1:]:
        assert ensayo(carpeta, "anotar", "I-2026-01", campo, f"Lo que se sabe de: {campo}.") == 0
    assert ensayo(carpeta, "informe", "I-2026-01") == 0
    texto = (carpeta / "I-2026-01.md").read_text(encoding="utf-8")
    assert "PENDIENTE" not in texto and "{" not in texto
    for dato in (
        que,
        "18 de noviembre de 2026 a las 8:30:00 a. m.",
        "10 de diciembre de 2026",
        "Ana Ruiz",
        "sin radicar",
    ):
        assert dato in texto
    assert all(f"Lo que se sabe de: {campo}." in texto for campo in CAMPOS[1:])
    assert ensayo(carpeta, "reportado", "I-2026-01", "26-987654") == 0
    assert ensayo(carpeta, "lista") == 0 and "reportado" in capsys.readouterr().out
    assert time.monotonic() - inicio < 3600


def test_L25_el_reporte_a_medias_se_escribe_y_dice_que_le_falta(tmp_path, capsys):
    ensayo(tmp_path, "abrir", "Algo raro en los registros.")
    assert ensayo(tmp_path, "informe", "I-2026-01") == 1
    dicho = capsys.readouterr().out
    assert "causa" in dicho and "escalar" in dicho
    assert (tmp_path / "I-2026-01.md").read_text().count("PENDIENTE") == len(CAMPOS) - 1 + 3


def test_L25_cada_incidente_tiene_su_numero_y_solo_lo_lee_su_dueno(tmp_path):
    carpeta = tmp_path / "incidentes"
    for n in range(3):
        ensayo(carpeta, "abrir", "Otro.", now=AHORA + timedelta(hours=n))
    ensayo(carpeta, "abrir", "Otro.", now=en_bogota(2027, 1, 1, 0, 1))
    nombres = sorted(archivo.stem for archivo in carpeta.iterdir())
    assert nombres == ["I-2026-01", "I-2026-02", "I-2026-03", "I-2027-01"]
    assert {stat.S_IMODE(archivo.stat().st_mode) for archivo in carpeta.iterdir()} == {0o600}
    assert stat.S_IMODE(carpeta.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "palabras",
    [("escalar", "I-2026-09", "Ana"), ("escalar", "../../etc/passwd", "Ana"), ("abrir", " "),
     ("abrir", "La cédula 99901101"), ("reportado", "I-2026-09", "1")],
)  # fmt: skip
def test_L25_lo_que_no_se_puede_se_dice_y_no_se_guarda_nada(tmp_path, capsys, palabras):
    assert ensayo(tmp_path, *palabras) == 1
    assert capsys.readouterr().err and list(tmp_path.iterdir()) == []


# -- L-26 --
def test_L26_la_politica_nombra_el_area_y_como_encontrarla():
    politica = vigente("politica").texto
    assert "área de Protección de Datos Personales" in politica and "@" in politica


@pytest.mark.parametrize("papel", ["manual_de_datos.md", "incidentes.md", "legal.md", "auditor.md"])
def test_L26_los_papeles_internos_existen_y_nombran_a_quien_responde(papel):
    texto = (ROOT / "docs" / papel).read_text(encoding="utf-8")
    assert len(texto) > 1500 and "Protección de Datos Personales" in texto


def test_L26_el_manual_dice_las_cuatro_cosas_que_hace_el_area():
    manual = (ROOT / "docs" / "manual_de_datos.md").read_text(encoding="utf-8")
    for tarea in ("consultas y reclamos", "incidentes", "encargados", "retención"):
        assert tarea in manual.lower()


# -- L-27 --
def tabla(tmp_path: Path, activos: str, inscrito: str = "no") -> rnbd.Registro:
    archivo = tmp_path / "rnbd.csv"
    archivo.write_text(f"ano,uvt,activos_totales,inscrito\n2026,52374,{activos},{inscrito}\n")
    return rnbd.leer(archivo)[2026]


@pytest.mark.parametrize(("activos", "obliga"), [("", None), ("0", False), ("5237400000", False), ("5237400001", True)])
def test_L27_el_registro_obliga_a_partir_de_cien_mil_uvt(tmp_path, activos, obliga):
    assert tabla(tmp_path, activos).obliga is obliga


def test_L27_la_uvt_de_este_ano_esta_en_los_parametros():
    assert rnbd.vigentes()[2026].umbral == 5_237_400_000


def test_L25_los_dias_habiles_de_la_referencia_son_los_del_producto():
    dias = [date(2026, 1, 1) + timedelta(days=n) for n in range(1826)]
    assert all(es_habil(dia) == (dia.weekday() < 5 and dia not in festivos(dia.year)) for dia in dias)
