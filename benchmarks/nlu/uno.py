"""One candidate in a process of its own: `entrenar` it with Rasa, or `medir` it as Rasa loads it.

Two processes, so that the memory of one is not taken for the other's. Both leave a JSON in the candidate's folder.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.nlu.candidatos import CANDIDATOS, Candidato, muestra, preparador, quitar
from benchmarks.nlu.frases import APARTE, ENTRENAMIENTO, leer
from benchmarks.nlu.medidas import Ranking, medir, memoria_mb

# Rasa cuts `faq/tasas` at its slash; so every candidate learns the whole label, as a plain intent.
BARRA = "__"


def main(paso: str, nombre: str, carpeta: Path) -> None:
    candidato = next(c for c in CANDIDATOS if c.nombre == nombre)
    quitar(candidato.sin)
    cifras = {"entrenar": entrenar_con_rasa, "medir": medir_con_rasa}[paso](candidato, carpeta)
    (carpeta / f"{paso}.json").write_text(json.dumps(cifras, ensure_ascii=False))


def entrenar_con_rasa(candidato: Candidato, carpeta: Path) -> dict[str, Any]:
    """Train into `carpeta` and return seconds of processor, seconds of clock and memory."""
    from rasa.model_training import train_nlu

    de_cada: dict[str, list[str]] = {}
    frases = muestra(leer(ENTRENAMIENTO), candidato.por_intencion)
    preparar = preparador(candidato.delante, [frase.texto for frase in frases])
    for frase in frases:
        de_cada.setdefault(frase.etiqueta.replace("/", BARRA), []).append(preparar(frase.texto))
    bloques = [{"intent": i, "examples": "".join(f"- {t}\n" for t in textos if t)} for i, textos in de_cada.items()]
    configuracion = {"recipe": "default.v1", "assistant_id": "x", "language": "es", "pipeline": [*candidato.tuberia]}
    (carpeta / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": bloques}, allow_unicode=True))
    (carpeta / "config.yml").write_text(yaml.safe_dump(configuracion))
    reloj, procesador = time.monotonic(), time.process_time()
    hecho = train_nlu(str(carpeta / "config.yml"), str(carpeta / "nlu.yml"), str(carpeta), "modelo")
    if hecho is None:
        raise RuntimeError(f"Rasa did not train {candidato.nombre}")
    return {
        "frases": len(frases),
        "epocas": candidato.epocas,
        "entrenar_s": round(time.process_time() - procesador, 1),
        "entrenar_reloj_s": round(time.monotonic() - reloj, 1),
        "entrenar_mb": memoria_mb(),
    }


def medir_con_rasa(candidato: Candidato, carpeta: Path) -> dict[str, Any]:
    """Load the model as `rasa run` does and return its figures, with the memory that it takes."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)  # a line for each phrase would be timed too
    agente = Agent.load(str(carpeta / "modelo.tar.gz"))
    frases = muestra(leer(ENTRENAMIENTO), candidato.por_intencion)
    preparar = preparador(candidato.delante, [frase.texto for frase in frases])
    bucle = asyncio.new_event_loop()

    def clasificar(texto: str) -> Ranking:
        leido = bucle.run_until_complete(agente.parse_message(preparar(texto)))
        return [(p["name"].replace(BARRA, "/"), float(p["confidence"])) for p in leido["intent_ranking"]]

    return medir(clasificar, leer(APARTE)) | {"memoria_mb": memoria_mb()}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
