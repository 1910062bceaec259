"""Buttons that fit in WhatsApp, lead somewhere, and are told apart by what people write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from proalto.formats.opcion import leer_ordinal
from proalto.whatsapp.payloads import MAX_BUTTON_TITLE, MAX_ROW_DESCRIPTION, MAX_ROW_TITLE, MAX_ROWS
from revisor.dominio import DATO, Boton, Variante
from revisor.hallazgo import Hallazgo, hallar, lista, parecido
from revisor.proyecto import Proyecto

LLAVE_SENCILLA = re.compile(r'(?<!\{)\{\s*["\']')


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    for respuesta in proyecto.respuestas.values():
        for variante in respuesta.variantes:
            yield from _tamano(respuesta.nombre, variante)
            yield from _choques(respuesta.nombre, variante.botones)
            for boton in variante.botones:
                if boton.payload:
                    yield from _destino(proyecto, f'{respuesta.nombre}, botón "{boton.titulo}"', boton)


def _tamano(nombre: str, variante: Variante) -> Iterator[Hallazgo]:
    caben = MAX_BUTTON_TITLE if variante.en_botones else MAX_ROW_TITLE
    if len(variante.botones) > MAX_ROWS:
        problema = f"tiene {len(variante.botones)} opciones y en una lista caben {MAX_ROWS}."
        yield hallar(variante.botones[MAX_ROWS], nombre, problema, "Deja las que más se usan, o parte el menú en dos.")
    for boton in variante.botones:
        donde, largo = f'{nombre}, botón "{boton.titulo}"', len(DATO.sub("", boton.titulo))
        if largo > caben:
            sitio = "un botón" if variante.en_botones else "una fila de la lista"
            salida = ", o ponle descripción para que salga como lista" if caben < largo <= MAX_ROW_TITLE else ""
            problema = f"el título tiene {largo} caracteres y en {sitio} caben {caben}."
            yield hallar(boton.titulo, donde, problema, f"Acórtalo{salida}.")
        if len(boton.descripcion) > MAX_ROW_DESCRIPTION:
            problema = f"la descripción tiene {len(boton.descripcion)} caracteres y caben {MAX_ROW_DESCRIPTION}."
            yield hallar(boton.descripcion, donde, problema, "Acórtala.")


def _choques(nombre: str, botones: Sequence[Boton]) -> Iterator[Hallazgo]:
    for uno, otro in combinations(botones, 2):
        donde = f'{nombre}, botón "{otro.titulo}"'
        if uno.titulo and uno.titulo == otro.titulo:
            yield hallar(otro.titulo, donde, "otro botón tiene el mismo título.", "Cambia uno: WhatsApp no los acepta.")
            continue
        for clave in sorted(uno.claves & otro.claves):
            problema = f'«{clave}» también sirve para el botón "{uno.titulo}", y el asistente no sabría cuál tocar.'
            yield hallar(otro.titulo, donde, problema, "Quítalo de los sinónimos de uno de los dos.")
    for posicion, boton in enumerate(botones, start=1):
        for sinonimo in boton.sinonimos:
            if (elegida := leer_ordinal(sinonimo, len(botones))) not in (None, posicion):
                problema = f"«{sinonimo}», escrito, elige el botón número {elegida}."
                yield hallar(sinonimo, f'{nombre}, botón "{boton.titulo}"', problema, "Quita ese sinónimo.")


def _destino(proyecto: Proyecto, donde: str, boton: Boton) -> Iterator[Hallazgo]:
    if DATO.fullmatch(boton.payload.removeprefix("/")):
        return  # the action says which intent
    intenciones = proyecto.nombres("intents")
    intencion, llave, resto = boton.payload.partition("{")
    nombre = intencion.removeprefix("/").strip()
    if not intencion.startswith("/"):
        yield hallar(boton.payload, donde, "el payload no empieza con «/».", f"Escríbelo así: /{boton.payload}.")
    elif "/" in nombre:
        tema = nombre.partition("/")[2]
        remedio = f"""Escribe '/ver_respuesta{{{{"tema": "{tema}"}}}}'."""
        yield hallar(boton.payload, donde, f"un botón no puede llevar a «{nombre}».", remedio)
    elif nombre not in intenciones:
        remedio = parecido(nombre, intenciones, "Usa una intención de la lista intents de domain.yml.")
        yield hallar(boton.payload, donde, f"lleva a «{nombre}», que no es una intención.", remedio)
    if llave:
        yield from _entidades(proyecto, donde, boton, llave + resto)


def _entidades(proyecto: Proyecto, donde: str, boton: Boton, escrito: str) -> Iterator[Hallazgo]:
    if LLAVE_SENCILLA.search(escrito):
        problema = "los datos del payload van entre llaves sencillas, y Rasa las toma por un hueco por llenar."
        remedio = """Dóblalas: '/intencion{{"entidad": "valor"}}'."""
        yield hallar(boton.payload, donde, problema, remedio)
        return
    try:
        entidades = json.loads(DATO.sub("0", escrito).replace("{{", "{").replace("}}", "}"))
    except ValueError:
        problema, remedio = "los datos del payload no se entienden.", """Escríbelos así: {{"entidad": "valor"}}."""
        yield hallar(boton.payload, donde, problema, remedio)
        return
    conocidas = proyecto.nombres("entities")
    for entidad in entidades:
        if entidad not in conocidas:
            remedio = parecido(entidad, conocidas, f"Decláralo en entities; hoy están: {lista(conocidas)}.")
            yield hallar(boton.payload, donde, f"lleva el dato «{entidad}», que no está en entities.", remedio)
    tema = str(entidades.get("tema", ""))
    if boton.payload.startswith("/ver_respuesta") and f"utter_faq/{tema}" not in proyecto.respuestas:
        remedio = parecido(f"utter_faq/{tema}", proyecto.respuestas, "Escríbela, o cambia el tema.")
        yield hallar(boton.payload, donde, f"lleva a la respuesta utter_faq/{tema}, que no existe.", remedio)
