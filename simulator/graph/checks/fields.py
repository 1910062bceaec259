"""Small readers of JSON fields that refuse in Meta's way and name the field."""

import re
from collections.abc import Iterable
from typing import Any

from simulator.graph.errors import GraphError

Json = dict[str, Any]
_MARKDOWN = re.compile(r"\*\S[^*]*\*|(?<!\w)_\S[^_]*_(?!\w)|~\S[^~]*~|`[^`]+`")


def only(data: Json, allowed: Iterable[str], path: str) -> None:
    """Refuse keys that the object does not have."""
    for key in data:
        if key not in allowed:
            raise GraphError(100, f'Unexpected key "{key}" on param "{path}"')


def obj(parent: Json, key: str, path: str) -> Json:
    """A required object."""
    value = parent.get(key)
    if value is None:
        raise GraphError(131008, f"{path}.{key} is required")
    if not isinstance(value, dict):
        raise GraphError(100, f"{path}.{key} must be a JSON object")
    return value


def items(parent: Json, key: str, path: str, low: int, high: int) -> list[Json]:
    """A required array of objects with low to high items."""
    value = parent.get(key)
    if value is None:
        raise GraphError(131008, f"{path}.{key} is required")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GraphError(100, f"{path}.{key} must be an array of JSON objects")
    if not low <= len(value) <= high:
        raise GraphError(131009, f"{path}.{key}: count {len(value)} is invalid. Min: {low}, Max: {high}")
    return value


def text(parent: Json, key: str, path: str, longest: int) -> str:
    """A required string, not blank, of at most so many characters."""
    value = parent.get(key)
    if value is None:
        raise GraphError(131008, f"{path}.{key} is required")
    if not isinstance(value, str):
        raise GraphError(100, f"{path}.{key} must be a string")
    if not value.strip() or len(value) > longest:
        raise GraphError(131009, f"{path}.{key}: length {len(value)} is invalid. Min length: 1, Max length: {longest}")
    return value


def optional_text(parent: Json, key: str, path: str, longest: int) -> str:
    """Like text(), but the key may be absent: then empty."""
    return text(parent, key, path, longest) if key in parent else ""


def identifier(parent: Json, key: str, path: str, longest: int) -> str:
    """An id of a button or row: no spaces at its ends."""
    value = text(parent, key, path, longest)
    if value != value.strip():
        raise GraphError(131009, f"{path}.{key}: leading or trailing spaces are not allowed")
    return value


def label(parent: Json, key: str, path: str, longest: int) -> str:
    """A label: text that WhatsApp does not format, so Markdown is refused."""
    value = text(parent, key, path, longest)
    if _MARKDOWN.search(value):
        raise GraphError(131009, f"{path}.{key}: formatting is not allowed")
    return value


def unique(values: list[str], what: str) -> None:
    """Refuse the second of two equal values."""
    for position, value in enumerate(values):
        if value in values[:position]:
            raise GraphError(131009, f"{what}: duplicated value '{value}'")


def web_address(parent: Json, key: str, path: str) -> str:
    """A required http(s) address."""
    value = text(parent, key, path, 2000)
    if not re.match(r"^https?://[^\s/]+", value):
        raise GraphError(131009, f"{path}.{key}: must be a valid http or https URL")
    return value
