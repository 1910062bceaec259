"""The one-time code in what a customer wrote."""

import re

from proalto.formats.numeros import cardinal, leer_cifras
from proalto.formats.texto import plegar

_LARGO = 6
_CORRIDA = re.compile(r"\d+(?:[ .-]+\d+)*")
_PALABRA = re.compile(r"[a-z]+|\d+")


def leer_codigo(texto: str) -> str | None:
    """Return the one 6-digit code in `texto`, in digits or dictated; None if none or two."""
    plano = plegar(texto)
    corridas = {re.sub(r"\D", "", corrida) for corrida in _CORRIDA.findall(plano)}
    codigos = {corrida for corrida in corridas if len(corrida) == _LARGO}
    if not codigos and not any(len(corrida) > _LARGO for corrida in corridas):
        codigos = _dictados(_PALABRA.findall(plano))
    return codigos.pop() if len(codigos) == 1 else None


def _dictados(palabras: list[str]) -> set[str]:
    """Return the codes said in words, each a longest stretch of numbers and nothing else."""
    codigos: set[str] = set()
    tramo: list[str] = []
    for palabra in [*palabras, ""]:
        if _sigue(tramo, palabra):
            tramo.append(palabra)
            continue
        codigos.update(_cerrar(tramo))
        tramo = []
    return codigos


def _sigue(tramo: list[str], palabra: str) -> bool:
    return cardinal([palabra]) is not None or (palabra in ("y", "i") and bool(tramo))


def _cerrar(tramo: list[str]) -> set[str]:
    while tramo and tramo[-1] in ("y", "i"):
        tramo = tramo[:-1]
    cifras = leer_cifras(tramo)
    return {cifras} if cifras is not None and len(cifras) == _LARGO else set()
