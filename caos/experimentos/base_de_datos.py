"""F-04, F-05: PostgreSQL away, frozen, slow, full of connections, read-only; and cut connections, again and again."""

from __future__ import annotations

import time
from contextlib import suppress

import psycopg2
import psycopg2.extensions

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.proxy import Falla
from caos.salud import Pulso
from tests.conftest import conectar

RITMO, PERSONAS = 4.0, 40
LECTURA = "ALTER SYSTEM SET default_transaction_read_only = {}"


def f04(e: Escenario, medida: Medida) -> list[str]:
    """Spoil the way to PostgreSQL in every manner, one after another; `/salud` answers at once all the time."""
    pulso = Pulso(e.producto.url, e.historia)
    with e.carga(RITMO, PERSONAS):
        time.sleep(10)
        for que, falla, segundos in (
            ("caida", Falla(rechaza=True), 60),
            ("congelada", Falla(congelado=True), 60),
            ("lenta", Falla(demora=0.2), 60),
            ("a gotas", Falla(bytes_por_segundo=20_000), 30),
        ):
            _un_rato(e, que, falla, medida.segundos(segundos))
        e.historia.anotar("base", que="solo lectura")
        _solo_lectura(e, medida.segundos(30))
        e.historia.anotar("base", que="sin conexiones")
        _sin_conexiones(e, medida.segundos(20))
        e.historia.anotar("base", que="bien")
        time.sleep(10)
    return pulso.terminar()


def f05(e: Escenario, medida: Medida) -> list[str]:
    """Cut every connection to PostgreSQL, under load and at rest, with a reset or without; end single sessions."""
    with e.carga(RITMO, PERSONAS):
        time.sleep(8)
        for n in range(medida.veces(50)):
            cortadas = e.de_la_base.cortar(con_reset=n % 2 == 0)
            e.historia.anotar("corte", cuantas=cortadas)
            time.sleep(e.mundo.azar.uniform(0.5, 3.0))
        _terminar_sesiones(e, medida.veces(300))
        time.sleep(5)
    e.aquietar()
    for _ in range(3):  # and at rest: the first turn after an idle pool was broken
        e.de_la_base.cortar(con_reset=True)
        with e.carga(2.0, 4, vida=2, salida=60):
            time.sleep(6)
    return []


def _un_rato(e: Escenario, que: str, falla: Falla, segundos: float) -> None:
    e.historia.anotar("base", que=que, segundos=segundos)
    e.de_la_base.falla = falla
    if falla.rechaza:
        e.de_la_base.cortar(con_reset=True)
    time.sleep(segundos)
    e.de_la_base.falla = Falla()
    e.historia.anotar("base", que="bien")
    time.sleep(12)


def _solo_lectura(e: Escenario, segundos: float) -> None:
    """Let no transaction write, as on a standby."""
    for valor, espera in (("on", segundos), ("off", 1.0)):
        cursor = conectar(e.mundo.nucleo.dsn).cursor()
        cursor.execute(LECTURA.format(valor))
        cursor.execute("SELECT pg_reload_conf()")
        time.sleep(espera)


def _sin_conexiones(e: Escenario, segundos: float) -> None:
    """Take every connection that is left, then cut the product's, so that it finds none."""
    tomadas: list[psycopg2.extensions.connection] = []
    with suppress(psycopg2.OperationalError):
        while len(tomadas) < 300:
            tomadas.append(psycopg2.connect(e.mundo.nucleo.dsn))
    e.de_la_base.cortar(con_reset=True)
    time.sleep(segundos)
    for conexion in tomadas:
        conexion.close()


def _terminar_sesiones(e: Escenario, veces: int) -> None:
    """End one session of the product at a time: only one thing in one process fails, and the process goes on."""
    for _ in range(veces):
        with suppress(psycopg2.Error):
            e.consulta(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
            )
        time.sleep(0.1)


# Without the database there is no menu to offer: what is told then is the notice of maintenance.
F04 = Experimento(
    "F-04", "PostgreSQL caído, congelado, lento, de solo lectura, sin conexiones", f04, limite=False, proxy=True
)
F05 = Experimento("F-05", "Conexiones a PostgreSQL cortadas, en reposo y en carga", f05, limite=False, proxy=True)
