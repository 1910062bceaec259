"""The errands that the assistant can finish by itself, and how a turn's actions and responses tell how far they went.

Names are those of domain.yml; a test holds that each of them exists there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Gestion:
    """One errand, named as its intent. `resuelven`: responses that answer it, also with a clear no."""

    resuelven: frozenset[str]
    acciones: frozenset[str] = frozenset()  # besides action_<intent>: those that go on with it
    encuesta: bool = True  # whether the customer is asked how it was
    solicitud: bool = False  # an application: days may pass until its documents are there


def _(*nombres: str) -> frozenset[str]:
    return frozenset(nombres)


RADICADO = _("utter_tramite_radicado", "utter_tramite_radicado_sin_todo")
GESTIONES: Mapping[str, Gestion] = {
    "consultar_saldo": Gestion(
        _("utter_saldo", "utter_saldo_en_mora", "utter_saldo_todo_pagado", "utter_saldo_sin_credito")
    ),
    "consultar_estado_solicitud": Gestion(
        _("utter_solicitud", "utter_solicitud_fuera_de_camino", "utter_solicitud_ninguna",
          "utter_solicitud_recien_radicada")
    ),
    "pedir_paz_y_salvo": Gestion(
        _("utter_paz_y_salvo", "utter_paz_y_salvo_otra_vez", "utter_paz_y_salvo_aun_debe",
          "utter_paz_y_salvo_sin_credito")
    ),
    "pedir_renovacion": Gestion(
        RADICADO | _("utter_renovacion_no_elegible", "utter_renovacion_todo_pagado", "utter_saldo_sin_credito"),
        _("action_probar_plazo", "action_aceptar_renovacion"),
        solicitud=True,
    ),
    "pedir_credito_nuevo": Gestion(
        RADICADO, _("action_empezar_credito_nuevo", "action_credito_nuevo_listo"), solicitud=True
    ),
    "activar_notificaciones": Gestion(
        _("utter_notificaciones_activadas", "utter_notificaciones_ya_activas", "utter_notificaciones_nada_que_avisar",
          "utter_solicitud_ninguna"),
        encuesta=False,
    ),
    "desactivar_notificaciones": Gestion(
        _("utter_notificaciones_apagadas", "utter_notificaciones_ninguna"), encuesta=False
    ),
}  # fmt: skip
# What goes on with an application, whichever it is.
DE_SOLICITUD = _(
    "action_decir_revision", "action_ver_documentos", "action_reemplazar_documento", "action_corregir_documento",
    "action_omitir_documento", "action_terminar_documentos",
)  # fmt: skip
# Questions that no form asks, by the response that asks them. A form's are "form.slot".
PREGUNTAS: Mapping[str, str] = {
    "utter_saldo_elegir": "elegir_credito",
    "utter_renovacion_elegir": "elegir_credito",
    "utter_renovacion_plazos": "elegir_plazo",
    "utter_renovacion_sin_oferta": "pedir_estudio",
    "utter_solicitud_elegir": "elegir_solicitud",
    "utter_credito_nuevo": "empleado_o_pensionado",
    "utter_credito_nuevo_sin_terminar": "seguir_la_que_hay",
    "utter_documentos_avance": "documentos",
    "utter_documentos_avance_sin_elegir": "documentos",
    "utter_documentos_terminar_asi": "radicar_sin_todo",
}
DESPEDIDA = "utter_despedida"
# Responses that leave the errand in course, and why; a case (`utter_caso_...`) leaves it to a person.
DEJAN: Mapping[str, str] = {
    "utter_cancelado": "cancelar",
    "utter_cancelado_guardado": "cancelar",
    "utter_nada_que_cancelar": "cancelar",
    "utter_renovacion_despues": "cancelar",
    "utter_menu": "menu",
    "utter_sin_autorizacion": "sin_autorizacion",
    "utter_identidad_pausa": "identidad",
    "utter_saldo_con_asesor": "persona",
    "utter_solicitud_con_asesor": "persona",
    "utter_falla": "falla",
    DESPEDIDA: "despedida",
}
CASO, PERSONA = "utter_caso_", "persona"
NO_ENTENDI = "action_no_entendi"


def de_accion(accion: str, solicitud: str = "") -> str:
    """Return the errand that an action begins or goes on with, or empty; `solicitud` is the newest application."""
    if accion in DE_SOLICITUD:
        return solicitud
    propia = accion.removeprefix("action_")
    if propia in GESTIONES:
        return propia
    return next((nombre for nombre, gestion in GESTIONES.items() if accion in gestion.acciones), "")
