"""What an advisor sees of a stored file: pictures of its pages, never the file itself."""

from __future__ import annotations

from dataclasses import asdict

from proalto.errors import ProAltoError
from proalto.gateways.archivos import signatures
from proalto.gateways.archivos.motivos import LIMITES, Limites
from proalto.gateways.archivos.process import ChildDied, ask

ANCHO_MINIMO, ANCHO_MAXIMO = 64, 2_000


class SinVista(ProAltoError):
    """There is no such page, or it cannot be drawn within the limits."""


def vista(contenido: bytes, tipo: str, pagina: int = 1, ancho: int = 1_000, limites: Limites = LIMITES) -> bytes:
    """Return page `pagina` (from 1) of an accepted file as a JPEG of at most `ancho` pixels.

    `tipo` is the one of Archivo. Raises SinVista, or RevisorAway when no child could be started. Blocks for up to
    `limites.segundos`; the file is drawn by a child under the same limits as when it was inspected.
    """
    una = tipo != "pdf" and pagina > 1
    if not ANCHO_MINIMO <= ancho <= ANCHO_MAXIMO or pagina < 1 or una or signatures.kind(contenido) != tipo:
        raise SinVista("no such view")
    order = {"orden": "ver", "tipo": tipo, "pagina": pagina, "ancho": ancho, "limites": asdict(limites)}
    try:
        answer, picture = ask(order, contenido, limites)
    except ChildDied as error:
        raise SinVista(str(error)) from error
    if "motivo" in answer or signatures.kind(picture) != "jpg":
        raise SinVista(f"not drawn: {answer.get('motivo')}")
    return picture
