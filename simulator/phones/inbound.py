"""What the owner of a phone does: write, tap, attach, react, change numbers."""

from collections.abc import Callable
from typing import Any

from simulator.clock import Clock
from simulator.conditions import Weather
from simulator.graph.limits import Limits
from simulator.graph.media import MediaStore
from simulator.graph.render import file_of
from simulator.phones import samples
from simulator.phones.model import ChatMessage, Phone, new_wamid
from simulator.phones.store import PhoneStore
from simulator.webhooks.outbox import Outbox
from simulator.webhooks.payloads import message_update, sender_of, system_update

Json = dict[str, Any]
OPENS_NOTHING = ("system", "unsupported", "revoke", "edit")
BIGGEST_INBOUND = 100 * 1024 * 1024


class BadAction(ValueError):
    """The owner cannot do that; the message is fit to show."""


class Hand:
    """The thumb on the screen."""

    def __init__(
        self,
        business_number: str,
        clock: Clock,
        weather: Weather,
        phones: PhoneStore,
        media: MediaStore,
        limits: Limits,
        outbox: Outbox,
    ) -> None:
        self._business, self._clock, self._weather = business_number, clock, weather
        self._phones, self._media, self._limits, self._outbox = phones, media, limits, outbox

    def act(self, phone: Phone, order: Json) -> str:
        """Do what {"texto"} | {"opcion", "mensaje"?} | {"tipo", ...} says; return the new wamid."""
        if "opcion" in order:
            return self._tap(phone, str(order["opcion"]), str(order.get("mensaje", "")))
        kind = order.get("tipo", "text")
        if kind not in KINDS:
            raise BadAction(f"No sé enviar «{kind}». Tipos: {', '.join(KINDS)}.")
        return KINDS[kind](self, phone, order)

    def attach(self, phone: Phone, content: bytes, mime_type: str, filename: str, caption: str) -> str:
        """Send a file; what WhatsApp shows as picture, audio or video goes as that, all else as document."""
        family = mime_type.split("/")[0]
        kind = family if family in ("image", "audio", "video") and mime_type != "image/svg+xml" else "document"
        if len(content) > BIGGEST_INBOUND:
            return self.lost_media(phone, {})
        return self._file(phone, kind, content, mime_type, filename, caption)

    def change_number(self, phone: Phone, numero: str) -> None:
        """Move to another number: two system messages, the second for the new BSUID."""
        dialecto, now = self._weather.now.dialecto, self._clock.time()
        old_number, old_bsuid = self._phones.change_number(phone, numero)
        sender = sender_of(old_number, old_bsuid, phone.solo_bsuid, dialecto)
        note = f"User {phone.nombre} changed from {old_number} to {numero}"
        if not phone.solo_bsuid:
            system = {"body": note, "type": "user_changed_number", "wa_id": numero}
            self._outbox.put(phone.id, system_update({**sender, "system": system}, new_wamid(), now))
        if phone.solo_bsuid or dialecto == "actual":
            system = {"body": "User id changed", "type": "user_changed_user_id", "user_id": phone.bsuid}
            self._outbox.put(phone.id, system_update({**sender, "system": system}, new_wamid(), now))

    def text(self, phone: Phone, order: Json) -> str:
        """{"texto", "cita"?}: an ordinary message, perhaps quoting one."""
        body = order.get("texto")
        if not isinstance(body, str) or not body.strip() or len(body) > 65_536:
            raise BadAction("Falta el texto.")
        return self._send(phone, {"type": "text", "text": {"body": body}}, {"texto": body}, str(order.get("cita", "")))

    def reaction(self, phone: Phone, order: Json) -> str:
        """{"mensaje", "emoji"}: react; an empty emoji takes the reaction away."""
        wamid, emoji = str(order.get("mensaje", "")), str(order.get("emoji", ""))
        if not self._phones.react(phone, wamid, "cliente", emoji):
            raise BadAction("Ese mensaje no está en este teléfono.")
        return self._send(phone, {"type": "reaction", "reaction": {"message_id": wamid, "emoji": emoji}}, None)

    def audio(self, phone: Phone, order: Json) -> str:
        """{"segundos"?}: a voice note."""
        content = samples.voice_note(float(order.get("segundos", 3)))
        return self._file(phone, "audio", content, "audio/ogg; codecs=opus", "nota-de-voz.ogg", "", voice=True)

    def sticker(self, phone: Phone, order: Json) -> str:
        """A sticker."""
        return self._file(phone, "sticker", samples.sticker(), "image/webp", "sticker.webp", "")

    def location(self, phone: Phone, order: Json) -> str:
        """{"latitud"?, "longitud"?}: a raw pin, in Bogotá if nothing is said."""
        pin = {"latitude": float(order.get("latitud", 4.6533)), "longitude": float(order.get("longitud", -74.0836))}
        return self._send(phone, {"type": "location", "location": pin}, {"ubicacion": pin})

    def contacts(self, phone: Phone, order: Json) -> str:
        """{"nombre"?, "numero"?}: a contact card."""
        nombre, numero = str(order.get("nombre", phone.nombre)), str(order.get("numero", phone.numero))
        phones = [{"phone": f"+{numero}", "wa_id": numero, "type": "CELL"}]
        card = {"name": {"formatted_name": nombre, "first_name": nombre}, "phones": phones}
        return self._send(phone, {"type": "contacts", "contacts": [card]}, {"texto": nombre})

    def lost_media(self, phone: Phone, order: Json) -> str:
        """A file that Meta could not fetch: error 131052 in place of an id."""
        error = {"code": 131052, "title": "Media download error", "message": "Media download error"}
        content = {
            "type": "document",
            "errors": [{**error, "error_data": {"details": "Failed to download the media."}}],
        }
        return self._send(phone, content, {"texto": "[archivo demasiado grande]"})

    def unsupported(self, phone: Phone, order: Json) -> str:
        """Something the API cannot carry, a poll for instance."""
        error: Json = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        error["error_data"] = {"details": "Message type is currently not supported."}
        content = {"type": "unsupported", "errors": [error], "unsupported": {"type": "poll_update"}}
        return self._send(phone, content, {"texto": "[mensaje no admitido]"})

    def raw(self, phone: Phone, order: Json) -> str:
        """{"contenido": {"type": ..., ...}}: any message at all, for tests."""
        content = order.get("contenido")
        if not isinstance(content, dict) or not isinstance(content.get("type"), str):
            raise BadAction("«contenido» debe ser un mensaje con «type».")
        return self._send(phone, content, {"texto": f"[{content['type']}]"}, wamid=str(content.get("id", "")))

    def _tap(self, phone: Phone, option: str, wamid: str) -> str:
        with self._phones.lock:
            found = [m for m in phone.messages.values() if m.de == "negocio" and wamid in ("", m.id)]
            matches = [(m, o) for m in found for o in m.bubble.get("opciones", []) if o["id"] == option]
        if not matches:
            raise BadAction(f"Ningún mensaje de este teléfono ofrece la opción «{option}».")
        message, chosen = matches[-1]
        content = _tap_content(message, chosen)
        return self._send(phone, content, {"texto": chosen["titulo"]}, message.id)

    def _file(
        self, phone: Phone, kind: str, content: bytes, mime_type: str, filename: str, caption: str, voice: bool = False
    ) -> str:
        media = self._media.receive(content, mime_type, filename)
        data: Json = {"id": media.id, "mime_type": mime_type, "sha256": media.sha256_base64}
        extras: dict[str, Json] = {
            "audio": {"voice": voice},
            "sticker": {"animated": False},
            "document": {"filename": filename},
        }
        data |= extras.get(kind, {})
        if caption and kind in ("image", "document", "video"):
            data["caption"] = caption
        bubble = {"texto": caption, "archivo": {**file_of(kind, {"id": media.id}, self._media), "voz": voice}}
        return self._send(phone, {"type": kind, kind: data}, bubble)

    def _send(self, phone: Phone, content: Json, bubble: Json | None, cita: str = "", wamid: str = "") -> str:
        """Show the bubble (None: nothing to show), open the window, tell the product."""
        wamid, now, conditions = wamid or new_wamid(), self._clock.time(), self._weather.now
        kind = content["type"]
        if cita:
            content = {"context": {"from": self._business, "id": cita}, **content}
        if bubble is not None:
            self._phones.add_message(phone, ChatMessage(wamid, "cliente", kind, now, bubble, "enviado", cita))
        self._phones.hear(phone, wamid)
        if kind not in OPENS_NOTHING and (kind != "reaction" or conditions.reaccion_abre_ventana):
            phone.window_opened_at = now
        self._limits.count_inbound()
        update = message_update(
            phone,
            wamid,
            now,
            content,
            conditions.dialecto,
            lambda: self._phones.raise_status(phone, wamid, "entregado"),
        )
        self._outbox.put(phone.id, update)
        return wamid


KINDS: dict[str, Callable[[Hand, Phone, Json], str]] = {
    "text": Hand.text,
    "reaction": Hand.reaction,
    "audio": Hand.audio,
    "sticker": Hand.sticker,
    "location": Hand.location,
    "contacts": Hand.contacts,
    "unsupported": Hand.unsupported,
    "media_fallida": Hand.lost_media,
    "raw": Hand.raw,
}


def _tap_content(message: ChatMessage, chosen: Json) -> Json:
    if message.tipo == "template":
        return {"type": "button", "button": {"payload": chosen["id"], "text": chosen["titulo"]}}
    form = "list_reply" if "boton_lista" in message.bubble else "button_reply"
    reply = {"id": chosen["id"], "title": chosen["titulo"]}
    if chosen.get("descripcion"):
        reply["description"] = chosen["descripcion"]
    return {"type": "interactive", "interactive": {"type": form, form: reply}}
