"""How far a typed word is from a known one."""

from collections.abc import Iterable


def distancia(una: str, otra: str) -> int:
    """Return the least number of insertions, deletions, changes and swaps of neighbours between two words."""
    antes: list[int] = []
    fila = list(range(len(otra) + 1))
    for i, letra in enumerate(una, start=1):
        nueva = [i]
        for j, par in enumerate(otra, start=1):
            costo = min(fila[j] + 1, nueva[j - 1] + 1, fila[j - 1] + (letra != par))
            if i > 1 and j > 1 and letra == otra[j - 2] and una[i - 2] == par:
                costo = min(costo, antes[j - 2] + 1)
            nueva.append(costo)
        antes, fila = fila, nueva
    return fila[-1]


def parecidas(palabra: str, conocidas: Iterable[str], tope: int = 1) -> list[str]:
    """Return the known words nearest to `palabra`, all as near, within `tope` edits; [] if none."""
    mejor, mejores = tope, list[str]()
    letras = set(palabra)
    for conocida in conocidas:
        # One edit changes at most two of the letters used: a cheap look before the costly one.
        if abs(len(conocida) - len(palabra)) > tope or len(letras.symmetric_difference(conocida)) > 2 * tope:
            continue
        actual = distancia(palabra, conocida)
        if actual < mejor:
            mejor, mejores = actual, []
        if actual == mejor:
            mejores.append(conocida)
    return mejores


def mas_parecida(palabra: str, conocidas: Iterable[str], tope: int = 1) -> str | None:
    """Return the one known word nearest to `palabra` within `tope` edits; None if none or a tie."""
    mejores = set(parecidas(palabra, conocidas, tope))
    return mejores.pop() if len(mejores) == 1 else None
