"""Where mutants are tried: the process that collected the tests, and its forks, each with one mutant."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import pytest

from tools.injertos import AlImportar, injertar, olvidar_lo_nuestro
from tools.mutantes import Mutante, archivo_de

BIEN, FALLO = 0, 1
APARTADAS_A_LO_SUMO = 3
SEGUNDOS = 900  # of the clock on the wall, for what waits for ever; an endless loop ends at its share of processor
OPCIONES = ("-q", "-s", "-p", "no:randomly", "-p", "no:xdist")


@dataclass
class Recorrido:
    """What one test costs, and which lines of which modules it runs."""

    segundos: float = 0.0
    lineas: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(eq=False)
class Fallos:
    """Remembers the tests that failed."""

    cuales: dict[str, str] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.cuales[report.nodeid] = report.longreprtext


class Sala:
    """Tries mutants against the tests of their modules: `a_la_vez` at once, and no other one after `minutos`."""

    def __init__(self, pruebas: dict[str, tuple[str, ...]], a_la_vez: int, minutos: float) -> None:
        self._pruebas, self._a_la_vez = pruebas, a_la_vez
        self._limite = time.monotonic() + minutos * 60
        self._archivos = {str(archivo_de(modulo)): modulo for modulo in pruebas}
        self._recorridos: dict[str, Recorrido] = {}
        self._fallos = Fallos()
        self._mutantes: Sequence[Mutante] = ()
        self._resultados: list[tuple[Mutante, str]] | None = None
        self.apartadas: set[str] = set()

    def probar(self, mutantes: Sequence[Mutante]) -> list[tuple[Mutante, str]] | None:
        """Return how the tests took each mutant, or None when the tests are not sound.

        A test that fails without any mutant is set aside, named in `apartadas`; more than a few and nothing is tried.
        """
        from hypothesis import settings

        settings.register_profile("mutacion", derandomize=True, database=None)  # the same examples each time
        settings.load_profile("mutacion")
        self._mutantes = mutantes
        archivos = dict.fromkeys(archivo for suyos in self._pruebas.values() for archivo in suyos)
        pytest.main([*OPCIONES, *archivos], plugins=[self, self._fallos])
        return self._resultados

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests, learn what each does and then try the mutants."""
        conftest = sys.modules["tests.conftest"]
        conftest.migrate = conftest.crear_nucleo = lambda dsn: None  # type: ignore[attr-defined] # done already
        inicio = time.monotonic()
        fallos, self._recorridos = self._aprender(session)
        self.apartadas = set(fallos)
        for prueba, fallo in fallos.items():
            print(f"fails without any mutant: {prueba}\n{fallo}", flush=True)
        print(f"\n{len(session.items)} tests, {len(fallos)} set aside, {time.monotonic() - inicio:.0f} s; "
              f"{len(self._mutantes)} mutants", flush=True)  # fmt: skip
        if len(fallos) <= APARTADAS_A_LO_SUMO:
            self._resultados = list(self._todos(session))
        return True

    def _aprender(self, session: pytest.Session) -> tuple[dict[str, str], dict[str, Recorrido]]:
        """Run every test once in a fork; return which failed, and what each test does."""
        lee, escribe = os.pipe()
        hijo = os.fork()
        if hijo == 0:
            os.close(lee)
            _callar()
            recorridos = dict(_recorrer(session, self._archivos))
            with os.fdopen(escribe, "wb") as tubo:
                pickle.dump((self._fallos.cuales, recorridos), tubo)
            os._exit(BIEN)
        os.close(escribe)
        with os.fdopen(lee, "rb") as tubo:
            fallos, recorridos = pickle.load(tubo)  # noqa: S301 - our own child wrote it
        os.waitpid(hijo, 0)
        return fallos, recorridos

    def _todos(self, session: pytest.Session) -> Iterator[tuple[Mutante, str]]:
        """Try every mutant, some at a time; yield how each ended."""
        faltan, vivos = list(reversed(self._mutantes)), dict[int, tuple[Mutante, float]]()
        while faltan or vivos:
            if time.monotonic() > self._limite:
                faltan = []
            while faltan and len(vivos) < self._a_la_vez:
                mutante = faltan.pop()
                pruebas = self._elegir(session, mutante)
                if pruebas:
                    vivos[self._lanzar(session, mutante, pruebas)] = mutante, time.monotonic()
                else:
                    yield _dicho(mutante, "vivo", 0)
            for hijo, (mutante, desde) in list(vivos.items()):
                ya, estado = os.waitpid(hijo, os.WNOHANG)
                if not ya and time.monotonic() - desde > SEGUNDOS:
                    os.kill(hijo, signal.SIGKILL)
                elif ya:
                    del vivos[hijo]
                    yield _dicho(mutante, _como(estado), time.monotonic() - desde)
            time.sleep(0.02)

    def _elegir(self, session: pytest.Session, mutante: Mutante) -> list[pytest.Item]:
        """Return the tests that come by what changes, in the order in which they should be run."""
        orden = {archivo: n for n, archivo in enumerate(self._pruebas[mutante.modulo])}
        suyas = [item for item in session.items if item.nodeid.split("::")[0] in orden]
        suyas = [item for item in suyas if item.nodeid not in self.apartadas]
        if mutante.dentro:
            pasa = {nodo: recorrido.lineas[mutante.modulo] for nodo, recorrido in self._recorridos.items()}
            suyas = [item for item in suyas if not pasa[item.nodeid].isdisjoint(mutante.lineas)]
        return sorted(suyas, key=lambda i: (orden[i.nodeid.split("::")[0]], self._recorridos[i.nodeid].segundos))

    def _lanzar(self, session: pytest.Session, mutante: Mutante, pruebas: list[pytest.Item]) -> int:
        hijo = os.fork()
        if hijo:
            return hijo
        segundos = 60 + 10 * int(sum(self._recorridos[prueba.nodeid].segundos for prueba in pruebas))
        resource.setrlimit(resource.RLIMIT_CPU, (segundos, segundos + 5))
        _callar()
        try:
            if not mutante.dentro:
                sin = [parte for prueba in self.apartadas for parte in ("--deselect", prueba)]
                os._exit(_de_nuevo(mutante, [*sin, *self._pruebas[mutante.modulo]]))
            injertar(mutante)
            for _ in _correr(session, pruebas, lambda: bool(self._fallos.cuales)):
                pass
        except BaseException:  # noqa: BLE001 - whatever it does that the tests do not let pass
            os._exit(FALLO)
        os._exit(FALLO if self._fallos.cuales else BIEN)


def _recorrer(session: pytest.Session, archivos: dict[str, str]) -> Iterator[tuple[str, Recorrido]]:
    """Run every test and yield what it does."""
    ahora = Recorrido()

    def linea(marco: FrameType, evento: str, _: Any) -> Any:
        ahora.lineas[archivos[marco.f_code.co_filename]].add(marco.f_lineno)
        return linea

    def llamada(marco: FrameType, evento: str, _: Any) -> Any:
        return linea if marco.f_code.co_filename in archivos else None

    threading.settrace(llamada)
    sys.settrace(llamada)
    for item, segundos in _correr(session, session.items, lambda: False):
        yield item.nodeid, Recorrido(segundos, ahora.lineas)
        ahora.lineas = defaultdict(set)
    sys.settrace(None)


def _correr(
    session: pytest.Session, pruebas: Sequence[pytest.Item], basta: Callable[[], bool]
) -> Iterator[tuple[pytest.Item, float]]:
    """Run tests one after another until it is enough, and undo what their fixtures made."""
    for item, siguiente in zip(pruebas, [*pruebas[1:], None]):
        inicio = time.monotonic()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=siguiente)
        yield item, time.monotonic() - inicio
        if basta():
            session._setupstate.teardown_exact(None)
            return


def _de_nuevo(mutante: Mutante, que: Sequence[str]) -> int:
    """Import the product anew with this mutant and run the tests until one fails; return pytest's code."""
    olvidar_lo_nuestro()
    sys.meta_path.insert(0, AlImportar(mutante))
    import proalto.db.migrations
    import proalto.db.permisos.aplicar

    proalto.db.migrations.migrate = proalto.db.permisos.aplicar.aplicar = lambda dsn: None
    return int(pytest.main(["-x", *OPCIONES, *que]))


def _callar() -> None:
    nada = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nada, 1)
    os.dup2(nada, 2)


def _como(estado: int) -> str:
    codigo = os.waitstatus_to_exitcode(estado)
    if codigo in (-signal.SIGXCPU, -signal.SIGKILL):
        return "colgado"
    return "vivo" if codigo == BIEN else "muerto"


def _dicho(mutante: Mutante, como: str, segundos: float) -> tuple[Mutante, str]:
    lugar = f"{mutante.modulo}:{mutante.linea}"
    print(f"{como:8} {segundos:5.1f} s {lugar} {mutante.cambio}", flush=True)
    return mutante, como
