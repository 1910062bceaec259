"""The channel: `POST /webhooks/whatsapp/turno`, called by our worker only. Meta never reaches Rasa."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from proalto import bootstrap, logs
from proalto.channel.calor import Calor
from proalto.channel.eventos import Dicts, respuesta
from proalto.channel.mends import TurnFailed
from proalto.channel.tracker_store import TurnoRepetido, TurnosTrackerStore
from proalto.errors import OutsideError
from proalto.formats.texto import sin_barra
from proalto.puntos import punto

logger = logging.getLogger(__name__)
NAME = "whatsapp"


class Turn(OutputChannel):  # type: ignore[misc]
    """Collects what a turn says; nothing leaves before the turn is stored."""

    fails_turns = True  # read by the mend: an action that cannot run fails the whole turn

    def __init__(self) -> None:
        self.replies: Dicts = []

    @classmethod
    def name(cls) -> str:
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        said = respuesta(message.get("text"), message)
        if said:
            self.replies.append(said)


class WhatsAppInput(InputChannel):  # type: ignore[misc]
    """One turn in, its replies out, safe to repeat.

    Request: {"contacto_id", "wamid", "texto" | "payload", "intento"}, with `Authorization: Bearer <internal token>`.
    A `texto` can never be a command; a `payload` is one of our own buttons. Answers 200 {"respuestas": [...]} after
    the conversation is stored, the same ones for a wamid that was answered before, and 503 when the turn failed and
    nothing of it was kept.
    """

    @classmethod
    def name(cls) -> str:
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        logs.configure("rasa")
        blueprint = Blueprint("proalto_turnos", __name__)
        cipher, calor = bootstrap.app().cipher, Calor()

        @blueprint.get("/")  # type: ignore[untyped-decorator]
        async def health(request: Request) -> HTTPResponse:
            ready = calor.listo(request.app.ctx.agent)
            return json({"estado": "ok" if ready else "sin modelo"}, status=200 if ready else 503)

        @blueprint.post("/turno")  # type: ignore[untyped-decorator]
        async def turno(request: Request) -> HTTPResponse:
            if not cipher.accepts_token("rasa", request.token or ""):
                return json({"error": "unauthorized"}, status=401)
            return await attend(request.app.ctx.agent, request.json)

        return blueprint


async def attend(agent: Agent, turn: dict[str, Any]) -> HTTPResponse:
    """Hold one turn; map what went wrong to 503, which the worker answers with another try."""
    wamid = str(turn["wamid"])
    store = agent.tracker_store
    assert isinstance(store, TurnosTrackerStore)
    try:
        stored = await store.replies(int(turn["contacto_id"]), wamid) if turn["intento"] > 1 else None
        if stored is None:
            stored = await _hold(agent, store, turn, wamid)
    except (TurnFailed, OutsideError) as error:
        logger.warning("turn failed: %s (%s)", type(error).__name__, error)
        return json({"error": "turn failed"}, status=503)
    return json({"respuestas": stored})


async def _hold(agent: Agent, store: TurnosTrackerStore, turn: dict[str, Any], wamid: str) -> Dicts:
    output = Turn()
    text = turn["payload"] if turn.get("payload") else sin_barra(turn["texto"])
    message = UserMessage(text, output, sender_id=str(turn["contacto_id"]), input_channel=NAME, message_id=wamid)
    if not agent.is_ready():
        raise TurnFailed("no model")
    punto("rasa.antes_del_turno")
    try:
        await agent.handle_message(message)
    except TurnoRepetido:
        return await store.replies(int(turn["contacto_id"]), wamid) or []
    return output.replies
