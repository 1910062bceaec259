"""Avísame, and no me avisen más, as the customer reads them."""

import pytest

from actions.notificaciones import (
    ActionActivarNotificaciones,
    ActionDesactivarNotificaciones,
    ActionElegirHoraDeAvisos,
)
from proalto.services.consentimiento.autorizacion import Evento, Finalidad, decision, mostrar, responder
from proalto.services.contacto.acuerdos_de_contacto import Preferencia, preferencia
from proalto.services.contacto.suscripciones import esta_suscrito
from proalto.services.identificacion.sesiones import Nivel
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import otra_vez


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula, Nivel.N1)
    return Charla(app, contacto).dice("avísame cuando cambie")


def test_activa_los_avisos_de_la_solicitud_en_curso_y_dice_como_apagarlos(app, charla, contacto, nucleo, cedula):
    radicado = nucleo.solicitud(cedula)
    dicho = charla.corre(ActionActivarNotificaciones)
    assert f"*{radicado}*" in dicho.texto and "no me avisen más" in dicho.texto
    assert esta_suscrito(app.db, contacto, radicado)


def test_el_boton_activa_solo_la_suya(app, charla, contacto, nucleo, cedula):
    primera, segunda = nucleo.solicitud(cedula), nucleo.solicitud(cedula)
    dicho = charla.toca(f'/activar_notificaciones{{"radicado": "{segunda}"}}').corre(ActionActivarNotificaciones)
    assert segunda in dicho.texto and primera not in dicho.texto
    assert not esta_suscrito(app.db, contacto, primera)


def test_escrito_activa_las_de_todas_las_que_siguen(charla, nucleo, cedula):
    radicados = {nucleo.solicitud(cedula), nucleo.solicitud(cedula, "recepcion")}
    terminada = nucleo.solicitud(cedula, "negada")
    dicho = charla.corre(ActionActivarNotificaciones)
    assert all(radicado in dicho.texto for radicado in radicados) and terminada not in dicho.texto


def test_pedirlo_otra_vez_lo_recuerda(charla, nucleo, cedula):
    nucleo.solicitud(cedula)
    charla.corre(ActionActivarNotificaciones)
    dicho = charla.dice("avísame").corre(ActionActivarNotificaciones)
    assert "Ya tenías" in dicho.texto and "No más avisos" in dicho.opciones


@pytest.mark.parametrize(
    ("etapas", "dice"),
    [([], "No encuentro solicitudes"), (["desembolso", "negada"], "ya terminó"), (["comite"], "una persona")],
)
def test_si_no_hay_de_que_avisar_dice_por_que(charla, nucleo, cedula, etapas, dice):
    for etapa in etapas:
        nucleo.solicitud(cedula, etapa)
    assert dice in charla.corre(ActionActivarNotificaciones).texto


def test_sin_identidad_la_pide_y_sigue_con_los_avisos(app, contacto, nucleo, cedula):
    autorizar(app, contacto)
    nucleo.solicitud(cedula)
    dicho = Charla(app, contacto).dice("avísame").corre(ActionActivarNotificaciones)
    assert (dicho.sigue, dicho.slots["tramite"]) == ("identidad_form", "action_activar_notificaciones")


def test_apagarlos_no_pide_nada(app, charla, contacto, nucleo, cedula, reloj):
    radicado = nucleo.solicitud(cedula)
    charla.corre(ActionActivarNotificaciones)
    reloj.pasa(days=2)
    dicho = charla.dice("no me avisen más").corre(ActionDesactivarNotificaciones)
    assert dicho.sigue is None and "no te envío más avisos" in dicho.texto
    assert not esta_suscrito(app.db, contacto, radicado)


def test_apagarlos_sin_tenerlos_lo_hace_aunque_no_haya_autorizacion(app, contacto):
    dicho = Charla(app, contacto).dice("no más mensajes").corre(ActionDesactivarNotificaciones)
    assert dicho.sigue is None and "no te enviamos ofertas ni avisos" in dicho.texto


def test_a_quien_habia_aceptado_ofertas_no_se_le_niega_que_las_recibia(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now(), Finalidad.PUBLICIDAD)
    responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "Sí, quiero", app.now(), Finalidad.PUBLICIDAD)
    dicho = Charla(app, otra_vez(contacto)).dice("no más").corre(ActionDesactivarNotificaciones)
    assert decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.REVOCADA
    assert dicho.texto.startswith("🔕 Listo: no te enviamos ofertas") and "No tienes" not in dicho.texto


def elegida(app, contacto):
    with app.db.transaction() as tx:
        return preferencia(tx, contacto.id)


def test_al_activarlos_dice_a_que_hora_y_deja_elegir(charla, nucleo, cedula):
    nucleo.solicitud(cedula)
    dicho = charla.corre(ActionActivarNotificaciones)
    assert "7 a. m. a 7 p. m." in dicho.texto
    assert dicho.opciones == ["A cualquier hora", "Solo de día", "Ver menú"]


@pytest.mark.parametrize(
    ("primero", "despues", "dice"),
    [
        ('/elegir_hora_de_avisos{"hora": "cualquiera"}', Preferencia.CUALQUIERA, "a cualquier hora"),
        ('/elegir_hora_de_avisos{"hora": "habil"}', Preferencia.HABIL, "solo de día"),
    ],
)
def test_elige_la_hora_con_un_boton_aunque_nadie_se_haya_identificado(app, contacto, primero, despues, dice):
    charla = Charla(app, contacto)
    otro = '/elegir_hora_de_avisos{"hora": "cualquiera"}'
    charla.toca(otro).corre(ActionElegirHoraDeAvisos)
    assert dice in charla.toca(primero).corre(ActionElegirHoraDeAvisos).texto
    assert elegida(app, contacto) is despues


def test_tambien_con_palabras_y_la_ultima_cuenta(app, contacto):
    charla = Charla(app, contacto)
    assert "apenas pase" in charla.dice("a la hora que sea").corre(ActionElegirHoraDeAvisos).texto
    assert elegida(app, contacto) is Preferencia.CUALQUIERA
    de_dia = charla.dice("no me escriban de noche").corre(ActionElegirHoraDeAvisos).texto
    assert "solo de día" in de_dia and "nunca domingos ni festivos" in de_dia
    assert elegida(app, contacto) is Preferencia.HABIL


@pytest.mark.parametrize("dicho", ["quiero cambiar la hora de los avisos", "hora de los avisos"])
def test_si_no_dice_cual_pregunta_y_no_cambia_nada(app, contacto, dicho):
    charla = Charla(app, contacto).toca('/elegir_hora_de_avisos{"hora": "cualquiera"}')
    charla.corre(ActionElegirHoraDeAvisos)
    assert charla.dice(dicho).corre(ActionElegirHoraDeAvisos).opciones == ["A cualquier hora", "Solo de día"]
    assert charla.toca("/elegir_hora_de_avisos").corre(ActionElegirHoraDeAvisos).opciones
    assert elegida(app, contacto) is Preferencia.CUALQUIERA
