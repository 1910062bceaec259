"""The evidence as a table for docs/fiabilidad.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNAS = {
    "enviados": "Enviados", "acusados": "Con acuse", "perdidos": "Perdidos", "silencios": "Sin respuesta",
    "dobles": "Hechos dos veces", "olvidados": "Olvidados", "reinicios": "Conversaciones reiniciadas",
    "reenviados": "Hubo que reenviar",
    "sin_acuse": "Nunca recibidos", "espera_maxima_s": "Peor espera, s",
}  # fmt: skip


def markdown(evidencia: Mapping[str, Any], nuestro: Mapping[str, str] | None = None) -> str:
    """Return the table; `nuestro` says, by experiment, what became of ours under the same fault."""
    cabeza = ["", "Falla", *COLUMNAS.values(), *(["El nuestro"] if nuestro is not None else [])]
    filas = [cabeza, ["---"] * len(cabeza)]
    for clave, hecho in sorted(evidencia.get("experimentos", {}).items()):
        celdas = [str(hecho.get(columna, "–")).replace(".", ",") for columna in COLUMNAS]
        propia = [nuestro.get(clave) or nuestro.get(clave.split()[0], "–")] if nuestro is not None else []
        filas.append([clave, hecho["que"], *celdas, *propia])
    return "\n".join(f"| {' | '.join(fila)} |" for fila in filas)
