"""The same faults on stock Rasa, beside ours: what docs/fiabilidad.md shows of docs/evidencia/caos-stock.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from caos.correr import Corrida
from caos.stock import tabla
from proalto.settings import ROOT

EVIDENCIA = ROOT / "docs" / "evidencia" / "caos-stock.json"


def lado_a_lado(corridas: Sequence[Corrida], evidencia: Path = EVIDENCIA) -> Iterator[str]:
    """Yield the lines of the comparison, or none when stock Rasa was never broken (`make caos-stock`)."""
    if not evidencia.exists():
        return
    yield (
        "Lo mismo contra un Rasa de fábrica (`make caos-stock`): un bot que anota lo que le dicen, con PostgreSQL y el "
        "canal REST. **Perdido**: confirmado y ni contestado ni anotado. **Sin respuesta**: anotado y no contestado. "
        "**Olvidado**: contestado y no anotado. **Hubo que reenviar**: solo se salvó porque quien escribía insistió."
    )
    yield ""
    yield tabla.markdown(json.loads(evidencia.read_text(encoding="utf-8")), _nuestro(corridas))


def _nuestro(corridas: Sequence[Corrida]) -> dict[str, str]:
    """Return what became of ours, by experiment; of one that also ran alone, that run.

    The judge decides on the whole run: its violations count for all.
    """
    dicho = {}
    for corrida in corridas:
        malas = len(corrida.violaciones)
        for juntos, cifras in corrida.por_experimento.items():
            salio = f"{malas} violaciones en la tanda" if malas else "sin violaciones"
            fue = f"{cifras['confirmados']} mensajes, {cifras['muertes']} muertes: {salio}"
            dicho |= dict.fromkeys(juntos.split(", "), fue)
    return dicho
