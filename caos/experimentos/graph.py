"""F-06: everything that Meta's Graph API may do to a sender."""

from __future__ import annotations

import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.guion import ACEPTA_Y_CALLA, ACEPTA_Y_CORTA, BASURA, CALLA, GOTEA, REINICIA

TURNOS = (
    ({"500": 1.0}, 60),
    ({"429": 0.3}, 45),
    ({"par": 0.5}, 45),
    ({ACEPTA_Y_CALLA: 0.1, CALLA: 0.1}, 45),
    ({ACEPTA_Y_CORTA: 0.2, REINICIA: 0.2}, 45),
    ({GOTEA: 0.3}, 30),
    ({BASURA: 0.2, "503": 0.3}, 30),
)
SIN_LLAVE = 60.0
PEDIDOS_SIN_LLAVE = 0.5  # of what customers write: a sender that stops asks much less often


def f06(e: Escenario, medida: Medida) -> list[str]:
    """Go through the scripts while customers write; then let the token expire."""
    with e.carga(4.0, 40):
        time.sleep(8)
        for probabilidades, segundos in TURNOS:
            e.guion(**probabilidades)
            time.sleep(medida.segundos(segundos))
            e.guion()
            time.sleep(5)
        quejas = _sin_llave(e, medida.segundos(SIN_LLAVE))
    return quejas


def _sin_llave(e: Escenario, segundos: float) -> list[str]:
    """Answer 401 to everything: the sender stops, and everything waits."""
    e.guion(**{"401": 1.0})
    time.sleep(segundos / 2)
    antes = e.mundo.graph.fallas["401"]
    time.sleep(segundos / 2)
    pedidos = e.mundo.graph.fallas["401"] - antes
    e.guion()
    e.historia.anotar("sin_llave", pedidos=pedidos, segundos=segundos / 2)
    if pedidos > PEDIDOS_SIN_LLAVE * 4.0 * segundos / 2:
        return [f"con la llave vencida se siguió enviando: {pedidos} peticiones en {segundos / 2:.0f} s"]
    return []


F06 = Experimento("F-06", "Meta: 500, 429, 131056, silencio, cortes, a gotas, basura, llave vencida", f06)
