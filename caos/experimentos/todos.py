"""The list of experiments, by id."""

from __future__ import annotations

from caos.experimentos.acciones import F08, F11
from caos.experimentos.base import Experimento
from caos.experimentos.base_de_datos import F04, F05
from caos.experimentos.corto import CORTO
from caos.experimentos.graph import F06
from caos.experimentos.maquina import F16
from caos.experimentos.modelo import F14
from caos.experimentos.muertes import F01, F02, F02B, F03
from caos.experimentos.puntos import F15
from caos.experimentos.recursos import F13
from caos.experimentos.reloj import F12
from caos.experimentos.repetidos import F09, F10
from caos.experimentos.todo import TORMENTA

# F-07 is about Redis: there is none.
TODOS: tuple[Experimento, ...] = (
    F01, F02, F02B, F03, F04, F05, F06, F08, F09, F10, F11, F12, F13, F14, F15, F16,
)  # fmt: skip
POR_ID = {experimento.id: experimento for experimento in (CORTO, TORMENTA, *TODOS)}
