"""The list of experiments, by id."""

from __future__ import annotations

from caos.experimentos.base import Experimento
from caos.experimentos.corto import CORTO
from caos.experimentos.muertes import F01, F02, F02B, F03
from caos.experimentos.puntos import F15

TODOS: tuple[Experimento, ...] = (F01, F02, F02B, F03, F15)
POR_ID = {experimento.id: experimento for experimento in (CORTO, *TODOS)}
