"""One message of a webhook, from Meta's words to ours."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proalto.whatsapp.address import Address, Contacts
from proalto.whatsapp.wire import moment_at, object_at, plain_at, text_at

_WAMID = re.compile(r"[\x21-\x7e]{1,512}")  # It is a primary key: PostgreSQL indexes no more than 2.7 kB.
_MEDIA_ID = re.compile(r"[0-9A-Za-z_-]{1,128}")  # It becomes part of a URL.
_MEDIA_KINDS = ("image", "document", "audio", "video", "sticker", "voice")
_LEGACY_VOICE = "voice"  # Voice notes are `audio` with voice=true; the type of its own is history.
UNKNOWN_KIND = "unknown"


@dataclass(frozen=True)
class InboundMedia:
    """A file that a customer sent. `sha256` is as Meta wrote it: see `media.same_sha256`."""

    media_id: str
    mime_type: str | None
    sha256: str | None
    filename: str | None = field(repr=False)
    caption: str | None = field(repr=False)
    voice: bool


@dataclass(frozen=True)
class InboundMessage:
    """A message that a customer sent; what they wrote stays out of repr, and so out of logs.

    `kind` is Meta's type. `text` is only the body of a text message; a tapped button or list row has
    `option_id` and `option_title`; a caption is in `media`. `raw` is the message, safe to store as jsonb.
    `identity_key` is Meta's hash of the sender's WhatsApp identity, when the number's identity check is on.
    """

    wamid: str
    kind: str
    sent_at: datetime | None
    sender: Address
    profile_name: str | None = field(repr=False)
    text: str | None = field(repr=False)
    option_id: str | None = field(repr=False)
    option_title: str | None = field(repr=False)
    media: InboundMedia | None
    raw: dict[str, Any] = field(repr=False, compare=False)
    identity_key: str | None = field(default=None, repr=False)


def read_message(raw: dict[str, Any], contacts: Contacts) -> InboundMessage | None:
    """Return the message, or None when nobody could be answered: it lacks an id or a sender."""
    wamid = wamid_at(raw, "id")
    sender, contact = contacts.sender_of(raw)
    if wamid is None or sender == Address():
        return None
    kind = plain_at(raw, "type") or UNKNOWN_KIND
    option_id, option_title = _option(raw, kind)
    return InboundMessage(
        wamid=wamid,
        kind=kind,
        sent_at=moment_at(raw, "timestamp"),
        sender=sender,
        profile_name=text_at(object_at(contact, "profile"), "name"),
        text=text_at(object_at(raw, "text"), "body") if kind == "text" else None,
        option_id=option_id,
        option_title=option_title,
        media=_media(object_at(raw, kind), kind) if kind in _MEDIA_KINDS else None,
        raw=raw,
        identity_key=text_at(contact, "identity_key_hash"),
    )


def wamid_at(source: dict[str, Any], key: str) -> str | None:
    """Return the WhatsApp message id under `key`, if it can be one."""
    value = text_at(source, key)
    return value if value and _WAMID.fullmatch(value) else None


def _option(raw: dict[str, Any], kind: str) -> tuple[str | None, str | None]:
    if kind == "button":
        button = object_at(raw, "button")
        return text_at(button, "payload"), text_at(button, "text")
    if kind == "interactive":
        interactive = object_at(raw, "interactive")
        reply = object_at(interactive, "button_reply") or object_at(interactive, "list_reply")
        return text_at(reply, "id"), text_at(reply, "title")
    return None, None


def _media(source: dict[str, Any], kind: str) -> InboundMedia | None:
    media_id = text_at(source, "id")
    if media_id is None or not _MEDIA_ID.fullmatch(media_id):
        return None
    return InboundMedia(
        media_id=media_id,
        mime_type=text_at(source, "mime_type"),
        sha256=text_at(source, "sha256"),
        filename=text_at(source, "filename"),
        caption=text_at(source, "caption"),
        voice=kind == _LEGACY_VOICE or source.get("voice") is True,
    )
