"""Files as customers really send them, over a hundred: every one must be accepted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageCms, PngImagePlugin

from tests.gateways.archivos import buenos_pdf
from tests.gateways.archivos.dibujos import (
    cedula,
    con_luz,
    con_ruido,
    desprendible,
    foto,
    jpeg,
    movida,
    png,
    por_whatsapp,
)

ACOSTADAS = ((640, 480), (800, 500), (1024, 768), (1280, 960), (1600, 1200), (2048, 1536))
PARADAS = ((768, 1024), (960, 1280), (1200, 1600), (1536, 2048))
GPS_CANARIO = "CANARIO-GPS"

Muestra = tuple[str, bytes]


def todos() -> Iterator[Muestra]:
    for grupo in (fotos, camaras, giradas, jpegs, luces, pngs, *buenos_pdf.GRUPOS):
        for nombre, contenido in grupo():
            yield f"{grupo.__name__}: {nombre}", contenido


@cache
def foto_cedula() -> Image.Image:
    return foto(cedula(), (1600, 1200), 1)


@cache
def foto_desprendible() -> Image.Image:
    return foto(desprendible(), (1200, 1600), 2)


def fotos() -> Iterator[Muestra]:
    for semilla, lados in enumerate(ACOSTADAS):
        tomada = foto(cedula(), lados, semilla)
        for calidad in (40, 70, 95):
            yield f"cedula {lados[0]}x{lados[1]} q{calidad}", jpeg(tomada, calidad)
    for semilla, lados in enumerate(PARADAS):
        tomada = foto(desprendible(), lados, semilla)
        for calidad in (40, 70, 95):
            yield f"desprendible {lados[0]}x{lados[1]} q{calidad}", jpeg(tomada, calidad)
    yield "cedula por whatsapp", por_whatsapp(foto_cedula())
    yield "desprendible por whatsapp en HD", por_whatsapp(foto_desprendible(), 2560, 85)


def camaras() -> Iterator[Muestra]:
    """Sent as documents, WhatsApp does not shrink them."""
    for nombre, lados in (("8", (3264, 2448)), ("12", (4032, 3024)), ("16", (4608, 3456)), ("40", (7296, 5472))):
        yield f"camara de {nombre} MP", jpeg(foto_cedula().resize(lados), 60)
    yield "camara de 12 MP, progresiva", jpeg(foto_cedula().resize((4032, 3024)), 60, progressive=True)


def exif(giro: int = 1) -> Image.Exif:
    datos = Image.Exif()
    datos[0x010F], datos[0x0112] = "Marca", giro
    datos.get_ifd(0x8825).update({1: "N", 2: (4.0, 35.0, 53.0), 3: "W", 4: (74.0, 4.0, 33.0), 29: GPS_CANARIO})
    return datos


def giradas() -> Iterator[Muestra]:
    for giro in range(1, 9):
        yield f"exif, orientacion {giro}", jpeg(foto_cedula(), exif=exif(giro))
    yield "exif de otro mundo", jpeg(foto_cedula(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + bytes(range(256)))


def jpegs() -> Iterator[Muestra]:
    tomada = foto_cedula()
    normal = jpeg(tomada)
    yield "progresivo", jpeg(tomada, progressive=True)
    yield "progresivo, gris", jpeg(tomada.convert("L"), progressive=True)
    yield "gris", jpeg(tomada.convert("L"))
    yield "CMYK", jpeg(tomada.convert("CMYK"))
    yield "CMYK progresivo", jpeg(tomada.convert("CMYK"), progressive=True)
    yield "4:4:4", jpeg(tomada, subsampling=0)
    yield "4:2:2", jpeg(tomada, subsampling=1)
    yield "con reinicios", jpeg(tomada, restart_marker_blocks=8)
    yield "con comentario", jpeg(tomada, comment=b"hecho con una camara")
    yield "con perfil de color", jpeg(tomada, icc_profile=perfil())
    yield "con xmp", jpeg(tomada, xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b" " * 4_000 + b"</x:xmpmeta>")
    yield "foto con movimiento de Google", normal + VIDEO
    yield "foto con movimiento de Samsung", normal + SAMSUNG + VIDEO + b"SEFT"
    yield "dos ojos (MPO)", mpo(tomada)
    yield "con ceros al final", normal + b"\x00" * 4_096
    yield "con la vista previa detras", normal + jpeg(tomada.resize((160, 120)))


def perfil() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


# What a phone adds behind a "motion photo"; long enough to hold by chance what looks like other formats.
VIDEO = (
    b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x04\x00\x00mdat"
    + bytes(range(256)) * 800
    + b"<html PK\x03\x04"
)
SAMSUNG = b"\x00\x00\x30\x0a\x10\x00\x00\x00MotionPhoto_Data"


def mpo(imagen: Image.Image) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, "MPO", save_all=True, append_images=[imagen.resize((800, 600))])
    return salida.getvalue()


def luces() -> Iterator[Muestra]:
    cerca, hoja = foto_cedula(), foto_desprendible()
    for nombre, imagen in (("cedula", cerca), ("desprendible", hoja)):
        yield f"{nombre} con poca luz", jpeg(con_luz(imagen, 0.45))
        yield f"{nombre} con mucha luz", jpeg(con_luz(imagen, 1.5))
        yield f"{nombre} con grano", jpeg(con_ruido(imagen, 20), 60)
        yield f"{nombre} un poco movida", jpeg(movida(imagen, 1.6))
        yield f"{nombre} reenviada muchas veces", por_whatsapp(imagen.reduce(2), 1600, 30)
    yield "cedula de lejos", jpeg(foto(cedula(), (1600, 1200), 5, lejos=0.2))
    yield "desprendible de lejos", jpeg(foto(desprendible(), (1200, 1600), 6, lejos=0.15))
    yield "cedula amarilla por el bombillo", jpeg(Image.blend(cerca, Image.new("RGB", cerca.size, (255, 190, 90)), 0.3))
    yield "fotocopia en blanco y negro", jpeg(hoja.convert("1").convert("L"))
    yield "hoja escaneada con una linea", jpeg(una_linea())


def una_linea() -> Image.Image:
    hoja = Image.new("L", (1240, 1754), 255)
    hoja.paste(desprendible().convert("L").crop((100, 60, 1000, 130)), (120, 300))
    return hoja


def pngs() -> Iterator[Muestra]:
    hoja = desprendible()
    transparente = hoja.convert("RGBA")
    transparente.putalpha(hoja.convert("L").point(lambda v: 255 - v))
    yield "pantallazo", png(hoja)
    yield "pantallazo en modo oscuro", png(desprendible(fondo="#121212", tinta="#e0e0e0"))
    yield "pantallazo largo", png(largo(hoja))
    yield "png transparente", png(transparente)
    yield "png gris transparente", png(transparente.convert("LA"))
    yield "png gris", png(hoja.convert("L"))
    yield "png de un bit", png(hoja.convert("1"))
    yield "png de un bit a 600 puntos", png(hoja.convert("1").resize((5_100, 6_600)))
    yield "png con paleta", png(hoja.quantize(16))
    yield "png con paleta transparente", png(hoja.quantize(16), transparency=0)
    yield "png de 16 bits", png(de_16_bits(hoja))
    yield "foto de 12 MP en png", png(hoja.resize((3_000, 4_000)))
    yield "png con textos", png(hoja, pnginfo=textos_png())
    yield "png girado", png(foto_cedula(), exif=exif(6))
    yield "png entrelazado", entrelazado(hoja.convert("L"))


def largo(hoja: Image.Image) -> Image.Image:
    """A screenshot that scrolled."""
    imagen = Image.new("RGB", (1080, 9_000), "white")
    for y in range(0, imagen.height, 1_500):
        imagen.paste(hoja.resize((1080, 1400)), (0, y))
    return imagen


def de_16_bits(hoja: Image.Image) -> Image.Image:
    return Image.frombytes("I;16", hoja.size, bytes(b for valor in hoja.convert("L").tobytes() for b in (0, valor)))


def textos_png() -> PngImagePlugin.PngInfo:
    textos = PngImagePlugin.PngInfo()
    textos.add_text("Software", "Android")
    textos.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>" * 50, zip=True)
    return textos


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def entrelazado(gris: Image.Image) -> bytes:
    """Adam7, which Pillow reads but does not write."""
    filas = b""
    for x0, y0, dx, dy in ADAM7:
        for y in range(y0, gris.height, dy):
            filas += b"\x00" + gris.crop((0, y, gris.width, y + 1)).tobytes()[x0::dx]
    cabeza = gris.width.to_bytes(4, "big") + gris.height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x01"
    return b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", cabeza) + trozo(b"IDAT", zlib.compress(filas)) + trozo(b"IEND")


def trozo(nombre: bytes, datos: bytes = b"") -> bytes:
    """A PNG chunk."""
    return len(datos).to_bytes(4, "big") + nombre + datos + zlib.crc32(nombre + datos).to_bytes(4, "big")
