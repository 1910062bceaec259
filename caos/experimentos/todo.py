"""The whole proof: the storm that is F-01, F-02 and F-03 together, then each other experiment, on five starts."""

from __future__ import annotations

import time

from caos.escenario import Escenario, decir
from caos.experimentos.acciones import F08, F11
from caos.experimentos.base import Experimento, Medida
from caos.experimentos.base_de_datos import F04, F05
from caos.experimentos.graph import F06
from caos.experimentos.maquina import F16
from caos.experimentos.modelo import F14
from caos.experimentos.puntos import F15
from caos.experimentos.recursos import F13
from caos.experimentos.reloj import F12
from caos.experimentos.repetidos import F09, F10
from caos.tormenta import Tormenta

RITMO, PERSONAS = 9.0, 140
SEGUNDOS, SEGUNDOS_MAXIMOS = 1500.0, 2700.0
MENSAJES = 14_000


def tormenta(e: Escenario, medida: Medida) -> list[str]:
    """Kill and freeze every process, at random, without a pause, while customers write."""
    meta, segundos = medida.mensajes or MENSAJES, medida.segundos(SEGUNDOS)
    desde = time.monotonic()
    golpes = Tormenta(e.verdugo, e.mundo.dado())
    with e.carga(RITMO, PERSONAS):
        time.sleep(15)

        def sigue() -> bool:
            van = time.monotonic() - desde
            if int(van) % 120 == 0:
                decir(f"  {van:.0f} s: {e.mundo.enviados} mensajes, {sum(e.verdugo.muertes.values())} muertes")
                time.sleep(1)
            return van < medida.segundos(SEGUNDOS_MAXIMOS) and (van < segundos or e.mundo.enviados < meta)

        golpes.correr(sigue)
        e.contestar(3, 60)
    return []


TORMENTA = Experimento("F-01, F-02, F-03", "Tormenta: kill -9 y SIGSTOP a todos los procesos, sin pausa", tormenta)
# One start of the product for each row; `parte` of what the experiment does alone.
TANDAS: tuple[tuple[str, float, tuple[Experimento, ...]], ...] = (
    ("tormenta", 1.0, (TORMENTA,)),
    ("bordes", 0.35, (F06, F08, F09, F10, F11, F12, F14)),
    ("puntos", 0.35, (F15,)),
    ("base", 0.35, (F04, F05)),
    ("recursos", 0.6, (F13,)),
    ("maquina", 0.7, (F16,)),
)
