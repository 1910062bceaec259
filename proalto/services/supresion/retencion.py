"""The nightly cleaning: what is older than its class allows goes, in small batches, and a report says how much."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.contactos import Contacto
from proalto.services.supresion import borrado, conservacion, custodia
from proalto.services.supresion.reglas_de_retencion import vigentes
from proalto.whatsapp.address import Address

logger = logging.getLogger(__name__)
# What goes by its age alone: query of retencion.sql, table, class. Files go before what they hang from.
POR_EDAD: tuple[tuple[str, str, str], ...] = (
    ("vaciar_pruebas", "mensajes_salientes", "conversaciones"),
    ("mensajes_salientes", "mensajes_salientes", "conversaciones"),
    ("mensajes_entrantes", "mensajes_entrantes", "conversaciones"),
    ("turnos", "turnos", "conversaciones"),
    ("encuestas", "encuestas", "conversaciones"),
    ("estados_entrega", "estados_entrega", "entregas"),
    ("opciones", "opciones", "entregas"),
    ("documentos_subidos", "documentos_subidos", "entregas"),
    ("medios_por_borrar", "medios_por_borrar", "entregas"),
    ("desafios", "desafios", "codigos"),
    ("intentos_identidad", "intentos_identidad", "identidad"),
    ("sesiones", "sesiones", "identidad"),
    ("documentos_sueltos", "documentos", "borradores"),
    ("borradores", "tramites", "borradores"),
    ("certificados", "certificados", "certificados"),
    ("casos", "casos", "casos"),
    ("reclamos", "casos", "reclamos"),
    ("bloqueos_identidad", "bloqueos_identidad", "reclamos"),
    ("suscripciones", "suscripciones", "avisos"),
    ("bloqueos", "bloqueos", "oposiciones"),
    ("eventos", "eventos", "estadisticas"),
    ("sesiones_mesa", "sesiones_mesa", "mesa"),
    ("limpiezas", "limpiezas", "limpiezas"),
    ("exportes_de_datos", "exportes_de_datos", "entregas"),
    ("intentos_de_contacto", "intentos_de_contacto", "entregas"),
    ("avisos_de_seguridad", "avisos_de_seguridad", "entregas"),
    ("celulares_vistos", "celulares_vistos", "identidad"),
    ("parejas", "parejas", "identidad"),
    ("senales_identidad", "senales_identidad", "identidad"),
    ("canales_autorizados", "canales_autorizados", "oposiciones"),
    ("horarios_pactados", "horarios_pactados", "oposiciones"),
    ("solicitudes_de_datos", "solicitudes_de_datos", "reclamos"),
    ("anuncios", "anuncios", "tecnico"),
    ("ritmos", "ritmos", "tecnico"),
    ("visitas", "visitas", "tecnico"),
    ("trabajos", "procrastinate_jobs", "tecnico"),
)
LOTE = 500
INACTIVOS_POR_NOCHE = 200
INACTIVIDAD = "inactividad"
MUERTA_TRAS = timedelta(hours=1)
DESDE_LA_UNA, HASTA_LAS_CINCO = 1, 5


def toca(db: Database, now: datetime) -> bool:
    """Tell whether this night's cleaning is still to be done, and it is night in Bogotá."""
    local = now.astimezone(BOGOTA)
    if not DESDE_LA_UNA <= local.hour < HASTA_LAS_CINCO:
        return False
    with db.transaction() as tx:
        row = tx.first("asistente.retencion.hecha", dia=local.date())
    return row is None or not row["hecha"]


def limpiar(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> dict[str, int] | None:
    """Do this night's cleaning and leave its report; None when another process has it, or it is done.

    What a step cannot do does not keep the others from theirs; what is left is tried again the next night.
    """
    with db.transaction() as tx:
        dia = now.astimezone(BOGOTA).date()
        esta = tx.first("asistente.retencion.empezar", dia=dia, now=now, muerta=now - MUERTA_TRAS)
    if esta is None:
        return None
    conteos: Counter[str] = Counter()
    for tabla, cuantas in _todo(db, nucleo, cipher, now):
        conteos[tabla] += cuantas
    informe = {tabla: cuantas for tabla, cuantas in sorted(conteos.items()) if cuantas}
    with db.transaction() as tx:
        tx.run("asistente.retencion.terminar", id=esta["id"], conteos=json.dumps(informe), now=now)
    return informe


def _todo(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> Iterator[tuple[str, int]]:
    pasos: list[tuple[str, Callable[[], int]]] = [
        *((tabla, partial(_por_edad, db, consulta, clase, now)) for consulta, tabla, clase in POR_EDAD),
        ("tramites", partial(_solicitudes, db, nucleo, cipher, now)),
        ("contactos", partial(_inactivos, db, nucleo, cipher, now)),
        ("custodia", lambda: sum(custodia.revisar(db, nucleo, cipher, now).values())),
    ]
    for tabla, paso in pasos:
        try:
            yield tabla, paso()
        except ProAltoError as error:  # a database that is away or slow, a row that nobody can read
            logger.warning("retention of %s waits: %s", tabla, type(error).__name__)


def _por_edad(db: Database, consulta: str, clase: str, now: datetime) -> int:
    """Delete batch after batch: nobody waits for a long one."""
    total, corte = 0, vigentes()[clase].corte(now)
    while True:
        with db.transaction() as tx:
            idas = tx.run(
                f"asistente.retencion.{consulta}", corte=corte, cuantos=LOTE, reclamos=list(conservacion.RECLAMOS)
            )
        total += idas
        if idas < LOTE:
            return total


def _solicitudes(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> int:
    """Delete filed applications that are due, with their files, unless there still is a debt."""
    with db.transaction() as tx:
        viejas = tx.all("asistente.retencion.solicitudes_viejas", corte=vigentes()["solicitudes"].corte(now))
    idas = 0
    for vieja in viejas:
        cedula = conservacion.documento_de(cipher, vieja["datos"])
        if cedula and conservacion.debe(nucleo, cedula):
            continue
        with db.transaction() as tx:
            tx.run("asistente.retencion.documentos_de", id=vieja["id"])
            idas += tx.run("asistente.retencion.solicitud", id=vieja["id"])
    return idas


def _inactivos(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> int:
    """Erase contacts of whom nothing was heard for long; whoever writes again is somebody new."""
    corte = vigentes()["contactos"].corte(now)
    with db.transaction() as tx:
        rows = tx.all("asistente.retencion.inactivos", corte=corte, cuantos=INACTIVOS_POR_NOCHE)
    for row in rows:
        contacto = Contacto(int(row["id"]), Address(row["telefono"], row["bsuid"]))
        borrado.borrar(db, nucleo, cipher, contacto, None, INACTIVIDAD, now)  # another chat may be in use
    return len(rows)
