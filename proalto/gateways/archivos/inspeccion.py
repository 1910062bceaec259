"""The inspection of one file, seen from the process that asks for it."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict, dataclass

from proalto.gateways.archivos import signatures
from proalto.gateways.archivos.motivos import LIMITES, ArchivoRechazado, Limites, Motivo
from proalto.gateways.archivos.process import Answer, ChildDied, ask

logger = logging.getLogger(__name__)
_LADO_MAXIMO = 100_000


@dataclass(frozen=True)
class Archivo:
    """A file that passed."""

    tipo: str  # of `contenido`: "pdf", "jpg" or "png"
    contenido: bytes  # images: drawn again, upright, nothing left but pixels; PDF: as it came
    sha256: str  # of what the customer sent, in hexadecimal
    paginas: int
    ancho: int  # pixels of the clean image; points of a PDF's first page
    alto: int


def inspeccionar(contenido: bytes, limites: Limites = LIMITES) -> Archivo:
    """Return the clean file; raise ArchivoRechazado, or RevisorAway when no child could be started.

    Blocks for up to `limites.segundos`; safe in several threads at once. This process reads only the first bytes and
    the last: the rest is for a child without secrets, files or network, and with little memory.
    """
    tipo = _tipo(contenido, limites)
    pedido = {"orden": "inspeccionar", "tipo": tipo, "limites": asdict(limites)}
    try:
        return _archivo(contenido, tipo, ask(pedido, contenido, limites), limites)
    except ChildDied as error:
        logger.warning("the inspection of a file (%s, %d bytes) died: %s", tipo, len(contenido), error)
        raise ArchivoRechazado(Motivo.tardo if error.late else Motivo.danado) from error


def _tipo(contenido: bytes, limites: Limites) -> str:
    if not contenido:
        raise ArchivoRechazado(Motivo.vacio)
    if len(contenido) > limites.bytes:
        raise ArchivoRechazado(Motivo.muy_grande)
    if signatures.is_test_virus(contenido):
        raise ArchivoRechazado(Motivo.virus)
    tipo = signatures.kind(contenido)
    if tipo is None:
        raise ArchivoRechazado(Motivo.formato)
    if signatures.is_also_an_archive(contenido):
        raise ArchivoRechazado(Motivo.mezclado)
    return tipo


def _archivo(contenido: bytes, tipo: str, respuesta: Answer, limites: Limites) -> Archivo:
    datos, dibujada = respuesta
    try:
        if "motivo" in datos:
            raise ArchivoRechazado(Motivo(datos["motivo"]))
        paginas, ancho, alto = (int(datos[clave]) for clave in ("paginas", "ancho", "alto"))
    except (KeyError, ValueError, TypeError) as error:
        raise ChildDied("an answer of another shape") from error
    limpio = contenido if tipo == "pdf" else dibujada
    tipo_limpio = signatures.kind(limpio)
    posible = 1 <= paginas <= limites.paginas and 1 <= min(ancho, alto) <= max(ancho, alto) <= _LADO_MAXIMO
    if tipo_limpio is None or (tipo_limpio == "pdf") != (tipo == "pdf") or not posible:
        raise ChildDied("an answer that cannot be")
    return Archivo(tipo_limpio, limpio, hashlib.sha256(contenido).hexdigest(), paginas, ancho, alto)
