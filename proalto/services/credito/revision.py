"""The verdict on a customer's file: stored with the file, and told once all that came together have theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.credito.documentos import CONTENIDO, avance
from proalto.services.credito.requisitos import reconocer, requisitos
from proalto.services.credito.tramites import DATOS, Tramite
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo, encolar_interno

ACEPTADO, RECHAZADO, REPETIDO = "aceptado", "rechazado", "repetido"
DECIR = "/documentos_revisados"


@dataclass(frozen=True)
class Pendiente:
    """A file to review: where Meta keeps it, what the customer called it, and the application it is for, if any."""

    id: int
    contacto_id: int
    grupo: str
    media_id: str
    llamado: str = field(repr=False)
    intentos: int
    creado_en: datetime
    tramite: Tramite | None


@dataclass(frozen=True)
class Veredicto:
    """How a file came out; `motivo` is empty when it is good, and then `contenido` is what to keep."""

    motivo: str
    sha256: str = ""
    tamano: int = 0
    formato: str = ""
    paginas: int = 0
    contenido: bytes = field(default=b"", repr=False)


def tomar(db: Database, cipher: Cipher, documento_id: int) -> Pendiente | None:
    """Take a file to review, or None when it has its verdict or must wait."""
    with db.transaction() as tx:
        row = tx.first("asistente.documentos.tomar", id=documento_id)
    return None if row is None else _pendiente(cipher, row)


def aplazar(db: Database, documento_id: int, segundos: float) -> None:
    """Look at the file later."""
    with db.transaction() as tx:
        tx.run("asistente.documentos.aplazar", id=documento_id, segundos=segundos)


def concluir(db: Database, cipher: Cipher, pendiente: Pendiente, veredicto: Veredicto) -> None:
    """Store the verdict; the last one of its group makes the assistant tell them."""
    with db.transaction() as tx:
        tx.all("asistente.documentos.grupo", grupo=pendiente.grupo)
        if veredicto.motivo:
            _rechazar(tx, pendiente, veredicto, RECHAZADO)
        elif _repetido(tx, pendiente, veredicto):
            _rechazar(tx, pendiente, veredicto, REPETIDO)
        else:
            _aceptar(tx, cipher, pendiente, veredicto)
        if pendiente.tramite is None:  # an advisor asked for it, and sees how it came out
            return
        if not tx.one("asistente.documentos.faltan_del_grupo", grupo=pendiente.grupo)["cuantos"]:
            _repartir(tx, pendiente.grupo, pendiente.tramite)
            clave, orden = f"revision:{pendiente.grupo}", f'{DECIR}{{"grupo": "{pendiente.grupo}"}}'
            encolar_interno(tx, cipher, pendiente.contacto_id, clave, orden)


def olvidados(tx: Transaction) -> list[int]:
    """Return the files that wait for their review with nobody at it."""
    return [int(row["id"]) for row in tx.all("asistente.documentos.olvidados")]


def _aceptar(tx: Transaction, cipher: Cipher, pendiente: Pendiente, veredicto: Veredicto) -> None:
    tramite = pendiente.tramite
    pedidos = () if tramite is None else requisitos(tramite.producto, tramite.segmento)
    dicho = reconocer(pendiente.llamado, pedidos)
    tx.run(
        "asistente.documentos.aceptar",
        id=pendiente.id,
        requisito=None if dicho is None else dicho.codigo,
        elegido=dicho is not None,
        formato=veredicto.formato,
        paginas=veredicto.paginas,
        bytes=veredicto.tamano,
        sha256=veredicto.sha256,
        contenido=cipher.encrypt(veredicto.contenido, CONTENIDO, de=pendiente.contacto_id),
    )


def _repetido(tx: Transaction, pendiente: Pendiente, veredicto: Veredicto) -> bool:
    tramite_id = None if pendiente.tramite is None else pendiente.tramite.id
    return bool(
        tx.all(
            "asistente.documentos.repetido",
            contacto_id=pendiente.contacto_id,
            tramite_id=tramite_id,
            sha256=veredicto.sha256,
        )
    )


def _repartir(tx: Transaction, grupo: str, tramite: Tramite) -> None:
    """Take the files that nobody named, in order of arrival, for what is missing once the named ones are counted."""
    for row in tx.all("asistente.documentos.sin_requisito", grupo=grupo):
        faltan = [linea.requisito for linea in avance(tx, tramite) if not linea.listo]
        elegido = (faltan or requisitos(tramite.producto, tramite.segmento))[0]
        tx.run("asistente.documentos.repartir", id=row["id"], requisito=elegido.codigo)


def _rechazar(tx: Transaction, pendiente: Pendiente, veredicto: Veredicto, estado: str) -> None:
    tx.run(
        "asistente.documentos.rechazar",
        id=pendiente.id,
        estado=estado,
        motivo=veredicto.motivo,
        bytes=veredicto.tamano,
        sha256=veredicto.sha256,
    )


def _pendiente(cipher: Cipher, row: Row) -> Pendiente:
    cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
    return Pendiente(
        id=int(row["id"]),
        contacto_id=int(row["contacto_id"]),
        grupo=row["grupo"],
        media_id=cuerpo["media_id"],
        llamado=f"{cuerpo['leyenda']} {cuerpo['archivo']}",
        intentos=int(row["intentos"]),
        creado_en=row["creado_en"],
        tramite=_tramite(cipher, row),
    )


def _tramite(cipher: Cipher, row: Row) -> Tramite | None:
    if row["tramite_id"] is None:
        return None
    return Tramite(
        id=int(row["tramite_id"]),
        contacto_id=int(row["contacto_id"]),
        producto=row["producto"],
        estado=row["estado"],
        datos=cipher.unseal(row["datos"], DATOS),
        creado_en=row["tramite_creado_en"],
    )
