"""Signs of other hands: sessions end, a code alone opens N1 only for 72 hours, and the registered mobile is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from proalto.services.identificacion import bloqueo_de_identidad, desafios, identidad, otra_persona
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.senales import EnEnfriamiento, huella_celular
from proalto.services.identificacion.sesiones import Nivel
from proalto.services.mensajeria import bandeja_entrada
from proalto.whatsapp.address import Address
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.identificacion.vigilancia import avisados, avisar, cambiar_celular
from tests.services.mensajes import mensaje, webhook
from tests.services.pasos import (
    BIEN,
    CON_CODIGO,
    EN_ESPERA,
    NIVEL_1,
    OTRA_FECHA,
    SIN_DESAFIO,
    Pasos,
    malo,
    telefono_nuevo,
)


@pytest.fixture
def propia(pasos):
    """The cédula of a customer whose registered mobile is this very chat's number."""
    return pasos.nucleo.cliente(pasos.contacto.address.phone)


def llega(pasos, llave=None, kind="text", address=None):
    """Let one message of this chat come in, as Meta's webhook brings it."""
    uno = replace(mensaje(address or pasos.contacto.address, kind=kind), identity_key=llave)
    bandeja_entrada.recibir(pasos.app.db, pasos.app.cipher, webhook(uno), pasos.app.now())
    return uno


def entra(pasos, cedula, como=BIEN):
    """Take all the steps; return whether the code left and how it went."""
    assert (pasos.presenta(cedula), pasos.da_fecha(cedula)) == (BIEN, BIEN)
    codigo = pasos.recibe()
    assert codigo is not None
    assert pasos.prueba(codigo) == como


def test_la_primera_llave_de_identidad_no_es_un_cambio_y_la_misma_tampoco(pasos, propia):
    llega(pasos, "llave-1")
    entra(pasos, propia)
    llega(pasos, "llave-1")
    llega(pasos)
    assert pasos.titular() == propia


def test_otra_llave_de_identidad_cierra_la_sesion_y_enfria_72_horas(pasos, propia, reloj):
    llega(pasos, "llave-1")
    entra(pasos, propia)
    llega(pasos, "llave-2")
    assert pasos.titular(Nivel.N1) is None
    reloj.pasa(seconds=61)
    entra(pasos, propia, EN_ESPERA)
    assert (pasos.titular(Nivel.N1), pasos.titular(Nivel.N2)) == (propia, None)
    reloj.pasa(hours=71.9)
    entra(pasos, propia, EN_ESPERA)
    reloj.pasa(hours=0.2)
    entra(pasos, propia)
    assert pasos.titular() == propia


def test_la_llave_no_se_guarda_en_claro(pasos):
    llega(pasos, "llave-en-claro")
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM asistente.contactos WHERE id = %s", (pasos.contacto.id,))
        fila = cursor.fetchone()
    assert any(isinstance(valor, memoryview) and len(valor) == 32 for valor in fila)
    assert b"llave-en-claro" not in b"".join(bytes(v) for v in fila if isinstance(v, memoryview))


def test_un_aviso_de_cambio_de_numero_enfria_y_mata_el_codigo_pedido(pasos, propia):
    pasos.presenta(propia)
    pasos.da_fecha(propia)
    codigo = pasos.recibe()
    llega(pasos, kind="system")
    assert pasos.prueba(codigo) == SIN_DESAFIO
    assert pasos.entra_con_numero(propia) == CON_CODIGO
    entra(pasos, propia, EN_ESPERA)


@pytest.mark.parametrize("manos", ["otra_llave", "otra_persona", "bloqueo"])
def test_quien_llega_despues_no_pide_otro_codigo_sin_probar_quien_es(pasos, propia, reloj, manos):
    app = pasos.app
    llega(pasos, "llave-de-antes")
    pasos.da_fecha(propia)
    reloj.pasa(minutes=2)
    if manos == "otra_llave":
        llega(pasos, "llave-de-otro")
    elif manos == "otra_persona":
        otra_persona.empezar_de_nuevo(app.db, otra_vez(pasos.contacto), app.now())
    else:
        huella = huella_celular(app.cipher, pasos.contacto.address.phone)
        contacto = otra_vez(pasos.contacto)
        bloqueo_de_identidad.bloquear_por_titular(app.db, app.nucleo, app.cipher, contacto, huella, app.now())
    pasos.recibe()
    assert pasos.pide_otro() == SIN_DESAFIO and pasos.recibe() is None
    assert not desafios.se_puede_reenviar(app.db, otra_vez(pasos.contacto), app.now())


def test_el_cambio_en_la_linea_registrada_cierra_y_enfria_tambien_el_otro_chat(pasos, propia, reloj):
    otro = pasos.otro()
    entra(otro, propia)
    assert otro.titular() == propia
    llega(pasos, "a")
    llega(pasos, "b")
    assert otro.titular() is None
    reloj.pasa(seconds=61)
    entra(otro, propia, EN_ESPERA)


def test_el_codigo_pedido_antes_del_cambio_no_abre_en_otro_chat_ni_delata_nada(pasos, propia):
    otro = pasos.otro()
    otro.presenta(propia)
    otro.da_fecha(propia)
    codigo = otro.recibe()
    llega(pasos, "a")
    llega(pasos, "b")
    assert [otro.prueba(codigo), otro.prueba(malo(codigo))] == ["quedan 2", "quedan 1"]


def test_un_numero_conocido_que_escribe_con_otro_bsuid_es_una_senal(pasos, propia):
    telefono = pasos.contacto.address.phone
    llega(pasos, address=Address(telefono, "CO.viejo1"))
    entra(pasos, propia)
    llega(pasos, address=Address(telefono, "CO.nuevo1"))
    assert pasos.titular() is None
    nuevo = Pasos(pasos.app, pasos.nucleo, replace(nuevo_contacto(pasos.app, telefono)))
    assert nuevo.contacto.id != pasos.contacto.id
    assert nuevo.entra_con_numero(propia) == CON_CODIGO
    assert nuevo.da_fecha(propia) == BIEN
    assert nuevo.prueba(nuevo.recibe()) == EN_ESPERA


def test_otro_celular_en_la_base_enfria_desde_que_se_nota(pasos, reloj):
    viejo, nuevo = telefono_nuevo(), telefono_nuevo()
    cedula = pasos.nucleo.cliente(viejo)
    entra(pasos, cedula)
    cambiar_celular(pasos, cedula, nuevo)
    reloj.pasa(days=10)
    entra(pasos, cedula, EN_ESPERA)
    assert avisados(pasos.app, viejo)[-1].startswith("ProAlto: notamos un cambio")
    assert avisados(pasos.app, nuevo) == []
    reloj.pasa(hours=71.9)
    entra(pasos, cedula, EN_ESPERA)
    reloj.pasa(hours=0.2)
    entra(pasos, cedula)
    reloj.pasa(hours=25)
    entra(pasos, cedula)
    assert len(avisados(pasos.app, viejo)) == 2  # the first one told of the unknown chat


def test_el_numero_nuevo_en_la_base_tampoco_entra_por_si_solo(pasos, reloj):
    viejo = telefono_nuevo()
    cedula = pasos.nucleo.cliente(viejo)
    entra(pasos, cedula)
    recien = pasos.otro()
    cambiar_celular(pasos, cedula, recien.contacto.address.phone)
    assert recien.entra_con_numero(cedula) == CON_CODIGO
    assert pasos.titular() is None  # what was open ends too
    reloj.pasa(hours=73)
    assert recien.entra_con_numero(cedula) == NIVEL_1


def test_una_fecha_errada_no_hace_notar_el_cambio(pasos):
    viejo = telefono_nuevo()
    cedula = pasos.nucleo.cliente(viejo)
    entra(pasos, cedula)
    cambiar_celular(pasos, cedula, telefono_nuevo())
    extrano = pasos.otro()
    assert extrano.da_fecha(cedula, OTRA_FECHA) == BIEN
    assert pasos.titular() == cedula


def test_quien_solo_tiene_n1_no_pide_el_codigo_mientras_enfria(pasos, propia, reloj):
    llega(pasos, "a")
    llega(pasos, "b")
    entra(pasos, propia, EN_ESPERA)
    assert pasos.pide_solo_codigo() == EN_ESPERA
    assert pasos.recibe() is None
    a = pasos.app
    with pytest.raises(EnEnfriamiento) as espera:
        identidad.pedir_codigo(a.db, a.nucleo, a.cipher, a.envio, otra_vez(pasos.contacto), a.now())
    assert espera.value.hasta == reloj.ahora + LIMITES.enfriamiento


def test_el_mensaje_repetido_dice_otra_vez_que_espera(pasos, propia):
    llega(pasos, "a")
    llega(pasos, "b")
    pasos.da_fecha(propia)
    codigo, mismo = pasos.recibe(), otra_vez(pasos.contacto)
    assert [pasos.prueba(codigo, mismo) for _ in range(3)] == [EN_ESPERA] * 3
    assert pasos.titular(Nivel.N1) == propia


def test_el_cambio_se_avisa_una_vez_al_celular_que_se_vio(pasos, propia):
    telefono = pasos.contacto.address.phone
    entra(pasos, propia)
    llega(pasos, "a")
    cambio = llega(pasos, "b")
    bandeja_entrada.recibir(pasos.app.db, pasos.app.cipher, webhook(cambio), pasos.app.now())
    assert len(avisados(pasos.app, telefono)) == 1
    assert avisar(pasos.app) == 0
    assert len(avisados(pasos.app, telefono)) == 1


def test_otro_chat_que_cambia_de_manos_se_avisa_al_celular_y_deja_de_ser_conocido(pasos, reloj):
    telefono = telefono_nuevo()
    cedula = pasos.nucleo.cliente(telefono)
    llega(pasos, "a")
    entra(pasos, cedula)
    llega(pasos, "b")
    assert pasos.titular() is None  # though its code went to another mobile
    assert [palabras.split(":")[1][:8] for palabras in avisados(pasos.app, telefono)] == [" se cons", " notamos"]
    reloj.pasa(hours=73)
    entra(pasos, cedula)
    assert len(avisados(pasos.app, telefono)) == 3  # it is an unknown chat again


def test_los_numeros_de_las_senales_son_los_escritos():
    assert (LIMITES.enfriamiento, LIMITES.pareja_recordada) == (timedelta(hours=72), timedelta(days=90))
    assert LIMITES.otro_chat_restringido == timedelta(hours=24)
