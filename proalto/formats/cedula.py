"""The cédula in what a customer wrote."""

import re

from proalto.formats.numeros import en_cifras
from proalto.formats.texto import plegar

_SEPARADOR = r"(?:[.,'\-] ?| - | )"
_CORRIDA = re.compile(rf"\d+(?:{_SEPARADOR}\d+)*")
_FECHA = re.compile(
    r"(?<!\d)(?:\d{1,2} ?/ ?\d{1,2} ?/ ?(?:\d{4}|\d{2})|\d{1,2}([.-])\d{1,2}\1(?:(?:19|20)\d\d|\d{2})"
    r"|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}|\d{1,2} \d{1,2} (?:19|20)\d\d)(?![ .,'-]?\d)"
)
_RADICADO = re.compile(r"\b(?:r|rad|radicado)\b\W*(?:no|numero|nro)?\W*(?:20\d\d\W+)?\d+")
_DINERO = re.compile(r"\$ ?\d[\d.,' ]*")
_PREFIJO_PAIS = re.compile(r"\+ ?\d[\d ()-]*")
_HABLA_DE_CELULAR = re.compile(r"\b(?:cel|celu|celular\w*|movil|tel|telefono\w*|whatsapp|wasap|whatsap)\b")
_CEDULA = re.compile(r"[1-9]\d{4,9}")
_REGULAR = re.compile(r"\d{1,4}([.,'-] ?)(?:\d{3}(?:[.,'-] ?\d{3})*|\d{2}(?:[.,'-] ?\d{2})*)")
# A word with this many digits is whole; shorter ones are pieces of a dictated number.
_PALABRA_ENTERA = 7
_VISIBLES = 4


def leer_cedula(texto: str) -> str | None:
    """Return the digits of the one cédula in `texto` (5 to 10, the first not 0); None if none or two.

    Dates, amounts with $, radicados and numbers with a country code are not cédulas. Ten digits that begin
    with 3 are a mobile when the text speaks of one, or when there is another candidate.
    """
    plano = plegar(texto)
    for ajeno in (_PREFIJO_PAIS, _DINERO, _RADICADO, _FECHA):
        plano = ajeno.sub(" ; ", plano)
    halladas = _candidatas(plano) or _dictadas(plano)
    firmes = {cedula for cedula in halladas if not _parece_celular(cedula)}
    if not firmes and not _HABLA_DE_CELULAR.search(plano):
        firmes = halladas
    return firmes.pop() if len(firmes) == 1 else None


def enmascarar_cedula(cedula: str) -> str:
    """Return `cedula` with only its last digits to be seen: four, or half of a short one ("••••6543")."""
    return "••••" + cedula[len(cedula) - min(_VISIBLES, len(cedula) // 2) :]


def con_puntos(cedula: str) -> str:
    """Return `cedula` as documents write it: "79.876.543"."""
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", cedula)


def _candidatas(plano: str) -> set[str]:
    return {numero for corrida in _CORRIDA.findall(plano) for numero in _numeros(corrida) if _CEDULA.fullmatch(numero)}


def _dictadas(plano: str) -> set[str]:
    """Return the candidates said in words; a round one ("dos millones") is an amount rather than a cédula."""
    dictadas = _candidatas(en_cifras(plano))
    return {cedula for cedula in dictadas if not cedula.endswith("000")}


def _numeros(corrida: str) -> list[str]:
    """Split a run of digits and separators into its numbers: pieces make one, whole words are each one."""
    palabras = corrida.replace(", ", " ").split() if _hay_entera(corrida) else [corrida]
    if len(palabras) == 1:
        return [_unir(corrida)]
    enteras = [p for p in palabras if len(_digitos(p)) >= _PALABRA_ENTERA]
    resto = "".join(_digitos(p) for p in palabras if p not in enteras)
    return [_unir(p) for p in enteras] + [resto]


def _hay_entera(corrida: str) -> bool:
    return any(len(_digitos(p)) >= _PALABRA_ENTERA for p in corrida.split())


def _unir(numero: str) -> str:
    """Return the digits of a number of regular groups, or parted by spaces; "" if a digit seems lost."""
    if numero.isdecimal() or _REGULAR.fullmatch(numero) or not re.search(r"[.,'-]", numero):
        return _digitos(numero)
    piezas = re.split(_SEPARADOR, numero)
    return "".join(piezas) if all(len(p) == 3 for p in piezas[1:]) else ""


def _digitos(texto: str) -> str:
    return "".join(c for c in texto if c.isdecimal())


def _parece_celular(numero: str) -> bool:
    return len(numero) == 10 and numero.startswith("3")
