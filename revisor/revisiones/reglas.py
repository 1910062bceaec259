"""Rules, stories and conversations: that what they name exists, and that each rule is held in a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from revisor.hallazgo import Hallazgo, hallar, parecido
from revisor.lectura import Lista, Mapa, Palabra
from revisor.proyecto import Historia, Proyecto

# What Rasa brings along (rasa.shared.core.constants).
DE_RASA = frozenset({
    "action_listen", "action_restart", "action_session_start", "action_default_fallback", "action_back",
    "action_deactivate_loop", "action_revert_fallback_events", "action_default_ask_affirmation",
    "action_default_ask_rephrase", "action_two_stage_fallback", "action_unlikely_intent", "action_extract_slots",
    "action_send_text",
})  # fmt: skip
INTENCIONES_DE_RASA = frozenset({"nlu_fallback", "out_of_scope", "restart", "back", "session_start"})


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    todas = [*proyecto.reglas, *proyecto.historias, *proyecto.conversaciones]
    for historia in todas:
        for paso in historia.mapas():
            yield from _nombrados(proyecto, f'"{historia.titulo}"', paso)
    yield from _sin_regla(proyecto)
    yield from _sin_conversacion(proyecto)


def _nombrados(proyecto: Proyecto, donde: str, paso: Mapa) -> Iterator[Hallazgo]:
    for alternativa in paso.lista("or").mapas():
        yield from _nombrados(proyecto, donde, alternativa)
    intencion, accion, ciclo = (paso.palabra(clave) for clave in ("intent", "action", "active_loop"))
    intenciones = {*proyecto.nombres("intents"), *proyecto.frases, *INTENCIONES_DE_RASA}
    if intencion and intencion not in intenciones:
        remedio = parecido(intencion, intenciones, "Agrégala a intents de domain.yml, con sus frases.")
        yield hallar(intencion, donde, f"la intención «{intencion}» no está en domain.yml.", remedio)
    acciones = _acciones(proyecto)
    if accion and accion not in acciones:
        que = "la respuesta" if accion.startswith("utter_") else "la acción"
        si_no = "Escríbela en responses." if accion.startswith("utter_") else "Las que hay están en actions."
        remedio = parecido(accion, acciones, si_no)
        yield hallar(accion, donde, f"{que} «{accion}» no está en domain.yml.", remedio)
    formularios = proyecto.nombres("forms")
    if ciclo and ciclo.clase != "null" and ciclo not in formularios:
        remedio = parecido(ciclo, formularios, "Los que hay están en forms.")
        yield hallar(ciclo, donde, f"el formulario «{ciclo}» no está en domain.yml.", remedio)
    yield from _datos(proyecto, donde, paso)


def _datos(proyecto: Proyecto, donde: str, paso: Mapa) -> Iterator[Hallazgo]:
    for clave, seccion in (("slot_was_set", "slots"), ("entities", "entities")):
        conocidos = {*proyecto.nombres(seccion), "requested_slot"}
        for nombre in _claves(paso.get(clave)):
            if nombre not in conocidos:
                remedio = parecido(nombre, conocidos, f"Los que hay están en {seccion}.")
                yield hallar(nombre, donde, f"el dato «{nombre}» no está en {seccion} de domain.yml.", remedio)


def _claves(valor: object) -> list[Palabra]:
    if isinstance(valor, Mapa):
        return valor.claves()
    sueltos = valor if isinstance(valor, Lista) else []
    return [clave for uno in sueltos for clave in ([uno] if isinstance(uno, Palabra) else _claves(uno))]


def _acciones(proyecto: Proyecto) -> set[str]:
    grupos = {f"utter_{intencion.partition('/')[0]}" for intencion in proyecto.frases if "/" in intencion}
    return {*proyecto.nombres("actions"), *proyecto.nombres("forms"), *proyecto.respuestas, *grupos, *DE_RASA}


def _sin_regla(proyecto: Proyecto) -> Iterator[Hallazgo]:
    con_regla = {
        uno.palabra("intent").partition("/")[0]
        for historia in (*proyecto.reglas, *proyecto.historias)
        for paso in historia.mapas()
        for uno in (paso, *paso.lista("or").mapas())
    }
    for nombre, intencion in proyecto.nombres("intents").items():
        if nombre not in con_regla:
            problema = "ninguna regla dice qué hacer cuando alguien la escribe o toca su botón."
            yield hallar(intencion, nombre, problema, "Escribe su regla en data/rules.yml.")


def _sin_conversacion(proyecto: Proyecto) -> Iterator[Hallazgo]:
    """Look for two steps in a row: what the customer says (or the form that ends), and what the rule ends in."""
    pares = set()
    for conversacion in proyecto.conversaciones:
        pasos = [paso for paso in conversacion.mapas() if "slot_was_set" not in paso]
        pares |= {(_quien(antes), str(despues.palabra("action"))) for antes, despues in pairwise(pasos)}
    for regla in proyecto.reglas:
        acciones = [paso.palabra("action") for paso in regla.mapas() if "action" in paso]
        if acciones and (_dicho(regla), str(acciones[-1])) not in pares:
            problema = "ninguna conversación la prueba."
            remedio = f"Escribe una en tests/conversations/ que llegue a {acciones[-1]}."
            yield hallar(regla, f'"{regla.titulo}"', problema, remedio)


def _quien(paso: Mapa) -> str:
    return str(paso.palabra("intent") or paso.palabra("active_loop")).partition("/")[0]


def _dicho(regla: Historia) -> str:
    """Return the intent that a rule begins with; a rule without one follows the end of a form."""
    return next((str(paso.palabra("intent")).partition("/")[0] for paso in regla.mapas() if "intent" in paso), "null")
