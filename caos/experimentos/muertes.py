"""F-01, F-02, F-03: `kill -9` of each process under load, PostgreSQL too."""

from __future__ import annotations

import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida

RITMO, PERSONAS = 5.0, 60
PAUSA_LAUNCHER = (62.0, 75.0)  # longer than the launcher remembers a death: its pauses do not grow
PAUSA_GUNICORN = (6.0, 12.0)


def _matar(e: Escenario, partes: tuple[str, ...], veces: int, pausa: tuple[float, float]) -> list[str]:
    """Kill each part so often, all in turn, while customers write."""
    quejas = []
    with e.carga(RITMO, PERSONAS):
        time.sleep(15)
        for n in range(veces):
            hasta = time.monotonic() + e.mundo.azar.uniform(*pausa) * (n < veces - 1)
            for parte in partes:
                time.sleep(e.mundo.azar.uniform(0.2, 3.0))
                if not e.mundo.esperar(lambda parte=parte: e.verdugo.matar(parte), 60):  # type: ignore[misc]
                    quejas.append(f"{parte} no volvió en 60 s")
            time.sleep(max(0.0, hasta - time.monotonic()))
        time.sleep(25)
    return quejas


def f01(e: Escenario, medida: Medida) -> list[str]:
    return _matar(e, ("rasa",), medida.veces(20), PAUSA_LAUNCHER)


def f02(e: Escenario, medida: Medida) -> list[str]:
    return _matar(e, ("canal", "worker", "actions"), medida.veces(50), PAUSA_LAUNCHER)


def f02b(e: Escenario, medida: Medida) -> list[str]:
    return _matar(e, ("canal_hijo",), medida.veces(50), PAUSA_GUNICORN)


def f03(e: Escenario, medida: Medida) -> list[str]:
    antes = e.enfermero.veces
    quejas = _matar(e, ("postgres",), medida.veces(20), (20.0, 35.0))
    e.historia.anotar("cifra", que="postgres_iniciado_por_caos", valor=e.enfermero.veces - antes)
    return quejas


F01 = Experimento("F-01", "kill -9 a Rasa en plena carga", f01)
F02 = Experimento("F-02", "kill -9 a canal, worker (turnos y envíos) y acciones", f02)
F02B = Experimento("F-02b", "kill -9 al proceso hijo de gunicorn del canal", f02b)
F03 = Experimento("F-03", "kill -9 al proceso principal de PostgreSQL", f03)
