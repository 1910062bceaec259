"""Files that customers sent, as an advisor sees them: pictures of the pages, and the original if it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.gateways.archivos.paginas import vista
from proalto.gateways.cipher import Cipher
from proalto.services.credito.documentos import CONTENIDO
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mesa.ficha import puede_ver_contacto
from proalto.services.mesa.usuarios import Usuario

SIN_NOMBRE = "documento"
NOMBRE_MAXIMO = 60
_NO_SIRVE = re.compile(r"[^A-Za-z0-9_-]+")


class SinArchivo(ProAltoError):
    """There is no such file, it is not kept, or it is not for this person to see."""


@dataclass(frozen=True)
class Archivo:
    """A file of a customer's; `nombre` is what the customer called it, to be shown with care, while that is known."""

    id: int
    contacto_id: int
    formato: str
    paginas: int
    requisito: str | None
    nombre: str = field(repr=False)
    contenido: bytes = field(repr=False)

    @property
    def nombre_seguro(self) -> str:
        """Return a name for a disk: ASCII letters and digits, and the ending that the content has."""
        base = _NO_SIRVE.sub("-", self.nombre.rsplit(".", 1)[0]).strip("-_")[:NOMBRE_MAXIMO]
        return f"{base or SIN_NOMBRE}-{self.id}.{self.formato}"


def abrir(db: Database, cipher: Cipher, documento_id: int, usuario: Usuario) -> Archivo:
    """Return a kept file, decrypted; raise SinArchivo."""
    with db.transaction() as tx:
        row = tx.first("asistente.ficha.archivo", id=documento_id)
        if row is None or row["contenido"] is None or not puede_ver_contacto(tx, row["contacto_id"], usuario):
            raise SinArchivo(str(documento_id))
    return _archivo(cipher, row)


def dibujar(archivo: Archivo, pagina: int, ancho: int = 1000) -> bytes:
    """Return one page as a JPEG, drawn by a child process without secrets; raise SinVista or RevisorAway."""
    return vista(archivo.contenido, archivo.formato, pagina, ancho)


def _archivo(cipher: Cipher, row: Row) -> Archivo:
    return Archivo(
        id=int(row["id"]),
        contacto_id=int(row["contacto_id"]),
        formato=row["formato"],
        paginas=int(row["paginas"]),
        requisito=row["requisito"],
        nombre=SIN_NOMBRE if row["cuerpo"] is None else abrir_cuerpo(cipher, row["cuerpo"])["archivo"],
        contenido=cipher.decrypt(row["contenido"], CONTENIDO),
    )
