"""F-14: a new model under load, again and again: the launcher loads it beside the old one and changes over."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from proalto.settings import ROOT

MODELO = ROOT / "models" / "asistente.tar.gz"
MARCA, SELLO = MODELO.with_suffix(".huella"), MODELO.with_suffix(".sha256")
LISTO = "atienden con el modelo nuevo"
CAMBIO_EN = 180.0


def f14(e: Escenario, medida: Medida) -> list[str]:
    """Put another file of the same model in its place, and wait until all Rasas have it."""
    quejas = []
    with _se_devuelve(MODELO, MARCA, SELLO), e.carga(3.0, 30):
        time.sleep(15)
        for n in range(1, medida.veces(10) + 1):
            hechos = _hechos(e)
            e.historia.anotar("modelo", que="nuevo", n=n)
            _poner(n)
            if not e.mundo.esperar(lambda hechos=hechos: _hechos(e) > hechos, CAMBIO_EN, 0.5):  # type: ignore[misc]
                quejas.append(f"el modelo {n} no estaba en uso a los {CAMBIO_EN:.0f} s")
            e.historia.anotar("modelo", que="en uso", n=n)
            time.sleep(3)
    return quejas


def _hechos(e: Escenario) -> int:
    return (e.producto.run_dir / "launcher.log").read_text(errors="replace").count(LISTO)


def _poner(n: int) -> None:
    """Write the model with one more zero behind it, which gzip passes over: another file, the same model.

    In the order of the launcher's training: the file, its seal, and last the mark for which everybody looks.
    """
    distinto = MODELO.read_bytes() + b"\0"
    _reemplazar(MODELO, distinto)
    _reemplazar(SELLO, f"{hashlib.sha256(distinto).hexdigest()}\n".encode())
    _reemplazar(MARCA, f"caos-{n}".encode())


def _reemplazar(archivo: Path, contenido: bytes) -> None:
    nuevo = archivo.with_name(f".caos{archivo.suffix}")
    nuevo.write_bytes(contenido)
    nuevo.replace(archivo)


@contextmanager
def _se_devuelve(*archivos: Path) -> Iterator[None]:
    antes = [archivo.read_bytes() for archivo in archivos]
    try:
        yield
    finally:
        for archivo, contenido in zip(archivos, antes):
            archivo.write_bytes(contenido)


F14 = Experimento("F-14", "Un modelo nuevo en plena carga, diez veces", f14)
