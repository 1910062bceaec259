"""How much is measured: all of it, or just enough to see that everything runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The size of each part; seconds, unless the name says otherwise."""

    acuses_por_segundo: tuple[int, ...] = (50, 100, 200, 400)
    acuses_de_nuevos: int = 200
    acuse: float = 10.0
    acuses_stock: int = 300  # requests at each rate: it answers a dozen a second, and more would only wait longer
    # Customers at once, and how many conversations of the mix they hold: work of a fixed size, for a slow system must
    # do the same turns as a quick one.
    turnos: tuple[tuple[int, int], ...] = ((1, 10), (8, 32), (32, 64))
    calentar: int = 8  # conversations
    en_reposo: int = 40  # turns
    sostenido: float = 60.0
    por_segundo: int = 5
    longitudes: tuple[int, ...] = (10, 100, 1000, 5000)  # events
    muestras: int = 20  # conversations of each length
    muestras_stock: tuple[int, ...] = (15, 15, 6, 3)
    replicas: tuple[int, ...] = (1, 2, 4)
    por_replicas: int = 48  # conversations
    mensajes: int = 320  # through the webhook, with replicas
    con_lo_lento: bool = True  # training, the desk, files, certificates


ENTERO = Plan()
CORTO = Plan(
    acuses_por_segundo=(50,), acuses_de_nuevos=50, acuse=3.0, acuses_stock=30, turnos=((1, 2), (8, 8)), calentar=2,
    en_reposo=5, sostenido=4.0, longitudes=(10, 100), muestras=3, muestras_stock=(2, 2), replicas=(1,), por_replicas=4,
    mensajes=24, con_lo_lento=False,
)  # fmt: skip
