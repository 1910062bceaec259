"""Saldo: only to whom it belongs."""

import pytest

from proalto.services.consentimiento.autorizacion import Evento, FaltaAutorizacion, mostrar, responder
from proalto.services.credito.saldo import SinCredito, consultar_saldo
from proalto.services.identificacion.sesiones import CEDULA, FaltaIdentidad, Nivel, abrir_sesion
from tests.conftest import otra_vez


def autorizar(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "Acepto", app.now())


def identificar_como(app, contacto, cedula):
    with app.db.transaction() as tx:
        abrir_sesion(
            tx, contacto.id, app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id), b"h", Nivel.N2, app.now()
        )


def consultar(app, contacto):
    return consultar_saldo(app.db, app.nucleo, app.cipher, contacto, app.now())


def test_no_dice_saldo_sin_autorizacion(app, contacto):
    with pytest.raises(FaltaAutorizacion):
        consultar(app, contacto)


def test_no_dice_saldo_sin_identidad(app, contacto):
    autorizar(app, contacto)
    with pytest.raises(FaltaIdentidad):
        consultar(app, contacto)


def test_ve_al_instante_lo_que_acaba_de_entrar_en_nucleo(app, contacto, nucleo):
    cedula = nucleo.cliente()
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    with pytest.raises(SinCredito):
        consultar(app, otra_vez(contacto))
    numero = nucleo.credito(cedula)
    assert [saldo.numero for saldo in consultar(app, otra_vez(contacto))] == [numero]
