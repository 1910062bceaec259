"""The ladder of statuses of an accepted message: sent, delivered, read, or failed."""

from dataclasses import dataclass

from simulator.clock import Clock
from simulator.conditions import Conditions, Weather
from simulator.graph.errors import GraphError
from simulator.phones.model import Phone
from simulator.phones.store import PhoneStore
from simulator.scheduler import Scheduler
from simulator.webhooks.outbox import Outbox
from simulator.webhooks.payloads import status_update

PAUSES = {"sent": 0.05, "delivered": 0.25, "read": 0.6, "failed": 0.3}
ESTADOS = {"sent": "enviado", "delivered": "entregado", "read": "leido", "failed": "fallido"}


@dataclass(frozen=True)
class Sent:
    """An accepted message. number: the wa_id it was sent to, empty when sent to a BSUID."""

    phone: Phone | None
    number: str
    wamid: str
    callback: str
    category: str
    failure: GraphError | None
    readable: bool = True


class Ladder:
    """Climbs one rung after the other, each with its pause."""

    def __init__(
        self, clock: Clock, scheduler: Scheduler, weather: Weather, phones: PhoneStore, outbox: Outbox
    ) -> None:
        self._clock, self._scheduler, self._weather = clock, scheduler, weather
        self._phones, self._outbox = phones, outbox

    def start(self, sent: Sent) -> None:
        """Report the fate of this message, by and by."""
        self._climb(sent, rungs(sent, self._weather.now))

    def _climb(self, sent: Sent, left: list[str]) -> None:
        if left:
            self._scheduler.after(PAUSES[left[0]], lambda: self._step(sent, left))

    def _step(self, sent: Sent, left: list[str]) -> None:
        status = left[0]
        if sent.phone is not None:
            error = sent.failure.as_status_error() if sent.failure is not None and status == "failed" else None
            self._phones.raise_status(sent.phone, sent.wamid, ESTADOS[status], error)
        update = status_update(sent, status, self._clock.time(), self._weather.now.dialecto)
        self._outbox.put(sent.phone.id if sent.phone is not None else sent.number, update)
        self._climb(sent, left[1:])


def rungs(sent: Sent, conditions: Conditions) -> list[str]:
    """The statuses to report, in order of arrival."""
    if sent.failure is not None:
        return ["failed"]
    ladder = ["sent"]
    if not conditions.saltar_entregado:
        ladder.append("delivered")
    if conditions.lectura and sent.readable:
        ladder.append("read")
    return ladder[::-1] if conditions.desorden else ladder
