"""HTTP to Meta: a pooled session, the token, and one question for each failure: did the request leave?"""

import re
import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import NewConnectionError
from urllib3.exceptions import SSLError as PoolSSLError

from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable, GraphUnreadable
from proalto.whatsapp.wire import MalformedWebhook, integer_at, object_at, objects_at, read_object, text_at

# What the network does to a request; the rest of requests' exceptions are mistakes of ours and pass through.
NETWORK_ERRORS = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)

_POOL = 20
_MOST_WAIT = 24 * 3600.0
# A phone, an id, a token ("Malformed access token ...").
_PRIVATE = re.compile(r"[0-9][0-9 ()-]{5,}[0-9]|[0-9A-Za-z_-]{24,}")
_SECONDS = re.compile(r"[0-9]{1,9}")
_GATEWAY_STATUSES = (502, 504)  # Said by whoever stands in front of Meta: the request may have gone through.


class Bearer(AuthBase):
    """The token as an `auth` object: a header of that name would give way to ~/.netrc."""

    def __init__(self, token: str) -> None:
        if not token or not all("!" <= char <= "~" for char in token):
            # requests would quote it in its own error.
            raise ValueError("the access token is empty or has characters that no header can carry")
        self._header = f"Bearer {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header
        return request


def pooled_session() -> requests.Session:
    """Return a session that threads may share, and that never retries by itself."""
    session = requests.Session()
    # The jar is the one part of a session that threads would trip over, and Meta's API needs no cookie.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = HTTPAdapter(pool_connections=_POOL, pool_maxsize=_POOL, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def outside_error(error: requests.RequestException) -> GraphTimeout | GraphUnreachable:
    """Return our error for one of requests': GraphUnreachable only when certainly nothing was sent."""
    kind = type(error).__name__
    if _never_left(error):
        return GraphUnreachable(f"no connection to the Graph API ({kind})")
    return GraphTimeout(f"no answer from the Graph API ({kind})")


def json_of(response: requests.Response) -> dict[str, Any]:
    """Return the object answered; raise GraphError for a refusal, GraphUnreadable for nonsense."""
    try:
        answer = read_object(response.content)
    except MalformedWebhook:
        if response.ok or response.status_code in _GATEWAY_STATUSES:
            raise GraphUnreadable(f"HTTP {response.status_code} without JSON") from None
        answer = {}
    if response.status_code == 200 and "error" not in answer:
        return answer
    raise refusal(response, answer)


def refusal(response: requests.Response, answer: dict[str, Any]) -> GraphError:
    """Return the error that a response tells of."""
    error = object_at(answer, "error")
    details = text_at(object_at(error, "error_data"), "details") or text_at(error, "message") or ""
    # Details may quote the request, and operators read them.
    return GraphError(
        code=integer_at(error, "code"),
        http_status=response.status_code,
        details=_PRIVATE.sub("[...]", details),
        retry_after=_retry_after(response),
    )


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    reason = getattr(reason, "original_error", reason)  # Of a proxy that could not be reached.
    if isinstance(reason, PoolSSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError)


def _retry_after(response: requests.Response) -> float | None:
    asked = response.headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(asked):
        return min(float(asked), _MOST_WAIT)
    minutes = _minutes_to_regain(response.headers.get("X-Business-Use-Case-Usage", ""))
    return min(minutes * 60.0, _MOST_WAIT) if minutes else None


def _minutes_to_regain(header: str) -> int:
    """Return the longest estimated_time_to_regain_access of {"<business id>": [{...}, ...]}."""
    try:
        usage = read_object(header.encode("utf-8", "replace"))
    except MalformedWebhook:
        return 0
    found = [integer_at(use, "estimated_time_to_regain_access") for key in usage for use in objects_at(usage, key)]
    return max((minutes for minutes in found if minutes is not None), default=0)
