"""`python -m caos corto | todo | F-01 ... | juzgar CARPETA ...`: break the product under load, and judge."""

from __future__ import annotations

import argparse
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from caos import historia, informe
from caos.correr import Corrida, contar, correr, juzgar
from caos.escenario import CARPETA, decir
from caos.experimentos.base import Experimento, Medida
from caos.experimentos.todo import TANDAS
from caos.experimentos.todos import POR_ID


def main() -> int:
    """Run what was asked; 0 when nothing was violated and nothing complained of."""
    pedido = _argumentos()
    for senal in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: in the background of a script it is ignored
        signal.signal(senal, signal.default_int_handler)
    if pedido.que[0] == "juzgar":
        corridas = [_otra_vez(CARPETA / carpeta) for carpeta in pedido.que[1:]]
        for corrida in corridas:
            contar(corrida)
    elif pedido.que[0] == "informe":
        corridas = [_otra_vez(CARPETA / carpeta) for carpeta in pedido.que[1:]]
        informe.escribir(corridas)
    elif pedido.que == ["todo"]:
        corridas = [_una(tanda, lista, pedido, parte * pedido.parte) for tanda, parte, lista in TANDAS]
        informe.escribir(corridas)
        decir(f"{informe.totales(corridas)}\n  escrito en {informe.DOCUMENTO} y {informe.EVIDENCIA}")
    else:
        corridas = [_una(id, (POR_ID[id],), pedido, pedido.parte) for id in pedido.que]
    return 0 if all(corrida.cumple for corrida in corridas) else 1


def _una(nombre: str, experimentos: Sequence[Experimento], pedido: argparse.Namespace, parte: float) -> Corrida:
    corrida = correr(nombre, experimentos, pedido.semilla, Medida(parte, pedido.mensajes))
    contar(corrida)
    return corrida


def _otra_vez(carpeta: Path) -> Corrida:
    """Judge a kept run again."""
    ids = historia.leer(carpeta / "historia.jsonl")[0]["experimentos"]
    return juzgar(carpeta, [POR_ID[id] for id in ids])


def _argumentos() -> argparse.Namespace:
    lector = argparse.ArgumentParser(prog="python -m caos", description=__doc__)
    lector.add_argument(
        "que", nargs="+", metavar="EXPERIMENTO", help=f"corto, todo, juzgar, informe, o: {', '.join(POR_ID)}"
    )
    lector.add_argument("--semilla", type=int, default=random.randrange(10_000), help="los dados (sale en la historia)")  # noqa: S311
    lector.add_argument("--mensajes", type=int, default=0, help="cuántos mensajes escribir")
    lector.add_argument("--parte", type=float, default=1.0, help="qué parte de las muertes y los segundos")
    pedido = lector.parse_args()
    if pedido.que[0] not in ("todo", "juzgar", "informe") and not set(pedido.que) <= set(POR_ID):
        lector.error(f"los experimentos son: corto, todo, {', '.join(POR_ID)}")
    return pedido


if __name__ == "__main__":
    sys.exit(main())
