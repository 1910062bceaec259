"""Service times: who is told when half, four fifths and all of a clock's time has gone, once each."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas, casos, relojes
from proalto.services.atencion.relojes import AVISOS

POR_RONDA = 100
VENCIDO = AVISOS[-1]


def avisar(db: Database, cipher: Cipher, now: datetime) -> int:
    """Leave the alerts that are due: to the owner until the time is up, and then to the supervisors; how many.

    A clock that passed two marks since the last round (a worker that was down) is told of the last one only.
    """
    with db.transaction() as tx:
        rows = tx.all("asistente.relojes.por_avisar", now=now, cuantos=POR_RONDA)
        return sum(_avisar(tx, cipher, row, now) for row in rows)


def _avisar(tx: Transaction, cipher: Cipher, row: Row, now: datetime) -> bool:
    reloj, nombre = relojes.de_fila(row), row["reloj"]
    porcentaje = reloj.alcanzado(now)
    if porcentaje <= reloj.avisado:  # its marks are of a schedule that turnos.csv no longer has
        relojes.recalcular(tx, row["caso_id"], nombre, reloj)
        return False
    relojes.marcar_avisado(tx, row["caso_id"], nombre, porcentaje)
    caso = casos.ver(tx, row["caso_id"])
    clase = f"{alertas.ANS}_{porcentaje}:{nombre}"
    de = None if porcentaje == VENCIDO else caso.usuario_id
    if not alertas.alertar(tx, caso.id, clase, now, de):
        return False
    clave = f"ans_aviso:{caso.id}:{nombre}:{porcentaje}"
    casos.anotar(tx, "ans_aviso", caso, now, clave=clave, reloj=nombre, porcentaje=porcentaje)
    if porcentaje == VENCIDO and reloj.vence is not None:
        alertas.avisar_supervisores(tx, cipher, caso, clase, reloj.vence, now)
    return True
