"""Webhooks of real shapes with anything broken in them."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from proalto.whatsapp.inbound import MalformedWebhook, parse_webhook

OURS = "605550000000001"
BODIES = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").glob("*.json"))]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["", "\x00", "\ud83d", "0", "9" * 400, "text", "image", "CO.1", 10**30, "wamid.\udc00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Return (container, key or index) of everything inside a JSON value."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [place for key in keys for place in [(node, key), *places(node[key])]]


@st.composite
def broken_webhooks(draw: st.DrawFn) -> bytes:
    envelope = copy.deepcopy(json.loads(draw(st.sampled_from(BODIES))))
    for _ in range(draw(st.integers(1, 4))):
        found = places(envelope)
        if not found:
            break
        container, key = draw(st.sampled_from(found))
        action = draw(st.sampled_from(["replace", "delete", "wrap", "duplicate"]))
        if action == "delete":
            del container[key]
        elif action == "wrap":
            container[key] = [container[key]]
        elif action == "duplicate" and isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
        else:
            container[key] = draw(JUNK)
    return json.dumps(envelope).encode()


def assert_storable(value: object) -> None:
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    assert "\\u0000" not in json.dumps(value)


@settings(max_examples=600, deadline=None)
@given(broken_webhooks())
def test_ningun_campo_roto_lo_hace_fallar_y_todo_se_puede_guardar(body: bytes) -> None:
    parsed = parse_webhook(body, OURS)
    for message in parsed.messages:
        assert message.wamid and (message.sender.phone or message.sender.bsuid)
        media = vars(message.media) if message.media else {}
        assert_storable([message.raw, message.kind, message.text, message.profile_name, message.option_id, media])
    for update in parsed.statuses:
        assert_storable([update.wamid, update.status, update.error_title, update.callback_data])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BODIES), st.integers(0, 4000), st.binary(max_size=6))
def test_un_cuerpo_cortado_o_alterado_solo_puede_ser_malformado(body: bytes, at: int, noise: bytes) -> None:
    for broken in (body[:at], body[:at] + noise + body[at:], body[:at] + noise + body[at + len(noise) :]):
        try:
            parse_webhook(broken, OURS)
        except MalformedWebhook:
            continue
