"""Updates into one POST body: alone, or batched as messages, changes or entries."""

import json
from typing import Any

from simulator.webhooks.payloads import Update

Json = dict[str, Any]


def compose(updates: list[Update], waba_id: str, metadata: Json, lote: str) -> bytes:
    """The bytes to send and to sign. Non-ASCII is escaped as \\uXXXX, as Meta does."""
    if lote == "entradas":
        entries = [_entry(waba_id, [_change([update], metadata)]) for update in updates]
    elif lote == "cambios":
        entries = [_entry(waba_id, [_change([update], metadata) for update in updates])]
    else:
        entries = [_entry(waba_id, [_change(updates, metadata)])]
    payload = {"object": "whatsapp_business_account", "entry": entries}
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _entry(waba_id: str, changes: list[Json]) -> Json:
    return {"id": waba_id, "changes": changes}


def _change(updates: list[Update], metadata: Json) -> Json:
    value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
    contacts: list[Json] = []
    for update in updates:
        contacts += [contact for contact in update.contacts if contact not in contacts]
        value.setdefault(update.kind, []).append(update.item)
    if contacts:
        value["contacts"] = contacts
    return {"value": value, "field": "messages"}
