"""End to end: from the signed webhook's POST to the call that reaches the Graph API; of stock Rasa, from the REST
call to its answer, which is all there is of it.

No message is a lone greeting: the product holds those back up to two seconds for what follows, by design.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import generador, maquina
from benchmarks.cifras import resumir
from benchmarks.datos import Persona
from benchmarks.mezcla import IDENTIFICADO, Turno
from benchmarks.plan import Plan
from benchmarks.sistemas import DeStock, Nuestro, Sistema

PAUSA = 0.1  # an idle machine: the turn before has ended
ESPERA = 60.0
HILOS = 16
Uno = Callable[[Persona, Turno], float]


def medir(sistema: Sistema, plan: Plan) -> dict[str, Any]:
    """Return the latency on an idle machine, and with so many messages a second from many contacts."""
    unas = sistema.personas(-(-plan.en_reposo // len(IDENTIFICADO)), identificadas=1)
    muchas = sistema.personas(int(plan.por_segundo * plan.sostenido), identificadas=1)
    if isinstance(sistema, Nuestro):
        sostenido: Callable[[], dict[str, Any]] = lambda: _sostenido(sistema, muchas, plan)  # noqa: E731
        uno: Uno = lambda persona, turno: _uno(sistema, persona, turno)  # noqa: E731
    else:
        assert isinstance(sistema, DeStock)
        sostenido = lambda: _rest(sistema, muchas, plan)  # noqa: E731
        uno = lambda persona, turno: _uno_por_rest(sistema, persona, turno)  # noqa: E731
    return {"en_reposo": _en_reposo(uno, unas, plan.en_reposo), "sostenido": sostenido()}


def _en_reposo(uno: Uno, personas: list[Persona], cuantos: int) -> dict[str, Any]:
    """Measure one turn after another. Each person holds one conversation: more would be paced, as Meta asks."""
    medidas: dict[str, list[float]] = {}
    for persona in personas:
        uno(persona, IDENTIFICADO[0])  # the first of all is greeted, and loads what is loaded once
        for turno in IDENTIFICADO[: cuantos - sum(map(len, medidas.values()))]:
            time.sleep(PAUSA)
            medidas.setdefault(turno.clase, []).append(uno(persona, turno))
    return _juntas(medidas)


def _uno(sistema: Nuestro, persona: Persona, turno: Turno) -> float:
    """Return the milliseconds to the last message of the answer."""
    cliente, desde = sistema.cliente(persona), time.monotonic()
    assert turno.espera in cliente.escribe(turno.texto)
    return (sistema.producto.graph.llegadas[-1] - desde) * 1000


def _uno_por_rest(sistema: DeStock, persona: Persona, turno: Turno) -> float:
    desde = time.monotonic()
    assert turno.espera in " ".join(sistema.servidor.decir(persona.sender, turno.texto))
    return (time.monotonic() - desde) * 1000


def _juntas(medidas: dict[str, list[float]]) -> dict[str, Any]:
    todas = [ms for de_clase in medidas.values() for ms in de_clase]
    return {"ms": resumir(todas), "p50_ms_por_clase": {k: resumir(v)["p50"] for k, v in sorted(medidas.items())}}


def _sostenido(sistema: Nuestro, personas: list[Persona], plan: Plan) -> dict[str, Any]:
    """Each person writes once, when it is due; count to the first message that reaches them."""
    graph = sistema.producto.graph
    inicio = time.monotonic() + 0.5

    def enviar(i: int) -> None:
        cliente = sistema.cliente(personas[i])
        texto = IDENTIFICADO[i % len(IDENTIFICADO)].texto
        time.sleep(max(0.0, inicio + i / plan.por_segundo - time.monotonic()))
        assert cliente.meta.enviar(cliente.meta.sobre(cliente.mensaje("text", {"body": texto}))).status_code == 200

    with maquina.gasto(sistema.familias()) as gasto:
        with ThreadPoolExecutor(HILOS) as hilos:
            list(hilos.map(enviar, range(len(personas))))
        limite = time.monotonic() + ESPERA
        while any(not graph.para(p.telefono) for p in personas) and time.monotonic() < limite:
            time.sleep(0.2)
    llegada: dict[str, float] = {}
    for mensaje, cuando in zip(list(graph.mensajes), list(graph.llegadas)):
        llegada.setdefault(str(mensaje.get("to", "")).lstrip("+"), cuando)
    medidas = [
        (llegada[p.telefono] - inicio - i / plan.por_segundo) * 1000
        for i, p in enumerate(personas)
        if p.telefono in llegada
    ]
    return {"por_segundo": plan.por_segundo, "ms": resumir(medidas), "sin_respuesta": len(personas) - len(medidas),
            "maquina_ocupada": gasto.maquina, "robado": gasto.robado}  # fmt: skip


def _rest(sistema: DeStock, personas: list[Persona], plan: Plan) -> dict[str, Any]:
    host, puerto = sistema.puerta
    peticiones = []
    for i, persona in enumerate(personas):
        turno = sistema.peticion(persona, IDENTIFICADO[i % len(IDENTIFICADO)])
        peticiones.append([i / plan.por_segundo, turno["ruta"], turno["cuerpo"], turno["cabeceras"]])
    encargo = {"modo": "abierto", "host": host, "puerto": puerto, "peticiones": peticiones, "plazo": ESPERA}
    resultado, gasto = generador.correr(encargo, sistema.familias())
    return {"por_segundo": plan.por_segundo, "ms": resumir(resultado["latencias"]),
            "sin_respuesta": len(personas) - len(resultado["latencias"]), "maquina_ocupada": gasto.maquina,
            "robado": gasto.robado}  # fmt: skip
