"""Who is told, by the registered mobile, that somebody asks from another chat: once, and without holding up others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from proalto.services.identificacion import avisos_de_seguridad
from tests.conftest import AHORA, conectar, nuevo_wamid
from tests.services.identificacion.vigilancia import avisados, avisar
from tests.services.pasos import BIEN


def test_la_primera_consulta_desde_otro_chat_se_avisa_una_sola_vez(app, pasos, cedula, telefono, reloj):
    for _ in range(2):
        pasos.entra(cedula)
        reloj.pasa(hours=25)
    assert [a.split(".")[0] for a in avisados(app, telefono)] == [
        "ProAlto: se consultaron tus datos desde otro WhatsApp"
    ]
    pasos.otro().entra(cedula)
    assert len(avisados(app, telefono)) == 2
    assert avisar(app) == 0


def test_el_aviso_sale_por_la_cola_del_celular_y_no_por_la_de_quien_pregunta(app, pasos, cedula, telefono):
    pasos.entra(cedula)
    avisar(app)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT contacto.telefono, canal FROM asistente.mensajes_salientes AS saliente JOIN asistente.contactos AS"
            " contacto ON contacto.id = saliente.contacto_id WHERE clase = 'seguridad' AND contacto.telefono = %s",
            (telefono,),
        )
        assert cursor.fetchall() == [(telefono, "sms")]


def test_tres_chats_que_presentan_una_cedula_en_un_dia_se_avisan_una_vez(app, pasos, cedula, telefono, reloj):
    for esperados in (0, 0, 1, 1, 1):
        assert pasos.otro().presenta(cedula) == BIEN
        assert len(avisados(app, telefono)) == esperados
    reloj.pasa(hours=24, seconds=1)
    for esperados in (1, 1, 2):
        pasos.otro().presenta(cedula)
        assert len(avisados(app, telefono)) == esperados


def test_el_chat_del_titular_no_es_uno_de_los_tres(app, nucleo, pasos):
    cedula = nucleo.cliente(pasos.contacto.address.phone)
    for chat in (pasos, pasos.otro(), pasos.otro()):
        chat.presenta(cedula)
    assert avisados(app, pasos.contacto.address.phone) == []
    pasos.otro().presenta(cedula)
    assert len(avisados(app, pasos.contacto.address.phone)) == 1


def test_muchos_chats_con_una_cedula_desconocida_no_avisan_a_nadie(app, pasos):
    for _ in range(4):
        assert pasos.otro().presenta("1234567890") == BIEN
    assert avisar(app) == 0


def test_los_avisos_de_quien_fue_borrado_no_detienen_a_los_demas(app, pasos, cedula, telefono):
    pasos.entra(cedula)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO asistente.avisos_de_seguridad (clave, clase, contacto_id, cedula_hmac, celular, creado_en)"
            " VALUES (%s, 'otro_chat', %s, 'x', 'nada que se pueda leer', %s)",
            (nuevo_wamid(), pasos.contacto.id, AHORA - timedelta(days=1)),
        )
    assert avisar(app) == 1
    assert len(avisados(app, telefono)) == 1


def test_cuando_la_base_del_prestamista_no_esta_el_aviso_espera(app, pasos, cedula, telefono, monkeypatch):
    class Ausente(Exception):
        pass

    class Nadie:
        def transaction(self):
            raise Ausente

    for _ in range(3):
        pasos.otro().presenta(cedula)
    with pytest.raises(Ausente):
        avisos_de_seguridad.avisar(app.db, Nadie(), app.cipher, app.envio, app.now())
    assert len(avisados(app, telefono)) == 1
