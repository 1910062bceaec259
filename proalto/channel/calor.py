"""A new Rasa loads the last of what it needs in its first turn: here nobody is let in before that is done."""

from __future__ import annotations

import asyncio
import logging

from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)
FRASES = ("hola", "quiero saber mi saldo por favor")  # a short one and one with something to look for


class Calor:
    """Has a model understand and decide once, as for a customer, when it is first asked about."""

    def __init__(self) -> None:
        self._tarea: asyncio.Task[None] | None = None

    def listo(self, agent: Agent) -> bool:
        """Tell whether turns may be held; the first question starts the warming. A model that cannot is never ready."""
        if not agent.is_ready():
            return False
        if self._tarea is None:
            self._tarea = asyncio.get_running_loop().create_task(_calentar(agent))
        return self._tarea.done() and self._tarea.exception() is None


async def _calentar(agent: Agent) -> None:
    try:
        for frase in FRASES:
            leido = await agent.parse_message(frase)
            tracker = DialogueStateTracker("calor", agent.domain.slots)
            tracker.update_with_events(
                [ActionExecuted("action_listen"), UserUttered(frase, leido["intent"], leido["entities"], leido)],
                agent.domain,
            )
            agent.processor.predict_next_with_tracker_if_should(tracker)
    except Exception as error:
        logger.error("the model cannot hold a turn: %s", type(error).__name__)
        raise
