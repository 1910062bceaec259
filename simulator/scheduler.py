"""Run things later without a thread for each: one timer thread, one pool."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from simulator.clock import Clock

logger = logging.getLogger(__name__)
Task = Callable[[], None]


class Scheduler(Protocol):
    """Anything that can run a task some seconds from now."""

    def after(self, seconds: float, task: Task) -> None: ...


class ThreadScheduler:
    """Real time. Tasks run in a pool, so a slow one delays no other."""

    def __init__(self, workers: int = 32) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="simulador")
        self._heap: list[tuple[float, int, Task]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        threading.Thread(target=self._loop, name="simulador-timer", daemon=True).start()

    def after(self, seconds: float, task: Task) -> None:
        """Run task in the pool, at once if seconds is not positive."""
        if seconds <= 0:
            self._pool.submit(_guarded, task)
            return
        with self._wake:
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._order), task))
            self._wake.notify()

    def _loop(self) -> None:
        while True:
            with self._wake:
                while not self._heap or self._heap[0][0] > time.monotonic():
                    self._wake.wait(self._heap[0][0] - time.monotonic() if self._heap else None)
                task = heapq.heappop(self._heap)[2]
            self._pool.submit(_guarded, task)


class ManualScheduler:
    """For tests: nothing runs until run() moves the clock to each task in turn."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Task]] = []
        self._order = itertools.count()

    def after(self, seconds: float, task: Task) -> None:
        """Note the task for run()."""
        heapq.heappush(self._heap, (self._clock.time() + max(0.0, seconds), next(self._order), task))

    def run(self, seconds: float) -> None:
        """Advance the clock by seconds, running on the way whatever falls due."""
        end = self._clock.time() + seconds
        while self._heap and self._heap[0][0] <= end:
            due, _, task = heapq.heappop(self._heap)
            self._clock.advance(max(0.0, due - self._clock.time()))
            task()
        self._clock.advance(max(0.0, end - self._clock.time()))


def _guarded(task: Task) -> None:
    try:
        task()
    except Exception:  # the last frame of a pool thread: without this the failure would be silent
        logger.exception("a scheduled task failed")
