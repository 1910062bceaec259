"""The radicado (the number of an application or a case) in what a customer wrote."""

import re

from proalto.formats.numeros import juntar
from proalto.formats.texto import plegar

_PALABRA = re.compile(r"[a-z]+|\d+")
_RELLENO = frozenset({"guion", "raya", "numero", "no", "nro", "num", "del", "de", "ano", "barra"})
_RADICADO = re.compile(r"(?<![\d] )(?<!\d)(20\d\d) (\d{1,6}|\d{3} \d{3}|\d(?: \d){1,5})(?! ?\d)")
_PEGADO = re.compile(r"(?<!\d)(20\d\d)(\d{6})(?!\d)")


def leer_radicado(texto: str) -> str | None:
    """Return the one radicado in `texto` in its full form, "R-2026-000123"; None if there is none or several.

    The year and the number may be parted by anything, or said in words; the letter and zeros may be missing.
    """
    palabras = [p for p in _PALABRA.findall(plegar(texto)) if p not in _RELLENO]
    plano = " ".join(juntar(palabras))
    hallados = {_completo(*hallado.groups()) for patron in (_RADICADO, _PEGADO) for hallado in patron.finditer(plano)}
    return hallados.pop() if len(hallados) == 1 else None


def _completo(ano: str, numero: str) -> str:
    return f"R-{ano}-{int(numero.replace(' ', '')):06d}"
