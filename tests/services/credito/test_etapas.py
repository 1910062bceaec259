"""The table of stages that the lender edits: read strictly, told where it is wrong; promises in business days."""

from datetime import date, datetime, timezone

import pytest

from proalto import bootstrap
from proalto.formats.tabla import TablaInvalida
from proalto.services.credito import etapas
from proalto.services.credito.etapas import ETAPAS, TABLA, leer
from proalto.settings import from_environ
from tests.conftest import ENTORNO

BUENA = TABLA.read_text(encoding="utf-8")


@pytest.fixture
def escribir(tmp_path):
    """Write a table where the lender's would be."""

    def _escribir(contenido):
        tabla = tmp_path / "parametros" / "etapas.csv"
        tabla.parent.mkdir(exist_ok=True)
        tabla.write_bytes(contenido if isinstance(contenido, bytes) else contenido.encode())
        return tabla

    return _escribir


def test_la_tabla_que_viene_esta_completa_y_en_orden(escribir):
    leidas = leer(escribir(BUENA))
    assert set(leidas) == set(ETAPAS)
    assert [e.nombre for e in sorted(leidas.values(), key=lambda e: e.orden or 99)][:4] == list(ETAPAS[:4])
    assert [nombre for nombre, etapa in leidas.items() if etapa.final] == ["desembolso", "negada", "desistida"]
    assert all(etapa.titulo and etapa.significado for etapa in leidas.values())


def test_lo_que_excel_le_pone_no_estorba(escribir):
    assert set(leer(escribir("\ufeff" + BUENA.replace("\n", "\r\n").replace("estudio,2,2", " estudio , 2,2 ")))) == set(
        ETAPAS
    )


@pytest.mark.parametrize(
    ("de", "a", "lugar"),
    [
        ("estudio,2,2", "estudio,2,dos", "línea 8, columna dias_habiles: dice «dos»"),
        ("estudio,2,2", "estudio,2,-1", "línea 8, columna dias_habiles"),
        ("estudio,2,2", "estudio,2,2.5", "línea 8, columna dias_habiles"),
        ("estudio,2,2", "estudio,2,9999", "línea 8, columna dias_habiles"),
        ("estudio,2,2", "estudio,2,²", "línea 8, columna dias_habiles"),
        ("estudio,2,2", "estudio,0,2", "línea 8, columna orden"),
        ("estudio,2,2", "estudio,1,2", "línea 8, columna orden: dice «1» y ya es el paso de otra etapa"),
        ("estudio,2,2", "estudio,2", "línea 8: tiene 2 valores y deben ser 3"),
        ("estudio,2,2", "estudio,2,2,", "línea 8: tiene 4 valores"),
        ("estudio,2,2", "Estudio,2,2", "línea 8, columna etapa: dice «Estudio»"),
        ("estudio,2,2", "recepcion,2,2", "línea 8: repite la línea 7"),
        ("estudio,2,2\n", "", "falta la fila de estudio"),
        ("etapa,orden,dias_habiles", "etapa;orden;dias_habiles", "línea 6: debe decir etapa,orden,dias_habiles"),
        (BUENA, "", "está vacío"),
    ],
)
def test_lo_mal_escrito_se_dice_con_archivo_y_linea(escribir, de, a, lugar):
    assert de in BUENA
    with pytest.raises(TablaInvalida) as error:
        leer(escribir(BUENA.replace(de, a)))
    assert str(error.value).startswith("parametros/etapas.csv") and lugar in str(error.value)


def test_una_tabla_que_no_esta_o_no_es_utf8_se_dice(escribir, tmp_path):
    for tabla, dice in ((tmp_path / "parametros" / "no.csv", "no existe"), (escribir("ñ".encode("latin-1")), "UTF-8")):
        with pytest.raises(TablaInvalida, match=dice):
            leer(tabla)


def test_una_etapa_sin_significado_se_dice(tmp_path):
    (tmp_path / "etapas").mkdir()
    (tmp_path / "etapas" / "estudio.txt").write_text("Estudio\n")
    with pytest.raises(TablaInvalida, match=r"textos/etapas/estudio.txt"):
        etapas.palabras(tmp_path, "estudio")


def test_con_la_tabla_mal_escrita_ningun_proceso_arranca(escribir, monkeypatch):
    monkeypatch.setattr(etapas, "TABLA", escribir("etapa,orden\n"))
    etapas.vigentes.cache_clear()
    try:
        with pytest.raises(TablaInvalida):
            bootstrap.build(from_environ(ENTORNO | {"DATABASE_URL": "postgresql://nadie"}))
    finally:
        monkeypatch.undo()
        etapas.vigentes.cache_clear()


@pytest.mark.parametrize(
    ("llego", "dias", "prometida"),
    [
        (datetime(2026, 11, 17, 15, tzinfo=timezone.utc), 2, date(2026, 11, 19)),  # Tuesday
        (datetime(2026, 11, 20, 15, tzinfo=timezone.utc), 2, date(2026, 11, 24)),  # Friday, over a weekend
        (datetime(2026, 11, 14, 3, tzinfo=timezone.utc), 1, date(2026, 11, 17)),  # Friday night in Bogotá; Monday rests
        (datetime(2026, 12, 24, 20, tzinfo=timezone.utc), 1, date(2026, 12, 28)),  # over Christmas
        (datetime(2027, 3, 24, 15, tzinfo=timezone.utc), 2, date(2027, 3, 30)),  # over Easter
        (datetime(2026, 11, 17, 15, tzinfo=timezone.utc), 0, date(2026, 11, 17)),
    ],
)
def test_la_promesa_se_cuenta_en_dias_habiles_de_colombia(escribir, llego, dias, prometida):
    estudio = leer(escribir(BUENA.replace("estudio,2,2", f"estudio,2,{dias}")))["estudio"]
    assert estudio.promesa(llego) == prometida


def test_sin_dias_o_sin_fecha_no_se_promete_nada(escribir):
    leidas = leer(escribir(BUENA.replace("estudio,2,2", "estudio,2,")))
    assert leidas["estudio"].promesa(datetime(2026, 11, 17, tzinfo=timezone.utc)) is None
    assert leidas["recepcion"].promesa(None) is None
