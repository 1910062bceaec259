"""What an advisor sees of a file."""

import io

import pytest
from PIL import Image, ImageStat

from proalto.gateways.archivos.paginas import SinVista, vista
from proalto.gateways.archivos.process import RevisorAway
from tests.gateways.archivos.buenos_pdf import CAMPO, escaneado
from tests.gateways.archivos.dibujos import desprendible, jpeg, png
from tests.gateways.archivos.hostiles_pdf import espiral
from tests.gateways.archivos.papeles import flujo, pdf


def vista_de(*argumentos, **opciones):
    for _ in range(5):
        try:
            return Image.open(io.BytesIO(vista(*argumentos, **opciones)))
        except RevisorAway:
            continue
    raise AssertionError("this machine is too busy to test anything")


def tinta(imagen, caja):
    return 255 - ImageStat.Stat(imagen.convert("L").crop(caja)).mean[0]


def test_se_ve_la_pagina_que_se_pide():
    papel = escaneado([Image.new("RGB", (850, 1100), color) for color in ("red", "green", "blue")])
    for numero, canal in ((1, 0), (2, 1), (3, 2)):
        imagen = vista_de(papel, "pdf", numero, 200)
        assert (imagen.format, imagen.size) == ("JPEG", (200, 259))
        medias = ImageStat.Stat(imagen).mean
        assert max(range(3), key=medias.__getitem__) == canal


def test_se_ven_el_texto_y_lo_escrito_en_un_formulario():
    imagen = vista_de(pdf(), "pdf", ancho=612)
    assert tinta(imagen, (72, 75, 260, 100)) > 5 and tinta(imagen, (300, 300, 600, 700)) < 1
    negro = flujo(b"0 g 0 0 228 20 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 228 20]")
    campo = CAMPO[:-3] + b" /AP << /N 6 0 R >> >>"
    lleno = pdf(b"/AcroForm << /Fields [5 0 R] >>", b"/Annots [5 0 R]", [campo, negro])
    assert tinta(vista_de(lleno, "pdf", ancho=612), (80, 125, 290, 138)) > 200


@pytest.mark.parametrize(("hacer", "tipo"), [(jpeg, "jpg"), (png, "png")])
def test_una_imagen_se_ve_reducida_y_nunca_aumentada(hacer, tipo):
    contenido = hacer(desprendible())
    assert vista_de(contenido, tipo, ancho=310).size == (310, 401)
    assert vista_de(contenido, tipo, ancho=2_000).size == desprendible().size


@pytest.mark.parametrize(("pagina", "ancho"), [(0, 500), (-1, 500), (2, 500), (1, 63), (1, 2_001)])
def test_no_hay_vista_de_lo_que_no_hay(pagina, ancho):
    for contenido, tipo in ((pdf(), "pdf"), (jpeg(desprendible()), "jpg")):
        with pytest.raises(SinVista):
            vista_de(contenido, tipo, pagina, ancho)


def test_lo_que_no_se_puede_dibujar_no_tumba_a_quien_pregunta():
    for contenido, tipo in (
        (espiral(), "pdf"),
        (b"%PDF-1.7 nada", "pdf"),
        (b"\xff\xd8\xff nada", "jpg"),
        (pdf(), "jpg"),
        (b"", "pdf"),
    ):
        with pytest.raises(SinVista):
            vista_de(contenido, tipo)
