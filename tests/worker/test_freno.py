"""Meta refuses the token: everybody waits, one message probes now and then, and afterwards all leaves in order."""

import logging
from dataclasses import replace

import pytest

from proalto.gateways.sms import SmsError
from proalto.services.mensajeria import interruptores
from proalto.services.mensajeria.bandeja_salida import olvidados
from proalto.whatsapp import payloads
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.errors import GraphTimeout
from proalto.worker.enviar import vaciar
from tests.conftest import nuevo_contacto
from tests.e2e.doble import GraphDouble, texto_de
from tests.worker.buzon import Buzon

TOKEN, DESTINATARIO = 190, 131026


@pytest.fixture
def otro(app, buzon):
    buzon.abre_ventana()
    otro = Buzon(app, nuevo_contacto(app))
    otro.abre_ventana()
    return otro


@pytest.fixture
def frenado(app, buzon, otro):
    """Meta has just refused the contact's first message of two; the other has one too."""
    for texto in ("uno", "dos"):
        buzon.encola(payloads.text(texto))
    otro.encola(payloads.text("de otro"))
    app.whatsapp.fail_next(TOKEN)
    vaciar(app, buzon.contacto.id)
    return buzon


def enviados(app):
    return [mensaje["text"]["body"] for mensaje in app.whatsapp.sent]


def detenidos(app):
    with app.db.transaction() as tx:
        return interruptores.envios_detenidos(tx)


def barridos(app, *buzones):
    with app.db.transaction() as tx:
        return set(olvidados(tx)) & {uno.contacto.id for uno in buzones}


def test_todos_esperan_y_nadie_gasta_intentos(app, frenado, otro):
    for _ in range(3):
        vaciar(app, frenado.contacto.id)
        vaciar(app, otro.contacto.id)
    assert enviados(app) == [] and detenidos(app).codigo == TOKEN
    assert [(s["estado"], s["intentos"]) for s in frenado.salientes() + otro.salientes()] == [
        ("pendiente", 1), ("pendiente", 0), ("pendiente", 0),
    ]  # fmt: skip


def test_se_avisa_una_sola_vez(app, frenado, otro, caplog):
    caplog.set_level(logging.ERROR)
    for _ in range(3):
        frenado.pasa(seconds=61)
        otro.pasa(seconds=61)
        app.whatsapp.fail_next(TOKEN)
        vaciar(app, otro.contacto.id)
    assert [registro for registro in caplog.records if registro.levelno == logging.ERROR] == []
    assert detenidos(app).codigo == TOKEN


def test_al_detenerse_queda_en_la_bitacora(app, buzon, caplog):
    buzon.abre_ventana()
    buzon.encola(payloads.text("uno"))
    app.whatsapp.fail_next(TOKEN)
    vaciar(app, buzon.contacto.id)
    assert [r.levelname for r in caplog.records if "sending stands still" in r.message] == ["ERROR"]


def test_prueba_uno_cada_minuto_y_no_mas(app, frenado, otro):
    frenado.pasa(seconds=59)
    vaciar(app, otro.contacto.id)
    assert otro.salientes()[0]["intentos"] == 0
    frenado.pasa(seconds=2)
    app.whatsapp.fail_next(TOKEN)
    app.whatsapp.fail_next(TOKEN)
    vaciar(app, otro.contacto.id)
    vaciar(app, frenado.contacto.id)
    assert [s["intentos"] for s in otro.salientes() + frenado.salientes()] == [1, 1, 0]


def test_si_la_prueba_pasa_salen_todos_en_orden(app, frenado, otro):
    frenado.pasa(seconds=61)
    vaciar(app, otro.contacto.id)
    assert detenidos(app) is None
    vaciar(app, frenado.contacto.id)
    assert enviados(app) == ["de otro", "uno", "dos"]


def test_el_primero_que_fallo_no_espera_mas_que_los_otros(app, frenado, otro):
    frenado.sql("UPDATE asistente.interruptores SET proximo_sondeo = now()")
    vaciar(app, otro.contacto.id)
    vaciar(app, frenado.contacto.id)
    assert enviados(app) == ["de otro", "uno", "dos"]


def test_un_rechazo_por_el_destinatario_tambien_prueba_que_meta_acepta(app, frenado, otro):
    frenado.pasa(seconds=61)
    app.whatsapp.fail_next(DESTINATARIO)
    vaciar(app, otro.contacto.id)
    assert detenidos(app) is None


@pytest.mark.parametrize("codigo, http", [(131000, 500), (None, 404), (None, 503)])
def test_lo_que_no_dice_nada_del_token_no_lo_suelta(app, frenado, otro, codigo, http):
    frenado.pasa(seconds=61)
    app.whatsapp.fail_next(codigo, http)
    vaciar(app, otro.contacto.id)
    assert detenidos(app) is not None


def test_una_prueba_sin_respuesta_no_lo_suelta(app, frenado, otro):
    frenado.pasa(seconds=61)
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    vaciar(app, otro.contacto.id)
    assert detenidos(app) is not None and otro.estados() == ["incierto"]


def test_el_barrido_no_llama_a_nadie_hasta_que_toca_probar(app, frenado, otro):
    for uno in (frenado, otro):
        uno.sql("UPDATE asistente.mensajes_salientes SET actualizado_en = actualizado_en - interval '5 seconds'")
    assert barridos(app, frenado, otro) == set()
    frenado.pasa(seconds=61)
    assert barridos(app, frenado, otro) == {frenado.contacto.id, otro.contacto.id}


def test_el_sms_sale_aunque_meta_no_acepte_nada(app, frenado, otro):
    tercero = Buzon(app, nuevo_contacto(app))
    tercero.encola({"texto": "123456"}, clase="codigo", canal="sms", destino="573009998877")
    vaciar(app, tercero.contacto.id)
    assert [texto for _, texto in app.sms.sent] == ["123456"] and detenidos(app) is not None


def test_la_puerta_de_sms_no_detiene_nada(app, buzon):
    buzon.encola({"texto": "123456"}, clase="codigo", canal="sms", destino="573009998877")
    app.sms.fail_next = SmsError("HTTP 401", permanent=True)
    vaciar(app, buzon.contacto.id)
    assert detenidos(app) is None


def test_lo_detenido_no_caduca_por_viejo(app, frenado, otro):
    otro.pasa(hours=30)
    otro.abre_ventana()
    vaciar(app, otro.contacto.id)
    assert otro.estados() == ["aceptado"]


def test_un_mensaje_que_detiene_a_todos_un_dia_entero_se_deja(app, buzon, otro):
    buzon.encola(payloads.text("veneno"))
    buzon.pasa(hours=25)
    buzon.abre_ventana()
    app.whatsapp.fail_next(TOKEN)
    vaciar(app, buzon.contacto.id)
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [("fallido", "rechazado")]
    assert detenidos(app) is None


def test_por_http_sale_un_solo_pedido_por_minuto_y_despues_todo_en_orden(app, buzon, otro):
    """What Meta sees: one request, one probe a minute, and then everything."""
    meta = GraphDouble()
    vencido = (401, {"error": {"message": "Error validating access token", "type": "OAuthException", "code": 190}})
    meta.responder_con = [vencido] * 3
    real = replace(app, whatsapp=WhatsAppClient(meta.url, "v25.0", "106540352242922", "vencido"))
    for texto in ("uno", "dos"):
        buzon.encola(payloads.text(texto))
    otro.encola(payloads.text("de otro"))
    for _ in range(3):
        for _ in range(3):
            vaciar(real, buzon.contacto.id)
            vaciar(real, otro.contacto.id)
        buzon.pasa(seconds=61)
        otro.pasa(seconds=61)
    assert meta.responder_con == [] and meta.mensajes == [] and detenidos(app).codigo == TOKEN
    for uno in (otro, buzon):
        vaciar(real, uno.contacto.id)
    meta.cerrar()
    assert [texto_de(mensaje) for mensaje in meta.mensajes] == ["de otro", "uno", "dos"]
    assert buzon.estados() + otro.estados() == ["aceptado"] * 3
