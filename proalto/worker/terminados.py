"""Jobs that ended and whose end the database may not have heard of.

procrastinate notes the end of a job once; when that fails (a cut line, no free connection in time) the job stays
`doing` in the hands of a worker that lives, and its lock keeps every later call of the same contact waiting for ever.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from procrastinate.job_context import JobContext

ANOTADO_EN = 10.0  # seconds after which the end of a job was noted, or will never be


class Terminados:
    """The jobs of this process that ended lately; the loop adds to them, the sweep's threads take from them."""

    def __init__(self, reloj: Callable[[], float] = time.monotonic) -> None:
        self._reloj = reloj
        self._fin: dict[int, float] = {}
        self._guarda = threading.Lock()

    async def envolver(self, call_next: Callable[[], Awaitable[Any]], context: JobContext, *_: Any) -> Any:
        """What procrastinate puts around each job: note that it ended, however it did."""
        try:
            return await call_next()
        finally:
            if context.job.id is not None:
                with self._guarda:
                    self._fin[context.job.id] = self._reloj()

    def por_soltar(self) -> list[int]:
        """Return the jobs that must not be `doing` any more."""
        with self._guarda:
            limite = self._reloj() - ANOTADO_EN
            return [trabajo for trabajo, fin in self._fin.items() if fin <= limite]

    def olvidar(self, trabajos: Sequence[int]) -> None:
        """Forget these: the database knows."""
        with self._guarda:
            for trabajo in trabajos:
                self._fin.pop(trabajo, None)
