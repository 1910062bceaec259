"""The document: what it must say, whatever the name and however many the créditos."""

import io

import pikepdf
import pypdfium2
import pytest
import segno

from proalto.gateways.certificado import BORDE_INFERIOR, MARGEN, dibujar, direccion
from proalto.gateways.hoja import ARCHIVOS, carpeta_de_fuentes, limpiar
from proalto.gateways.imprenta import NombreIlegible, Obligacion
from proalto.gateways.paneles import ALTO, ANCHO_FIRMA, ENTRE, LADO_QR, SANGRIA
from tests.gateways.papel import FOLIO, SITIO, TEXTOS, certificado, paginas


def dibujado(*args, **kwargs):
    return dibujar(certificado(*args, **kwargs), TEXTOS, SITIO)


def test_dice_todo_lo_que_una_pagaduria_necesita():
    (dicho,) = paginas(dibujado())
    for dato in (
        "CERTIFICADO DE PAZ Y SALVO", f"Folio {FOLIO}", "ProAlto certifica que", "Álvaro Hernán Zuluaga Pineda",
        "cédula de ciudadanía n.º 99.901.104", "paz y salvo por todo concepto",
        "18 de noviembre de 2026 a las 10:00:05 a. m.", "LB-900100", "28 de enero de 2025", "LB-900101",
        "28 de febrero de 2025", "$ 0", "Bogotá, D. C., a los dieciocho (18) días del mes de noviembre de dos mil",
        "Dirección de Cartera", f"{SITIO}/v/", "La dirección debe empezar por https://asistente.example",
        "Página 1 de 1",
    ):  # fmt: skip
        assert dato in dicho.replace("\u00a0", " ")
    assert "{" not in dicho and "Documento de prueba" not in dicho


def test_firmado_con_una_llave_de_desarrollo_avisa_en_cada_pagina():
    hojas = paginas(dibujar(certificado(cuantas=30), TEXTOS, SITIO, de_prueba=True))
    assert len(hojas) == 2 and all("sin validez" in hoja for hoja in hojas)


def test_treinta_creditos_ocupan_dos_paginas_y_ninguna_sin_dueno():
    primera, segunda = paginas(dibujado(cuantas=30))
    assert all(f"LB-{900_100 + n}" in primera + segunda for n in range(30))
    assert "LB-900100" in primera and "LB-900129" in segunda
    assert "Álvaro Hernán Zuluaga Pineda · 99.901.104" in segunda
    assert "Página 1 de 2" in primera and "Página 2 de 2" in segunda
    assert all("Fecha de cancelación" in hoja for hoja in (primera, segunda))
    assert "Firmado digitalmente" in segunda and "Firmado digitalmente" not in primera


@pytest.mark.parametrize("cuantas", [1, 5, 6, 7, 8, 9, 10, 15, 16, 17, 40, 41, 42, 120])
def test_nada_se_sale_de_la_hoja_ni_queda_debajo_del_pie(cuantas):
    documento = pypdfium2.PdfDocument(dibujado(cuantas=cuantas))
    milimetro = 72 / 25.4
    for pagina in documento:
        ancho, alto = pagina.get_size()
        texto = pagina.get_textpage()
        for n in range(texto.count_rects()):
            izquierda, abajo, derecha, _ = texto.get_rect(n)
            dicho = texto.get_text_bounded(*texto.get_rect(n))
            assert izquierda > 20 * milimetro and derecha < ancho - 20 * milimetro, dicho
            es_pie = abajo < alto - 260 * milimetro
            assert es_pie == dicho.startswith(("Folio", "Página")) or abajo > alto - BORDE_INFERIOR * milimetro, dicho
    documento.close()


@pytest.mark.parametrize(
    "nombre",
    [
        "María de los Ángeles Ñáñez-O’Connor D'Achiardi",
        "MARÍA PURIFICACIÓN DEL SAGRADO CORAZÓN DE JESÚS VILLAMIZAR-ECHEVERRI DE LA PEÑA Y GUTIÉRREZ DE PIÑERES",
        "Zoë Čapek Łukasz Şahin",
        "Jose\u0301 Nun\u0303ez",  # letters and marks apart, as some systems keep them
    ],
)
def test_los_nombres_salen_con_todas_sus_letras(nombre):
    (dicho,) = paginas(dibujado(nombre))
    assert limpiar(nombre) in dicho and len(limpiar(nombre)) >= len(nombre) - 2


@pytest.mark.parametrize(
    "nombre",
    ["Ana 😀 Díaz", "Ana 👩\u200d👧 Díaz", "Ana\u202e Díaz", "Ana 漢字 Díaz", "Ana\n\tDíaz", "Ana\ud800Díaz"],
)
def test_lo_que_no_se_puede_dibujar_se_calla_y_no_rompe_nada(nombre):
    (dicho,) = paginas(dibujado(nombre))
    assert "Ana Díaz" in dicho


@pytest.mark.parametrize("nombre", ["😀 👍", "漢字", "\u202e", ""])
def test_sin_un_nombre_que_se_pueda_escribir_no_hay_certificado(nombre):
    with pytest.raises(NombreIlegible):
        dibujado(nombre)


def test_lo_que_parece_markdown_en_un_nombre_es_solo_texto():
    (dicho,) = paginas(dibujado("Ana **Díaz** {cedula} __x__"))
    assert "Ana **Díaz** {cedula} __x__" in dicho


def test_un_numero_larguisimo_de_credito_cabe_en_su_columna():
    (dicho,) = paginas(dibujado(obligaciones=(Obligacion("LIBRANZA-2019-000000000000000000000-A", None),)))
    assert "LIBRANZA-2019-000000000000000000000-A" in dicho and TEXTOS["sin_fecha"] in dicho


def test_el_qr_es_el_de_la_pagina_de_verificacion():
    gris = pypdfium2.PdfDocument(dibujado())[0].render(scale=3).to_pil().convert("L")
    codigo = segno.make(f"{SITIO}/v/{FOLIO}", error="m", micro=False)
    matriz = [[bool(celda) for celda in fila] for fila in codigo.matrix]
    assert direccion(SITIO, FOLIO) == f"{SITIO}/v/{FOLIO}"
    escala, n = 3 * 72 / 25.4, len(matriz)
    izquierda, modulo = (MARGEN + ANCHO_FIRMA + ENTRE + SANGRIA) * escala, LADO_QR * escala / n
    arriba = (BORDE_INFERIOR - ALTO + 5) * escala

    def oscuro(i, j):
        return gris.getpixel((int(izquierda + (i + 0.5) * modulo), int(arriba + (j + 0.5) * modulo))) < 128

    assert [[oscuro(i, j) for i in range(n)] for j in range(n)] == matriz


def test_es_pdf_a_con_fuentes_incrustadas_idioma_titulo_y_etiquetas():
    with pikepdf.open(io.BytesIO(dibujado(cuantas=30))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Lang == "es-CO" and bool(pdf.Root.MarkInfo.Marked)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle and "/JavaScript" not in str(pdf.Root.keys())
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2U"
            assert metadata["dc:title"] == f"Certificado de paz y salvo · {FOLIO}"
            assert metadata["dc:creator"] == ["ProAlto"]
        fuentes = [fuente for pagina in pdf.pages for fuente in pagina.Resources.Font.values()]
        assert fuentes and all("/FontFile2" in f.DescendantFonts[0].FontDescriptor for f in fuentes)
        etiquetas = [str(elemento.S) for elemento in pdf.Root.StructTreeRoot.K[0].K]
        assert etiquetas.count("/H1") == 1 and etiquetas.count("/Figure") == 1 and etiquetas.count("/P") > 30
        figura = next(e for e in pdf.Root.StructTreeRoot.K[0].K if e.S == "/Figure")
        assert str(figura.Alt) == TEXTOS["qr"]


def test_todo_lo_dibujado_esta_etiquetado_o_es_adorno():
    with pikepdf.open(io.BytesIO(dibujado(cuantas=30))) as pdf:
        for pagina in pdf.pages:
            hondo, sueltos = 0, []
            for operandos, operador in pikepdf.parse_content_stream(pagina):
                nombre = str(operador)
                hondo += {"BDC": 1, "BMC": 1, "EMC": -1}.get(nombre, 0)
                if not hondo and nombre in ("Tj", "TJ", "f", "S", "B", "re", "Do"):
                    sueltos.append((nombre, operandos))
            assert (hondo, sueltos) == (0, [])


def test_las_fuentes_y_su_licencia_estan_donde_se_buscan():
    assert all((carpeta_de_fuentes() / archivo).is_file() for archivo in ARCHIVOS.values())
    assert "Permission is hereby granted, free of charge" in (carpeta_de_fuentes() / "LICENSE_DEJAVU").read_text()
