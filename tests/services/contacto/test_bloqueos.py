""" "No fui yo" stops collection and advertising at once (Ley 2573 de 2026 art. 5.6), also what waits to be sent."""

from dataclasses import replace

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.contacto import bloqueos
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import Clase
from proalto.whatsapp import payloads
from proalto.worker.enviar import enviar
from tests.conftest import nuevo_contacto
from tests.worker.buzon import Buzon

HUELLA = b"huella-de-la-cedula"


@pytest.fixture
def de_cobro(monkeypatch):
    """Meta has approved a template of each class that stops, and one that does not."""
    una = plantillas.registradas()["retomar_caso"]
    inventadas = {cual.value: replace(una, nombre=cual.value, clase=cual) for cual in Clase}
    monkeypatch.setattr(plantillas, "registradas", lambda: inventadas)


def detener(db, contacto, reloj, huella=None):
    with db.transaction() as tx:
        bloqueos.detener(tx, contacto.id, bloqueos.SUPLANTACION, reloj(), caso_id=None, cedula_hmac=huella)


def salen(db, contacto):
    with db.transaction() as tx:
        return {c.value for c in Clase if bloqueos.puede_salir(tx, contacto.id, c)}


TODAS = {cual.value for cual in Clase}
SIN_COBRO = {"respuesta", "solicitada", "seguridad"}


def test_antes_del_reporte_todo_sale(db, contacto, de_cobro):
    assert salen(db, contacto) == TODAS


def test_el_reporte_detiene_cobranza_y_publicidad_y_nada_mas(app, db, contacto, reloj, de_cobro):
    detener(db, contacto, reloj)
    detener(db, contacto, reloj)
    assert salen(db, contacto) == SIN_COBRO
    assert salen(db, nuevo_contacto(app)) == TODAS


def test_alcanza_a_la_misma_persona_en_otro_numero(app, db, contacto, reloj, de_cobro):
    otro = nuevo_contacto(app)
    with db.transaction() as tx:
        abrir_sesion(tx, otro.id, app.cipher.encrypt(b"1", CEDULA, de=otro.id), HUELLA, Nivel.N2, reloj())
    detener(db, contacto, reloj, HUELLA)
    assert salen(db, otro) == SIN_COBRO


def test_lo_que_ya_estaba_en_cola_no_sale(app, db, contacto, reloj, de_cobro):
    buzon = Buzon(app, contacto)
    buzon.abre_ventana()
    buzon.encola(payloads.template("cobranza", "es", []))
    buzon.encola(payloads.text("Hola"))
    detener(db, contacto, reloj)
    enviar(app, contacto.id)
    assert buzon.estados() == ["fallido", "aceptado"]
    assert [enviado["type"] for enviado in app.whatsapp.sent] == ["text"]


def test_no_fui_yo_detiene_los_mensajes_desde_el_primer_momento_y_sin_identificarse(app, db, contacto, reloj, de_cobro):
    abrir_caso(db, app.cipher, contacto, "queja", reloj())
    assert salen(db, contacto) == TODAS
    abrir_caso(db, app.cipher, contacto, "fraude", reloj())
    assert salen(db, contacto) == SIN_COBRO
