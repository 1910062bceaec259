"""Who waits for delivery: order within a phone, concurrency between phones, redelivery with back-off."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from simulator.conditions import Weather
from simulator.scheduler import Scheduler
from simulator.webhooks.payloads import Update

logger = logging.getLogger(__name__)
FIRST_RETRY, LAST_RETRY = 1.0, 30.0
BATCH_PAUSE, BATCH_MAX = 0.4, 1000
LANE_MAX = 5000
Deliver = Callable[[list[Update], int], bool]


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures: 1, 2, 4, ... 30."""
    return float(min(LAST_RETRY, FIRST_RETRY * 2 ** min(failures - 1, 10)))


class Outbox:
    """One lane for each phone; in batch mode one lane for all."""

    def __init__(self, deliver: Deliver, scheduler: Scheduler, weather: Weather) -> None:
        self._deliver, self._scheduler, self._weather = deliver, scheduler, weather
        self._lock = threading.Lock()
        self._lanes: dict[str, deque[Update]] = {}

    def put(self, phone: str, update: Update) -> None:
        """Send this update after all earlier ones of the same phone."""
        batched = self._weather.now.lote != "no"
        lane = "lote" if batched else phone
        with self._lock:
            idle = lane not in self._lanes
            waiting = self._lanes.setdefault(lane, deque())
            waiting.append(update)
            if len(waiting) > LANE_MAX:
                waiting.popleft()
                logger.warning("a lane is full: its oldest update is lost")
        if idle:
            self._later(lane, BATCH_PAUSE if batched else 0.0)

    def pending(self) -> int:
        """How many updates were not acknowledged yet."""
        with self._lock:
            return sum(len(lane) for lane in self._lanes.values())

    def clear(self) -> None:
        """Forget what waits."""
        with self._lock:
            for lane in self._lanes.values():
                lane.clear()

    def _later(self, lane: str, seconds: float) -> None:
        self._scheduler.after(seconds + self._weather.now.retraso, lambda: self._run(lane, 1))

    def _run(self, lane: str, attempt: int) -> None:
        with self._lock:
            size = BATCH_MAX if lane == "lote" else 1
            batch = list(self._lanes[lane])[:size]
            if not batch:
                del self._lanes[lane]
                return
        if not self._deliver(batch, attempt):
            self._scheduler.after(back_off(attempt), lambda: self._run(lane, attempt + 1))
            return
        for update in batch:
            update.taken()
        with self._lock:
            waiting = self._lanes[lane]
            for update in batch:
                if waiting and waiting[0] is update:
                    waiting.popleft()
            if not waiting:
                del self._lanes[lane]
                return
        self._later(lane, BATCH_PAUSE if lane == "lote" else 0.0)
