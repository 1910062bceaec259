"""Typing slips: an unknown word becomes the nearest word of the training phrases, if one is near.

No general dictionary: it would correct what is right. Distances are Damerau's (a swap of two letters counts one).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from proalto.formats.parecido import distancia
from proalto.nlu.recuerdo import Recuerdo

RECIENTES = 20_000
VECES = 2  # a word that only one phrase has may be a slip itself
LARGO_MINIMO, LARGO_DE_DOS = 4, 7  # from how many letters on one slip, and two, are mended


class Corrector:
    """Knows the words of the training phrases, with how often each was said."""

    def __init__(self, frecuencias: dict[str, int]) -> None:
        self.frecuencias = frecuencias
        self._cercanas: defaultdict[str, set[str]] = defaultdict(set)
        for palabra in frecuencias:
            for resto in _restos(palabra, _faltas(palabra)):
                self._cercanas[resto].add(palabra)
        self._otras = Recuerdo(self._otra, RECIENTES)

    @classmethod
    def de_frases(cls, frases: Iterable[list[str]]) -> Corrector:
        """Learn the words of phrases that are already regular."""
        veces = Counter(palabra for frase in frases for palabra in frase)
        return cls(
            {palabra: n for palabra, n in veces.items() if n >= VECES and palabra.isalpha() and len(palabra) > 2}
        )

    def corregir(self, palabra: str) -> str:
        """Return the word that was meant, if this is a slip."""
        otra = self._otras(palabra)
        return palabra if otra is None else otra

    def _otra(self, palabra: str) -> str | None:
        """Return the word of ours that a slip stands for, or None: a word of theirs is not remembered."""
        if palabra in self.frecuencias or len(palabra) < LARGO_MINIMO or not palabra.isalpha():
            return None
        faltas = _faltas(palabra)
        candidatas = {c for resto in _restos(palabra, faltas) for c in self._cercanas.get(resto, ())}
        puestos = [(distancia(palabra, c), -self.frecuencias[c], c) for c in candidatas]
        mejor = min(puestos, default=None)
        return mejor[2] if mejor is not None and mejor[0] <= faltas else None


def _faltas(palabra: str) -> int:
    return 2 if len(palabra) >= LARGO_DE_DOS else 1


def _restos(palabra: str, faltas: int) -> set[str]:
    """Return the word, and what is left of it without one letter, or two: words that share a rest are near."""
    todos = nuevos = {palabra}
    for _ in range(faltas):
        nuevos = {resto[:lugar] + resto[lugar + 1 :] for resto in nuevos for lugar in range(len(resto))}
        todos = todos | nuevos
    return todos
