"""`python -m tools.permisos`: which queries each process can run, and so which privileges its role needs at least.

It follows names through the source from each process's modules: functions by name, methods by name within classes that
are mentioned. It writes `proalto/db/permisos/matriz.csv`; what is not derived (procrastinate's tables, the auditor's
column, whose the rows are) stays as it was written there by hand.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from proalto.db import permisos
from proalto.db.permisos import DERIVADOS, Fila, Privilegios
from proalto.db.queries import names, query
from proalto.settings import ROOT

RAICES = {"canal": "proalto/canal", "worker": "proalto/worker", "rasa": "proalto/channel", "actions": "actions",
          "mesa": "proalto/mesa"}  # fmt: skip
CONSULTA = re.compile(r"(?:asistente|nucleo)\.\w+\.\w+")
TABLA = re.compile(r"\b(asistente|nucleo)\.(\w+)\b(?!\s*\()")
FUNCION = re.compile(r"\basistente\.(\w+)\s*\(")
INSERTA = re.compile(r"INSERT INTO asistente\.(\w+)(?:\s+AS\s+\w+)?\s*\(")
CAMBIA = re.compile(r"\bUPDATE asistente\.(\w+)")
BORRA = re.compile(r"\bDELETE FROM asistente\.(\w+)")
RETIENE = re.compile(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)(?: OF (\w+))?")
SECUENCIA = re.compile(r"\b(?:nextval|currval|setval)\(\s*'asistente\.(\w+)'")
DEVUELVE = re.compile(r"RETURNING|ON CONFLICT \(|DO UPDATE")


@dataclass
class Pieza:
    """A top-level name of a module, or a method of a class: what it mentions."""

    nombres: set[str] = field(default_factory=set)  # dotted: module.name
    atributos: set[str] = field(default_factory=set)
    consultas: set[str] = field(default_factory=set)
    metodos: dict[str, Pieza] = field(default_factory=dict)
    raiz: bool = False  # of the process's own modules: a framework calls its methods


def consultas_de(proceso: str) -> set[str]:
    """Return the queries that a process can run."""
    piezas = _piezas()
    raiz = RAICES[proceso].replace("/", ".")
    pendientes = [nombre for nombre in piezas if nombre.startswith(f"{raiz}.")]
    for nombre in pendientes:
        piezas[nombre].raiz = True
    vistas: set[str] = set()
    atributos: set[str] = set()
    clases: list[Pieza] = []
    halladas: set[str] = set()
    while pendientes:
        nuevas = [piezas[nombre] for nombre in set(pendientes) - vistas if nombre in piezas]
        vistas |= set(pendientes)
        clases += [pieza for pieza in nuevas if pieza.metodos]
        nuevas += [metodo for propia in nuevas if propia.raiz for metodo in propia.metodos.values()]
        pendientes = []
        while nuevas:
            for pieza in nuevas:
                halladas |= pieza.consultas
                atributos |= pieza.atributos
                pendientes += [nombre for nombre in pieza.nombres if nombre not in vistas]
            nuevas = [
                clase.metodos.pop(metodo)
                for clase in clases
                for metodo in list(clase.metodos)
                if metodo in atributos or metodo.startswith("__")
            ]
    return halladas


def privilegios_de(consulta: str) -> dict[tuple[str, str], set[str]]:
    """Return {(kind, name): privileges} that a query needs."""
    sql = re.sub(r"--.*", "", query(consulta))
    pide: dict[tuple[str, str], set[str]] = defaultdict(set)
    inserta = set(INSERTA.findall(sql))
    for nombre in inserta:
        pide["tabla", nombre] |= {"INSERT"} | ({"SELECT"} if DEVUELVE.search(sql) else set())
        if "DO UPDATE" in sql:
            pide["tabla", nombre].add("UPDATE")
    for nombre in CAMBIA.findall(sql):
        pide["tabla", nombre] |= {"UPDATE", "SELECT"}
    for nombre in BORRA.findall(sql):
        pide["tabla", nombre] |= {"DELETE", "SELECT"}
    secuencias = set(SECUENCIA.findall(sql))
    for nombre in secuencias:
        pide["secuencia", nombre].add("USAGE")
    for nombre in FUNCION.findall(sql):
        if nombre not in inserta:
            pide["funcion", nombre].add("EXECUTE")
    retenidas = {hallada[1] or "" for hallada in RETIENE.finditer(sql) if "DO UPDATE" not in hallada[0]}
    for esquema, nombre in TABLA.findall(re.sub(r"'[^']*'", "''", sql)):
        if nombre in secuencias or (nombre in inserta and sql.count(f"asistente.{nombre}") == 1):
            continue
        tipo = "tabla" if esquema == "asistente" else "nucleo"
        pide[tipo, nombre].add("SELECT")
        if tipo == "tabla" and any(_retiene(sql, nombre, alias) for alias in retenidas):
            pide[tipo, nombre].add("UPDATE")
    return pide


def _retiene(sql: str, tabla: str, alias: str) -> bool:
    return not alias or alias == tabla or bool(re.search(rf"asistente\.{tabla} (?:AS )?{alias}\b", sql))


def necesarios() -> dict[tuple[str, str], Privilegios]:
    """Return {(kind, name): {process: privileges}} that the code needs."""
    todos: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for proceso in DERIVADOS:
        for consulta in consultas_de(proceso):
            for objeto, pide in privilegios_de(consulta).items():
                todos[objeto][proceso] |= pide
    return {
        objeto: {proceso: frozenset(pide) for proceso, pide in por_proceso.items()}
        for objeto, por_proceso in todos.items()
    }


@cache
def _arboles() -> dict[str, ast.Module]:
    rutas = [*ROOT.glob("proalto/**/*.py"), *ROOT.glob("actions/*.py")]
    return {_modulo(ruta): ast.parse(ruta.read_text(encoding="utf-8")) for ruta in rutas}


def _modulo(ruta: Path) -> str:
    partes = ruta.relative_to(ROOT).with_suffix("").parts
    return ".".join(partes[:-1] if partes[-1] == "__init__" else partes)


def _piezas() -> dict[str, Pieza]:
    piezas: dict[str, Pieza] = {}
    for modulo, arbol in _arboles().items():
        alias = _alias(arbol, modulo)
        propios = {n for nodo in arbol.body for n in _nombres(nodo)}
        for nodo in arbol.body:
            for nombre in _nombres(nodo) or ["<suelto>"]:
                pieza = piezas.setdefault(f"{modulo}.{nombre}", Pieza())
                if isinstance(nodo, ast.ClassDef):
                    _clase(nodo, pieza, modulo, alias, propios)
                else:
                    _leer(nodo, pieza, modulo, alias, propios)
    return piezas


def _clase(nodo: ast.ClassDef, pieza: Pieza, modulo: str, alias: dict[str, str], propios: set[str]) -> None:
    for parte in [*nodo.bases, *nodo.decorator_list, *nodo.body]:
        if isinstance(parte, (ast.FunctionDef, ast.AsyncFunctionDef)):
            metodo = pieza.metodos.setdefault(parte.name, Pieza())
            _leer(parte, metodo, modulo, alias, propios)
        else:
            _leer(parte, pieza, modulo, alias, propios)


def _nombres(nodo: ast.stmt) -> list[str]:
    if isinstance(nodo, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [nodo.name]
    if isinstance(nodo, ast.Assign):
        return [n.id for objetivo in nodo.targets for n in ast.walk(objetivo) if isinstance(n, ast.Name)]
    return [nodo.target.id] if isinstance(nodo, ast.AnnAssign) and isinstance(nodo.target, ast.Name) else []


def _alias(arbol: ast.Module, modulo: str) -> dict[str, str]:
    alias: dict[str, str] = {}
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Import):
            alias |= {(n.asname or n.name): n.name for n in nodo.names}
        elif isinstance(nodo, ast.ImportFrom) and nodo.module:
            alias |= {(n.asname or n.name): f"{nodo.module}.{n.name}" for n in nodo.names}
    return alias


def _leer(nodo: ast.AST, pieza: Pieza, modulo: str, alias: dict[str, str], propios: set[str]) -> None:
    modulos = _arboles()
    for parte in ast.walk(nodo):
        if isinstance(parte, ast.Attribute):
            base = alias.get(parte.value.id, "") if isinstance(parte.value, ast.Name) else ""
            if base in modulos:
                pieza.nombres.add(f"{base}.{parte.attr}")
            else:
                pieza.atributos.add(parte.attr)
        elif isinstance(parte, ast.Name):
            if parte.id in alias:
                pieza.nombres.add(alias[parte.id])
            elif parte.id in propios:
                pieza.nombres.add(f"{modulo}.{parte.id}")
        elif isinstance(parte, ast.Constant) and isinstance(parte.value, str) and CONSULTA.fullmatch(parte.value):
            pieza.consultas.add(parte.value)
        elif isinstance(parte, ast.JoinedStr):
            pieza.consultas |= _con_huecos(parte)


def _con_huecos(texto: ast.JoinedStr) -> set[str]:
    """Return the queries that an f-string may name."""
    partes = [re.escape(v.value) if isinstance(v, ast.Constant) else r"\w+" for v in texto.values]
    patron = "".join(partes)
    if not patron.startswith((r"asistente\.", r"nucleo\.")):
        return set()
    return {nombre for nombre in names() if re.fullmatch(patron, nombre)}


def matriz_nueva() -> list[Fila]:
    """Return the matrix as it should be written."""
    antes = {(fila.tipo, fila.nombre): fila for fila in permisos.matriz()}
    pide = necesarios()
    filas = []
    for tipo, nombre in sorted({*antes, *pide}):
        vieja = antes.get((tipo, nombre), Fila(tipo, nombre, "?", {}, a_mano=False))
        derivados = {} if vieja.a_mano else pide.get((tipo, nombre), {})
        a_mano = {p: v for p, v in vieja.privilegios.items() if vieja.a_mano or p not in DERIVADOS}
        filas.append(Fila(tipo, nombre, vieja.de_quien, {**derivados, **a_mano}, vieja.a_mano))
    return filas


def main() -> int:
    permisos.escribir(matriz_nueva())
    return 0


if __name__ == "__main__":
    sys.exit(main())
