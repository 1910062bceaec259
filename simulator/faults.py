"""Injected failures: the next n requests of a kind go wrong in a chosen way."""

import threading
from dataclasses import dataclass
from typing import Any

SPECIAL = ("colgar", "reiniciar", "lento", "aceptar_y_cortar")
PLACES = ("mensajes", "media", "descarga", "sms")
FOREVER = -1


class BadFault(ValueError):
    """The order makes no sense; the message is fit to show."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong. codigo: an error code of Graph, an HTTP status for sms, or one of SPECIAL.

    colgar holds the connection for `segundos` and drops it; reiniciar resets it; lento answers well after
    `segundos`; aceptar_y_cortar does the work and cuts the line before the answer. como="estado" accepts the
    message and lets it fail later.
    """

    codigo: int | str
    donde: str
    como: str
    segundos: float


class Faults:
    """The failures still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[list[Any]] = []

    def add(self, order: dict[str, Any]) -> None:
        """Queue {"codigo", "veces"=1 (-1: until cleared), "donde"="mensajes", "como"="respuesta", "segundos"=20}."""
        fault, times = _read(order)
        with self._lock:
            self._pending.append([fault, times])
            del self._pending[:-50]

    def take(self, donde: str) -> Fault | None:
        """Use up one failure of this place, or None."""
        with self._lock:
            for entry in self._pending:
                if entry[0].donde == donde:
                    if entry[1] != FOREVER:
                        entry[1] -= 1
                    if entry[1] == 0:
                        self._pending.remove(entry)
                    fault: Fault = entry[0]
                    return fault
        return None

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._pending.clear()

    def as_json(self) -> list[dict[str, Any]]:
        """What is pending."""
        with self._lock:
            return [{"codigo": f.codigo, "veces": n, "donde": f.donde, "como": f.como} for f, n in self._pending]


def _read(order: dict[str, Any]) -> tuple[Fault, int]:
    codigo, donde = order.get("codigo"), order.get("donde", "mensajes")
    como, veces = order.get("como", "respuesta"), order.get("veces", 1)
    if isinstance(codigo, bool) or not (isinstance(codigo, int) or codigo in SPECIAL):
        raise BadFault(f"«codigo» debe ser un número o uno de: {', '.join(SPECIAL)}.")
    if donde not in PLACES:
        raise BadFault(f"«donde» debe ser uno de: {', '.join(PLACES)}.")
    if como not in ("respuesta", "estado"):
        raise BadFault("«como» debe ser respuesta o estado.")
    if isinstance(veces, bool) or not isinstance(veces, int) or (veces < 1 and veces != FOREVER):
        raise BadFault("«veces» debe ser un entero positivo, o -1 para siempre.")
    segundos = order.get("segundos", 20)
    if not isinstance(segundos, (int, float)) or not 0 <= segundos <= 300:
        raise BadFault("«segundos» debe estar entre 0 y 300.")
    return Fault(codigo, donde, como, float(segundos)), veces
