"""What a turn costs as the conversation grows: its past is copied into the store, then two turns are held.

The past is a real conversation of eight turns, held once and repeated by SQL until it is long enough. Each measured
conversation is its own, so that measuring does not make it longer.
"""

from __future__ import annotations

from typing import Any

from benchmarks import generador
from benchmarks.cifras import resumir
from benchmarks.mezcla import IDENTIFICADO
from benchmarks.pasado import Pasado, PasadoDeStock, PasadoNuestro, contar, turnos_para
from benchmarks.plan import Plan
from benchmarks.sistemas import DeStock, Nuestro, Sistema

MEDIDOS = IDENTIFICADO[:2]  # the menu and the balance


def medir(sistema: Sistema, plan: Plan) -> dict[str, Any]:
    """Return median and CPU milliseconds of a turn for each length."""
    assert isinstance(sistema, (Nuestro, DeStock))
    pasado = _vivir(sistema)
    propio = isinstance(sistema, Nuestro)
    muestras = dict(zip(plan.longitudes, [plan.muestras] * len(plan.longitudes) if propio else plan.muestras_stock))
    return {str(eventos): _a(sistema, pasado, eventos, muestras[eventos]) for eventos in plan.longitudes}


def _a(sistema: Nuestro | DeStock, pasado: Pasado, eventos: int, muestras: int) -> dict[str, Any]:
    personas, turnos = sistema.personas(muestras, identificadas=1), turnos_para(pasado.por_turno, eventos)
    for persona in personas:
        pasado.copiar(persona, turnos)
    conversaciones = [
        {"destino": 0, "turnos": [sistema.peticion(persona, turno) for turno in MEDIDOS]} for persona in personas
    ]
    encargo = {"modo": "cerrado", "clientes": 1, "segundos": 600, "plazo": 120, "destinos": sistema.destinos()[:1],
               "conversaciones": conversaciones}  # fmt: skip
    resultado, gasto = generador.correr(encargo, sistema.familias())
    hechos = len(resultado["latencias"])
    assert hechos and not resultado["inesperadas"], (resultado["errores"], resultado["inesperadas"][:2])
    return {
        "eventos": contar(pasado.por_turno, turnos),
        "turnos_medidos": hechos,
        "ms": resumir(resultado["latencias"]),
        "cpu_ms_por_turno": round(1000 * gasto.de("rasa", "actions") / hechos, 1),
        "errores": resultado["errores"],
        "maquina_ocupada": gasto.maquina,
    }


def _vivir(sistema: Nuestro | DeStock) -> Pasado:
    """Hold the conversation that is copied."""
    (persona,) = sistema.personas(1, identificadas=1)
    turnos = [sistema.peticion(persona, turno) for turno in IDENTIFICADO]
    encargo = {"modo": "cerrado", "clientes": 1, "segundos": 120, "plazo": 60, "destinos": sistema.destinos()[:1],
               "conversaciones": [{"destino": 0, "turnos": turnos}]}  # fmt: skip
    resultado, _ = generador.correr(encargo, {})
    assert len(resultado["latencias"]) == len(turnos) and not resultado["inesperadas"], resultado
    return PasadoNuestro(sistema.app, persona) if isinstance(sistema, Nuestro) else PasadoDeStock(sistema, persona)
