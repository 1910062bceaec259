"""The bodies of POST /messages. Each function gives one without its addressee, which `addressed` adds.

Limits are counted in characters, and nothing is ever cut: half a button id is worse than an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from proalto.errors import ProAltoError
from proalto.whatsapp.address import Address

Payload = dict[str, Any]

MAX_TEXT = 4096  # WhatsApp "Text messages"
MAX_INTERACTIVE_BODY = 1024  # WhatsApp "Reply buttons"; for lists the page says 4096, Meta's OpenAPI 1024.
MAX_BUTTONS = 3  # WhatsApp "Reply buttons"
MAX_BUTTON_TITLE = 20  # WhatsApp "Reply buttons"
MAX_BUTTON_ID = 256  # WhatsApp "Reply buttons"
MAX_ROWS = 10  # WhatsApp "Lists": in all sections together
MAX_ROW_TITLE = 24  # WhatsApp "Lists"
MAX_ROW_DESCRIPTION = 72  # WhatsApp "Lists"
MAX_ROW_ID = 200  # WhatsApp "Lists"
MAX_LIST_BUTTON = 20  # WhatsApp "Lists"; it is the section's title too, which may have 24.
MAX_CAPTION = 1024  # WhatsApp "Media messages"
MAX_OTP_CODE = 15  # WhatsApp "Authentication templates"
MAX_CALLBACK_DATA = 512  # WhatsApp "biz_opaque_callback_data"


class InvalidPayload(ProAltoError):
    """Meta would refuse this message: something is empty, missing or repeated."""


class PayloadTooLong(InvalidPayload):
    """Meta would refuse this message: something is over a limit."""


@dataclass(frozen=True)
class Option:
    """One thing to tap. `description` shows in lists only."""

    id: str
    title: str
    description: str | None = None


def text(body: str) -> Payload:
    """Return a plain text; links in it are not previewed."""
    return {"type": "text", "text": {"body": _checked("text", body, MAX_TEXT), "preview_url": False}}


def buttons(body: str, options: Sequence[Option]) -> Payload:
    """Return a text with one to three reply buttons."""
    _check_options(options, MAX_BUTTONS)
    replies = [
        {
            "id": _checked("button id", option.id, MAX_BUTTON_ID),
            "title": _checked("button title", option.title, MAX_BUTTON_TITLE),
        }
        for option in options
    ]
    action = {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
    return _interactive("button", body, action)


def listing(body: str, button: str, options: Sequence[Option]) -> Payload:
    """Return a text with a button that opens a list of one to ten rows."""
    _check_options(options, MAX_ROWS)
    label = _checked("list button", button, MAX_LIST_BUTTON)
    # Meta's sources differ on whether a lone section needs a title: with one, both are content.
    sections = [{"title": label, "rows": [_row(option) for option in options]}]
    return _interactive("list", body, {"button": label, "sections": sections})


def document(media_id: str, filename: str, caption: str | None = None) -> Payload:
    """Return a file that was uploaded before."""
    content = {"id": _required("media id", media_id), "filename": _required("filename", filename)}
    if caption:
        content["caption"] = _checked("caption", caption, MAX_CAPTION)
    return {"type": "document", "document": content}


def template(
    name: str, language: str, body_params: Sequence[str], otp_code: str | None = None, replies: Sequence[str] = ()
) -> Payload:
    """Return an approved template with its positional body parameters.

    `replies` are the ids that its quick-reply buttons send back, in order.

    An authentication template has a single parameter, the code, and says it a second time in its copy button:
    `otp_code` adds that one, and is the body's parameter too when `body_params` is empty.
    """
    components: list[Payload] = []
    values = list(body_params)
    if otp_code is not None:
        _checked("OTP code", otp_code, MAX_OTP_CODE)
        values = values or [otp_code]
    if values:
        parameters = [_text_parameter(value) for value in values]
        components.append({"type": "body", "parameters": parameters})
    if otp_code is not None:
        copy = {"type": "button", "sub_type": "url", "index": "0", "parameters": [_text_parameter(otp_code)]}
        components.append(copy)
    for index, reply in enumerate(replies):
        payload = {"type": "payload", "payload": _checked("button id", reply, MAX_BUTTON_ID)}
        components.append({"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": [payload]})
    content: Payload = {"name": _required("template name", name), "language": {"code": language}}
    if components:
        content["components"] = components
    return {"type": "template", "template": content}


def read_receipt(wamid: str, typing: bool) -> Payload:
    """Return the body that marks a message as read, and shows "typing" for at most 25 s if asked."""
    receipt: Payload = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    if typing:
        receipt["typing_indicator"] = {"type": "text"}
    return receipt


def addressed(payload: Payload, address: Address, callback_data: str | None = None) -> Payload:
    """Return the payload with its addressee; the phone, where known, is preferred to the BSUID.

    `callback_data` comes back on every status of the message: an internal id, never personal data.
    """
    head: Payload = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    if address.phone:
        # Without "+" Meta may put the business's own country code in front.
        head["to"] = f"+{address.phone}"
    elif address.bsuid:
        head["recipient"] = address.bsuid
    else:
        raise InvalidPayload("the address has neither phone nor BSUID")
    if callback_data is not None:
        head["biz_opaque_callback_data"] = _checked("callback data", callback_data, MAX_CALLBACK_DATA)
    return {**head, **payload}


def _interactive(kind: str, body: str, action: Payload) -> Payload:
    content = {"text": _checked("interactive body", body, MAX_INTERACTIVE_BODY)}
    return {"type": "interactive", "interactive": {"type": kind, "body": content, "action": action}}


def _row(option: Option) -> Payload:
    row = {
        "id": _checked("row id", option.id, MAX_ROW_ID),
        "title": _checked("row title", option.title, MAX_ROW_TITLE),
    }
    if option.description:
        row["description"] = _checked("row description", option.description, MAX_ROW_DESCRIPTION)
    return row


def _text_parameter(value: str) -> Payload:
    return {"type": "text", "text": _required("template parameter", value)}


def _check_options(options: Sequence[Option], limit: int) -> None:
    if not options:
        raise InvalidPayload("there is nothing to tap")
    if len(options) > limit:
        raise PayloadTooLong(f"{len(options)} options, and {limit} fit")
    for values in ([option.id for option in options], [option.title for option in options]):
        if len(set(values)) < len(values):
            raise InvalidPayload("two options have the same id or title")
    if any(option.id != option.id.strip() for option in options):
        raise InvalidPayload("an option's id begins or ends with a space")


def _checked(what: str, value: str, limit: int) -> str:
    if len(value) > limit:
        raise PayloadTooLong(f"{what}: {len(value)} characters, and {limit} fit")
    return _required(what, value)


def _required(what: str, value: str) -> str:
    if not value.strip():
        raise InvalidPayload(f"{what}: empty")
    return value
