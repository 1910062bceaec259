"""Turns of a conversation, put into the tracker store as Rasa's processor does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.bootstrap import App
from proalto.channel.tracker_store import TurnosTrackerStore
from proalto.services.identificacion.contactos import Contacto
from proalto.settings import ROOT
from tests.conftest import como, nuevo_wamid


@cache
def dominio() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def almacen(app: App) -> TurnosTrackerStore:
    """Return a store on the test's App, as another process would have it."""
    store = TurnosTrackerStore(dominio())
    store._app = como(app, "rasa")
    return store


def leer(store: TurnosTrackerStore, contacto: Contacto) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(str(contacto.id)))


def leer_o_crear(store: TurnosTrackerStore, contacto: Contacto) -> DialogueStateTracker:
    return leer(store, contacto) or asyncio.run(store.create_tracker(str(contacto.id)))


def eventos_de(texto: str, wamid: str, dicho: str, entre: Sequence[Event]) -> list[Event]:
    mensaje = UserUttered(texto, {"name": "saludar", "confidence": 0.9}, message_id=wamid)
    return [mensaje, ActionExecuted("action_saludar"), BotUttered(dicho), *entre, ActionExecuted("action_listen")]


def turno(
    store: TurnosTrackerStore,
    contacto: Contacto,
    texto: str = "hola",
    dicho: str = "¿En qué te ayudo?",
    entre: Sequence[Event] = (),
    wamid: str = "",
) -> DialogueStateTracker:
    """Hold one turn and return the tracker that was saved."""
    tracker = leer_o_crear(store, contacto)
    tracker.update_with_events(eventos_de(texto, wamid or nuevo_wamid(), dicho, entre), dominio())
    asyncio.run(store.save(tracker))
    return tracker
