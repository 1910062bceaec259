"""Reading JSON that others wrote: decode once, make every string storable, then ask for values by type.

The readers below return None (or an empty sequence) for an absent value and for one of the wrong type alike:
a webhook that is refused comes back for seven days, so one odd field must not cost the rest of the batch.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from proalto.errors import ProAltoError

MAX_DEPTH = 32  # Real webhooks stay under 20 levels.
_MAX_INTEGER_CHARS = 20  # Longer ones are no id nor code; parsing them takes quadratic time.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_PLAIN = re.compile(r"[0-9A-Za-z_.:-]{1,40}")
_SECONDS = re.compile(r"[0-9]{1,11}")
_FIRST_MOMENT = datetime(2009, 1, 1, tzinfo=timezone.utc)  # WhatsApp did not exist before.
_LAST_MOMENT = datetime(2100, 1, 1, tzinfo=timezone.utc)


class MalformedWebhook(ProAltoError):
    """The body is not a JSON object, or is nested deeper than any real webhook."""


def read_object(body: bytes) -> dict[str, Any]:
    """Decode a JSON object whose strings hold neither NUL nor lone surrogates, which PostgreSQL refuses.

    Numbers that JSON or PostgreSQL cannot write back (NaN, infinities, huge integers) become None.
    """
    try:
        decoded = json.loads(body.decode(), parse_constant=_nothing, parse_float=_finite_float, parse_int=_short_int)
        if not isinstance(decoded, dict):
            raise MalformedWebhook("the body is not a JSON object")
        return {harmless(key): _storable(value, 2) for key, value in decoded.items()}
    except RecursionError:
        raise MalformedWebhook("the body is nested too deep") from None
    except ValueError as error:  # JSONDecodeError and UnicodeDecodeError; their text may quote the body.
        raise MalformedWebhook(f"the body is not JSON ({type(error).__name__})") from None


def harmless(text: str) -> str:
    """Return the text with NUL and lone surrogates replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def text_at(source: Mapping[str, Any], key: str) -> str | None:
    """Return the non-empty string under `key`."""
    value = source.get(key)
    return value if isinstance(value, str) and value else None


def plain_at(source: Mapping[str, Any], key: str) -> str | None:
    """Return the string under `key` if it is a short word such as a type or a status."""
    value = text_at(source, key)
    return value if value and _PLAIN.fullmatch(value) else None


def object_at(source: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the object under `key`, empty if there is none."""
    value = source.get(key)
    return value if isinstance(value, dict) else {}


def list_at(source: Mapping[str, Any], key: str) -> list[Any]:
    """Return the array under `key` as it is, empty if there is none."""
    value = source.get(key)
    return value if isinstance(value, list) else []


def objects_at(source: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects of the array under `key`, leaving out whatever is not one."""
    return [item for item in list_at(source, key) if isinstance(item, dict)]


def integer_at(source: Mapping[str, Any], key: str) -> int | None:
    """Return the integer under `key`, also when it was written as a string of digits."""
    value = source.get(key)
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment_at(source: Mapping[str, Any], key: str) -> datetime | None:
    """Return the Unix seconds under `key` as an aware UTC datetime, or None outside 2009 to 2099."""
    seconds = integer_at(source, key)
    if seconds is None or not _FIRST_MOMENT.timestamp() <= seconds < _LAST_MOMENT.timestamp():
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.utc)


def _storable(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if not isinstance(value, (dict, list)):
        return value
    if depth > MAX_DEPTH:
        raise MalformedWebhook("the body is nested too deep")
    if isinstance(value, list):
        return [_storable(item, depth + 1) for item in value]
    return {harmless(key): _storable(item, depth + 1) for key, item in value.items()}


def _nothing(_name: str) -> None:
    return None


def _finite_float(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _short_int(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MAX_INTEGER_CHARS else None
