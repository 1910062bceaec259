"""Spanish numbers in words, as people type or dictate them."""

import re
from collections.abc import Sequence
from functools import cache

from proalto.formats.parecido import parecidas

_HASTA_29 = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve",
    "veinte", "veintiuno", "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis",
    "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_DECENAS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_CENTENAS = (
    "cien", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip
_VARIANTES = {
    "un": 1, "una": 1, "sinco": 5, "seiz": 6, "sies": 6, "ciete": 7, "dies": 10, "onse": 11, "dose": 12,
    "trese": 13, "catorse": 14, "quinse": 15, "beinte": 20, "vente": 20, "veintiun": 21, "veintiuna": 21,
    "sincuenta": 50, "cesenta": 60, "sezenta": 60, "nobenta": 90, "sien": 100, "ciento": 100, "ohcenta": 80,
}  # fmt: skip
_MIL = "mil"
_MILLONES = frozenset({"millon", "millones", "miyon", "miyones", "millone"})
_Y = frozenset({"y", "i"})
# Punctuation that is not within a number.
_SUELTA = re.compile(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)")
_PALABRAS_MAXIMAS = 14
_CIFRAS_MAXIMAS = 12
# A shorter word one edit away is too often another word ("novena", "siento").
_LARGO_CORREGIBLE = 7
_SUENAN_IGUAL = str.maketrans("zckv", "sssb")


def cardinal(palabras: Sequence[str]) -> int | None:
    """Return the number that all of `palabras` (folded words, digits allowed) say, or None if they do not."""
    total, techo, i = 0, 10**12, 0
    while i < len(palabras):
        valor, j = _grupo(palabras, i)
        escala, k = _escala(palabras, j)
        if k == i or (j > i and not valor and len(palabras) > 1):
            return None
        parte = (valor if j > i else 1) * escala
        if parte >= techo:
            return None
        total, techo, i = total + parte, escala, k
    return total if palabras else None


def juntar(palabras: Sequence[str]) -> list[str]:
    """Return `palabras` with each number said in words as digits ("mil novecientos" -> "1900")."""
    juntas: list[str] = []
    i = 0
    while i < len(palabras):
        j, valor = _mas_larga(palabras, i)
        juntas.append(palabras[i] if valor is None else str(valor))
        i = j
    return juntas


def en_cifras(plano: str) -> str:
    """Return the folded text with its numbers said in words as digits; the same text if it has none."""
    palabras = _SUELTA.sub(" ", plano).split()
    juntas = juntar(palabras)
    return plano if juntas == palabras else " ".join(juntas)


def leer_cifras(palabras: Sequence[str]) -> str | None:
    """Return the digits that `palabras` dictate in a row ("treinta y cuatro cinco" -> "345"), or None."""
    cifras = juntar(palabras)
    return "".join(cifras) if cifras and all(c.isdecimal() for c in cifras) else None


def _mas_larga(palabras: Sequence[str], i: int) -> tuple[int, int | None]:
    if not _es_numerica(palabras[i]):
        return i + 1, None
    for j in range(min(len(palabras), i + _PALABRAS_MAXIMAS), i, -1):
        trozo = palabras[i:j]
        if all(p.isdecimal() for p in trozo) or trozo[-1] in _Y:
            continue
        valor = cardinal(trozo)
        if valor is not None:
            return j, valor
    return i + 1, None


def _es_numerica(palabra: str) -> bool:
    return palabra.isdecimal() or palabra == _MIL or palabra in _MILLONES or _valor(palabra) is not None


def _escala(palabras: Sequence[str], j: int) -> tuple[int, int]:
    escala = 1
    if j < len(palabras) and palabras[j] == _MIL:
        escala, j = 1000, j + 1
    if j < len(palabras) and palabras[j] in _MILLONES:
        escala, j = escala * 10**6, j + 1
    return escala, j


def _grupo(palabras: Sequence[str], i: int) -> tuple[int, int]:
    """Read one number below a thousand, or one of digits, from position `i`; return it and where it ends."""
    total, techo = 0, 10**_CIFRAS_MAXIMAS
    while i < len(palabras):
        con_y = palabras[i] in _Y and techo == 10 and i + 1 < len(palabras)
        valor = _valor(palabras[i + con_y])
        if valor is None or valor >= techo or (total and not valor) or (techo == 10 and not con_y):
            break
        total, i = total + valor, i + 1 + con_y
        if palabras[i : i + 1] == ["cientos"] and total < 10:
            total, valor, i = total * 100, 100, i + 1
        if palabras[i - 1].isdecimal():
            break
        techo = _techo(valor)
        if techo == 1:
            break
    return total, i


def _techo(valor: int) -> int:
    """Return what a number said after `valor` must stay below to go on with it (300 -> 100, 30 -> 10)."""
    if valor >= 100:
        return 100
    return 10 if valor >= 10 and valor % 10 == 0 else 1


def _valor(palabra: str) -> int | None:
    if palabra.isdecimal():
        return int(palabra) if len(palabra) <= _CIFRAS_MAXIMAS else None
    tabla = _tabla()
    if palabra not in tabla and len(palabra) >= _LARGO_CORREGIBLE:
        return _corregido(palabra)
    return tabla.get(palabra)


def _corregido(palabra: str) -> int | None:
    valores = {_tabla()[cercana] for cercana in parecidas(palabra, _por_sonido().get(_sonido(palabra), ()))}
    return valores.pop() if len(valores) == 1 else None


def _sonido(palabra: str) -> str:
    """Return the first letter, which few mistype, the same for those that sound alike in Colombia."""
    return palabra[0].translate(_SUENAN_IGUAL)


@cache
def _por_sonido() -> dict[str, tuple[str, ...]]:
    corregibles = [palabra for palabra in _tabla() if len(palabra) >= _LARGO_CORREGIBLE - 1]
    return {sonido: tuple(p for p in corregibles if _sonido(p) == sonido) for sonido in map(_sonido, corregibles)}


@cache
def _tabla() -> dict[str, int]:
    tabla = {palabra: n for n, palabra in enumerate(_HASTA_29)} | _VARIANTES
    for decena, palabra in enumerate(_DECENAS, start=3):
        tabla[palabra] = decena * 10
        for unidad in range(1, 10):
            for union in _Y:
                tabla[f"{palabra}{union}{_HASTA_29[unidad]}"] = decena * 10 + unidad
    for centena, palabra in enumerate(_CENTENAS, start=1):
        tabla[palabra] = centena * 100
        tabla[palabra.replace("ientos", "ientas")] = centena * 100
    return tabla
