"""The documents say what is true: their paths, orders, links and tables."""

import re
from datetime import timedelta

import pytest

from proalto.services.identificacion.limites import LIMITES
from proalto.settings import ROOT
from simulator.nucleo.listado import markdown

DOCUMENTOS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOMBRES = [str(documento.relative_to(ROOT)) for documento in DOCUMENTOS]
# Made by running the project, by its owner, or by the reader.
DE_OTROS = (
    "docs/imagenes/",
    ".run/",
    "models/",
    ".env",
    "benchmarks/resultados.json",
    "docs/evidencia/auditoria.json",
    "/etc/",
    "/opt/",
    "/salud",
    "/webhooks/",
)
RUTA = re.compile(r"[\w.-]*(?:/[\w.-]*)+|[\w-]+\.(?:yml|md|toml|lock|txt|py|sql)")
UNIDADES = {"ms": "milliseconds", "s": "seconds", "min": "minutes", "h": "hours", "días": "days"}


def citas(documento):
    """Return what stands between backticks, outside blocks of code."""
    texto = re.sub(r"^ *```.*?^ *```", "", documento.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", texto)


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=NOMBRES)
def test_las_rutas_que_nombra_existen(documento):
    rutas = [cita for cita in citas(documento) if RUTA.fullmatch(cita) and not cita.startswith(("/", *DE_OTROS))]
    sueltos = {archivo.name for archivo in (ROOT / "textos").rglob("*")} | {"v2.txt"}
    assert [r for r in rutas if not (ROOT / r).exists() and r not in sueltos and not _es_otra_cosa(r)] == []


def _es_otra_cosa(cita):
    """A log by its bare name, a retrieval intent, a media type, and the like."""
    return cita.endswith(".log") or cita.startswith(("faq/", "charla/", "utter_", "application/", "text/"))


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=NOMBRES)
def test_sus_enlaces_llevan_a_alguna_parte(documento):
    enlaces = re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)", documento.read_text())
    internos = [enlace for enlace in enlaces if not enlace.startswith("http")]
    assert [enlace for enlace in internos if not (documento.parent / enlace).exists()] == []


@pytest.mark.parametrize("documento", DOCUMENTOS, ids=NOMBRES)
def test_las_ordenes_de_make_que_nombra_existen(documento):
    ordenes = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b", documento.read_text())) <= ordenes


def test_la_tabla_de_clientes_del_readme_es_la_del_simulador():
    tabla = re.search(r"<!-- personas -->\n(.*?)\n<!-- fin -->", (ROOT / "README.md").read_text(), re.DOTALL)
    assert tabla and tabla[1] == markdown().strip()


def test_la_tabla_de_limites_dice_los_del_codigo():
    texto = (ROOT / "docs/decisiones/0003-identidad.md").read_text()
    dichos = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", texto, re.MULTILINE))
    assert {nombre: _leer(valor) for nombre, valor in dichos.items()} == vars(LIMITES)


def _leer(valor):
    """Read "6", "3 en `datos_pausa`", "5 min" or "60 s, 120 s, 300 s"."""
    if "`" in valor or valor.isdecimal():
        return int(valor.split()[0])
    tiempos = tuple(timedelta(**{UNIDADES[u]: int(n)}) for n, u in (parte.split() for parte in valor.split(",")))
    return tiempos if len(tiempos) > 1 else tiempos[0]
