"""How much is measured: all of it, or just enough to see that everything runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The size of each part; seconds, unless the name says otherwise."""

    acuses_por_segundo: tuple[int, ...] = (50, 100, 200, 400)
    acuse: float = 10.0
    acuse_stock: float = 5.0  # it answers a dozen a second: more would only wait longer
    clientes: tuple[int, ...] = (1, 8, 32)
    turnos: float = 20.0
    en_reposo: int = 40  # turns
    sostenido: float = 60.0
    por_segundo: int = 5
    longitudes: tuple[int, ...] = (10, 100, 1000, 5000)  # events
    muestras: int = 20  # conversations of each length
    muestras_stock: tuple[int, ...] = (15, 15, 6, 3)
    replicas: tuple[int, ...] = (1, 2, 4)
    por_replicas: float = 15.0
    mensajes: int = 320  # through the webhook, with replicas
    con_lo_lento: bool = True  # training, the desk, files, certificates


ENTERO = Plan()
CORTO = Plan(
    acuses_por_segundo=(50,), acuse=3.0, acuse_stock=1.0, clientes=(1, 8), turnos=3.0, en_reposo=5, sostenido=4.0,
    longitudes=(10, 100), muestras=3, muestras_stock=(2, 2), replicas=(1,), por_replicas=2.0, mensajes=24,
    con_lo_lento=False,
)  # fmt: skip
