"""Mends for the model as a whole: its graph runs without a scheduler, and nobody looks for garbage in it."""

from __future__ import annotations

import functools
import gc
from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


def apply() -> None:
    """Mend Rasa in this process."""
    DaskGraphRunner.run = _in_order(DaskGraphRunner.run)
    MessageProcessor._load_model = staticmethod(_settled(MessageProcessor._load_model))


def _settled(load: Any) -> Any:
    """Python's collector goes through all of the model, the libraries and the words again and again, and frees none
    of them."""

    @functools.wraps(load)
    def mended(*args: Any, **kwargs: Any) -> Any:
        cargado = load(*args, **kwargs)
        gc.unfreeze()  # an older model may go now
        gc.collect()
        gc.freeze()
        return cargado

    return mended


def _in_order(run: Any) -> Any:
    """Rasa plans its graph anew and hands it to a scheduler, for each message and each action
    (engine/runner/dask.py:81)."""

    @functools.wraps(run)
    def mended(self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> Any:
        inputs, buscados = inputs or {}, targets or self._graph_schema.target_names
        if any(isinstance(valor, str) for valor in inputs.values()):
            return run(self, inputs, targets)  # it may clash with a node's name
        hechos: dict[str, Any] = {nombre: (nombre, valor) for nombre, valor in inputs.items()}
        try:
            for nodo in _orden(self, tuple(buscados)):
                necesita = self._graph_schema.nodes[nodo].needs.values()
                hechos[nodo] = self._instantiated_nodes[nodo](*(hechos.get(otro, otro) for otro in necesita))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(hechos[nombre] for nombre in buscados)

    return mended


def _orden(runner: DaskGraphRunner, buscados: tuple[str, ...]) -> list[str]:
    """Return the nodes that these targets hang on, each after those that it needs."""
    ordenes: dict[tuple[str, ...], list[str]] = runner.__dict__.setdefault("ordenes", {})
    if buscados not in ordenes:
        orden: dict[str, None] = {}

        def poner(nombre: str) -> None:
            if nombre in runner._graph_schema.nodes and nombre not in orden:
                for otro in runner._graph_schema.nodes[nombre].needs.values():
                    poner(otro)
                orden[nombre] = None

        for nombre in buscados:
            poner(nombre)
        ordenes[buscados] = list(orden)
    return ordenes[buscados]
