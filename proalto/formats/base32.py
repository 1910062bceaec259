"""Base 32 as Crockford writes it: no I, L, O or U, so that nobody reads one letter for another."""

ALFABETO = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
_SE_CONFUNDEN = str.maketrans("OILoil", "011011")
_SEPARAN = str.maketrans("", "", "- \u00a0\u2010\u2011\u2012\u2013\u2014")


def escribir(numero: int, largo: int) -> str:
    """Return `numero` in `largo` characters; raise ValueError if it needs more."""
    letras = []
    for _ in range(largo):
        numero, resto = divmod(numero, 1 << BITS)
        letras.append(ALFABETO[resto])
    if numero:
        raise ValueError(f"{largo} characters hold {largo * BITS} bits")
    return "".join(reversed(letras))


def leer(texto: str, largo: int) -> str | None:
    """Return the `largo` characters that somebody typed or read aloud, in their one form; None if they are not that."""
    if len(texto) > largo * 2:
        return None
    junto = texto.strip().translate(_SEPARAN).translate(_SE_CONFUNDEN).upper()
    return junto if len(junto) == largo and set(junto) <= set(ALFABETO) else None


def agrupar(letras: str, de: int) -> str:
    """Return the characters in groups with a hyphen between: "7K3P-9QXM"."""
    return "-".join(letras[i : i + de] for i in range(0, len(letras), de))
