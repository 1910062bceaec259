"""F-08, F-11: the action server frozen, dead, or not itself; an action that takes twelve seconds."""

from __future__ import annotations

import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.falsas_acciones import FalsasAcciones
from caos.pasos import ABIERTOS
from caos.persona import Persona

SIN_PALABRA = 15.0  # seconds: a customer hears something by then, whatever is broken
ACCION_LARGA = 12.0


def f08(e: Escenario, medida: Medida) -> list[str]:
    """Freeze the action server, then let somebody else stand at its port."""
    quejas = []
    with e.carga(3.0, 40):
        time.sleep(10)
        hielo = e.verdugo.congelar("actions", medida.segundos(60))
        time.sleep(medida.segundos(60))
        if hielo:
            hielo.join()
        time.sleep(10)
        for como in ("500", "basura", "mucho", "calla"):
            quejas += _suplantar(e, como, medida.segundos(25))
    return quejas


def f11(e: Escenario, medida: Medida) -> list[str]:
    """One customer writes eight messages in 0.8 s while an action takes 12 s (stock Rasa loses eight of nine)."""
    persona = Persona(e.mundo, 1.0)
    e.mundo.oyentes[persona.telefono] = persona.oye
    persona.preguntar(ABIERTOS[-1])
    hielo = e.verdugo.congelar("actions", ACCION_LARGA)
    for paso in ABIERTOS[:9]:
        persona.escribe(paso)
        time.sleep(0.1)
    if hielo:
        hielo.join()
    persona.callarse(90)
    return []


def _suplantar(e: Escenario, como: str, segundos: float) -> list[str]:
    (proceso,) = e.verdugo.procesos("actions")[:1] or (None,)
    if proceso is None:
        return [f"no hubo acciones que reemplazar ({como})"]
    argumentos = proceso.cmdline()
    puerto = int(argumentos[argumentos.index("--port") + 1])
    e.historia.anotar("suplanta", como=como)
    e.verdugo.matar("actions")
    falsas = FalsasAcciones(puerto, como)
    time.sleep(segundos)
    falsas.cerrar()
    e.historia.anotar("suplanta", como="")
    volvio = e.mundo.esperar(lambda: bool(e.verdugo.procesos("actions")), 60)
    time.sleep(12)
    return [] if volvio else [f"the action server did not come back after {como}"]


F08 = Experimento("F-08", "Acciones congeladas, muertas, que dicen 500, basura, demasiado o nada", f08,
                  limite=False, palabra=SIN_PALABRA)  # fmt: skip
F11 = Experimento("F-11", "Una acción de 12 s y ocho mensajes del mismo cliente en 0,8 s", f11, palabra=SIN_PALABRA)
