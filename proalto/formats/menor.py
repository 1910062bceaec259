"""Whether somebody says of themselves that they are under 18. Years also count work, loans and other people's age."""

from __future__ import annotations

import re

from proalto.formats.texto import plegar

# Whoever is younger than five does not write.
_EDAD = (
    r"(?:diez y (?:seis|siete)|diecis(?:eis|iete)|quince|catorce|trece|doce|once|diez|nueve|ocho|siete|seis|cinco|"
    r"1[0-7]|[5-9])"
)
_ANOS = r"(?:anos|anitos|anios|ano|annos|a~os)"
_18 = r"(?:los |mis )*(?:18|dieciocho)"
_FIN = r"\s*(?:$|[.,;:!?¿)])"
# What may come after "16 años" and leave them an age. Any other word ("trabajando", "de servicio", "en la empresa",
# "pagando", "y medio de antigüedad") says that they count something else.
_SIGUE = (
    rf"(?:{_FIN}| de edad\b| (?:cumplidos|recien cumplidos|apenas|nada mas|no mas|nomas|todavia|aun)\b|"
    r" (?:pero|gracias|por eso|asi que|entonces|o sea|jaja\w*|se[nñ]or\w*|porfa\w*|por favor)\b|"
    r" (?:se puede|puedo|me prestan|sera que)\b|"
    rf" y \w+ mes(?:es)?(?= de edad|{_FIN})|"
    r" y (?!\w+ mes)(?!(?:medio|pico|algo|mas|todos|siempre|nunca|sigo|llevo|todavia|aun|\d+)\b)"
    r"(?!.*\b(?:trabaj|laboran|pagando|cotiz|descont|aportando|de servicio|antiguedad|vinculad|afiliad|"
    r"pensionad|casad)))"
)
_QUIEN = (
    r"(?:nin[oa]|joven(?:cit[oa])?|muchach[oa]|chic[oa]|pelad[oa]|pelait[oa]|estudiante|adolescente|chin[oa]|sardin[oa]|"
    r"menor)"
)
_CUMPLI = r"(?:cumpli|acabo de cumplir|voy a cumplir|cumplo|recien cumpli|estoy por cumplir)(?: apenas| ya)?"
_SOY = r"(?<!si )(?<!no )(?<!que )(?<!como )\b(?:soy|sigo siendo) (?:un |una |aun |todavia )?"
# Words that no years of work and no loan can mean.
_CLARAS = tuple(
    re.compile(patron)
    for patron in (
        rf"{_SOY}menor de edad\b",
        rf"{_SOY}menor(?:cit[oa])?(?:{_FIN}| (?:y|pero|todavia)\b)",
        r"\b(?:solo|apenas|todavia|aun) tengo (?:la |mi )?tarjeta de identidad\b",
        rf"(?<!si )\btengo (?:la |mi )?tarjeta de identidad{_FIN}",
    )
)
_MIAS = tuple(
    re.compile(patron)
    for patron in (
        rf"\b(?:tengo|tngo|tenjo|cuento con)\s?(?:yo |solo |solamente |apenas |ya |como )*{_EDAD}\s?{_ANOS}\b{_SIGUE}",
        rf"\b(?:mi )?edad\s?(?::|=|es de|es|son)?\s?{_EDAD}\b(?! (?:mil|millon|cuota|por))",
        rf"\b{_CUMPLI} (?:los |mis )?{_EDAD}(?: {_ANOS}\b{_SIGUE}|{_FIN}| (?:ayer|hoy|manana|el|en)\b)",
        rf"\b(?:cumplo|voy a cumplir|me faltan? [^.;!?]{{1,20}} para(?: cumplir)?) {_18}\b"
        rf"(?! (?:cuota|mes|pago|semana|mil)| {_ANOS} (?!y\b)\w)",
        rf"\b(?:(?:aun|todavia) )?no (?:he cumplido|cumplo|completo|llego a) {_18}\b(?! cuota)",
        rf"\b(?:aun|todavia) no tengo {_18}\b(?! (?:cuota|mil|millon))",
        rf"\bno tengo {_18}(?: {_ANOS})?(?: aun| todavia| cumplidos)\b",
        rf"\bsoy (?:un |una )?{_QUIEN}(?: menor)? de {_EDAD}\b(?! (?:semestre|grado|bachillerato|hermanos|hijos))",
        r"(?<!si )\b(?:aun |todavia )?no soy mayor de edad\b",
        rf"\b(?:aun|todavia) no soy mayor{_FIN}",
        rf"\bsoy (?:un |una )?nin[oa]{_FIN}",
    )
)
# Said of somebody else: "mi hijo dice: tengo 16 años" is rare, "mi hija, edad: 16" is not.
_AJENA = re.compile(
    r"\b(?:(?:hij|niet|sobrin|herman|beneficiari)[oa]s?|espos[oa])\b[^.;!?]*$|"
    r"\b(?:perr[oa]s?|carro|moto|casa|credito|antiguedad)\b[^.,;!?]*$"
)
_PASADO = re.compile(r"\b(?:cuando|desde que|desde los) (?:yo )?$")


def dice_ser_menor(texto: str) -> bool:
    """Tell whether the person seems to say, of themselves and today, that they are under 18. A guess: ask them."""
    return _dice(texto, _MIAS) or es_menor_sin_duda(texto)


def es_menor_sin_duda(texto: str) -> bool:
    """Tell whether they say it in words that leave nothing to ask."""
    return _dice(texto, _CLARAS)


def _dice(texto: str, patrones: tuple[re.Pattern[str], ...]) -> bool:
    plano = plegar(texto)
    return any(_es_suya(plano[: hallado.start()]) for patron in patrones for hallado in patron.finditer(plano))


def _es_suya(antes: str) -> bool:
    return not _AJENA.search(antes) and not _PASADO.search(antes)
