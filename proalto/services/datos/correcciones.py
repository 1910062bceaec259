"""What somebody who proved who they are says must be corrected: the facts of their claim (Ley 1581 art. 15 num. 1).

They are kept with the case of the request, sealed with its transcript, and so go with it when it is erased, kept under
custody or handed to the person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import casos
from proalto.services.datos import ejercer, solicitudes_de_datos
from proalto.services.datos.solicitudes_de_datos import Radicada
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad

CORRECCION = "correccion"  # whose line it is in the transcript: neither side's message


@dataclass(frozen=True)
class Correccion:
    """What must be corrected, in the person's words, which stay out of repr and so out of logs."""

    texto: str = field(repr=False)
    cuando: datetime


def anotar(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, texto: str, now: datetime) -> Radicada:
    """Note it in the request that waits, or in a new one if that was answered meanwhile; return which.

    The same words twice, or the same message attended again, are one note. Raises FaltaIdentidad (N2), NoDesdeEsteChat
    or CelularCompartido.
    """
    exigir_identidad(db, cipher, contacto, Nivel.N2, now)
    radicada = ejercer.actualizar(db, nucleo, cipher, contacto, now).radicada
    assert radicada.caso_id is not None, radicada.folio  # a correction is never answered at once
    with db.transaction() as tx:
        casos.bloquear(tx, radicada.caso_id)  # nobody answers it meanwhile
        solicitud = solicitudes_de_datos.de_caso(tx, radicada.caso_id)
        esperando = radicada.nueva or (solicitud is not None and solicitud.abierta)
        if esperando:
            _anadir(tx, cipher, radicada.caso_id, texto.strip(), now)
    return radicada if esperando else anotar(db, nucleo, cipher, contacto, texto, now)


def de_caso(tx: Transaction, cipher: Cipher, caso_id: int) -> list[Correccion]:
    """Return what the person of a request said must be corrected, the oldest first."""
    _, lineas = _abierta(tx, cipher, caso_id)
    suyas = [linea for linea in lineas if linea["de"] == CORRECCION]
    return [Correccion(linea["texto"], datetime.fromisoformat(linea["cuando"])) for linea in suyas]


def _anadir(tx: Transaction, cipher: Cipher, caso_id: int, texto: str, now: datetime) -> None:
    caso, lineas = _abierta(tx, cipher, caso_id)
    if any((linea["de"], linea["texto"]) == (CORRECCION, texto) for linea in lineas):
        return
    linea = {"de": CORRECCION, "cuando": now.isoformat(), "texto": texto}
    sellada = cipher.seal([*lineas, linea], _contexto(caso), de=caso["contacto_id"])
    tx.run("asistente.casos.guardar_transcripcion", caso_id=caso_id, transcripcion=sellada)


def _abierta(tx: Transaction, cipher: Cipher, caso_id: int) -> tuple[Row, list[dict[str, str]]]:
    caso = tx.one("asistente.casos.transcripcion", caso_id=caso_id)
    return caso, cipher.unseal(caso["transcripcion"], _contexto(caso))


def _contexto(caso: Row) -> str:
    return f"casos:{caso['folio']}"
