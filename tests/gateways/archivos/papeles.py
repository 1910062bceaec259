"""PDFs by hand: what no library writes, good or bad."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping

import pikepdf

CATALOGO, PAGINAS, PAGINA, CONTENIDO, LIBRE = 1, 2, 3, 4, 5
DIBUJO = b"0.2 g 72 600 200 40 re f BT /F1 18 Tf 72 700 Td (Certificado laboral) Tj ET"
LETRA = b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def pdf(
    catalogo: bytes = b"",
    pagina: bytes = b"",
    otros: Iterable[bytes] = (),
    *,
    contenido: bytes | None = None,
    cambios: Mapping[int, bytes] | None = None,
) -> bytes:
    """One page; more entries for catalog and page, `otros` as objects from LIBRE on, `cambios` in the place of any."""
    objetos = {
        CATALOGO: b"<< /Type /Catalog /Pages 2 0 R " + catalogo + b" >>",
        PAGINAS: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGINA: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font " + LETRA + b" >> " + pagina + b" >>",
        CONTENIDO: flujo(DIBUJO) if contenido is None else contenido,
        **{LIBRE + lugar: objeto for lugar, objeto in enumerate(otros)},
        **(cambios or {}),
    }
    return armar(objetos)


def armar(objetos: Mapping[int, bytes], cola: bytes = b"", version: bytes = b"1.7") -> bytes:
    """Write the objects, a cross-reference table and a trailer with `cola` in it."""
    salida, lugares = io.BytesIO(), {}
    salida.write(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    for numero, objeto in objetos.items():
        lugares[numero] = salida.tell()
        salida.write(b"%d 0 obj\n" % numero + objeto + b"\nendobj\n")
    tabla, cuantos = salida.tell(), max(objetos) + 1
    salida.write(b"xref\n0 %d\n0000000000 65535 f \n" % cuantos)
    for numero in range(1, cuantos):
        salida.write(b"%010d 00000 n \n" % lugares[numero] if numero in lugares else b"0000000000 65535 f \n")
    salida.write(b"trailer\n<< /Size %d /Root 1 0 R " % cuantos + cola + b" >>\nstartxref\n%d\n%%%%EOF\n" % tabla)
    return salida.getvalue()


def flujo(datos: bytes, diccionario: bytes = b"", *, comprimido: bool = False) -> bytes:
    """A stream object."""
    if comprimido:
        datos, diccionario = zlib.compress(datos, 9), diccionario + b" /Filter /FlateDecode"
    return b"<< /Length %d " % len(datos) + diccionario + b" >>\nstream\n" + datos + b"\nendstream"


def otra_vez(contenido: bytes, **opciones: object) -> bytes:
    """Read it and write it as another program would: object streams, linearised, another version, encrypted."""
    salida = io.BytesIO()
    with pikepdf.open(io.BytesIO(contenido), suppress_warnings=True) as abierto:
        abierto.save(salida, **opciones)
    return salida.getvalue()


def en_flujos(contenido: bytes) -> bytes:
    """The same document with its dictionaries packed where no plain search finds them."""
    return otra_vez(contenido, object_stream_mode=pikepdf.ObjectStreamMode.generate)
