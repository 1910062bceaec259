"""The term of a crédito in what a customer wrote."""

import re
from collections.abc import Iterator, Sequence

from proalto.formats.numeros import juntar
from proalto.formats.parecido import mas_parecida
from proalto.formats.pesos import ESCALAS, MARCAS
from proalto.formats.texto import plegar

_PIEZA = re.compile(r"[a-z]+|\$|\d+(?:[.,]\d+)*")
_DE_ANO = frozenset({"ano", "anos", "anio", "anios", "anito", "anitos", "aniitos", "anyos", "aos", "anoz"})
_DE_MES = (
    "mes",
    "meses",
    "cuota",
    "cuotas",
    "mesecitos",
    "cuoticas",
    "mensualidades",
    "mensualidad",
    "mensuales",
)
_MAXIMO = 360
# Below a year a bare number may be months or years.
_MINIMO_SIN_UNIDAD = 12


def leer_plazo(texto: str) -> int | None:
    """Return the one term in `texto` in months; None if there is none, several, or more than 30 years.

    Years and months may be joined ("2 años y 6 meses"). A number without a unit is months from 12 on; a
    smaller one is not taken, since "5" may be years. Numbers of pesos ("15 palos", "$ 20") are no terms.
    """
    piezas = _piezas(texto)
    con_unidad = set(_con_unidad(piezas))
    sin_unidad = {int(p) for p in _sueltos(piezas)}
    plazos = con_unidad or {n for n in sin_unidad if _MINIMO_SIN_UNIDAD <= n <= _MAXIMO}
    if len(plazos) != 1 or _es_rango(piezas):
        return None
    plazo = plazos.pop()
    return plazo if 1 <= plazo <= _MAXIMO else None


def menciona_plazo(texto: str) -> bool:
    """Tell whether `texto` tries to say a term, be it one that `leer_plazo` does not take ("500 meses", "5")."""
    piezas = _piezas(texto)
    hay_numero = any(p[0].isdecimal() for p in piezas)
    return hay_numero and (len(piezas) == 1 or any(map(_unidad, piezas)))


def meses(plazo: int) -> str:
    """Return a term for reading: "48 meses", "1 mes"."""
    return f"{plazo} {'mes' if plazo == 1 else 'meses'}"


def _piezas(texto: str) -> list[str]:
    return juntar(_PIEZA.findall(plegar(texto)))


def _sueltos(piezas: Sequence[str]) -> Iterator[str]:
    """Yield the bare numbers that may be a term: not those of pesos, nor long ones."""
    for antes, pieza, despues in zip(["", *piezas], piezas, [*piezas[1:], ""], strict=False):
        de_pesos = antes == "$" or despues in ESCALAS or despues in MARCAS
        if pieza.isdecimal() and len(pieza) <= 3 and not de_pesos:
            yield pieza


def _con_unidad(piezas: Sequence[str]) -> Iterator[int]:
    """Yield each term said with its unit, with the months or the half that belong to its years."""
    i = 0
    while i < len(piezas):
        largo = _unidad(piezas[i])
        if not largo:
            i += 1
            continue
        antes = piezas[i - 1] if i else ""
        meses = _veces(antes, largo)
        i += 1
        if meses is None:
            continue
        extra, i = _resto(piezas, i) if largo == 12 else (0, i)
        yield meses + extra


def _veces(antes: str, largo: int) -> int | None:
    if antes.isdecimal():
        return int(antes) * largo if len(antes) <= 3 else None
    if antes in ("medio", "media"):
        return largo // 2 or None
    if re.fullmatch(r"\d[.,]5", antes) and largo == 12:
        return int(antes[0]) * 12 + 6
    return largo if antes in ("", "a", "por", "de", "en") and largo == 12 else None


def _resto(piezas: Sequence[str], i: int) -> tuple[int, int]:
    """Return the months said right after years, and where they end."""
    j = i + (piezas[i : i + 1] == ["y"])
    if j > i and piezas[j : j + 1] in (["medio"], ["media"]):
        return 6, j + 1
    if j + 1 < len(piezas) and piezas[j].isdecimal() and _unidad(piezas[j + 1]) == 1 and len(piezas[j]) <= 2:
        return int(piezas[j]), j + 2
    return 0, i


def _unidad(pieza: str) -> int:
    """Return how many months the unit named by `pieza` has; 0 when it names none."""
    if pieza in _DE_ANO:
        return 12
    if pieza in _DE_MES or (5 <= len(pieza) <= 13 and mas_parecida(pieza, ("meses", "cuotas", "cuota"))):
        return 1
    return 0


def _es_rango(piezas: Sequence[str]) -> bool:
    """Tell whether two bare numbers stand for a choice not made: "36 o 48 meses", "de 36 a 48"."""
    return any(
        a.isdecimal() and b in ("o", "a", "u") and c.isdecimal() and len(a) <= 3
        for a, b, c in zip(piezas, piezas[1:], piezas[2:], strict=False)
    )
