"""What became of a message that we sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proalto.whatsapp.message import wamid_at
from proalto.whatsapp.wire import integer_at, moment_at, objects_at, plain_at, text_at


@dataclass(frozen=True)
class StatusUpdate:
    """One step of a sent message: sent, delivered, read, played, failed, or a word that Meta adds.

    Updates come unordered and repeated, and `delivered` may be left out. `callback_data` is what was put there
    when sending (`payloads.addressed`). The error is the first of those reported.
    """

    wamid: str
    status: str
    occurred_at: datetime | None
    error_code: int | None
    error_title: str | None
    callback_data: str | None


def read_status(raw: dict[str, Any]) -> StatusUpdate | None:
    """Return the update, or None when it does not say of which message or what happened."""
    wamid, status = wamid_at(raw, "id"), plain_at(raw, "status")
    if wamid is None or status is None:
        return None
    error = next(iter(objects_at(raw, "errors")), {})
    return StatusUpdate(
        wamid=wamid,
        status=status,
        occurred_at=moment_at(raw, "timestamp"),
        error_code=integer_at(error, "code"),
        error_title=text_at(error, "title") or text_at(error, "message"),
        callback_data=text_at(raw, "biz_opaque_callback_data"),
    )
