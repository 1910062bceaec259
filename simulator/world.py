"""The only place that puts the parts together."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Clock, SystemClock
from simulator.conditions import Weather
from simulator.events import Hub
from simulator.faults import Faults
from simulator.graph.checks.template import read_templates
from simulator.graph.limits import Limits
from simulator.graph.media import MediaStore
from simulator.graph.send import Sender
from simulator.graph.statuses import Ladder
from simulator.phones.inbound import Hand
from simulator.phones.store import PhoneStore
from simulator.scheduler import Scheduler, ThreadScheduler
from simulator.settings import Settings
from simulator.webhooks.outbox import Outbox
from simulator.webhooks.post import Courier, Transport, http_transport


@dataclass
class World:
    """Everything there is, in memory."""

    settings: Settings
    clock: Clock
    hub: Hub
    weather: Weather
    faults: Faults
    phones: PhoneStore
    media: MediaStore
    limits: Limits
    courier: Courier
    outbox: Outbox
    sender: Sender
    hand: Hand
    requests: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=200))

    def reset(self) -> None:
        """As new."""
        self.weather.reset()
        for part in (self.faults, self.phones, self.media, self.limits, self.outbox):
            part.clear()
        self.courier.log.clear()
        self.requests.clear()


def build_world(
    settings: Settings,
    clock: Clock | None = None,
    scheduler: Scheduler | None = None,
    transport: Transport | None = None,
) -> World:
    """Assemble a world; tests give a frozen clock, a manual scheduler and a transport that listens."""
    clock = clock or SystemClock()
    scheduler = scheduler or ThreadScheduler()
    hub, weather = Hub(), Weather()
    phones, media, limits = PhoneStore(clock, hub), MediaStore(clock), Limits(clock, weather)
    courier = Courier(settings, weather, hub, transport or http_transport())
    outbox = Outbox(courier.deliver, scheduler, weather)
    ladder = Ladder(clock, scheduler, weather, phones, outbox)
    book, number = read_templates(settings.plantillas), settings.business_number
    sender = Sender(number, clock, weather, phones, media, book, limits, ladder)
    hand = Hand(number, clock, weather, phones, media, limits, outbox)
    return World(settings, clock, hub, weather, Faults(), phones, media, limits, courier, outbox, sender, hand)
