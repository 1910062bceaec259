"""Placeholders: what `{saldo}` a response shows, who fills it, and the banner that lists it."""

from __future__ import annotations

from collections.abc import Iterator

from revisor.dominio import DATO, Respuesta
from revisor.hallazgo import Hallazgo, hallar, lista, parecido
from revisor.proyecto import Proyecto


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    slots = set(proyecto.nombres("slots"))
    for respuesta in proyecto.respuestas.values():
        sin_llenar = set()
        for hallazgo, dato in _sin_llenar(proyecto, respuesta, slots):
            sin_llenar.add(dato)
            yield hallazgo
        yield from _fuera_del_letrero(proyecto, respuesta, sin_llenar | slots)
        yield from _llaves_sueltas(respuesta)


def _sin_llenar(proyecto: Proyecto, respuesta: Respuesta, slots: set[str]) -> Iterator[tuple[Hallazgo, str]]:
    dichos = [dicho for dicho in proyecto.dichos if dicho.respuesta == respuesta.nombre]
    if any(dicho.datos is None for dicho in dichos):  # the program decides it as it goes
        return
    for dato, palabra in respuesta.datos.items():
        for dicho in dichos:
            if dicho.datos is not None and dato not in dicho.datos | slots:
                quien = f"{dicho.archivo}:{dicho.linea}"
                llenados = lista(f"{{{uno}}}" for uno in dicho.datos) or "ninguno"
                remedio = parecido(dato, dicho.datos, f"Los que llena son: {llenados}.")
                yield hallar(palabra, respuesta.nombre, f"quien la dice ({quien}) no llena {{{dato}}}.", remedio), dato
                break
        if not dichos and dato not in slots:
            problema = f"{{{dato}}} no lo llena nadie: esta respuesta la dice una regla o un formulario, sin datos."
            yield hallar(palabra, respuesta.nombre, problema, "Quítalo, o pide que una acción la diga."), dato


def _fuera_del_letrero(proyecto: Proyecto, respuesta: Respuesta, aparte: set[str]) -> Iterator[Hallazgo]:
    letrero = proyecto.temas.en(respuesta.archivo, respuesta.linea)
    if letrero is None:
        return
    for dato in sorted(set(respuesta.datos) - letrero.datos - aparte):
        problema = f"usa {{{dato}}}, y el letrero «# -- {letrero.tema} --» no lo cuenta entre sus datos."
        remedio = f"Agrégalo en la línea {letrero.linea}: # -- {letrero.tema} -- datos: ... {{{dato}}}"
        yield hallar(respuesta.datos[dato], respuesta.nombre, problema, remedio)


def _llaves_sueltas(respuesta: Respuesta) -> Iterator[Hallazgo]:
    """One brace without its pair, and Rasa leaves every placeholder of the text as it is."""
    for variante in respuesta.variantes:
        for resto, palabra in variante.palabras:
            sin_huecos = DATO.sub("", palabra).replace("{{", "").replace("}}", "")
            if "{" in sin_huecos or "}" in sin_huecos:
                problema = "a una llave le falta su pareja, y el cliente leería los nombres de los datos."
                yield hallar(palabra, respuesta.nombre + resto, problema, "Un dato va así: {saldo}.")
