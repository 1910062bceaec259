"""Mends for whole turns: no answer from an empty memory, no silence when an action cannot run."""

from __future__ import annotations

import functools
from typing import Any

import rasa.core.agent
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import TrackerStore


class TurnFailed(BaseException):
    """An action could not run, so nothing of this turn may be kept.

    A BaseException: the processor catches every Exception, logs "the actions events are lost" and goes on.
    """


def apply() -> None:
    """Mend Rasa in this process."""
    rasa.core.agent.FailSafeTrackerStore = _fail_closed
    RemoteAction.run = _failing_turn(RemoteAction.run)


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
