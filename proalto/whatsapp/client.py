"""The Graph API of WhatsApp (WhatsApp "Cloud API"): messages and media."""

import re
from typing import Any
from urllib.parse import quote

import requests

from proalto.whatsapp.door import MediaDescriptor, MediaRefused, MediaTooLarge, SendReceipt
from proalto.whatsapp.download import Downloader
from proalto.whatsapp.errors import GraphUnreadable
from proalto.whatsapp.payloads import read_receipt
from proalto.whatsapp.transport import NETWORK_ERRORS, Bearer, json_of, outside_error, pooled_session
from proalto.whatsapp.wire import integer_at, objects_at, text_at

__all__ = ["MediaDescriptor", "MediaRefused", "MediaTooLarge", "SendReceipt", "WhatsAppClient"]

_PATH_SEGMENT = re.compile(r"[0-9A-Za-z._-]+")


class WhatsAppClient:
    """One business number. Threads may share it; `timeout` is (connect, read) in seconds."""

    def __init__(
        self,
        base_url: str,
        version: str,
        phone_number_id: str,
        access_token: str,
        session: requests.Session | None = None,
        timeout: tuple[float, float] = (3.05, 10),
    ) -> None:
        for segment in (version, phone_number_id):
            if not _PATH_SEGMENT.fullmatch(segment):
                raise ValueError("the version or the phone number id cannot be part of a URL")
        self._root = f"{base_url.rstrip('/')}/{version}"
        self._phone_number_id = phone_number_id
        self._auth = Bearer(access_token)
        self._session = session or pooled_session()
        self._timeout = timeout
        self._downloader = Downloader(base_url, self._session, self._auth, timeout)

    def send(self, payload: dict[str, Any]) -> SendReceipt:
        """Send an addressed payload. GraphTimeout: it may have been sent; GraphUnreachable: it was not."""
        answer = self._call("POST", f"{self._phone_number_id}/messages", json=payload)
        wamid = text_at(next(iter(objects_at(answer, "messages")), {}), "id")
        if wamid is None:
            raise GraphUnreadable("HTTP 200 to a message, without its id")
        contact = next(iter(objects_at(answer, "contacts")), {})
        return SendReceipt(wamid=wamid, wa_id=text_at(contact, "wa_id"))

    def read(self, wamid: str, typing: bool) -> None:
        """Mark a customer's message as read, and show "typing" for at most 25 s if asked."""
        self._call("POST", f"{self._phone_number_id}/messages", json=read_receipt(wamid, typing))

    def upload(self, content: bytes, filename: str, mime_type: str) -> str:
        """Upload a file and return its media id, good for 30 days."""
        answer = self._call(
            "POST",
            f"{self._phone_number_id}/media",
            data={"messaging_product": "whatsapp", "type": mime_type},
            files={"file": (filename, content, mime_type)},
        )
        media_id = text_at(answer, "id")
        if media_id is None:
            raise GraphUnreadable("HTTP 200 to an upload, without its id")
        return media_id

    def delete_media(self, media_id: str) -> None:
        """Have Meta delete a file; an unknown one is a permanent GraphError."""
        query = {"phone_number_id": self._phone_number_id}
        self._call("DELETE", quote(media_id, safe=""), params=query)

    def describe_media(self, media_id: str) -> MediaDescriptor:
        """Return where a customer's file can be fetched; an unknown one is a permanent GraphError."""
        query = {"phone_number_id": self._phone_number_id}
        answer = self._call("GET", quote(media_id, safe=""), params=query)
        url = text_at(answer, "url")
        if url is None:
            raise GraphUnreadable("HTTP 200 about a file, without its address")
        return MediaDescriptor(
            media_id=media_id,
            url=url,
            mime_type=text_at(answer, "mime_type"),
            sha256=text_at(answer, "sha256"),
            size=integer_at(answer, "file_size"),
        )

    def download(self, url: str, limit_bytes: int) -> bytes:
        """Return the file at the address that `describe_media` gave (see Downloader)."""
        return self._downloader.fetch(url, limit_bytes)

    def look(self, path: str, **fields: str) -> dict[str, Any]:
        """Return what the Graph API says of our number (""), or of another object of ours ("<id>/<edge>")."""
        segments = path.split("/") if path else [self._phone_number_id]
        if not all(_PATH_SEGMENT.fullmatch(segment) and set(segment) != {"."} for segment in segments):
            raise ValueError("what is asked for cannot be part of a URL")
        return self._call("GET", "/".join(segments), params=fields)

    def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            response = self._session.request(
                method,
                f"{self._root}/{path}",
                auth=self._auth,
                timeout=self._timeout,
                allow_redirects=False,
                **content,
            )
        except NETWORK_ERRORS as error:
            raise outside_error(error) from error
        return json_of(response)
