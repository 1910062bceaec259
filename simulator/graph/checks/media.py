"""Media messages, and the table of what WhatsApp carries (Meta, "Supported media types")."""

from dataclasses import dataclass
from typing import Protocol

from simulator.graph.checks.fields import Json, obj, only, optional_text, text, web_address
from simulator.graph.errors import GraphError

MB = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, tuple[frozenset[str], int]] = {
    "audio": (frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}), 16 * MB),
    "document": (
        frozenset({"text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel"})
        | {"application/vnd.ms-powerpoint", f"{_OFFICE}wordprocessingml.document"}
        | {f"{_OFFICE}spreadsheetml.sheet", f"{_OFFICE}presentationml.presentation"},
        100 * MB,
    ),
    "image": (frozenset({"image/jpeg", "image/png"}), 5 * MB),
    "sticker": (frozenset({"image/webp"}), 500 * 1024),
    "video": (frozenset({"video/mp4", "video/3gpp"}), 16 * MB),
}
EXTRA_KEYS = {"document": ("caption", "filename"), "image": ("caption",), "video": ("caption",), "audio": ("voice",)}


@dataclass(frozen=True)
class MediaFacts:
    """What a message check must know of an uploaded file."""

    mime_type: str
    size: int


class MediaShelf(Protocol):
    """Where uploaded files are found; raises GraphError if the id is unknown or expired."""

    def facts(self, media_id: str) -> MediaFacts: ...


def check_media(body: Json, kind: str, shelf: MediaShelf) -> None:
    """A media message: exactly one of id and link, a caption only where there can be one."""
    check_media_object(obj(body, kind, "message"), kind, kind, shelf)


def check_media_object(data: Json, kind: str, path: str, shelf: MediaShelf) -> None:
    """The {id|link, caption, filename} object, in a message or in a header."""
    only(data, ("id", "link", *EXTRA_KEYS.get(kind, ())), path)
    if ("id" in data) == ("link" in data):
        raise GraphError(131009, f"{path}: exactly one of id and link is required")
    optional_text(data, "caption", path, 1024)
    optional_text(data, "filename", path, 240)
    if "link" in data:
        web_address(data, "link", path)
        return
    media_id = text(data, "id", path, 64)
    facts = shelf.facts(media_id)
    mime_types, limit = TYPES[kind]
    if facts.mime_type not in mime_types:
        raise GraphError(131053, f"{path}.id: media of type {facts.mime_type} cannot be sent as {kind}")
    if facts.size > limit:
        raise GraphError(131053, f"{path}.id: {facts.size} bytes, the maximum for {kind} is {limit}")
