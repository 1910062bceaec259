"""What the outbox hands to whoever sends, and why a message ends as `fallido`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from proalto.whatsapp.errors import RetryPolicy, policy_for


class Motivo(str, Enum):
    """Why a message is `fallido`."""

    VENTANA = "ventana"  # the customer wrote more than a day ago, and it is no template
    INCIERTO = "incierto"  # sent twice, and it was never known what became of it
    BLOQUEADO = "bloqueado"  # the contact may not be sent messages of its class
    CADUCADO = "caducado"  # a code that grew old, or trouble that lasted too long
    RECHAZADO = "rechazado"  # Meta, or the SMS provider, will not take or deliver it
    SIN_DIRECCION = "sin_direccion"
    SIN_DOCUMENTO = "sin_documento"  # its file is not there any more
    INVALIDO = "invalido"  # WhatsApp has no such message: a mistake of ours
    ILEGIBLE = "ilegible"  # the key that sealed it is gone
    # By the law of contact (`reglas_de_contacto`):
    SIN_CLASE = "sin_clase"  # nobody said what it is for
    SIN_CANAL = "sin_canal"  # the person has not authorised this channel for what it says
    SIN_PERMISO = "sin_permiso"  # advertising that nobody accepted
    EXCLUIDO = "excluido"  # the number is in the Registro de Números Excluidos, or nobody could look
    PASADO = "pasado"  # it waited for days for a moment in which it might leave


@dataclass(frozen=True)
class Saliente:
    """One message to send. `canal` is `whatsapp` (`cuerpo`: a Graph payload) or `sms` (`cuerpo`: {"texto"}).

    A file of ours is named, not held: see `mensajeria.entregas`. `destino` is a phone when the message does not go to
    the contact's own address. `cuerpo` is None when it cannot be read. `proposito` is what it is for, where no template
    says it; `cedula_hmac` is of whom it speaks.
    """

    id: int
    clase: str
    canal: str
    destino: str | None
    cuerpo: dict[str, Any] | None
    intentos: int  # with the one that begins now
    creado_en: datetime
    dudoso: bool  # the last try may have reached Meta
    reenviado: bool  # it was dudoso before, and sent once more
    wamid_origen: str
    ordinal: int
    proposito: str | None = None
    cedula_hmac: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Espera:
    """There is a message, and it must wait."""

    segundos: float


def motivo_de(codigo: int | None) -> Motivo:
    """Return why Meta will not take a message, by its code."""
    cerrada = codigo is not None and policy_for(codigo, 400) is RetryPolicy.WINDOW_CLOSED
    return Motivo.VENTANA if cerrada else Motivo.RECHAZADO
