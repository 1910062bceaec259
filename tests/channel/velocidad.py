"""What both tests of speed need."""

import random

from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    FollowupAction,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from tests.channel.charla import dominio

INTENCIONES = ["saludar", "pedir_credito_nuevo", "hablar_con_asesor", "consultar_saldo"]


ACCIONES = ["action_listen", "action_saludar", "action_pedir_credito_nuevo", "action_hablar_con_asesor"]


FORMULARIO = "identidad_form"


def al_azar(azar):
    """Return any event that may come in a conversation."""
    hecho = ActionExecuted(azar.choice([*ACCIONES, FORMULARIO]), hide_rule_turn=azar.random() < 0.5)
    return azar.choice(
        [
            hecho,
            ActionExecuted("action_listen"),
            UserUttered("hola", {"name": azar.choice(INTENCIONES), "confidence": 0.9}),
            DefinePrevUserUtteredFeaturization(azar.random() < 0.1),
            ActiveLoop(azar.choice([FORMULARIO, None])),
            SlotSet("tramite", azar.choice(["action_menu", None])),
            ActionExecutionRejected(FORMULARIO),
            FollowupAction("action_menu"),
            BotUttered("¿Qué más?"),
            SessionStarted(),
        ]
    )


def una_historia():
    """Return the events of a story that is remembered: asking for a crédito, then for a person."""
    pedir, asesor = ({"name": intencion, "confidence": 0.9} for intencion in INTENCIONES[1:3])
    return [
        ActionExecuted("action_listen"), UserUttered("un préstamo", pedir), DefinePrevUserUtteredFeaturization(False),
        ActionExecuted(ACCIONES[2]), ActionExecuted("action_listen"), UserUttered("un asesor", asesor),
    ]  # fmt: skip


def conversaciones(cuantas):
    """Yield trackers that grow, event by event, as a turn does."""
    azar = random.Random(3621)
    for _ in range(cuantas):
        tracker = DialogueStateTracker("1", dominio().slots)
        for _ in range(azar.randrange(1, 40)):
            tracker.update(al_azar(azar), dominio())
            yield tracker
        for event in una_historia():
            tracker.update(event, dominio())
            yield tracker
