"""domain.yml and what it names: intents, actions, buttons."""

import json
import pkgutil
import re
from importlib import import_module

import pytest

import actions
from actions.base import ProAltoAction
from tests.tree.arbol import botones, dominio, intenciones_con_ejemplos, leer

PEDIDAS = [
    "saludar",
    "despedirse",
    "agradecer",
    "afirmar",
    "negar",
    "pedir_menu",
    "cancelar",
    "repetir",
    "consultar_saldo",
    "consultar_estado_solicitud",
    "pedir_paz_y_salvo",
    "pedir_renovacion",
    "pedir_credito_nuevo",
    "hablar_con_asesor",
    "poner_queja",
    "reportar_fraude",
    "consultar_politica_datos",
    "conocer_mis_datos",
    "actualizar_mis_datos",
    "suprimir_mis_datos",
    "revocar_autorizacion",
    "activar_notificaciones",
    "desactivar_notificaciones",
    "no_recibi_codigo",
    "adjuntar_documento",
    "fuera_de_alcance",
]
CON_RESPUESTA = {
    "faq": "requisitos tasas montos_plazos que_es_libranza convenios horarios_oficinas pago_anticipado "
    "centrales_riesgo cuando_descuentan cambio_de_trabajo",
    "charla": "eres_un_bot como_estas elogio insulto",
}
SOLO_BOTONES = set(re.findall(r"^  - (\w+) +# (?:solo botones|lo pone el canal)", leer("domain.yml"), re.MULTILINE))
DE_LA_ACCION = re.compile(r"/\{\w+\}")  # the action that says it fills in the intent, and its test looks at it
NOMBRE_DE_RASA = re.compile(r"action_(listen|restart|default_\w+|deactivate_loop|back|unlikely_intent|extract_slots)")


def registradas():
    for modulo in pkgutil.iter_modules(actions.__path__):
        import_module(f"actions.{modulo.name}")
    pendientes, vistas = [ProAltoAction], []
    while pendientes:
        vistas += (hijas := pendientes.pop().__subclasses__())
        pendientes += hijas
    return [clase.rasa_name for clase in vistas if clase.rasa_name and clase.__module__.startswith("actions.")]


def test_el_servidor_registra_las_acciones_del_dominio_y_ninguna_mas():
    assert sorted(registradas()) == sorted(dominio()["actions"])


def test_existen_las_intenciones_pedidas_y_se_entienden():
    subintenciones = [f"{grupo}/{nombre}" for grupo, nombres in CON_RESPUESTA.items() for nombre in nombres.split()]
    assert set(PEDIDAS) | set(CON_RESPUESTA) <= set(dominio()["intents"])
    assert set(PEDIDAS) | set(subintenciones) <= intenciones_con_ejemplos()


def test_toda_intencion_con_ejemplos_esta_en_el_dominio_y_al_reves():
    con_ejemplos = {nombre.split("/")[0] for nombre in intenciones_con_ejemplos()}
    assert con_ejemplos == set(dominio()["intents"]) - SOLO_BOTONES


def test_toda_subintencion_tiene_su_respuesta():
    sub = {nombre for nombre in intenciones_con_ejemplos() if "/" in nombre}
    assert {f"utter_{nombre}" for nombre in sub} == {r for r in dominio()["responses"] if "/" in r}


@pytest.mark.parametrize("respuesta, opciones", botones())
def test_los_botones_caben_en_whatsapp(respuesta, opciones):
    en_botones = len(opciones) <= 3 and not any(opcion.get("description") for opcion in opciones)
    assert len(opciones) <= 10
    assert len({opcion["title"] for opcion in opciones}) == len(opciones)
    assert [o["title"] for o in opciones if len(o["title"]) > (20 if en_botones else 24)] == []
    assert [o["title"] for o in opciones if len(o.get("description", "")) > 72] == []


@pytest.mark.parametrize("respuesta, opciones", botones())
def test_cada_boton_lleva_a_una_intencion_y_a_entidades_que_existen(respuesta, opciones):
    for opcion in opciones:
        if DE_LA_ACCION.fullmatch(opcion["payload"]):
            continue
        intencion, llave, entidades = opcion["payload"].replace("{{", "{").replace("}}", "}").partition("{")
        assert intencion.removeprefix("/") in dominio()["intents"]
        assert set(json.loads(llave + entidades) if llave else {}) <= set(dominio()["entities"])


@pytest.mark.parametrize("respuesta, opciones", botones())
def test_ningun_sinonimo_sirve_a_dos_botones(respuesta, opciones):
    dichos = [dicho for opcion in opciones for dicho in {opcion["title"].lower(), *opcion.get("sinonimos", [])}]
    assert len(dichos) == len(set(dichos))


def test_ningun_slot_ni_accion_pisa_un_nombre_de_rasa():
    assert [nombre for nombre in dominio()["actions"] if NOMBRE_DE_RASA.fullmatch(nombre)] == []
