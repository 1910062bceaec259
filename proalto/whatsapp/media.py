"""The fingerprint of a file: Meta writes it in base64 in webhooks, and in either form elsewhere."""

import base64
import hashlib
import hmac


def same_sha256(content: bytes, claimed: str) -> bool:
    """Tell whether `claimed`, in hexadecimal or base64, is the SHA-256 of the content."""
    digest = hashlib.sha256(content)
    forms = (digest.hexdigest(), base64.b64encode(digest.digest()).decode())
    given = claimed.strip()
    return any(hmac.compare_digest(form.encode(), given.encode("utf-8", "replace")) for form in forms)
