"""One start of the product under one history: everything an experiment needs, and the judge at the end."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from caos import auditoria, foto, historia, juez, tiempos
from caos.carga import Carga
from caos.estados import Estados
from caos.graph import GraphCaos
from caos.guion import Guion
from caos.historia import Historia
from caos.meta import Meta
from caos.mundo import Mundo
from caos.postgres import Enfermero, Postgres, por_proxy
from caos.proxy import Proxy
from caos.quietud import detenido
from caos.verdugo import HIJOS, MARCAS, Verdugo
from proalto.db import embedded
from proalto.settings import ROOT
from tests.conftest import Nucleo, carpeta_abierta, conectar
from tests.e2e.producto import NUMERO, SECRETO, Producto, arrancar

CARPETA = ROOT / ".run" / "caos"
SIN_TERMINAR = """SELECT (SELECT count(*) FROM asistente.mensajes_entrantes WHERE estado = 'pendiente')
    + (SELECT count(*) FROM asistente.mensajes_salientes WHERE estado IN ('pendiente', 'enviando', 'incierto'))"""
QUIETO = 2.0  # nothing to do for so long: it is over
POR_SIGKILL = re.compile(r"código -9")


@dataclass(frozen=True)
class Sitio:
    """Where and with what the product starts."""

    entorno: Mapping[str, str] = field(default_factory=dict)
    proxy: bool = False
    disco_mb: int = 0

    @contextmanager
    def carpeta(self) -> Iterator[Path]:
        """Make the folder of the run, on a small disk of its own if it is to be one (that takes root)."""
        carpeta = carpeta_abierta("caos")
        if not self.disco_mb:
            yield carpeta
            return
        opciones = f"size={self.disco_mb}m,mode=0755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", opciones, "tmpfs", str(carpeta)], check=True)
        try:
            yield carpeta
        finally:
            subprocess.run(["umount", "--lazy", str(carpeta)], check=True)


@dataclass
class Escenario:
    """What an experiment may do: load, kill, freeze, script the double, wait until all is quiet."""

    mundo: Mundo
    verdugo: Verdugo
    postgres: Postgres
    enfermero: Enfermero
    carpeta: Path
    pila: ExitStack  # what ends with the run
    proxy: Proxy | None = None  # in front of PostgreSQL

    @property
    def producto(self) -> Producto:
        return self.mundo.producto

    @property
    def de_la_base(self) -> Proxy:
        """Return the proxy in front of PostgreSQL, of an experiment that asked for one."""
        if self.proxy is None:
            raise LookupError("this experiment started without a proxy in front of PostgreSQL")
        return self.proxy

    @property
    def historia(self) -> Historia:
        return self.mundo.historia

    @contextmanager
    def fase(self, nombre: str) -> Iterator[None]:
        """Name what is being tried, in the history and on the screen."""
        self.historia.fase = nombre
        antes, desde = self.mundo.enviados, time.monotonic()
        self.historia.anotar("empieza", que=nombre)
        yield
        self.historia.anotar("termina", que=nombre)
        decir(f"{nombre}: {self.mundo.enviados - antes} mensajes en {time.monotonic() - desde:.0f} s")

    @contextmanager
    def carga(
        self, ritmo: float, personas: int, vida: int = 22, copias: int = 0, salida: float = 150.0, solo: float = 0.0
    ) -> Iterator[Carga]:
        """Keep customers writing while the experiment breaks things; at the end they leave and all becomes quiet.

        `solo`: which part of them only asks, without saying who they are.
        """
        carga = Carga(self.mundo, ritmo, personas, vida, copias, solo)
        carga.empezar()
        try:
            yield carga
        except BaseException:  # Ctrl-C, or a mistake of the experiment's: nobody waits for the answers
            carga.terminar(0.0)
            raise
        carga.terminar(salida)
        self.aquietar()

    def contestar(self, cuantas: int = 3, segundos: float = 60.0) -> bool:
        """Wait until so many answers more were seen: whatever was broken works again."""
        antes = self.mundo.vistos
        return self.mundo.esperar(lambda: self.mundo.vistos >= antes + cuantas, segundos)

    def renacer(self, run_dir: Path) -> None:
        """Start the product anew in another folder, as on another machine; Meta and the customers notice no change."""
        producto = self.pila.enter_context(arrancar(run_dir, None, self.mundo.graph))
        self.mundo.producto, self.mundo.nucleo = producto, Nucleo(producto.nucleo.dsn)
        self.mundo.meta.url = producto.meta.url
        self.postgres = Postgres(run_dir / "postgres")
        self.enfermero = Enfermero(self.postgres, self.historia)
        self.pila.callback(self.enfermero.cerrar)
        self.verdugo = Verdugo(producto.launcher, self.postgres, self.historia, self.mundo.dado())

    def consulta_en(self, servidor: Postgres, sql: str) -> int:
        """Return the one number that another server of ours answers."""
        socket = (servidor.datos / "postmaster.pid").read_text().splitlines()[4]
        connection = conectar(f"postgresql://postgres@/postgres?host={socket}")
        with connection.cursor() as cursor:
            cursor.execute(sql)
            valor = int(cursor.fetchall()[0][0])
        connection.close()
        return valor

    def guion(self, **probabilidades: float) -> None:
        """Script the double; without chances it behaves."""
        azar = self.mundo.dado()
        self.mundo.graph.guion = Guion(probabilidades, azar) if probabilidades else None
        self.historia.anotar("guion", probabilidades=probabilidades)

    def aquietar(self, segundos: float = 420.0) -> bool:
        """Wait until everything is acknowledged, answered and sent; note how long it took."""
        desde, callado = time.monotonic(), 0.0
        while time.monotonic() - desde < segundos:
            callado = callado + 0.25 if not self.mundo.meta.pendientes() and self.sin_terminar() == 0 else 0.0
            if callado >= QUIETO and not self.mundo.estados.pendientes():
                self.historia.anotar("quieto", segundos=round(time.monotonic() - desde, 1))
                return True
            time.sleep(0.25)
        self.historia.anotar("inquieto", pendientes=self.mundo.meta.pendientes(), sin_terminar=self.sin_terminar())
        return False

    def sin_terminar(self) -> int | None:
        """Return how many messages, in or out, are not in a final state; None when the database does not say."""
        try:
            return int(self.consulta(SIN_TERMINAR)[0][0])
        except psycopg2.Error:
            return None

    def ejecutar(self, sql: str) -> None:
        """Change something behind the product's back."""
        connection = conectar(self.mundo.nucleo.dsn)
        connection.cursor().execute(sql)
        connection.close()

    def consulta(self, sql: str, *valores: object) -> list[tuple[Any, ...]]:
        connection = conectar(self.mundo.nucleo.dsn)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, valores)
                return cursor.fetchall()
        finally:
            connection.close()


@contextmanager
def escenario(nombre: str, semilla: int, sitio: Sitio, **de_que: Any) -> Iterator[Escenario]:
    """Start the product with a scripted double and a history of its own; `veredicto` judges it afterwards."""
    carpeta = CARPETA / f"{nombre}-{semilla}"
    de_que |= {"experimento": nombre, "semilla": semilla, "entorno": dict(sitio.entorno)}
    registro = Historia(carpeta / "historia.jsonl", **de_que)
    with ExitStack() as pila:
        pila.callback(registro.cerrar)
        graph = GraphCaos(registro)
        pila.callback(graph.cerrar)
        decir(f"{nombre}: arrancando el producto (semilla {semilla})")
        run_dir = pila.enter_context(sitio.carpeta()) / "run"
        entorno, dsn, proxy = dict(sitio.entorno), None, None
        if sitio.proxy:
            dsn = embedded.start(run_dir / "postgres")
            proxy, entorno["DATABASE_URL"] = por_proxy(dsn)
            pila.callback(proxy.cerrar)
        producto = pila.enter_context(arrancar(run_dir, entorno, graph))
        e = _escena(pila, producto, registro, graph, random.Random(semilla), dsn or producto.nucleo.dsn)  # noqa: S311
        e.carpeta, e.proxy = carpeta, proxy
        yield e
        with detenido(e.verdugo, e.aquietar, e.sin_terminar):
            foto.tomar(e.mundo.nucleo.dsn).guardar(carpeta / "foto.json")
        (carpeta / "registros.log").write_text(_finales(e.producto), encoding="utf-8")
        nuestras = sum(e.verdugo.muertes[parte] for parte in (*MARCAS, *HIJOS))
        registro.anotar("final", por_punto=max(0, _muertes(e.producto) - nuestras), fallas=dict(graph.fallas))


def _escena(
    pila: ExitStack, producto: Producto, registro: Historia, graph: GraphCaos, azar: random.Random, dsn: str
) -> Escenario:
    """Put everything around a running product."""
    auditoria.instalar(dsn)
    postgres = Postgres(producto.run_dir / "postgres")
    enfermero = Enfermero(postgres, registro)
    pila.callback(enfermero.cerrar)
    dados = [random.Random(azar.random()) for _ in range(3)]  # noqa: S311 - dice, not a secret
    meta = Meta(producto.meta.url, SECRETO, NUMERO, registro, dados[0])
    pila.callback(meta.cerrar)
    estados = Estados(meta, dados[1])
    pila.callback(estados.cerrar)
    mundo = Mundo(producto, graph, meta, estados, registro, azar, Nucleo(dsn))
    graph.al_aceptar += [estados.oye, mundo.oir]
    verdugo = Verdugo(producto.launcher, postgres, registro, dados[2])
    return Escenario(mundo, verdugo, postgres, enfermero, Path(), pila)


def veredicto(carpeta: Path) -> tuple[juez.Juicio, dict[str, Any]]:
    """Judge a kept history again; return the judgement and the times."""
    eventos, vista = historia.leer(carpeta / "historia.jsonl"), foto.abrir(carpeta / "foto.json")
    juicio = juez.juzgar(eventos, vista)
    medidas = {
        "recuperacion": tiempos.recuperaciones(eventos),
        "espera_s": tiempos.esperas(eventos),
        "menu_fijo_s": tiempos.menu_fijo(eventos, vista),
    }
    return juicio, medidas


def decir(texto: str) -> None:
    print(f"▸ {texto}", flush=True, file=sys.stderr)


def _muertes(producto: Producto) -> int:
    """Count all deaths by SIGKILL that the launcher and gunicorn saw; ours are among them."""
    launcher = (producto.run_dir / "launcher.log").read_text(errors="replace")
    return len(POR_SIGKILL.findall(launcher)) + producto.registros().count("was sent SIGKILL")


def _finales(producto: Producto, caracteres: int = 400_000) -> str:
    """Return the end of each log: they hold no customer's words."""
    partes = [producto.run_dir / "launcher.log", *sorted((producto.run_dir / "logs").glob("*.log"))]
    return "\n".join(f"== {log.name}\n{log.read_text(errors='replace')[-caracteres:]}" for log in partes)
