"""Whether a text says tú here and usted there. Only forms that cannot be anything else: "su" alone could be hers."""

from __future__ import annotations

import re

from proalto.formats.texto import plegar

_COSAS = "saldo|credito|cuota|cedula|solicitud|codigo|celular|cuenta|caso|datos|pago|nomina|pension|desprendible"
_ORDENES = "escriba|espere|indique|envie|confirme|recuerde|consulte|verifique|responda|llame|diga|revise|mire|comparta"
_USTED = re.compile(
    rf"\busted\b|\bsus? (?:{_COSAS})\b|\ble (?:informamos|recordamos|agradecemos|agradezco)\b"
    rf"|(?:^|[.!?:;¡¿] ?|por favor,? )(?:{_ORDENES})(?:me|nos|l[aeo]s?)?\b"
    r"|\b(?:comuniquese|acerquese|permitame|escribanos|escribame|cuenteme|disculpe|digame)\b"
    r"|¿ ?(?:desea|quiere|necesita|autoriza|puede|tiene)\b"
)
_TU = re.compile(
    rf"\b(?:tu|tus|ti|contigo|te)\b|\b(?:puedes|tienes|quieres|necesitas|debes|deseas|recibes|quieras|puedas|necesites|prefieres|prefieras|tengas|escribas|recibas|cuentame|escribeme|dime)\b"
    rf"|\btus? (?:{_COSAS})\b"
)


def mezcla_trato(texto: str) -> bool:
    """Tell whether the text says both tú and usted to who reads it."""
    dicho = plegar(texto)
    return bool(_USTED.search(dicho) and _TU.search(dicho))
