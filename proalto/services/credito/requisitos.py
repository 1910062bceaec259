"""Which documents an application takes (`parametros/documentos.csv`), and which of them a file is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from proalto.formats.tabla import Fila, leer_tabla
from proalto.formats.texto import plegar
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "documentos.csv"
COLUMNAS = ("producto", "segmento", "codigo", "titulo", "detalle", "minimo", "palabras")
PRODUCTOS = ("credito_nuevo", "renovacion")
SEGMENTOS = ("empleado", "pensionado")
MAXIMO_TITULO = 24  # a list row of WhatsApp
_NO_LETRA = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Requisito:
    """One line of the checklist; `minimo` counts pictures, or pages of a PDF."""

    codigo: str
    titulo: str
    detalle: str
    minimo: int
    palabras: tuple[str, ...]


@cache
def requisitos(producto: str, segmento: str) -> tuple[Requisito, ...]:
    """Return what the application takes, in the order in which it is asked for.

    A segment without lines of its own (`preferente`: a good customer, employed) is asked for what an employee is.
    """
    propio = segmento if segmento in SEGMENTOS else SEGMENTOS[0]
    return tuple(r for p, s, r in tabla() if (p, s) == (producto, propio))


def reconocer(dicho: str, entre: tuple[Requisito, ...]) -> Requisito | None:
    """Return the document that a caption or file name speaks of; None if it speaks of none, or of two."""
    plano = f" {_NO_LETRA.sub(' ', plegar(dicho)).strip()} "
    hallados = [r for r in entre if any(f" {plegar(palabra)} " in plano for palabra in r.palabras)]
    return hallados[0] if len(hallados) == 1 else None


@cache
def tabla() -> tuple[tuple[str, str, Requisito], ...]:
    """Return (product, segment, document) of each line; raise TablaInvalida when one is wrong."""
    return tuple(_linea(fila) for fila in leer_tabla(TABLA, COLUMNAS, ("producto", "segmento", "codigo")))


def _linea(fila: Fila) -> tuple[str, str, Requisito]:
    if len(fila.texto("titulo")) > MAXIMO_TITULO:
        raise fila.mal("titulo", f"debe tener hasta {MAXIMO_TITULO} letras")
    if not re.fullmatch(r"[a-z_]+", fila.texto("codigo")):
        raise fila.mal("codigo", "debe ser una palabra en minúsculas, sin tildes")
    requisito = Requisito(
        codigo=fila.texto("codigo"),
        titulo=fila.texto("titulo"),
        detalle=fila.texto("detalle"),
        minimo=fila.entero("minimo", 1, 12),
        palabras=fila.partes("palabras"),
    )
    return fila.una_de("producto", PRODUCTOS), fila.una_de("segmento", SEGMENTOS), requisito
