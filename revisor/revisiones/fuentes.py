"""What a FAQ answer rests on: beside it, who says so and since when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from revisor.dominio import Respuesta
from revisor.hallazgo import Hallazgo, Lugar, hallar
from revisor.limites import VIGENCIA
from revisor.proyecto import Proyecto

FUENTE = re.compile(r"#\s*fuente: *(?P<fuente>[^;\n]*?) *; *vigente desde: *(?P<fecha>\S*)")
FORMA = "# fuente: quién lo dice; vigente desde: AAAA-MM-DD"


def revisar(proyecto: Proyecto, hoy: date) -> Iterator[Hallazgo]:
    for respuesta in proyecto.respuestas.values():
        if respuesta.nombre.startswith("utter_faq/"):
            yield from _fuente(respuesta, proyecto.lineas[respuesta.archivo], hoy)


def _fuente(respuesta: Respuesta, lineas: Sequence[str], hoy: date) -> Iterator[Hallazgo]:
    bloque = enumerate(lineas[respuesta.linea - 1 : respuesta.hasta], start=respuesta.linea)
    hallada = next(((numero, dicha) for numero, linea in bloque if (dicha := FUENTE.search(linea))), None)
    if hallada is None:
        problema = "no dice de dónde sale ni desde cuándo vale."
        yield hallar(respuesta, respuesta.nombre, problema, f"Escribe debajo del nombre: {FORMA}")
        return
    lugar, dicha = Lugar(respuesta.archivo, hallada[0]), hallada[1]
    if not dicha["fuente"]:
        yield hallar(lugar, respuesta.nombre, "la fuente está vacía.", "Escribe la ley o el área que responde por eso.")
    try:
        fecha = date.fromisoformat(dicha["fecha"])
    except ValueError:
        problema = f"«{dicha['fecha']}» no es una fecha."
        yield hallar(lugar, respuesta.nombre, problema, "Escríbela así: 2026-11-01.")
        return
    if fecha > hoy:
        yield hallar(lugar, respuesta.nombre, f"vale desde {fecha}, que no ha llegado.", "Corrige la fecha.")
    elif hoy - fecha > VIGENCIA:
        problema = f"nadie la revisa desde {fecha}, hace más de un año."
        remedio = "Confírmala con su fuente y pon la fecha de hoy."
        yield hallar(lugar, respuesta.nombre, problema, remedio, aviso=True)
