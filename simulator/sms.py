"""Twilio's dialect of SMS (Twilio, "Messages resource"): the text lands in the inbox of a phone."""

import hmac
import re
import secrets
import time
from collections import OrderedDict
from email.utils import formatdate
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from simulator.connection import cut
from simulator.phones.model import Sms
from simulator.world import World

BODY_MAX, KEPT = 1600, 1000


class TwilioError(Exception):
    """A refusal: HTTP status, Twilio's code, and its words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def sms_blueprint(world: World) -> Blueprint:
    """POST and GET of Messages under /2010-04-01/Accounts/{sid}."""
    face = Blueprint("sms", __name__, url_prefix="/2010-04-01/Accounts/<sid>")
    sent: OrderedDict[str, dict[str, Any]] = OrderedDict()

    @face.errorhandler(TwilioError)
    def refuse(error: TwilioError) -> ResponseReturnValue:
        more = f"https://www.twilio.com/docs/errors/{error.code}"
        answer = {"code": error.code, "message": error.message, "more_info": more, "status": error.status}
        return jsonify(answer), error.status

    @face.post("/Messages.json")
    def create(sid: str) -> ResponseReturnValue:
        _authenticate(world, sid)
        cut_after = _fault(world)
        to, sender, body = _form()
        message = _record(sid, to, sender, body)
        sent[message["sid"]] = message
        while len(sent) > KEPT:
            sent.popitem(last=False)
        phone = world.phones.by_number(to[1:]) or world.phones.add(numero=to[1:])
        world.phones.add_sms(phone, Sms(message["sid"], sender, body, world.clock.time()))
        if cut_after:
            cut()
        return jsonify(message), 201

    @face.get("/Messages/<message_sid>.json")
    def read(sid: str, message_sid: str) -> ResponseReturnValue:
        _authenticate(world, sid)
        if message_sid not in sent:
            raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
        return jsonify({**sent[message_sid], "status": "delivered"})

    return face


def _authenticate(world: World, sid: str) -> None:
    given, settings = request.authorization, world.settings
    user, password = (given.username or "", given.password or "") if given is not None else ("", "")
    right = hmac.compare_digest(user.encode(), settings.twilio_sid.encode())
    right &= hmac.compare_digest(password.encode(), settings.twilio_token.encode())
    if not (right and settings.twilio_token):
        raise TwilioError(401, 20003, "Authenticate")
    if sid != settings.twilio_sid:
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")


def _fault(world: World) -> bool:
    fault = world.faults.take("sms")
    if fault is None:
        return False
    if isinstance(fault.codigo, int):
        status = fault.codigo if 400 <= fault.codigo <= 599 else 400
        raise TwilioError(status, {429: 20429, 503: 20503}.get(status, fault.codigo), "Fallo inyectado en el simulador")
    if fault.codigo in ("colgar", "lento"):
        time.sleep(fault.segundos)
    if fault.codigo in ("colgar", "reiniciar"):
        cut(reset=fault.codigo == "reiniciar")
    return fault.codigo == "aceptar_y_cortar"


def _form() -> tuple[str, str, str]:
    to, sender, body = (request.form.get(name, "") for name in ("To", "From", "Body"))
    if not to:
        raise TwilioError(400, 21604, "A 'To' phone number is required.")
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", to):
        raise TwilioError(400, 21211, f"Invalid 'To' Phone Number: {to}")
    sender = sender or request.form.get("MessagingServiceSid", "")
    if not sender:
        raise TwilioError(400, 21603, "A 'From' phone number is required.")
    if not re.fullmatch(r"\+?[0-9]{3,15}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11}", sender):
        raise TwilioError(400, 21212, f"Invalid 'From' Phone Number: {sender}")
    if sender == to:
        raise TwilioError(400, 21266, "'To' and 'From' number cannot be the same")
    if not body.strip():
        raise TwilioError(400, 21602, "Message body is required.")
    if len(body) > BODY_MAX:
        raise TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    return to, sender, body


def _record(account: str, to: str, sender: str, body: str) -> dict[str, Any]:
    sid, now = "SM" + secrets.token_hex(16), formatdate()
    wide = any(ord(char) > 127 and char not in "áéíñóúüÁÉÍÑÓÚÜ¿¡€" for char in body)
    about = {"sid": sid, "account_sid": account, "status": "queued", "direction": "outbound-api"}
    about |= {"to": to, "from": sender, "body": body, "num_segments": str(-(-len(body) // (70 if wide else 160)))}
    about |= {"num_media": "0", "api_version": "2010-04-01", "date_created": now, "date_updated": now}
    link = f"/2010-04-01/Accounts/{account}/Messages/{sid}.json"
    return {**about, "price": None, "price_unit": "USD", "error_code": None, "error_message": None, "uri": link}
