"""F-15: death between any two steps of a turn, at all the named places, with small chances."""

from __future__ import annotations

import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from proalto.puntos import NOMBRES

# Rasa takes the longest to come back: it dies less often. Several of each share the turns, since the launcher waits
# longer and longer to start again what keeps dying, and a product that stands still proves nothing.
AZARES = {nombre: 0.001 if nombre.startswith("rasa.") else 0.003 for nombre in NOMBRES}
ENTORNO = {
    "PUNTOS_DE_FALLA": ",".join(f"{nombre}={azar}" for nombre, azar in AZARES.items()),
    "RASA_REPLICAS": "2", "ACTIONS_REPLICAS": "2", "WORKER_REPLICAS": "3",
}  # fmt: skip


def f15(e: Escenario, medida: Medida) -> list[str]:
    """Let customers write while every process may die between any two steps."""
    with e.carga(4.0, 60):
        time.sleep(medida.segundos(900))
    return []


F15 = Experimento("F-15", "Morir entre dos pasos de un turno, en los trece puntos", f15, ENTORNO, limite=False)
