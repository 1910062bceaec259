"""When somebody wants the notices that they asked for, in their own words: at any hour, or by day only."""

from __future__ import annotations

import re

from proalto.formats.texto import plegar

CUALQUIERA, HABIL = "cualquiera", "habil"
_CORTAS = ((r"\bd\b", "de"), (r"\bq\b", "que"), (r"\bora(s?)\b", r"hora\1"), (r"k(?=ual)", "c"), (r"k(?=i)", "qu"))
_DALE = "dale"
# A "no" that allows: it must not be taken for one that forbids.
_NO_IMPORTA = re.compile(
    r"\bno (?:hay|le veo|tengo|es|me causa|me da) (?:ningun )?(?:problema|lio|inconveniente|drama)|sin problema"
    r"|\bno (?:me )?(?:importa|molesta|incomoda|estorba)n?|\bno (?:me )?(?:esperen?|hagan? esperar|toca esperar)"
)
_DESHORA = (
    r"noche|nochecita|nocturn|madrugad(?!or)|trasnoch|domingo|dominical|festivo|dormid|durm|duerm|despiert|despert"
    r"|acostad|medianoche|deshora|oscur|amanec|fines? de semana|(?:antes|despues) de las|tan tarde|al otro dia"
)
_DE_DIA = re.compile(
    r"\b(?:de|en el|x el|por el|para el|durante el|con el) dia\b(?! y)|diurn|\bhabil|\boficina\b|\blaboral"
    r"|horario normal|de lunes a|entre semana|luz del dia|con sol\b|horas? decentes?|horas? prudentes?"
    r"|(?:de|entre las?) (?:7|8|9|siete|ocho|nueve) (?:a|y)\b|\b(?:por|en) las? (?:mananas?|tardes?)\b"
    r"|(?:mejor|prefiero)[^,.;]{0,40}al otro dia|prefiero que esperen|\bde dia (?:si|no mas)"
)
_SIEMPRE = re.compile(
    r"cual ?quier|cualq\b|a la hora que|la hora que (?:sea|quieran|salga)|a toda hora|todo el dia|24 horas|24/7"
    r"|veinticuatro|dia y (?:de )?noche|dia o (?:de )?noche|cuando (?:sea|quieran|puedan|pase|caiga|salga|cambie)"
    rf"|{_DALE} (?:la|a que|que) hora|(?:sin|no) (?:importar|mirar|limite|horario|restriccion|reloj)"
    r"|\b(?:asi|aunque) (?:sea|este)|inmediat|de una\b|al instante|en el momento|apenas (?:pase|cambie|salga|haya)"
    r"|da (?:igual|lo mismo)|sin cuidado"
)
_PERMITE = re.compile(rf"\b(?:{_DALE}|si|pueden?|tambien|igual|hasta|autorizo|dormido o despierto|manden?lo)\b")
_DESHORAS = re.compile(_DESHORA)
_NO = r"\b(?:no|ni|nada|nunca|jamas|tampoco)\b"
_PROHIBE = re.compile(rf"{_NO}[^,.;]{{0,45}}(?:{_DESHORA})|(?:{_DESHORA})[^.;]{{0,30}}{_NO}(?! mas)")
_RESTA = re.compile(rf"{_NO}[^,.;]{{0,30}}(?:cual ?quier|a toda hora|todo el dia|24 horas|a la hora que)")


def leer_hora_de_avisos(texto: str) -> str | None:
    """Return `cualquiera` or `habil`; None when the words name neither, or both: then it is asked."""
    plano = plegar(texto)
    for corta, entera in _CORTAS:
        plano = re.sub(corta, entera, plano)
    plano = _NO_IMPORTA.sub(_DALE, plano)
    if _RESTA.search(plano):
        return HABIL
    prohibe = bool(_PROHIBE.search(plano))
    permite = bool(_DESHORAS.search(plano) and _PERMITE.search(plano)) and not prohibe
    siempre, de_dia = permite or bool(_SIEMPRE.search(plano)), prohibe or bool(_DE_DIA.search(plano))
    if siempre == de_dia:
        return None
    return CUALQUIERA if siempre else HABIL
