"""Is this message one that Meta would take? One table: message type -> check."""

from collections.abc import Callable

from simulator.graph.checks.fields import Json, obj, only, text
from simulator.graph.checks.interactive import check_interactive
from simulator.graph.checks.media import TYPES, MediaShelf, check_media
from simulator.graph.checks.plain import check_contacts, check_location, check_reaction, check_text
from simulator.graph.checks.template import TemplateBook, check_template
from simulator.graph.errors import GraphError

PLAIN: dict[str, Callable[[Json], None]] = {
    "text": check_text,
    "location": check_location,
    "contacts": check_contacts,
    "reaction": check_reaction,
}
KNOWN = (*PLAIN, *TYPES, "interactive", "template")
COMMON = ("messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data")


def check_product(body: Json) -> None:
    """Every request must name the product."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'.")


def check_message(body: Json, shelf: MediaShelf, book: TemplateBook) -> str:
    """Refuse what Meta would refuse, else return the message type."""
    kind = body.get("type", "text")
    if kind not in KNOWN:
        raise GraphError(100, f"type: must be one of {', '.join(KNOWN)}")
    only(body, (*COMMON, kind), "message")
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "recipient_type: must be individual")
    if "context" in body:
        text(obj(body, "context", "message"), "message_id", "context", 512)
    if "biz_opaque_callback_data" in body:
        text(body, "biz_opaque_callback_data", "message", 512)
    if kind in PLAIN:
        PLAIN[kind](body)
    elif kind == "interactive":
        check_interactive(body, shelf)
    elif kind == "template":
        check_template(body, book)
    else:
        check_media(body, kind, shelf)
    return str(kind)
