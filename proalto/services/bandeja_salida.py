"""The outbox: what is to be sent, written with its cause, sent in order, and followed until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proalto.db.database import Transaction
from proalto.gateways.cipher import Cipher
from proalto.whatsapp.inbound import StatusUpdate

ESPERA_INCIERTO_SEGUNDOS = 30  # a status that carries our callback data would have come by then
CODIGO_MAXIMO = 2**31 - 1  # of a PostgreSQL integer; Meta's codes have six digits
ESTADOS_META = {"sent": "aceptado", "delivered": "entregado", "read": "leido", "played": "leido", "failed": "fallido"}
CUERPO, DESTINO = "mensajes_salientes.cuerpo", "mensajes_salientes.destino"


@dataclass(frozen=True)
class Saliente:
    """One message to send. `canal` is `whatsapp` (`cuerpo`: a Graph payload) or `sms` (`cuerpo`: {"texto"}).

    A file of ours is named, not held: see `services.entregas`. `destino` is a phone when the message does not go to
    the contact's own address.
    """

    id: int
    clase: str
    canal: str
    destino: str | None
    cuerpo: dict[str, Any]
    intentos: int
    creado_en: datetime
    repetido: bool  # an earlier try may have reached Meta
    wamid_origen: str
    ordinal: int


def encolar(
    tx: Transaction,
    cipher: Cipher,
    contacto_id: int,
    wamid_origen: str,
    cuerpo: dict[str, Any],
    *,
    clase: str = "respuesta",
    ordinal: int = 0,
    canal: str = "whatsapp",
    destino: str | None = None,
    usuario_id: int | None = None,
) -> bool:
    """Queue one message, an advisor's if `usuario_id` says so; False when this cause had queued it already."""
    return (
        tx.run(
            "asistente.bandeja_salida.encolar",
            contacto_id=contacto_id,
            wamid_origen=wamid_origen,
            clase=clase,
            ordinal=ordinal,
            canal=canal,
            destino=None if destino is None else cipher.encrypt(destino.encode(), DESTINO),
            cuerpo=cipher.seal(cuerpo, CUERPO),
            usuario_id=usuario_id,
        )
        == 1
    )


def tomar(tx: Transaction, cipher: Cipher, contacto_id: int) -> Saliente | None:
    """Take the contact's next message and mark it `enviando`; None when nothing is due.

    A row left in `enviando` or `incierto` by a crash or a time-out may have reached Meta: it waits
    ESPERA_INCIERTO_SEGUNDOS for a status before it is sent once more.
    """
    row = tx.first(
        "asistente.bandeja_salida.siguiente", contacto_id=contacto_id, espera_incierto=ESPERA_INCIERTO_SEGUNDOS
    )
    dudoso = row is not None and row["estado"] != "pendiente"
    if row is None or not row["vencido"] or (dudoso and not row["incierto_vencido"]):
        return None
    marcar(tx, row["id"], "enviando", intento=1)
    return Saliente(
        id=int(row["id"]),
        clase=row["clase"],
        canal=row["canal"],
        destino=None if row["destino"] is None else cipher.decrypt(row["destino"], DESTINO).decode(),
        cuerpo=cipher.unseal(row["cuerpo"], CUERPO),
        intentos=int(row["intentos"]) + 1,
        creado_en=row["creado_en"],
        repetido=dudoso,
        wamid_origen=row["wamid_origen"],
        ordinal=int(row["ordinal"]),
    )


def marcar(
    tx: Transaction,
    saliente_id: int,
    estado: str,
    *,
    intento: int = 0,
    segundos: float = 0,
    error_codigo: int | None = None,
) -> None:
    """Record a step of the sender's; `segundos` until it may be tried again."""
    tx.run(
        "asistente.bandeja_salida.marcar",
        id=saliente_id,
        estado=estado,
        intento=intento,
        segundos=segundos,
        error_codigo=_guardable(error_codigo),
    )


def aceptar(tx: Transaction, saliente_id: int, wamid: str) -> None:
    """Record that the provider took the message under this id."""
    tx.run("asistente.bandeja_salida.aceptar", id=saliente_id, wamid=wamid)


def anotar_estado(tx: Transaction, status: StatusUpdate) -> None:
    """Record a status of Meta's, which may come early, late, twice or out of order."""
    callback = status.callback_data or ""
    saliente_id = int(callback) if callback.isdecimal() and len(callback) < 19 else None
    tx.run(
        "asistente.bandeja_entrada.guardar_estado",
        wamid=status.wamid,
        estado=status.status,
        ocurrido_en=status.occurred_at,
        error_codigo=_guardable(status.error_code),
        saliente_id=saliente_id,
    )
    estado = ESTADOS_META.get(status.status)
    if estado is not None:
        tx.run(
            "asistente.bandeja_salida.avanzar",
            wamid=status.wamid,
            saliente_id=saliente_id,
            estado=estado,
            error_codigo=_guardable(status.error_code),
        )


def olvidados(tx: Transaction) -> Sequence[int]:
    """Return the contacts with a due message, for the sweep that re-issues what a crash forgot."""
    return [int(row["contacto_id"]) for row in tx.all("asistente.bandeja_salida.olvidados")]


def _guardable(codigo: int | None) -> int | None:
    """Leave out a code that no column holds: one odd field must not cost the rest of the batch."""
    return codigo if codigo is not None and abs(codigo) <= CODIGO_MAXIMO else None
