"""The webhook's acknowledgement at a steady rate while Rasa is busy with the turns that it brings.

Open loop. Stock Rasa has no acknowledgement of its own: its channels answer when the turn is done, so that is what
the sender of the webhook waits for.
"""

from __future__ import annotations

import itertools
import time
from typing import Any

from benchmarks import generador
from benchmarks.plan import Plan
from benchmarks.sistemas import Sistema

PLAZO, TERMINAR = 30.0, 60.0
TEXTOS = ("menú", "¿cuáles son los requisitos?", "¿a qué hora abren las oficinas?", "gracias", "¿qué tasas manejan?")
_serie = itertools.count(1)


def medir(sistema: Sistema, plan: Plan) -> dict[str, Any]:
    """Return the time to the 200 for each rate, in milliseconds from when the request was due."""
    medido = {}
    for ritmo in plan.acuses_por_segundo:
        antes = sistema.turnos_hechos()
        cuantas = int(ritmo * plan.acuse) if sistema.por_whatsapp else min(plan.acuses_stock, int(ritmo * plan.acuse))
        medido[str(ritmo)] = _a(sistema, ritmo, cuantas)
        if not sistema.por_whatsapp:
            _que_termine(sistema, antes + cuantas)
    return medido


def _que_termine(sistema: Sistema, turnos: int) -> None:
    """Let stock end what it was offered, so that one rate does not pay for the one before; ours must live with it."""
    limite = time.monotonic() + TERMINAR
    while sistema.turnos_hechos() < turnos and time.monotonic() < limite:
        time.sleep(0.5)


def _a(sistema: Sistema, ritmo: int, cuantas: int) -> dict[str, Any]:
    host, puerto = sistema.puerta
    encargo: dict[str, Any] = {
        "modo": "abierto", "host": host, "puerto": puerto, "plazo": PLAZO,
        # Each comes from somebody who never wrote before.
        "peticiones": [
            [i / ritmo, *sistema.llamada(f"57302{next(_serie):07d}", TEXTOS[i % len(TEXTOS)])] for i in range(cuantas)
        ],
    }  # fmt: skip
    antes = sistema.turnos_hechos()
    resultado, gasto = generador.correr(encargo, sistema.familias())
    return {
        "ofrecidos": len(encargo["peticiones"]),
        "acusados": len(resultado["latencias"]),
        **generador.resumen(resultado),
        "turnos_mientras": sistema.turnos_hechos() - antes,
        "cpu_s": gasto.familias,
        "maquina_ocupada": gasto.maquina,
        "robado": gasto.robado,
    }
