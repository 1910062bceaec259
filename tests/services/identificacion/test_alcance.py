"""How far a session reaches: from an unknown chat for a day, from a mobile of two customers for ever."""

from __future__ import annotations

import pytest

from proalto.services.credito.inicio_renovacion import iniciar_renovacion
from proalto.services.credito.paz_y_salvo import AunDebe, emitir_paz_y_salvo
from proalto.services.credito.renovacion import Elegible, evaluar_renovacion
from proalto.services.credito.saldo import consultar_saldo
from proalto.services.credito.solicitud import consultar_solicitudes
from proalto.services.identificacion.sesiones import (
    CON_CELULAR_COMPARTIDO,
    DESDE_OTRO_CHAT,
    Capacidad,
    CelularCompartido,
    Nivel,
    NoDesdeEsteChat,
    exigir_identidad,
)
from tests.actions.ayuda import autorizar
from tests.conftest import conectar
from tests.services.identificacion.vigilancia import avisados
from tests.services.pasos import BIEN, NIVEL_1, Pasos, telefono_nuevo


def puede(pasos):
    """Return what this chat's session may do now."""
    a, puede = pasos.app, set()
    for capacidad in Capacidad:
        try:
            exigir_identidad(a.db, a.cipher, pasos.contacto, Nivel.N2, a.now(), capacidad)
        except (NoDesdeEsteChat, CelularCompartido):
            continue
        puede.add(capacidad)
    return puede


def test_desde_el_celular_registrado_se_puede_todo(pasos):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    pasos.entra(cedula)
    assert puede(pasos) == set(Capacidad)
    assert avisados(pasos.app, pasos.contacto.address.phone) == []


def test_desde_otro_chat_el_primer_dia_hay_saldo_y_etapa_y_nada_mas(pasos, cedula, reloj):
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT) == {Capacidad.ETAPA, Capacidad.SALDO, Capacidad.OFERTA}
    reloj.pasa(hours=23.9)
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT)
    reloj.pasa(minutes=6)
    assert puede(pasos) == set(Capacidad)


def test_un_chat_que_no_vuelve_en_90_dias_empieza_otra_vez(pasos, cedula, telefono, reloj):
    pasos.entra(cedula)
    reloj.pasa(days=90)
    actualizar(pasos, cedula, reloj)
    pasos.entra(cedula)
    assert puede(pasos) == set(Capacidad)
    reloj.pasa(days=90, seconds=1)
    actualizar(pasos, cedula, reloj)
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT)
    assert len(avisados(pasos.app, telefono)) == 2


def actualizar(pasos, cedula, reloj):
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE nucleo.clientes SET celular_confirmado_en = %s WHERE cedula = %s", (reloj().date(), cedula)
        )


def test_cada_tramite_pide_lo_que_va_a_hacer(app, pasos, cedula):
    pasos.nucleo.credito(cedula)
    pasos.nucleo.solicitud(cedula)
    autorizar(app, pasos.contacto)
    pasos.entra(cedula)
    quien = app.db, app.nucleo, app.cipher
    assert len(consultar_saldo(*quien, pasos.contacto, app.now())) == 1
    assert len(evaluar_renovacion(*quien, pasos.contacto, app.now())) == 1
    assert consultar_solicitudes(*quien, pasos.contacto, app.now())
    with pytest.raises(NoDesdeEsteChat):
        emitir_paz_y_salvo(*quien, app.imprenta, pasos.contacto, app.now())
    with pytest.raises(NoDesdeEsteChat):
        iniciar_renovacion(*quien, pasos.contacto, Elegible("L-1", None, None, ()), None, app.now())


def test_un_celular_de_dos_clientes_no_abre_documentos_nunca(app, pasos, nucleo, reloj):
    telefono = pasos.contacto.address.phone
    una, otra = nucleo.cliente(telefono), nucleo.cliente(telefono)
    nucleo.credito(una)
    autorizar(app, pasos.contacto)
    assert pasos.entra_con_numero(una) == NIVEL_1
    reloj.pasa(days=2)
    pasos.entra(una)
    assert puede(pasos) == set(CON_CELULAR_COMPARTIDO) == {Capacidad.ETAPA, Capacidad.SALDO}
    assert len(consultar_saldo(app.db, app.nucleo, app.cipher, pasos.contacto, app.now())) == 1
    with pytest.raises(CelularCompartido):
        emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, pasos.contacto, app.now())
    with conectar(nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET celular = %s WHERE cedula = %s", (telefono_nuevo(), otra))
    reloj.pasa(hours=1)
    pasos.entra(una)
    with pytest.raises(AunDebe):
        emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, pasos.contacto, app.now())


def test_sin_decir_para_que_una_sesion_restringida_no_sirve_sobre_n1(app, pasos, cedula):
    pasos.entra(cedula)
    with pytest.raises(NoDesdeEsteChat):
        exigir_identidad(app.db, app.cipher, pasos.contacto, Nivel.N2, app.now())
    assert exigir_identidad(app.db, app.cipher, pasos.contacto, Nivel.N1, app.now()).cedula == cedula


def test_dos_chats_a_la_vez_no_se_estorban(pasos, cedula):
    una, otra = pasos, Pasos(pasos.app, pasos.nucleo, pasos.otro().contacto)
    una.presenta(cedula), otra.presenta(cedula)
    una.da_fecha(cedula), otra.da_fecha(cedula)
    assert (otra.prueba(otra.recibe()), una.prueba(una.recibe())) == (BIEN, BIEN)
    assert una.titular() == otra.titular() == cedula
