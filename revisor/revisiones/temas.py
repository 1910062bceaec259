"""The same topics, under the same banners, in the same order, in every file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from revisor.hallazgo import Hallazgo, Lugar, hallar, parecido
from revisor.lectura import Palabra
from revisor.proyecto import DOMINIO, Proyecto
from revisor.temas import Letrero

COMPLETAS = ((DOMINIO, "responses"), ("data/rules.yml", "rules"))  # where no topic may be missing


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    temas = proyecto.temas
    for archivo, linea, escrito in temas.mal_escritos:
        remedio = "Escríbelo así: # -- SALDO --, en mayúsculas, con dos guiones y un espacio a cada lado."
        yield hallar(Lugar(archivo, linea), "letrero", f"«{escrito}» parece un letrero y no se reconoce.", remedio)
    if not temas.nombres:
        yield hallar(Lugar(DOMINIO), "intents", "no tiene letreros.", "Pon el de cada tema: # -- SALDO --.")
        return
    secciones = {(uno.archivo, uno.seccion): None for uno in temas.letreros}
    for archivo, seccion in secciones:
        yield from _en_orden(temas.nombres, temas.de(archivo, seccion))
    for archivo, seccion in COMPLETAS:
        yield from _completa(proyecto, archivo, seccion)
    yield from _en_su_tema(proyecto)


def _en_orden(nombres: list[str], letreros: Sequence[Letrero]) -> Iterator[Hallazgo]:
    conocidos = []
    for letrero in letreros:
        if letrero.tema in nombres:
            conocidos.append(letrero)
        else:
            remedio = parecido(letrero.tema, nombres, "Ponlo también en intents de domain.yml, o usa uno de esos.")
            yield hallar(letrero, f"tema {letrero.tema}", "no está en intents de domain.yml.", remedio)
    for antes, despues in pairwise(conocidos):
        if nombres.index(antes.tema) >= nombres.index(despues.tema):
            problema = f"va después de {antes.tema}, y en intents de domain.yml va antes."
            if antes.tema == despues.tema:
                problema = f"está dos veces (la primera, en la línea {antes.linea})."
            yield hallar(despues, f"tema {despues.tema}", problema, "Pon los temas en el orden de intents.")


def _completa(proyecto: Proyecto, archivo: str, seccion: str) -> Iterator[Hallazgo]:
    presentes = [uno.tema for uno in proyecto.temas.de(archivo, seccion)]
    for letrero in proyecto.temas.de(DOMINIO, "intents"):
        if letrero.tema not in presentes:
            problema = f"está en intents y falta en {archivo} ({seccion})."
            yield hallar(letrero, f"tema {letrero.tema}", problema, f"Agrega allá «# -- {letrero.tema} --» y lo suyo.")


def _en_su_tema(proyecto: Proyecto) -> Iterator[Hallazgo]:
    """An intent's phrases and rules are where a person looks for them: under its own topic."""
    temas, declaradas = proyecto.temas, proyecto.nombres("intents")
    for usada, lugar in _usos(proyecto):
        declarada = declaradas.get(usada.partition("/")[0])
        if declarada is None:
            continue
        suyo, otro = temas.en(declarada.archivo, declarada.linea), temas.en(lugar.archivo, lugar.linea)
        if suyo is None or otro is None or suyo.tema == otro.tema:
            continue
        falta = suyo.tema not in [uno.tema for uno in temas.de(lugar.archivo)]
        if not (falta and lugar.archivo in dict(COMPLETAS)):  # that it is missing was told already
            problema = f"está bajo {otro.tema}, y en domain.yml es de {suyo.tema}."
            yield hallar(lugar, usada, problema, f"Pásala bajo «# -- {suyo.tema} --».")


def _usos(proyecto: Proyecto) -> Iterator[tuple[str, Palabra]]:
    for archivo in proyecto.datos:
        for bloque in proyecto.yaml[archivo].lista("nlu").mapas():
            yield bloque.palabra("intent"), bloque.palabra("intent")
    for regla in proyecto.reglas:
        intenciones = [paso.palabra("intent") for paso in regla.mapas() if "intent" in paso]
        if intenciones:
            yield intenciones[0], intenciones[0]
