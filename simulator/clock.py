"""Time as an argument: the 24-hour window and the rate limits must be testable without waiting."""

import time
from typing import Protocol


class Clock(Protocol):
    """Unix seconds, and a way to jump ahead."""

    def time(self) -> float: ...

    def advance(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock, plus whatever somebody jumped ahead."""

    def __init__(self) -> None:
        self._offset = 0.0

    def time(self) -> float:
        """Unix seconds."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Jump ahead; never back, so that messages stay in order."""
        self._offset += max(0.0, seconds)


class FrozenClock:
    """Stands still until told to move."""

    def __init__(self, at: float = 1_795_000_000.0) -> None:
        self._at = at

    def time(self) -> float:
        """Unix seconds."""
        return self._at

    def advance(self, seconds: float) -> None:
        """Jump ahead."""
        self._at += seconds
