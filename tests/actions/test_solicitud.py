"""Estado de la solicitud, as the customer reads it."""

from datetime import timedelta

import pytest

from actions.solicitud import ActionConsultarEstadoSolicitud
from proalto.services.contacto.suscripciones import suscribir
from proalto.services.credito.tramites import abrir_tramite, radicar
from proalto.services.identificacion.sesiones import Nivel
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import AHORA, otra_vez

OCULTOS = ("14.000.000", "14000000", "nota interna", "$")


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula, Nivel.N1)
    return Charla(app, contacto).dice("¿en qué va mi solicitud?")


@pytest.mark.parametrize(
    ("etapa", "titulo", "paso", "dice", "opciones"),
    [
        (
            "recepcion",
            "Recepción",
            "1 de 4",
            "18 de noviembre de 2026",
            ["Avísame si cambia", "Ver menú", "No, gracias"],
        ),
        ("estudio", "Estudio", "2 de 4", "19 de noviembre de 2026", ["Avísame si cambia", "Ver menú", "No, gracias"]),
        ("aprobacion", "Aprobación", "3 de 4", "19 de noviembre", ["Avísame si cambia", "Ver menú", "No, gracias"]),
        ("desembolso", "Desembolso", "4 de 4", "El giro", ["Hablar con un asesor", "Ver menú", "No, gracias"]),
        ("negada", "Negada", "", "razones", ["Hablar con un asesor", "Ver menú"]),
        ("desistida", "Desistida", "", "retiró", ["Solicitar crédito", "Hablar con un asesor", "Ver menú"]),
    ],
)
def test_dice_la_etapa_que_significa_y_que_sigue(charla, nucleo, cedula, etapa, titulo, paso, dice, opciones):
    radicado = nucleo.solicitud(cedula, etapa)
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    for dato in (radicado, f"*{titulo}*", paso, "Crédito de libranza", "17 de noviembre de 2026", dice):
        assert dato in dicho.texto
    assert dicho.opciones == opciones
    assert not [oculto for oculto in OCULTOS if oculto in dicho.texto]
    assert "no te cumplimos" not in dicho.texto


def test_una_promesa_incumplida_se_reconoce_y_ofrece_un_asesor_primero(charla, nucleo, cedula):
    nucleo.solicitud(cedula, "estudio", actualizada_en=AHORA - timedelta(days=30))
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "no te cumplimos" in dicho.texto and "21 de octubre de 2026" in dicho.texto
    assert dicho.opciones == ["Hablar con un asesor", "Avísame si cambia", "Ver menú"]


def test_de_un_giro_de_hace_meses_no_se_dice_que_se_incumplio(charla, nucleo, cedula):
    nucleo.solicitud(cedula, "desembolso", actualizada_en=AHORA - timedelta(days=60))
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "no te cumplimos" not in dicho.texto and "prometido" not in dicho.texto
    assert "Hablar con un asesor" in dicho.opciones


def test_lo_que_nucleo_no_dice_es_una_raya_y_no_se_promete(charla, nucleo, cedula):
    nucleo.solicitud(cedula, "estudio", actualizada_en=None, producto=None)
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert dicho.texto.count("—") == 2 and "prometido" not in dicho.texto and "None" not in dicho.texto


def test_el_boton_de_avisar_lleva_su_radicado(charla, nucleo, cedula):
    radicado = nucleo.solicitud(cedula)
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    avisar = next(
        b for dicha in dicho.respuestas for b in dicha.get("buttons", []) if b["title"] == "Avísame si cambia"
    )
    assert avisar["payload"] == f'/activar_notificaciones{{"radicado": "{radicado}"}}'


def test_a_quien_ya_tiene_avisos_no_se_los_ofrece_otra_vez(app, charla, contacto, nucleo, cedula):
    nucleo.solicitud(cedula)
    suscribir(app.db, app.nucleo, app.cipher, otra_vez(contacto), "", app.now())
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "Ya tienes los avisos" in dicho.texto and "No más avisos" in dicho.opciones


def test_con_varias_deja_elegir_y_cada_fila_dice_su_etapa(charla, nucleo, cedula):
    primera = nucleo.solicitud(cedula, "estudio", radicada_en=AHORA - timedelta(days=5))
    segunda = nucleo.solicitud(cedula, "desembolso", radicada_en=AHORA - timedelta(days=90), producto=None)
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "2 solicitudes" in dicho.texto
    filas = dicho.respuestas[0]["buttons"]
    assert [(fila["title"], fila["description"]) for fila in filas] == [
        (primera, "Estudio · Crédito de libranza"), (segunda, "Desembolso"),
    ]  # fmt: skip
    for fila, titulo in zip(filas, ("*Estudio*", "*Desembolso*")):
        dicho = charla.toca(fila["payload"]).corre(ActionConsultarEstadoSolicitud)
        assert fila["title"] in dicho.texto and titulo in dicho.texto


def test_con_doce_y_con_nombres_larguisimos_la_lista_cabe_en_whatsapp(charla, nucleo, cedula):
    for numero in range(12):
        nucleo.solicitud(cedula, radicado=f"SOLICITUD-DE-CREDITO-2026-{numero:06d}", producto="x" * 200)
    assert len(charla.corre(ActionConsultarEstadoSolicitud).opciones) == 10


def test_el_radicado_de_otro_en_el_boton_no_abre_nada(charla, nucleo, cedula):
    nucleo.solicitud(cedula, "estudio")
    nucleo.solicitud(cedula, "recepcion")
    ajeno = nucleo.solicitud(nucleo.cliente(), "negada")
    dicho = charla.toca(f'/consultar_estado_solicitud{{"radicado": "{ajeno}"}}').corre(ActionConsultarEstadoSolicitud)
    assert ajeno not in dicho.texto and "2 solicitudes" in dicho.texto


def test_una_etapa_que_no_conocemos_se_le_pasa_a_una_persona(charla, nucleo, cedula):
    radicado = nucleo.solicitud(cedula, "comite")
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "asesor" in dicho.texto and "comite" not in dicho.texto and "Sí, por favor" in dicho.opciones
    nucleo.solicitud(cedula, "estudio")
    filas = charla.corre(ActionConsultarEstadoSolicitud).respuestas[0]["buttons"]
    desconocida = next(fila for fila in filas if fila["title"] == radicado)
    assert "asesor" in charla.toca(desconocida["payload"]).corre(ActionConsultarEstadoSolicitud).texto


def test_sin_solicitudes_ofrece_pedir_un_credito(charla):
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert "No encuentro solicitudes" in dicho.texto and "Solicitar crédito" in dicho.opciones


@pytest.mark.parametrize("propia", [True, False])
def test_la_que_se_radico_en_este_chat_se_dice_a_quien_la_radico(app, charla, contacto, cedula, propia):
    datos = {"segmento": "empleado", "documento_identidad": cedula if propia else "99999"}
    abrir_tramite(app.db, app.cipher, contacto, "credito_nuevo", datos, app.now())
    radicado = radicar(app.db, app.cipher, contacto, "credito_nuevo", app.now())
    dicho = charla.corre(ActionConsultarEstadoSolicitud)
    assert (radicado.numero in dicho.texto) is propia and ("No encuentro" in dicho.texto) is not propia


def test_sin_identidad_pide_la_de_n1(app, contacto, nucleo, cedula):
    autorizar(app, contacto)
    nucleo.solicitud(cedula)
    dicho = Charla(app, contacto).dice("mi solicitud").corre(ActionConsultarEstadoSolicitud)
    assert (dicho.sigue, dicho.texto, dicho.slots["nivel"]) == ("identidad_form", "", "N1")
    assert dicho.slots["tramite"] == "action_consultar_estado_solicitud"
