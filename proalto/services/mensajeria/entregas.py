"""Files of ours that are sent in a chat. A message names one; its bytes are looked up when it leaves.

In a turn's replies: {"custom": {"documento": {"tipo", "referencia", "nombre"}}}. In the outbox: {"type": "document",
"documento": {...}, "leyenda"}. A new kind of file is a new line in TIPOS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.credito import certificados, extracto
from proalto.services.datos import papeles_de_datos

DIAS_EN_META = 29  # an uploaded file lives 30 days there
PDF, TEXTO = "application/pdf", "text/plain"  # WhatsApp takes no document of type application/json
CLAVE_MAXIMA = 100


class SinDocumento(ProAltoError):
    """There is no such file to send, or no longer."""


@dataclass(frozen=True)
class Documento:
    """A file by name: `referencia` finds it among those of its `tipo`, `nombre` is what the customer sees."""

    tipo: str
    referencia: str
    nombre: str

    @property
    def clave(self) -> str:
        """What the file is called where uploads are remembered: never what a sealed reference holds."""
        clave = f"{self.tipo}:{self.referencia}"
        if len(clave) <= CLAVE_MAXIMA:
            return clave
        return f"{self.tipo}:{hashlib.sha256(clave.encode()).hexdigest()}"


@dataclass(frozen=True)
class Archivo:
    """The file itself."""

    contenido: bytes
    mime: str


def _certificado(db: Database, cipher: Cipher, folio: str) -> Archivo:
    try:
        return Archivo(certificados.pdf_de(db, cipher, folio), PDF)
    except certificados.NoExiste as error:
        raise SinDocumento("certificado") from error


def _extracto(db: Database, cipher: Cipher, referencia: str) -> Archivo:
    try:
        return Archivo(extracto.dibujar(cipher, referencia), PDF)
    except extracto.SinExtracto as error:
        raise SinDocumento("extracto") from error


def _de_datos(hacer: Callable[[Database, Cipher, str], bytes], mime: str) -> Callable[..., Archivo]:
    def abrir_papel(db: Database, cipher: Cipher, folio: str) -> Archivo:
        try:
            return Archivo(hacer(db, cipher, folio), mime)
        except papeles_de_datos.SinPapel as error:
            raise SinDocumento("datos") from error

    return abrir_papel


TIPOS: Mapping[str, Callable[[Database, Cipher, str], Archivo]] = {
    "certificado": _certificado,
    "extracto": _extracto,
    "mis_datos": _de_datos(papeles_de_datos.pdf, PDF),
    "mis_datos_json": _de_datos(papeles_de_datos.como_json, TEXTO),
    "autorizacion": _de_datos(papeles_de_datos.copia, PDF),
}


def de_respuesta(respuesta: Mapping[str, Any]) -> Documento | None:
    """Return the file that a reply of a turn names, or None."""
    nombrado = (respuesta.get("custom") or {}).get("documento")
    return Documento(**nombrado) if nombrado else None


def cuerpo(documento: Documento, leyenda: str) -> dict[str, Any]:
    """Return what the outbox keeps of a message with a file."""
    return {"type": "document", "documento": asdict(documento), "leyenda": leyenda}


def de_cuerpo(guardado: Mapping[str, Any]) -> Documento | None:
    """Return the file that a message of the outbox names, or None."""
    return Documento(**guardado["documento"]) if "documento" in guardado else None


def abrir(db: Database, cipher: Cipher, documento: Documento) -> Archivo:
    """Return the file itself; raise SinDocumento when there is none."""
    if documento.tipo not in TIPOS:
        raise SinDocumento(documento.tipo)
    return TIPOS[documento.tipo](db, cipher, documento.referencia)


def subido(db: Database, documento: Documento) -> str | None:
    """Return the id under which Meta holds the file, or None when it must be uploaded."""
    with db.transaction() as tx:
        row = tx.first("asistente.documentos_subidos.vigente", documento=documento.clave, dias=DIAS_EN_META)
    return None if row is None else str(row["media_id"])


def anotar_subida(db: Database, documento: Documento, media_id: str) -> None:
    """Remember under which id Meta holds the file."""
    with db.transaction() as tx:
        tx.run("asistente.documentos_subidos.guardar", documento=documento.clave, media_id=media_id)


def olvidar_subida(db: Database, documento: Documento) -> None:
    """Forget an id that Meta does not know."""
    with db.transaction() as tx:
        tx.run("asistente.documentos_subidos.olvidar", documento=documento.clave)
