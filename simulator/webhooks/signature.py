"""X-Hub-Signature-256: HMAC-SHA256 of the exact bytes, keyed with the app secret."""

import hashlib
import hmac


def signature_headers(secret: str, body: bytes, firma: str) -> dict[str, str]:
    """The header to send; firma: "correcta", "mala" (well-formed, wrong) or "ausente"."""
    if firma == "ausente":
        return {}
    key = secret if firma == "correcta" else secret + "x"
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}
