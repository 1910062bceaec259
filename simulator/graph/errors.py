"""Graph API errors: one table of codes, one envelope."""

import secrets
from dataclasses import dataclass
from typing import Any

# code: (HTTP status, title). Source: Meta, "Cloud API error codes"; the HTTP column of its older table.
CODES: dict[int, tuple[int, str]] = {
    0: (401, "AuthException"),
    1: (400, "API Unknown"),
    2: (503, "API Service"),
    3: (500, "API Method"),
    4: (400, "Application request limit reached"),
    10: (403, "Permission Denied"),
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token."),
    368: (403, "Temporarily blocked for policies violations"),
    80007: (400, "Rate limit issues"),
    130403: (400, "Business blocked the user"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    130497: (403, "Business account is restricted from messaging users in this country"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131030: (400, "Recipient phone number not in allowed list"),
    131031: (403, "Business Account locked"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Incorrect certificate"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131062: (400, "Business-scoped user id not allowed for this message"),
    131064: (400, "Messaging limited due to template misclassification"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132007: (400, "Template format character policy violated"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "Template parameters validation failed"),
    132068: (400, "Flow is in blocked state"),
    132069: (400, "Flow is in throttled state"),
    133004: (503, "Server Temporarily Unavailable"),
    133010: (400, "Phone number not registered"),
    134011: (400, "Payments terms of service not accepted"),
    135000: (400, "Generic user error"),
    137000: (400, "Recipient identity key mismatch"),
    2494100: (500, "Number in maintenance mode"),
}


@dataclass(eq=False)
class GraphError(Exception):
    """A refusal in Meta's words. details says which field and why."""

    code: int
    details: str = ""
    subcode: int = 0

    @property
    def status(self) -> int:
        """HTTP status."""
        return CODES.get(self.code, (400, ""))[0]

    @property
    def title(self) -> str:
        """Meta's short name of the code."""
        return CODES.get(self.code, (0, "Unknown error"))[1]

    def as_response(self) -> dict[str, Any]:
        """The body of an HTTP answer."""
        error: dict[str, Any] = {
            "message": self.title if self.code == 190 else f"(#{self.code}) {self.title}",
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": "A" + secrets.token_urlsafe(16),
        }
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode:
            error["error_subcode"] = self.subcode
        return {"error": error}

    def as_status_error(self) -> dict[str, Any]:
        """An item of statuses[].errors."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details or self.title},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }


def unknown_object(object_id: str) -> GraphError:
    """Graph's answer to an id it does not know, or that the token may not see."""
    return GraphError(100, f"Object with ID '{object_id}' does not exist or cannot be loaded.", 33)
