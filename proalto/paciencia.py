"""How long a silence may last, counted only while somebody was there to hear it."""

from __future__ import annotations

from dataclasses import dataclass

PAUSA_SOSPECHOSA = 3.0  # times the usual; a longer one was a pause of the whole machine, or of whoever looks


@dataclass
class Paciencia:
    """Adds up the silence between looks. What passes while nobody looks (a suspended machine) hardly counts.

    `cada` is how often somebody looks, `limite` how long a silence may last, both in seconds.
    """

    cada: float
    limite: float
    silencio: float = 0.0
    _ultima: float | None = None

    def mirar(self, vivo: bool, ahora: float) -> bool:
        """Take note of a look at `ahora` (monotonic); return whether the silence has lasted too long."""
        paso = 0.0 if self._ultima is None else ahora - self._ultima
        self._ultima = ahora
        self.silencio = 0.0 if vivo else self.silencio + min(paso, PAUSA_SOSPECHOSA * self.cada)
        return self.silencio > self.limite
