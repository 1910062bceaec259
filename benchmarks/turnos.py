"""Turns a second, how long each takes, and turns for each CPU second of Rasa and its action server together.

So many customers at once, each holding a whole conversation of the mix and then the next, until a fixed number is
held; none thinks.
"""

from __future__ import annotations

from typing import Any

from benchmarks import generador
from benchmarks.cifras import resumir
from benchmarks.mezcla import conversacion
from benchmarks.plan import Plan
from benchmarks.sistemas import Sistema

TOPE_SEGUNDOS = 900
MUESTRAS = 3


class OtroTrabajo(AssertionError):
    """Answers without the words that they must contain: this would measure something else."""


def medir(sistema: Sistema, plan: Plan) -> dict[str, Any]:
    """Return the figures for each number of customers."""
    calentar(sistema, plan)
    return {str(clientes): cargar(sistema, clientes, cuantas) for clientes, cuantas in plan.turnos}


def calentar(sistema: Sistema, plan: Plan) -> None:
    """Let every process load what it loads once."""
    replicas = max(1, len(sistema.destinos()))
    cargar(sistema, 2 * replicas, plan.calentar * replicas)


def cargar(sistema: Sistema, clientes: int, cuantas: int, nice: int = 0, en: tuple[int, ...] = ()) -> dict[str, Any]:
    """Hold so many conversations and return what they cost."""
    encargo = {
        "modo": "cerrado", "clientes": clientes, "segundos": TOPE_SEGUNDOS, "plazo": 60, "nice": nice,
        "destinos": sistema.destinos(), "conversaciones": _conversaciones(sistema, cuantas),
    }  # fmt: skip
    resultado, gasto = generador.correr(encargo, sistema.familias(), en)
    hechos = len(resultado["latencias"])
    distintas = resultado["inesperadas"]
    if len(distintas) > 0.01 * max(hechos, 1):
        raise OtroTrabajo(f"{len(distintas)} de {hechos}; por ejemplo: " + "\n".join(distintas[:MUESTRAS]))
    cpu = gasto.de("rasa", "actions")
    return {
        "turnos": hechos,
        "por_s": round(hechos / resultado["segundos"], 1),
        "por_s_de_cpu": round(hechos / cpu, 1),
        "cpu_ms_por_turno": {k: round(1000 * v / hechos, 1) for k, v in gasto.familias.items()},
        "ms": resumir(resultado["latencias"]),
        "p50_ms_por_clase": {k: resumir(v)["p50"] for k, v in sorted(resultado["por_clase"].items())},
        "errores": resultado["errores"],
        "respuestas_distintas": len(distintas),
        "maquina_ocupada": gasto.maquina,
        "robado": gasto.robado,
        "generador_cpu_s": resultado["cpu_s"],
    }


def _conversaciones(sistema: Sistema, cuantas: int) -> list[dict[str, Any]]:
    # Every other customer is identified: in pairs, so that each Rasa gets both kinds.
    return [
        {"destino": i // 2, "turnos": [sistema.peticion(persona, turno) for turno in conversacion(persona)]}
        for i, persona in enumerate(sistema.personas(cuantas))
    ]
