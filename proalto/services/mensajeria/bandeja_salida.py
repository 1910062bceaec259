"""The outbox: what is to be sent, written with its cause, sent in order, and followed until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proalto.db.database import Row, Transaction
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.mensajeria.plantillas import Clase
from proalto.services.mensajeria.reglas_de_envio import vigentes
from proalto.services.mensajeria.salientes import Espera, Motivo, Saliente, motivo_de
from proalto.services.operacion import trabajos
from proalto.whatsapp.errors import RetryPolicy, delay_seconds, policy_for
from proalto.whatsapp.inbound import StatusUpdate

CODIGO_MAXIMO = 2**31 - 1  # of a PostgreSQL integer; Meta's codes have six digits
ESTADOS_META = {"sent": "aceptado", "delivered": "entregado", "read": "leido", "played": "leido", "failed": "fallido"}
PASAJEROS = (RetryPolicy.SOON, RetryPolicy.LATER, RetryPolicy.PAIR)
CUERPO, DESTINO = "mensajes_salientes.cuerpo", "mensajes_salientes.destino"


@dataclass(frozen=True)
class Dudosos:
    """Of `mensajes`, how many were sent twice, and of how many it was never known what became."""

    mensajes: int
    reenviados: int
    sin_saber: int


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
    proposito: Clase | None = None,
    cedula_hmac: bytes | None = None,
    segundos: float = 0,
    de_veras: bool = True,
) -> bool:
    """Queue one message, an advisor's if `usuario_id` says so; False when this cause had queued it already.

    `proposito` is what it is for, where no template says it; `cedula_hmac` whose obligation it speaks of: what collects
    cannot leave without it (`reglas_de_contacto`). It is due in so many `segundos`. Without `de_veras` all the work is
    done but the row: a decoy must cost the same.
    """
    return (
        tx.run(
            "asistente.bandeja_salida.encolar",
            contacto_id=contacto_id,
            wamid_origen=wamid_origen,
            clase=clase,
            ordinal=ordinal,
            canal=canal,
            destino=None if destino is None else cipher.encrypt(destino.encode(), DESTINO, de=contacto_id),
            cuerpo=cipher.seal(cuerpo, CUERPO, de=contacto_id),
            usuario_id=usuario_id,
            proposito=None if proposito is None else proposito.value,
            cedula_hmac=cedula_hmac,
            segundos=segundos,
            de_veras=de_veras,
        )
        == 1
    )


def soltar_codigo(tx: Transaction, wamid_origen: str, segundos: float) -> None:
    """Let the code that this message caused, if there is one, leave right after the words that announce it."""
    tx.run("asistente.bandeja_salida.soltar_codigo", wamid=wamid_origen, segundos=segundos)


def siguiente(tx: Transaction, cipher: Cipher, contacto_id: int) -> Saliente | Espera | None:
    """Return the contact's next message, which nobody else can have before this transaction ends.

    What was left in `enviando` by a crash, or in `incierto` by a time-out, waits for a status before it is due.
    """
    espera = vigentes().incierto_segundos
    row = tx.first("asistente.bandeja_salida.siguiente", contacto_id=contacto_id, espera_incierto=espera)
    if row is None:
        return None
    return _abrir(cipher, row) if row["faltan"] <= 0 else Espera(float(row["faltan"]))


def tomar(tx: Transaction, saliente: Saliente) -> None:
    """Mark as `enviando` what `siguiente` returned."""
    tx.run(
        "asistente.bandeja_salida.tomar",
        id=saliente.id,
        dudoso=saliente.dudoso,
        espera_incierto=vigentes().incierto_segundos,
    )


def aplazar(tx: Transaction, saliente: Saliente, segundos: float) -> None:
    """Let it wait without counting a try."""
    tx.run("asistente.bandeja_salida.aplazar", id=saliente.id, segundos=segundos)


def retener(tx: Transaction, saliente: Saliente, segundos: float) -> None:
    """Hold it back for so long without counting a try; what comes after it goes first."""
    tx.run("asistente.bandeja_salida.retener", id=saliente.id, segundos=segundos, intentos=saliente.intentos - 1)


def marcar(
    tx: Transaction, saliente: Saliente, estado: str, *, segundos: float = 0, error_codigo: int | None = None
) -> bool:
    """Record how a try ended, and the seconds until the next; False when something newer is known of the message."""
    return _marcar(tx, saliente, saliente.intentos, estado, segundos, error_codigo, None)


def fallar(
    tx: Transaction, saliente: Saliente, motivo: Motivo, error_codigo: int | None = None, *, probado: bool = True
) -> bool:
    """Give a message up, after a try or before one; False when something newer is known of it."""
    intentos = saliente.intentos if probado else saliente.intentos - 1
    return _marcar(tx, saliente, intentos, "fallido", 0, error_codigo, motivo.value)


def sigue(tx: Transaction, saliente: Saliente) -> bool:
    """Tell, in the middle of a try that takes long, whether it is still the only one."""
    espera = vigentes().incierto_segundos
    return (
        tx.run("asistente.bandeja_salida.sigue", id=saliente.id, intentos=saliente.intentos, espera_incierto=espera)
        == 1
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
        _avanzar(tx, status, estado, saliente_id)


def reintentar(tx: Transaction, saliente_id: int, segundos: float = 0) -> int | None:
    """Send a message that failed again, as a new one; None when it was already, or can never be."""
    row = tx.first("asistente.bandeja_salida.reintentar", id=saliente_id, segundos=segundos)
    if row is None:
        return None
    trabajos.despertar_envio(tx, row["contacto_id"])
    return int(row["id"])


def olvidados(tx: Transaction) -> Sequence[int]:
    """Return the contacts with a due message, for the sweep that re-issues what a crash forgot."""
    return [int(row["contacto_id"]) for row in tx.all("asistente.bandeja_salida.olvidados")]


def dudosos(tx: Transaction, desde: datetime) -> Dudosos:
    """Return how many messages since then were sent twice: the only ones that a customer may have got twice."""
    return Dudosos(**tx.one("asistente.bandeja_salida.dudosos", desde=desde))


def _avanzar(tx: Transaction, status: StatusUpdate, estado: str, saliente_id: int | None) -> None:
    """Follow a status. A message that Meta took, and failed for a passing reason, is sent again by itself, once."""
    codigo = _guardable(status.error_code)
    motivo = motivo_de(codigo).value if estado == "fallido" else None
    movidas = tx.all(
        "asistente.bandeja_salida.avanzar",
        wamid=status.wamid,
        saliente_id=saliente_id,
        estado=estado,
        error_codigo=codigo,
        motivo=motivo,
    )
    if estado == "fallido" and codigo is not None and policy_for(codigo, 400) in PASAJEROS:
        for row in movidas:
            if tx.first("asistente.bandeja_salida.por_si_solo", id=row["id"]) is not None:
                reintentar(tx, row["id"], delay_seconds(policy_for(codigo, 400), 1, lambda: 0.5))


def _marcar(
    tx: Transaction,
    saliente: Saliente,
    intentos: int,
    estado: str,
    segundos: float,
    error_codigo: int | None,
    motivo: str | None,
) -> bool:
    return (
        tx.run(
            "asistente.bandeja_salida.marcar",
            id=saliente.id,
            intentos=intentos,
            estado=estado,
            segundos=segundos,
            error_codigo=_guardable(error_codigo),
            motivo=motivo,
        )
        == 1
    )


def _abrir(cipher: Cipher, row: Row) -> Saliente:
    try:
        cuerpo = cipher.unseal(row["cuerpo"], CUERPO)
        destino = None if row["destino"] is None else cipher.decrypt(row["destino"], DESTINO).decode()
    except Undecipherable:
        cuerpo = destino = None
    return Saliente(
        id=int(row["id"]),
        clase=row["clase"],
        canal=row["canal"],
        destino=destino,
        cuerpo=cuerpo,
        intentos=int(row["intentos"]) + 1,
        creado_en=row["creado_en"],
        dudoso=row["estado"] != "pendiente",
        reenviado=row["reenviado"],
        wamid_origen=row["wamid_origen"],
        ordinal=int(row["ordinal"]),
        proposito=row["proposito"],
        cedula_hmac=None if row["cedula_hmac"] is None else bytes(row["cedula_hmac"]),
    )


def _guardable(codigo: int | None) -> int | None:
    """Leave out a code that no column holds: one odd field must not cost the rest of the batch."""
    return codigo if codigo is not None and abs(codigo) <= CODIGO_MAXIMO else None
