"""Where Rasa 3.6.21 would lose a turn, answer from nothing or waste its time, mended; each mend says what it is for.

They are applied when our tracker store is made, which is before any message and before the model is loaded. The
version is pinned in pyproject.toml, and tests/channel/test_mends*.py fail if a new one no longer has what is mended.
"""

from __future__ import annotations

from rasa.core.actions.action import RemoteAction

from proalto.channel.mends import acciones, bitacora, grafo, memoria, modelo, politicas, turno
from proalto.channel.mends.turno import TurnFailed

__all__ = ["TurnFailed", "apply"]


def apply() -> None:
    """Mend Rasa in this process; a second call changes nothing."""
    if getattr(RemoteAction.run, "mended", False):
        return
    for tema in (bitacora, turno, acciones, memoria, politicas, grafo, modelo):
        tema.apply()
