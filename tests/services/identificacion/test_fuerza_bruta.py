"""Guessing codes: one after another, at once, across restarts and across chats; never more tries than the limits say.

Small by default; `AUDITORIA=1` makes it long.
"""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from math import sqrt

import pytest

from proalto import bootstrap
from proalto.db.database import DatabaseAway
from proalto.gateways.sms import MemorySms
from proalto.services.identificacion import desafios
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Nivel
from tests.conftest import conectar, otra_vez
from tests.services.pasos import BIEN, CELULAR, SIN_DESAFIO, Pasos, malo, telefono_nuevo

LARGO = bool(os.environ.get("AUDITORIA"))
HILOS, DIAS, OPORTUNIDADES = 50, 30 if LARGO else 3, 2000 if LARGO else 60
SIN_BASE = "sin base"


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente(telefono_nuevo())


def anotados(pasos, cedula, *, senuelo=False):
    """Return how many wrong codes the database has of this person."""
    huella = pasos.app.cipher.keyed_hash("cedula", cedula)
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM asistente.intentos_identidad"
            " WHERE cedula_hmac = %s AND paso = 'codigo' AND NOT bien AND senuelo = %s",
            (huella, senuelo),
        )
        return cursor.fetchone()[0]


def a_la_vez(*trabajos):
    """Do all of it at the same moment; return what each gave."""
    dichos, barrera = [], threading.Barrier(len(trabajos))

    def correr(trabajo):
        barrera.wait()
        try:
            dichos.append(trabajo())
        except DatabaseAway:  # no place in the pool of a busy machine: the worker would try again
            dichos.append(SIN_BASE)

    hilos = [threading.Thread(target=correr, args=(trabajo,)) for trabajo in trabajos]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return dichos


def test_en_fila_con_todos_los_datos_buenos_nunca_mas_de_diez_errados(pasos, cedula, reloj):
    """The worst attacker: cédula and date right, chats without end, and patience."""
    contados = probados = 0
    for _ in range(DIAS * 8):
        chat = pasos.otro()  # who never presents a cédula is never one chat too many
        chat.da_fecha(cedula)
        codigo = chat.recibe()
        for _ in range(4):
            if chat.prueba(malo(codigo)) != SIN_DESAFIO:
                probados += 1
                contados += codigo is not None
        assert chat.titular(Nivel.N1) is None
        reloj.pasa(hours=3)
    assert anotados(pasos, cedula) == LIMITES.codigos_malos_seguidos_bloquean == 10
    assert anotados(pasos, cedula, senuelo=True) == probados - 10
    assert contados <= 12  # the last code was out when the lock came: its other tries opened nothing


def test_cincuenta_a_la_vez_en_un_chat_gastan_tres(pasos, cedula):
    pasos.da_fecha(cedula)
    codigo = pasos.recibe()
    dichos = a_la_vez(*[lambda: pasos.prueba(malo(codigo))] * HILOS)
    assert sorted(dicho for dicho in dichos if dicho not in (SIN_DESAFIO, SIN_BASE)) == [
        "quedan 0",
        "quedan 1",
        "quedan 2",
    ]
    assert len(dichos) == HILOS and anotados(pasos, cedula) == 3
    assert pasos.prueba(codigo) == SIN_DESAFIO and pasos.titular() is None


def test_cincuenta_a_la_vez_con_el_codigo_bueno_abren_una_sesion(pasos, cedula):
    pasos.da_fecha(cedula)
    codigo = pasos.recibe()
    dichos = a_la_vez(*[lambda: pasos.prueba(codigo)] * HILOS)
    assert dichos.count(BIEN) == 1
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.sesiones WHERE contacto_id = %s", (pasos.contacto.id,))
        assert cursor.fetchone() == (1,)


def test_el_mismo_mensaje_cincuenta_veces_a_la_vez_gasta_uno(pasos, cedula):
    pasos.da_fecha(cedula)
    codigo, mensaje = pasos.recibe(), otra_vez(pasos.contacto)
    a_la_vez(*[lambda: pasos.prueba(malo(codigo), mensaje)] * HILOS)
    assert anotados(pasos, cedula) == 1


def test_desde_tres_chats_a_la_vez_tampoco_pasan_de_diez(pasos, cedula, reloj):
    for _ in range(3):  # eight wrong codes so far
        pasos.da_fecha(cedula)
        codigo = pasos.recibe()
        for _ in range(3 if anotados(pasos, cedula) < 6 else 2):
            pasos.prueba(malo(codigo))
        reloj.pasa(minutes=31)
    assert anotados(pasos, cedula) == 8
    reloj.pasa(hours=24)
    chats = [pasos.otro() for _ in range(3)]
    for chat in chats:
        chat.da_fecha(cedula)
    codigos = [chat.recibe() for chat in chats]
    assert None not in codigos
    a_la_vez(*[lambda c=c, k=k: c.prueba(malo(k)) for c, k in zip(chats, codigos) for _ in range(HILOS // 3)])
    assert anotados(pasos, cedula) == 10
    assert [chat.prueba(codigo) for chat, codigo in zip(chats, codigos)] == [SIN_DESAFIO] * 3
    assert all(chat.titular(Nivel.N1) is None for chat in chats)


def test_pedir_el_codigo_desde_muchos_chats_a_la_vez_manda_tres(pasos, cedula):
    chats = [pasos.otro() for _ in range(10)]
    a_la_vez(*[lambda c=c: c.da_fecha(cedula) for c in chats])
    assert sum(chat.recibe() is not None for chat in chats) == LIMITES.codigos_por_cliente_30min


def test_presentar_la_misma_cedula_desde_muchos_chats_a_la_vez_avisa_una_vez(pasos, cedula):
    a_la_vez(*[lambda c=c: c.presenta(cedula) for c in [pasos.otro() for _ in range(10)]])
    huella = pasos.app.cipher.keyed_hash("cedula", cedula)
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.avisos_de_seguridad WHERE cedula_hmac = %s", (huella,))
        assert cursor.fetchone() == (1,)


def test_reiniciar_no_devuelve_intentos(pasos, cedula, reloj):
    """Every try is another process, which knows nothing of the ones before but what PostgreSQL does."""
    for _ in range(4):
        pasos.da_fecha(cedula)
        codigo = pasos.recibe()
        for _ in range(4):
            app = replace(bootstrap.build(pasos.app.settings, now=reloj), sms=MemorySms())
            Pasos(app, pasos.nucleo, pasos.contacto).prueba(malo(codigo))
            app.db.close(), app.nucleo.close()
        reloj.pasa(hours=6)
    assert anotados(pasos, cedula) == 10
    assert pasos.da_fecha(cedula) == BIEN and pasos.recibe() is None


def test_adivinar_acierta_lo_que_se_predijo(pasos, nucleo, monkeypatch):
    """With codes of two digits, three different guesses open 3 in 100; four standard deviations either way."""
    monkeypatch.setattr(desafios.presupuesto, "digitos", lambda tx, now: 2)
    aciertos = 0
    for _ in range(OPORTUNIDADES):
        chat, cedula = pasos.otro(), nucleo.cliente(telefono_nuevo())
        chat.da_fecha(cedula)
        aciertos += BIEN in [chat.prueba(codigo) for codigo in ("07", "42", "93")]
    esperado = 3 / 100 * OPORTUNIDADES
    assert abs(aciertos - esperado) <= 4 * sqrt(esperado * 0.97)


def test_ningun_codigo_pesa_mas_que_otro(pasos, nucleo):
    """What leaves is spread over the whole range, zeros in front included."""
    codigos = []
    for _ in range(max(50, OPORTUNIDADES // 10)):
        chat = pasos.otro()
        chat.da_fecha(nucleo.cliente(telefono_nuevo()))
        codigos.append(chat.recibe())
    assert {len(codigo) for codigo in codigos} == {6} and len(set(codigos)) > 0.95 * len(codigos)
    assert len({codigo[0] for codigo in codigos}) >= 8


def test_una_cedula_ajena_con_su_celular_no_abre_con_el_codigo_de_la_propia(pasos, nucleo):
    propia, ajena = nucleo.cliente(pasos.contacto.address.phone), nucleo.cliente(CELULAR)
    pasos.da_fecha(propia)
    codigo = pasos.recibe()
    pasos.da_fecha(ajena)
    assert pasos.recibe() is not None
    if pasos.prueba(codigo) == BIEN:  # one in a million: the two codes are the same
        return
    assert pasos.titular(Nivel.N1) is None
