"""POST /{phone_number_id}/messages: check, address, limit, keep, and start the ladder of statuses."""

from dataclasses import dataclass
from typing import Any

from simulator.clock import Clock
from simulator.conditions import Weather
from simulator.faults import Fault
from simulator.graph.checks import check_message, check_product
from simulator.graph.checks.fields import text
from simulator.graph.checks.template import TemplateBook, category, is_otp
from simulator.graph.errors import GraphError
from simulator.graph.limits import Limits
from simulator.graph.media import MediaStore
from simulator.graph.numbers import BSUID, wa_id
from simulator.graph.render import render
from simulator.graph.statuses import Ladder, Sent
from simulator.graph.window import closed, is_open
from simulator.phones.model import ChatMessage, Phone, new_wamid
from simulator.phones.store import PhoneStore

Json = dict[str, Any]
TYPING_SECONDS = 25.0


@dataclass(frozen=True)
class Addressee:
    """Who a message is for. number is the wa_id, empty when addressed by BSUID; dialled is what was given."""

    phone: Phone | None
    number: str
    dialled: str

    @property
    def pair(self) -> str:
        """The key of the pair limit."""
        return self.phone.id if self.phone is not None else self.number


class Sender:
    """What the messages endpoint does."""

    def __init__(
        self,
        business_number: str,
        clock: Clock,
        weather: Weather,
        phones: PhoneStore,
        media: MediaStore,
        book: TemplateBook,
        limits: Limits,
        ladder: Ladder,
    ) -> None:
        self._business, self._clock, self._weather = business_number, clock, weather
        self._phones, self._media, self._book = phones, media, book
        self._limits, self._ladder = limits, ladder

    def post(self, body: Json, later: Fault | None = None) -> Json:
        """Answer one request body; raise GraphError. later: a failure to report as a status."""
        check_product(body)
        if "status" in body:
            return self._mark_read(body)
        kind = check_message(body, self._media, self._book)
        to = self._address(body)
        if kind == "template" and not to.number and is_otp(body["template"], self._template(body)):
            raise GraphError(131062, "One-tap, zero-tap and copy-code templates need a phone number.")
        failure = self._failure(kind, to, later)
        self._limits.spend(to.pair)
        sent = self._keep(kind, body, to, failure)
        self._ladder.start(sent)
        return _answer(to, sent)

    def _template(self, body: Json) -> Any:
        return self._book.find(body["template"]["name"], body["template"]["language"]["code"])

    def _address(self, body: Json) -> Addressee:
        if "to" in body:
            dialled = text(body, "to", "message", 40)
            number = wa_id(dialled)
            if number == self._business:
                raise GraphError(131021, "to: sender and recipient are the same")
            return Addressee(self._phones.by_number(number), number, dialled)
        if "recipient" not in body:
            raise GraphError(100, "The parameter to is required.")
        bsuid = text(body, "recipient", "message", 140)
        if not BSUID.match(bsuid):
            raise GraphError(131009, "recipient: must be a business-scoped user id")
        phone = self._phones.by_bsuid(bsuid)
        if phone is None:
            raise GraphError(131026, "recipient: this user cannot be reached")
        return Addressee(phone, "", bsuid)

    def _failure(self, kind: str, to: Addressee, later: Fault | None) -> GraphError | None:
        if kind != "template" and not is_open(to.phone, self._clock.time()):
            if self._weather.now.ventana == "sincrono":
                raise closed()
            return closed()
        if later is not None and isinstance(later.codigo, int):
            return GraphError(later.codigo)
        number = to.phone.numero if to.phone is not None else to.number
        return GraphError(131026) if number in self._weather.now.sin_whatsapp else None

    def _keep(self, kind: str, body: Json, to: Addressee, failure: GraphError | None) -> Sent:
        wamid, callback = new_wamid(), body.get("biz_opaque_callback_data", "")
        pricing = category(body["template"], self._book) if kind == "template" else "service"
        if failure is not None and to.phone is None:
            return Sent(None, to.number, wamid, callback, pricing, failure)
        phone = to.phone or self._phones.add(numero=to.number)
        if kind == "reaction":
            if not self._phones.react(phone, body["reaction"]["message_id"], "negocio", body["reaction"]["emoji"]):
                raise GraphError(131009, "reaction.message_id: message not found")
            return Sent(phone, to.number, wamid, callback, pricing, failure, readable=False)
        quoted = body.get("context", {}).get("message_id", "")
        bubble = render(kind, body, self._media, self._book)
        message = ChatMessage(wamid, "negocio", kind, self._clock.time(), bubble, estado="pendiente", cita=quoted)
        self._phones.add_message(phone, message)
        return Sent(phone, to.number, wamid, callback, pricing, failure)

    def _mark_read(self, body: Json) -> Json:
        if body["status"] != "read":
            raise GraphError(131009, "status: must be read")
        wamid = text(body, "message_id", "message", 512)
        phone = self._phones.who_sent(wamid)
        if phone is None:
            raise GraphError(131009, "message_id: message not found")
        self._phones.mark_read(phone, wamid)
        if "typing_indicator" in body:
            if body["typing_indicator"] != {"type": "text"}:
                raise GraphError(131009, "typing_indicator.type: must be text")
            self._phones.show_typing(phone, TYPING_SECONDS)
        return {"success": True}


def _answer(to: Addressee, sent: Sent) -> Json:
    contact: Json = {"input": to.dialled}
    if to.number:
        contact["wa_id"] = to.number
    elif sent.phone is not None:
        contact["user_id"] = sent.phone.bsuid
    return {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": sent.wamid, "message_status": "accepted"}],
    }
