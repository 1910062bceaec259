"""Applications begun in the chat: opened, filled in step by step, left and taken up again, filed under a radicado."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA, sumar_tiempo_habil
from proalto.gateways.cipher import Cipher, en_custodia
from proalto.services.atencion import tipos_de_caso
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito import evidencia
from proalto.services.credito.asignacion import asesores, asignar
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad

DATOS = "tramites.datos"
CONFIRMADO, SI = "confirmado", "si"


class SinTramite(ProAltoError):
    """The contact has no open application."""


@dataclass(frozen=True)
class Tramite:
    """An application; `datos` are its answers by name, kept out of repr and so out of logs."""

    id: int
    contacto_id: int
    producto: str
    estado: str
    datos: dict[str, str]
    creado_en: datetime

    def __repr__(self) -> str:
        return f"Tramite({self.id}, {self.producto}, {self.estado})"

    @property
    def segmento(self) -> str:
        return self.datos.get("segmento", "")

    @property
    def abierto(self) -> bool:
        return self.estado == "abierto"


@dataclass(frozen=True)
class Radicado:
    """A filed application: its number, who calls, and until when."""

    numero: str
    asesor: str
    prometido_para: datetime


def abrir_tramite(
    db: Database, cipher: Cipher, contacto: Contacto, producto: str, datos: dict[str, str], now: datetime
) -> Tramite:
    """Return the contact's open application for this product, begun now if there is none; `datos` are added to it.

    Raises FaltaAutorizacion: what is collected needs a consent (Ley 1581 art. 9).
    """
    exigir_autorizacion(db, contacto)
    with db.transaction() as tx:
        tx.run("asistente.tramites.abrir", contacto_id=contacto.id, producto=producto,
               datos=cipher.seal({}, DATOS, de=contacto.id), wamid=contacto.wamid, now=now)  # fmt: skip
        row = tx.one("asistente.tramites.bloquear", contacto_id=contacto.id, producto=producto)
        return _anotar(tx, cipher, _abierto(cipher, row), datos, now)


def tramite_abierto(db: Database, cipher: Cipher, contacto: Contacto, producto: str | None = None) -> Tramite | None:
    """Return the application that the contact touched last and has not finished, or None."""
    with db.transaction() as tx:
        row = tx.first("asistente.tramites.abierto", contacto_id=contacto.id, producto=producto)
    return None if row is None else _abierto(cipher, row)


def tramite_del_grupo(db: Database, cipher: Cipher, contacto: Contacto, grupo: str) -> Tramite | None:
    """Return the application that a group of files is for, finished or not."""
    with db.transaction() as tx:
        row = tx.first("asistente.tramites.del_grupo", contacto_id=contacto.id, grupo=grupo)
    return None if row is None else _abierto(cipher, row)


def esta_confirmado(tramite: Tramite) -> bool:
    """Tell whether the customer has confirmed the answers, so that only documents may be missing."""
    return tramite.datos.get(CONFIRMADO) == SI


def anotar_datos(
    db: Database, cipher: Cipher, contacto: Contacto, producto: str, datos: dict[str, str], now: datetime
) -> Tramite:
    """Add answers to the open application; an empty answer takes one away. Raises SinTramite."""
    with db.transaction() as tx:
        row = tx.first("asistente.tramites.bloquear", contacto_id=contacto.id, producto=producto)
        if row is None:
            raise SinTramite(producto)
        return _anotar(tx, cipher, _abierto(cipher, row), datos, now)


def abandonar(db: Database, contacto: Contacto, producto: str, now: datetime) -> bool:
    """Give the open application up; False when there was none."""
    with db.transaction() as tx:
        return tx.run("asistente.tramites.abandonar", contacto_id=contacto.id, producto=producto, now=now) == 1


def radicar(db: Database, cipher: Cipher, contacto: Contacto, producto: str, now: datetime) -> Radicado:
    """File the open application with its evidence, and assign who calls; the same message files it once.

    Raises SinTramite.
    """
    with db.transaction() as tx:
        hecho = tx.first("asistente.tramites.radicado_por", wamid=contacto.wamid)
        if hecho is not None:
            return Radicado(hecho["radicado"], _nombre(hecho["asesor"]), hecho["prometido_para"])
        row = tx.first("asistente.tramites.bloquear", contacto_id=contacto.id, producto=producto)
        if row is None:
            raise SinTramite(producto)
        tramite = _abierto(cipher, row)
        asesor = asignar(tx, tramite.datos.get("departamento", ""), tramite.segmento, now)
        tipo = tipos_de_caso.vigentes()[producto]
        prometido = sumar_tiempo_habil(now, tipo.respuesta_minutos, tipo.horario)
        radicado = Radicado(_numero(tx, now), asesor.nombre, prometido)
        prueba = evidencia.reunir(tx, cipher, tramite.id, contacto, radicado.numero, tramite.datos, now)
        tx.run(
            "asistente.tramites.radicar",
            id=tramite.id,
            radicado=radicado.numero,
            asesor=asesor.codigo,
            prometido_para=radicado.prometido_para,
            evidencia=cipher.seal(prueba, evidencia.EVIDENCIA, de=en_custodia(contacto.id)),
            evidencia_sha256=evidencia.huella(prueba),
            wamid=contacto.wamid,
            now=now,
        )
    return radicado


def radicada_aqui(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Radicado | None:
    """Return the newest application that this person filed in this chat, or None; raise FaltaIdentidad.

    The lender's database may not have it yet. Another person's on a shared phone is not shown.
    """
    titular = exigir_identidad(db, cipher, contacto, Nivel.N1, now)
    with db.transaction() as tx:
        rows = tx.all("asistente.tramites.radicados", contacto_id=contacto.id)
    propios = [row for row in rows if cipher.unseal(row["datos"], DATOS).get("documento_identidad") == titular.cedula]
    if not propios:
        return None
    return Radicado(propios[0]["radicado"], _nombre(propios[0]["asesor"]), propios[0]["prometido_para"])


def _anotar(tx: Transaction, cipher: Cipher, tramite: Tramite, datos: dict[str, str], now: datetime) -> Tramite:
    todos = {clave: valor for clave, valor in (tramite.datos | datos).items() if valor}
    tx.run(
        "asistente.tramites.anotar",
        id=tramite.id,
        datos=cipher.seal(todos, DATOS, de=tramite.contacto_id),
        now=now,
    )
    return Tramite(tramite.id, tramite.contacto_id, tramite.producto, tramite.estado, todos, tramite.creado_en)


def _abierto(cipher: Cipher, row: Row) -> Tramite:
    return Tramite(
        id=int(row["id"]),
        contacto_id=int(row["contacto_id"]),
        producto=row["producto"],
        estado=row["estado"],
        datos=cipher.unseal(row["datos"], DATOS),
        creado_en=row["creado_en"],
    )


def _numero(tx: Transaction, now: datetime) -> str:
    """Return the next radicado of this chat: W, year, running number; the lender's own begin with R."""
    return f"W-{now.astimezone(BOGOTA).year}-{tx.one('asistente.tramites.siguiente')['numero']:06d}"


def _nombre(codigo: str) -> str:
    return next((asesor.nombre for asesor in asesores() if asesor.codigo == codigo), codigo)
