"""docs/legal.md against the tests that exist: nobody relies on a paper that the code does not keep."""

import ast
import re
from pathlib import Path

import pytest

from proalto.settings import ROOT
from tests.actions.ayuda import dominio

DOCUMENTO = ROOT / "docs" / "legal.md"
CARPETA = Path(__file__).parent
TODOS = [f"L-{n:02d}" for n in range(1, 50)]
A_MANO = "Lo hace una persona"
FUENTES = {"leída", "citada", "de memoria"}
COLUMNAS = 7


def filas():
    """Return the cells of each row of the tables of requirements."""
    lineas = DOCUMENTO.read_text(encoding="utf-8").splitlines()
    return [[celda.strip() for celda in linea.strip("|").split("|")] for linea in lineas if linea.startswith("| L-")]


FILAS = {fila[0]: fila for fila in filas()}


def pruebas():
    """Return the numbers that each test function of this folder proves; a function without one is a mistake."""
    halladas, sueltas = {}, []
    for archivo in sorted(CARPETA.glob("test_*.py")):
        if archivo.name == Path(__file__).name:
            continue
        arbol = ast.parse(archivo.read_text(encoding="utf-8"))
        for nodo in ast.walk(arbol):
            if isinstance(nodo, ast.FunctionDef) and nodo.name.startswith("test_"):
                numeros = re.findall(r"(?<=_)L(\d\d)(?=_)", nodo.name)
                if not re.match(r"test_L\d\d_", nodo.name):
                    sueltas.append(f"{archivo.name}::{nodo.name}")
                for numero in numeros:  # test_L16_y_L17_... proves both
                    halladas.setdefault(f"L-{numero}", []).append((archivo.name, nodo))
    return halladas, sueltas


PRUEBAS, SUELTAS = pruebas()


def test_estan_los_cuarenta_y_nueve_en_orden_y_una_vez():
    assert [fila[0] for fila in filas()] == TODOS


def test_toda_prueba_de_esta_carpeta_dice_que_requisito_prueba():
    assert SUELTAS == [] and set(PRUEBAS) <= set(TODOS)


def test_cada_requisito_tiene_su_prueba_o_dice_que_lo_hace_una_persona():
    faltan = [numero for numero, fila in FILAS.items() if numero not in PRUEBAS and A_MANO not in fila[5]]
    assert faltan == []


@pytest.mark.parametrize("numero", sorted(PRUEBAS))
def test_ninguna_prueba_deja_de_comprobar(numero):
    for archivo, nodo in PRUEBAS[numero]:
        comprueba = any(
            isinstance(uno, ast.Assert | ast.Raise) or (isinstance(uno, ast.Call) and _afirma(uno))
            for uno in ast.walk(nodo)
        )
        assert comprueba, f"{archivo}::{nodo.name} asserts nothing"


def _afirma(llamada):
    """Tell whether a call checks something by its name: pytest.raises, a helper called comprobar_..."""
    nombre = getattr(llamada.func, "attr", getattr(llamada.func, "id", ""))
    return nombre in ("raises", "fail", "run_state_machine_as_test") or nombre.startswith(
        ("comprobar", "exigir", "afirmar", "assert_")
    )


@pytest.mark.parametrize("numero", TODOS)
def test_cada_fila_esta_entera(numero):
    fila = FILAS[numero]
    assert len(fila) == COLUMNAS, fila
    _, pide, norma, fuente, donde, prueba, _ = fila
    assert len(pide) > 20 and len(prueba) > 15 and donde and fuente in FUENTES
    assert re.search(r"Ley|D\.|DUR|SIC|SFC|Circular|arts?\.|política de WhatsApp", norma)


@pytest.mark.parametrize("numero", TODOS)
def test_lo_que_la_tabla_nombra_existe(numero):
    for nombrado in re.findall(r"`([a-z_]+/[\w./]+|domain\.yml)`", FILAS[numero][4]):
        if nombrado.startswith("faq/"):  # a question, by the name of its intent
            assert dominio().responses[f"utter_{nombrado}"], nombrado
        else:
            assert (ROOT / nombrado).exists(), nombrado


def test_lo_que_hay_que_confirmar_esta_en_la_lista_y_nada_mas():
    texto = DOCUMENTO.read_text(encoding="utf-8")
    lista = texto.split("## Lo que debe confirmar un abogado")[1].split("\n## ")[0]
    numeros = [int(n) for n in re.findall(r"^(\d+)\. ", lista, re.MULTILINE)]
    citados = {int(n) for fila in FILAS.values() for n in re.findall(r"\d+", fila[6])}
    assert numeros == list(range(1, len(numeros) + 1))
    assert citados <= set(numeros) and set(numeros) - citados == {1, 18}  # these two are of the whole business
    for numero, fila in FILAS.items():
        if fila[3] == "de memoria" or (fila[3] == "citada" and numero not in ("L-49",)):
            assert fila[6], f"{numero} was not read in the norm: a lawyer must confirm it"


def test_los_enlaces_llevan_a_papeles_que_existen():
    for papel in ("legal", "incidentes", "auditor", "manual_de_datos"):
        texto = (ROOT / "docs" / f"{papel}.md").read_text(encoding="utf-8")
        for enlace in re.findall(r"\]\(([\w./-]+\.(?:md|yml|csv))", texto):
            assert (ROOT / "docs" / enlace).exists(), f"{papel}.md: {enlace}"
