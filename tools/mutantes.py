"""The mutants of a module: one node of its syntax tree changed, each time another one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent
COMPARACIONES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CUENTAS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutante:
    """One module with one change, at a line; `lineas` are those of the statement that holds it.

    `dentro` says that only the body of a function changes, so that the functions of a module already imported can be
    given theirs.
    """

    modulo: str
    linea: int
    texto: str
    cambio: str
    lineas: range
    dentro: bool
    fuente: str = field(repr=False)
    cual: tuple[int, int]  # which node, and which of its changes

    @property
    def arbol(self) -> ast.Module:
        """The module with its change."""
        arbol = ast.parse(self.fuente)
        indice, numero = self.cual
        _aplicar(next(nodo for i, nodo in enumerate(ast.walk(arbol)) if i == indice), numero)
        return ast.fix_missing_locations(arbol)


def archivo_de(modulo: str) -> Path:
    """Return the file of a module of ours."""
    return RAIZ / (modulo.replace(".", "/") + ".py")


def mutantes(modulo: str) -> Iterator[Mutante]:
    """Yield every mutant of a module of the product."""
    yield from de_fuente(modulo, archivo_de(modulo).read_text(encoding="utf-8"))


def de_fuente(modulo: str, fuente: str) -> Iterator[Mutante]:
    """Yield every mutant of a module with this source."""
    arbol, renglones = ast.parse(fuente), fuente.splitlines()
    intocables, dentro = set(_intocables(arbol)), set(_cuerpos(arbol))
    sentencias = _sentencias(arbol)
    for indice, nodo in enumerate(ast.walk(arbol)):
        if id(nodo) in intocables:
            continue
        for numero, cambio in enumerate(_cambios(nodo)):
            linea = getattr(nodo, "lineno", 0)
            yield Mutante(modulo, linea, renglones[linea - 1].strip(), cambio, _lineas(sentencias[id(nodo)]),
                          id(nodo) in dentro, fuente, (indice, numero))  # fmt: skip


def _sentencias(arbol: ast.Module) -> dict[int, ast.stmt]:
    """Return the innermost statement of each node; ast.walk comes to the outer ones first."""
    return {
        id(nodo): sentencia
        for sentencia in ast.walk(arbol)
        if isinstance(sentencia, ast.stmt)
        for nodo in ast.walk(sentencia)
    }


def _lineas(sentencia: ast.stmt) -> range:
    """Return the lines of a statement; of a compound one, those of its head."""
    cuerpo = getattr(sentencia, "body", None)
    fin = max(sentencia.lineno, cuerpo[0].lineno - 1) if cuerpo else sentencia.end_lineno or sentencia.lineno
    return range(sentencia.lineno, fin + 1)


def _cuerpos(arbol: ast.Module) -> Iterator[int]:
    """Yield the nodes that run only when a function of the module is called."""
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.FunctionDef):
            yield from (id(hijo) for sentencia in nodo.body for hijo in ast.walk(sentencia))


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
