"""Size, the environment and the SQL: what a reader may rely on."""

import ast
import re

import pytest

from proalto.db.queries import names
from tests.tree.arbol import RAIZ, leer, modulos, sintaxis

CUARTOS = ("proalto", "actions", "launcher", "simulator", "revisor")
LECTORES = {
    "proalto/settings.py",
    "launcher/ambiente.py",
    "simulator/settings.py",
    "simulator/__main__.py",  # hands it to simulator/settings.py
    "simulator/nucleo/__main__.py",  # a command of its own, which needs no simulator
}
SQL = sorted((RAIZ / "proalto/db/queries").rglob("*.sql"))
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")


def test_ningun_archivo_pasa_de_250_lineas():
    assert [str(f.relative_to(RAIZ)) for f in modulos(*CUARTOS) if len(f.read_text().splitlines()) > 250] == []


def test_solo_los_ajustes_leen_el_entorno():
    lee = re.compile(r"\bos\.(environ|getenv)\b|from os import .*\b(environ|getenv)\b")
    lectores = {str(f.relative_to(RAIZ)) for f in modulos(*CUARTOS) if lee.search(sin_textos(f))}
    assert lectores <= LECTORES


def sin_textos(archivo):
    """Return the code of a module without its docstrings and comments."""
    arbol = sintaxis(archivo)
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Constant) and isinstance(nodo.value, str):
            nodo.value = ""
    return ast.unparse(arbol)


@pytest.mark.parametrize("archivo", SQL, ids=lambda archivo: archivo.stem)
def test_cada_consulta_tiene_un_nombre_y_ninguno_se_repite(archivo):
    nombres = re.findall(r"^-- ([a-z_]+): .+$", archivo.read_text(), re.MULTILINE)
    assert nombres and len(nombres) == len(set(nombres))


def test_toda_consulta_que_se_nombra_existe():
    usadas = {
        nodo.value
        for archivo in modulos("proalto", "actions")
        for nodo in ast.walk(sintaxis(archivo))
        if isinstance(nodo, ast.Constant) and re.fullmatch(r"(asistente|nucleo)\.\w+\.\w+", str(nodo.value))
    }
    assert usadas - set(names()) == set()


def test_solo_nucleo_pide_al_prestamista_y_solo_con_select():
    sentencias = [s for f in SQL if f.parent.name == "nucleo" for s in re.split(r"^-- .+$", f.read_text(), flags=re.M)]
    assert all(s.strip().upper().startswith(("SELECT", "WITH")) for s in sentencias if s.strip())
    assert [f.name for f in SQL if f.parent.name == "asistente" and "nucleo." in f.read_text()] == []


def leidas(*archivos):
    """Return the variables that these modules name in a `reader.text("X")` or an `environ.get("X")`."""
    llamadas = [n for archivo in archivos for n in ast.walk(sintaxis(archivo)) if isinstance(n, ast.Call)]
    return {
        n.args[0].value
        for n in llamadas
        if n.args and isinstance(n.args[0], ast.Constant) and VARIABLE.fullmatch(str(n.args[0].value))
    }


def test_el_ejemplo_de_entorno_dice_todo_lo_que_se_lee_y_nada_mas():
    ejemplo = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", leer(".env.example"), re.MULTILINE))
    assert ejemplo == leidas(RAIZ / "proalto/settings.py", *modulos("launcher"))
