"""Fault points: named places between two steps of a turn where a process may be told to die, to prove that it may.

They do nothing unless PUNTOS_DE_FALLA names them, which production refuses. `caos` sets it; NOMBRES is the list.
Whoever passes one got a step further: the worker's watchdog listens for that.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Mapping

NOMBRES = (
    "canal.antes_de_guardar",
    "canal.tras_guardar",
    "atender.tomado",
    "rasa.antes_del_turno",
    "actions.antes_del_efecto",
    "actions.tras_el_efecto",
    "rasa.antes_de_guardar",
    "rasa.tras_guardar",
    "atender.tras_rasa",
    "atender.tras_encolar",
    "enviar.tomado",
    "enviar.tras_enviar",
    "enviar.tras_anotar",
)
_probabilidades: dict[str, float] = {}
_oyentes: list[Callable[[], None]] = []


def activar(probabilidades: Mapping[str, float]) -> None:
    """Set how probable death is at each place, in this process; what is not named is not dangerous."""
    _probabilidades.clear()
    _probabilidades.update(probabilidades)


def escuchar(oyente: Callable[[], None]) -> None:
    """Call this, in the same thread, at every point that is passed."""
    _oyentes.append(oyente)


def punto(nombre: str) -> None:
    """Die here, as by `kill -9`, with the probability that was set for this place."""
    for oyente in _oyentes:
        oyente()
    if _probabilidades and random.random() < _probabilidades.get(nombre, 0.0):  # noqa: S311 - dice, not a secret
        os.kill(os.getpid(), signal.SIGKILL)
