"""What the product may ask of WhatsApp, whoever answers: the real client or its in-memory twin."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from proalto.errors import OutsideError


@dataclass(frozen=True)
class SendReceipt:
    """Meta accepted a message; statuses tell the rest. `wa_id` may differ from the number sent to."""

    wamid: str
    wa_id: str | None = field(repr=False)


@dataclass(frozen=True)
class MediaDescriptor:
    """Where a customer's file is; the URL dies after five minutes. `sha256` is hexadecimal or base64."""

    media_id: str
    url: str = field(repr=False)
    mime_type: str | None
    sha256: str | None
    size: int | None


class MediaRefused(OutsideError):
    """The file is not fetched: its address is not one of Meta's."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class MediaTooLarge(OutsideError):
    """The file is over the limit of whoever asked for it."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"the file is over {limit_bytes} bytes", permanent=True)


class WhatsApp(Protocol):
    """The door. Every method raises GraphError, GraphTimeout or GraphUnreachable (`errors.py`)."""

    def send(self, payload: dict[str, Any]) -> SendReceipt:
        """Send an addressed payload; GraphTimeout means that it may have been sent."""

    def read(self, wamid: str, typing: bool) -> None:
        """Mark a customer's message as read, and show "typing" if asked."""

    def upload(self, content: bytes, filename: str, mime_type: str) -> str:
        """Upload a file and return its media id, good for 30 days."""

    def delete_media(self, media_id: str) -> None:
        """Have Meta delete a file; one that it does not know is a permanent GraphError."""

    def describe_media(self, media_id: str) -> MediaDescriptor:
        """Return where a file that a customer sent can be fetched."""

    def download(self, url: str, limit_bytes: int) -> bytes:
        """Return a file; raise MediaRefused or MediaTooLarge rather than fetch what should not be."""

    def look(self, path: str, **fields: str) -> dict[str, Any]:
        """Return what the Graph API says of our number (""), or of another object of ours ("<id>/<edge>")."""
