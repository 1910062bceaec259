"""The plain form of a text, and text that Rasa cannot mistake for a command."""

import unicodedata

# Not under NFKC, yet a reader (or a lenient parser) takes them for a slash.
_BARRAS = "/\u2044\u2215\u29f8"
_SOLO_BARRA = "barra"


def plegar(texto: str) -> str:
    """Return `texto` in lower case, without accents, marks or invisible characters, and with ASCII digits.

    Punctuation and symbols stay where they are; each run of white space or control characters is one space.
    """
    legible = "".join(" " if _es_hueco(c) else c for c in texto if unicodedata.category(c) != "Cf")
    minuscula = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", legible).lower())
    letras = "".join(_a_digito(c) for c in minuscula if unicodedata.category(c)[0] not in "MC")
    return " ".join(unicodedata.normalize("NFC", letras).split())


def normalizar(texto: str) -> str:
    """Return `plegar(texto)` without punctuation at its ends: the form in which two texts are compared.

    Symbols such as emoji or `$` are not punctuation and stay, so that a lone thumb up still says something.
    """
    plano = plegar(texto)
    inicio, fin = 0, len(plano)
    while inicio < fin and _es_orilla(plano[inicio]):
        inicio += 1
    while fin > inicio and _es_orilla(plano[fin - 1]):
        fin -= 1
    return plano[inicio:fin]


def sin_barra(texto: str) -> str:
    """Return `texto` so that no strip and no NFKC can make it start with "/", Rasa's mark of a command.

    Rasa strips a message and, where a slash comes first, takes the rest as an intent with entities; a
    customer must never reach that path. Other text comes back as it was; one of slashes only is "barra".
    """
    hubo_barra = False
    for indice, letra in enumerate(texto):
        compatible = unicodedata.normalize("NFKC", letra)
        if compatible.lstrip()[:1] and compatible.lstrip()[0] in _BARRAS:
            hubo_barra = True
        elif not _es_invisible(compatible):
            return texto[indice:] if hubo_barra else texto
    return _SOLO_BARRA if hubo_barra else texto


def _es_hueco(letra: str) -> bool:
    return letra.isspace() or unicodedata.category(letra) == "Cc"


def _es_orilla(letra: str) -> bool:
    return letra.isspace() or unicodedata.category(letra)[0] == "P"


def _es_invisible(compatible: str) -> bool:
    return all(c.isspace() or unicodedata.category(c)[0] in "MCZ" for c in compatible)


def _a_digito(letra: str) -> str:
    valor = unicodedata.decimal(letra, None)
    return letra if valor is None else str(valor)
