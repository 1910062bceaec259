"""The customer service window: free-form messages only within 24 hours of the customer's last one."""

from simulator.graph.errors import GraphError
from simulator.phones.model import Phone

WINDOW_SECONDS = 24 * 3600.0


def is_open(phone: Phone | None, now: float) -> bool:
    """May the business write freely to this phone?"""
    opened = phone.window_opened_at if phone is not None else None
    return opened is not None and now - opened < WINDOW_SECONDS


def closed() -> GraphError:
    """The refusal of a free-form message outside the window."""
    return GraphError(
        131047,
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    )
