"""Server-sent events: what the page must know the moment it happens."""

import json
import queue
import threading
from collections.abc import Iterator
from typing import Any

QUEUE_SIZE = 1000
HEARTBEAT_SECONDS = 15.0


class Hub:
    """Copies each event to everyone who listens; a listener that cannot keep up is dropped and reloads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[queue.Queue[str]] = []

    def publish(self, tipo: str, **data: Any) -> None:
        """Send {"tipo", ...data} to all listeners; never blocks."""
        if not self._listeners:
            return
        line = f"data: {json.dumps({'tipo': tipo, **data})}\n\n"
        with self._lock:
            for listener in list(self._listeners):
                try:
                    listener.put_nowait(line)
                except queue.Full:
                    self._listeners.remove(listener)

    def stream(self) -> Iterator[str]:
        """The event stream of one browser; ends when the browser goes or lags behind."""
        mine: queue.Queue[str] = queue.Queue(QUEUE_SIZE)
        with self._lock:
            self._listeners.append(mine)
        try:
            yield "retry: 1000\n\n"
            while mine in self._listeners or not mine.empty():
                try:
                    yield mine.get(timeout=HEARTBEAT_SECONDS)
                except queue.Empty:
                    yield ": vivo\n\n"
        finally:
            with self._lock:
                if mine in self._listeners:
                    self._listeners.remove(mine)
