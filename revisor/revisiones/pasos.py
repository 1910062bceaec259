"""The shape of rules, stories and conversations: steps that say something, in words that Rasa reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from revisor.hallazgo import Hallazgo, hallar, parecido
from revisor.lectura import Mapa, Palabra
from revisor.proyecto import Historia, Proyecto

DE_PASO = ("intent", "user", "entities", "action", "bot", "active_loop", "slot_was_set", "or", "checkpoint", "metadata")
CON_NOMBRE = ("intent", "action", "active_loop", "checkpoint")
EMPIEZAN = ("intent", "user", "active_loop", "slot_was_set", "or", "checkpoint")


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    for unas in (proyecto.reglas, proyecto.historias, proyecto.conversaciones):
        yield from _titulos(unas)
        for historia in unas:
            for paso in (*historia.pasos, *historia.condicion):
                yield from _paso(f'"{historia.titulo}"', historia, paso)
    for regla in proyecto.reglas:
        yield from _regla(f'"{regla.titulo}"', regla)


def _titulos(historias: Sequence[Historia]) -> Iterator[Hallazgo]:
    vistos: dict[str, Historia] = {}
    for historia in historias:
        otra = vistos.setdefault(historia.titulo, historia)
        if otra is not historia:
            problema = f"otra se llama igual ({otra.archivo}:{otra.linea})."
            yield hallar(historia, f'"{historia.titulo}"', problema, "Cámbiale el título a una.")
        if not historia.titulo or not historia.pasos:
            falta = "título" if not historia.titulo else "pasos (steps)"
            yield hallar(historia, f'"{historia.titulo}"', f"no tiene {falta}.", "Compárala con su vecina.")


def _paso(donde: str, historia: Historia, paso: object) -> Iterator[Hallazgo]:
    if not isinstance(paso, Mapa):
        lugar = paso if isinstance(paso, Palabra) else historia
        yield hallar(lugar, donde, "un paso no se entiende.", "Escríbelo así:  - intent: saludar.")
        return
    for clave in paso.claves():
        if clave not in DE_PASO:
            remedio = parecido(clave, DE_PASO, f"Se conocen: {', '.join(DE_PASO)}.")
            yield hallar(clave, donde, f'nadie lee "{clave}".', remedio)
        elif clave in CON_NOMBRE:
            valor = paso[clave]
            sin_ciclo = clave == "active_loop" and isinstance(valor, Palabra) and valor.clase == "null"
            if not sin_ciclo and (not paso.palabra(clave) or paso.palabra(clave).clase == "null"):
                yield hallar(clave, donde, f"{clave} está vacío.", "Escribe su nombre después de los dos puntos.")
    for alternativa in paso.lista("or"):
        yield from _paso(donde, historia, alternativa)


def _regla(donde: str, regla: Historia) -> Iterator[Hallazgo]:
    claves = {clave for paso in regla.pasos if isinstance(paso, Mapa) for clave in paso}
    if regla.pasos and "action" not in claves:
        yield hallar(regla, donde, "no dice qué hacer.", "Termínala con  - action: utter_... o action_...")
    if regla.pasos and not claves & set(EMPIEZAN):
        yield hallar(regla, donde, "no dice cuándo.", "Empiézala con  - intent: y lo que escribe el cliente.")
