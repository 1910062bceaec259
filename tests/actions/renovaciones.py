"""What a customer with an offer says, and what comes of it."""

from datetime import date

from actions.menu import ActionRetomar
from actions.propuesta import FORM, RESPUESTA, ValidateRenovacionForm
from actions.renovacion import (
    ActionAceptarRenovacion,
    ActionProbarPlazo,
)

ACCIONES = {a.rasa_name: a for a in (ActionProbarPlazo, ActionAceptarRenovacion)}


MITAD_PAGADA = {"cuotas_totales": 60, "cuotas_pagadas": 30, "saldo": 6_000_000}


A_48 = "597.580"


def ofrecer(nucleo, credito, **columnas):
    fila = {"monto": 20_000_000, "plazo": 60, "tasa_mensual": "1.58", "valor_cuota": 518_371,
            "vence_en": date(2026, 12, 31)}  # fmt: skip
    nucleo.insertar("ofertas_renovacion", credito=credito, **(fila | columnas))
    return credito


def plano(dicho):
    return dicho.texto.replace("\u00a0", " ")


def contesta(charla, texto, intencion="nlu_fallback"):
    """Answer the form with words, as Rasa would: validate, close it, go on; then ask again if it opened anew."""
    charla._llega(texto, [], f"wamid.{texto}.{len(charla.tracker.events)}", intencion)
    dicho = charla.valida(ValidateRenovacionForm)
    if dicho.slots.get(RESPUESTA) is None:
        return dicho
    sigue = charla.corre(ActionRetomar).sigue
    dicho = charla.corre(ACCIONES[sigue])
    if dicho.sigue == FORM:
        charla.abre(FORM, RESPUESTA)
    return dicho


def boton(dicho, titulo):
    return next(b["payload"] for r in dicho.respuestas for b in r.get("buttons", []) if b["title"] == titulo)
