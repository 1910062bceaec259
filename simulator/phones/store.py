"""All phones and their messages, in memory and bounded. Every change tells the hub."""

import hashlib
import itertools
import secrets
import threading
from collections import Counter, OrderedDict
from typing import Any

from simulator.clock import Clock
from simulator.events import Hub
from simulator.phones.model import RANK, ChatMessage, Phone, Sms

MAX_PHONES = 2000
MAX_MESSAGES = 500
MAX_SMS = 100
MAX_HEARD = 50_000


class TooManyPhones(Exception):
    """The simulator holds MAX_PHONES already."""


class UnknownPhone(Exception):
    """No phone has this id or number."""


class PhoneStore:
    """The one place where phones change."""

    def __init__(self, clock: Clock, hub: Hub) -> None:
        self.lock = threading.RLock()
        self._clock, self._hub = clock, hub
        self._phones: dict[str, Phone] = {}
        self._numbers: dict[str, Phone] = {}
        self._bsuids: dict[str, Phone] = {}
        self._heard: OrderedDict[str, Phone] = OrderedDict()
        self._ids = itertools.count(1)
        self._owners: Counter[str] = Counter()  # how many have had a number before whoever has it now

    def all(self) -> list[Phone]:
        """Every phone, oldest first."""
        with self.lock:
            return list(self._phones.values())

    def get(self, key: str) -> Phone:
        """The phone with this id or number; raise UnknownPhone."""
        with self.lock:
            phone = self._phones.get(key) or self._numbers.get(key.lstrip("+"))
        if phone is None:
            raise UnknownPhone(key)
        return phone

    def by_number(self, numero: str) -> Phone | None:
        """The phone with this number, if there is one."""
        return self._numbers.get(numero)

    def by_bsuid(self, bsuid: str) -> Phone | None:
        """The phone with this business-scoped user id, if there is one."""
        return self._bsuids.get(bsuid)

    def add(self, numero: str = "", nombre: str = "", solo_bsuid: bool = False) -> Phone:
        """The phone with this number, created if need be; an empty numero means any free one."""
        with self.lock:
            known = self._numbers.get(numero)
            if known is not None:
                known.nombre, known.solo_bsuid = nombre or known.nombre, solo_bsuid
                self._hub.publish("telefono", telefono=known.as_json())
                return known
            if len(self._phones) >= MAX_PHONES:
                raise TooManyPhones
            numero = numero or self._free_number()
            phone = Phone(f"t{next(self._ids)}", nombre or f"+{numero}", numero, self._bsuid_for(numero), solo_bsuid)
            self._phones[phone.id] = self._numbers[numero] = self._bsuids[phone.bsuid] = phone
        self._hub.publish("telefono", telefono=phone.as_json())
        return phone

    def remove(self, phone: Phone) -> None:
        """Throw the phone away, with all it holds."""
        with self.lock:
            for index, key in ((self._phones, phone.id), (self._numbers, phone.numero), (self._bsuids, phone.bsuid)):
                index.pop(key, None)
            self._owners[phone.numero] += 1
        self._hub.publish("telefono_retirado", id=phone.id)

    def clear(self) -> None:
        """Throw all phones away."""
        for phone in self.all():
            self.remove(phone)
        self._heard.clear()
        self._owners.clear()

    def change_number(self, phone: Phone, numero: str) -> tuple[str, str]:
        """Give the phone a new number and so a new BSUID; return the old pair."""
        with self.lock:
            old = (phone.numero, phone.bsuid)
            del self._numbers[phone.numero], self._bsuids[phone.bsuid]
            self._owners[phone.numero] += 1
            phone.numero, phone.bsuid = numero, self._bsuid_for(numero)
            self._numbers[numero] = self._bsuids[phone.bsuid] = phone
        self._hub.publish("telefono", telefono=phone.as_json())
        return old

    def add_message(self, phone: Phone, message: ChatMessage) -> None:
        """Append to the chat, forgetting the oldest beyond MAX_MESSAGES."""
        with self.lock:
            phone.messages[message.id] = message
            while len(phone.messages) > MAX_MESSAGES:
                phone.messages.popitem(last=False)
            if message.de == "negocio":
                phone.typing_until = 0.0
            self._publish(phone, message)

    def hear(self, phone: Phone, wamid: str) -> None:
        """Note that the customer sent this, whether or not it shows in the chat."""
        with self.lock:
            self._heard[wamid] = phone
            while len(self._heard) > MAX_HEARD:
                self._heard.popitem(last=False)

    def who_sent(self, wamid: str) -> Phone | None:
        """The phone this customer message came from, if it is remembered."""
        return self._heard.get(wamid)

    def raise_status(self, phone: Phone, wamid: str, estado: str, error: dict[str, Any] | None = None) -> None:
        """Move the ticks forward, never back; "fallido" always wins."""
        with self.lock:
            message = phone.messages.get(wamid)
            if message is None or RANK.get(message.estado, 9) >= RANK.get(estado, 9):
                return
            message.estado, message.error = estado, error
            self._publish(phone, message)

    def mark_read(self, phone: Phone, wamid: str) -> None:
        """Blue ticks on this message of the customer and on all before it."""
        with self.lock:
            if wamid not in phone.messages:
                return
            for message in list(phone.messages.values()):
                if message.de == "cliente":
                    self.raise_status(phone, message.id, "leido")
                if message.id == wamid:
                    return

    def react(self, phone: Phone, wamid: str, who: str, emoji: str) -> bool:
        """Put or (empty emoji) take away a reaction; False if the message is not there."""
        with self.lock:
            message = phone.messages.get(wamid)
            if message is None:
                return False
            message.reacciones[who] = emoji
            self._publish(phone, message)
            return True

    def show_typing(self, phone: Phone, seconds: float) -> None:
        """Show "escribiendo…" until the next message or for so many seconds."""
        with self.lock:
            phone.typing_until = self._clock.time() + seconds
        self._hub.publish("escribiendo", telefono=phone.id, segundos=seconds)

    def add_sms(self, phone: Phone, sms: Sms) -> None:
        """Drop a text message in the inbox."""
        with self.lock:
            phone.sms.append(sms)
            del phone.sms[:-MAX_SMS]
        self._hub.publish("sms", telefono=phone.id, sms=sms.as_json())

    def _publish(self, phone: Phone, message: ChatMessage) -> None:
        self._hub.publish("mensaje", telefono=phone.id, mensaje=message.as_json())

    def _free_number(self) -> str:
        while True:
            numero = f"57300{secrets.randbelow(10**7):07d}"
            if numero not in self._numbers:
                return numero

    def _bsuid_for(self, numero: str) -> str:
        """A business-scoped user id (country, dot, digits): the same after a restart, another for the next owner.

        One made up anew would tell the product, which remembers, that somebody else has the line now.
        """
        seed = f"{numero}:{self._owners[numero]}".encode()
        return f"CO.{int.from_bytes(hashlib.sha256(seed).digest()[:8], 'big') % (9 * 10**15) + 10**15}"
