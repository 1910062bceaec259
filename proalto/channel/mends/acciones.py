"""Mends for calls to the action server: in time, on one kept connection, with its answer checked once and cheaply."""

from __future__ import annotations

import asyncio
import functools
from types import TracebackType
from typing import Any

import rasa
from aiohttp import BasicAuth, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from proalto import bootstrap

ACTION_SECONDS = 8  # with its retry it leaves time to tell the customer within 15 s
KEPT_SECONDS = 3.0  # less than the 5 s after which Sanic closes an idle connection: never call on a closing one
# What our actions return, and what must stand in each of them; the rest goes the long way.
_CAMPOS: dict[str, dict[str, Any]] = {
    "slot": {"name": str, "value": (str, int, float, bool, list, dict, type(None))},
    "followup": {"name": str},
    "active_loop": {},
    "session_started": {},
}
_AUSENTE = object()
_SIEMPRE = {"event", "timestamp", "metadata", "name", "value"}


def apply() -> None:
    """Mend Rasa in this process."""
    RemoteAction._action_call_format = _action_call_format
    RemoteAction._validate_action_result = _validate_action_result
    EndpointConfig.request = _in_time(EndpointConfig.request)
    EndpointConfig.session = _kept_session


def _in_time(request: Any) -> Any:
    """Rasa waits 300 s for an action (core/actions/action.py:783), and knows no secret that is not in endpoints.yml.

    The action server is the only endpoint that Rasa has here.
    """

    @functools.wraps(request)
    async def mended(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = ClientTimeout(total=ACTION_SECONDS)
        kwargs["headers"] = {"Authorization": f"Bearer {_ficha()}", **kwargs.get("headers", {})}
        return await request(self, *args, **kwargs)

    return mended


@functools.cache
def _ficha() -> str:
    """Return the secret that Rasa shares with its action server (actions/servidor.py)."""
    return bootstrap.app().cipher.internal_token("actions")


class _Kept:
    """A session that stays open when Rasa is done with it: what `async with` gets instead of a new one."""

    def __init__(self, session: ClientSession) -> None:
        self.session, self.loop = session, asyncio.get_running_loop()

    @property
    def usable(self) -> bool:
        """Whether the session may serve here: a connection belongs to the loop that opened it."""
        return not self.session.closed and self.loop is asyncio.get_running_loop()

    async def __aenter__(self) -> ClientSession:
        return self.session

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it open."""


def _kept_session(self: EndpointConfig) -> _Kept:
    """Rasa opens a new HTTP connection to the action server for each call (utils/endpoints.py:166)."""
    kept: _Kept | None = getattr(self, "kept", None)
    if kept is None or not kept.usable:
        auth = BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
        connector = TCPConnector(keepalive_timeout=KEPT_SECONDS)
        kept = self.kept = _Kept(
            ClientSession(headers=self.headers, auth=auth, connector=connector, cookie_jar=DummyCookieJar())
        )
    return kept


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Rasa sends the whole conversation with every call (core/actions/action.py:652). Our actions look at this turn and
    at the one before, and at what the model understood of the newest message only."""
    estado = tracker.current_state()
    estado["events"] = [_sin_lectura(event.as_dict()) for event in _recientes(tracker)]
    call = {
        "next_action": self._name, "sender_id": tracker.sender_id, "tracker": estado, "version": rasa.__version__,
    }  # fmt: skip
    if not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(self.name()):
        call["domain"] = domain.as_dict()
    return call


def _recientes(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events from the last message but one on."""
    events = list(tracker.events)
    mensajes = [lugar for lugar, event in enumerate(events) if isinstance(event, UserUttered)]
    return events[mensajes[-2] :] if len(mensajes) > 1 else events


def _sin_lectura(event: dict[str, Any]) -> dict[str, Any]:
    return {clave: valor for clave, valor in event.items() if clave != "parse_data"}


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Rasa makes a schema, checks the schema, and tries 23 kinds of event for each, for every action: three quarters
    of a turn (core/actions/action.py:703)."""
    if not _plain(result):
        _validator().validate(result)
    return True


def _plain(result: Any) -> bool:
    """Tell whether an answer is surely good: a quick look for what our actions return."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(map(_plain_event, events)) and all(isinstance(response, dict) for response in responses)


def _plain_event(event: Any) -> bool:
    if not isinstance(event, dict) or not event.keys() <= _SIEMPRE:
        return False
    campos = _CAMPOS.get(str(event.get("event")))
    if campos is None or event.get("timestamp") is not None or event.get("metadata") is not None:
        return False
    return all(isinstance(event.get(campo, _AUSENTE), tipo) for campo, tipo in campos.items())


@functools.cache
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)
