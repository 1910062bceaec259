"""The action of the small bot: it leaves a mark outside, as one that sends a code or draws a certificate would."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

LENTA = "lenta"
SEGUNDOS = 12.0


class ActionNota(Action):  # type: ignore[misc]
    """Count the notes of a conversation, and write each down in a file: its side effect."""

    def name(self) -> str:
        return "action_nota"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        ref = str(next(tracker.get_latest_entity_values("ref"), ""))
        if LENTA in ref:
            await asyncio.sleep(SEGUNDOS)
        with Path(os.environ["EFECTOS"]).open("a") as efectos:
            efectos.write(f"{ref}\n")
        cuenta = int(tracker.get_slot("cuenta") or 0) + 1
        dispatcher.utter_message(text=f"nota {cuenta} {ref}")
        return [SlotSet("cuenta", float(cuenta))]
