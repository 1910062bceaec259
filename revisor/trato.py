"""Usted and vos, where the brand says tú. A short list of what cannot be anything else: "su" alone could be hers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from revisor.hallazgo import ConLugar, Hallazgo, hallar

COSAS = (
    "saldo|cr[eé]dito|cuota|c[eé]dula|solicitud|c[oó]digo|celular|cuenta|nombre|correo|desprendible|pagadur[ií]a|"
    "certificado|caso|mensaje|respuesta|dato|documento|autorizaci[oó]n|informaci[oó]n|asesor|identidad|entidad|"
    "tr[aá]mite|pago|n[oó]mina|pensi[oó]n|direcci[oó]n|n[uú]mero|empleador|descuento|oferta|renovaci[oó]n|ayuda"
)
ORDENES = (
    "escriba|ingrese|digite|espere|toque|seleccione|indique|env[ií]e|confirme|recuerde|consulte|verifique|responda|"
    "elija|marque|llame|diga|haga|tenga|intente|revise|adjunte|comparta|mire|firme|lea"
)
INICIO = r"(?:^|[.!?:;¡¿]\s*|\n\s*|\bpor favor,? )"  # elsewhere "escriba" may be "para que te escriba"
USTED = re.compile(
    rf"\busted\b|\bsus? (?:{COSAS})(?:e?s)?\b"
    r"|\ble (?:informamos|recordamos|agradecemos|solicitamos|invitamos|sugerimos)\b"
    rf"|{INICIO}(?:{ORDENES})(?:me|nos|l[aeo]s?)?\b"
    r"|\b(?:comun[ií]quese|dir[ií]jase|ac[eé]rquese|identif[ií]quese|reg[ií]strese|perm[ií]tame|escr[ií]banos|disculpe)\b"
    r"|¿\s*(?:desea|quiere|necesita|autoriza|le gustar[ií]a)\b",
    re.IGNORECASE,
)
VOS = re.compile(
    r"\bvos\b|\b(?:ten|pod|quer|sab|deb|hac|pon|necesit)[áé]s\b|\b(?:eleg|dec|ven)ís\b"
    r"|\b(?:escribime|decime|contame|avisame|mandame|mirá|fijate|elegí|tocá|esperá|llamá)\b",
    re.IGNORECASE,
)


def de_usted_o_vos(donde: str, texto: ConLugar, dicho: str | None = None) -> Iterator[Hallazgo]:
    """Tell of the first form in a text that does not say tú. `dicho` is its words, where it is no string itself."""
    palabras = str(texto) if dicho is None else dicho
    for patron, trato in ((USTED, "usted"), (VOS, "vos")):
        if hallado := patron.search(palabras):
            problema = f"«{hallado[0].strip(' .!?:;¡¿')}» trata de {trato}, y el asistente trata de tú."
            yield hallar(texto, donde, problema, 'Escríbelo de tú: "tu saldo", "escribe", "¿quieres...?".')
            return
