"""What the Graph API answers when it refuses, and what to do about it.

Source: WhatsApp "Error codes". Meta asks to decide on the code, not on the title or the HTTP status.
"""

import math
from collections.abc import Callable
from enum import Enum
from types import MappingProxyType

from proalto.errors import OutsideError


class RetryPolicy(Enum):
    """What a refused message is good for."""

    NEVER = "never"  # This message will not pass: a mistake of ours, or a recipient who cannot get it.
    SOON = "soon"  # A hiccup of Meta's: seconds, then up to five minutes.
    LATER = "later"  # A quota: minutes.
    PAIR = "pair"  # Too many messages to this one person: 4^n seconds up to a minute, others are not affected.
    STOP = "stop"  # Token, permission, billing or account: no message passes until someone mends it. All stop.
    WINDOW_CLOSED = "window_closed"  # More than 24 h since the customer wrote: only a template passes.


_PERMANENT = frozenset({RetryPolicy.NEVER, RetryPolicy.WINDOW_CLOSED})

_CODES: tuple[tuple[RetryPolicy, tuple[int, ...]], ...] = (
    # Token, permission; policy block, locked account; billing; number not registered, deleted, PIN;
    # spam and misclassification limits, which retrying makes worse.
    (RetryPolicy.STOP, (0, 190, 3, 10, *range(200, 300), 131005, 368, 131031, 131042, 134011)),
    (RetryPolicy.STOP, (131045, 133000, 133005, 133006, 133008, 133009, 133010, 131048, 131064)),
    (RetryPolicy.SOON, (1, 2, 130429, 131000, 131016, 133004)),
    # Application, account and flow quotas; maintenance and throughput upgrade, about a minute.
    (RetryPolicy.LATER, (4, 80007, 132069, 131057, 2494100)),
    (RetryPolicy.PAIR, (131056,)),
    (RetryPolicy.WINDOW_CLOSED, (131047,)),
    # Bad request; recipient, also one in a country that we may not write to; user's choice; media; BSUID not allowed;
    # template; flow; identity key.
    (RetryPolicy.NEVER, (33, 100, 131008, 131009, 135000, 131021, 131026, 131030, 130472, 130497, 133016)),
    (RetryPolicy.NEVER, (131049, 131050, 130403, 131051, 131052, 131053, 131060, 131062, 137000)),
    (RetryPolicy.NEVER, (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068)),
)
POLICIES = MappingProxyType({code: policy for policy, codes in _CODES for code in codes})

_SOON_CAP = 300.0
_LATER_CAP = 3600.0
_PAIR_CAP = 64.0  # attempts of every cause count, and our own pace keeps below the limit: nobody waits 20 minutes
_STOP_SECONDS = 300.0
_MOST_DOUBLINGS = 16  # Beyond it every cap is reached, and powers of large attempts would overflow.


class GraphError(OutsideError):
    """The Graph API refused.

    `retry_after` is the seconds that it asked to wait, `details` its words, for an operator. Neither is in the
    text of the exception, which holds only the code and the HTTP status.
    """

    def __init__(self, code: int | None, http_status: int, details: str = "", retry_after: float | None = None) -> None:
        self.code = code
        self.http_status = http_status
        self.details = details
        self.policy = policy_for(code, http_status)
        self.retry_after = retry_after
        summary = f"Graph API refused: code {code}, HTTP {http_status}, policy {self.policy.value}"
        super().__init__(summary, permanent=self.policy in _PERMANENT)


class GraphTimeout(OutsideError):
    """The request left and no answer came: it may have been obeyed, and there is no key to ask with."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class GraphUnreadable(GraphTimeout):
    """An answer came that cannot be understood; what was asked may have been done."""


class GraphUnreachable(OutsideError):
    """The request never left: no connection. Trying again doubles nothing."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


def policy_for(code: int | None, http_status: int) -> RetryPolicy:
    """Return what to do about a code; about the HTTP status if there is no code, or none that is known."""
    if code is not None and code in POLICIES:
        return POLICIES[code]
    if http_status == 429:
        return RetryPolicy.LATER
    if http_status in (401, 403):
        return RetryPolicy.STOP
    return RetryPolicy.SOON if http_status >= 500 else RetryPolicy.NEVER


def delay_seconds(policy: RetryPolicy, attempt: int, random: Callable[[], float]) -> float:
    """Return how long to wait before retry number `attempt` (0 is the first); `random` gives 0 <= x < 1.

    Jitter only lengthens PAIR, where less than 4^n is refused again. Under STOP a retry is a probe. Raises
    ValueError for a policy under which the same message cannot pass: look at `permanent` first.
    """
    exponent = min(max(attempt, 0), _MOST_DOUBLINGS)
    if policy is RetryPolicy.SOON:
        return min(_SOON_CAP, math.pow(2, exponent)) * (0.5 + random() / 2)
    if policy is RetryPolicy.LATER:
        return min(_LATER_CAP, 60 * math.pow(2, exponent)) * (0.5 + random() / 2)
    if policy is RetryPolicy.PAIR:
        return min(_PAIR_CAP, math.pow(4, exponent)) * (1 + random() / 4)
    if policy is RetryPolicy.STOP:
        return _STOP_SECONDS * (1 + random() / 4)
    raise ValueError(f"a message refused with {policy.value} is not sent again")
