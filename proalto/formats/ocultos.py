"""Characters that nobody sees and that change what is read: shown by their number, for a text of unknown hands."""

import unicodedata

MARCAS = 4  # accents on one letter; more of them climb over the lines around
_ENTRE_EMOJI = "\u200d"  # joins the people of a family emoji
# Letters by name, blank to the eye.
_BLANCAS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_QUEDAN = frozenset("\n\t")
_OCULTAS = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def con_ocultos(texto: str) -> str:
    """Return `texto` with each hidden, blank or direction-turning character as "⟦U+202E⟧"; emoji stay whole.

    Line breaks stay; of a heap of accents on one letter, MARCAS stay.
    """
    visto, marcas = [], 0
    for i, letra in enumerate(texto.replace("\r\n", "\n")):
        marcas = marcas + 1 if unicodedata.category(letra) in ("Mn", "Me") else 0
        if marcas > MARCAS:
            continue
        visto.append(_numero(letra) if _oculta(letra, texto[i - 1 : i], texto[i + 1 : i + 2]) else letra)
    return "".join(visto)


def _oculta(letra: str, antes: str, despues: str) -> bool:
    if letra == _ENTRE_EMOJI:
        return not (_de_emoji(antes) and _de_emoji(despues))
    return letra in _BLANCAS or (
        letra not in _QUEDAN and unicodedata.category(letra) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
    )


def _de_emoji(letra: str) -> bool:
    return bool(letra) and (unicodedata.category(letra) in ("So", "Sk") or letra == "\ufe0f")


def _numero(letra: str) -> str:
    return f"⟦U+{ord(letra):04X}⟧"
