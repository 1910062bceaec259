"""Whether a person could read what the photo shows. Runs only in the child; one table, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageStat

from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo

# Asking again costs the customer a trip to the drawer; a doubtful photo is for the advisor to judge. So each limit
# lies where nothing can be read any more. Luminance goes from 0 to 255.
LADO_CORTO_MINIMO = 400  # pixels: a cédula of 640 x 400 can be read, a thumbnail (320) cannot
LADO_LARGO_MINIMO = 600
PAPEL_OSCURO = 60  # the brightest 1 % is paper; darker than this, ink and noise are the same
TINTA_CLARA = 200  # the darkest 0,1 % is ink: one line on a white page has more than that
CONTRASTE_MINIMO = 40  # between both; a finger on the lens, a wall
# Sharpness: how much of the step from paper to ink happens within 3 pixels of a picture of 512. Drawn cédulas and
# payslips, with grain and JPEG 40 to 95, give 0,84 or more; out of focus by 2 px, 0,48 to 0,82; by 3 px, 0,23 to 0,38.
NITIDEZ_MINIMA = 0.36
_LADO = 512

Elegir = Callable[[Image.Image, Image.Image], Image.Image]
_PASOS_3, _PASOS_16 = (1, 1), (1, 2, 4, 8)
_BORDE = 1 + 1 + sum(_PASOS_16)


def exigir_tamano(ancho: int, alto: int) -> None:
    """Raise ArchivoRechazado (pequena) when there are too few pixels."""
    if min(ancho, alto) < LADO_CORTO_MINIMO or max(ancho, alto) < LADO_LARGO_MINIMO:
        raise ArchivoRechazado(Motivo.pequena)


def exigir_legible(imagen: Image.Image) -> None:
    """Raise ArchivoRechazado (oscura, clara or borrosa) for an image in mode L or RGB."""
    gris = _reducida(imagen)
    cuenta = gris.histogram()
    tinta, papel = _percentil(cuenta, 0.001), _percentil(cuenta, 0.99)
    sin_contraste = papel - tinta < CONTRASTE_MINIMO
    if papel < PAPEL_OSCURO or (sin_contraste and papel < 128):
        raise ArchivoRechazado(Motivo.oscura)
    if tinta > TINTA_CLARA or sin_contraste:
        raise ArchivoRechazado(Motivo.clara)
    if nitidez(gris) < NITIDEZ_MINIMA:
        raise ArchivoRechazado(Motivo.borrosa)


def nitidez(gris: Image.Image) -> float:
    """Return about 1 for sharp edges and less the more they spread, however faint, noisy or few they are.

    Where the picture changes most within 18 pixels, it is the part of that change that happens within 3. Grain
    changes everywhere alike, so what the calmest tenth shows is taken off both. (The variance of the Laplacian, the
    usual measure, takes a blurred photo with grain for a sharp one.)
    """
    alto, bajo = _extremo(gris, ImageChops.lighter, _PASOS_3), _extremo(gris, ImageChops.darker, _PASOS_3)
    cerca = _sin_borde(_extremo(ImageChops.subtract(alto, bajo), ImageChops.lighter, _PASOS_16))
    lejos = _sin_borde(
        ImageChops.subtract(_extremo(alto, ImageChops.lighter, _PASOS_16), _extremo(bajo, ImageChops.darker, _PASOS_16))
    )
    calma_cerca, calma_lejos = _percentil(cerca.histogram(), 0.1), _percentil(lejos.histogram(), 0.1)
    umbral = max(1, _percentil(lejos.histogram(), 0.9))
    mayores = lejos.point([255 * (valor >= umbral) for valor in range(256)])
    cambio = ImageStat.Stat(lejos, mayores).mean[0] - calma_lejos
    return (ImageStat.Stat(cerca, mayores).mean[0] - calma_cerca) / cambio if cambio >= 1 else 1.0


def _reducida(imagen: Image.Image) -> Image.Image:
    escala = min(1.0, _LADO / max(imagen.size))
    lados = max(2 * _BORDE, round(imagen.width * escala)), max(2 * _BORDE, round(imagen.height * escala))
    return imagen.resize(lados, Image.Resampling.BOX).convert("L")  # the mean of each box: most grain goes


def _percentil(cuenta: Sequence[int], parte: float) -> int:
    falta = parte * sum(cuenta)
    for valor, veces in enumerate(cuenta):
        falta -= veces
        if falta <= 0:
            return valor
    return len(cuenta) - 1


def _extremo(gris: Image.Image, elegir: Elegir, pasos: Sequence[int]) -> Image.Image:
    """Return the largest (or smallest) value of a square window: doubling steps make it cheap at any size."""
    for horizontal in (1, 0):
        for paso in pasos:
            gris = elegir(gris, ImageChops.offset(gris, paso * horizontal, paso * (1 - horizontal)))
    return gris


def _sin_borde(gris: Image.Image) -> Image.Image:
    """ImageChops.offset comes back in at the other side: that strip says nothing."""
    return gris.crop((_BORDE, _BORDE, gris.width, gris.height))
