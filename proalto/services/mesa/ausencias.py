"""What is left of who may no longer attend it: they left ProAlto, or changed team or role.

Their conversations go back to the assistant, and their cases to the queue, for the next one.
"""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas, casos
from proalto.services.atencion.permisos_de_caso import puede
from proalto.services.conversacion import conversaciones
from proalto.services.conversacion.conversaciones import Devuelta
from proalto.services.conversacion.silencios import SIN_RESPONDER
from proalto.services.mesa import auditoria, usuarios


def relevar(db: Database, cipher: Cipher, now: datetime) -> int:
    """Give back what somebody has and may not attend any more; return how many conversations and cases."""
    with db.transaction() as tx:
        charlas = [int(row["contacto_id"]) for row in tx.all("asistente.ausencias.conversaciones")]
    soltadas = sum(_soltar(db, cipher, contacto_id, now) for contacto_id in charlas)
    with db.transaction() as tx:  # after the conversations, whose lock comes before that of a case
        suyos = [int(row["id"]) for row in tx.all("asistente.ausencias.casos")]
    return soltadas + sum(_a_la_cola(db, caso_id, now) for caso_id in suyos)


def _soltar(db: Database, cipher: Cipher, contacto_id: int, now: datetime) -> bool:
    with db.transaction() as tx:
        turno = conversaciones.bloquear(tx, contacto_id)
        if turno.caso_id is None or turno.usuario_id is None:  # it was given back meanwhile
            return False
        if _atiende(tx, turno.usuario_id, casos.bloquear(tx, turno.caso_id).equipo):
            return False
        esperaba = turno.espera == "asesor"
        motivo = Devuelta.SILENCIO_ASESOR if esperaba else Devuelta.ASESOR
        conversaciones.devolver(tx, cipher, contacto_id, motivo, now)
        if esperaba:  # the customer is told that whoever supervises knows
            alertas.alertar(tx, turno.caso_id, alertas.siguiente(tx, turno.caso_id, SIN_RESPONDER), now)
    return True


def _a_la_cola(db: Database, caso_id: int, now: datetime) -> bool:
    with db.transaction() as tx:
        caso = casos.bloquear(tx, caso_id)
        if caso.cerrado or caso.usuario_id is None or _atiende(tx, caso.usuario_id, caso.equipo):
            return False
        tx.run("asistente.casos.devolver_a_la_cola", caso_id=caso.id, descartados=list(caso.descartados))
        detalle = {"era_de": caso.usuario_id}
        auditoria.anotar(tx, None, "caso_a_la_cola", f"caso:{caso.folio}", now, detalle)
    return True


def _atiende(tx: Transaction, usuario_id: int, equipo: str) -> bool:
    return puede(usuarios.por_id(tx, usuario_id), equipo)
