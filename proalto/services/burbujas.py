"""Which of a contact's waiting messages are one thought in several bubbles ("hola" "quiero" "mi saldo")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proalto.formats.a_medias import quedo_a_medias

SEGUNDOS = 2.0  # between one bubble and the next
MAXIMO = 6


@dataclass(frozen=True)
class Burbuja:
    """One waiting message; `texto` is empty when it is no typed text. `edad` in seconds since it arrived."""

    wamid: str
    texto: str
    edad: float


def reunir(cola: Sequence[Burbuja]) -> list[Burbuja] | None:
    """Return the oldest message with those that finish its sentence; None while more may come."""
    grupo = [cola[0]]
    for siguiente in cola[1:MAXIMO]:
        ultima = grupo[-1]
        if not (quedo_a_medias(ultima.texto) and siguiente.texto and ultima.edad - siguiente.edad <= SEGUNDOS):
            return grupo
        grupo.append(siguiente)
    falta = len(grupo) < MAXIMO and quedo_a_medias(grupo[-1].texto) and grupo[-1].edad < SEGUNDOS
    return None if falta else grupo
