"""Numbers and dates in words, as formal documents write them."""

from datetime import date

from proalto.formats.fecha import MESES

_HASTA_29 = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
    "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_DECENAS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_CENTENAS = (
    "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos",
    "novecientos",
)  # fmt: skip
_MAXIMO = 9999


def en_letras(numero: int) -> str:
    """Return a number from 0 to 9999 in words: "dos mil veintiséis"; raise ValueError beyond."""
    if not 0 <= numero <= _MAXIMO:
        raise ValueError(f"only from 0 to {_MAXIMO}")
    miles, resto = divmod(numero, 1000)
    partes = [] if not miles else ["mil"] if miles == 1 else [_hasta_999(miles), "mil"]
    if resto or not partes:
        partes.append(_hasta_999(resto))
    return " ".join(partes)


def fecha_en_letras(fecha: date) -> str:
    """Return "a los dieciocho (18) días del mes de noviembre de dos mil veintiséis (2026)"."""
    dia = f"al primer ({fecha.day}) día" if fecha.day == 1 else f"a los {_ante_dias(fecha.day)} ({fecha.day}) días"
    return f"{dia} del mes de {MESES[fecha.month - 1]} de {en_letras(fecha.year)} ({fecha.year})"


def _hasta_999(numero: int) -> str:
    centenas, resto = divmod(numero, 100)
    if not centenas:
        return _hasta_99(resto)
    if not resto:
        return "cien" if centenas == 1 else _CENTENAS[centenas - 1]
    return f"{_CENTENAS[centenas - 1]} {_hasta_99(resto)}"


def _hasta_99(numero: int) -> str:
    if numero < len(_HASTA_29):
        return _HASTA_29[numero]
    decenas, unidades = divmod(numero, 10)
    return _DECENAS[decenas - 3] + (f" y {_HASTA_29[unidades]}" if unidades else "")


def _ante_dias(dia: int) -> str:
    palabras = en_letras(dia)
    if palabras.endswith("veintiuno"):
        return "veintiún"
    return palabras.removesuffix("o") if palabras.endswith("uno") else palabras
