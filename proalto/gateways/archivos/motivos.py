"""What is accepted, how much of it, and the reasons for a refusal: one word for each thing to tell a customer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from proalto.errors import ProAltoError

MEGA = 2**20


class Motivo(Enum):
    """Why a file was refused; the words that a customer reads for each are not here."""

    vacio = "vacio"  # 0 bytes: it did not upload
    muy_grande = "muy_grande"  # too many bytes
    formato = "formato"  # neither PDF, JPG nor PNG, whatever its name says
    danado = "danado"  # cut off, or nobody can open it
    protegido = "protegido"  # a PDF with a password (banks use the cédula)
    activo = "activo"  # a PDF that runs something or carries files
    mezclado = "mezclado"  # another file is hidden inside or behind
    muchas_paginas = "muchas_paginas"
    muy_grande_la_imagen = "muy_grande_la_imagen"  # too many pixels, or more memory than an image may take
    pequena = "pequena"  # too few pixels to read anything
    oscura = "oscura"
    clara = "clara"  # burnt out, or a blank page
    borrosa = "borrosa"
    tardo = "tardo"  # no verdict in time: worth trying again once
    virus = "virus"


class ArchivoRechazado(ProAltoError):
    """The file is not accepted; asking for another one is of use, sending the same again is not (except `tardo`)."""

    def __init__(self, motivo: Motivo) -> None:
        super().__init__(motivo.value)
        self.motivo = motivo


@dataclass(frozen=True)
class Limites:
    """How much a file may be and how much it may cost."""

    bytes: int = 10 * MEGA
    paginas: int = 20
    pixeles: int = 40_000_000
    memoria: int = 88 * MEGA  # of the child, over what it takes before it has seen the file
    segundos: int = 8  # of CPU and of clock, so that a verdict takes less than 10


LIMITES = Limites()
