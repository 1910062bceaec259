"""Files that customers send: received at once, reviewed apart, told when the whole group has its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.credito.requisitos import Requisito, requisitos
from proalto.services.credito.tramites import Tramite, tramite_abierto
from proalto.services.identificacion.contactos import Contacto
from proalto.services.operacion import trabajos

CONTENIDO, RAZON = "documentos.contenido", "documentos_omitidos.razon"
POR_HORA, BYTES_POR_DIA = 30, 50 * 1024 * 1024
PIDEN_SOPORTES = ("fraude", "datos", "bloqueo")  # types of case in which whoever writes proves what they claim
ESPERA = timedelta(days=3)  # a file without an application is forgotten after this; Meta keeps it for weeks


@dataclass(frozen=True)
class Recepcion:
    """What came with a message: `cuantos` files, of which `en_espera` wait for the customer to say what for.

    `caso`: the folio of the case that they are proof of, if no application is open.
    """

    cuantos: int
    en_espera: int
    demasiados: bool
    tramite: Tramite | None
    caso: str = ""


@dataclass(frozen=True)
class Revisado:
    """A file and its verdict; `titulo` is the document that it was taken for."""

    id: int
    estado: str
    motivo: str
    titulo: str
    elegido: bool


@dataclass(frozen=True)
class Avance:
    """One line of the checklist: how many pages are there, and whether that is enough or was excused."""

    requisito: Requisito
    paginas: int
    omitido: bool

    @property
    def listo(self) -> bool:
        return self.omitido or self.paginas >= self.requisito.minimo


def recibir_documentos(db: Database, cipher: Cipher, contacto: Contacto) -> Recepcion:
    """Take note of the files of this message; with an open application their review begins.

    Without one nothing is downloaded: only Meta's id of each file is kept (consent comes first). But what somebody
    sends as proof, with a case open in which they exercise a right, is reviewed for the person who attends them.
    """
    tramite = tramite_abierto(db, cipher, contacto)
    with db.transaction() as tx:
        llegados = tx.all("asistente.documentos.del_mensaje", wamid=contacto.wamid, contacto_id=contacto.id)
        demasiados = _demasiados(tx, contacto.id, contacto.wamid, len(llegados))
        caso = _caso_que_los_pide(tx, contacto) if llegados and tramite is None else ""
        if caso:
            recibir_para_persona(tx, contacto.id, contacto.wamid, por_derecho=True)
        for row in [] if demasiados or caso else llegados:
            tx.run("asistente.documentos.recibir", contacto_id=contacto.id, wamid=row["wamid"], grupo=contacto.wamid)
        if tramite is not None:
            _adoptar(tx, contacto, tramite)
        en_espera = tx.one("asistente.documentos.en_espera", contacto_id=contacto.id, desde=ESPERA)["cuantos"]
    return Recepcion(len(llegados), int(en_espera), demasiados and bool(llegados), tramite, caso)


def recibir_para_persona(tx: Transaction, contacto_id: int, wamid: str, *, por_derecho: bool = False) -> None:
    """Have the files of a message that an advisor reads reviewed, so that they may be opened; nobody tells a verdict.

    They belong to the open application, if there is one. Without the customer's authorization nothing is downloaded,
    unless it comes `por_derecho`: proof of a claim that the law has us receive (Ley 1581 art. 15, Ley 2573 art. 5).
    """
    llegados = tx.all("asistente.documentos.del_mensaje", wamid=wamid, contacto_id=contacto_id)
    if not llegados or _demasiados(tx, contacto_id, wamid, len(llegados)):
        return
    for row in llegados:
        nuevo = tx.first(
            "asistente.documentos.recibir_para_persona", contacto_id=contacto_id, wamid=row["wamid"], grupo=wamid,
            por_derecho=por_derecho,
        )  # fmt: skip
        if nuevo is not None:
            trabajos.despertar_revision(tx, int(nuevo["id"]))


def _caso_que_los_pide(tx: Transaction, contacto: Contacto) -> str:
    row = tx.first("asistente.documentos.caso_que_pide_soportes", contacto_id=contacto.id, tipos=list(PIDEN_SOPORTES))
    return "" if row is None else str(row["folio"])


def adoptar(db: Database, contacto: Contacto, tramite: Tramite) -> None:
    """Let the files that waited belong to this application, and wake their review."""
    with db.transaction() as tx:
        _adoptar(tx, contacto, tramite)


def _demasiados(tx: Transaction, contacto_id: int, wamid: str, llegados: int) -> bool:
    """Tell whether these would be more than one contact may send."""
    cuentas = tx.one("asistente.documentos.cuentas", contacto_id=contacto_id, wamid=wamid)
    return bool(cuentas["ultima_hora"] + llegados > POR_HORA or cuentas["bytes_dia"] > BYTES_POR_DIA)


def _adoptar(tx: Transaction, contacto: Contacto, tramite: Tramite) -> None:
    for row in tx.all("asistente.documentos.adoptar", contacto_id=contacto.id, tramite_id=tramite.id, desde=ESPERA):
        trabajos.despertar_revision(tx, int(row["id"]))


def progreso(db: Database, tramite: Tramite) -> list[Avance]:
    """Return the checklist in its order."""
    with db.transaction() as tx:
        return avance(tx, tramite)


def avance(tx: Transaction, tramite: Tramite) -> list[Avance]:
    """Return the checklist in its order, within a transaction."""
    paginas = {row["requisito"]: int(row["paginas"]) for row in tx.all("asistente.documentos.paginas", id=tramite.id)}
    omitidos = {row["requisito"] for row in tx.all("asistente.documentos.omitidos", id=tramite.id)}
    return [
        Avance(requisito, paginas.get(requisito.codigo, 0), requisito.codigo in omitidos)
        for requisito in requisitos(tramite.producto, tramite.segmento)
    ]


def por_decir(db: Database, tramite: Tramite, grupo: str) -> list[Revisado]:
    """Return the files of this group with their verdicts, in order of arrival."""
    titulos = {requisito.codigo: requisito.titulo for requisito in requisitos(tramite.producto, tramite.segmento)}
    with db.transaction() as tx:
        return [
            Revisado(
                id=int(row["id"]),
                estado=row["estado"],
                motivo=row["motivo"] or "",
                titulo=titulos.get(row["requisito"], ""),
                elegido=row["elegido"],
            )
            for row in tx.all("asistente.documentos.del_grupo", grupo=grupo, tramite_id=tramite.id)
        ]


def reclasificar(db: Database, tramite: Tramite, documento_id: int, requisito: str) -> bool:
    """Take a file for another document; False when it is not of this application."""
    with db.transaction() as tx:
        return (
            tx.run("asistente.documentos.reclasificar", id=documento_id, tramite_id=tramite.id, requisito=requisito)
            == 1
        )


def reemplazar(db: Database, tramite: Tramite, requisito: str) -> int:
    """Set aside what was accepted for this document, so that another file takes its place; return how many."""
    with db.transaction() as tx:
        return tx.run("asistente.documentos.reemplazar", tramite_id=tramite.id, requisito=requisito)


def omitir(
    db: Database, cipher: Cipher, contacto: Contacto, tramite: Tramite, requisito: str, razon: str, now: datetime
) -> None:
    """Record that the customer has not got this document, and why."""
    with db.transaction() as tx:
        tx.run(
            "asistente.documentos.omitir",
            tramite_id=tramite.id,
            requisito=requisito,
            razon=cipher.encrypt(razon.encode(), RAZON, de=contacto.id),
            wamid=contacto.wamid,
            now=now,
        )
