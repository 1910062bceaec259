"""The Colombian mobile number in what a customer wrote."""

import re

from proalto.formats.numeros import en_cifras
from proalto.formats.texto import plegar

_PAIS = "57"
_CELULAR = re.compile(r"(?<![\d.])(?:(?:\+ ?|00 ?)?\(?57\)?[ .-]*)?\(?(3\d?[ .-]?\d(?:\)?[ .-]{0,3}\d){7,8})(?!\d)")
_LARGO = 10
_VISIBLES = 4


def leer_celular(texto: str) -> str | None:
    """Return the one mobile in `texto` as E.164 digits without "+" ("573001234567"); None if none or several.

    Colombian mobiles have ten digits, the first a 3 (Plan Nacional de Numeración); the 57 may be left out.
    """
    plano = plegar(texto)
    hallados = _hallados(plano) or _hallados(en_cifras(plano))
    return hallados.pop() if len(hallados) == 1 else None


def enmascarar_celular(celular: str) -> str:
    """Return `celular` with only its last digits to be seen: four, or half of a short one ("••••4567")."""
    return "••••" + celular[len(celular) - min(_VISIBLES, len(celular) // 2) :]


def _hallados(plano: str) -> set[str]:
    numeros = (re.sub(r"\D", "", hallado.group(1)) for hallado in _CELULAR.finditer(plano))
    return {_PAIS + numero for numero in numeros if len(numero) == _LARGO}
