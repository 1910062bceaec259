"""Words a customer reads are in domain.yml or textos/; actions only name them and fill them in."""

import ast
import re

from proalto.services.atencion.tipos_de_caso import OTRO, TIPOS
from proalto.services.credito.requisitos import PRODUCTOS
from proalto.services.identificacion.bloqueo_de_identidad import TIPO as BLOQUEO
from tests.tree.arbol import dominio, modulos, sintaxis

PROSA = re.compile(r"\w[,.;:!?]* +[¿¡]?\w")


def perdonadas(arbol):
    """Return the strings that no customer reads: docstrings and the formats of log lines."""
    llamadas = [n for n in ast.walk(arbol) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    de_bitacora = {id(n.args[0]) for n in llamadas if n.args and getattr(n.func.value, "id", "") == "logger"}
    return de_bitacora | {id(nodo.value) for nodo in ast.walk(arbol) if isinstance(nodo, ast.Expr)}


def test_no_hay_prosa_en_las_acciones():
    hallada = []
    for archivo in modulos("actions"):
        arbol = sintaxis(archivo)
        textos = [n for n in ast.walk(arbol) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        fuera = perdonadas(arbol)
        hallada += [f"{archivo.name}:{n.lineno}" for n in textos if id(n) not in fuera and PROSA.search(n.value)]
    assert hallada == []


def test_cada_tipo_de_caso_tiene_sus_palabras():
    # Only people open the first; BLOQUEAR opens the second and answers itself; an application has its radicado.
    tipos = set(TIPOS) - {OTRO, BLOQUEO, *PRODUCTOS}
    assert {f"utter_caso_{tipo}" for tipo in tipos} <= set(dominio()["responses"])


def test_nadie_pregunta_si_hay_algo_mas_sin_mirar_lo_pendiente():
    culpables = [f.name for f in modulos("actions") if f.name != "chat.py" and "utter_algo_mas" in f.read_text()]
    assert culpables == []  # chat.algo_mas() looks first whether a second request still waits
