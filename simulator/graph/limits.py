"""How fast a business may talk: 80 messages a second, and 10 a minute to each person.

Source: Meta, "Throughput" and "Pair rate limits": 1 message in 6 seconds, bursts of up to 45 borrow from
the time to come.
"""

import threading
from collections import OrderedDict, deque

from simulator.clock import Clock
from simulator.conditions import Weather
from simulator.graph.errors import GraphError

EACH, BURST, BURST_SECONDS = 6.0, 45, 6.0
MAX_PAIRS = 5000


class Limits:
    """Counts what was sent; raises when it was too much."""

    def __init__(self, clock: Clock, weather: Weather) -> None:
        self._clock, self._weather = clock, weather
        self._lock = threading.Lock()
        self._recent: deque[float] = deque()
        self._pairs: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, pair: str) -> None:
        """Count one message to this person; raise 130429 or 131056 and count nothing if it is too many."""
        now, conditions = self._clock.time(), self._weather.now
        with self._lock:
            self._check_second(now, conditions.limite_segundo)
            if conditions.limite_par != "apagado":
                self._check_pair(pair, now, strict=conditions.limite_par == "estricto")
            self._recent.append(now)

    def count_inbound(self) -> None:
        """Messages of customers use up the same 80 a second."""
        with self._lock:
            self._recent.append(self._clock.time())

    def clear(self) -> None:
        """Forget the past."""
        with self._lock:
            self._recent.clear()
            self._pairs.clear()

    def _check_second(self, now: float, limit: int) -> None:
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if limit and len(self._recent) >= limit:
            raise GraphError(130429, "Cloud API message throughput has been reached.")

    def _check_pair(self, pair: str, now: float, strict: bool) -> None:
        started, paid_until = self._pairs.get(pair, (now, now))
        if paid_until <= now:
            started, paid_until = now, now
        full = paid_until + EACH > now + BURST * EACH
        if full or (strict and paid_until > now and now - started >= BURST_SECONDS):
            raise GraphError(
                131056, "Too many messages sent from this phone number to the same phone number in a short time."
            )
        self._pairs[pair] = (started, paid_until + EACH)
        self._pairs.move_to_end(pair)
        while len(self._pairs) > MAX_PAIRS:
            self._pairs.popitem(last=False)
