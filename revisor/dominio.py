"""The responses of domain.yml as the checks read them. What has no shape is left out here: forma.py says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proalto.formats.texto import normalizar
from proalto.whatsapp.payloads import MAX_BUTTONS
from revisor.lectura import Lista, Mapa, Palabra

# Where Rasa puts a datum: single braces, one line (rasa.core.nlg.interpolator).
DATO = re.compile(r"(?<!\{)\{([^\n{}]+)\}")


@dataclass(frozen=True)
class Boton:
    """One thing to tap."""

    archivo: str
    linea: int
    titulo: Palabra
    payload: Palabra
    descripcion: Palabra
    sinonimos: tuple[Palabra, ...]

    @property
    def claves(self) -> set[str]:
        """Return what, written, equals a tap: normalised, as the product compares it."""
        return {normalizar(dicho) for dicho in (self.titulo, *self.sinonimos) if normalizar(dicho)}


@dataclass(frozen=True)
class Variante:
    """One way to say a response."""

    archivo: str
    linea: int
    texto: Palabra
    botones: tuple[Boton, ...]

    @property
    def en_botones(self) -> bool:
        """Whether WhatsApp shows its options as buttons; otherwise, as a list."""
        return len(self.botones) <= MAX_BUTTONS and not any(boton.descripcion for boton in self.botones)

    @property
    def palabras(self) -> Iterator[tuple[str, Palabra]]:
        """Yield all that a customer reads, and what to call it."""
        yield "", self.texto
        for boton in self.botones:
            yield f', botón "{boton.titulo}"', boton.titulo
            if boton.descripcion:
                yield f', botón "{boton.titulo}"', boton.descripcion


@dataclass(frozen=True)
class Respuesta:
    """One response; `hasta` is the last line of its block."""

    nombre: str
    archivo: str
    linea: int
    hasta: int
    variantes: tuple[Variante, ...]

    @property
    def datos(self) -> dict[str, Palabra]:
        """Return each placeholder and a text that holds it."""
        return {
            dato: palabra
            for variante in self.variantes
            for palabra in (*(p for _, p in variante.palabras), *(boton.payload for boton in variante.botones))
            for dato in DATO.findall(palabra)
            if not dato.lstrip().startswith(('"', "'"))  # a payload with single braces: botones.py tells
        }


def leer_respuestas(dominio: Mapa, ultima_linea: int) -> dict[str, Respuesta]:
    """Return the responses of domain.yml by name."""
    seccion = dominio.mapa("responses")
    claves = seccion.claves()
    finales = [clave.linea - 1 for clave in claves[1:]] + [ultima_linea]
    return {
        str(clave): Respuesta(str(clave), clave.archivo, clave.linea, hasta, _variantes(seccion.lista(clave)))
        for clave, hasta in zip(claves, finales)
    }


def _variantes(valor: Lista) -> tuple[Variante, ...]:
    return tuple(
        Variante(
            mapa.archivo, mapa.linea, mapa.palabra("text"), tuple(_boton(uno) for uno in mapa.lista("buttons").mapas())
        )
        for mapa in valor.mapas()
    )


def _boton(mapa: Mapa) -> Boton:
    sinonimos = tuple(uno for uno in mapa.lista("sinonimos") if isinstance(uno, Palabra))
    titulo, payload, descripcion = (mapa.palabra(clave) for clave in ("title", "payload", "description"))
    return Boton(mapa.archivo, mapa.linea, titulo, payload, descripcion, sinonimos)
