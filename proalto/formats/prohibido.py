"""What no words of ours may say, whoever writes them: designers in YAML, a canned reply at the desk, Meta's template.

By rules alone, on the plain form of a text; a sentence at a time, so that two harmless ones do not make a bad one.
"""

import re
from collections.abc import Mapping

from proalto.formats.texto import plegar

_LEJOS = r"[^.?!\n]{0,60}"
_BUROS = r"(?:centrales|datacredito|data credito|transunion|cifin|buros?)\b"
_PAGO = r"(?:pag|abon|consign|cumpl|cancel|atras|retras|mora\b|incumpl|deb[eio]|impag|no pago)"
_DEBE = r"(?:deb[ei]\w*|deuda\w*|mora|moros\w+|no (?:ha|han) pagado|(?:se )?atras\w+|cobr\w+|cuotas? pendientes?)\b"
_ALLEGADOS = (
    r"(?:famili\w+|espos[oa]s?|marido|mujer|hij[oa]s?|herman[oa]s?|mam[ai]s?|pap[ai]s?|padres?|madres?|amig[oa]s?|"
    r"vecin[oa]s?|jef[ea]s?|emplead(?:or|ora|ores|[oa]s?)|patron\w*|companer[oa]s?|referencias?|fiador\w*|codeudor\w*)\b"
)
_CONTAR = r"(?:avis|inform|cont|comunic|llam|escrib|contact|dig|dec|dir|habl|notific|cobr)\w*"
_DE_LA_LEY = r"embarg\w+|demand\w+|abogad\w+|juridic\w+"
_NO_SUPLANTADO = r"(?:suplanta\w+|fraude|falsedad|robo de identidad)"

# Code -> what it catches; the codes are those that the desk and the linter put into words.
_REGLAS: Mapping[str, tuple[str, ...]] = {
    # Ley 1266 de 2008 and Ley 1480 de 2011: nobody is threatened with a report, and none is announced here.
    "reporte": (
        r"\b(?:te|lo|la|le|los) (?:\w+ ){0,3}report(?:a|e)\w*",
        r"\b(?:seras?|seran|quedar\w*|quedas?|vas? a (?:ser|quedar)|pued\w+ (?:ser|quedar)|podri?as? (?:ser|quedar)|"
        r"estar(?:as?|ias?)|sigues?|seguir\w*) (?:\w+ ){0,2}reportad\w+",
        rf"\bsi (?:\w+ ){{0,5}}no (?:\w+ ){{0,2}}{_PAGO}{_LEJOS}\b(?:report\w+|{_BUROS}|{_DE_LA_LEY})",
        rf"\b(?:evit\w+|antes de|no arriesg\w+|te conviene){_LEJOS}\b(?:reportes?|reportar\w*|{_BUROS})",
        rf"\b(?:pasar|enviar|mandar|remitir|llevar|subir)\w* (?:\w+ ){{0,4}}a (?:las? |los? )?{_BUROS}",
        rf"\breportar(?:emos|e|an)\b{_LEJOS}",
        r"\b(?:vamos a|tendremos que|nos toca|procederemos a|se procedera a) reportar\w*",
    ),
    # Ley 2573 de 2026 art. 10: it is not for the lender to say that nobody was impersonated.
    "suplantacion": (
        rf"\bno (?:hubo|hay|existe|existio|fue|era|es|se trata de|se (?:evidencia|encontro|presento|configura)|"
        rf"encontramos|vemos|parece)(?: \w+){{0,4}}? {_NO_SUPLANTADO}",
        rf"\b{_NO_SUPLANTADO} (?:fue |queda |quedo )?(?:descartad\w+|rechazad\w+|inexistente|"
        r"no (?:confirmad|probad|comprobad)\w+)",
        rf"\bdescart\w+(?: \w+){{0,4}} {_NO_SUPLANTADO}",
        r"(?<!no )\b(?:fuiste|fue|eras|era) (?:tu|usted)(?: mism[oa])?(?: quien| el que| la que)?\b",
        r"\b(?:tu|usted) mism[oa] (?:\w+ ){0,2}(?:firm|pid|ped|solicit|acept|recib|autoriz)\w+",
        r"\bconsta que (?:si )?(?:tu|usted|lo|la)\b",
        r"\b(?:firma|huella|selfie|foto|voz|cedula|cuenta) (?:si )?es (?:la )?(?:tuya|suya)\b",
        r"\bno (?:te|le) cre(?:o|emos)\b",
        r"\b(?:demuestr|prueb|compruebe?|pruebe)\w* que no (?:fuiste|fue|eras|era|firm|pid|ped|recib)\w*",
        r"\bno (?:es|nos parece) (?:cierto|verdad|creible|posible) que (?:no |te |lo |la |usted )",
        r"\b(?:no te|no lo|no la) suplantaron\b",
    ),
    # Ley 2300 de 2023 art. 7 par.: nobody may be asked why they did not pay.
    "por_que_no_paga": (
        rf"\bpor que\b[^.?!]{{0,60}}{_PAGO}",
        rf"\bporque\b[^.?!]{{0,60}}{_PAGO}[^.!?]*[?]",  # a question without its accent
        r"\b(?:motivos?|razon|razones|causas?|explica\w*|cuenta\w*|justifi\w*|a que se debe)\b[^.?!]{0,60}"
        r"(?:no (?:has |ha |hayas? )?(?:pag|abon|consign|cumpl|cancel)|atras|retras|\bmora\b|incumpl|falta de pago)",
        r"\bque (?:paso|sucedio|ocurrio)\b[^.?!]{0,30}\b(?:pago|cuota|abono)s?\b",
    ),
    # Ley 2300 de 2023 art. 4: no family, employer or referee is told of a debt.
    "terceros": (
        rf"\b{_CONTAR} (?:\w+ ){{0,3}}a (?:tus?|sus?|el|la|los|las|un|una) {_ALLEGADOS}",
        rf"\b(?:tus?|sus?) {_ALLEGADOS} (?:\w+ ){{0,3}}{_DEBE}",
        rf"\b(?:dile|digale|diganle|avisale|avisele|informale|informele|cuentale|cuentele)\b{_LEJOS}\b{_DEBE}",
    ),
}  # fmt: skip
_PATRONES = {codigo: tuple(re.compile(patron) for patron in patrones) for codigo, patrones in _REGLAS.items()}
CODIGOS = tuple(_PATRONES)


def prohibido(texto: str) -> list[str]:
    """Return the codes of what these words may not say, in the order of CODIGOS; none: they may be used."""
    plano = plegar(texto)
    return [codigo for codigo, patrones in _PATRONES.items() if any(patron.search(plano) for patron in patrones)]
