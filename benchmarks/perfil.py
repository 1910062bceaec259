"""What a turn costs in CPU, errand by errand: `python -m benchmarks.perfil`. Rasa, its actions and PostgreSQL, no more.

CPU seconds, not those of the clock: the figures stay the same on a machine that others use.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import psutil
import requests
import yaml

from launcher import ambiente, base_de_datos, modelo
from proalto.db.database import Database
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento
from proalto.services.identificacion import identidad, sesiones
from proalto.services.identificacion.contactos import Contacto, identificar
from proalto.services.operacion.llaves_guardadas import LlavesEnTabla
from proalto.settings import ROOT
from proalto.whatsapp.address import Address
from tests.conftest import Nucleo, crear_nucleo, nuevo_wamid
from tests.e2e.producto import puerto_libre

ARRANQUE, CLIENTES = 300.0, 8
HELD_OUT = ROOT / "tests" / "nlu" / "test_nlu.yml"  # as people write, and no phrase that the model has seen
FORMULARIO = (
    "quiero pedir un préstamo", '/empezar_credito_nuevo{"segmento": "empleado"}', "Ana María Prueba", "52.123.456",
    "Soledad, Atlántico", "Alcaldía de Valdelomas", "10 millones", "5 años", "cancelar",
)  # fmt: skip
BOTONES = {"menu": "/pedir_menu", "saldo": "/consultar_saldo", "solicitud": "/consultar_estado_solicitud"}
INTENCIONES: Mapping[str, tuple[str, ...]] = {
    "saludo": ("saludar",),
    "menu": ("pedir_menu",),
    "saldo": ("consultar_saldo",),
    "pregunta": ("faq/requisitos", "faq/tasas", "faq/montos_plazos", "faq/convenios", "faq/cuando_descuentan"),
    "solicitud": ("consultar_estado_solicitud",),
    "no_entendido": ("fuera_de_alcance",),
    "gracias": ("agradecer",),
}
# A conversation as people hold it: what a figure for all turns is made of.
MEZCLA = ("saludo", "saldo", "pregunta", "solicitud", "pregunta", "menu", "saldo", "no_entendido", "gracias")


@dataclass(frozen=True)
class Cifra:
    """What some turns have cost: CPU seconds of each process."""

    turnos: int
    rasa: float
    actions: float

    def __str__(self) -> str:
        juntos = self.rasa + self.actions
        ms = f"rasa {self.rasa / self.turnos * 1000:5.1f} + actions {self.actions / self.turnos * 1000:5.1f} ms"
        return f"{self.turnos / juntos:6.1f} turnos por segundo de CPU   ({ms}; {self.turnos} turnos)"


def cifrador(dsn: str, llave: str) -> Cipher:
    """Return what reads and writes as the product does, which has this master key."""
    return Cipher((llave,), LlavesEnTabla(Database(dsn, name="banco-llaves", size=1)))


@cache
def frases(tramite: str) -> list[str]:
    """Return what customers write for an errand; every fourth taps its button, if it has one."""
    if tramite == "formulario":
        return list(FORMULARIO)
    ejemplos = {uno["intent"]: uno["examples"] for uno in yaml.safe_load(HELD_OUT.read_text("utf-8"))["nlu"]}
    escritas = [linea.removeprefix("- ") for cual in INTENCIONES[tramite] for linea in ejemplos[cual].splitlines()]
    return escritas + [BOTONES[tramite]] * (len(escritas) // 3) if tramite in BOTONES else escritas


@dataclass
class Banco:
    """Rasa and its action server, running, with customers who have proved who they are."""

    url: str
    token: str
    procesos: Mapping[str, psutil.Process]
    dsn: str
    db: Database
    cipher: Cipher
    azar: random.Random = field(default_factory=lambda: random.Random(6))
    telefonos: Iterator[int] = field(default_factory=lambda: itertools.count(573_000_000_001))
    _sesion: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._sesion.headers["Authorization"] = f"Bearer {self.token}"

    def cliente(self) -> int:
        """Add a customer who has accepted and proved who they are; return the contact's id."""
        nucleo, now, telefono = Nucleo(self.dsn), datetime.now(timezone.utc), str(next(self.telefonos))
        cedula = nucleo.cliente(celular=telefono)
        nucleo.credito(cedula)
        nucleo.solicitud(cedula)
        with self.db.transaction() as tx:
            donde = Address(phone=telefono)
            contacto = Contacto(identificar(tx, self.cipher, donde), donde, nuevo_wamid())
        autorizacion.mostrar(self.db, self.cipher, contacto, now)
        autorizacion.responder(self.db, self.cipher, contacto, Evento.ACEPTADA, "Acepto", now)
        sellada = self.cipher.encrypt(cedula.encode(), sesiones.CEDULA, de=contacto.id)
        huella = self.cipher.keyed_hash(identidad.CEDULA, cedula)
        with self.db.transaction() as tx:
            sesiones.abrir_sesion(tx, contacto.id, sellada, huella, sesiones.Nivel.N2, now)
        return contacto.id

    def turno(self, contacto_id: int, texto: str) -> list[object]:
        """Hold one turn, as the worker does; return what was answered."""
        payload = texto if texto.startswith("/") else ""
        cuerpo = {"contacto_id": contacto_id, "wamid": nuevo_wamid(), "texto": "" if payload else texto,
                  "payload": payload, "intento": 1}  # fmt: skip
        respuesta = self._sesion.post(f"{self.url}/webhooks/whatsapp/turno", json=cuerpo, timeout=30)
        respuesta.raise_for_status()
        dichos: list[object] = respuesta.json()["respuestas"]
        assert dichos, f"silence after {texto!r}"
        return dichos

    def conversar(self, dichas: list[list[str]]) -> Cifra:
        """Let each customer say their phrases, all at once; return what it has cost."""
        clientes = [self.cliente() for _ in dichas]
        for contacto in clientes:
            self.turno(contacto, "hola")  # who is new is told who speaks: once in a life
        antes = self._cpu()
        with ThreadPoolExecutor(len(clientes)) as hilos:
            for hecho in [hilos.submit(self._decir, *par) for par in zip(clientes, dichas)]:
                hecho.result()
        gastado = {nombre: despues - antes[nombre] for nombre, despues in self._cpu().items()}
        return Cifra(sum(map(len, dichas)), **gastado)

    def crecer(self, hasta: int, medidos: int = 60) -> tuple[Cifra, Cifra]:
        """Return what turns cost at the beginning of a conversation, and after so many events of it."""
        contacto = self.cliente()
        antes = self._medir(contacto, medidos)
        while self._events(contacto) < hasta:
            self._decir(contacto, [BOTONES["menu"]] * 50)
        return antes, self._medir(contacto, medidos)

    def _medir(self, contacto: int, turnos: int) -> Cifra:
        antes = self._cpu()
        self._decir(contacto, [BOTONES["menu"]] * turnos)
        gastado = {nombre: despues - antes[nombre] for nombre, despues in self._cpu().items()}
        return Cifra(turnos, **gastado)

    def _events(self, contacto: int) -> int:
        """Return about how many events the conversation has: as many a turn as the newest has."""
        with self.db.transaction() as tx:
            (ultimo,) = tx.all("asistente.turnos.ultimos", contacto_id=contacto, cuantos=1)
        return int(ultimo["n"]) * len(self.cipher.unseal(ultimo["eventos"], "turnos.eventos"))

    def una_mezcla(self) -> list[str]:
        """Return the phrases of one customer's conversation."""
        dichas = [self.azar.choice(frases(tramite)) for tramite in MEZCLA]
        return [*dichas[:6], *FORMULARIO, *dichas[6:]]

    def memoria(self) -> dict[str, int]:
        """Return the resident memory of each process in MB."""
        return {nombre: int(proceso.memory_info().rss / 2**20) for nombre, proceso in self.procesos.items()}

    def _decir(self, contacto: int, dichas: list[str]) -> None:
        for frase in dichas:
            self.turno(contacto, frase)

    def _cpu(self) -> dict[str, float]:
        return {nombre: sum(proceso.cpu_times()[:2]) for nombre, proceso in self.procesos.items()}


@contextmanager
def banco(carpeta: Path, rasa: list[str] | None = None, actions: list[str] | None = None) -> Iterator[Banco]:
    """Start PostgreSQL, Rasa and its actions on free ports; other commands may take their places, to be profiled."""
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(0o755)  # PostgreSQL's own user enters it
    os.environ["RUN_DIR"] = str(carpeta)
    entorno = ambiente.cargar(demo=True) | {"RUN_DIR": str(carpeta)}
    dsn = base_de_datos.preparar(entorno, carpeta)
    crear_nucleo(dsn)
    modelo.entrenar_si_hace_falta(entorno, carpeta / "train.log")
    puertos = {"rasa": puerto_libre(), "actions": puerto_libre()}
    endpoints = carpeta / "endpoints.yml"
    endpoints.write_text((ROOT / "endpoints.yml").read_text().replace(":5055/", f":{puertos['actions']}/"))
    ordenes = {
        "rasa": [*(rasa or ["-m", "rasa"]), "run", "--model", str(modelo.MODELO), "--credentials", "credentials.yml",
                 "--endpoints", str(endpoints), "--port", str(puertos["rasa"]), "--interface", "127.0.0.1"],
        "actions": [*(actions or ["-m", "rasa_sdk"]), "--actions", "actions", "--port", str(puertos["actions"])],
    }  # fmt: skip
    vivos = {nombre: _lanzar(orden, entorno, carpeta / f"{nombre}.log") for nombre, orden in ordenes.items()}
    db, cipher = Database(dsn, name="banco"), cifrador(dsn, entorno["DATA_KEYS"])
    url = f"http://127.0.0.1:{puertos['rasa']}"
    try:
        _esperar(f"{url}/webhooks/whatsapp/", vivos)
        _esperar(f"http://127.0.0.1:{puertos['actions']}/health", vivos)
        procesos = {nombre: psutil.Process(vivo.pid) for nombre, vivo in vivos.items()}
        yield Banco(url, cipher.internal_token("rasa"), procesos, dsn, db, cipher)
    finally:
        for vivo in vivos.values():
            vivo.terminate()
        for vivo in vivos.values():
            vivo.wait(20)
        db.close()


def _lanzar(orden: list[str], entorno: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as salida:
        return subprocess.Popen(
            [sys.executable, *orden], cwd=ROOT, env=dict(entorno), stdout=salida, stderr=subprocess.STDOUT
        )


def _esperar(url: str, vivos: Mapping[str, subprocess.Popen[bytes]]) -> None:
    limite = time.monotonic() + ARRANQUE
    while True:
        assert all(vivo.poll() is None for vivo in vivos.values()) and time.monotonic() < limite, f"no answer at {url}"
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            pass  # not up yet
        time.sleep(0.2)


def main() -> None:
    with tempfile.TemporaryDirectory() as carpeta, banco(Path(carpeta) / "run") as abierto:
        abierto.conversar([abierto.una_mezcla() for _ in range(2)])  # warm
        for nombre in (*INTENCIONES, "formulario"):
            dichas = [frases(nombre) if nombre == "formulario" else abierto.azar.choices(frases(nombre), k=12)] * 4
            print(f"{nombre:14}", abierto.conversar(dichas), flush=True)
        print(f"{'mezcla':14}", abierto.conversar([abierto.una_mezcla() for _ in range(CLIENTES)]), flush=True)
        for cuando, cifra in zip(("al empezar", "tras 5.000"), abierto.crecer(5000)):
            print(f"{cuando:14}", cifra, flush=True)
        print("memoria (MB)  ", abierto.memoria(), flush=True)


if __name__ == "__main__":
    main()
