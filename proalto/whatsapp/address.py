"""Who is at the other end of a chat: a phone, a business-scoped user id (BSUID), or both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from proalto.whatsapp.wire import text_at

_PHONE = re.compile(r"\+?([0-9]{1,15})")  # E.164 has at most 15 digits.
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}")
# The form of the id is not a promise of Meta's, and a message lost for it would be worse than an odd id.
_OPAQUE_ID = re.compile(r"(?=.*[A-Za-z])[0-9A-Za-z._-]{1,160}")


@dataclass(frozen=True)
class Address:
    """One person on WhatsApp: `phone` is E.164 digits without "+", `bsuid` looks like "CO.1349...".

    Either may be None. The phone stays out of repr, and so out of logs.
    """

    phone: str | None = field(default=None, repr=False)
    bsuid: str | None = None


_Known = tuple[Address, dict[str, Any]]


def is_bsuid(value: str) -> bool:
    """Tell whether the value has the documented form of a BSUID."""
    return _BSUID.fullmatch(value) is not None


class Contacts:
    """The `contacts` of one change, found by either id: there may be a thousand, and as many messages."""

    def __init__(self, contacts: Iterable[dict[str, Any]]) -> None:
        self._all = [(_of_contact(contact), contact) for contact in contacts]
        self._by_id: dict[str, _Known] = {}
        for address, contact in self._all:
            for key in filter(None, (address.phone, address.bsuid)):
                self._by_id.setdefault(key, (address, contact))

    def sender_of(self, message: dict[str, Any]) -> tuple[Address, dict[str, Any]]:
        """Return who sent a message, and the contact that describes them ({} if none).

        The message's own words count first. A contact adds to them when it shares an id and contradicts none;
        a message that names nobody is of the only contact there is. `Address()` when nothing usable was said.
        """
        own = _address(text_at(message, "from"), text_at(message, "from_user_id"))
        for other, contact in self._candidates(own):
            return Address(own.phone or other.phone, own.bsuid or other.bsuid), contact
        return own, {}

    def _candidates(self, own: Address) -> list[_Known]:
        if own == Address():
            return self._all if len(self._all) == 1 else []
        # Only the first of each id: a batch that repeats one a thousand times costs no more.
        found = [self._by_id[key] for key in (own.phone, own.bsuid) if key in self._by_id]
        return [known for known in found if _agree(own, known[0])]


def _of_contact(contact: dict[str, Any]) -> Address:
    return _address(text_at(contact, "wa_id"), text_at(contact, "user_id"))


def _address(number: str | None, user_id: str | None) -> Address:
    # Some senders' BSUID comes in the field of the number.
    found = _PHONE.fullmatch(number or "")
    candidates = (user_id, None if found else number)
    bsuid = next((value for value in candidates if value and _OPAQUE_ID.fullmatch(value)), None)
    return Address(found.group(1) if found else None, bsuid)


def _agree(one: Address, other: Address) -> bool:
    pairs = ((one.phone, other.phone), (one.bsuid, other.bsuid))
    return all(left == right for left, right in pairs if left and right)
