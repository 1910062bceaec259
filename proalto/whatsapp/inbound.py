"""A webhook of Meta's, read whole: every entry, change, message and status (WhatsApp "Webhooks")."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from proalto.whatsapp.address import Address, Contacts
from proalto.whatsapp.message import InboundMedia, InboundMessage, read_message
from proalto.whatsapp.status import StatusUpdate, read_status
from proalto.whatsapp.wire import MalformedWebhook, list_at, object_at, objects_at, read_object

__all__ = [
    "Address",
    "InboundMedia",
    "InboundMessage",
    "MalformedWebhook",
    "StatusUpdate",
    "Webhook",
    "parse_webhook",
]

_FIELD = "messages"
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Webhook:
    """What one POST brought, in its order. `ignored` counts the changes, messages and statuses left out."""

    messages: tuple[InboundMessage, ...]
    statuses: tuple[StatusUpdate, ...]
    ignored: int


def parse_webhook(body: bytes, phone_number_id: str) -> Webhook:
    """Read a webhook meant for one of our numbers.

    Left out and counted: changes of another number or of another field than "messages", and messages and
    statuses without an id or a sender. Raises MalformedWebhook, and nothing else, when the body is not a JSON
    object or is nested deeper than `wire.MAX_DEPTH`.
    """
    messages: list[InboundMessage] = []
    statuses: list[StatusUpdate] = []
    ignored = 0
    for change in _changes(read_object(body)):
        value = object_at(change, "value")
        if not _is_ours(change, value, phone_number_id):
            ignored += 1
            continue
        contacts = Contacts(objects_at(value, "contacts"))
        found, lost = _read_all(value, "messages", partial(read_message, contacts=contacts))
        updates, missed = _read_all(value, "statuses", read_status)
        messages += found
        statuses += updates
        ignored += lost + missed
    return Webhook(tuple(messages), tuple(statuses), ignored)


def _changes(envelope: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for entry in objects_at(envelope, "entry") for change in objects_at(entry, "changes")]


def _is_ours(change: dict[str, Any], value: dict[str, Any], phone_number_id: str) -> bool:
    return change.get("field") == _FIELD and object_at(value, "metadata").get("phone_number_id") == phone_number_id


def _read_all(
    value: dict[str, Any], key: str, read: Callable[[dict[str, Any]], _Item | None]
) -> tuple[list[_Item], int]:
    items = list_at(value, key)
    found = [item for raw in items if isinstance(raw, dict) and (item := read(raw)) is not None]
    return found, len(items) - len(found)
