"""Certificates that were issued: kept with their PDF, told valid or not to whoever has the folio, and revoked."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.cedula import leer_cedula
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher, en_custodia
from proalto.gateways.imprenta import Certificado
from proalto.services.credito.folios import leer_folio
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import CEDULA

VISIBLES = 3  # digits of the cédula that the public page shows


class NoExiste(ProAltoError):
    """There is no valid certificate under this folio or of this cédula."""


@dataclass(frozen=True)
class Vigente:
    """What anybody with the folio may know of a valid certificate: not the name, not the cédula."""

    folio: str
    iniciales: str
    cedula_final: str
    emitido_en: datetime
    corte_en: datetime
    sha256: bytes

    def es(self, archivo: bytes) -> bool:
        """Tell whether these are the very bytes that were issued.

        Stricter than looking at the signature, which stays sound when something is appended.
        """
        return hmac.compare_digest(hashlib.sha256(archivo).digest(), self.sha256)


def uno_a_la_vez(tx: Transaction, cipher: Cipher, cedula: str) -> None:
    """Wait for whoever is issuing to this customer; until the transaction ends, nobody else does."""
    tx.all("asistente.certificados.uno_a_la_vez", cedula_hmac=_huella(cipher, cedula))


def del_dia(tx: Transaction, cipher: Cipher, cedula: str, estado: bytes, dia: date) -> Row | None:
    """Return the valid certificate of this day that says the same (folio, wamid_origen), or None."""
    return tx.first("asistente.certificados.del_dia", cedula_hmac=_huella(cipher, cedula), estado_hmac=estado, dia=dia)


def guardar(
    tx: Transaction, cipher: Cipher, contacto: Contacto, certificado: Certificado, estado: bytes, pdf: bytes
) -> None:
    """Store a certificate as it was issued, with its document."""
    dueno = en_custodia(contacto.id)
    tx.run(
        "asistente.certificados.guardar",
        folio=certificado.folio,
        contacto_id=contacto.id,
        cedula=cipher.encrypt(certificado.cedula.encode(), CEDULA, de=dueno),
        cedula_hmac=_huella(cipher, certificado.cedula),
        estado_hmac=estado,
        dia=certificado.emitido_en.astimezone(BOGOTA).date(),
        contenido=cipher.seal(_contenido(certificado), f"certificados.contenido:{certificado.folio}", de=dueno),
        pdf=cipher.encrypt(pdf, f"certificados.pdf:{certificado.folio}", de=dueno),
        sha256=hashlib.sha256(pdf).digest(),
        emitido_en=certificado.emitido_en,
        corte_en=certificado.corte_en,
        wamid=contacto.wamid,
    )


def pdf_de(db: Database, cipher: Cipher, folio: str) -> bytes:
    """Return the document as it was issued; raise NoExiste when it is not valid (any more)."""
    with db.transaction() as tx:
        row = tx.first("asistente.certificados.pdf", folio=folio)
    if row is None:
        raise NoExiste(folio)
    return cipher.decrypt(row["pdf"], f"certificados.pdf:{folio}")


def verificar(db: Database, cipher: Cipher, texto: str) -> Vigente:
    """Return the valid certificate under this folio; raise NoExiste for a slip, an unknown one and a revoked one."""
    folio = leer_folio(cipher, texto)
    if folio is None:
        raise NoExiste
    with db.transaction() as tx:
        row = tx.first("asistente.certificados.por_folio", folio=folio)
    if row is None:
        raise NoExiste
    contenido = cipher.unseal(row["contenido"], f"certificados.contenido:{folio}")
    return Vigente(
        folio=folio,
        iniciales=iniciales(contenido["nombre"]),
        cedula_final=contenido["cedula"][-VISIBLES:],
        emitido_en=row["emitido_en"],
        corte_en=row["corte_en"],
        sha256=bytes(row["sha256"]),
    )


def revocar(db: Database, cipher: Cipher, cual: str, motivo: str, now: datetime) -> list[str]:
    """Revoke the certificate with this folio, or every one of the person with this cédula; return the folios.

    For a payment that bounced after the issue. Raises NoExiste when nothing was valid.
    """
    folio, cedula = leer_folio(cipher, cual), leer_cedula(cual)
    with db.transaction() as tx:
        if folio is not None:
            rows = tx.all("asistente.certificados.revocar", folio=folio, motivo=motivo, now=now)
        elif cedula is not None:
            huella = _huella(cipher, cedula)
            rows = tx.all("asistente.certificados.revocar_de", cedula_hmac=huella, motivo=motivo, now=now)
        else:
            rows = []
    if not rows:
        raise NoExiste
    return [str(row["folio"]) for row in rows]


def iniciales(nombre: str) -> str:
    """Return "Á. H. Z. P." for "Álvaro Hernán Zuluaga Pineda"."""
    primeras = [next((letra for letra in palabra if letra.isalpha()), "") for palabra in nombre.split()]
    return " ".join(f"{letra.upper()}." for letra in primeras if letra)


def _contenido(certificado: Certificado) -> dict[str, object]:
    return {
        "nombre": certificado.nombre,
        "cedula": certificado.cedula,
        "obligaciones": [
            {"numero": uno.numero, "cancelada_en": uno.cancelada_en and uno.cancelada_en.isoformat()}
            for uno in certificado.obligaciones
        ],
    }


def _huella(cipher: Cipher, cedula: str) -> bytes:
    return cipher.keyed_hash("cedula", cedula)
