"""Which photos can be read, by the table of calidad.py."""

import pytest
from PIL import Image

from proalto.gateways.archivos import calidad
from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo
from tests.gateways.archivos.buenos import foto_cedula, foto_desprendible
from tests.gateways.archivos.dibujos import cedula, con_luz, con_ruido, desprendible, foto, movida

TOMADAS = {"cedula": lambda: foto_cedula().reduce(2), "desprendible": lambda: foto_desprendible().reduce(2)}


def veredicto(imagen):
    try:
        calidad.exigir_legible(imagen)
    except ArchivoRechazado as error:
        return error.motivo
    return None


@pytest.mark.parametrize("tomada", TOMADAS)
@pytest.mark.parametrize("grano", [0, 6, 12])
def test_el_desenfoque_se_nota_con_grano_y_sin_el(tomada, grano):
    imagen = TOMADAS[tomada]()
    lado = max(imagen.size)

    def a(radio):
        return con_ruido(movida(imagen, radio * lado), grano) if grano else movida(imagen, radio * lado)

    assert [veredicto(a(radio)) for radio in (0.0, 0.001, 0.002)] == [None] * 3
    assert [veredicto(a(radio)) for radio in (0.008, 0.012, 0.02)] == [Motivo.borrosa] * 3


@pytest.mark.parametrize("lados", [(640, 400), (800, 500), (2000, 1500)])
def test_la_nitidez_no_depende_del_tamano(lados):
    limites = []
    for radio in (0.001, 0.01):
        gris = calidad._reducida(movida(foto(cedula(), lados, 4), radio * lados[0]))
        limites.append(calidad.nitidez(gris))
    assert limites[0] > 2 * calidad.NITIDEZ_MINIMA > 2 * limites[1]


@pytest.mark.parametrize("tomada", TOMADAS)
def test_con_poca_luz_se_lee_y_a_oscuras_no(tomada):
    imagen = TOMADAS[tomada]()
    assert veredicto(con_luz(imagen, 0.4)) is None
    assert veredicto(con_luz(imagen, 0.15)) is Motivo.oscura


@pytest.mark.parametrize("tomada", TOMADAS)
def test_con_mucha_luz_se_lee_y_quemada_no(tomada):
    imagen = TOMADAS[tomada]()
    assert veredicto(con_luz(imagen, 1.6)) is None
    assert veredicto(imagen.point(lambda valor: min(255, 210 + valor // 4))) is Motivo.clara


@pytest.mark.parametrize(
    ("imagen", "motivo"),
    [
        (desprendible(), None),
        (desprendible(fondo="#101010", tinta="#b0b0b0"), None),
        (Image.new("L", (900, 700), 250), Motivo.clara),
        (Image.new("L", (900, 700), 90), Motivo.oscura),
        (Image.new("RGB", (900, 700), "black"), Motivo.oscura),
    ],
    ids=["pantallazo", "modo oscuro", "hoja en blanco", "un dedo", "nada"],
)
def test_pantallazos_y_fotos_de_nada(imagen, motivo):
    assert veredicto(imagen) is motivo


@pytest.mark.parametrize(
    ("lados", "alcanza"), [((600, 400), True), ((800, 500), True), ((599, 400), False), ((900, 399), False)]
)
def test_una_cedula_de_800_por_500_alcanza_y_una_miniatura_no(lados, alcanza):
    for ancho, alto in (lados, lados[::-1]):
        if alcanza:
            calidad.exigir_tamano(ancho, alto)
        else:
            with pytest.raises(ArchivoRechazado):
                calidad.exigir_tamano(ancho, alto)
