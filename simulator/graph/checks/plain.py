"""Text, location, contacts and reaction messages."""

from simulator.graph.checks.fields import Json, items, obj, only, optional_text, text
from simulator.graph.errors import GraphError


def check_text(body: Json) -> None:
    """text.body up to 4096 characters (Meta, "Text messages")."""
    data = obj(body, "text", "message")
    only(data, ("body", "preview_url"), "text")
    text(data, "body", "text", 4096)
    if not isinstance(data.get("preview_url", False), bool):
        raise GraphError(100, "text.preview_url must be a boolean")


def check_location(body: Json) -> None:
    """Latitude and longitude, with optional name and address."""
    data = obj(body, "location", "message")
    for key, bound in (("latitude", 90), ("longitude", 180)):
        try:
            inside = abs(float(data[key])) <= bound
        except KeyError as exc:
            raise GraphError(131008, f"location.{key} is required") from exc
        except (TypeError, ValueError):
            inside = False
        if not inside:
            raise GraphError(131009, f"location.{key}: must be a number between -{bound} and {bound}")
    optional_text(data, "name", "location", 1000)
    optional_text(data, "address", "location", 1000)


def check_contacts(body: Json) -> None:
    """Each contact needs a formatted name and one further part of it."""
    for position, contact in enumerate(items(body, "contacts", "message", 1, 257)):
        path = f"contacts[{position}]"
        name = obj(contact, "name", path)
        text(name, "formatted_name", f"{path}.name", 1024)
        if not any(name.get(part) for part in ("first_name", "last_name", "middle_name", "suffix", "prefix")):
            raise GraphError(131008, f"{path}.name needs formatted_name and at least one other part of the name")


def check_reaction(body: Json) -> None:
    """message_id, and an emoji; an empty one takes the reaction away."""
    data = obj(body, "reaction", "message")
    only(data, ("message_id", "emoji"), "reaction")
    text(data, "message_id", "reaction", 512)
    emoji = data.get("emoji")
    if not isinstance(emoji, str):
        raise GraphError(131008, "reaction.emoji is required")
    if len(emoji) > 10 or any(char.isalpha() or char.isspace() for char in emoji):
        raise GraphError(131009, "reaction.emoji: must be one emoji")
