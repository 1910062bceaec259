"""Evidence leaves the desk when one person asks for it and another agrees; for a while, and each time it is audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import expediente, notas, permisos_de_caso, suplantaciones
from proalto.services.atencion.permisos_de_caso import auditar
from proalto.services.atencion.tipos_de_caso import FRAUDE
from proalto.services.mesa import auditoria, ficha
from proalto.services.mesa.usuarios import Rol, Usuario

APRUEBAN = (Rol.SUPERVISOR, Rol.AUDITOR)
ESPERA, DISPONIBLE = timedelta(days=3), timedelta(days=1)  # for the second person; for who takes it, from then on
RADICADO_MAXIMO = 40


class NoEsSuplantacion(ProAltoError):
    """Only a case of impersonation has evidence to hand over."""


class FaltaProbarQuienEs(ProAltoError):
    """Nobody proved in the chat whose case this is: only a supervisor may ask, who writes how it was proved."""


class NoSePuede(ProAltoError):
    """There is no such request, it has expired, or it is not for this person to do that."""


@dataclass(frozen=True)
class Entrega:
    """A request as the page of its case shows it. `puede_aprobar` and `puede_bajar`: the one who looks, now."""

    id: int
    radicado: str | None
    pidio: str
    pedida_en: datetime
    vence_en: datetime
    aprobo: str | None
    aprobada_en: datetime | None
    puede_aprobar: bool
    puede_bajar: bool

    def vencida(self, now: datetime) -> bool:
        return self.vence_en <= now


def pedir(
    tx: Transaction, cipher: Cipher, folio: str, radicado: str, usuario: Usuario, now: datetime, *, prueba: str = ""
) -> int:
    """Ask for the evidence of a case, and of the application that is named, if one is; return the request.

    `prueba`: how it was proved who the victim is, when the chat did not; it stays as a note of the case, for who must
    agree. Raise NoEsSuplantacion, FaltaProbarQuienEs, NotaInvalida, or what says that the case is not theirs.
    """
    caso = permisos_de_caso.permitido(tx, folio, usuario)
    if caso.tipo != FRAUDE:
        raise NoEsSuplantacion(folio)
    aparte = falta_probar(tx, caso.id)
    if aparte:
        if usuario.rol is not Rol.SUPERVISOR or not prueba.strip():
            raise FaltaProbarQuienEs(folio)
        notas.poner(tx, cipher, caso.id, caso.contacto_id, usuario.id, prueba, now)
    row = tx.one("asistente.suplantaciones.pedir_entrega", caso_id=caso.id, usuario_id=usuario.id, now=now,
                 radicado=radicado.strip()[:RADICADO_MAXIMO] or None, vence_en=now + ESPERA)  # fmt: skip
    if aparte:
        auditar(tx, "identidad_probada_aparte", caso, usuario, now, entrega=row["id"])
    auditar(tx, "evidencia_pedida", caso, usuario, now, entrega=row["id"])
    return int(row["id"])


def falta_probar(tx: Transaction, caso_id: int) -> bool:
    """Tell whether nobody proved in the chat whose case this is: then anybody could be who gets the evidence."""
    return tx.one("asistente.expediente.caso", caso_id=caso_id)["cedula_hmac"] is None


def aprobar(tx: Transaction, entrega_id: int, usuario: Usuario, now: datetime) -> str:
    """Agree to what another person asked for; return the folio of its case. Raise NoSePuede."""
    entrega = _una(tx, entrega_id)
    if usuario.rol not in APRUEBAN or not usuario.activo:
        raise NoSePuede(str(entrega_id))
    params = {"id": entrega_id, "usuario_id": usuario.id, "now": now, "vence_en": now + DISPONIBLE}
    if not tx.run("asistente.suplantaciones.aprobar_entrega", **params):
        raise NoSePuede(str(entrega_id))
    objeto = f"caso:{entrega['folio']}"
    auditoria.anotar(tx, usuario.id, "evidencia_aprobada", objeto, now, {"entrega": entrega_id})
    return str(entrega["folio"])


def bajar(db: Database, cipher: Cipher, entrega_id: int, usuario: Usuario, now: datetime) -> tuple[str, bytes]:
    """Return the name and the bytes of the bundle, to who asked or who agreed; raise NoSePuede."""
    with db.transaction() as tx:
        entrega = _una(tx, entrega_id)
        suya = usuario.id in (entrega["pedida_por"], entrega["aprobada_por"])
        if entrega["aprobada_por"] is None or entrega["vence_en"] <= now or not suya or not usuario.activo:
            raise NoSePuede(str(entrega_id))
    paquete = expediente.armar(db, cipher, entrega["caso_id"], entrega["radicado"], now)
    with db.transaction() as tx:
        objeto = f"caso:{entrega['folio']}"
        auditoria.anotar(tx, usuario.id, "evidencia_descargada", objeto, now, {"entrega": entrega_id})
    return f"expediente-{entrega['folio']}.zip", paquete


def marcar_victima(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> None:
    """Give the customer of a case the mark of the law, once; raise NoEsSuplantacion."""
    caso = permisos_de_caso.permitido(tx, folio, usuario)
    if caso.tipo != FRAUDE:
        raise NoEsSuplantacion(folio)
    if suplantaciones.marcar(tx, caso.id, usuario.id, now):
        auditar(tx, "victima_marcada", caso, usuario, now)


def del_caso(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> list[Entrega]:
    """Return the requests of a case that this person may look at, the newest first."""
    caso = ficha.caso_visible(tx, folio, usuario)
    return [_entrega(row, usuario, now) for row in tx.all("asistente.suplantaciones.entregas_de", caso_id=caso["id"])]


def _una(tx: Transaction, entrega_id: int) -> Row:
    row = tx.first("asistente.suplantaciones.entrega", id=entrega_id)
    if row is None:
        raise NoSePuede(str(entrega_id))
    return row


def _entrega(row: Row, usuario: Usuario, now: datetime) -> Entrega:
    viva, aprobada = row["vence_en"] > now, row["aprobada_en"] is not None
    suya = usuario.id in (row["pedida_por"], row["aprobada_por"])
    campos = {c: row[c] for c in ("id", "radicado", "pidio", "pedida_en", "vence_en", "aprobo", "aprobada_en")}
    return Entrega(
        **campos,
        puede_aprobar=viva and not aprobada and usuario.rol in APRUEBAN and row["pedida_por"] != usuario.id,
        puede_bajar=viva and aprobada and suya,
    )
