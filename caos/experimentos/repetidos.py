"""F-09, F-10: every webhook ten times, also after a week and across restarts; bursts and albums."""

from __future__ import annotations

import random
import threading
import time

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.pasos import ABIERTOS, Paso
from caos.persona import Persona

COPIAS = 9
ALBUM = 10
OCHO_DIAS = """UPDATE asistente.mensajes_entrantes SET recibido_en = recibido_en - interval '8 days',
    enviado_en = enviado_en - interval '8 days', atendido_en = atendido_en - interval '8 days'"""


def f09(e: Escenario, medida: Medida) -> list[str]:
    """Let Meta repeat each webhook nine times while canal and worker die, and a part of them eight days later."""
    e.mundo.meta.recordadas = []
    with e.carga(5.0, 40, copias=COPIAS):
        hasta = time.monotonic() + medida.segundos(200)
        while time.monotonic() < hasta:
            time.sleep(min(20.0, medida.segundos(40)))
            e.verdugo.matar(e.mundo.azar.choice(("canal_hijo", "worker", "canal_hijo")))
    if not e.aquietar():  # what still waits would be sent eight days late
        return ["not quiet before the eight days"]
    e.ejecutar(OCHO_DIAS)
    e.historia.anotar("ocho_dias_despues", webhooks=e.mundo.meta.otra_vez(300))
    e.mundo.meta.recordadas = None
    e.aquietar()
    return []


def f10(e: Escenario, medida: Medida) -> list[str]:
    """One contact with a hundred messages in a second, an album of ten photos, fifty contacts with twenty each."""
    _rafaga(e, medida.veces(100), 0.01)
    e.aquietar()
    _album(e)
    hilos = [threading.Thread(target=_rafaga, args=(e, 20, 0.4)) for _ in range(medida.veces(50))]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    e.aquietar(600)
    return []


def _rafaga(e: Escenario, cuantos: int, cada: float) -> None:
    """Write without waiting. What an answer says may be less than was asked: there are limits for one contact."""
    persona = Persona(e.mundo, 1.0)
    for n in range(cuantos):
        persona.escribe(ABIERTOS[n % len(ABIERTOS)])
        time.sleep(cada)


def _album(e: Escenario) -> None:
    """Ten photos in one webhook, not in order."""
    persona = Persona(e.mundo, 1.0)
    e.mundo.oyentes[persona.telefono] = persona.oye
    persona.preguntar(ABIERTOS[0])
    media = {"id": e.mundo.graph.poner_archivo(b"\xff\xd8\xff\xe0 una foto"), "mime_type": "image/jpeg"}
    valores = [persona.valor("image", dict(media)) for _ in range(ALBUM)]
    random.Random(1).shuffle(valores)  # noqa: S311 - dice
    wamids = [str(valor["messages"][0]["id"]) for valor in valores]
    for wamid in wamids:
        persona.anotar(wamid, Paso("album", "", ("archivo",), "documento"))
    e.mundo.meta.mandar(*valores, wamids=wamids)
    e.aquietar()


F09 = Experimento("F-09", "Cada webhook diez veces, con muertes en medio, y otra vez a los ocho días", f09)
F10 = Experimento("F-10", "Ráfagas: 100 mensajes en un segundo, un álbum, 50 contactos con 20", f10)
