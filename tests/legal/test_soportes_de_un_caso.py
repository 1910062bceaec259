"""The proof that we ask for is received: the files of whoever exercises a right, authorization or not (L-01, L-32)."""

from dataclasses import replace

import pytest

from actions.asesor import ActionReportarFraude
from actions.documentos import ActionRecibirDocumento
from proalto.services.atencion.casos import abrir_caso
from proalto.services.credito import documentos
from proalto.services.credito.tramites import abrir_tramite
from proalto.whatsapp.message import InboundMedia
from proalto.worker.revisar import revisar
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import otra_vez
from tests.worker.buzon import Buzon
from tests.worker.test_revisar import foto

PIDEN = ["fraude", "datos", "bloqueo"]


@pytest.fixture
def manda(app, contacto):
    """Send a photo and run the action; return what it said, and what the file is after the worker reviews it."""
    buzon = Buzon(app, contacto)

    def una():
        media = InboundMedia(app.whatsapp.put_media(foto(), "image/jpeg"), "image/jpeg", None, None, None, False)
        wamid = buzon.llega(tipo="image", media=media)
        dicho = Charla(app, replace(contacto, wamid=wamid)).dice("", wamid=wamid).corre(ActionRecibirDocumento)
        filas = buzon.sql("SELECT id FROM asistente.documentos WHERE wamid_origen = %s", wamid)
        for (documento_id,) in filas:
            revisar(app, documento_id)
        return dicho.texto, buzon.sql("SELECT estado, contenido IS NOT NULL, tramite_id FROM asistente.documentos"
                                      " WHERE wamid_origen = %s", wamid)  # fmt: skip

    return una


@pytest.mark.parametrize("tipo", PIDEN)
def test_L32_la_prueba_de_quien_ejerce_un_derecho_se_abre_aunque_no_haya_autorizado(app, contacto, manda, tipo):
    folio = abrir_caso(app.db, app.cipher, contacto, tipo, app.now()).folio
    dicho, filas = manda()
    assert f"quedó en tu caso *{folio}*" in dicho and "autorices" not in dicho
    assert filas == [("aceptado", True, None)]


def test_L32_despues_de_no_fui_yo_la_foto_no_pregunta_para_que_es(app, contacto, manda):
    autorizar(app, contacto)
    Charla(app, otra_vez(contacto)).dice("no fui yo").corre(ActionReportarFraude)
    dicho, filas = manda()
    assert "Lo verá la persona que te atiende" in dicho and "para qué es" not in dicho
    assert filas == [("aceptado", True, None)]


def test_L01_con_un_caso_de_otro_tipo_o_ya_cerrado_no_se_abre_nada(app, contacto, manda):
    abrir_caso(app.db, app.cipher, contacto, "asesor", app.now())
    abrir_caso(app.db, app.cipher, contacto, "fraude", app.now())
    Buzon(app, contacto).sql(
        "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = now(), causa = 'resuelto'"
        " WHERE contacto_id = %s AND tipo = 'fraude'",
        contacto.id,
    )
    dicho, filas = manda()
    assert "no lo abro hasta que autorices" in dicho
    assert filas == [("en_espera", False, None)]


def test_L01_quien_tiene_una_solicitud_abierta_sigue_enviando_sus_documentos(app, contacto, manda):
    autorizar(app, contacto)
    tramite = abrir_tramite(app.db, app.cipher, contacto, "credito_nuevo", {"segmento": "empleado"}, app.now())
    abrir_caso(app.db, app.cipher, contacto, "datos", app.now())
    dicho, filas = manda()
    assert "Lo reviso" in dicho and [(fila[0], fila[2]) for fila in filas] == [("aceptado", tramite.id)]


def test_L01_demasiados_archivos_se_dice_y_no_se_abren(app, contacto, manda, monkeypatch):
    monkeypatch.setattr(documentos, "POR_HORA", 0)
    abrir_caso(app.db, app.cipher, contacto, "fraude", app.now())
    dicho, filas = manda()
    assert "Son muchos archivos" in dicho and filas == []
