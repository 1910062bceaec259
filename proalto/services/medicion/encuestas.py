"""Satisfaction: asked once for an errand or a case, answered once, kept with what it is about."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import tipos_de_caso
from proalto.services.identificacion.contactos import Contacto
from proalto.services.medicion.eventos import anotar
from proalto.services.medicion.reglas_de_encuestas import reglas

COMENTARIO = "encuestas.comentario"
LARGO = 2000  # characters of a comment; WhatsApp lets people write 4,096
PARA_COMENTAR = timedelta(hours=12)  # what is said later than this after the score is about something else
DELICADOS = ("fraude", "crisis")  # never asked about, whatever parametros/casos.csv says
PUNTAJES, RECOMENDACIONES = range(1, 6), range(11)
_BOTON = re.compile(r'/calificar\{"encuesta": ?"(?P<encuesta>\d{1,18})", ?"puntaje": ?"(?P<puntaje>\d)"\}')


class Recibida(Enum):
    """What became of an answer."""

    GUARDADA = "guardada"
    REPETIDA = "repetida"
    TARDE = "tarde"


@dataclass(frozen=True)
class Encuesta:
    """A survey of a contact's: about an errand, or about the case of this folio."""

    id: int
    gestion: str
    folio: str
    caso_id: int | None
    usuario_id: int | None
    estado: str


def programar_por_gestion(tx: Transaction, contacto_id: int, gestion: str, clave: str, now: datetime) -> bool:
    """Ask about an errand once the customer is silent; False when they were asked about one lately, or will be."""
    return (
        tx.run(
            "asistente.encuestas.programar_por_gestion",
            contacto_id=contacto_id,
            clave=clave,
            gestion=gestion,
            enviar_en=now + reglas().silencio,
            desde=now - timedelta(days=reglas().dias_entre_encuestas),
            now=now,
        )
        == 1
    )


def programar_por_caso(tx: Transaction, caso_id: int, now: datetime) -> bool:
    """Ask about a case that was just closed; False when it is of those that are not asked about, or was asked."""
    return (
        tx.run(
            "asistente.encuestas.programar_por_caso",
            caso_id=caso_id,
            clave=f"caso:{caso_id}",
            enviar_en=now + timedelta(minutes=reglas().minutos_tras_cierre),
            sin_encuesta=_sin_encuesta(),
            now=now,
        )
        == 1
    )


def retirar_de_caso(tx: Transaction, caso_id: int) -> None:
    """The case is open again: it is asked about when it closes."""
    tx.run("asistente.encuestas.retirar_de_caso", caso_id=caso_id)


def tras_un_turno(tx: Transaction, contacto_id: int, se_despide: bool, now: datetime) -> None:
    """The customer wrote: their survey waits for silence again, unless they said goodbye."""
    enviar_en = now if se_despide else now + reglas().silencio
    tx.run("asistente.encuestas.mover", contacto_id=contacto_id, enviar_en=enviar_en)


def aplazar(db: Database, contacto: Contacto, encuesta_id: int, now: datetime) -> None:
    """The moment was no longer good when its turn came: ask later."""
    with db.transaction() as tx:
        enviar_en = now + reglas().silencio
        tx.run("asistente.encuestas.reprogramar", id=encuesta_id, contacto_id=contacto.id, enviar_en=enviar_en)


def ver(db: Database, contacto: Contacto, encuesta_id: int) -> Encuesta | None:
    """Return a survey of this very contact, or None."""
    with db.transaction() as tx:
        row = tx.first("asistente.encuestas.por_id", id=encuesta_id, contacto_id=contacto.id)
    if row is None:
        return None
    return Encuesta(row["id"], row["gestion"], row["folio"] or "", row["caso_id"], row["usuario_id"], row["estado"])


def responder(db: Database, contacto: Contacto, encuesta_id: int, puntaje: int, now: datetime) -> Recibida:
    """Keep the first answer, 1 to 5; the same message twice is one answer. Too late, or of nobody's: TARDE."""
    with db.transaction() as tx:
        return _guardar(tx, contacto.id, contacto.wamid, encuesta_id, puntaje, now)


def puntuar_al_tocar(tx: Transaction, contacto_id: int, wamid: str, payload: str, now: datetime) -> bool:
    """Keep the score of a button that was tapped while a person had the conversation; False when it is no such one."""
    boton = _BOTON.fullmatch(payload)
    if boton is None:
        return False
    _guardar(tx, contacto_id, wamid, int(boton["encuesta"]), int(boton["puntaje"]), now)
    return True


def se_puede_comentar(db: Database, contacto: Contacto, encuesta_id: int, now: datetime) -> bool:
    """Tell whether this survey was answered so recently that what is said next is about it."""
    desde = now - PARA_COMENTAR
    with db.transaction() as tx:
        row = tx.first("asistente.encuestas.respondida", id=encuesta_id, contacto_id=contacto.id, desde=desde)
    return row is not None


def comentar(db: Database, cipher: Cipher, contacto: Contacto, encuesta_id: int, texto: str) -> None:
    """Keep what they say about it, encrypted; the first comment stays."""
    sellado = cipher.encrypt(texto[:LARGO].encode(), COMENTARIO, de=contacto.id)
    with db.transaction() as tx:
        tx.run("asistente.encuestas.comentar", id=encuesta_id, contacto_id=contacto.id, comentario=sellado)


def toca_recomendar(db: Database, contacto: Contacto, encuesta_id: int, now: datetime) -> bool:
    """Tell whether to ask 0 to 10 too: only about cases, and not again within `dias_entre_recomendacion`."""
    desde = now - timedelta(days=reglas().dias_entre_recomendacion)
    with db.transaction() as tx:
        row = tx.one("asistente.encuestas.recomendacion", id=encuesta_id, contacto_id=contacto.id, desde=desde)
    return bool(row["de_caso"] and not row["reciente"])


def recomendar(db: Database, contacto: Contacto, encuesta_id: int, recomienda: int, now: datetime) -> None:
    """Keep how likely they are to recommend ProAlto, 0 to 10, once."""
    with db.transaction() as tx:
        row = tx.first("asistente.encuestas.bloquear", id=encuesta_id, contacto_id=contacto.id)
        contestada = row is not None and row["puntaje"] is not None and row["recomienda"] is None
        if row is None or not contestada or recomienda not in RECOMENDACIONES:
            return
        tx.run("asistente.encuestas.recomendar", id=encuesta_id, recomienda=recomienda)
        _anotar(tx, "encuesta_recomienda", row, now, recomienda=recomienda)


def comentario(cipher: Cipher, sellado: bytes | None) -> str:
    """Open a comment; empty when there is none."""
    return "" if sellado is None else cipher.decrypt(bytes(sellado), COMENTARIO).decode()


def _guardar(tx: Transaction, contacto_id: int, wamid: str, encuesta_id: int, puntaje: int, now: datetime) -> Recibida:
    mensaje = _huella(wamid)
    row = tx.first("asistente.encuestas.bloquear", id=encuesta_id, contacto_id=contacto_id)
    if row is None or puntaje not in PUNTAJES:
        return Recibida.TARDE
    if row["puntaje"] is not None:
        return Recibida.GUARDADA if row["mensaje"] == mensaje else Recibida.REPETIDA
    if row["enviada_en"] is None or now - row["enviada_en"] > reglas().vida:
        return Recibida.TARDE
    tx.run("asistente.encuestas.responder", id=encuesta_id, puntaje=puntaje, now=now)
    _anotar(tx, "encuesta_respondida", row, now, puntaje=puntaje, mensaje=mensaje)
    return Recibida.GUARDADA


def _sin_encuesta() -> list[str]:
    """Return the types of case that are never asked about."""
    return [*DELICADOS, *(codigo for codigo, tipo in tipos_de_caso.vigentes().items() if not tipo.encuesta)]


def _anotar(tx: Transaction, tipo: str, row: dict[str, object], now: datetime, **datos: str | int) -> None:
    anotar(
        tx, tipo, f"{tipo}:{row['id']}", now, contacto_id=_id(row["contacto_id"]), caso_id=_id(row["caso_id"]),
        usuario_id=_id(row["usuario_id"]), gestion=str(row["gestion"]), datos=dict(datos),
    )  # fmt: skip


def _id(valor: object) -> int | None:
    return valor if isinstance(valor, int) else None


def _huella(wamid: str) -> str:
    """Return what tells a message from another; a wamid itself holds the customer's number."""
    return hashlib.sha256(wamid.encode()).hexdigest()[:16]
