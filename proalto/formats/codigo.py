"""The one-time code in what a customer wrote."""

import re

from proalto.formats.numeros import cardinal, leer_cifras
from proalto.formats.texto import plegar

LARGO = 6
_CORRIDA = re.compile(r"\d+(?:[ .-]+\d+)*")
_PALABRA = re.compile(r"[a-z]+|\d+")


def leer_codigo(texto: str, largo: int = LARGO) -> str | None:
    """Return the one code of so many digits in `texto`, in digits or dictated; None if none or two."""
    plano = plegar(texto)
    corridas = {re.sub(r"\D", "", corrida) for corrida in _CORRIDA.findall(plano)}
    codigos = {corrida for corrida in corridas if len(corrida) == largo}
    if not codigos and not any(len(corrida) > largo for corrida in corridas):
        codigos = _dictados(_PALABRA.findall(plano), largo)
    return codigos.pop() if len(codigos) == 1 else None


def _dictados(palabras: list[str], largo: int) -> set[str]:
    """Return the codes said in words, each a longest stretch of numbers and nothing else."""
    codigos: set[str] = set()
    tramo: list[str] = []
    for palabra in [*palabras, ""]:
        if _sigue(tramo, palabra):
            tramo.append(palabra)
            continue
        codigos.update(_cerrar(tramo, largo))
        tramo = []
    return codigos


def _sigue(tramo: list[str], palabra: str) -> bool:
    return cardinal([palabra]) is not None or (palabra in ("y", "i") and bool(tramo))


def _cerrar(tramo: list[str], largo: int) -> set[str]:
    while tramo and tramo[-1] in ("y", "i"):
        tramo = tramo[:-1]
    cifras = leer_cifras(tramo)
    return {cifras} if cifras is not None and len(cifras) == largo else set()
