"""A PDF: opened, its pages counted, searched for anything active, and its first page drawn. Runs only in the child."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

import pikepdf

from proalto.gateways.archivos import activo, dibujo, signatures
from proalto.gateways.archivos.motivos import ArchivoRechazado, Limites, Motivo

_FINAL = 2_048  # bytes: nothing longer than this may follow the end, and the end must be this near
_CABEZA = 1_024
_FIN = re.compile(rb"%%EOF|startxref\s+\d+")
_COMIENZO_DE_OBJETO = re.compile(rb"\d\s+\d+\s+obj\b")  # the next revision, cut off
_LARGO_LINEALIZADO = re.compile(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})")
_TABLA_ENORME = re.compile(rb"/Size\s+\d{8}")  # no PDF numbers more than 8 388 607 objects (ISO 32000-1, annex C)
_CIFRADO = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")  # the trailer is never packed
_VUELTA = "loop detected"  # qpdf mends almost anything; nobody writes this by mistake
_MAX_NODOS = 2_000  # of the tree of pages
_LADOS = 3, 14_400  # points; the largest is the limit of PDF 1.7, 5 m


class Visto(NamedTuple):
    paginas: int
    ancho: int
    alto: int


def revisar(contenido: bytes, limites: Limites) -> Visto:
    """Return what it is; raise ArchivoRechazado."""
    if _CIFRADO.search(contenido):
        raise ArchivoRechazado(Motivo.protegido)
    _exigir_entero_y_solo(contenido)
    try:
        with pikepdf.open(io.BytesIO(contenido), suppress_warnings=True, inherit_page_attributes=False) as pdf:
            if pdf.is_encrypted:
                raise ArchivoRechazado(Motivo.protegido)
            if any(_VUELTA in aviso for aviso in map(str, pdf.get_warnings())):
                raise ArchivoRechazado(Motivo.danado)
            paginas = _contar(pdf, limites.paginas)
            activo.exigir_quieto(pdf, contenido)
    except pikepdf.PasswordError as error:
        raise ArchivoRechazado(Motivo.protegido) from error
    ancho, alto = _dibujada(contenido, paginas)
    return Visto(paginas, ancho, alto)


def _exigir_entero_y_solo(contenido: bytes) -> None:
    """A PDF that was cut off can often be mended, but without the pages that the customer meant to send."""
    ultimo = contenido.rstrip(b"\x00\r\n\t ")[-_FINAL:]
    fines = list(_FIN.finditer(ultimo))
    cola = ultimo[fines[-1].end() :] if fines else b""
    if signatures.hides_something(contenido[5:_CABEZA]) or signatures.hides_something(cola):
        raise ArchivoRechazado(Motivo.mezclado)
    largo = _LARGO_LINEALIZADO.search(contenido[:_CABEZA])
    cortado = largo is not None and int(largo[1]) > len(contenido)
    if not fines or cortado or _COMIENZO_DE_OBJETO.search(cola) or _TABLA_ENORME.search(contenido):
        raise ArchivoRechazado(Motivo.danado)


def _contar(pdf: pikepdf.Pdf, maximo: int) -> int:
    """Walk the tree of pages ourselves: a few hundred bytes of it can promise billions, or none and loop."""
    paginas, nodos, pendientes = 0, 0, [pdf.Root.get("/Pages")]
    while pendientes:
        nodo, nodos = pendientes.pop(), nodos + 1
        if nodos > _MAX_NODOS or not isinstance(nodo, pikepdf.Dictionary):
            raise ArchivoRechazado(Motivo.danado)
        hijos: Any = nodo.get("/Kids")
        if hijos is None and nodo.get("/Type", pikepdf.Name.Page) == pikepdf.Name.Page:
            paginas += 1
        elif isinstance(hijos, pikepdf.Array):
            pendientes += list(hijos)[:_MAX_NODOS]
        else:
            raise ArchivoRechazado(Motivo.danado)
        if paginas > maximo:
            raise ArchivoRechazado(Motivo.muchas_paginas)
    if not paginas:
        raise ArchivoRechazado(Motivo.danado)
    return paginas


def _dibujada(contenido: bytes, paginas: int) -> tuple[int, int]:
    """Return the size of the first page, once it was drawn: what cannot be drawn no advisor could see."""
    with dibujo.abierto(contenido) as documento:
        if documento.paginas != paginas:  # two readers, two documents
            raise ArchivoRechazado(Motivo.danado)
        ancho, alto = documento.lados(0)
        minimo, maximo = _LADOS
        if not minimo <= min(ancho, alto) <= max(ancho, alto) <= maximo:
            raise ArchivoRechazado(Motivo.danado)
        documento.dibujar(0, ancho=200)
    return round(ancho), round(alto)
