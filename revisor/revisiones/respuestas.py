"""Responses that nobody says, and names that the program or a form needs and domain.yml does not have."""

from __future__ import annotations

from collections.abc import Iterator

from revisor.hallazgo import Hallazgo, hallar, parecido
from revisor.lectura import Palabra
from revisor.proyecto import Proyecto


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    nombradas, prefijos = _nombradas(proyecto)
    for respuesta in proyecto.respuestas.values():
        if respuesta.nombre not in nombradas and not respuesta.nombre.startswith(tuple(prefijos)):
            remedio = "Bórrala, o nómbrala en una regla."
            if "/" in respuesta.nombre:
                remedio = f"Enseña {respuesta.nombre.removeprefix('utter_')} en data/nlu.yml, o bórrala."
            yield hallar(respuesta, respuesta.nombre, "no la dice nadie: ni una regla, ni una acción.", remedio)
    yield from _que_faltan(proyecto)
    yield from _preguntas(proyecto)
    for nombre, accion in proyecto.nombres("actions").items():
        if nombre not in proyecto.programa.textos and nombre not in proyecto.respuestas:
            remedio = "Bórrala de actions, o revisa su nombre: las que hay están en actions/."
            yield hallar(accion, nombre, "está en actions y el programa no la conoce.", remedio)


def _nombradas(proyecto: Proyecto) -> tuple[set[str], set[str]]:
    """Return the responses that somebody says by name, and beginnings of names that the program completes."""
    menciones = list(proyecto.programa.menciones())
    nombradas = {mencion.nombre for mencion in menciones if not mencion.prefijo}
    nombradas |= {
        str(paso.palabra("action")) for historia in (*proyecto.reglas, *proyecto.historias) for paso in historia.mapas()
    }
    nombradas |= {f"utter_{intencion}" for intencion in proyecto.frases if "/" in intencion}
    for formulario, dato in _pedidos(proyecto):
        nombradas |= {f"utter_ask_{formulario}_{dato}", f"utter_ask_{dato}"}
    # utter_faq/{...}: each FAQ answer also needs its intent, so the beginning alone says nothing.
    return nombradas, {m.nombre for m in menciones if m.prefijo and "/" not in m.nombre}


def _que_faltan(proyecto: Proyecto) -> Iterator[Hallazgo]:
    respuestas = proyecto.respuestas
    for mencion in proyecto.programa.menciones():
        if mencion.prefijo:
            if not any(nombre.startswith(mencion.nombre) for nombre in respuestas):
                problema = "el programa dice una respuesta que empieza así, y domain.yml no tiene ninguna."
                yield hallar(mencion, f"{mencion.nombre}…", problema, "Escríbela en responses.")
        elif mencion.nombre not in respuestas:
            remedio = parecido(mencion.nombre, respuestas, "Escríbela en responses.")
            yield hallar(mencion, mencion.nombre, "el programa la dice, y domain.yml no la tiene.", remedio)


def _pedidos(proyecto: Proyecto) -> Iterator[tuple[str, Palabra]]:
    formularios = proyecto.dominio.mapa("forms")
    for formulario in formularios.claves():
        for dato in formularios.mapa(formulario).lista("required_slots"):
            if isinstance(dato, Palabra):
                yield formulario, dato


def _preguntas(proyecto: Proyecto) -> Iterator[Hallazgo]:
    acciones, slots = proyecto.nombres("actions"), proyecto.nombres("slots")
    for formulario, dato in _pedidos(proyecto):
        if dato not in slots:
            remedio = parecido(dato, slots, "Decláralo en slots.")
            yield hallar(dato, formulario, f"pide «{dato}», que no está en slots.", remedio)
            continue
        finales = (f"{formulario}_{dato}", str(dato))
        if not any(f"utter_ask_{f}" in proyecto.respuestas or f"action_ask_{f}" in acciones for f in finales):
            yield hallar(dato, formulario, f"no hay pregunta para «{dato}».", f"Escribe utter_ask_{formulario}_{dato}.")
