"""A photo or a screenshot: opened within limits, judged, and drawn again. Runs only in the child."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin  # the last one reads EXIF

from proalto.gateways.archivos import calidad, jpeg, png, signatures
from proalto.gateways.archivos.motivos import MEGA, ArchivoRechazado, Limites, Motivo

__all__ = ["Limpia", "TiffImagePlugin", "limpiar", "vista"]

Image.preinit()  # the writers; no module can be read from disk once the sandbox is shut

GUARDADOS = 8_000_000  # pixels kept: a letter page at 290 dpi; turning it takes two of them at once, 64 MB
_EN_MEMORIA = 64 * MEGA
_CALIDAD_JPEG = 90
_ORIENTACION = 0x0112
_GIROS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True)
class Limpia:
    contenido: bytes
    ancho: int
    alto: int


def limpiar(contenido: bytes, tipo: str, limites: Limites) -> Limpia:
    """Return the image upright and alone, of at most GUARDADOS pixels; raise ArchivoRechazado."""
    imagen = abrir(contenido, tipo, limites)
    calidad.exigir_legible(imagen)
    salida = _escrita(imagen, "PNG" if tipo == "png" else "JPEG")
    if len(salida) > limites.bytes:  # a photo kept as PNG
        salida = _escrita(imagen, "JPEG")
    return Limpia(salida, *imagen.size)


def vista(contenido: bytes, tipo: str, ancho: int, limites: Limites) -> bytes:
    """Return an accepted image as a JPEG of at most `ancho` pixels; raise ArchivoRechazado."""
    imagen = abrir(contenido, tipo, limites)
    imagen.thumbnail((ancho, imagen.height))
    return _escrita(imagen, "JPEG")


def abrir(contenido: bytes, tipo: str, limites: Limites) -> Image.Image:
    """Return the decoded pixels, in mode L or RGB, upright, with nothing else."""
    imagen = _jpeg(contenido, limites) if tipo == "jpg" else _png(contenido, limites)
    giro = _GIROS.get(_orientacion(imagen))
    imagen = _plana(imagen)
    if giro is not None:
        imagen = imagen.transpose(giro)
    imagen.info.clear()
    return imagen


def _jpeg(contenido: bytes, limites: Limites) -> Image.Image:
    esqueleto = jpeg.skeleton(contenido)
    _exigir_limpio(esqueleto.comments, esqueleto.tail)
    ancho, alto = esqueleto.width, esqueleto.height
    _exigir_tamano(ancho, alto, esqueleto.buffered, limites)
    imagen = JpegImagePlugin.JpegImageFile(io.BytesIO(contenido))
    escala = _escala(ancho, alto)
    imagen.draft(None, (ancho // escala, alto // escala))  # what the decoder leaves out never takes memory
    imagen.load()
    return imagen


def _png(contenido: bytes, limites: Limites) -> Image.Image:
    esqueleto = png.skeleton(contenido)
    _exigir_limpio(esqueleto.comments, esqueleto.tail)
    pixeles = esqueleto.width * esqueleto.height
    _exigir_tamano(esqueleto.width, esqueleto.height, pixeles * esqueleto.bytes_per_pixel, limites)
    imagen = PngImagePlugin.PngImageFile(io.BytesIO(contenido))
    imagen.load()
    return imagen


def _exigir_limpio(comentarios: bytes, cola: bytes) -> None:
    if signatures.hides_something(comentarios) or signatures.hides_something_behind(cola):
        raise ArchivoRechazado(Motivo.mezclado)


def _exigir_tamano(ancho: int, alto: int, memoria: int, limites: Limites) -> None:
    if not ancho or not alto:
        raise ArchivoRechazado(Motivo.danado)
    if ancho * alto > limites.pixeles or memoria > _EN_MEMORIA:
        raise ArchivoRechazado(Motivo.muy_grande_la_imagen)
    calidad.exigir_tamano(ancho, alto)
    if _escala(ancho, alto) > 1 and min(ancho, alto) // _escala(ancho, alto) < calidad.LADO_CORTO_MINIMO:
        raise ArchivoRechazado(Motivo.muy_grande_la_imagen)  # a strip that nobody could read once it is kept


def _escala(ancho: int, alto: int) -> int:
    """Return by how much each side must be divided to keep at most GUARDADOS pixels (by halves, as JPEG can)."""
    return next(escala for escala in (1, 2, 4, 8) if ancho * alto // escala**2 <= GUARDADOS or escala == 8)


def _orientacion(imagen: Image.Image) -> int:
    try:
        return int(imagen.getexif().get(_ORIENTACION, 1))
    except Exception:  # noqa: BLE001 - EXIF is written by anyone; a picture with a bad one is a picture
        return 1


def _plana(imagen: Image.Image) -> Image.Image:
    """Return it in L or RGB, on white where it was transparent, of at most GUARDADOS pixels."""
    transparente = imagen.mode in ("RGBA", "LA", "PA") or "transparency" in imagen.info
    modo = "L" if imagen.mode in ("1", "L", "I;16", "LA") else "RGB"
    factor = _escala(*imagen.size)
    if imagen.mode == modo and factor == 1 and not transparente:
        return imagen
    plana = Image.new(modo, (imagen.width // factor, imagen.height // factor))
    paso = max(1, 250_000 // imagen.width) * factor  # by strips: two whole copies would not fit
    for y in range(0, plana.height * factor, paso):
        franja = imagen.crop((0, y, plana.width * factor, min(y + paso, plana.height * factor)))
        plana.paste(_sobre_blanco(franja, modo, transparente=transparente).reduce(factor), (0, y // factor))
    return plana


def _sobre_blanco(franja: Image.Image, modo: str, *, transparente: bool) -> Image.Image:
    if franja.mode == "I;16":
        return franja.point(lambda valor: valor / 256).convert(modo)
    if not transparente:
        return franja.convert(modo)
    arriba = franja.convert("RGBA")
    fondo = Image.new("RGBA", arriba.size, "white")
    fondo.alpha_composite(arriba)
    return fondo.convert(modo)


def _escrita(imagen: Image.Image, formato: str) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, formato, quality=_CALIDAD_JPEG)
    return salida.getvalue()
