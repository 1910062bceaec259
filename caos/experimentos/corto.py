"""The short one, for every change: under four minutes, one start of the product, a little of everything."""

from __future__ import annotations

import threading
import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.persona import Persona
from proalto.puntos import NOMBRES

# About one or two deaths of each process in all: the launcher waits longer for what keeps dying.
POR_PROCESO = {"canal": 0.001, "atender": 0.0005, "enviar": 0.0007, "rasa": 0.0004, "actions": 0.001}
AZARES = {nombre: POR_PROCESO[nombre.partition(".")[0]] for nombre in NOMBRES}
ENTORNO = {"PUNTOS_DE_FALLA": ",".join(f"{nombre}={azar}" for nombre, azar in AZARES.items())}
MUERTES = ("worker", "canal_hijo", "actions", "postgres", "rasa", "canal", "postgres_sesion", "mesa")
TORMENTA = {"429": 0.15, "500": 0.1, "503": 0.05, "reinicia": 0.05, "acepta_y_corta": 0.05, "basura": 0.03, "par": 0.02}


def corto(e: Escenario, _medida: Medida) -> list[str]:
    """Kill each part once, freeze the actions, script one storm of the Graph API, repeat some webhooks ten times."""
    quejas = []
    with e.carga(6.0, 36, vida=10, salida=30, solo=0.5):
        e.contestar(30)
        repetidos = _diez_veces(e)
        for parte in MUERTES:
            if not e.mundo.esperar(lambda parte=parte: e.verdugo.matar(parte), 30):  # type: ignore[misc]
                quejas.append(f"{parte} no volvió en 30 s")
            if not e.contestar():
                quejas.append(f"nadie tuvo respuesta en los 60 s después de la muerte de {parte}")
        e.verdugo.congelar("actions", 6)
        e.guion(**TORMENTA)
        time.sleep(10)
        e.guion()
        e.contestar()
        repetidos.join(60)
    return quejas


def _diez_veces(e: Escenario) -> threading.Thread:
    """Let one customer ask through webhooks that Meta repeats ten times."""
    fin = threading.Event()
    hilo = threading.Thread(target=Persona(e.mundo, 1.0, copias=9, fin=fin).vivir, args=(6, True), daemon=True)
    hilo.start()
    return hilo


CORTO = Experimento("corto", "Un poco de todo, en cada cambio", corto, ENTORNO, limite=False)
