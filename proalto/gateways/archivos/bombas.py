"""How much the streams of a PDF swell. Runs only in the child; inflates in small pieces and keeps none."""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf

from proalto.gateways.archivos.motivos import MEGA, ArchivoRechazado, Motivo

_UNO, _TODOS = 64 * MEGA, 200 * MEGA  # the text of a page takes kilobytes, a Chinese font some twenty megabytes
_PIXELES = 60_000_000  # of one picture: a page of 8,5 x 14 inches at 600 dpi has 43
_PEDAZO = MEGA // 4


class Medidor:
    """Adds up the streams of one document."""

    def __init__(self) -> None:
        self._total = 0

    def exigir(self, flujo: pikepdf.Object) -> None:
        """Raise ArchivoRechazado (danado, muy_grande_la_imagen) over a stream that no document needs."""
        if flujo.get("/Subtype") == pikepdf.Name.Image:  # decoded by rows, as many as it says
            if int(flujo.Width) * int(flujo.Height) > _PIXELES:
                raise ArchivoRechazado(Motivo.muy_grande_la_imagen)
            return
        filtros = nombres(flujo.get("/Filter"))
        if filtros.count("/FlateDecode") > 1:
            raise ArchivoRechazado(Motivo.danado)
        if filtros[:1] == ["/FlateDecode"]:
            self._total += _inflado(memoryview(flujo.get_raw_stream_buffer()))
        if self._total > _TODOS:
            raise ArchivoRechazado(Motivo.danado)


def nombres(valor: Any) -> list[str]:
    """Return the names in a value that is a name, a list of them or nothing."""
    if isinstance(valor, pikepdf.Array):
        return [str(nombre) for nombre in valor if isinstance(nombre, pikepdf.Name)]
    return [str(valor)] if isinstance(valor, pikepdf.Name) else []


def _inflado(datos: memoryview) -> int:
    inflador, cuanto = zlib.decompressobj(), 0
    resto: bytes | memoryview = datos
    while resto and not inflador.eof:
        try:
            cuanto += len(inflador.decompress(resto, _PEDAZO))
        except zlib.error:  # a broken stream is drawn as far as it goes
            break
        resto = inflador.unconsumed_tail
        if cuanto > _UNO:
            raise ArchivoRechazado(Motivo.danado)
    return cuanto
