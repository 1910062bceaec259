"""An answer that came too late for WhatsApp: the customer is told once, by template, and nothing is dropped."""

import pytest

from proalto.services.conversacion import opciones
from proalto.services.mensajeria import bandeja_entrada, respuesta_pendiente
from proalto.whatsapp import payloads
from proalto.worker.enviar import vaciar
from simulator.graph.checks.template import check_template, read_templates
from tests.services.mensajes import estado, webhook
from tests.test_plantillas import CARPETA
from tests.worker.buzon import Buzon

VENTANA, DESTINATARIO = 131047, 131026


@pytest.fixture
def buzon(app, contacto, reloj) -> Buzon:
    from datetime import datetime, timezone

    reloj.ahora = datetime.now(timezone.utc)
    buzon = Buzon(app, contacto)
    buzon.abre_ventana()
    return buzon


def envia(app, buzon):
    vaciar(app, buzon.contacto.id)
    respuesta_pendiente.avisar(app.db, app.cipher)
    vaciar(app, buzon.contacto.id)


def plantillas(app):
    return [m["template"]["name"] for m in app.whatsapp.sent if m["type"] == "template"]


def tarde(app, buzon, clase="respuesta"):
    buzon.encola(payloads.text("tu saldo es…"), clase=clase)
    buzon.pasa(hours=24)
    envia(app, buzon)


@pytest.mark.parametrize("clase", ["respuesta", "asesor", "aviso", "menu_fijo"])
def test_lo_que_se_quedo_sin_ventana_no_sale_y_una_plantilla_lo_dice(app, buzon, clase):
    tarde(app, buzon, clase)
    assert [m["type"] for m in app.whatsapp.sent] == ["template"] and plantillas(app) == ["respuesta_pendiente"]
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [("fallido", "ventana"), ("aceptado", None)]
    check_template({"type": "template", "template": app.whatsapp.sent[0]["template"]}, read_templates(CARPETA))


def test_se_dice_una_sola_vez_aunque_sean_varias_y_se_mire_mucho(app, buzon):
    for _ in range(3):
        tarde(app, buzon)
    envia(app, buzon)
    assert plantillas(app) == ["respuesta_pendiente"]


@pytest.mark.parametrize("clase", ["demora", "limite"])
def test_una_cortesia_que_llega_tarde_no_se_anuncia(app, buzon, clase):
    tarde(app, buzon, clase)
    assert app.whatsapp.sent == [] and buzon.salientes()[0]["motivo"] == "ventana"


def test_tambien_cuando_lo_dice_meta_al_enviar(app, buzon):
    buzon.encola(payloads.text("hola"))
    app.whatsapp.fail_next(VENTANA)
    envia(app, buzon)
    assert plantillas(app) == ["respuesta_pendiente"] and buzon.salientes()[0]["error_codigo"] == VENTANA


def test_tambien_cuando_lo_dice_despues(app, buzon):
    buzon.encola(payloads.text("hola"))
    vaciar(app, buzon.contacto.id)
    ((wamid,),) = buzon.sql("SELECT wamid FROM asistente.mensajes_salientes WHERE contacto_id = %s", buzon.contacto.id)
    aviso = webhook(statuses=(estado(wamid, "failed", codigo=VENTANA),))
    bandeja_entrada.recibir(app.db, app.cipher, aviso, app.now())
    envia(app, buzon)
    assert plantillas(app) == ["respuesta_pendiente"] and buzon.estados() == ["fallido", "aceptado"]


def test_otro_rechazo_no_promete_nada(app, buzon):
    buzon.encola(payloads.text("hola"))
    app.whatsapp.fail_next(DESTINATARIO)
    envia(app, buzon)
    assert app.whatsapp.sent == []


def test_a_quien_ya_volvio_a_escribir_no_se_le_dice_nada(app, buzon):
    buzon.encola(payloads.text("tu saldo es…"))
    buzon.pasa(hours=24)
    vaciar(app, buzon.contacto.id)
    buzon.pasa(seconds=1)
    buzon.abre_ventana()
    envia(app, buzon)
    assert app.whatsapp.sent == []


def test_si_vuelve_a_pasar_despues_de_escribir_se_dice_otra_vez(app, buzon):
    tarde(app, buzon)
    buzon.abre_ventana()
    tarde(app, buzon)
    assert plantillas(app) == ["respuesta_pendiente"] * 2


def test_tocar_retomar_es_saludar_al_asistente(app, buzon):
    tarde(app, buzon)
    boton = app.whatsapp.sent[0]["template"]["components"][0]["parameters"][0]["payload"]
    assert opciones.tocada(app.db, app.cipher, buzon.contacto.id, boton) == "/saludar"
    assert opciones.dicha(app.db, app.cipher, buzon.contacto.id, "retomar") == "/saludar"


def test_una_plantilla_sale_aunque_la_ventana_este_cerrada(app, buzon):
    buzon.pasa(hours=48)
    buzon.encola(payloads.template("retomar_caso", "es_CO", ["Ana", "Laura", "A-1"]), clase="plantilla")
    envia(app, buzon)
    assert plantillas(app) == ["retomar_caso"]


@pytest.mark.parametrize(("horas", "sale"), [(23.9, True), (23.99, False), (24.1, False)])
def test_lo_encolado_a_tiempo_alcanza_a_salir_hasta_un_minuto_antes(app, buzon, horas, sale):
    buzon.encola(payloads.text("hola"))
    buzon.pasa(hours=horas)
    vaciar(app, buzon.contacto.id)
    assert bool(app.whatsapp.sent) is sale
