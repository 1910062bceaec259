"""`python -m caos corto | todo | F-01 ... | juzgar CARPETA`: break the product under load, and judge."""

from __future__ import annotations

import argparse
import random
import sys

from caos import historia
from caos.correr import contar, correr, juzgar
from caos.escenario import CARPETA
from caos.experimentos.base import Medida
from caos.experimentos.todos import POR_ID, TODOS


def main() -> int:
    """Run what was asked; 0 when nothing was violated."""
    pedido = _argumentos()
    medida = Medida(pedido.parte, pedido.mensajes)
    if pedido.que[0] == "juzgar":
        carpeta = CARPETA / pedido.que[1]
        eventos = historia.leer(carpeta / "historia.jsonl")
        corridas = [juzgar(carpeta, [POR_ID[id] for id in eventos[0]["experimentos"]])]
    else:
        elegidos = list(TODOS) if pedido.que == ["todo"] else [POR_ID[id] for id in pedido.que]
        corridas = [correr(x.id, [x], pedido.semilla, medida) for x in elegidos]
    for corrida in corridas:
        contar(corrida)
    return 0 if all(corrida.cumple for corrida in corridas) else 1


def _argumentos() -> argparse.Namespace:
    lector = argparse.ArgumentParser(prog="python -m caos", description=__doc__)
    lector.add_argument("que", nargs="+", metavar="EXPERIMENTO", help=f"corto, todo, juzgar, o: {', '.join(POR_ID)}")
    lector.add_argument("--semilla", type=int, default=random.randrange(10_000), help="los dados (sale en la historia)")  # noqa: S311
    lector.add_argument("--mensajes", type=int, default=0, help="cuántos mensajes escribir")
    lector.add_argument("--parte", type=float, default=1.0, help="qué parte de las muertes y los segundos")
    pedido = lector.parse_args()
    if pedido.que[0] not in ("todo", "juzgar") and not set(pedido.que) <= set(POR_ID):
        lector.error(f"los experimentos son: corto, todo, {', '.join(POR_ID)}")
    return pedido


if __name__ == "__main__":
    sys.exit(main())
