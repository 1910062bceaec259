"""Dates as Colombians write and say them: the day first, the month often in words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from proalto.formats.numeros import juntar
from proalto.formats.parecido import mas_parecida
from proalto.formats.texto import normalizar, plegar

MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_ABREVIADOS = {nombre[:3]: mes for mes, nombre in enumerate(MESES, start=1)}
_NOMBRES = {nombre: mes for mes, nombre in enumerate(MESES, start=1)}
_CONOCIDOS = _NOMBRES | _ABREVIADOS | {"sept": 9, "set": 9, "setiembre": 9, "mallo": 5, "henero": 1, "avril": 4}
_RELLENO = frozenset({"d", "de", "dl", "del", "el", "dia", "mes", "ano", "ao", "anio", "fecha"})
_RELATIVAS = {"hoy": 0, "ayer": 1, "anteayer": 2, "antier": 2, "antes de ayer": 2}
_ACOMPANAN = re.compile(r"\b(?:fue|el|la|dia|de|desde|mismo|expedida|creo|que|apenas|fecha|eso)\b")
_PALABRA = re.compile(r"[a-z]+|\d+|[,;:?!()]")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:ro|ero|er|do|to|a|o|°)\b")
_PRIMERO = re.compile(r"\b(?:primero|primer|primeros)\b")
# "1.998" is a year, unless it goes on ("1.998.000") or is part of a dotted date.
_ANO_CON_PUNTO = re.compile(r"(?<![\d.,/-])([12])[.,](9\d\d|0\d\d)(?![\d]|[.,]\d)")
_ANOS = range(1900, 2101)
_Hallada = tuple[str, str, str]


def leer_fecha(texto: str, hoy: date) -> date | None:
    """Return the one date that `texto` says, or None if it says none, several, or one that does not exist.

    Day first; the month first only where nothing else can be ("05/23/1998"). A year of two digits is the
    latest that is not after `hoy`; a full year may be in the future, which callers judge. "ayer" counts.
    """
    plano = _PRIMERO.sub("1", _ORDINAL.sub(r"\1", plegar(texto)))
    piezas = juntar(_PALABRA.findall(_ANO_CON_PUNTO.sub(r"\1\2", plano)))
    tramos = list(_tramos(piezas))
    halladas = [hallada for tramo in tramos for hallada in _en_tramo(tramo)]
    if not halladas and len(tramos) == 1:
        halladas = _compacta(tramos[0])
    if not halladas:
        return _relativa(texto, hoy)
    fechas = {_construir(hallada, hoy) for hallada in halladas}
    return fechas.pop() if len(fechas) == 1 else None


def fecha_en_palabras(fecha: date) -> str:
    """Return `fecha` as it is read aloud: "3 de mayo de 1998"."""
    return f"{fecha.day} de {MESES[fecha.month - 1]} de {fecha.year}"


def fecha_corta(fecha: date) -> str:
    """Return `fecha` as "03/05/1998"."""
    return f"{fecha.day:02d}/{fecha.month:02d}/{fecha.year:04d}"


def _tramos(piezas: Sequence[str]) -> Iterator[list[str]]:
    """Yield each stretch of numbers and months ("mayo" -> "m5"); any other word or a long number ends one."""
    tramo: list[str] = []
    for pieza in [*piezas, ";"]:
        mes = _mes(pieza)
        if pieza.isdecimal() and len(pieza) in (1, 2, 4, 6, 8):
            tramo.append(pieza)
        elif mes:
            tramo.append(f"m{mes}")
        elif pieza not in _RELLENO and pieza != ",":
            if tramo:
                yield tramo
            tramo = []


def _mes(pieza: str) -> int | None:
    for nombre in (pieza, pieza.removeprefix("del"), pieza.removeprefix("de")):
        if nombre in _CONOCIDOS:
            return _CONOCIDOS[nombre]
    if not 4 <= len(pieza) <= 12 or not pieza.isalpha():
        return None
    parecido = mas_parecida(pieza, _NOMBRES, tope=2 if len(pieza) >= 8 else 1)
    return _NOMBRES[parecido] if parecido else None


def _en_tramo(tramo: list[str]) -> list[_Hallada]:
    """Return the (day, month, year) of each date in a stretch, as they are written."""
    if len(tramo) == 4 and tramo[2] in ("19", "20") and len(tramo[3]) == 2:
        tramo = [tramo[0], tramo[1], tramo[2] + tramo[3]]
    meses = [i for i, pieza in enumerate(tramo) if pieza.startswith("m")]
    if meses:
        return [hallada for i in meses for hallada in _con_mes(tramo, i)]
    cortas = [pieza for pieza in tramo if len(pieza) <= 4]
    if len(cortas) != 3:
        return []
    uno, dos, tres = cortas
    if len(uno) == 4:
        return [(tres, dos, uno)] if len(dos) <= 2 and len(tres) <= 2 else []
    return [(uno, dos, tres)] if len(dos) <= 2 and len(tres) in (2, 4) else []


def _con_mes(tramo: list[str], i: int) -> list[_Hallada]:
    """Return the date around the month at `i`: "3 mayo 1998", "1998 mayo 3" or "mayo 3 1998"."""
    mes, antes, despues = tramo[i], tramo[i - 1] if i else "", tramo[i + 1 : i + 3]
    if len(despues) == 2 and antes and len(despues[0]) <= 2 and len(despues[1]) <= 2:
        return []
    if despues and 1 <= len(antes) <= 2 and len(despues[0]) in (2, 4):
        return [(antes, mes, despues[0])]
    if despues and len(antes) == 4 and len(despues[0]) <= 2:
        return [(despues[0], mes, antes)]
    if len(despues) == 2 and len(despues[0]) <= 2 and len(despues[1]) in (2, 4):
        return [(despues[0], mes, despues[1])]
    return []


def _compacta(tramo: list[str]) -> list[_Hallada]:
    """Return the date in one word of digits: ddmmyyyy, yyyymmdd when the former cannot be, or ddmmyy."""
    if len(tramo) != 1 or len(tramo[0]) not in (6, 8):
        return []
    cifras = tramo[0]
    if len(cifras) == 8 and int(cifras[4:]) not in _ANOS:
        return [(cifras[6:], cifras[4:6], cifras[:4])]
    return [(cifras[:2], cifras[2:4], cifras[4:])]


def _construir(hallada: _Hallada, hoy: date) -> date | None:
    dia, mes, ano = int(hallada[0]), int(hallada[1].removeprefix("m")), hallada[2]
    if mes > 12 >= dia and not hallada[1].startswith("m"):
        dia, mes = mes, dia
    if len(ano) == 4:
        return _fecha(int(ano), mes, dia) if int(ano) in _ANOS else None
    siglo = hoy.year - hoy.year % 100
    candidatas = (_fecha(siglo - atras + int(ano), mes, dia) for atras in (0, 100))
    return next((fecha for fecha in candidatas if fecha and fecha <= hoy), None)


def _fecha(ano: int, mes: int, dia: int) -> date | None:
    try:
        return date(ano, mes, dia)
    except ValueError:
        return None


def _relativa(texto: str, hoy: date) -> date | None:
    dicho = " ".join(_ACOMPANAN.sub(" ", normalizar(texto).replace("antes de ayer", "anteayer")).split())
    return hoy - timedelta(days=_RELATIVAS[dicho]) if dicho in _RELATIVAS else None
