"""The words in textos/: titles that fit and exist, versions with their names, the code in its SMS."""

import pytest

from revisor.revision import revisar
from tests.revisor.ejemplo import HOY, MINIMOS, SMS, TITULOS, Falla, comprobar, escribir, estropear

BOTON = "textos/boton_de_lista.txt"
FALLAS = [
    Falla(TITULOS, "Consultar mi saldo", "Consultar mi saldo de hoy", "de hoy",
          "consultar_saldo: el título «Consultar mi saldo de hoy» tiene 25 caracteres y en una fila de la lista "
          "caben 24."),
    Falla(TITULOS, "Consultar mi saldo", "", "consultar_saldo", "tiene 0 caracteres"),
    Falla(TITULOS, "Tasas e intereses", "CONSULTAR MI SALDO", "CONSULTAR", "es también el título de consultar_saldo"),
    Falla(TITULOS, "consultar_saldo,", "consultar_sald,", "consultar_sald", '¿Quisiste escribir "consultar_saldo"?'),
    Falla(TITULOS, "faq/tasas,", "faq/plazos,", "faq/plazos", "faq/plazos: no es una intención."),
    Falla(TITULOS, "Tasas e intereses", "Tasas, e intereses", "Tasas", "la línea no es intención,título"),
    Falla(TITULOS, "Tasas e intereses", "Las tasas de su crédito", "su crédito", "«su crédito» trata de usted"),
    Falla(TITULOS, "intencion,titulo\n", "", "consultar_saldo", "no empieza por «intencion,titulo»"),
    Falla(BOTON, "Ver opciones", "Ver todas las opciones", "Ver",
          "tiene 22 caracteres y en el botón de la lista caben 20"),
    Falla(BOTON, "Ver opciones\n", "\n", "", "Escríbelo."),
    Falla(SMS, "{codigo}", "{código}", "ProAlto", "debe llevar {codigo} una sola vez"),
    Falla(SMS, "{codigo}", "123456", "ProAlto", "debe llevar {codigo} una sola vez"),
    Falla(SMS, "es tu codigo", "es tu {codigo", "ProAlto", "debe llevar {codigo} una sola vez"),
    Falla("textos/politica/v1.txt", "Esta es la política.", " ", "", "politica: está vacío."),
    Falla("textos/politica/v1.txt", "Esta es", "Esta era", "", "ya se publicó, y ahora dice otra cosa."),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_el_texto_que_falla(tmp_path, falla):
    comprobar(tmp_path, falla)


def test_las_lineas_en_blanco_de_los_titulos_no_estorban(tmp_path):
    assert estropear(tmp_path, Falla(TITULOS, "\nfaq/tasas", "\n\nfaq/tasas", "", "")) == []


@pytest.mark.parametrize("nombre", ["v2 (copia).txt", "borrador.txt", "v2.docx", "v0.txt"])
def test_una_version_se_llama_como_una_version(tmp_path, nombre):
    (escribir(tmp_path) / "textos/autorizacion" / nombre).write_text("hola")
    (hallazgo,) = revisar(tmp_path, HOY, MINIMOS)
    assert str(hallazgo).startswith(f"textos/autorizacion/{nombre}:1  autorizacion: no se llama como una versión.")


def test_lo_publicado_no_se_borra(tmp_path):
    (escribir(tmp_path) / "textos/politica/v1.txt").unlink()
    (hallazgo,) = revisar(tmp_path, HOY, MINIMOS)
    assert "dice que se publicó politica/v1.txt, y no está." in str(hallazgo)


def test_de_un_texto_nuevo_dice_el_renglon_que_falta(tmp_path):
    (escribir(tmp_path) / "textos/autorizacion/v2.txt").write_text("¿Autorizas esto?", encoding="utf-8")
    (hallazgo,) = revisar(tmp_path, HOY, MINIMOS)
    assert "autorizacion,v2," in str(hallazgo) and ",si" in str(hallazgo)
