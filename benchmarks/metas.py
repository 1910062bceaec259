"""The goals, and whether the figures meet them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Resultados = dict[str, Any]


@dataclass(frozen=True)
class Meta:
    """A figure's place in the results, and its limit: at most, or at least. `entre` divides it by another figure."""

    nombre: str
    donde: str
    limite: float
    al_menos: bool = False
    entre: str = ""
    unidad: str = ""


METAS = (
    Meta("Acuse a 200 por segundo, p99", "acuse.nuestro.200.ms.p99", 100, unidad="ms"),
    Meta("Acuse a 200 por segundo, el peor", "acuse.nuestro.200.ms.max", 1000, unidad="ms"),
    Meta("Turnos por segundo de CPU, 1 cliente", "turnos.nuestro.1.por_s_de_cpu", 35, al_menos=True),
    Meta("Turnos por segundo de CPU, 8 clientes", "turnos.nuestro.8.por_s_de_cpu", 35, al_menos=True),
    Meta("Turnos por segundo de CPU, 32 clientes", "turnos.nuestro.32.por_s_de_cpu", 35, al_menos=True),
    Meta("Contra stock, turnos por segundo de CPU, 8 clientes", "turnos.nuestro.8.por_s_de_cpu", 2, al_menos=True,
         entre="turnos.stock.8.por_s_de_cpu", unidad="veces"),
    Meta("Contra stock, turnos por segundo de CPU, 32 clientes", "turnos.nuestro.32.por_s_de_cpu", 2, al_menos=True,
         entre="turnos.stock.32.por_s_de_cpu", unidad="veces"),
    Meta("De punta a punta en reposo, p50", "extremo.nuestro.en_reposo.ms.p50", 250, unidad="ms"),
    Meta("De punta a punta a 5 por segundo, p95", "extremo.nuestro.sostenido.ms.p95", 3000, unidad="ms"),
    Meta("Turno con 5.000 eventos contra 10, CPU", "crecimiento.nuestro.5000.cpu_ms_por_turno", 1.5,
         entre="crecimiento.nuestro.10.cpu_ms_por_turno", unidad="veces"),
    Meta("Turno con 5.000 eventos contra 10, mediana", "crecimiento.nuestro.5000.ms.p50", 1.5,
         entre="crecimiento.nuestro.10.ms.p50", unidad="veces"),
    Meta("El doble de procesos en el doble de núcleos", "replicas.dos_nucleos.por_s", 1.7, al_menos=True,
         entre="replicas.un_nucleo.por_s", unidad="veces"),
    Meta("Mensajes mal atendidos con 4 de cada uno", "replicas.por_webhook.4.mal", 0),
    Meta("Memoria de Rasa", "memoria.nuestro.rasa.rss", 800, unidad="MB"),
    Meta("Memoria de todos los demás", "memoria.nuestro.los_demas.rss", 600, unidad="MB"),
    Meta("make up, tibio", "arranque.nuestro.tibio_s", 30, unidad="s"),
)  # fmt: skip


def buscar(resultados: Resultados, donde: str) -> float | None:
    """Return the figure at a dotted place, None when it was not measured."""
    valor: Any = resultados
    for clave in donde.split("."):
        if not isinstance(valor, dict) or clave not in valor:
            return None
        valor = valor[clave]
    return None if valor is None else float(valor)


def revisar(resultados: Resultados) -> list[dict[str, Any]]:
    """Return each goal with what was measured and whether it is met; what was not measured says None."""
    return [_una(resultados, meta) for meta in METAS]


def _una(resultados: Resultados, meta: Meta) -> dict[str, Any]:
    medido = buscar(resultados, meta.donde)
    if meta.entre and medido is not None:
        otro = buscar(resultados, meta.entre)
        medido = round(medido / otro, 2) if otro else None
    cumple = None if medido is None else (medido >= meta.limite if meta.al_menos else medido <= meta.limite)
    signo = "≥" if meta.al_menos else "≤"
    return {"meta": meta.nombre, "limite": f"{signo} {meta.limite:g} {meta.unidad}".strip(), "medido": medido,
            "cumple": cumple}  # fmt: skip
