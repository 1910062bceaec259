"""How people write: enough phrases for each intent, each in one place only, and none that also measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proalto.formats.texto import normalizar
from revisor.hallazgo import Hallazgo, hallar, parecido
from revisor.lectura import Palabra
from revisor.limites import Minimos
from revisor.proyecto import MEDIDA, Ensenada, Proyecto

Vistas = dict[str, tuple[str, Palabra]]  # a normalised phrase: its intent, and where it was seen first


def revisar(proyecto: Proyecto, minimos: Minimos) -> Iterator[Hallazgo]:
    ensenadas: Vistas = {}
    medidas: Vistas = {}
    yield from _repetidas(proyecto.frases, ensenadas)
    yield from _repetidas(proyecto.medidas, medidas)
    for normal in ensenadas.keys() & medidas.keys():
        (intencion, frase), (_, otra) = ensenadas[normal], medidas[normal]
        problema = f"«{frase}» está también en {otra.archivo}:{otra.linea}, y así la medida miente."
        yield hallar(frase, intencion, problema, "Quítala de uno de los dos archivos.")
    yield from _pocas(proyecto, ensenadas, minimos)
    yield from _intenciones(proyecto)


def _repetidas(ensenadas: Mapping[str, Ensenada], vistas: Vistas) -> Iterator[Hallazgo]:
    """Tell of phrases that were seen before, and keep those that were not."""
    for intencion, una in ensenadas.items():
        for frase in una.frases:
            normal = normalizar(frase)
            if normal and normal in vistas:
                otra, donde = vistas[normal]
                de = "ya está" if otra == intencion else f"también es de {otra}"
                problema = f"«{frase}» {de} (línea {donde.linea}; mayúsculas, tildes y signos no cuentan)."
                yield hallar(frase, intencion, problema, "Deja una sola.")
            elif normal:
                vistas[normal] = (intencion, frase)


def _pocas(proyecto: Proyecto, vistas: Vistas, minimos: Minimos) -> Iterator[Hallazgo]:
    propias = [intencion for intencion, _ in vistas.values()]
    for intencion, una in proyecto.frases.items():
        hay, necesita = propias.count(intencion), minimos.de(intencion)
        if hay < necesita:
            problema = f"tiene {hay} de las {necesita} frases distintas que necesita."
            remedio = f"Agrega {necesita - hay}, como de gente distinta: con y sin tildes, cortas, largas, indirectas."
            yield hallar(una, intencion, problema, remedio)
        medida = proyecto.medidas.get(intencion, Ensenada([], una.archivo, una.linea))
        if len(medida.frases) < minimos.medida:
            problema = f"{MEDIDA} tiene {len(medida.frases)} de las {minimos.medida} frases suyas que necesita."
            yield hallar(medida, intencion, problema, "Escribe allá frases nuevas, que no estén en data/.")


def _intenciones(proyecto: Proyecto) -> Iterator[Hallazgo]:
    declaradas = proyecto.nombres("intents")
    con_frases = {intencion.partition("/")[0] for intencion in proyecto.frases}
    for intencion, una in proyecto.frases.items():
        base = intencion.partition("/")[0]
        if base not in declaradas:
            remedio = parecido(base, declaradas, "Agrégala a la lista intents.")
            yield hallar(una, intencion, "tiene frases y no está en intents de domain.yml.", remedio)
        if base in proyecto.sin_frases:
            remedio = "Quita ese comentario, o las frases."
            yield hallar(una, intencion, "tiene frases, y domain.yml comenta que nadie la escribe.", remedio)
        if "/" in intencion and f"utter_{intencion}" not in proyecto.respuestas:
            yield hallar(una, intencion, "no tiene respuesta.", f"Escribe utter_{intencion} en domain.yml.")
    for intencion, declarada in declaradas.items():
        if intencion not in con_frases | proyecto.sin_frases:
            remedio = "Escríbele frases en data/nlu.yml, o comenta en su línea «# solo botones»."
            yield hallar(declarada, intencion, "está en intents y nadie sabe cómo se escribe.", remedio)
    for intencion, una in proyecto.medidas.items():
        if intencion not in proyecto.frases:
            remedio = parecido(intencion, proyecto.frases, "Quítala, o enséñala en data/nlu.yml.")
            yield hallar(una, intencion, "se mide y no se enseña.", remedio)
