"""Mutation testing of what guards identity, clocks and consent: `python -m tools.mutacion [--muestra N]`.

mutmut 3 copies the tree and runs each mutant inside its own pytest, which neither shares the embedded PostgreSQL nor
keeps the layout that `tests/` imports by. Here one process imports everything outside the product once; each mutant is
a fork of it that imports the product with one node of one module changed, and runs that module's tests until the first
fails. A PostgreSQL server of its own is started once (or DATABASE_URL_PRUEBAS names one).

The report (docs/evidencia/mutacion.json) names every survivor: some change nothing that anybody could see.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

RAIZ = Path(__file__).parent.parent
INFORME = RAIZ / "docs" / "evidencia" / "mutacion.json"
DE_IDENTIDAD = tuple(
    f"tests/services/test_{nombre}.py" for nombre in ("desafios", "identidad", "identidad_n1", "senales", "alcance")
)
PRUEBAS: dict[str, tuple[str, ...]] = {
    "proalto.services.identidad": (*DE_IDENTIDAD[1:3], DE_IDENTIDAD[0], *DE_IDENTIDAD[3:]),
    "proalto.services.desafios": DE_IDENTIDAD,
    "proalto.services.intentos": (DE_IDENTIDAD[1], DE_IDENTIDAD[0], *DE_IDENTIDAD[2:]),
    "proalto.services.sesiones": (*DE_IDENTIDAD[3:], *DE_IDENTIDAD[:3]),
    "proalto.services.limites": ("tests/test_documentos.py", *DE_IDENTIDAD),
    "proalto.services.entrada": (*DE_IDENTIDAD[3:], DE_IDENTIDAD[0]),
    "proalto.services.senales": DE_IDENTIDAD[3:],
    "proalto.services.autorizacion": ("tests/services/test_autorizacion.py", "tests/actions/test_autorizacion.py"),
    "proalto.formats.dias_habiles": ("tests/formats/test_dias_habiles.py",),
}
NUESTROS = ("proalto", "actions", "tests", "simulator", "launcher", "revisor", "benchmarks")
SEGUNDOS = 600
BIEN, FALLO = 0, 1  # pytest's
COMPARACIONES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CUENTAS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutante:
    """One module with one change."""

    modulo: str
    linea: int
    cambio: str
    arbol: ast.Module


def mutantes(modulo: str) -> Iterator[Mutante]:
    """Yield every mutant of a module, in the order of its lines."""
    archivo = RAIZ / (modulo.replace(".", "/") + ".py")
    arbol = ast.parse(archivo.read_text(encoding="utf-8"), str(archivo))
    intocables = set(_intocables(arbol))
    for indice, nodo in enumerate(ast.walk(arbol)):
        if id(nodo) in intocables:
            continue
        for numero, cambio in enumerate(_cambios(nodo)):
            copia = copy.deepcopy(arbol)
            otro = next(n for i, n in enumerate(ast.walk(copia)) if i == indice)
            _aplicar(otro, numero)
            linea = getattr(nodo, "lineno", 0)
            yield Mutante(modulo, linea, cambio, ast.fix_missing_locations(copia))


def _intocables(arbol: ast.Module) -> Iterator[int]:
    """Yield what no behaviour depends on: annotations, docstrings, what an exception or a repr says."""
    for nodo in ast.walk(arbol):
        ramas: list[ast.AST | None] = []
        if isinstance(nodo, (ast.FunctionDef, ast.AnnAssign, ast.arg)):
            ramas.append(nodo.returns if isinstance(nodo, ast.FunctionDef) else nodo.annotation)
        if isinstance(nodo, (ast.FunctionDef, ast.ClassDef)):
            ramas += nodo.decorator_list
        if isinstance(nodo, ast.FunctionDef) and nodo.name == "__repr__":
            ramas.append(nodo)
        if isinstance(nodo, ast.Raise) and isinstance(nodo.exc, ast.Call):
            ramas += [arg for arg in nodo.exc.args if isinstance(arg, (ast.Constant, ast.JoinedStr))]
        if isinstance(nodo, ast.Expr) and _es_super(nodo.value):
            ramas.append(nodo)
        if isinstance(nodo, ast.Expr) and isinstance(nodo.value, ast.Constant):
            ramas.append(nodo)
        for rama in ramas:
            if rama is not None:
                yield from (id(hijo) for hijo in ast.walk(rama))


def _es_super(nodo: ast.expr) -> bool:
    return ast.unparse(nodo).startswith("super().__init__")


def _cambios(nodo: ast.AST) -> list[str]:
    """Return what may be changed in a node, in words."""
    if isinstance(nodo, ast.Compare) and type(nodo.ops[0]) in COMPARACIONES:
        op = nodo.ops[0]
        return [f"{type(op).__name__} -> {COMPARACIONES[type(op)].__name__}: {ast.unparse(nodo)}"]
    if isinstance(nodo, ast.BoolOp):
        quitar = [f"without {ast.unparse(valor)}" for valor in nodo.values]
        return [f"and <-> or: {ast.unparse(nodo)}", *quitar]
    if isinstance(nodo, ast.UnaryOp) and isinstance(nodo.op, ast.Not):
        return [f"without not: {ast.unparse(nodo)}"]
    if isinstance(nodo, ast.BinOp) and type(nodo.op) in CUENTAS:
        return [f"{type(nodo.op).__name__} -> {CUENTAS[type(nodo.op)].__name__}: {ast.unparse(nodo)}"]
    if isinstance(nodo, ast.Constant) and isinstance(nodo.value, bool):
        return [f"{nodo.value} -> {not nodo.value}"]
    if isinstance(nodo, ast.Constant) and isinstance(nodo.value, (int, float)):
        return [f"{nodo.value} -> {nodo.value + 1}"]
    if isinstance(nodo, ast.IfExp):
        return [f"branches swapped: {ast.unparse(nodo)}"]
    if isinstance(nodo, (ast.If, ast.While)):
        return [f"never: if {ast.unparse(nodo.test)}"]
    if isinstance(nodo, ast.Expr) and isinstance(nodo.value, ast.Call):
        return [f"deleted: {ast.unparse(nodo)[:90]}"]
    if isinstance(nodo, ast.Return) and nodo.value is not None and not _es_nada(nodo.value):
        return [f"None instead of: {ast.unparse(nodo.value)[:90]}"]
    return []


def _es_nada(valor: ast.expr) -> bool:
    return isinstance(valor, ast.Constant) and valor.value in (None, False)


def _aplicar(nodo: ast.AST, numero: int) -> None:
    if isinstance(nodo, ast.Compare):
        nodo.ops[0] = COMPARACIONES[type(nodo.ops[0])]()
    elif isinstance(nodo, ast.BoolOp) and numero == 0:
        nodo.op = ast.Or() if isinstance(nodo.op, ast.And) else ast.And()
    elif isinstance(nodo, ast.BoolOp):
        del nodo.values[numero - 1]
        if len(nodo.values) == 1:  # `True and x` is x, and `False or x` too
            nodo.values.insert(0, ast.Constant(isinstance(nodo.op, ast.And)))
    elif isinstance(nodo, ast.UnaryOp):
        nodo.op, nodo.operand = ast.Not(), ast.UnaryOp(ast.Not(), nodo.operand)
    elif isinstance(nodo, ast.BinOp):
        nodo.op = CUENTAS[type(nodo.op)]()
    elif isinstance(nodo, ast.Constant):
        nodo.value = (not nodo.value) if isinstance(nodo.value, bool) else nodo.value + 1
    elif isinstance(nodo, ast.IfExp):
        nodo.body, nodo.orelse = nodo.orelse, nodo.body
    elif isinstance(nodo, (ast.If, ast.While)):
        nodo.test = ast.Constant(False)
    elif isinstance(nodo, (ast.Expr, ast.Return)):
        nodo.value = ast.Constant(None)


class Injerto(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant when its module is imported."""

    def __init__(self, mutante: Mutante) -> None:
        self._mutante = mutante
        self._archivo = str(RAIZ / (mutante.modulo.replace(".", "/") + ".py"))

    def find_spec(
        self, nombre: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if nombre != self._mutante.modulo:
            return None
        return importlib.machinery.ModuleSpec(nombre, self, origin=self._archivo)

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self._archivo
        exec(compile(self._mutante.arbol, self._archivo, "exec"), module.__dict__)  # noqa: S102 - what it is for


def probar(mutante: Mutante | None, pruebas: Sequence[str]) -> str:
    """Return how the tests take it in a process of its own: `vivo`, `muerto`, or `colgado`."""
    hijo = os.fork()
    if hijo == 0:
        os._exit(_en_el_hijo(mutante, pruebas))
    limite = time.monotonic() + SEGUNDOS
    while time.monotonic() < limite:
        ya, estado = os.waitpid(hijo, os.WNOHANG)
        if ya:
            return "vivo" if os.waitstatus_to_exitcode(estado) == BIEN else "muerto"
        time.sleep(0.05)
    os.kill(hijo, 9)
    os.waitpid(hijo, 0)
    return "colgado"


def _en_el_hijo(mutante: Mutante | None, pruebas: Sequence[str]) -> int:
    nada = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nada, 1)
    os.dup2(nada, 2)
    if mutante is not None:
        sys.meta_path.insert(0, Injerto(mutante))
    try:
        import pytest

        if _sin_base(pruebas):
            return int(pytest.main(["-x", "-q", "--noconftest", *pruebas]))
        migraciones = importlib.import_module("proalto.db.migrations")
        migraciones.migrate = lambda dsn: None  # type: ignore[attr-defined] # done once, by the parent
        return int(pytest.main(["-x", "-q", "-p", "no:randomly", *pruebas]))
    except BaseException:  # noqa: BLE001 - a mutant that cannot even be imported is noticed
        return FALLO


def _precargar(modulos: Sequence[str]) -> None:
    """Import everything once, then forget what is ours: a fork imports that anew, with its mutant."""
    importlib.import_module("pytest")
    importlib.import_module("holidays").country_holidays("CO", years=2026)
    if not all(_sin_base(PRUEBAS[modulo]) for modulo in modulos):
        _precargar_todo(_servidor())
    for nombre in [nombre for nombre in sys.modules if nombre.split(".")[0] in NUESTROS]:
        del sys.modules[nombre]


def _sin_base(pruebas: Sequence[str]) -> bool:
    """Tell whether these tests need neither PostgreSQL nor Rasa, nor then any fixture of ours."""
    return all(prueba.startswith("tests/formats/") for prueba in pruebas)


def _precargar_todo(dsn: str) -> None:
    os.environ["DATABASE_URL_PRUEBAS"] = dsn
    orden = [sys.executable, "-c", "import sys; from proalto.db.migrations import migrate; migrate(sys.argv[1])", dsn]
    subprocess.run(orden, cwd=RAIZ, check=True)
    for nombre in ("tests.conftest", "tests.actions.ayuda", "tests.mesa.conftest", "hypothesis.stateful"):
        importlib.import_module(nombre)


def _servidor() -> str:
    if "DATABASE_URL_PRUEBAS" in os.environ:
        return os.environ["DATABASE_URL_PRUEBAS"]
    from proalto.db import embedded

    carpeta = Path(tempfile.mkdtemp(prefix="mutacion-"))
    carpeta.chmod(0o755)
    return embedded.start(carpeta / "datos")


def medir(modulos: Sequence[str], muestra: int | None, minutos: float) -> dict[str, object]:
    """Try the mutants and return the report; in a sample, the same ones each time, spread over the modules."""
    todos = {modulo: list(mutantes(modulo)) for modulo in modulos}
    elegidos = [mutante for suyos in todos.values() for mutante in suyos]
    random.Random(7).shuffle(elegidos)  # noqa: S311 - a sample, no secret
    elegidos, limite = elegidos[:muestra], time.monotonic() + minutos * 60
    cuentas: dict[str, Counter[str]] = {modulo: Counter() for modulo in modulos}
    vivos: list[dict[str, object]] = []
    for mutante in elegidos:
        if time.monotonic() > limite:
            break
        como = probar(mutante, PRUEBAS[mutante.modulo])
        cuentas[mutante.modulo][como] += 1
        print(f"{como:8} {mutante.modulo}:{mutante.linea} {mutante.cambio}", flush=True)
        if como != "muerto":
            vivos.append({"modulo": mutante.modulo, "linea": mutante.linea, "cambio": mutante.cambio})
    total = sum((cuenta for cuenta in cuentas.values()), Counter[str]())
    return {
        "orden": "python -m tools.mutacion " + " ".join(sys.argv[1:]),
        "mutantes_posibles": {modulo: len(suyos) for modulo, suyos in todos.items()},
        "probados": sum(total.values()),
        "muertos": total["muerto"],  # one that never ended is not counted as killed
        "parte_muerta": round(total["muerto"] / max(1, sum(total.values())), 4),
        "por_modulo": {modulo: dict(cuenta) for modulo, cuenta in cuentas.items()},
        "vivos": sorted(vivos, key=lambda vivo: (str(vivo["modulo"]), str(vivo["linea"]))),
    }


def main() -> int:
    """Measure, write the report and say the share; 1 when it is under the goal or the tests fail without a mutant."""
    argumentos = argparse.ArgumentParser(description=__doc__)
    argumentos.add_argument("--muestra", type=int, help="so many mutants of all, the same each time")
    argumentos.add_argument("--solo", action="append", choices=list(PRUEBAS), help="only this module")
    argumentos.add_argument("--minutos", type=float, default=24 * 60, help="stop after so long")
    argumentos.add_argument("--confiar", action="store_true", help="do not first run the tests without a mutant")
    argumentos.add_argument("--meta", type=float, default=0.85, help="the share that must be killed")
    argumentos.add_argument("--informe", type=Path, default=INFORME)
    dado = argumentos.parse_args()
    modulos = dado.solo or list(PRUEBAS)
    _precargar(modulos)
    sanas = dict.fromkeys(prueba for modulo in modulos for prueba in PRUEBAS[modulo])
    if not dado.confiar and probar(None, list(sanas)) != "vivo":
        print("the tests fail without any mutant")
        return 1
    informe = medir(modulos, dado.muestra, dado.minutos)
    dado.informe.write_text(json.dumps(informe, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"killed {informe['muertos']} of {informe['probados']}: {informe['parte_muerta']:.1%}")
    return 0 if float(str(informe["parte_muerta"])) >= dado.meta else 1


if __name__ == "__main__":
    sys.exit(main())
