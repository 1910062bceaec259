"""Several Rasa, action and worker processes: turns a second, and whether every message is answered once, in order."""

from __future__ import annotations

import os
import time
from typing import Any

import psutil

from benchmarks import generador, maquina, turnos
from benchmarks.plan import Plan
from benchmarks.sistemas import Nuestro, nuestro
from tests.e2e.doble import texto_de

VARIABLES = ("RASA_REPLICAS", "ACTIONS_REPLICAS", "WORKER_REPLICAS")
PARTES = ("rasa", "actions", "worker")
CLIENTES = 16
CONTACTOS = 40
ESPERA = 240.0
SEPARACION = 3.0  # seconds between a contact's questions: closer, they would be one thought and get one answer
# What each contact asks in turn, and what its answer says: so the order can be read off the answers.
PREGUNTAS = (("¿cuáles son los requisitos?", "desprendibles"), ("¿a qué hora abren las oficinas?", "Atendemos"),
             ("menú", "En qué te puedo ayudar"), ("¿qué tasas manejan?", "La tasa depende"))  # fmt: skip


class SinReplicas(AssertionError):
    """The launcher did not start as many processes as it was asked to."""


def medir(plan: Plan) -> dict[str, Any]:
    """Measure 1, 2 and 4 of each; then one of each on one core against two of each on two."""
    directo, webhook = {}, {}
    for cuantas in plan.replicas:
        with _con(cuantas) as sistema:
            _exigir(sistema, cuantas)
            turnos.calentar(sistema, plan)
            directo[str(cuantas)] = turnos.cargar(sistema, CLIENTES, plan.por_replicas)
            webhook[str(cuantas)] = _por_webhook(sistema, plan.mensajes)
    medido: dict[str, Any] = {"directo": directo, "por_webhook": webhook}
    nucleos = sorted(os.sched_getaffinity(0))
    if len(nucleos) > 1 and 2 in plan.replicas:
        medido |= {"un_nucleo": _en_nucleos(1, nucleos[:1], plan), "dos_nucleos": _en_nucleos(2, nucleos[:2], plan)}
    return medido


def _con(cuantas: int) -> Any:
    return nuestro(dict.fromkeys(VARIABLES, str(cuantas)))


def _exigir(sistema: Nuestro, cuantas: int) -> None:
    hay = {parte: len(sistema.procesos(parte)) for parte in PARTES}
    if any(n != cuantas for n in hay.values()):
        raise SinReplicas(f"se pidieron {cuantas} de cada uno y hay {hay}")


def _en_nucleos(cuantas: int, nucleos: list[int], plan: Plan) -> dict[str, Any]:
    """Hold everything, the database and who measures included, on these cores."""
    with _con(cuantas) as sistema:
        _exigir(sistema, cuantas)
        todos = [p for procesos in sistema.familias().values() for p in procesos] + [sistema.raiz]
        for proceso in todos:
            _atar(proceso, nucleos)
        turnos.calentar(sistema, plan)
        return turnos.cargar(sistema, CLIENTES, plan.por_replicas, nice=5, en=tuple(nucleos)) | {"nucleos": nucleos}


def _atar(proceso: psutil.Process, nucleos: list[int]) -> None:
    """Hold every thread: those that run already keep the cores that they had."""
    try:
        for hilo in proceso.threads():
            os.sched_setaffinity(hilo.id, nucleos)
    except (psutil.NoSuchProcess, ProcessLookupError, PermissionError):
        return


def _por_webhook(sistema: Nuestro, mensajes: int) -> dict[str, Any]:
    """Let all contacts ask at once through canal, again and again; wait for the answers, and count what went wrong."""
    personas, graph = sistema.personas(CONTACTOS, identificadas=1), sistema.producto.graph
    por_contacto = max(1, mensajes // CONTACTOS)
    llamadas: list[list[Any]] = []
    for n in range(por_contacto):
        for lugar, persona in enumerate(personas):
            cuando = n * SEPARACION + 0.002 * lugar
            llamadas.append([cuando, *sistema.llamada(persona.telefono, PREGUNTAS[n % len(PREGUNTAS)][0])])
    host, puerto = sistema.puerta
    encargo = {"modo": "abierto", "host": host, "puerto": puerto, "peticiones": llamadas, "plazo": 60}
    antes, desde, limite = sistema.turnos_hechos(), time.monotonic(), time.monotonic() + ESPERA
    with maquina.gasto(sistema.familias()) as gasto:
        resultado, _ = generador.correr(encargo, {})
        while sistema.turnos_hechos() - antes < len(llamadas) and time.monotonic() < limite:
            time.sleep(0.1)
        tardo = time.monotonic() - desde
    while any(len(graph.para(p.telefono)) < por_contacto for p in personas) and time.monotonic() < limite:
        time.sleep(0.2)
    time.sleep(1.0)  # for an answer too many
    quejas = [queja for p in personas for queja in _revisar(graph.para(p.telefono), por_contacto)]
    return {"mensajes": len(llamadas), "acusados": len(resultado["latencias"]), "segundos": round(tardo, 1),
            "por_s": round(len(llamadas) / tardo, 1), "mal": len(quejas), "quejas": quejas[:5],
            "cpu_s": gasto.familias, "maquina_ocupada": gasto.maquina}  # fmt: skip


def _revisar(recibidos: list[dict[str, Any]], esperados: int) -> list[str]:
    """Return a complaint for each answer that is missing, too many or out of its place."""
    dichos = [texto_de(mensaje) for mensaje in recibidos]
    quejas = ["faltan respuestas"] * max(0, esperados - len(dichos)) + ["sobra una"] * max(0, len(dichos) - esperados)
    fuera = [i for i, dicho in enumerate(dichos[:esperados]) if PREGUNTAS[i % len(PREGUNTAS)][1] not in dicho]
    return quejas + [f"la respuesta {i} no es la suya: {dichos[i][:60]}" for i in fuera]
