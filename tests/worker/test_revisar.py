"""A file's verdict: from Meta's media to the turn that tells it, whatever fails on the way."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from proalto.gateways.antivirus import MemoryAntivirus
from proalto.services.credito import documentos
from proalto.services.credito.tramites import abrir_tramite
from proalto.whatsapp.errors import GraphUnreachable
from proalto.whatsapp.message import InboundMedia
from proalto.worker.revisar import revisar
from tests.actions.ayuda import autorizar
from tests.worker.buzon import Buzon


def foto():
    hoja = Image.new("RGB", (1200, 900), (190, 186, 178))
    pluma = ImageDraw.Draw(hoja)
    for renglon in range(12):
        pluma.text(
            (60, 40 + renglon * 66), f"CEDULA {renglon} " * 5, fill="black", font=ImageFont.load_default(size=40)
        )
    salida = io.BytesIO()
    hoja.save(salida, "JPEG", quality=85)
    return salida.getvalue()


@pytest.fixture
def buzon(app, contacto):
    autorizar(app, contacto)
    abrir_tramite(app.db, app.cipher, contacto, "credito_nuevo", {"segmento": "empleado"}, app.now())
    return Buzon(app, contacto)


def llega(buzon, contenido):
    """Receive a file and return its row's id."""
    app = buzon.app
    media = InboundMedia(app.whatsapp.put_media(contenido, "image/jpeg"), "image/jpeg", None, None, None, False)
    wamid = buzon.llega(tipo="image", media=media)
    documentos.recibir_documentos(app.db, app.cipher, replace(buzon.contacto, wamid=wamid))
    ((documento_id,),) = buzon.sql("SELECT id FROM asistente.documentos WHERE wamid_origen = %s", wamid)
    return documento_id


def como(buzon, documento_id):
    ((estado, motivo),) = buzon.sql("SELECT estado, motivo FROM asistente.documentos WHERE id = %s", documento_id)
    return estado, motivo


def ordenes(buzon):
    return buzon.sql(
        "SELECT wamid FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND tipo = 'interno'", buzon.contacto.id
    )


def test_una_foto_buena_se_guarda_y_se_dice(app, buzon):
    documento_id = llega(buzon, foto())
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("aceptado", None) and len(ordenes(buzon)) == 1
    revisar(app, documento_id)  # a wake-up call too many
    assert len(ordenes(buzon)) == 1


@pytest.mark.parametrize(
    "contenido, motivo", [(b"", "vacio"), (b"PK\x03\x04", "formato"), (b"x" * 11_000_000, "muy_grande")]
)
def test_lo_que_no_sirve_se_rechaza_con_su_motivo(app, buzon, contenido, motivo):
    documento_id = llega(buzon, contenido)
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("rechazado", motivo) and len(ordenes(buzon)) == 1


def test_si_meta_no_responde_se_intenta_mas_tarde(app, buzon):
    documento_id = llega(buzon, foto())
    app.whatsapp.fail_next_with(GraphUnreachable("away"))
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("por_revisar", None) and ordenes(buzon) == []
    revisar(app, documento_id)  # not due yet
    assert como(buzon, documento_id) == ("por_revisar", None)
    buzon.sql("UPDATE asistente.documentos SET proximo_intento = now() WHERE id = %s", documento_id)
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("aceptado", None)


def test_tras_una_hora_se_da_por_perdido_y_se_dice(app, buzon):
    documento_id = llega(buzon, foto())
    buzon.sql("UPDATE asistente.documentos SET creado_en = creado_en - interval '9 days' WHERE id = %s", documento_id)
    app.whatsapp.fail_next_with(GraphUnreachable("away"))
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("rechazado", "perdido") and len(ordenes(buzon)) == 1


def test_lo_que_meta_ya_no_tiene_se_dice(app, buzon):
    documento_id = llega(buzon, foto())
    app.whatsapp.fail_next(100, 400)
    revisar(app, documento_id)
    assert como(buzon, documento_id) == ("rechazado", "perdido")


def test_con_antivirus_nada_entra_sin_su_permiso(app, buzon):
    con = replace(app, antivirus=MemoryAntivirus())
    con.antivirus.away = True
    documento_id = llega(buzon, foto())
    revisar(con, documento_id)
    assert como(buzon, documento_id) == ("por_revisar", None)
    con.antivirus.away = False
    buzon.sql("UPDATE asistente.documentos SET proximo_intento = now() WHERE id = %s", documento_id)
    revisar(con, documento_id)
    assert como(buzon, documento_id) == ("aceptado", None) and len(con.antivirus.vistos) == 1
