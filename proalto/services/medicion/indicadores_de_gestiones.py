"""Indicators of what the assistant does by itself: errands, turns, and how people liked it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from proalto.services.medicion.cuadro import Cuadro
from proalto.services.medicion.historia import EN_CURSO, Gestion, Historia, Suelto
from proalto.services.medicion.medidas import mediana, parte, percentil, repartir

P90 = 0.9
BUENAS, PROMOTORES, DETRACTORES = 4, 9, 6  # from, from, up to


def resolucion_automatica(todo: Historia) -> Cuadro:
    """Errands that the assistant resolved without a person, of those begun."""
    montones = repartir(todo.gestiones, lambda una: una.gestion)
    filas = tuple(
        (gestion, len(unas), bien := sum(una.automatica for una in unas), parte(bien, len(unas)))
        for gestion, unas in sorted(montones.items())
    )
    bien = sum(una.automatica for una in todo.gestiones)
    columnas = ("gestion", "empezadas", "resueltas", "porcentaje")
    return Cuadro(parte(bien, len(todo.gestiones)), len(todo.gestiones), columnas, filas)


def respuesta_asistente(todo: Historia) -> Cuadro:
    """Seconds from a message to its answer."""
    return tiempos([uno.valor for uno in todo.de("turno")])


def resolucion_asistente(todo: Historia) -> Cuadro:
    """Minutes from the beginning of an errand to its end, of those that the assistant resolved."""
    return tiempos(
        [(una.fin - una.inicio).total_seconds() / 60 for una in todo.gestiones if una.automatica and una.fin]
    )  # fmt: skip


def tiempos(valores: Sequence[float]) -> Cuadro:
    """Return the median, with the 90th percentile beside it."""
    return Cuadro(
        mediana(valores), len(valores), ("mediana", "percentil_90", "cuantos"),
        ((mediana(valores), percentil(valores, P90), len(valores)),),
    )  # fmt: skip


def no_entendidas(todo: Historia) -> Cuadro:
    """Messages that were not understood; beside them, how many of each hundred."""
    cuantas, turnos = len(todo.de("no_entendido")), len(todo.de("turno"))
    return Cuadro(cuantas, turnos, ("no_entendidas", "mensajes", "porcentaje"),
                  ((cuantas, turnos, parte(cuantas, turnos)),))  # fmt: skip


def csat(todo: Historia) -> Cuadro:
    """Scores of 4 and 5, of all; beside it, how many of each, and how many of those asked answered."""
    puntajes = Counter(int(uno.valor) for uno in todo.de("encuesta_respondida"))
    total = sum(puntajes.values())
    buenas = sum(cuantos for puntaje, cuantos in puntajes.items() if puntaje >= BUENAS)
    filas = tuple((str(p), puntajes[p], parte(puntajes[p], total)) for p in range(1, 6))
    return Cuadro(parte(buenas, total), total, ("puntaje", "respuestas", "porcentaje"), filas)


def respuesta_a_encuestas(todo: Historia) -> Cuadro:
    """Surveys that were answered, of those that were asked in the period."""
    enviadas, respondidas = len(todo.de("encuesta_enviada")), len(todo.de("encuesta_respondida"))
    return Cuadro(parte(respondidas, enviadas), enviadas, ("enviadas", "respondidas"), ((enviadas, respondidas),))


def nps(todo: Historia) -> Cuadro:
    """Promoters (9 and 10) less detractors (0 to 6), in points of a hundred."""
    unas: list[Suelto] = todo.de("encuesta_recomienda")
    promotores = sum(uno.valor >= PROMOTORES for uno in unas)
    detractores = sum(uno.valor <= DETRACTORES for uno in unas)
    valor = round(100 * (promotores - detractores) / len(unas), 1) if unas else None
    fila = (promotores, len(unas) - promotores - detractores, detractores)
    return Cuadro(valor, len(unas), ("promotores", "pasivos", "detractores"), (fila,))


def embudo(gestiones: Sequence[Gestion]) -> Cuadro:
    """How many reached each question of an errand, and how many left there. `valor`: those resolved, of all."""
    llegaron, quedaron, primeros = Counter[str](), Counter[str](), dict[str, float]()
    for una in gestiones:
        for lugar, paso in enumerate(dict.fromkeys(una.pasos)):
            llegaron[paso] += 1
            primeros[paso] = primeros.get(paso, 0.0) + lugar
        if not una.resuelta and una.como != EN_CURSO:
            quedaron[una.pasos[-1] if una.pasos else ""] += 1
    en_orden = sorted(llegaron, key=lambda paso: (primeros[paso] / llegaron[paso], paso))
    resueltas = sum(una.resuelta for una in gestiones)
    filas = (
        ("empezaron", len(gestiones), quedaron[""]),
        *((paso, llegaron[paso], quedaron[paso]) for paso in en_orden),
        ("resueltas", resueltas, 0),
    )
    return Cuadro(parte(resueltas, len(gestiones)), len(gestiones), ("paso", "llegaron", "se_quedaron"), filas)


def abandono(todo: Historia) -> Cuadro:
    """Errands that were left, of those begun, by the reason."""
    dejadas = Counter(una.como for una in todo.gestiones if not una.resuelta and una.como != EN_CURSO)
    total, de = sum(dejadas.values()), len(todo.gestiones)
    filas = tuple((motivo, cuantas, parte(cuantas, de)) for motivo, cuantas in dejadas.most_common())
    return Cuadro(parte(total, de), de, ("motivo", "gestiones", "porcentaje"), filas)


CALCULOS = {
    "resolucion_automatica": resolucion_automatica,
    "respuesta_asistente": respuesta_asistente,
    "resolucion_asistente": resolucion_asistente,
    "abandono": abandono,
    "no_entendidas": no_entendidas,
    "csat": csat,
    "respuesta_a_encuestas": respuesta_a_encuestas,
    "nps": nps,
}
