"""A product that stands still while it is photographed: what it says by itself, like a survey, waits until after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from caos.verdugo import Verdugo

VECES = 10


@contextmanager
def detenido(verdugo: Verdugo, aquietar: Callable[[], bool], sin_terminar: Callable[[], int | None]) -> Iterator[None]:
    """Freeze whoever attends and sends, with nothing half done, for as long as the block lasts.

    `aquietar` waits until everything is done; `sin_terminar` counts what is not. What began in between is waited for
    again, and what never ends is photographed as it is: the judge says so.
    """
    for _ in range(VECES):
        quieto = aquietar()
        workers = verdugo.procesos("worker")
        _a_todos(workers, psutil.Process.suspend)
        if not quieto or sin_terminar() == 0:
            break
        _a_todos(workers, psutil.Process.resume)
    try:
        yield
    finally:
        _a_todos(workers, psutil.Process.resume)


def _a_todos(procesos: list[psutil.Process], hacer: Callable[[psutil.Process], None]) -> None:
    for proceso in procesos:
        if proceso.is_running():
            hacer(proceso)
