"""WhatsApp without a network: the in-memory twin of `client.WhatsAppClient`."""

import threading
from collections import deque
from typing import Any

from proalto.errors import OutsideError
from proalto.whatsapp.door import MediaDescriptor, MediaRefused, MediaTooLarge, SendReceipt
from proalto.whatsapp.errors import GraphError

_URL = "https://memory.invalid/"


class MemoryWhatsApp:
    """Records what was asked: `sent`, `receipts` (wamid, typing) and `uploads` (media id -> content).

    `objects` is what `look` finds, by path.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.receipts: list[tuple[str, bool]] = []
        self.uploads: dict[str, bytes] = {}
        self.objects: dict[str, dict[str, Any]] = {}
        self._inbound: dict[str, tuple[bytes, str]] = {}
        self._failures: deque[OutsideError] = deque()
        self._last_id = 0
        self._lock = threading.Lock()

    def fail_next(self, code: int | None, http_status: int = 400, retry_after: float | None = None) -> None:
        """Make the next call fail as the API would with this code; several wait in line."""
        self.fail_next_with(GraphError(code, http_status, retry_after=retry_after))

    def fail_next_with(self, error: OutsideError) -> None:
        """Make the next call raise this error (GraphTimeout, GraphUnreachable...)."""
        self._failures.append(error)

    def put_media(self, content: bytes, mime_type: str) -> str:
        """Store a file as if a customer had sent it, and return its media id."""
        media_id = self._new_id()
        self._inbound[media_id] = (content, mime_type)
        return media_id

    def send(self, payload: dict[str, Any]) -> SendReceipt:
        """Record the message; see WhatsAppClient.send."""
        self._fail_if_told()
        self.sent.append(payload)
        phone = payload.get("to")
        return SendReceipt(f"wamid.MEMORY{self._new_id()}", phone.lstrip("+") if phone else None)

    def read(self, wamid: str, typing: bool) -> None:
        """Record the receipt; see WhatsAppClient.read."""
        self._fail_if_told()
        self.receipts.append((wamid, typing))

    def upload(self, content: bytes, filename: str, mime_type: str) -> str:
        """Keep the file; see WhatsAppClient.upload."""
        self._fail_if_told()
        media_id = self._new_id()
        self.uploads[media_id] = content
        return media_id

    def delete_media(self, media_id: str) -> None:
        """Forget a file of `upload` or `put_media`; see WhatsAppClient.delete_media."""
        self._fail_if_told()
        if self.uploads.pop(media_id, None) is None and self._inbound.pop(media_id, None) is None:
            raise GraphError(100, 400)

    def describe_media(self, media_id: str) -> MediaDescriptor:
        """Describe a file of `put_media`; see WhatsAppClient.describe_media."""
        self._fail_if_told()
        if media_id not in self._inbound:
            raise GraphError(100, 400)
        content, mime_type = self._inbound[media_id]
        return MediaDescriptor(media_id, _URL + media_id, mime_type, None, len(content))

    def download(self, url: str, limit_bytes: int) -> bytes:
        """Return a file of `put_media`; see WhatsAppClient.download."""
        self._fail_if_told()
        media_id = url.removeprefix(_URL)
        if media_id == url:
            raise MediaRefused("the file's address is not one of Meta's")
        if media_id not in self._inbound:
            raise GraphError(None, 404)
        content, _ = self._inbound[media_id]
        if len(content) > limit_bytes:
            raise MediaTooLarge(limit_bytes)
        return content

    def look(self, path: str, **fields: str) -> dict[str, Any]:
        """Return an object of `objects`; see WhatsAppClient.look."""
        self._fail_if_told()
        if path not in self.objects:
            raise GraphError(100, 400)
        return self.objects[path]

    def _fail_if_told(self) -> None:
        if self._failures:
            raise self._failures.popleft()

    def _new_id(self) -> str:
        with self._lock:
            self._last_id += 1
            return str(self._last_id)
