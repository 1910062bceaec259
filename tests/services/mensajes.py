"""Inbound messages and statuses, as the parser of webhooks gives them."""

from __future__ import annotations

from proalto.whatsapp.address import Address
from proalto.whatsapp.inbound import InboundMessage, StatusUpdate, Webhook
from tests.conftest import nuevo_wamid


def mensaje(address: Address, texto: str = "menú", kind: str = "text", wamid: str | None = None) -> InboundMessage:
    """Return a message of this person."""
    return InboundMessage(
        wamid=wamid or nuevo_wamid(), kind=kind, sent_at=None, sender=address, profile_name=None,
        text=texto if kind == "text" else None, option_id=None, option_title=None, media=None, raw={},
    )  # fmt: skip


def estado(wamid: str, palabra: str, saliente_id: object = None, codigo: int | None = None) -> StatusUpdate:
    """Return what became of a message; `saliente_id` is the callback data that came back."""
    return StatusUpdate(wamid, palabra, None, codigo, None, None if saliente_id is None else str(saliente_id))


def webhook(*messages: InboundMessage, statuses: tuple[StatusUpdate, ...] = ()) -> Webhook:
    return Webhook(tuple(messages), statuses, 0)
