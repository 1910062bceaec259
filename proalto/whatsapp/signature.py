"""The signature that Meta puts on each webhook (WhatsApp "Webhooks", header X-Hub-Signature-256)."""

import hashlib
import hmac

_PREFIX = "sha256="


def sign(secret: str, body: bytes) -> str:
    """Return the header value "sha256=<64 hex>" for the raw bytes of a request."""
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_valid(secret: str, body: bytes, header: str | None) -> bool:
    """Tell whether `header` signs exactly these raw bytes; any unusable header is simply not valid.

    The body must be what came over the wire: Meta sends non-ASCII text as \\uXXXX escapes and signs those, so
    JSON that was parsed and written again no longer verifies.
    """
    expected = sign(secret, body).encode()
    # compare_digest refuses non-ASCII str but not bytes; a header may hold anything, surrogates included.
    given = (header or "").encode("utf-8", "surrogatepass")
    return bool(secret) and hmac.compare_digest(expected, given)
