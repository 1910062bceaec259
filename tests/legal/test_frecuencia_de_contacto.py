"""Ley 2300 de 2023 through the real worker and PostgreSQL: when we may write, and how often."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from proalto.services.contacto import reglas_de_contacto
from proalto.services.contacto.acuerdos_de_contacto import Canal
from proalto.services.mensajeria.bandeja_salida import olvidados
from proalto.services.mensajeria.plantillas import Clase
from proalto.services.mensajeria.salientes import Motivo
from proalto.whatsapp import payloads
from proalto.whatsapp.errors import GraphTimeout, GraphUnreachable
from proalto.worker import enviar
from proalto.worker.enviar import vaciar
from tests.conftest import nuevo_contacto
from tests.legal.reglas import (
    ESPERA,
    HUELLA,
    PUBLICIDAD,
    SALE,
    autoriza,
    bogota,
    cobra,
    de_cada_clase,
    no,
    pasa,
    recien,
    sale,
)
from tests.worker.buzon import Buzon

VIERNES_AL_CIERRE = bogota(2026, 11, 20, 18, 59, 59)


pytestmark = pytest.mark.usefixtures("cada_clase")


# -- L-41: hours, looked at when it leaves --


def test_L41_lo_que_se_encola_el_viernes_al_cierre_sale_el_sabado_y_lo_demas_no_espera_detras(app, deudor):
    app.now.ahora = VIERNES_AL_CIERRE
    cobra(deudor)
    assert sale(app, deudor) == ESPERA and app.whatsapp.sent == []
    deudor.abre_ventana()
    deudor.encola(payloads.text("Tu saldo es..."))
    assert sale(app, deudor) == SALE
    assert [uno["type"] for uno in app.whatsapp.sent] == ["text"]
    pasa(app, deudor, bogota(2026, 11, 21, 8))
    vaciar(app, deudor.contacto.id)
    assert [uno["type"] for uno in app.whatsapp.sent] == ["text", "template"]


def test_L41_el_barrido_lo_despierta_a_su_hora_y_no_antes(app, deudor):
    def olvidado():
        with app.db.transaction() as tx:
            return deudor.contacto.id in olvidados(tx)

    app.now.ahora = VIERNES_AL_CIERRE
    cobra(deudor)
    vaciar(app, deudor.contacto.id)
    pasa(app, deudor, bogota(2026, 11, 21, 7, 59, 50))
    assert not olvidado()
    pasa(app, deudor, bogota(2026, 11, 21, 8, 0, 1))
    assert olvidado()


@pytest.mark.parametrize(
    "momento, como",
    [
        (bogota(2026, 11, 20, 7), SALE), (bogota(2026, 11, 20, 6, 59, 59), ESPERA),
        (bogota(2026, 11, 21, 14, 59), SALE), (bogota(2026, 11, 21, 15), ESPERA), (bogota(2026, 11, 22, 12), ESPERA),
        (bogota(2026, 12, 8, 12), ESPERA),
        (bogota(2027, 3, 25, 12), ESPERA),
    ],
)  # fmt: skip
def test_L41_cobro_y_publicidad_a_sus_horas_y_ni_domingos_ni_festivos(app, deudor, con_permiso, momento, como):
    app.now.ahora = momento
    cobra(deudor)
    recien(app, deudor)
    assert sale(app, deudor) == como
    otro = Buzon(app, nuevo_contacto(app))
    autoriza(app, otro.contacto, b"otra")
    otro.encola(PUBLICIDAD, clase="plantilla")
    recien(app, otro)
    assert sale(app, otro) == como


def test_L41_la_hora_se_mira_al_entregarlo_aunque_al_tomarlo_fuera_legal(app, deudor, monkeypatch):
    """The number's pace makes it wait between the first look and the door: by then it is too late."""
    app.now.ahora = bogota(2026, 11, 20, 18, 59, 40)

    def pasa_el_tiempo(_):
        app.now.ahora = bogota(2026, 11, 20, 19, 0, 1)

    monkeypatch.setattr(enviar.time, "sleep", pasa_el_tiempo)
    cobra(deudor)
    assert sale(app, deudor) == ESPERA and app.whatsapp.sent == []
    assert deudor.salientes()[-1]["intentos"] == 0
    assert (
        deudor.sql("SELECT FROM asistente.intentos_de_contacto WHERE persona = %s", f"contacto:{deudor.contacto.id}")
        == []
    )
    monkeypatch.undo()
    de_cada_clase(monkeypatch)
    pasa(app, deudor, bogota(2026, 11, 21, 8))
    assert sale(app, deudor) == SALE


def test_L41_lo_que_espero_tres_dias_ya_no_sale(app, deudor):
    cobra(deudor)
    deudor.sql("UPDATE asistente.mensajes_salientes SET creado_en = %s", app.now() - timedelta(days=3, minutes=1))
    assert sale(app, deudor) == no(Motivo.PASADO)


# -- L-42: one a day, one channel a week --


def test_L42_un_solo_contacto_de_cobro_al_dia_y_el_otro_espera_a_manana(app, deudor):
    cobra(deudor)
    assert sale(app, deudor) == SALE
    cobra(deudor)
    assert sale(app, deudor) == ESPERA
    pasa(app, deudor, bogota(2026, 11, 19, 6, 59, 58))
    assert sale(app, deudor) == ESPERA
    pasa(app, deudor, bogota(2026, 11, 19, 7, 0, 1))
    assert sale(app, deudor) == SALE
    assert len(app.whatsapp.sent) == 2


def test_L42_la_publicidad_cuenta_junto_con_el_cobro(app, deudor, con_permiso):
    cobra(deudor)
    assert sale(app, deudor) == SALE
    deudor.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, deudor) == ESPERA


def test_L42_el_intento_cuenta_aunque_no_se_sepa_si_llego_y_no_se_repite(app, deudor):
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    cobra(deudor)
    assert sale(app, deudor) == ("incierto", None)
    cobra(deudor)
    deudor.pasa(seconds=31)
    vaciar(app, deudor.contacto.id)
    assert [(s["estado"], s["motivo"]) for s in deudor.salientes()] == [no(Motivo.INCIERTO), ESPERA]
    assert app.whatsapp.sent == []


def test_L42_cuenta_aunque_whatsapp_lo_rechace(app, deudor):
    app.whatsapp.fail_next(131026)
    cobra(deudor)
    assert sale(app, deudor) == no(Motivo.RECHAZADO)
    cobra(deudor)
    assert sale(app, deudor) == ESPERA


def test_L42_el_mismo_mensaje_que_no_llego_a_salir_se_puede_intentar_otra_vez(app, deudor):
    app.whatsapp.fail_next_with(GraphUnreachable("x"))
    cobra(deudor)
    assert sale(app, deudor) == ESPERA
    deudor.pasa(seconds=5)
    assert sale(app, deudor) == SALE


def test_L42_un_solo_canal_a_la_semana(app, deudor):
    autoriza(app, deudor.contacto, HUELLA, Canal.SMS)
    sms = {"clase": "plantilla", "canal": "sms", "destino": deudor.contacto.address.phone, "cedula_hmac": HUELLA,
           "proposito": Clase.COBRANZA}  # fmt: skip
    cobra(deudor)
    assert sale(app, deudor) == SALE
    pasa(app, deudor, bogota(2026, 11, 24, 10))
    deudor.encola({"texto": "Tu cuota está pendiente"}, **sms)
    recien(app, deudor)
    assert sale(app, deudor) == ESPERA and app.sms.sent == []
    pasa(app, deudor, bogota(2026, 11, 25, 10))  # a week later
    assert sale(app, deudor) == SALE and len(app.sms.sent) == 1


def test_L42_la_misma_persona_en_dos_chats_es_una_persona(app, deudor):
    otro = Buzon(app, nuevo_contacto(app))
    autoriza(app, otro.contacto, HUELLA)
    cobra(deudor)
    cobra(otro)
    assert (sale(app, deudor), sale(app, otro)) == (SALE, ESPERA)


@pytest.mark.parametrize("en_dos_chats", [False, True])
def test_L42_de_cincuenta_que_envian_a_la_vez_sale_a_lo_sumo_uno(app, deudor, en_dos_chats):
    """Fifty workers, each with a message of its own and every look it takes already taken, at the same door."""
    otro = nuevo_contacto(app)
    autoriza(app, otro, HUELLA)
    for _ in range(50):
        cobra(deudor)
    with app.db.transaction() as tx:
        row = tx.first("asistente.bandeja_salida.siguiente", contacto_id=deudor.contacto.id, espera_incierto=30)
        primero = enviar.bandeja_salida.siguiente(tx, app.cipher, deudor.contacto.id)
    ids = [fila["id"] for fila in deudor.salientes()]
    assert row["id"] == ids[0] and len(ids) == 50
    juntos, dichos = threading.Barrier(50), Counter()

    def pasar(n):
        contacto_id = otro.id if en_dos_chats and n % 2 else deudor.contacto.id
        saliente = replace(primero, id=ids[n])
        juntos.wait()
        with app.db.transaction() as tx:
            veredicto = reglas_de_contacto.salir(tx, contacto_id, saliente, None, None, app.now())
        dichos[type(veredicto).__name__] += 1

    with ThreadPoolExecutor(50) as hilos:
        list(hilos.map(pasar, range(50)))
    assert dichos == {"NoneType": 1, "Retenido": 49}
    contados = deudor.sql("SELECT DISTINCT saliente_id FROM asistente.intentos_de_contacto")
    assert len(contados) == 1
