"""Who speaks with a contact: the assistant or a person, never both and never nobody.

The row of `conversaciones` decides. Whoever is about to say something locks it first (`bloquear`), so that what is
said and who may say it are one transaction. The lock comes before that of any case.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from proalto.db.database import Row, Transaction
from proalto.formats.dias_habiles import Horario, proximo_momento_habil, sumar_tiempo_habil
from proalto.gateways.cipher import Cipher
from proalto.services.contacto import ventana
from proalto.services.conversacion import esperas
from proalto.services.medicion import eventos
from proalto.services.mensajeria.bandeja_entrada import encolar_interno
from proalto.services.mesa import equipos

ASISTENTE, PERSONA = "asistente", "persona"
VOLVER = "/volver_de_asesor"


class Devuelta(str, Enum):
    """Why the assistant speaks again; the words of each are in domain.yml (utter_vuelve_...)."""

    CIERRE = "cierre"
    MENU = "menu"
    SILENCIO_CLIENTE = "silencio_cliente"
    SILENCIO_ASESOR = "silencio_asesor"
    FUERA_DE_HORARIO = "fuera_de_horario"
    ASESOR = "asesor"


CON_PALABRAS_PROPIAS = (Devuelta.MENU,)  # the menu itself follows


@dataclass(frozen=True)
class Turno:
    """Who speaks. For a person: the case, who it is, whom the other waits for, and until when."""

    habla: str = ASISTENTE
    caso_id: int | None = None
    usuario_id: int | None = None
    espera: str | None = None
    desde: datetime | None = None
    hablo_en: datetime | None = None  # the person's newest message
    vence_en: datetime | None = None

    @property
    def de_persona(self) -> bool:
        return self.habla == PERSONA


def bloquear(tx: Transaction, contacto_id: int) -> Turno:
    """Return who speaks, and let nobody else change it before this transaction ends."""
    row = tx.first("asistente.conversaciones.bloquear", contacto_id=contacto_id)
    if row is None:
        tx.run("asistente.conversaciones.crear", contacto_id=contacto_id)
        row = tx.one("asistente.conversaciones.bloquear", contacto_id=contacto_id)
    return Turno(**row)


def quien_habla(tx: Transaction, contacto_id: int) -> Turno:
    """Return who speaks now, which may change at once."""
    row = tx.first("asistente.conversaciones.ver", contacto_id=contacto_id)
    return Turno() if row is None else Turno(**row)


def tomar(
    tx: Transaction, contacto_id: int, caso_id: int, usuario_id: int, now: datetime, *, plantilla: bool = False
) -> bool:
    """Let a person speak, and the customer answer; False when that person had the conversation already.

    Whoever gets a template has not written for long, and has longer to answer.
    """
    antes = bloquear(tx, contacto_id)
    espera = esperas.vigentes()
    vence_en = now + (espera.tras_plantilla if plantilla else espera.silencio_cliente)
    tx.run(
        "asistente.conversaciones.tomar",
        contacto_id=contacto_id,
        caso_id=caso_id,
        usuario_id=usuario_id,
        vence_en=vence_en,
        now=now,
    )
    if antes.usuario_id == usuario_id:
        return False
    _anotar(tx, "persona_toma", contacto_id, caso_id, usuario_id, now)
    return True


def escucha_persona(tx: Transaction, contacto_id: int, now: datetime) -> bool:
    """Note that the customer wrote; False when the assistant must answer, because nobody at ProAlto works now.

    Somebody does within the hours of the case's team, and whenever they have just written.
    """
    turno = bloquear(tx, contacto_id)
    if not turno.de_persona:
        return False
    espera = esperas.vigentes().silencio_asesor
    presente = turno.hablo_en is not None and now - turno.hablo_en < espera
    if not presente and not en_horario(tx, turno, now):
        return False
    if turno.espera == "cliente":
        tx.run("asistente.conversaciones.esperar_asesor", contacto_id=contacto_id, vence_en=now + espera)
    return True


def devolver(tx: Transaction, cipher: Cipher, contacto_id: int, motivo: Devuelta, now: datetime) -> bool:
    """Let the assistant speak again, with a word of its own if WhatsApp lets it; False when it had the conversation."""
    turno = bloquear(tx, contacto_id)
    if not soltar(tx, contacto_id, turno, motivo, now):
        return False
    if motivo not in CON_PALABRAS_PROPIAS and ventana.abierta(tx, contacto_id, now):
        datos = {"motivo": motivo.value, "folio": _caso(tx, turno)["folio"]}
        encolar_interno(tx, cipher, contacto_id, f"vuelve:{secrets.token_hex(8)}", f"{VOLVER}{json.dumps(datos)}")
    return True


def promesa(tx: Transaction, turno: Turno, now: datetime) -> tuple[str, datetime]:
    """Return the folio of the conversation's case, and until when whoever writes out of hours is answered."""
    caso = _caso(tx, turno)
    minutos = int(esperas.vigentes().al_abrir.total_seconds() // 60)
    return str(caso["folio"]), sumar_tiempo_habil(now, minutos, _horario(caso))


def soltar(tx: Transaction, contacto_id: int, turno: Turno, motivo: Devuelta, now: datetime) -> bool:
    """Let the assistant speak again; the words are the caller's. `turno` is what `bloquear` returned."""
    if not turno.de_persona:
        return False
    tx.run("asistente.conversaciones.devolver", contacto_id=contacto_id, now=now)
    _anotar(tx, "persona_devuelve", contacto_id, turno.caso_id, turno.usuario_id, now, motivo=motivo.value)
    return True


def _caso(tx: Transaction, turno: Turno) -> Row:
    return tx.one("asistente.conversaciones.caso", caso_id=turno.caso_id)


def _horario(caso: Row) -> Horario:
    return equipos.por_codigo(caso["equipo"]).horario


def en_horario(tx: Transaction, turno: Turno, now: datetime) -> bool:
    """Tell whether the team of the conversation's case works now."""
    return proximo_momento_habil(now, _horario(_caso(tx, turno))) == now


def _anotar(
    tx: Transaction,
    tipo: str,
    contacto_id: int,
    caso_id: int | None,
    usuario_id: int | None,
    now: datetime,
    **datos: str | int,
) -> None:
    clave = f"{tipo}:{contacto_id}:{secrets.token_hex(8)}"
    eventos.anotar(
        tx, tipo, clave, now, contacto_id=contacto_id, caso_id=caso_id, usuario_id=usuario_id, datos=dict(datos)
    )
