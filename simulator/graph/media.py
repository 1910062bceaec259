"""Uploaded and received files: digit-only ids that expire, and addresses that expire sooner."""

import hashlib
import secrets
import threading
from base64 import b64encode
from collections import OrderedDict
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.graph.checks.media import MB, TYPES, MediaFacts
from simulator.graph.errors import GraphError, unknown_object

DAY = 86_400.0
UPLOAD_LIFE, INBOUND_LIFE, URL_LIFE = 30 * DAY, 7 * DAY, 300.0
TOTAL_MAX = 256 * MB
MAGIC = {
    "application/pdf": (b"%PDF",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG",),
    "image/webp": (b"RIFF",),
    "audio/ogg": (b"OggS",),
}


@dataclass(frozen=True)
class Media:
    """One file."""

    id: str
    content: bytes
    mime_type: str
    filename: str
    expires_at: float

    @property
    def digest(self) -> bytes:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).digest()

    @property
    def sha256_base64(self) -> str:
        """As webhooks give it."""
        return b64encode(self.digest).decode()


class MediaStore:
    """All files, the oldest thrown away beyond TOTAL_MAX bytes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._media: OrderedDict[str, Media] = OrderedDict()
        self._urls: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def upload(self, content: bytes, mime_type: str, filename: str) -> Media:
        """Take a file of the business; raise GraphError if WhatsApp does not carry it."""
        check_upload(content, mime_type)
        return self._keep(content, mime_type.split(";")[0], filename, UPLOAD_LIFE)

    def receive(self, content: bytes, mime_type: str, filename: str) -> Media:
        """Take a file of a customer."""
        return self._keep(content, mime_type, filename, INBOUND_LIFE)

    def get(self, media_id: str) -> Media:
        """The file; raise Graph's unknown-object error if it never was, expired or was deleted."""
        media = self._media.get(media_id)
        if media is None or media.expires_at <= self._clock.time():
            raise unknown_object(media_id)
        return media

    def facts(self, media_id: str) -> MediaFacts:
        """What a message check must know; raise 131009 if there is no such file."""
        try:
            media = self.get(media_id)
        except GraphError as exc:
            raise GraphError(131009, f"id: media '{media_id}' was not found or has expired") from exc
        return MediaFacts(media.mime_type.split(";")[0], len(media.content))

    def delete(self, media_id: str) -> None:
        """Throw the file away; raise Graph's unknown-object error if there is none."""
        self.get(media_id)
        with self._lock:
            self._media.pop(media_id, None)

    def new_ticket(self, media: Media) -> str:
        """The secret part of a download address, good for five minutes."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            self._urls[ticket] = (media.id, self._clock.time() + URL_LIFE)
            while len(self._urls) > 5000:
                self._urls.popitem(last=False)
        return ticket

    def by_ticket(self, ticket: str) -> Media:
        """The file behind a download address; raise GraphError once it has expired."""
        media_id, expires_at = self._urls.get(ticket, ("", 0.0))
        if expires_at <= self._clock.time():
            raise unknown_object(ticket)
        return self.get(media_id)

    def clear(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._media.clear()
            self._urls.clear()

    def _keep(self, content: bytes, mime_type: str, filename: str, life: float) -> Media:
        media_id = str(secrets.randbelow(9 * 10**15) + 10**15)
        media = Media(media_id, content, mime_type, filename, self._clock.time() + life)
        with self._lock:
            self._media[media.id] = media
            while sum(len(m.content) for m in self._media.values()) > TOTAL_MAX and len(self._media) > 1:
                self._media.popitem(last=False)
        return media


def check_upload(content: bytes, mime_type: str) -> None:
    """Refuse types and sizes that are not in Meta's table, and content that belies its type."""
    base = mime_type.split(";")[0].strip().lower()
    limits = [limit for mime_types, limit in TYPES.values() if base in mime_types]
    if not limits:
        known = sorted(mime for mime_types, _ in TYPES.values() for mime in mime_types)
        raise GraphError(
            100, f"Param file must be a file with one of the following types: {', '.join(known)}. Received '{base}'."
        )
    if not content:
        raise GraphError(131053, "file: is empty")
    if len(content) > max(limits):
        raise GraphError(131053, f"file: {len(content)} bytes, the maximum for {base} is {max(limits)}")
    if not content.startswith(MAGIC.get(base, (b"",))):
        raise GraphError(131053, f"file: the content is not {base}")
