"""Which of a contact's waiting messages are one: "hola" "quiero" "mi saldo", or the photos of an album."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proalto.formats.a_medias import quedo_a_medias

SEGUNDOS = 2.0  # between one bubble and the next
SEGUNDOS_ARCHIVO = 1.0  # how long a file waits for the rest of its album
MAXIMO = 12


@dataclass(frozen=True)
class Burbuja:
    """One waiting message; `texto` is empty when it is no typed text. `edad` in seconds since it arrived."""

    wamid: str
    texto: str
    edad: float
    archivo: bool = False

    @property
    def paciencia(self) -> float:
        """How many seconds it may wait for what belongs to it."""
        if self.archivo:
            return SEGUNDOS_ARCHIVO
        return SEGUNDOS if quedo_a_medias(self.texto) else 0.0


def reunir(cola: Sequence[Burbuja]) -> list[Burbuja] | None:
    """Return the oldest message with those that belong to it; None while more may come."""
    grupo = [cola[0]]
    for siguiente in cola[1:MAXIMO]:
        if not _sigue(grupo[-1], siguiente):
            return grupo
        grupo.append(siguiente)
    ultima = grupo[-1]
    return None if len(grupo) < MAXIMO and ultima.edad < ultima.paciencia else grupo


def _sigue(ultima: Burbuja, siguiente: Burbuja) -> bool:
    misma_clase = siguiente.archivo if ultima.archivo else bool(siguiente.texto)
    return bool(ultima.paciencia) and misma_clase and ultima.edad - siguiente.edad <= SEGUNDOS
