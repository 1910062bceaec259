"""Documents as customers photograph them: a card, a payslip, and what a phone, a hand and WhatsApp do to them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

MESAS = ((96, 72, 52), (188, 176, 160), (58, 60, 66), (140, 142, 138))
NOMBRES = ("OREJUELA TOBON", "CLAUDIA PATRICIA", "BARRANQUILLA", "REPUBLICA DE COLOMBIA", "CEDULA DE CIUDADANIA")


@cache
def fuente(alto: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(alto)  # it comes inside Pillow: no font of the machine is needed


@cache
def cedula(ancho: int = 1280) -> Image.Image:
    """A card of 85.6 x 54 mm with a portrait, a guilloche and lines of text."""
    alto = round(ancho * 54 / 85.6)
    imagen = Image.new("RGB", (ancho, alto), (226, 218, 186))
    lapiz = ImageDraw.Draw(imagen)
    for x in range(0, ancho, 9):
        lapiz.line([(x, 0), (x + alto // 2, alto)], fill=(214, 206, 170), width=2)
    lapiz.rectangle([ancho * 0.68, alto * 0.2, ancho * 0.94, alto * 0.78], fill=(196, 204, 214))
    lapiz.ellipse([ancho * 0.75, alto * 0.28, ancho * 0.87, alto * 0.55], fill=(172, 128, 102))
    lapiz.pieslice([ancho * 0.70, alto * 0.52, ancho * 0.92, alto * 1.02], 180, 360, fill=(52, 60, 88))
    for fila, texto in enumerate((*NOMBRES, "NUMERO 99.901.101", "FECHA DE EXPEDICION 22-MAY-1996", "INDICE DERECHO")):
        lapiz.text((ancho * 0.05, alto * (0.07 + 0.11 * fila)), texto, (34, 36, 48), fuente(max(9, ancho // 28)))
    return imagen


@cache
def desprendible(ancho: int = 1240, fondo: str = "white", tinta: str = "black") -> Image.Image:
    """A payslip on letter paper: a heading and a table of small print."""
    alto = round(ancho * 11 / 8.5)
    imagen = Image.new("RGB", (ancho, alto), fondo)
    lapiz, letra, azar = ImageDraw.Draw(imagen), ancho // 50, random.Random(7)
    lapiz.text((ancho * 0.1, alto * 0.04), "DESPRENDIBLE DE PAGO - NOMINA", tinta, fuente(letra * 2))
    for fila in range(34):
        y = alto * 0.12 + fila * letra * 1.5
        lapiz.text((ancho * 0.1, y), f"{azar.randint(100, 999)} CONCEPTO DE NOMINA {fila + 1}", tinta, fuente(letra))
        lapiz.text((ancho * 0.72, y), f"$ {azar.randint(1, 9_999_999):,}", tinta, fuente(letra))
        lapiz.line([(ancho * 0.08, y + letra * 1.3), (ancho * 0.92, y + letra * 1.3)], fill=tinta, width=1)
    return imagen


def foto(documento: Image.Image, lados: tuple[int, int], semilla: int, *, lejos: float = 0.0) -> Image.Image:
    """The document on a table, a little askew, with a shadow and a sensor's grain; `lejos` shrinks it in the frame."""
    azar = random.Random(semilla)
    ancho, alto = lados
    margen = 0.05 + lejos
    esquinas = [
        (ancho * (px + azar.uniform(-0.03, 0.03)), alto * (py + azar.uniform(-0.03, 0.03)))
        for px, py in ((margen, margen), (1 - margen, margen), (1 - margen, 1 - margen), (margen, 1 - margen))
    ]
    mesa = Image.new("RGB", lados, azar.choice(MESAS))
    puesto = _en_perspectiva(documento, esquinas, lados)
    mesa.paste(puesto, mask=puesto.getchannel("A"))
    return con_ruido(_sombra(mesa, azar), azar.uniform(3, 9))


def _en_perspectiva(
    documento: Image.Image, esquinas: Sequence[tuple[float, float]], lados: tuple[int, int]
) -> Image.Image:
    w, h = documento.size
    return documento.convert("RGBA").transform(
        lados,
        Image.Transform.PERSPECTIVE,
        _coeficientes(esquinas, [(0, 0), (w, 0), (w, h), (0, h)]),
        Image.Resampling.BICUBIC,
    )


def _coeficientes(desde: Sequence[tuple[float, float]], hasta: Sequence[tuple[float, float]]) -> list[float]:
    """Solve the eight coefficients that carry four points to other four, by Gauss."""
    filas = []
    for (x, y), (u, v) in zip(desde, hasta):
        filas += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    for i in range(8):
        pivote = max(range(i, 8), key=lambda r: abs(filas[r][i]))
        filas[i], filas[pivote] = filas[pivote], filas[i]
        filas[i] = [valor / filas[i][i] for valor in filas[i]]
        for r in range(8):
            if r != i:
                filas[r] = [a - filas[r][i] * b for a, b in zip(filas[r], filas[i])]
    return [fila[8] for fila in filas]


def _sombra(imagen: Image.Image, azar: random.Random) -> Image.Image:
    """Darken one side, as a hand or a lamp does."""
    rampa = Image.linear_gradient("L").rotate(azar.choice((0, 90, 180, 270))).resize(imagen.size)
    piso = azar.randint(90, 170)
    sombra = rampa.point(lambda v: piso + v * (255 - piso) // 255)
    return ImageChops.multiply(imagen, Image.merge("RGB", [sombra] * 3))


def con_ruido(imagen: Image.Image, sigma: float) -> Image.Image:
    """The grain of a small sensor."""
    ruido = Image.effect_noise((imagen.width // 2, imagen.height // 2), sigma).resize(imagen.size)
    return ImageChops.add(imagen, Image.merge("RGB", [ruido] * 3), offset=-128)


def por_whatsapp(imagen: Image.Image, lado: int = 1600, calidad: int = 75) -> bytes:
    """What arrives of a photo that is sent as a photo."""
    chica = imagen.copy()
    chica.thumbnail((lado, lado), Image.Resampling.BICUBIC)
    return jpeg(chica, calidad)


def jpeg(imagen: Image.Image, calidad: int = 85, **opciones: object) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, "JPEG", quality=calidad, **opciones)
    return salida.getvalue()


def png(imagen: Image.Image, **opciones: object) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, "PNG", compress_level=1, **opciones)
    return salida.getvalue()


def movida(imagen: Image.Image, radio: float) -> Image.Image:
    """Out of focus."""
    return imagen.filter(ImageFilter.GaussianBlur(radio))


def con_luz(imagen: Image.Image, factor: float) -> Image.Image:
    return ImageEnhance.Brightness(imagen).enhance(factor)
