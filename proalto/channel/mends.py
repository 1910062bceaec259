"""Where Rasa 3.6.21 would lose a turn, answer from nothing or waste its time, mended; each mend says what it is for.

They are applied when our tracker store is made, which is before any message. The version is pinned in pyproject.toml,
and tests/channel/test_mends.py fails if a new one no longer has what is mended.
"""

from __future__ import annotations

import functools
from typing import Any

import rasa.core.agent
from aiohttp import ClientTimeout
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import EndpointConfig

ACTION_SECONDS = 8  # with its retry it leaves time to tell the customer within 15 s


class TurnFailed(BaseException):
    """An action could not run, so nothing of this turn may be kept.

    A BaseException: the processor catches every Exception, logs "the actions events are lost" and goes on.
    """


def apply() -> None:
    """Mend Rasa in this process; a second call changes nothing."""
    if getattr(RemoteAction.run, "mended", False):
        return
    rasa.core.agent.FailSafeTrackerStore = _fail_closed
    RemoteAction.run = _failing_turn(RemoteAction.run)
    RemoteAction._validate_action_result = _validate_action_result
    EndpointConfig.request = _in_time(EndpointConfig.request)


def _fail_closed(store: TrackerStore) -> TrackerStore:
    """Rasa wraps every store in one that, without a database, answers from an empty memory (core/agent.py:528)."""
    return store


def _failing_turn(run: Any) -> Any:
    """An action server that is away would be silence (core/processor.py:993)."""

    @functools.wraps(run)
    async def mended(self: RemoteAction, output_channel: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await run(self, output_channel, *args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            if getattr(output_channel, "fails_turns", False):
                raise TurnFailed(self.name()) from error
            raise

    mended.mended = True  # type: ignore[attr-defined]
    return mended


def _in_time(request: Any) -> Any:
    """Rasa waits 300 s for an action (core/actions/action.py:783)."""

    @functools.wraps(request)
    async def mended(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = ClientTimeout(total=ACTION_SECONDS)
        return await request(self, *args, **kwargs)

    return mended


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Rasa checks the schema itself too, for every action: three quarters of a turn (core/actions/action.py:703)."""
    _validator().validate(result)
    return True


@functools.cache
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)
