"""Mend for what Rasa writes to its log: structured events with the message, the slots and the locals of a traceback."""

from __future__ import annotations

import sys
from typing import Any

import structlog

from proalto import logs

DICHO = ("event", "level")


def apply() -> None:
    """Mend Rasa's logging in this process, loggers that were made already included: they share the list of steps."""
    pasos: list[Any] = structlog.get_config()["processors"]
    if sin_datos not in pasos:
        traza = structlog.dev.set_exc_info
        pasos.insert(pasos.index(traza) + 1 if traza in pasos else 0, sin_datos)


def sin_datos(_logger: Any, _metodo: str, suceso: dict[str, Any]) -> dict[str, Any]:
    """Leave the name of what happened, and of an exception its type and place (rasa/utils/log_utils.py:107)."""
    queda = {clave: suceso[clave] for clave in DICHO if clave in suceso}
    info = suceso.get("exc_info")
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else None
    if error is not None:
        queda["error"] = f"{type(error).__name__} at {logs.lugar(error)}"
    return queda
