"""The child: it imports what the order needs, shuts itself in, reads one file, and answers on its standard output.

The answer: READY, a line of JSON, bytes. Started by process.py and by nobody else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from proalto.gateways.archivos import sandbox
from proalto.gateways.archivos.motivos import ArchivoRechazado, Limites, Motivo

Answer = tuple[dict[str, Any], bytes]
Work = Callable[[bytes], Answer]


def main() -> None:
    """Obey the order of the command line and end the process, without tidying what a file may have broken."""
    order = json.loads(sys.argv[1])
    limits = Limites(**order["limites"])
    work = _imported(order, limits)
    sandbox.shut(limits.memoria, limits.segundos)
    os.close(2)  # until now, what fails is for the log; from here on, a library's complaint could quote the file
    _write(sandbox.READY)
    answer, content = _answer(work, order["tipo"])
    _write(json.dumps(answer).encode() + b"\n")
    _write(content)
    os._exit(0)


def _imported(order: dict[str, Any], limits: Limites) -> Work:
    """Import what the order needs and nothing else: each library costs time, and later none can be had."""
    if order["tipo"] == "pdf":
        return _of_pdf(order, limits)
    from proalto.gateways.archivos import imagen

    def clean(content: bytes) -> Answer:
        limpia = imagen.limpiar(content, order["tipo"], limits)
        return {"paginas": 1, "ancho": limpia.ancho, "alto": limpia.alto}, limpia.contenido

    if order["orden"] == "ver":
        return lambda content: ({}, imagen.vista(content, order["tipo"], order["ancho"], limits))
    return clean


def _of_pdf(order: dict[str, Any], limits: Limites) -> Work:
    if order["orden"] == "ver":
        from proalto.gateways.archivos import dibujo

        return lambda content: ({}, dibujo.vista(content, order["pagina"], order["ancho"]))
    from proalto.gateways.archivos import pdf

    return lambda content: (pdf.revisar(content, limits)._asdict(), b"")


def _answer(work: Work, tipo: str) -> Answer:
    try:
        return work(sys.stdin.buffer.read())
    except ArchivoRechazado as error:
        return {"motivo": error.motivo.value}, b""
    except MemoryError:
        too_much = Motivo.danado if tipo == "pdf" else Motivo.muy_grande_la_imagen
        return {"motivo": too_much.value}, b""
    except Exception:  # noqa: BLE001 - decoders raise anything over broken bytes; whatever it is, the file cannot be read
        return {"motivo": Motivo.danado.value}, b""


def _write(content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(1, left) :]
