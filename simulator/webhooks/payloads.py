"""Inbound messages and statuses in Meta's shapes, in both dialects.

"actual": business-scoped user ids everywhere, no `conversation` (Graph v24.0 on). "clasico": before them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.phones.model import Phone

if TYPE_CHECKING:
    from simulator.graph.statuses import Sent

Json = dict[str, Any]


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Update:
    """One message or status on its way. kind: "messages" or "statuses"; taken runs once it was acknowledged."""

    kind: str
    item: Json
    contacts: tuple[Json, ...] = ()
    taken: Callable[[], None] = _nothing


def message_update(
    phone: Phone, wamid: str, at: float, content: Json, dialecto: str, taken: Callable[[], None] = _nothing
) -> Update:
    """A message of a customer; content is {"type": ..., type: {...}, "context"?}."""
    item = {**sender_of(phone.numero, phone.bsuid, phone.solo_bsuid, dialecto), "id": wamid, "timestamp": str(int(at))}
    return Update("messages", {**item, **content}, (contact_of(phone, dialecto),), taken)


def system_update(item: Json, wamid: str, at: float) -> Update:
    """A system message: it comes without contacts."""
    return Update("messages", {**item, "id": wamid, "timestamp": str(int(at)), "type": "system"})


def sender_of(numero: str, bsuid: str, solo_bsuid: bool, dialecto: str) -> Json:
    """`from` and `from_user_id`, as far as this sender has them."""
    sender: Json = {} if solo_bsuid else {"from": numero}
    if solo_bsuid or dialecto == "actual":
        sender["from_user_id"] = bsuid
    return sender


def contact_of(phone: Phone, dialecto: str) -> Json:
    """The contacts[] item of a phone."""
    contact: Json = {"profile": {"name": phone.nombre}}
    if phone.solo_bsuid:
        contact["profile"]["username"] = "usuario_" + phone.id
    else:
        contact["wa_id"] = phone.numero
    if phone.solo_bsuid or dialecto == "actual":
        contact["user_id"] = phone.bsuid
    return contact


def status_update(sent: Sent, status: str, at: float, dialecto: str) -> Update:
    """A status of a message of the business; a failed one to a phone carries no contacts."""
    item: Json = {"id": sent.wamid, "status": status, "timestamp": str(int(at))}
    phone = sent.phone
    if phone is None or not phone.solo_bsuid:
        item["recipient_id"] = sent.number or (phone.numero if phone is not None else "")
    if phone is not None and (phone.solo_bsuid or (dialecto == "actual" and status != "failed")):
        item["recipient_user_id"] = phone.bsuid
    if sent.callback:
        item["biz_opaque_callback_data"] = sent.callback
    if sent.failure is not None:
        return Update("statuses", {**item, "errors": [sent.failure.as_status_error()]})
    if status != "read":
        kind = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": sent.category}
        item["pricing"] = kind
        if dialecto == "clasico":
            item["conversation"] = {"id": sent.wamid[-32:], "origin": {"type": sent.category}}
    contacts = (contact_of(phone, dialecto),) if phone is not None and dialecto == "actual" else ()
    return Update("statuses", item, contacts)
