"""Cases: what a person at ProAlto must attend, with the conversation that led to it and the time that was promised."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import sumar_tiempo_habil
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import prioridades, relojes, suplantaciones, tipos_de_caso
from proalto.services.atencion.prioridades import Criterios
from proalto.services.atencion.tipos_de_caso import Tipo
from proalto.services.conversacion.transcripcion import copiar
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.medicion import eventos

FOLIO_ALFABETO = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read aloud
FOLIO_LARGO = 7
REINCIDENCIA = timedelta(days=30)
TRAMITE_DATOS = "tramites.datos"


class SinCaso(ProAltoError):
    """There is no such case."""


@dataclass(frozen=True)
class Caso:
    """An open case; `nuevo` is False when the contact had one of the same type already."""

    folio: str
    prometido_para: datetime
    nuevo: bool
    id: int = 0


@dataclass(frozen=True)
class Fila:
    """A case as the desk works with it. `estado`: abierto, en_atencion, en_pausa, cerrado; `prioridad` 1: urgent."""

    id: int
    folio: str
    contacto_id: int
    tipo: str
    estado: str
    prometido_para: datetime
    creado_en: datetime
    equipo: str
    zona: str | None
    segmento: str | None
    dano: str
    puntos: int
    prioridad: int
    gestion: str
    radicado: str | None
    nivel: int | None
    anterior_id: int | None
    reincidencias: int
    usuario_id: int | None
    asignado_en: datetime | None
    descartados: tuple[int, ...]
    respondido_en: datetime | None
    cerrado_en: datetime | None
    cerrado_por: int | None
    causa: str | None
    reaperturas: int

    @property
    def cerrado(self) -> bool:
        return self.estado == "cerrado"

    @property
    def criterios(self) -> Criterios:
        return Criterios(self.tipo, self.dano, self.segmento or "", self.reincidencias, self.nivel or 0)


def abrir_caso(
    db: Database,
    cipher: Cipher,
    contacto: Contacto,
    tipo: str,
    now: datetime,
    nota: Mapping[str, str] | None = None,
    *,
    gestion: str = "",
    radicado: str | None = None,
) -> Caso:
    """Open a case of this type with the transcript so far, or return the one that is open already, however old.

    `nota` is what the advisor should know besides, as pairs of words; it ends the transcript, sealed with it.
    `gestion` is the errand that led here (an intent), `radicado` the application to call for.
    """
    with db.transaction() as tx:
        tx.run("asistente.casos.bloquear_contacto", contacto_id=contacto.id)
        cual = {"contacto_id": contacto.id, "tipo": tipo, "wamid": contacto.wamid, "gestion": gestion}
        row = tx.first("asistente.casos.abierto", **cual)
        if row is not None:
            return Caso(row["folio"], row["prometido_para"], row["wamid_origen"] == contacto.wamid, row["id"])
        que = tipos_de_caso.vigentes()[tipo]
        fila = crear(tx, cipher, contacto, que, now, nota, gestion=gestion, radicado=radicado)
    return Caso(fila.folio, fila.prometido_para, True, fila.id)


def crear(
    tx: Transaction,
    cipher: Cipher,
    contacto: Contacto,
    tipo: Tipo,
    now: datetime,
    nota: Mapping[str, str] | None = None,
    *,
    gestion: str = "",
    radicado: str | None = None,
    usuario_id: int | None = None,
) -> Fila:
    """Open a case with its clocks; the caller holds the contact (`casos.bloquear_contacto`)."""
    folio = "A-" + "".join(secrets.choice(FOLIO_ALFABETO) for _ in range(FOLIO_LARGO))
    conocido = _conocido(tx, cipher, contacto.id, radicado, now)
    criterios = Criterios(
        tipo.codigo, tipo.dano, conocido["segmento"] or "", conocido["reincidencias"], conocido["nivel"] or 0
    )
    creado = tx.one(
        "asistente.casos.abrir",
        folio=folio,
        contacto_id=contacto.id,
        tipo=tipo.codigo,
        transcripcion=cipher.seal(
            [*copiar(tx, cipher, contacto.id), *_anotada(nota, now)], f"casos:{folio}", de=contacto.id
        ),
        prometido_para=sumar_tiempo_habil(now, tipo.respuesta_minutos, tipo.horario),
        wamid=contacto.wamid,
        now=now,
        equipo=tipo.equipo.codigo,
        dano=tipo.dano,
        gestion=gestion,
        radicado=radicado,
        usuario_id=usuario_id,
        asignado_en=None if usuario_id is None else now,
        **_puntuado(criterios),
        **conocido,
    )
    relojes.abrir(tx, creado["id"], tipo.respuesta_minutos, tipo.solucion_minutos, tipo.equipo.turno, now)
    fila = bloquear(tx, creado["id"])
    anotar(tx, "caso_abierto", fila, now, usuario_id=usuario_id, clave=f"caso_abierto:{fila.id}")
    if fila.tipo == tipos_de_caso.FRAUDE:
        suplantaciones.abrir(tx, fila.id, contacto.id, conocido["cedula_hmac"], now)
    return fila


def bloquear(tx: Transaction, caso_id: int) -> Fila:
    """Return a case, held until the transaction ends; raise SinCaso."""
    return _hallado(tx.first("asistente.casos.bloquear", caso_id=caso_id), str(caso_id))


def ver(tx: Transaction, caso_id: int) -> Fila:
    """Return a case as it is now; raise SinCaso."""
    return _hallado(tx.first("asistente.casos.por_id", caso_id=caso_id), str(caso_id))


def por_folio(tx: Transaction, folio: str) -> Fila:
    """Return a case; raise SinCaso."""
    return _hallado(tx.first("asistente.casos.por_folio", folio=folio), folio)


def de_fila(row: Row) -> Fila:
    """Return the case that a row holds."""
    return Fila(
        **({campo: row[campo] for campo in Fila.__dataclass_fields__} | {"descartados": tuple(row["descartados"])})
    )


def _hallado(row: Row | None, cual: str) -> Fila:
    if row is None:
        raise SinCaso(cual)
    return de_fila(row)


def puntuar(tx: Transaction, caso: Fila, criterios: Criterios) -> None:
    """Write the place in the queue that a case has by what is known now."""
    tx.run("asistente.casos.puntuar", caso_id=caso.id, dano=criterios.dano, **_puntuado(criterios))


def anotar(
    tx: Transaction,
    tipo: str,
    caso: Fila,
    now: datetime,
    *,
    usuario_id: int | None = None,
    clave: str | None = None,
    **datos: str | int | float | bool,
) -> None:
    """Record a fact of a case; without `clave` it may happen again. The holder of the case's row calls it."""
    eventos.anotar(
        tx,
        tipo,
        clave or f"{tipo}:{caso.id}:{secrets.token_hex(8)}",
        now,
        contacto_id=caso.contacto_id,
        caso_id=caso.id,
        usuario_id=usuario_id,
        gestion=caso.gestion,
        datos={"tipo": caso.tipo, "equipo": caso.equipo, "prioridad": caso.prioridad, **datos},
    )


def abierto_de(tx: Transaction, contacto_id: int) -> int | None:
    """Return the contact's newest case that is not closed, or None."""
    row = tx.first("asistente.casos.abierto_de", contacto_id=contacto_id)
    return None if row is None else int(row["id"])


def _conocido(tx: Transaction, cipher: Cipher, contacto_id: int, radicado: str | None, now: datetime) -> Row:
    """Return what is known of the customer: who they proved to be, their cases of 30 days, their application."""
    sesion = tx.first(
        "asistente.sesiones.viva",
        contacto_id=contacto_id,
        now=now,
        ocio=LIMITES.sesion_ociosa.total_seconds(),
        total=LIMITES.sesion_total.total_seconds(),
    )
    quien = sesion or {"cedula": None, "cedula_hmac": None, "nivel": None}
    antes = tx.one("asistente.casos.anteriores", contacto_id=contacto_id, cedula_hmac=quien["cedula_hmac"],
                   desde=now - REINCIDENCIA)  # fmt: skip
    tramite = tx.first("asistente.casos.del_tramite", radicado=radicado) if radicado else None
    return quien | {
        "anterior_id": antes["anterior_id"],
        "reincidencias": antes["cuantos"],
        "zona": tramite["asesor"] if tramite else None,
        "segmento": cipher.unseal(tramite["datos"], TRAMITE_DATOS).get("segmento") if tramite else None,
    }


def _puntuado(criterios: Criterios) -> dict[str, int]:
    tabla = prioridades.vigentes()
    puntos = tabla.puntuar(criterios)
    return {"puntos": puntos, "prioridad": tabla.prioridad(puntos)}


def _anotada(nota: Mapping[str, str] | None, now: datetime) -> list[dict[str, str]]:
    """Return the note as a line of the transcript, or none."""
    texto = "; ".join(f"{clave}: {valor}" for clave, valor in (nota or {}).items())
    return [{"de": "nota", "cuando": now.isoformat(), "texto": texto}] if texto else []
