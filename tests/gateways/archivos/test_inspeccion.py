"""One file, one verdict: what comes back of what passed, and where the limits are."""

import hashlib
import io
import random

import pikepdf
import pytest
from PIL import Image

from proalto.gateways.archivos.inspeccion import inspeccionar
from proalto.gateways.archivos.motivos import LIMITES, ArchivoRechazado, Limites, Motivo
from proalto.gateways.archivos.process import RevisorAway
from tests.gateways.archivos.buenos import GPS_CANARIO, VIDEO, de_16_bits, exif, foto_cedula, mpo
from tests.gateways.archivos.dibujos import desprendible, jpeg, png
from tests.gateways.archivos.hostiles import EICAR, con_lados
from tests.gateways.archivos.hostiles_pdf import interminable
from tests.gateways.archivos.papeles import armar, pdf

MEGA = 2**20


def con_paciencia(contenido, limites=LIMITES):
    """Inspect, and again if this machine was too busy to give the child its turn."""
    for _ in range(5):
        try:
            return inspeccionar(contenido, limites)
        except RevisorAway:
            continue
    raise AssertionError("this machine is too busy to test anything")


def motivo(contenido, limites=LIMITES):
    with pytest.raises(ArchivoRechazado) as caught:
        con_paciencia(contenido, limites)
    return caught.value.motivo


def abierta(archivo):
    return Image.open(io.BytesIO(archivo.contenido))


def test_una_foto_vuelve_sin_nada_mas_que_pixeles():
    original = (
        jpeg(foto_cedula(), exif=exif(), comment=b"CANARIO-COMENTARIO", icc_profile=b"CANARIO-PERFIL" * 20) + VIDEO
    )
    archivo = con_paciencia(original)
    assert GPS_CANARIO.encode() in original
    assert b"CANARIO" not in archivo.contenido and b"ftyp" not in archivo.contenido and b"Exif" not in archivo.contenido
    assert (archivo.tipo, archivo.paginas, archivo.ancho, archivo.alto) == ("jpg", 1, 1600, 1200)
    assert archivo.sha256 == hashlib.sha256(original).hexdigest()


@pytest.mark.parametrize("giro", range(1, 9))
def test_una_foto_girada_queda_derecha(giro):
    marcada = Image.new("RGB", (900, 600), "white")
    marcada.paste((0, 0, 0), (0, 0, 300, 200))
    derecha = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[giro]
    imagen = abierta(con_paciencia(jpeg(marcada, exif=exif(giro)))).convert("L")
    assert imagen.size == ((900, 600) if giro < 5 else (600, 900))
    oscuras = {
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if imagen.getpixel((20 + x * (imagen.width - 40), 20 + y * (imagen.height - 40))) < 60
    }
    assert oscuras == {derecha} and imagen.getexif() == {}


def test_un_png_vuelve_como_png_sin_sus_textos_y_un_pdf_tal_como_llego():
    pantallazo, papel = png(desprendible(), exif=exif()), pdf()
    limpio = con_paciencia(pantallazo)
    assert limpio.tipo == "png" and abierta(limpio).format == "PNG" and GPS_CANARIO.encode() not in limpio.contenido
    assert abierta(limpio).tobytes() == desprendible().tobytes()
    archivo = con_paciencia(papel)
    assert (archivo.tipo, archivo.contenido, archivo.paginas, archivo.ancho, archivo.alto) == (
        "pdf",
        papel,
        1,
        612,
        792,
    )


def test_un_png_transparente_queda_sobre_blanco_y_uno_de_16_bits_conserva_sus_grises():
    hoja = desprendible()
    transparente = Image.new("RGBA", hoja.size, (0, 0, 0, 0))
    transparente.paste("black", mask=hoja.convert("L").point(lambda valor: 255 - valor))
    assert abierta(con_paciencia(png(transparente))).getpixel((5, 5)) == (255, 255, 255)
    gris = abierta(con_paciencia(png(de_16_bits(hoja))))
    assert gris.tobytes() == hoja.convert("L").tobytes()


def test_una_foto_enorme_vuelve_mas_chica_y_una_que_como_png_pesaria_mucho_vuelve_jpg():
    grande = con_paciencia(jpeg(foto_cedula().resize((4032, 3024)), 60))
    assert (grande.ancho, grande.alto) == (2016, 1512)
    limites = Limites(bytes=2 * MEGA)
    pantallazo = Image.merge("RGB", [desprendible().convert("L")] * 3).quantize(200)
    assert con_paciencia(png(pantallazo), limites).tipo == "png"
    foto = foto_cedula().quantize(256)
    assert len(png(foto)) < 2 * MEGA and con_paciencia(png(foto), limites).tipo == "jpg"


def test_una_tira_larguisima_se_guarda_si_al_reducirla_todavia_se_lee():
    hoja = desprendible(1080)
    tira = Image.new("RGB", (1080, 9_000), "white")
    tira.paste(hoja, (0, 0))
    assert con_paciencia(jpeg(tira)).ancho == 540
    assert motivo(jpeg(tira.resize((1080, 35_000)), 30)) is Motivo.muy_grande_la_imagen


def test_de_dos_ojos_queda_uno():
    archivo = con_paciencia(mpo(foto_cedula()))
    assert (archivo.tipo, archivo.ancho) == ("jpg", 1600) and archivo.contenido.count(b"\xff\xd8\xff") == 1


def test_el_limite_de_bytes_se_puede_tocar_y_no_pasar():
    limites = Limites(bytes=500_000)
    papel = pdf()
    assert motivo(papel + b" " * (500_001 - len(papel)), limites) is Motivo.muy_grande
    assert con_paciencia(papel + b" " * (500_000 - len(papel)), limites).paginas == 1


def test_el_limite_de_paginas_se_puede_tocar_y_no_pasar():
    salida = io.BytesIO()
    with pikepdf.new() as papel:
        for _ in range(4):
            papel.add_blank_page()
        papel.save(salida)
    assert con_paciencia(salida.getvalue(), Limites(paginas=4)).paginas == 4
    assert motivo(salida.getvalue(), Limites(paginas=3)) is Motivo.muchas_paginas


def test_el_limite_de_pixeles_se_puede_tocar_y_no_pasar():
    foto = jpeg(foto_cedula())
    assert con_paciencia(foto, Limites(pixeles=1600 * 1200)).ancho == 1600
    assert motivo(foto, Limites(pixeles=1600 * 1200 - 1)) is Motivo.muy_grande_la_imagen
    assert motivo(con_lados(foto, 6_400, 6_400)) is Motivo.muy_grande_la_imagen


def test_lo_que_no_alcanza_a_revisarse_se_dice_aparte():
    assert motivo(interminable(), Limites(segundos=1)) is Motivo.tardo


def test_sin_memoria_se_rechaza_y_no_se_cae_quien_pregunta():
    assert motivo(jpeg(foto_cedula()), Limites(memoria=4 * MEGA)) is Motivo.muy_grande_la_imagen


def test_el_archivo_de_prueba_de_los_antivirus_se_reconoce_sin_antivirus():
    assert motivo(EICAR) is Motivo.virus
    assert motivo(pdf() + EICAR) is Motivo.virus


@pytest.mark.parametrize("semilla", range(12))
def test_ningun_byte_cambiado_tumba_a_quien_pregunta(semilla):
    azar = random.Random(semilla)
    original = bytearray((jpeg(foto_cedula().resize((800, 600))), png(desprendible(640)), pdf())[semilla % 3])
    for _ in range(30):
        original[azar.randrange(len(original))] = azar.randrange(256)
    try:
        archivo = con_paciencia(bytes(original))
    except ArchivoRechazado as error:
        assert isinstance(error.motivo, Motivo)
    else:
        assert archivo.contenido and archivo.paginas >= 1


def test_un_pdf_que_un_lector_ve_distinto_que_otro_no_se_acepta():
    """qpdf counts what the tree of pages holds; pdfium believes /Count."""
    hojas = dict.fromkeys((3, 4), b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>")
    raiz = b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 1 >>"
    assert motivo(armar({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: raiz, **hojas})) is Motivo.danado
