"""What a PDF may not hold (ISO 32000): anything that runs, fetches, sends or carries. Runs only in the child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from proalto.gateways.archivos.bombas import Medidor, nombres
from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo

# Keys that no dictionary may have, wherever it is.
_CLAVES = {
    "/JavaScript", "/JS", "/AA", "/XFA", "/EF", "/EmbeddedFiles", "/Collection", "/RichMediaContent",
    "/RichMediaSettings", "/3DD", "/FFilter",
}  # fmt: skip
# What no action (/S), annotation or stream (/Type, /Subtype) may be, and no stream may be packed with (/Filter).
_CLASES = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/GoTo3DView", "/RichMediaExecute", "/RichMedia", "/EmbeddedFile", "/FileAttachment", "/Screen", "/3D", "/PS",
    "/Crypt",
}  # fmt: skip
_DONDE_SE_DICEN = {"/S", "/Type", "/Subtype", "/Subtype2", "/Filter"}
_ESQUEMA = re.compile(rb"([a-z][a-z0-9+-]*):")  # with a dot it is a host and its port
_ENLACES = (b"http", b"https", b"mailto", b"tel")
_SOSPECHA = re.compile(
    b"(?:" + b"|".join(re.escape(n.encode()) for n in sorted(_CLAVES | _CLASES | {"/URI"})) + rb")(?![\w.#-])"
)
# In an older revision inside the file, which another program might show. So long that chance never writes it.
_EN_BRUTO = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)(?![\w.#-])")
_MAX_OBJETOS = 60_000  # twenty pages with every word tagged have some 20 000


def exigir_quieto(pdf: pikepdf.Pdf, contenido: bytes) -> None:
    """Raise ArchivoRechazado: activo, or the reason for what is larger than any document needs."""
    if len(pdf.objects) > _MAX_OBJETOS:
        raise ArchivoRechazado(Motivo.danado)
    if _EN_BRUTO.search(contenido) or not _abre_quieto(pdf.Root.get("/OpenAction")):
        raise ArchivoRechazado(Motivo.activo)
    for objeto in _todos(pdf):
        # qpdf writes an object in one way only: a name spelled in code (/#4aS) reads as what it is.
        if not _SOSPECHA.search(objeto.unparse(resolved=True)):
            continue
        # A name, or a list of them, may be an object by itself: what kind of action it makes is said elsewhere.
        if _CLASES.intersection(nombres(objeto)) or any(map(_es_activo, _diccionarios(objeto))):
            raise ArchivoRechazado(Motivo.activo)


def _todos(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield pdf.trailer
    medidor = Medidor()
    for objeto in pdf.objects:
        if isinstance(objeto, pikepdf.Stream):
            if "/F" in objeto:  # its bytes would come from another file
                raise ArchivoRechazado(Motivo.activo)
            yield objeto.stream_dict
            medidor.exigir(objeto)
        elif isinstance(objeto, pikepdf.Object):  # numbers and the like come as Python's own
            yield objeto


def _diccionarios(objeto: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield every dictionary written inside this object; what it refers to comes by itself."""
    pendientes: list[Any] = [objeto]
    while pendientes:
        actual = pendientes.pop()
        if isinstance(actual, pikepdf.Dictionary):
            yield actual
            hijos: list[Any] = [hijo for _, hijo in actual.items()]
        elif isinstance(actual, pikepdf.Array):
            hijos = list(actual)
        else:
            continue
        pendientes += [hijo for hijo in hijos if isinstance(hijo, pikepdf.Object) and not hijo.is_indirect]


def _es_activo(diccionario: pikepdf.Object) -> bool:
    for clave, valor in diccionario.items():
        if clave in _CLAVES:
            return True
        if clave in _DONDE_SE_DICEN and _CLASES.intersection(nombres(valor)):
            return True
        if clave == "/URI" and isinstance(valor, pikepdf.String) and not _es_enlace(bytes(valor)):
            return True
    return False


def _es_enlace(direccion: bytes) -> bool:
    """Tell whether it leads to a page, to write or to call; without a scheme ("www.banco.com") only to a page."""
    seguida = bytes(letra for letra in direccion.lower() if letra > ord(" "))  # as browsers read it
    esquema = _ESQUEMA.match(seguida)
    if esquema:
        return esquema[1] in _ENLACES
    return re.match(rb"$|[a-z0-9#?.]|/(?!/)", seguida) is not None


def _abre_quieto(apertura: Any) -> bool:
    """Tell whether opening the document at most shows one of its pages."""
    if apertura is None or isinstance(apertura, pikepdf.Array):
        return True
    if not isinstance(apertura, pikepdf.Dictionary) or "/Next" in apertura:
        return False
    return bool(apertura.get("/S") == pikepdf.Name.GoTo)
