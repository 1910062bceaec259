"""domain.yml and the program: the intents that others rely on, and the actions. The rest is the linter's."""

import pkgutil
import re
from importlib import import_module

import actions
from actions.base import ProAltoAction
from tests.tree.arbol import dominio, intenciones_con_ejemplos

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
    "elegir_hora_de_avisos",
    "no_recibi_codigo",
    "adjuntar_documento",
    "fuera_de_alcance",
]
CON_RESPUESTA = {
    "faq": "requisitos tasas montos_plazos que_es_libranza convenios horarios_oficinas pago_anticipado "
    "centrales_riesgo cuando_descuentan cambio_de_trabajo",
    "charla": "eres_un_bot como_estas elogio insulto",
}
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


def test_ningun_slot_ni_accion_pisa_un_nombre_de_rasa():
    assert [nombre for nombre in dominio()["actions"] if NOMBRE_DE_RASA.fullmatch(nombre)] == []
