"""Files that nobody may get accepted, over three hundred: what is no picture, bombs, disguises, two files in one."""

from __future__ import annotations

import base64
import gzip
import io
import lzma
import random
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from PIL import Image

from tests.gateways.archivos import hostiles_pdf
from tests.gateways.archivos.buenos import foto_cedula, foto_desprendible, trozo
from tests.gateways.archivos.dibujos import cedula, con_luz, con_ruido, desprendible, foto, jpeg, movida, png

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PNG = b"\x89PNG\r\n\x1a\n"
MEGA = 2**20

Muestra = tuple[str, bytes]


def todos() -> Iterator[Muestra]:
    for grupo in (nada, formatos, disfraces, cortados, jpegs, pngs, dobles, ilegibles, *hostiles_pdf.GRUPOS):
        for nombre, contenido in grupo():
            yield f"{grupo.__name__}: {nombre}", contenido


@cache
def jpg() -> bytes:
    return jpeg(foto_cedula())


@cache
def hoja() -> bytes:
    return png(desprendible().convert("L"))


def nada() -> Iterator[Muestra]:
    yield "0 bytes", b""
    for nombre, contenido in (
        ("un byte", b"\xff"),
        ("espacios", b" " * 500),
        ("ceros", b"\x00" * 4_096),
        ("saltos", b"\r\n" * 9),
    ):
        yield nombre, contenido
    for semilla in range(8):
        yield f"ruido {semilla}", random.Random(semilla).randbytes(30_000)
    for nombre, comienzo in (("jpg", jpg()), ("png", hoja()), ("pdf", hostiles_pdf.pdf())):
        yield f"{nombre} de mas de 10 MB", comienzo + b"\x00" * (10 * MEGA)
    yield "100 MB", jpg() + bytes(100 * MEGA)


def zip_con(**archivos: bytes) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as paquete:
        for nombre, contenido in archivos.items():
            paquete.writestr(nombre, contenido)
    return salida.getvalue()


def tar_con(nombre: str, contenido: bytes) -> bytes:
    salida = io.BytesIO()
    with tarfile.open(fileobj=salida, mode="w") as paquete:
        entrada = tarfile.TarInfo(nombre)
        entrada.size = len(contenido)
        paquete.addfile(entrada, io.BytesIO(contenido))
    return salida.getvalue()


def formatos() -> Iterator[Muestra]:
    """What a phone can choose and we do not take, and what is no document at all."""
    imagen = cedula(400)
    for formato in ("GIF", "BMP", "TIFF", "WEBP", "JPEG2000", "ICO", "PCX", "PPM", "TGA", "SGI", "IM", "DIB", "EPS"):
        salida = io.BytesIO()
        imagen.save(salida, formato)
        yield f"imagen {formato}", salida.getvalue()
    for marca in (b"heic", b"heix", b"mif1", b"avif", b"crx ", b"mp42", b"qt  ", b"M4A "):
        yield f"contenedor {marca.decode()}", b"\x00\x00\x00\x18ftyp" + marca + b"\x00\x00\x00\x00" + marca * 500
    yield "zip", zip_con(a=b"hola")
    yield "zip bomba", zip_con(**{f"{n}": bytes(8 * MEGA) for n in range(4)})
    yield "zip bomba dentro de otra", zip_con(**{f"{n}.zip": zip_con(x=bytes(4 * MEGA)) for n in range(20)})
    yield "zip con rutas", zip_con(**{"../../etc/passwd": b"x", "C:\\windows\\x.exe": b"x"})
    yield "word", zip_con(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    yield "excel con macros", zip_con(**{"[Content_Types].xml": b"<Types/>", "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "apk", zip_con(**{"AndroidManifest.xml": b"\x03\x00", "classes.dex": b"dex\n035"})
    yield "tar", tar_con("../../x", b"x")
    yield from TEXTOS.items()
    yield "eicar", EICAR
    yield "eicar en zip", zip_con(eicar=EICAR)
    yield "eicar en base64", base64.b64encode(EICAR)
    yield "gzip bomba", gzip.compress(bytes(8 * MEGA))
    yield "xz", lzma.compress(b"x" * 1_000)


TEXTOS = {
    "texto": b"hola, quiero mi paz y salvo",
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><a/>',
    "xml bomba": b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    "json": b'{"a": 1}',
    "csv": b"=1+1;2\n",
    "rtf": b"{\\rtf1\\ansi hola}",
    "postscript": b"%!PS-Adobe-3.0\n(x) run",
    "sh": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET[0]);",
    "exe": b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01" + bytes(99),
    "mach-o": b"\xcf\xfa\xed\xfe" + bytes(99),
    "clase de java": b"\xca\xfe\xba\xbe\x00\x00\x004",
    "wasm": b"\x00asm\x01\x00\x00\x00",
    "ole (word viejo)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(99),
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(99),
    "cab": b"MSCF" + bytes(99),
    "lnk": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99),
    "ogg de whatsapp": b"OggS\x00\x02" + bytes(99),
    "mp3": b"ID3\x03\x00" + bytes(99),
    "psd": b"8BPS\x00\x01" + bytes(99),
    "vcard": b"BEGIN:VCARD\nFN:Ana\nEND:VCARD",
    "djvu": b"AT&TFORM\x00\x00\x00\x00DJVU",
    "mht": b"MIME-Version: 1.0\n\n",
    "iso": bytes(32_769) + b"CD001",
    "sqlite": b"SQLite format 3\x00" + bytes(99),
    "correo": b"From: a@b.co\nTo: c@d.co\n\nhola",
}


def disfraces() -> Iterator[Muestra]:
    """The first bytes of one thing and the rest of another."""
    cabezas = {
        "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
        "png": PNG,
        "pdf": b"%PDF-1.7\n",
    }
    cuerpos = {
        "texto": b"hola " * 200,
        "html": TEXTOS["html"] * 9,
        "svg": TEXTOS["svg"] * 9,
        "exe": TEXTOS["exe"] * 9,
        "ceros": bytes(9_000),
        "zip": zip_con(a=b"x" * 900),
        "ruido": random.Random(1).randbytes(9_000),
        "eicar": EICAR,
        "nada": b"",
    }
    for nombre, cabeza in cabezas.items():
        for otro, cuerpo in cuerpos.items():
            yield f"cabeza de {nombre} con {otro}", cabeza + cuerpo
    yield "jpg con cuerpo de png", jpg()[:3] + hoja()
    yield "png con cuerpo de jpg", PNG + jpg()
    yield "pdf con cuerpo de jpg", b"%PDF-1.7\n" + jpg()
    yield "jpg despues de un byte", b"\x00" + jpg()
    yield "png despues de un salto", b"\n" + hoja()


def cortados() -> Iterator[Muestra]:
    tomada = foto_cedula()
    originales = {
        "jpg": jpg(),
        "jpg progresivo": jpeg(tomada, progressive=True),
        "png": hoja(),
        "png entero": png(tomada.resize((800, 600))),
    }
    for nombre, contenido in originales.items():
        for parte in (0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999):
            yield f"{nombre} cortado a {parte:.2%}", contenido[: max(9, int(len(contenido) * parte))]


def con_lados(contenido: bytes, ancho: int, alto: int) -> bytes:
    """The JPEG that says to have other sides."""
    lugar = contenido.index(b"\xff\xc0") + 5
    return contenido[:lugar] + struct.pack(">HH", alto, ancho) + contenido[lugar + 4 :]


def jpegs() -> Iterator[Muestra]:
    normal, chica = jpg(), jpeg(cedula(900), 60)
    for ancho, alto in (
        (65_500, 65_500),
        (65_500, 700),
        (700, 65_500),
        (13_000, 13_000),
        (6_400, 6_400),
        (0, 900),
        (900, 0),
        (0, 0),
    ):
        yield f"jpg que dice medir {ancho}x{alto}", con_lados(chica, ancho, alto)
    yield "jpg de 41 MP de verdad", jpeg(Image.new("L", (6_500, 6_400), 128), 30)
    yield (
        "jpg progresivo de 39 MP a todo color",
        jpeg(Image.new("RGB", (6_300, 6_300)), 30, progressive=True, subsampling=0),
    )
    yield "jpg con diez mil pasadas", pasadas(chica)
    yield "jpg con diez mil comentarios", normal[:2] + b"\xff\xfe\x00\x04ab" * 10_000 + normal[2:]
    yield "jpg sin marco", normal[:2] + normal[normal.index(b"\xff\xda") :]
    yield "jpg sin datos", normal[: normal.index(b"\xff\xda")] + b"\xff\xd9"
    yield "jpg sin tablas de cuantizacion", normal.replace(b"\xff\xdb", b"\xff\xee")
    yield "jpg de 12 bits", normal.replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc1\x00\x11\x0c")
    yield "jpg sin perdida", normal.replace(b"\xff\xc0\x00\x11", b"\xff\xc3\x00\x11")
    yield "jpg jerarquico", normal.replace(b"\xff\xc0\x00\x11", b"\xff\xc5\x00\x11")
    yield "jpg con 200 colores", normal.replace(b"\xff\xc0\x00\x11", b"\xff\xc0\x02\x60")
    yield "jpg de puros marcadores", b"\xff\xd8\xff" + b"\xff" * 400_000
    yield "jpg con largo de segmento 0", normal[:2] + b"\xff\xe1\x00\x00" * 6_000 + normal[2:]


def pasadas(contenido: bytes) -> bytes:
    """A progressive JPEG whose shortest scan repeats: a few bytes each, a whole picture of work each."""
    progresivo = jpeg(Image.open(io.BytesIO(contenido)).resize((3_000, 2_000)), 30, progressive=True)
    cortes = [encontrado.start() for encontrado in re.finditer(b"\xff[\xc4\xda\xd9]", progresivo)]
    trozos = [progresivo[desde:hasta] for desde, hasta in pairwise(cortes)]
    corta = min((trozo for trozo in trozos if trozo[1] == 0xDA), key=len)
    return progresivo.replace(corta, corta * min(10_000, 4 * MEGA // len(corta)))


def png_hecho(ancho: int, alto: int, datos: bytes, *, fondo: int = 8, color: int = 2, antes: bytes = b"") -> bytes:
    cabeza = struct.pack(">IIBBBBB", ancho, alto, fondo, color, 0, 0, 0)
    return PNG + trozo(b"IHDR", cabeza) + antes + trozo(b"IDAT", datos) + trozo(b"IEND")


def pngs() -> Iterator[Muestra]:
    poco, bomba = zlib.compress(bytes(1_000)), zlib.compress(bytes(64 * MEGA), 9)
    for ancho, alto in (
        (30_000, 30_000),
        (13_000, 13_000),
        (2**31 - 1, 2**31 - 1),
        (2**32 - 1, 1),
        (1, 2**31 - 1),
        (6_400, 6_400),
        (0, 0),
        (0, 900),
    ):
        yield f"png que dice medir {ancho}x{alto}", png_hecho(ancho, alto, poco)
    yield "png bomba de 21 MP", png_hecho(4_600, 4_600, bomba)
    yield "png bomba de 16 MP con alfa", png_hecho(4_200, 4_200, bomba, color=6)
    yield "png al que le faltan filas", png_hecho(1_000, 1_000, zlib.compress(bytes(9_000)))
    yield "png sin datos", PNG + trozo(b"IHDR", struct.pack(">IIBBBBB", 900, 900, 8, 2, 0, 0, 0)) + trozo(b"IEND")
    yield "png sin cabeza", PNG + trozo(b"IDAT", poco) + trozo(b"IEND")
    yield "png sin paleta", png_hecho(900, 900, zlib.compress(bytes(901 * 900)), color=3)
    yield "png con datos que no se inflan", png_hecho(900, 900, b"\x78\x9c" + b"\xff" * 900)
    yield "png con color imposible", png_hecho(900, 900, poco, color=7)
    yield "png con 3 bits", png_hecho(900, 900, poco, fondo=3)
    yield "png con suma equivocada", hoja().replace(b"IDAT", b"IDAT\x00", 1)
    yield "png con perfil bomba", png_hecho(900, 900, poco, antes=trozo(b"iCCP", b"x\x00\x00" + bomba))
    yield "png con texto bomba", png_hecho(900, 900, poco, antes=trozo(b"zTXt", b"x\x00\x00" + bomba) * 20)
    yield "png con itxt bomba", png_hecho(900, 900, poco, antes=trozo(b"iTXt", b"x\x00\x01\x00\x00\x00" + bomba) * 20)
    yield "png con un trozo de 4 GB", PNG + hoja()[8:33] + b"\xff\xff\xff\xffIDAT" + bytes(9_000)
    yield "png con doscientos mil trozos", PNG + hoja()[8:33] + trozo(b"teXt") * 200_000 + hoja()[33:]


def dobles() -> Iterator[Muestra]:
    """Two files in one."""
    segundos = {
        "zip": zip_con(x=b"x" * 99),
        "pdf": hostiles_pdf.pdf(),
        "html": TEXTOS["html"],
        "php": TEXTOS["php"],
        "svg": TEXTOS["svg"],
        "rar": TEXTOS["rar"],
        "7z": TEXTOS["7z"],
        "exe": TEXTOS["exe"],
        "elf": TEXTOS["elf"],
        "ole": TEXTOS["ole (word viejo)"],
        "gzip": gzip.compress(b"x"),
        "eicar": EICAR,
        "sh": TEXTOS["sh"],
        "clase": TEXTOS["clase de java"],
    }
    for nombre, primero in (("jpg", jpg()), ("png", hoja()), ("pdf", hostiles_pdf.pdf())):
        for otro, segundo in segundos.items():
            if (nombre, otro) != ("pdf", "pdf"):  # a PDF and a PDF is a PDF with two revisions
                yield f"{nombre} y {otro}", primero + segundo
    for otro in ("zip", "pdf", "html", "php", "eicar"):
        segundo = segundos[otro]
        yield f"jpg con {otro} en el comentario", jpeg(foto_cedula(), comment=segundo)
        yield f"png con {otro} en un texto", hoja()[:33] + trozo(b"tEXt", b"x\x00" + segundo) + hoja()[33:]
    yield "zip detras del video de una foto", jpg() + b"\x00\x00\x00\x18ftypmp42" + bytes(999) + segundos["zip"]
    yield (
        "zip con un pdf en la cola",
        hostiles_pdf.pdf().replace(b"%%EOF", b"") + segundos["zip"][:-2] + b"\x07\x00%%EOF\n\n",
    )
    yield "pdf y tar", tar_y(hostiles_pdf.pdf())
    yield (
        "foto y disco de java",
        jpg() + b"\x00" * 99 + zip_con(**{"META-INF/MANIFEST.MF": b"Main-Class: X", "X.class": b"x"}),
    )


def tar_y(contenido: bytes) -> bytes:
    """A PDF that is also a TAR archive: its first line is the name of a file."""
    cabeza = bytearray(tar_con("x", b"y")[:512])
    cabeza[:100] = contenido[:9] + b"\n%" + b" " * 89
    return bytes(cabeza) + contenido


def ilegibles() -> Iterator[Muestra]:
    """Photos that show nothing."""
    tomadas = {"cedula": foto_cedula(), "desprendible": foto_desprendible()}
    for nombre, tomada in tomadas.items():
        for radio in (0.008, 0.012, 0.02, 0.04):
            yield f"{nombre} desenfocada {radio}", jpeg(con_ruido(movida(tomada, radio * 1600), 4))
        for factor in (0.0, 0.05, 0.1, 0.15):
            yield f"{nombre} a oscuras {factor}", jpeg(con_ruido(con_luz(tomada, factor), 3))
        yield f"{nombre} quemada", jpeg(tomada.point(lambda valor: min(255, 205 + valor // 3)))
        for lado in (64, 160, 320, 390):
            yield f"{nombre} de {lado} px", jpeg(tomada.resize((lado, lado * 3 // 4)))
    for color in ("white", "black", "gray", "red"):
        yield f"todo {color}", jpeg(Image.new("RGB", (1_200, 900), color))
    yield "un dedo en el lente", jpeg(con_ruido(Image.new("RGB", (1_200, 900), (120, 40, 30)), 5))
    yield "una hoja en blanco", jpeg(con_ruido(Image.new("RGB", (1_200, 900), (235, 235, 228)), 2))
    yield "una tira", jpeg(foto(cedula(), (3_000, 200), 3))
    yield "png de un pixel", png(Image.new("RGB", (1, 1)))
