"""Interactive messages: reply buttons, lists, call-to-action links, requests and flows."""

from collections.abc import Callable

from simulator.graph.checks.fields import (
    Json,
    identifier,
    items,
    label,
    obj,
    only,
    optional_text,
    text,
    unique,
    web_address,
)
from simulator.graph.checks.media import MediaShelf, check_media_object
from simulator.graph.errors import GraphError

BODY_MAX, SHORT_MAX, LABEL_MAX = 1024, 60, 20


def check_interactive(body: Json, shelf: MediaShelf) -> None:
    """Refuse whatever Meta's pages on interactive messages do not allow."""
    data = obj(body, "interactive", "message")
    only(data, ("type", "header", "body", "footer", "action"), "interactive")
    kind = text(data, "type", "interactive", 40)
    if kind not in ACTIONS:
        raise GraphError(131009, f"interactive.type: must be one of {', '.join(ACTIONS)}")
    content = obj(data, "body", "interactive")
    only(content, ("text",), "interactive.body")
    text(content, "text", "interactive.body", BODY_MAX)
    if "footer" in data:
        footer = obj(data, "footer", "interactive")
        only(footer, ("text",), "interactive.footer")
        text(footer, "text", "interactive.footer", SHORT_MAX)
    if "header" in data:
        _check_header(obj(data, "header", "interactive"), kind, shelf)
    ACTIONS[kind](obj(data, "action", "interactive"), "interactive.action")


def _check_header(header: Json, kind: str, shelf: MediaShelf) -> None:
    if kind in ("request_contact_info", "location_request_message"):
        raise GraphError(131009, f"interactive.header: not allowed when interactive.type is {kind}")
    form = text(header, "type", "interactive.header", 20)
    if form == "text":
        only(header, ("type", "text"), "interactive.header")
        label(header, "text", "interactive.header", SHORT_MAX)
    elif form not in ("image", "video", "document") or kind == "list":
        raise GraphError(131009, f"interactive.header.type: '{form}' is not allowed for interactive.type {kind}")
    else:
        only(header, ("type", form), "interactive.header")
        check_media_object(obj(header, form, "interactive.header"), form, f"interactive.header.{form}", shelf)


def _check_buttons(action: Json, path: str) -> None:
    only(action, ("buttons",), path)
    ids, titles = [], []
    for position, button in enumerate(items(action, "buttons", path, 1, 3)):
        here = f"{path}.buttons[{position}]"
        only(button, ("type", "reply"), here)
        if text(button, "type", here, 20) != "reply":
            raise GraphError(131009, f"{here}.type: must be reply")
        reply = obj(button, "reply", here)
        only(reply, ("id", "title"), f"{here}.reply")
        ids.append(identifier(reply, "id", f"{here}.reply", 256))
        titles.append(label(reply, "title", f"{here}.reply", LABEL_MAX))
    unique(ids, f"{path}.buttons id")
    unique(titles, f"{path}.buttons title")


def _check_list(action: Json, path: str) -> None:
    only(action, ("button", "sections"), path)
    label(action, "button", path, LABEL_MAX)
    sections = items(action, "sections", path, 1, 10)
    ids: list[str] = []
    for position, section in enumerate(sections):
        here = f"{path}.sections[{position}]"
        only(section, ("title", "rows"), here)
        if len(sections) > 1 or "title" in section:
            text(section, "title", here, 24)
        for number, row in enumerate(items(section, "rows", here, 1, 10)):
            where = f"{here}.rows[{number}]"
            only(row, ("id", "title", "description"), where)
            ids.append(identifier(row, "id", where, 200))
            label(row, "title", where, 24)
            optional_text(row, "description", where, 72)
    if len(ids) > 10:
        raise GraphError(131009, f"{path}.sections: total row count {len(ids)} exceeds the maximum of 10")
    unique(ids, f"{path}.sections row id")


def _check_cta(action: Json, path: str) -> None:
    _named(action, path, "cta_url", ("name", "parameters"))
    parameters = obj(action, "parameters", path)
    only(parameters, ("display_text", "url"), f"{path}.parameters")
    label(parameters, "display_text", f"{path}.parameters", LABEL_MAX)
    web_address(parameters, "url", f"{path}.parameters")


def _check_contact_request(action: Json, path: str) -> None:
    _named(action, path, "request_contact_info", ("name",))


def _check_location_request(action: Json, path: str) -> None:
    _named(action, path, "send_location", ("name",))


def _check_flow(action: Json, path: str) -> None:
    _named(action, path, "flow", ("name", "parameters"))
    parameters, here = obj(action, "parameters", path), f"{path}.parameters"
    if parameters.get("flow_message_version") != "3":
        raise GraphError(131009, f"{here}.flow_message_version: must be 3")
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        raise GraphError(131009, f"{here}: exactly one of flow_id and flow_name is required")
    label(parameters, "flow_cta", here, 30)


def _named(action: Json, path: str, name: str, keys: tuple[str, ...]) -> None:
    only(action, keys, path)
    if text(action, "name", path, 40) != name:
        raise GraphError(131009, f"{path}.name: must be {name}")


ACTIONS: dict[str, Callable[[Json, str], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_cta,
    "request_contact_info": _check_contact_request,
    "location_request_message": _check_location_request,
    "flow": _check_flow,
}
