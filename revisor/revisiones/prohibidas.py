"""What nobody at ProAlto may say, whoever writes it: threats, disputes, why they did not pay, a debt told to others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from proalto.formats.prohibido import prohibido
from revisor.hallazgo import ConLugar, Hallazgo, Lugar, hallar
from revisor.proyecto import Proyecto

DICHO = {
    "reporte": (
        "amenaza con un reporte o lo anuncia, y eso no se hace por aquí (Ley 1266 de 2008).",
        "Di qué puede hacer la persona, sin nombrar reportes.",
    ),
    "suplantacion": (
        "le discute a alguien que lo hayan suplantado, y eso no lo decide ProAlto (Ley 2573 de 2026, art. 10).",
        "Recibe el reporte y di qué sigue y hasta cuándo.",
    ),
    "por_que_no_paga": (
        "pregunta por qué no ha pagado, y a nadie se le pregunta (Ley 2300 de 2023, art. 7).",
        "Ofrece alternativas, sin preguntar la razón.",
    ),
    "terceros": (
        "le habla de una deuda a otra persona o anuncia que lo hará (Ley 2300 de 2023, art. 4).",
        "Habla solo con quien debe, y solo de lo suyo.",
    ),
}
LINEAS = ("textos/*.txt", "textos/*.csv", "textos/etapas/*.txt", "parametros/causas.csv", "parametros/etapas.csv")


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    for respuesta in proyecto.respuestas.values():
        for variante in respuesta.variantes:
            for resto, palabra in variante.palabras:
                yield from _mirar(palabra, respuesta.nombre + resto, palabra)
    for patron in LINEAS:
        for archivo in sorted(proyecto.raiz.glob(patron)):
            yield from _de_lineas(proyecto.raiz, archivo)
    for archivo in sorted(proyecto.raiz.glob("textos/plantillas/*.json")):
        yield from _de_plantilla(proyecto.raiz, archivo)


def _de_lineas(raiz: Path, archivo: Path) -> Iterator[Hallazgo]:
    nombre = str(archivo.relative_to(raiz))
    for numero, renglon in enumerate(archivo.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if not renglon.startswith("#"):
            yield from _mirar(Lugar(nombre, numero), archivo.stem, renglon)


def _de_plantilla(raiz: Path, archivo: Path) -> Iterator[Hallazgo]:
    lugar = Lugar(str(archivo.relative_to(raiz)))
    try:
        partes = json.loads(archivo.read_text(encoding="utf-8")).get("components", [])
    except ValueError:
        yield hallar(lugar, archivo.stem, "no es JSON.", "Revisa sus comillas y sus comas.")
        return
    for parte in partes:
        for dicho in (parte.get("text"), *(boton.get("text") for boton in parte.get("buttons", []))):
            yield from _mirar(lugar, archivo.stem, str(dicho or ""))


def _mirar(lugar: ConLugar, donde: str, dicho: str) -> Iterator[Hallazgo]:
    for codigo in prohibido(dicho):
        problema, remedio = DICHO[codigo]
        yield hallar(lugar, donde, problema, remedio)
