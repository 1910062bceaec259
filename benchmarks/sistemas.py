"""What is measured: our product and stock Rasa, asked the same things in the same way."""

from __future__ import annotations

import hashlib
import hmac
import json
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from dotenv import dotenv_values

from benchmarks import datos, maquina, stock
from benchmarks.conexion import Destino
from benchmarks.datos import Persona
from benchmarks.mezcla import Turno
from proalto.bootstrap import App
from tests.conftest import conectar
from tests.e2e.cliente import Cliente
from tests.e2e.producto import Producto, arrancar

Peticion = dict[str, Any]
MARCAS = {"rasa": "rasa run", "actions": "rasa_sdk", "worker": "proalto.worker", "canal": "canal.app",
          "mesa": "mesa.app"}  # fmt: skip
# Where the launcher starts the action server by a module of ours instead of rasa_sdk's.
OTRAS_MARCAS = {"actions": ("-m actions",), "rasa": ("rasa/__main__.py run", "proalto.channel")}


@dataclass
class Sistema:
    """A running system: how a turn is asked of it, and its processes."""

    nombre: str
    app: App
    run_dir: Path
    raiz: psutil.Process
    por_whatsapp: bool
    arranque_s: float

    def personas(self, cuantas: int, identificadas: float = 0.5) -> list[Persona]:
        return datos.personas(self.app, cuantas, por_whatsapp=self.por_whatsapp, identificadas=identificadas)

    def procesos(self, parte: str) -> list[psutil.Process]:
        """Return the processes of one part, as many as it has replicas, without their children."""
        marcas = (MARCAS[parte], *OTRAS_MARCAS.get(parte, ()))
        hijos = self.raiz.children(recursive=True)
        return [p for p in hijos if any(marca in " ".join(p.cmdline()) for marca in marcas)]

    def familias(self) -> dict[str, list[psutil.Process]]:
        partes = MARCAS if self.por_whatsapp else ("rasa", "actions")
        juntas = {parte: maquina.familia(self.procesos(parte)) for parte in partes}
        return juntas | {"postgres": maquina.postgres(self.run_dir / "postgres")}

    def destinos(self) -> list[Destino]:
        """Return where each Rasa listens."""
        return [("127.0.0.1", _puerto(p)) for p in self.procesos("rasa")]

    def peticion(self, persona: Persona, turno: Turno) -> Peticion:
        """Return one turn as the load generator sends it."""
        raise NotImplementedError

    @property
    def puerta(self) -> Destino:
        """Return where the outside writes to."""
        raise NotImplementedError

    def llamada(self, quien: str, texto: str) -> tuple[str, str, dict[str, str]]:
        """Return path, body and headers of a message that comes from outside."""
        raise NotImplementedError

    def conocer(self, telefonos: Sequence[str]) -> None:
        """Let these phones be of people who wrote before; a system that keeps no contacts has nothing to do."""

    def turnos_hechos(self) -> int:
        """Return how many turns were held and stored so far."""
        raise NotImplementedError


@dataclass
class Nuestro(Sistema):
    producto: Producto = field(kw_only=True)

    def peticion(self, persona: Persona, turno: Turno) -> Peticion:
        cuerpo = {"contacto_id": int(persona.sender), "wamid": f"wamid.banco.{uuid.uuid4().hex}", "texto": turno.texto,
                  "payload": "", "intento": 1}  # fmt: skip
        cabeceras = {"Authorization": f"Bearer {self.app.cipher.internal_token('rasa')}"}
        return _peticion("/webhooks/whatsapp/turno", cuerpo, cabeceras, turno)

    def cliente(self, persona: Persona) -> Cliente:
        return self.producto.cliente(telefono=persona.telefono)

    @property
    def puerta(self) -> Destino:
        host, _, puerto = self.producto.url.removeprefix("http://").partition(":")
        return host, int(puerto)

    def llamada(self, quien: str, texto: str) -> tuple[str, str, dict[str, str]]:
        """Return a signed webhook with one message of this phone."""
        meta = self.producto.meta
        cuerpo = meta.sobre(Cliente(meta, quien).mensaje("text", {"body": texto}))
        huella = hmac.new(meta.secreto.encode(), cuerpo, hashlib.sha256).hexdigest()
        return "/webhooks/whatsapp", cuerpo.decode(), {"X-Hub-Signature-256": f"sha256={huella}"}

    def conocer(self, telefonos: Sequence[str]) -> None:
        datos.conocer(self.app, telefonos)

    def turnos_hechos(self) -> int:
        return _contar(self.producto.nucleo.dsn, "SELECT count(*) FROM asistente.turnos")


@dataclass
class DeStock(Sistema):
    servidor: stock.Stock = field(kw_only=True)

    def peticion(self, persona: Persona, turno: Turno) -> Peticion:
        cuerpo = {"sender": persona.sender, "message": turno.texto}
        return _peticion("/webhooks/rest/webhook", cuerpo, {}, turno)

    @property
    def puerta(self) -> Destino:
        return self.destinos()[0]

    def llamada(self, quien: str, texto: str) -> tuple[str, str, dict[str, str]]:
        return "/webhooks/rest/webhook", json.dumps({"sender": f"t-{quien}", "message": texto}), {}

    def turnos_hechos(self) -> int:
        return _contar(self.servidor.dsn_rasa, "SELECT count(*) FROM events WHERE type_name = 'user'")


@contextmanager
def nuestro(entorno: Mapping[str, str] | None = None, run_dir: Path | None = None) -> Iterator[Nuestro]:
    """Start the product as an operator does, and end it; in a folder of its own unless one is given."""
    with _carpeta(run_dir) as carpeta, _arrancado(carpeta, entorno) as (producto, arranque):
        claves = {k: v or "" for k, v in dotenv_values(carpeta / "claves.env").items() if k == "DATA_KEYS"}
        app = datos.app(producto.nucleo.dsn, claves | {"RUN_DIR": str(carpeta)})
        try:
            yield Nuestro("nuestro", app, carpeta, producto.launcher, True, arranque, producto=producto)
        finally:
            cerrar(app)


@contextmanager
def _arrancado(carpeta: Path, entorno: Mapping[str, str] | None) -> Iterator[tuple[Producto, float]]:
    """Start it and say how many seconds it took."""
    (carpeta / "database_url").unlink(missing_ok=True)  # by which the start is known to have come so far
    desde = time.monotonic()
    with arrancar(carpeta, entorno=entorno) as producto:
        yield producto, round(time.monotonic() - desde, 1)


@contextmanager
def de_stock(entorno: Mapping[str, str] | None = None) -> Iterator[DeStock]:
    """Start stock Rasa and end it."""
    desde = time.monotonic()
    with _carpeta(None) as carpeta, stock.arrancar(carpeta, entorno) as servidor:
        arranque = round(time.monotonic() - desde, 1)
        app = datos.app(servidor.dsn, {"RUN_DIR": str(carpeta)})
        try:
            yield DeStock("stock", app, carpeta, servidor.lanzador, False, arranque, servidor=servidor)
        finally:
            cerrar(app)


def cerrar(app: App) -> None:
    app.db.close()
    app.nucleo.close()


@contextmanager
def _carpeta(dada: Path | None) -> Iterator[Path]:
    if dada is not None:
        yield dada
        return
    with tempfile.TemporaryDirectory(prefix="proalto-banco-", ignore_cleanup_errors=True) as carpeta:
        yield Path(carpeta) / "run"


def _contar(dsn: str, consulta: str) -> int:
    with conectar(dsn) as connection, connection.cursor() as cursor:
        cursor.execute(consulta)
        return int(cursor.fetchone()[0])  # type: ignore[index]


def _puerto(proceso: psutil.Process) -> int:
    orden: Sequence[str] = proceso.cmdline()
    return int(orden[orden.index("--port") + 1])


def _peticion(ruta: str, cuerpo: dict[str, Any], cabeceras: dict[str, str], turno: Turno) -> Peticion:
    return {"ruta": ruta, "cuerpo": json.dumps(cuerpo), "cabeceras": cabeceras, "clase": turno.clase,
            "espera": turno.espera}  # fmt: skip
