"""Which option of a list a customer chose, by its position, its title or another name of it."""

import re
from collections.abc import Sequence
from functools import cache

from proalto.formats.numeros import cardinal
from proalto.formats.texto import normalizar, plegar

_ORDINALES = (
    "primero primera primer", "segundo segunda", "tercero tercera tercer", "cuarto cuarta", "quinto quinta",
    "sexto sexta", "septimo septima setimo setima", "octavo octava", "noveno novena", "decimo decima",
)  # fmt: skip
_ULTIMAS = frozenset({"ultimo", "ultima", "ultimito", "ultimita"})
_RELLENO = frozenset({
    "la", "el", "lo", "los", "las", "opcion", "opsion", "opcions", "numero", "num", "nro", "quiero",
    "deseo", "escojo", "elijo", "prefiero", "seria", "dame", "marco", "es", "por", "favor", "porfa",
    "fa", "me", "gusta", "porfavor", "gracias", "senorita", "senor", "con", "a",
})  # fmt: skip
_PIEZA = re.compile(r"[^\W_]+|[^\w\s]")
_DECORACION = frozenset(".,;:()[]#!¡¿?\"'*-_")
_ORDINAL_CON_LETRA = re.compile(r"\b(\d{1,2})(?:ra|ro|da|do|ta|to|era|ero|er|a|o|°)\b")
_TECLA = re.compile("^\\s*[0-9#*]\ufe0f?\u20e3")
_DIEZ = "\U0001f51f"


def leer_ordinal(texto: str, cuantas: int) -> int | None:
    """Return the 1-based position that `texto` names among `cuantas` options.

    None when it names none, more than one, one out of range, or says anything besides courtesy.
    """
    plano = _ORDINAL_CON_LETRA.sub(r"\1", plegar(texto.replace(_DIEZ, "10")))
    piezas = [p for p in _PIEZA.findall(plano) if p not in _DECORACION and p not in _RELLENO]
    posicion = _posicion(piezas, cuantas)
    return posicion if posicion is not None and 1 <= posicion <= cuantas else None


def elegir(texto: str, titulos: Sequence[str], sinonimos: Sequence[Sequence[str]]) -> int | None:
    """Return the 0-based option that `texto` chooses; None when none, or two, fit.

    A title said as it stands comes first (a title may itself be a number), then a position, then a synonym.
    `sinonimos` holds the other names of each title, in the same order, and may be shorter than `titulos`.
    """
    dicho = _clave(texto)
    if dicho and (elegida := _unica(dicho, [[titulo] for titulo in titulos])) is not None:
        return elegida
    posicion = leer_ordinal(texto, len(titulos))
    if posicion is not None:
        return posicion - 1
    return _unica(dicho, sinonimos[: len(titulos)]) if dicho else None


def _posicion(piezas: Sequence[str], cuantas: int) -> int | None:
    if len(piezas) == 1 and piezas[0] in _ULTIMAS:
        return cuantas
    if len(piezas) == 1 and piezas[0] in _nombres():
        return _nombres()[piezas[0]]
    return cardinal(piezas) if 1 <= len(piezas) <= 3 else None


def _unica(dicho: str, nombres: Sequence[Sequence[str]]) -> int | None:
    elegidas = [i for i, grupo in enumerate(nombres) if any(_clave(nombre) == dicho for nombre in grupo)]
    return elegidas[0] if len(elegidas) == 1 else None


def _clave(texto: str) -> str:
    """Return `texto` normalised and without the emoji around it, unless it is nothing else."""
    plano = normalizar(_TECLA.sub("", texto))
    return re.sub(r"^[^\w$]+|[^\w$]+$", "", plano) or normalizar(texto)


@cache
def _nombres() -> dict[str, int]:
    return {nombre: n for n, nombres in enumerate(_ORDINALES, start=1) for nombre in nombres.split()}
