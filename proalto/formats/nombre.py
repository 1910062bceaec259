"""A person's name in what a customer wrote."""

import re

from proalto.formats.texto import plegar

_PALABRA = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_ENTRADA = re.compile(
    r"^(?:(?:hola|buenas|buenos d[ií]as|claro|si|bueno|listo|ok)[,.]? )*"
    r"(?:(?:me llamo|mi nombre(?: completo)? es|yo soy|soy|a nombre de|el nombre es|nombre) ?:? ?)?",
    re.IGNORECASE,
)
_PARTICULAS = re.compile("del?|las?|los|[ye]|d[ao]|v[ao]n")
# Words of requests and courtesies; one of them, and the text is no name.
_NO_NOMBRE = re.compile(
    r"quiero|quisiera|necesito|saber|cu[aá]l|cuant[oa]s?|como|cuando|donde|que|por|para|con|sin|mis?|me|te|se|nos?|si|ya"
    r"|hola|gracias|favor|saldo|creditos?|cuotas?|tasas?|interes|plazo|prestamo|solicitud|certificado|menu|asesora?"
    r"|cancelar|ayuda|persona|humano|tengo|tiene|es|esta|estoy|soy|pensionad[oa]|emplead[oa]|una?|el|porque|ok|listo"
    r"|ustedes|usted|tu|acepto|autorizo|bot|robot|dinero|plata|pesos|mes|meses|anos|dias|nada|eso|otr[oa]s?|ahora|luego"
    r"|despues|nombres?|cedula|documentos?|informacion|renovacion|salvo|queja|reclamo|politica|datos"
)
_MAXIMO_PALABRAS, _MAXIMO_LETRAS = 7, 70


def leer_nombre(texto: str) -> str | None:
    """Return the full name in `texto`, each word capitalised; None when it is no name, or a first name alone."""
    dicho = _ENTRADA.sub("", " ".join(texto.split()), count=1).strip(" .,;:!¡")
    palabras = _PALABRA.findall(dicho)
    if not 2 <= len(palabras) <= _MAXIMO_PALABRAS or len(dicho) > _MAXIMO_LETRAS:
        return None
    if re.sub(r"[\s.,'’-]", "", dicho) != re.sub(r"[.'’-]", "", "".join(palabras)):
        return None
    propias = [plegar(palabra).strip(".") for palabra in palabras]
    if any(_NO_NOMBRE.fullmatch(palabra) for palabra in propias):
        return None
    if sum(not _PARTICULAS.fullmatch(palabra) for palabra in propias) < 2:
        return None
    return " ".join(_como_nombre(palabra, indice) for indice, palabra in enumerate(palabras))


def _como_nombre(palabra: str, indice: int) -> str:
    if indice and _PARTICULAS.fullmatch(plegar(palabra)):
        return palabra.lower()
    return "-".join(parte[:1].upper() + parte[1:].lower() for parte in palabra.split("-"))
