"""A customer's file at the desk."""

import pytest

from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto
from tests.gateways.archivos.buenos_pdf import GRUPOS
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo
from tests.services.gente import sql

NOMBRE = "../../<script>alert(1)</script>\u202efdp.exe"


@pytest.fixture(scope="module")
def pdf():
    return next(contenido for _, contenido in GRUPOS[0]())


@pytest.fixture
def documento(app, contacto, pdf):
    mundo.caso(app, contacto)
    return mundo.documento(app, contacto, pdf, archivo=NOMBRE)


def auditado(app, documento):
    sentencia = "SELECT accion FROM asistente.auditoria WHERE objeto = %s ORDER BY id"
    return [accion for (accion,) in sql(app, sentencia, f"documento:{documento}")]


def test_se_ven_fotos_de_las_paginas_y_nunca_el_original(app, mesa, documento):
    laura = mesa("laura")
    pagina = laura.get(f"/documentos/{documento}").get_data(as_text=True)
    assert f"/documentos/{documento}/pagina-1.jpg" in pagina
    assert "&lt;script&gt;" in pagina and "<script>alert" not in pagina and "⟦U+202E⟧" in pagina
    hoja = laura.get(f"/documentos/{documento}/pagina-1.jpg")
    assert (hoja.status_code, hoja.mimetype, hoja.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert hoja.headers["X-Content-Type-Options"] == "nosniff"
    assert laura.get(f"/documentos/{documento}/pagina-99.jpg").status_code == 404
    assert auditado(app, documento) == ["documento_visto"]


def test_el_original_se_descarga_con_un_nombre_seguro_y_queda_anotado(app, mesa, documento, pdf):
    laura = mesa("laura")
    assert laura.get(f"/documentos/{documento}/original").status_code == 405
    assert laura.post(f"/documentos/{documento}/original").status_code == 400
    assert auditado(app, documento) == []
    bajado = laura.envia(f"/documentos/{documento}/original")
    assert bajado.data == pdf and bajado.content_type == "application/octet-stream"
    nombre = bajado.headers["Content-Disposition"]
    assert nombre.startswith('attachment; filename="') and nombre.endswith(f'-{documento}.pdf"')
    assert not set("<>/\\\u202e") & set(nombre) and ".." not in nombre
    assert (
        bajado.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in bajado.headers["Content-Security-Policy"]
    )
    assert auditado(app, documento) == ["documento_descargado"]


def test_se_abre_aunque_ya_no_este_el_mensaje_que_lo_trajo(app, mesa, documento, pdf):
    """The message goes after a year; a filed application's documents are kept for ten."""
    sql(app, "DELETE FROM asistente.mensajes_entrantes WHERE wamid = "
             "(SELECT wamid_origen FROM asistente.documentos WHERE id = %s)", documento)  # fmt: skip
    laura = mesa("laura")
    assert laura.get(f"/documentos/{documento}").status_code == 200
    bajado = laura.envia(f"/documentos/{documento}/original")
    assert bajado.data == pdf and f'filename="documento-{documento}.pdf"' in bajado.headers["Content-Disposition"]


def test_el_de_otro_equipo_y_el_que_no_se_guardo_no_estan(app, mesa, pdf):
    contacto = nuevo_contacto(app)
    mundo.caso(app, contacto, equipo="fraude")
    ajeno = mundo.documento(app, contacto, pdf)
    laura, auditor = mesa("laura"), mesa(nuevo_usuario(app, Rol.AUDITOR, equipos=[]))
    for ruta in (f"/documentos/{ajeno}", f"/documentos/{ajeno}/pagina-1.jpg", "/documentos/999999"):
        assert laura.get(ruta).status_code == 404
    assert auditor.get(f"/documentos/{ajeno}").status_code == 200
    assert auditor.envia(f"/documentos/{ajeno}/original").status_code == 403
    assert auditado(app, ajeno) == ["documento_visto"]


def test_la_foto_de_una_pagina_pedida_sola_tambien_queda_anotada(app, mesa, documento):
    laura, marta = mesa("laura"), mesa("marta")
    for quien in (laura, laura, marta):
        assert quien.get(f"/documentos/{documento}/pagina-1.jpg").status_code == 200
    assert auditado(app, documento) == ["documento_visto"] * 2
