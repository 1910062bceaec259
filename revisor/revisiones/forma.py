"""The shape of what is written: responses that are lists of texts with buttons, phrases with a dash, words as words."""

from __future__ import annotations

from collections.abc import Iterator

from revisor.hallazgo import Hallazgo, Lugar, hallar, parecido
from revisor.lectura import Lista, Mapa, Palabra
from revisor.proyecto import DOMINIO, MEDIDA, Proyecto

DE_DATOS = ("version", "nlu", "rules", "stories")
DE_VARIANTE = ("text", "buttons", "condition", "channel", "id", "metadata")
DE_BOTON = ("title", "payload", "description", "sinonimos")
DE_WHATSAPP = ("custom", "attachment", "image", "elements", "quick_replies")
EJEMPLO = 'Escríbela así:  - text: "lo que dice".'


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    if "responses" not in proyecto.dominio:
        yield hallar(Lugar(DOMINIO), "responses", "la sección no está.", "Recupérala: ahí va lo que el asistente dice.")
    for nombre in proyecto.datos:
        yield from _secciones(proyecto.yaml[nombre])
    seccion = proyecto.dominio.mapa("responses")
    for nombre_ in seccion.claves():
        yield from _respuesta(nombre_, seccion[nombre_])
    for archivo in (*proyecto.datos, MEDIDA):
        for bloque in proyecto.yaml[archivo].lista("nlu").mapas():
            yield from _ejemplos(bloque)


def _secciones(contenido: Mapa) -> Iterator[Hallazgo]:
    for clave in contenido.claves():
        if clave == "responses":
            problema = "las respuestas escritas en data/ pisan en silencio a las de domain.yml."
            yield hallar(clave, "responses", problema, "Pásalas a la sección responses de domain.yml.")
        elif clave not in DE_DATOS:
            yield hallar(clave, f'"{clave}"', "nadie lee esta sección.", parecido(clave, DE_DATOS, "Bórrala."))
        elif clave != "version" and not isinstance(contenido[clave], Lista):
            yield hallar(clave, f'"{clave}"', "está vacía, o no es una lista.", "Cada cosa empieza por un guion.")


def _respuesta(nombre: Palabra, valor: object) -> Iterator[Hallazgo]:
    if not isinstance(valor, Lista) or not valor:
        yield hallar(nombre, nombre, "no tiene textos.", EJEMPLO)
        return
    for variante in valor:
        if not isinstance(variante, Mapa):
            yield hallar(variante, nombre, "a un texto le falta su nombre.", EJEMPLO)
            continue
        yield from _claves(nombre, variante, DE_VARIANTE)
        if isinstance(variante.get("text", Palabra("")), Palabra) and not variante.palabra("text").strip():
            yield hallar(variante, nombre, "no tiene text, o está vacío.", EJEMPLO)
        yield from _es_texto(nombre, variante, ("text",))
        yield from _botones(nombre, variante)


def _botones(nombre: Palabra, variante: Mapa) -> Iterator[Hallazgo]:
    if "buttons" in variante and not variante.lista("buttons"):
        yield hallar(variante, nombre, "buttons está vacío.", "Quítalo, o pon cada botón con un guion.")
    for boton in variante.lista("buttons"):
        if not isinstance(boton, Mapa):
            yield hallar(boton, nombre, "un botón no tiene nombres.", "Escríbelo así:  - title: Ver menú.")
            continue
        donde = f'{nombre}, botón "{boton.palabra("title")}"'
        yield from _claves(donde, boton, DE_BOTON)
        for clave in ("title", "payload"):
            if not boton.palabra(clave).strip():
                yield hallar(
                    boton, donde, f"no tiene {clave}, o está vacío.", "title es lo que se lee; payload, /intención."
                )
        yield from _es_texto(donde, boton, ("title", "payload", "description"))
        yield from _sinonimos(donde, boton)


def _sinonimos(donde: str, boton: Mapa) -> Iterator[Hallazgo]:
    valor = boton.get("sinonimos")
    if valor is not None and not isinstance(valor, Lista):
        yield hallar(boton, donde, "los sinónimos no son una lista.", "Escríbelos entre corchetes: [saldo, mi saldo].")
    for sinonimo in boton.lista("sinonimos"):
        if isinstance(sinonimo, Palabra):
            yield from _entre_comillas(donde, sinonimo, "el sinónimo")
        else:
            yield hallar(sinonimo, donde, "un sinónimo no es una palabra.", "Ponlo entre comillas.")


def _claves(donde: str, mapa: Mapa, conocidas: tuple[str, ...]) -> Iterator[Hallazgo]:
    for clave in mapa.claves():
        if clave in DE_WHATSAPP:
            problema = f'"{clave}" no va en domain.yml: el asistente dice textos y botones, y WhatsApp los arma solo.'
            yield hallar(clave, donde, problema, "Deja text y buttons; lo demás lo envía el programa.")
        elif clave not in conocidas:
            remedio = parecido(clave, conocidas, f"Solo se conocen: {', '.join(conocidas)}.")
            yield hallar(clave, donde, f'nadie lee "{clave}".', remedio)


def _es_texto(donde: str, mapa: Mapa, claves: tuple[str, ...]) -> Iterator[Hallazgo]:
    for clave in claves:
        valor = mapa.get(clave)
        if isinstance(valor, Palabra):
            yield from _entre_comillas(donde, valor, clave)
        elif valor is not None:
            yield hallar(valor, donde, f"{clave} no es una frase.", "Pon la frase entera entre comillas.")


def _entre_comillas(donde: str, palabra: Palabra, que: str) -> Iterator[Hallazgo]:
    """YAML takes no, yes, on, 12:30 or 2026-11-01 for something else than words."""
    if palabra.clase not in ("str", "null"):
        problema = f"{que} {palabra} está sin comillas, y YAML puede leerlo como otra cosa (no es «falso»)."
        yield hallar(palabra, donde, problema, f'Escríbelo así: "{palabra}".')


def _ejemplos(bloque: Mapa) -> Iterator[Hallazgo]:
    ejemplos, intencion = bloque.get("examples"), bloque.palabra("intent")
    if intencion and not isinstance(ejemplos, Palabra):
        yield hallar(
            bloque, intencion, "no tiene examples.", "Escribe  examples: |  y debajo una frase por línea, con guion."
        )
        return
    renglones = ejemplos.splitlines() if isinstance(ejemplos, Palabra) else []
    for numero, renglon in enumerate(renglones, start=getattr(ejemplos, "linea", 0) + 1):
        if renglon.strip() and not renglon.startswith("- "):
            yield hallar(
                Lugar(bloque.archivo, numero),
                intencion,
                "a la frase le falta el guion, y no se aprende.",
                "Ponle «- » delante.",
            )
