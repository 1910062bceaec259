"""The queue of the desk: the cases that somebody may see, the most pressing first, with their clocks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Database, Row
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas
from proalto.services.atencion.alertas import Alerta
from proalto.services.atencion.plazos import EstadoDePlazo, Plazo, plazo
from proalto.services.mesa import quien_es
from proalto.services.mesa.usuarios import Rol, Usuario

CUANTAS = 500
CERRADO = "cerrado"
ESTADOS = ("abierto", "en_atencion", "en_pausa", CERRADO)
CERRADOS_HACE = timedelta(days=90)  # closed longer ago, a case is found by its folio


class Quien(str, Enum):
    """Whose cases."""

    MIOS = "mios"
    SIN_ASIGNAR = "sin_asignar"
    EQUIPOS = "equipos"
    TODOS = "todos"


@dataclass(frozen=True)
class Filtros:
    """What to look at; None: whatever it is, but closed.

    TODOS is what somebody may see, and for an advisor equals EQUIPOS.
    """

    quien: Quien = Quien.TODOS
    tipo: str | None = None
    prioridad: int | None = None
    estado: str | None = None
    vencidos: bool = False


@dataclass(frozen=True)
class FilaDeCola:
    """One case. `cliente` is a first name or a masked phone; `espera` is whose answer the customer waits for."""

    folio: str
    tipo: str
    equipo: str
    prioridad: int
    cliente: str
    gestion: str
    estado: str
    dueno: str | None
    mio: bool
    respuesta: Plazo | None
    solucion: Plazo | None
    ultimo_en: datetime
    espera_respuesta: bool
    reincidente: bool

    @property
    def vencida(self) -> bool:
        return any(p is not None and p.estado is EstadoDePlazo.VENCIDO for p in (self.respuesta, self.solucion))


@dataclass(frozen=True)
class Lectura:
    """What the database holds of a queue, before it is opened; `version` changes whenever the page would."""

    casos: list[Row] = field(repr=False)
    alertas: list[Alerta]
    version: str
    hay_mas: bool  # less urgent ones are left out


def ver(
    db: Database, nucleo: Database, cipher: Cipher, usuario: Usuario, filtros: Filtros, now: datetime
) -> list[FilaDeCola]:
    """Return the cases, urgent ones first, then by their nearest deadline."""
    return filas(nucleo, cipher, leer(db, usuario, filtros, now), usuario, now)


def leer(db: Database, usuario: Usuario, filtros: Filtros, now: datetime) -> Lectura:
    """Read the cases and the alerts of somebody's queue; cheap, so that it can be asked every second."""
    with db.transaction() as tx:
        casos = tx.all(
            "asistente.cola.casos",
            todo=usuario.rol in (Rol.SUPERVISOR, Rol.AUDITOR),
            equipos=list(usuario.equipos),
            usuario_id=usuario.id,
            quien=filtros.quien.value,
            tipo=filtros.tipo,
            prioridad=filtros.prioridad,
            estado=filtros.estado,
            vencidos=filtros.vencidos,
            cerrados=filtros.estado == CERRADO,
            cerrados_desde=now - CERRADOS_HACE,
            now=now,
            cuantos=CUANTAS + 1,
        )
    vivas = alertas.vivas(db, usuario)
    hay_mas, casos = len(casos) > CUANTAS, casos[:CUANTAS]
    return Lectura(casos, vivas, _version(casos, vivas, now), hay_mas)


def filas(nucleo: Database, cipher: Cipher, lectura: Lectura, usuario: Usuario, now: datetime) -> list[FilaDeCola]:
    """Open what was read: names, clocks."""
    llamados = quien_es.llamados(nucleo, cipher, lectura.casos)
    return [_fila(row, llamado, usuario, now) for row, llamado in zip(lectura.casos, llamados)]


def _version(casos: list[Row], avisos: list[Alerta], now: datetime) -> str:
    minuto = now - timedelta(seconds=now.second, microseconds=now.microsecond)  # the words of the clocks
    visto = [[valor for clave, valor in row.items() if clave != "cedula"] for row in casos]
    return hashlib.sha256(repr((visto, avisos, minuto)).encode()).hexdigest()[:16]


def _fila(row: Row, llamado: str, usuario: Usuario, now: datetime) -> FilaDeCola:
    momentos = (row["suyo_en"], row["nuestro_en"], row["creado_en"])
    return FilaDeCola(
        folio=row["folio"],
        tipo=row["tipo"],
        equipo=row["equipo"],
        prioridad=row["prioridad"],
        cliente=llamado,
        gestion=row["gestion"],
        estado=row["estado"],
        dueno=row["dueno"],
        mio=row["usuario_id"] == usuario.id,
        respuesta=plazo(row, "respuesta", now),
        solucion=plazo(row, "solucion", now),
        ultimo_en=max(momento for momento in momentos[:2] if momento) if any(momentos[:2]) else row["creado_en"],
        espera_respuesta=row["espera_respuesta"],
        reincidente=row["reincidencias"] > 0,
    )
