"""What the lender's database tells of who opened a case: segment and zone, for its priority and its routing.

Looked up beside the conversation: a case is opened also when that database is away.
"""

from __future__ import annotations

from proalto.db.database import Database, Row
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.atencion import casos
from proalto.services.credito.asignacion import asesores
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.operacion.parametros import SEGMENTOS


def completar(db: Database, nucleo: Database, cipher: Cipher) -> int:
    """Look up the customers of the live cases that nobody has looked up; return how many cases."""
    with db.transaction() as tx:
        rows = tx.all("asistente.casos.sin_perfil")
    for row in rows:
        _poner(db, row["id"], _leer(nucleo, cipher, row) or {"segmento": "", "departamento": ""})
    return len(rows)


def zona(departamento: str, segmento: str) -> str:
    """Return the zone of `parametros/asesores.csv` that is closest to where and who somebody is."""
    sirven = [asesor for asesor in asesores() if asesor.sirve(departamento, segmento)] or list(asesores())
    return min(sirven, key=lambda asesor: (asesor.holgura, asesor.codigo)).codigo


def _leer(nucleo: Database, cipher: Cipher, row: Row) -> Row | None:
    try:
        cedula = cipher.decrypt(row["cedula"], CEDULA).decode()
    except Undecipherable:  # its key is gone: it must not keep those behind it waiting for ever
        return None
    with nucleo.transaction() as tx:
        return tx.first("nucleo.clientes.perfil", cedula=cedula)


def _poner(db: Database, caso_id: int, cliente: Row) -> None:
    segmento = cliente["segmento"] if cliente["segmento"] in SEGMENTOS else ""
    departamento = cliente["departamento"] or ""
    donde = zona(departamento, segmento) if departamento else None
    with db.transaction() as tx:
        casos.bloquear(tx, caso_id)
        tx.run("asistente.casos.poner_perfil", caso_id=caso_id, segmento=segmento, zona=donde)
        caso = casos.bloquear(tx, caso_id)
        casos.puntuar(tx, caso, caso.criterios)
