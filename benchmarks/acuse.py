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
NUEVOS = "de_nuevos"
_serie = itertools.count(1)


def medir(sistema: Sistema, plan: Plan) -> dict[str, Any]:
    """Return the time to the 200 for each rate, in milliseconds from when the request was due.

    Each message is of another customer who had written before, as nearly all are; `de_nuevos`, of nobody ever seen,
    whose contact and key are made meanwhile.
    """
    medido = {}
    for ritmo in plan.acuses_por_segundo:
        antes = sistema.turnos_hechos()
        cuantas = int(ritmo * plan.acuse) if sistema.por_whatsapp else min(plan.acuses_stock, int(ritmo * plan.acuse))
        telefonos = _telefonos(cuantas)
        sistema.conocer(telefonos)
        medido[str(ritmo)] = _a(sistema, ritmo, telefonos)
        if not sistema.por_whatsapp:
            _que_termine(sistema, antes + cuantas)
    if sistema.por_whatsapp:
        ritmo = plan.acuses_de_nuevos
        medido[NUEVOS] = _a(sistema, ritmo, _telefonos(int(ritmo * plan.acuse))) | {"ritmo": ritmo}
    return medido


def _telefonos(cuantos: int) -> list[str]:
    return [f"57302{next(_serie):07d}" for _ in range(cuantos)]


def _que_termine(sistema: Sistema, turnos: int) -> None:
    """Let stock end what it was offered, so that one rate does not pay for the one before; ours must live with it."""
    limite = time.monotonic() + TERMINAR
    while sistema.turnos_hechos() < turnos and time.monotonic() < limite:
        time.sleep(0.5)


def _a(sistema: Sistema, ritmo: int, telefonos: list[str]) -> dict[str, Any]:
    host, puerto = sistema.puerta
    encargo: dict[str, Any] = {
        "modo": "abierto", "host": host, "puerto": puerto, "plazo": PLAZO,
        "peticiones": [
            [i / ritmo, *sistema.llamada(telefono, TEXTOS[i % len(TEXTOS)])] for i, telefono in enumerate(telefonos)
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
