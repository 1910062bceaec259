"""How WhatsApp rewrites numbers: the wa_id is not always what was dialled."""

import re

from simulator.graph.errors import GraphError

BSUID = re.compile(r"^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$")
_SEPARATORS = re.compile(r"[\s().-]")


def wa_id(dialled: str) -> str:
    """Digits as WhatsApp keeps them; raise 131009 if this is no international number.

    Mexico loses the 1 after 52; Brazil loses the ninth digit in area codes from 31 on.
    """
    digits = _SEPARATORS.sub("", dialled).removeprefix("+")
    if not re.fullmatch(r"[1-9][0-9]{7,14}", digits):
        raise GraphError(131009, "to: must be a phone number with country code, 8 to 15 digits")
    if re.fullmatch(r"521[0-9]{10}", digits):
        return "52" + digits[3:]
    if re.fullmatch(r"55[3-9][0-9]9[0-9]{8}", digits):
        return digits[:4] + digits[5:]
    return digits
