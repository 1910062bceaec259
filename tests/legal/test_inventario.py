"""L-12: each stored field has its purpose, its basis, its class and its period in an inventory that is the schema's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from proalto.db.queries import names, query
from proalto.formats.tabla import TablaInvalida
from proalto.services.datos import inventario
from proalto.services.supresion import reglas_de_retencion, retencion
from tests.conftest import NUCLEO
from tests.legal import rastros
from tests.services.gente import sql

NUESTRO = inventario.leer()
VINCULOS = {"contacto_id", "cedula_hmac"}  # a table with one of these is somebody's


@pytest.fixture(scope="module")
def esquema(dsn):
    return rastros.esquema(dsn)


def test_L12_cada_columna_esta_en_el_inventario_y_ninguna_sobra(esquema):
    assert (faltas := inventario.faltas(NUESTRO, esquema)) == [], "\n" + "\n".join(faltas)


def test_L12_lo_que_falta_o_sobra_se_dice_con_lo_que_hay_que_escribir():
    tabla = NUESTRO.tablas["turnos"]
    sin_wamid = replace(tabla, columnas={n: c for n, c in tabla.columnas.items() if n != "wamid"}, retencion="siglos")
    (falta, sobra, mal) = inventario.faltas(
        replace(
            NUESTRO, tablas={"turnos": sin_wamid, "vieja": replace(tabla, nombre="vieja", columnas={}, cuenta_desde="")}
        ),
        {"turnos": list(tabla.columnas)},
    )
    assert "asistente.turnos.columnas" in falta and "wamid: {para: " in falta
    assert "quita asistente.vieja" in sobra and "«siglos» no es una clase" in mal
    (nueva,) = inventario.faltas(replace(NUESTRO, tablas={}, nucleo={}), {"nueva": ["id"]})
    assert "nueva:" in nueva and "al_borrar:" in nueva


def test_L12_lo_que_lleva_palabras_o_documentos_de_alguien_va_cifrado(esquema):
    sueltas = [
        f"{tabla.nombre}.{nombre}"
        for tabla in NUESTRO.tablas.values()
        for nombre, columna in tabla.columnas.items()
        if columna.clase == "sensible" and not columna.cifrada
    ]
    assert sueltas == []


def test_L12_lo_que_el_inventario_llama_cifrado_lo_esta(ana):
    vistas, claras = set(), []
    for tabla in NUESTRO.tablas.values():
        for nombre, columna in tabla.columnas.items():
            if columna.cifrada:
                todas = f"SELECT {nombre} FROM asistente.{tabla.nombre} WHERE {nombre} IS NOT NULL"  # noqa: S608
                filas = sql(ana.app, todas)
                vistas |= {tabla.nombre} if filas else set()
                claras += [f"{tabla.nombre}.{nombre}" for (valor,) in filas if bytes(valor)[:1] != b"\x02"]
    assert claras == [] and len(vistas) >= 10


def test_L12_lo_que_es_de_alguien_dice_que_le_pasa_al_borrar(esquema):
    de_nadie = [
        tabla
        for tabla, columnas in esquema.items()
        if VINCULOS & set(columnas) and NUESTRO.tablas[tabla].al_borrar == "no_es_de_nadie"
    ]
    assert de_nadie == [], "di en docs/inventario_datos.yml qué les pasa al borrar: se_borra, se_vacia o se_conserva"


def test_L12_lo_que_se_borra_lo_nombra_el_borrado():
    """A table that the inventory says is erased must be named in borrado.sql."""
    ordenes = " ".join(query(name) for name in names() if name.startswith("asistente.borrado."))
    colgadas = {"procrastinate_events", "documentos_omitidos"}  # they go with what they hang from
    faltan = [
        tabla.nombre
        for tabla in NUESTRO.tablas.values()
        if tabla.al_borrar in ("se_borra", "se_vacia") and tabla.nombre not in colgadas | {"llaves_de_datos"}
        and not re.search(rf"(DELETE FROM|UPDATE) asistente\.{tabla.nombre}\b", ordenes)
    ]  # fmt: skip
    assert faltan == [], (
        "escribe su borrado en queries/asistente/borrado.sql, y córrelo en services/supresion/pasos_de_borrado.py"
    )


def test_L12_ninguna_llave_foranea_estorba_a_un_borrado(app):
    """What is deleted lets go of what stays, or takes it along."""
    se_van = ("mensajes_entrantes", "mensajes_salientes", "casos")
    malas = sql(
        app,
        "SELECT conrelid::regclass::text || '.' || conname FROM pg_constraint WHERE contype = 'f'"
        " AND confrelid = ANY(%s::regclass[]) AND confdeltype = 'a'"
        " AND conrelid <> 'asistente.conversaciones'::regclass",
        [f"asistente.{tabla}" for tabla in se_van],
    )
    assert malas == [], "ponles ON DELETE SET NULL o CASCADE en su migración"


def test_L12_de_nucleo_se_lee_lo_que_dice_el_inventario_y_nada_mas():
    prometidas = {
        m[1]: re.findall(r"^    (\w+) ", m[2], re.MULTILINE)
        for m in re.finditer(r"EXISTS nucleo\.(\w+) \((.*?)\n\);", NUCLEO.read_text(encoding="utf-8"), re.DOTALL)
    }
    consultas = [re.sub(r"%\(\w+\)s", "", query(name)) for name in names() if name.startswith("nucleo.")]
    leidas = {
        tabla: {c for c in columnas for q in consultas if f"nucleo.{tabla}" in q and re.search(rf"\b{c}\b", q)}
        for tabla, columnas in prometidas.items()
    }
    dichas = {f"{tabla}.{columna}" for tabla, columnas in NUESTRO.nucleo.items() for columna in columnas}
    leidas_ = {f"{tabla}.{columna}" for tabla, columnas in leidas.items() for columna in columnas}
    assert (leidas_ - dichas, dichas - leidas_) == (set(), set()), (
        "docs/inventario_datos.yml, en nucleo: faltan y sobran"
    )


def test_L21_cada_clase_del_inventario_tiene_su_plazo_y_su_limpieza():
    con_plazo = {tabla.nombre for tabla in NUESTRO.tablas.values() if tabla.cuenta_desde}
    limpias = {tabla for _, tabla, _ in retencion.POR_EDAD} | {"tramites", "contactos", "documentos"}
    assert con_plazo - limpias == set(), "escribe su limpieza en services/supresion/retencion.py y retencion.sql"
    assert {t.retencion for t in NUESTRO.tablas.values()} <= set(reglas_de_retencion.vigentes())


def test_L21_una_tabla_mal_escrita_dice_que_le_falta(tmp_path):
    buena = reglas_de_retencion.TABLA.read_text(encoding="utf-8")
    for cambio, queja in (
        (("conversaciones,365", "conversaciones,0"), "entre 1 y"),
        (("prueba,0", "prueba,10"), "entre 0 y 0"),
        (("casos,730", "cosas,730"), "debe ser una de estas"),
        (("tecnico,7,que se crea,,Ley 1581 de 2012 art. 4 lit. g\n", ""), "falta la fila de tecnico"),
    ):
        mala = Path(tmp_path, "retencion.csv")
        mala.write_text(buena.replace(*cambio), encoding="utf-8")
        with pytest.raises(TablaInvalida, match=queja):
            reglas_de_retencion.leer(mala)


@pytest.mark.parametrize(
    ("dias", "dicho"), [(1, "1 día"), (7, "7 días"), (365, "1 año"), (3650, "10 años"), (400, "400 días")]
)
def test_L21_los_plazos_se_dicen_como_los_dice_la_gente(dias, dicho):
    assert reglas_de_retencion.en_palabras(dias) == dicho
