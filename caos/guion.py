"""What the double of the Graph API does to a request instead of answering it well."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

# How Meta refuses: nothing was sent. name -> (HTTP status, code); 0: a page that is no JSON.
RECHAZOS = {
    "429": (429, 130429),
    "par": (400, 131056),
    "500": (500, 131000),
    "503": (503, 0),
    "401": (401, 190),
}
CALLA, REINICIA = "calla", "reinicia"  # nothing was sent, and nobody says so: no answer at all, or a reset
# The message was taken, but its answer does not arrive whole: a reset, silence, half a JSON, a byte at a time.
ACEPTA_Y_CORTA, ACEPTA_Y_CALLA, BASURA, GOTEA = "acepta_y_corta", "acepta_y_calla", "basura", "gotea"
FALLAS = (*RECHAZOS, CALLA, REINICIA, ACEPTA_Y_CORTA, ACEPTA_Y_CALLA, BASURA, GOTEA)


@dataclass
class Guion:
    """Faults by chance: `probabilidades` of each; what is left over is answered well."""

    probabilidades: Mapping[str, float]
    azar: random.Random

    def __post_init__(self) -> None:
        desconocidas = set(self.probabilidades) - set(FALLAS)
        if desconocidas or sum(self.probabilidades.values()) > 1 + 1e-9:
            raise ValueError(f"not a script: {desconocidas or 'the chances add up to more than one'}")

    def falla(self) -> str:
        """Throw the dice for one request; "" when it goes well."""
        dado = self.azar.random()
        for nombre, probabilidad in self.probabilidades.items():
            dado -= probabilidad
            if dado < 0:
                return nombre
        return ""
