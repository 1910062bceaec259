"""What must be corrected, as the customer is asked, answers, and reads what was noted."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import UserUttered

from actions.menu import ActionCancelar, ActionNegar
from actions.mis_datos import ActionActualizarMisDatos, ActionAnotarCorreccion, ValidateCorreccionForm
from proalto.services.identificacion.sesiones import cerrar_sesion
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import nuevo_wamid
from tests.legal.gente_de_datos import identificar, sql

FORM, QUE = "correccion_form", "que_corregir"
DICHO = "dirección: calle 10 # 5-23, Barranquilla"


@pytest.fixture
def charla(app, nucleo, contacto):
    autorizar(app, contacto)
    identificar(app, contacto, nucleo.cliente())
    charla = Charla(app, contacto)
    dicho = charla.dice("quiero corregir mis datos").corre(ActionActualizarMisDatos)
    assert dicho.sigue == FORM
    return charla.abre(FORM, QUE)


def escribe(charla, texto, intencion="nlu_fallback"):
    charla.tracker.update(UserUttered(texto, {"name": intencion, "confidence": 0.9}, message_id=nuevo_wamid()))
    return charla.valida(ValidateCorreccionForm)


def solicitud_de(app, contacto):
    ((folio,),) = sql(app, "SELECT folio FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id)
    return folio


@pytest.mark.parametrize("intencion", ["nlu_fallback", "fuera_de_alcance", "actualizar_mis_datos", "faq"])
def test_lo_que_escribe_se_anota_y_se_le_dice_en_que_solicitud(app, contacto, charla, intencion):
    assert escribe(charla, DICHO, intencion).slots == {QUE: DICHO}
    dicho = charla.corre(ActionAnotarCorreccion)
    assert f"Anoté en tu solicitud *{solicitud_de(app, contacto)}*: {DICHO}" in dicho.texto
    assert dicho.opciones == ["Agregar algo más", "Eso es todo"] and charla.slot(QUE) is None


@pytest.mark.parametrize(("texto", "intencion"), [
    ("¿cuáles son los requisitos?", "faq"), ("quiero saber mi saldo", "consultar_saldo"),
    ("un asesor por favor", "hablar_con_asesor"), ("no fui yo, me suplantaron", "reportar_fraude"),
    ("no me escriban más", "desactivar_notificaciones"), ("no", "negar"), ("cancelar", "cancelar"),
    ("...", "nlu_fallback"), ("👍", "nlu_fallback"), ("quiero corregir mis datos", "actualizar_mis_datos"),
])  # fmt: skip
def test_otra_cosa_no_es_lo_que_hay_que_corregir(charla, texto, intencion):
    assert escribe(charla, texto, intencion).eventos == []


@pytest.mark.parametrize("accion", [ActionCancelar, ActionNegar])
def test_dejarlo_no_cancela_la_solicitud(app, contacto, charla, accion):
    dicho = charla.dice("no").corre(accion)
    assert "sigue en pie" in dicho.texto and charla.tracker.active_loop_name is None
    assert sql(app, "SELECT estado FROM solicitudes_de_datos WHERE folio = %s", solicitud_de(app, contacto)) == [
        ("en_curso",)
    ]


def test_agregar_algo_mas_vuelve_a_preguntar_en_la_misma_solicitud(app, contacto, charla):
    escribe(charla, DICHO)
    charla.corre(ActionAnotarCorreccion)
    otra = charla.toca("/actualizar_mis_datos").corre(ActionActualizarMisDatos)
    assert otra.sigue == FORM and solicitud_de(app, contacto) in otra.texto
    assert "interrumpido" not in otra.slots


def test_pedirlo_otra_vez_dentro_del_formulario_no_lo_guarda_como_algo_interrumpido(charla):
    dicho = charla.dice("quiero corregir mis datos").corre(ActionActualizarMisDatos)
    assert dicho.sigue == FORM and "interrumpido" not in dicho.slots


def test_si_la_sesion_se_cerro_primero_confirma_quien_es_y_lo_dicho_espera(app, nucleo, contacto, charla):
    with app.db.transaction() as tx:
        cerrar_sesion(tx, contacto.id, app.now())
    escribe(charla, DICHO)
    espera = charla.corre(ActionAnotarCorreccion)
    assert espera.sigue == "identidad_form" and espera.slots["tramite"] == "action_anotar_correccion"
    assert charla.slot(QUE) == DICHO and DICHO not in espera.texto


def test_si_lo_dicho_no_se_pudo_guardar_mientras_tanto_se_pregunta_otra_vez(charla):
    assert charla.dice("123456").corre(ActionAnotarCorreccion).sigue == FORM


def test_lo_muy_largo_se_guarda_entero_y_se_repite_el_comienzo(app, contacto, charla):
    largo = "mi dirección es calle 10 " * 60
    escribe(charla, largo)
    dicho = charla.corre(ActionAnotarCorreccion)
    assert "…" in dicho.texto and len(dicho.texto) < 1024
    ((sellada,),) = sql(app, "SELECT transcripcion FROM casos WHERE folio = %s", solicitud_de(app, contacto))
    assert app.cipher.unseal(sellada, f"casos:{solicitud_de(app, contacto)}")[-1]["texto"] == largo.strip()


def test_a_quien_no_se_ha_identificado_no_se_le_dice_que_lo_escriba_aqui(app, contacto):
    charla = Charla(app, contacto)
    for _ in range(2):
        dicho = charla.dice("quiero corregir mis datos").corre(ActionActualizarMisDatos)
        assert "Confirmar quién soy" in dicho.opciones and dicho.sigue is None
        assert "*asesor*" in dicho.texto and "escríbelo aquí" not in dicho.texto and "Escribe aquí" not in dicho.texto
