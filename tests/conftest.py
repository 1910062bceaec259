"""What tests share: a real PostgreSQL, an App with in-memory doors, a clock that stands still, a nucleo to fill."""

from __future__ import annotations

import atexit
import itertools
import logging
import os
import shutil
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright

from proalto import bootstrap
from proalto import settings as settings_module
from proalto.bootstrap import App
from proalto.db import embedded
from proalto.db.database import Database
from proalto.db.migrations import migrate
from proalto.db.permisos.aplicar import aplicar
from proalto.gateways.imprenta import MemoryImprenta
from proalto.gateways.sms import MemorySms
from proalto.services.identificacion.contactos import Contacto, identificar
from proalto.services.mesa import claves
from proalto.whatsapp.address import Address
from proalto.whatsapp.memory import MemoryWhatsApp

NUCLEO = Path(__file__).parent.parent / "simulator" / "nucleo" / "schema.sql"
AHORA = datetime(2026, 11, 18, 15, 0, tzinfo=timezone.utc)  # Wednesday, 10:00 in Bogotá
SIN_RED = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ENTORNO = {
    "WHATSAPP_API_URL": "http://127.0.0.1:9",
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_ACCESS_TOKEN": "token-de-prueba",
    "WHATSAPP_APP_SECRET": "secreto-de-prueba",
    "WHATSAPP_VERIFY_TOKEN": "verificacion-de-prueba",
    "DATA_KEYS": "llave-de-prueba-con-bastante-largo-0001",
    "MESA_SECRET_KEY": "llave-de-prueba-de-la-mesa",
    "OTP_CHANNEL": "sms",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_FROM": "+573000000000",
}
_serie = itertools.count(1)
_papeles: dict[tuple[str, str], App] = {}


@dataclass
class Reloj:
    """A clock that moves only when told."""

    ahora: datetime = AHORA

    def __call__(self) -> datetime:
        return self.ahora

    def pasa(self, **tiempo: float) -> datetime:
        """Let time pass: reloj.pasa(minutes=5)."""
        self.ahora += timedelta(**tiempo)
        return self.ahora


@dataclass
class Nucleo:
    """The lender's database, as a test fills it."""

    dsn: str
    cedulas: Iterator[int] = field(default_factory=lambda: itertools.count(40_000_000 + next(_serie) * 10_000))

    def cliente(self, celular: str | None = None, expedicion: date = date(1998, 5, 3), **columnas: Any) -> str:
        """Add a customer and return the cédula."""
        cedula = str(next(self.cedulas))
        fila = {
            "nombres": "Ana", "apellidos": "Prueba", "celular": celular, "segmento": "empleado",
            "fecha_expedicion": expedicion, "celular_confirmado_en": date(2026, 10, 1),
        }  # fmt: skip
        self.insertar("clientes", cedula=cedula, **(fila | columnas))
        return cedula

    def credito(self, cedula: str, **columnas: Any) -> str:
        """Add a live crédito and return its number."""
        numero = columnas.pop("numero", f"L-{next(_serie):06d}")
        fila = {
            "estado": "vigente", "monto": 10_000_000, "saldo": 7_654_321, "cuotas_totales": 60, "cuotas_pagadas": 14,
            "valor_cuota": 234_567, "fecha_desembolso": date(2025, 1, 10), "proximo_descuento": date(2026, 11, 30),
            "dias_mora": 0,
        }  # fmt: skip
        self.insertar("creditos", numero=numero, cedula=cedula, **(fila | columnas))
        return numero

    def solicitud(self, cedula: str, etapa: str | None = "estudio", **columnas: Any) -> str:
        """Add an application, by default in `estudio` since the day before, and return its radicado."""
        radicado = columnas.pop("radicado", f"SOL-{next(_serie):06d}")
        fila = {
            "producto": "Crédito de libranza", "monto": 14_000_000, "plazo": 60, "observacion": "nota interna",
            "radicada_en": AHORA - timedelta(days=3), "actualizada_en": AHORA - timedelta(days=1),
        }  # fmt: skip
        self.insertar("solicitudes", radicado=radicado, cedula=cedula, etapa=etapa, **(fila | columnas))
        return radicado

    def cambiar_solicitud(self, radicado: str, **columnas: Any) -> None:
        """Change an application, as the lender's system does."""
        cambios = ", ".join(f"{columna} = %s" for columna in columnas)
        with conectar(self.dsn) as connection, connection.cursor() as cursor:
            valores = [*columnas.values(), radicado]
            cursor.execute(f"UPDATE nucleo.solicitudes SET {cambios} WHERE radicado = %s", valores)  # noqa: S608

    def pagado(self, cedula: str, **columnas: Any) -> str:
        """Add a crédito that was paid in full and return its number."""
        fila = {
            "estado": "cancelado", "saldo": 0, "cuotas_pagadas": 60, "proximo_descuento": None,
            "fecha_cancelacion": date(2026, 9, 30),
        }  # fmt: skip
        return self.credito(cedula, **(fila | columnas))

    def cambiar_credito(self, numero: str, **columnas: Any) -> None:
        """Change columns of a crédito."""
        cambios = ", ".join(f"{columna} = %s" for columna in columnas)
        with conectar(self.dsn) as connection, connection.cursor() as cursor:
            cursor.execute(f"UPDATE nucleo.creditos SET {cambios} WHERE numero = %s", [*columnas.values(), numero])  # noqa: S608

    def insertar(self, tabla: str, **columnas: Any) -> None:
        nombres = ", ".join(columnas)
        with conectar(self.dsn) as connection, connection.cursor() as cursor:
            valores = ", ".join(["%s"] * len(columnas))
            cursor.execute(f"INSERT INTO nucleo.{tabla} ({nombres}) VALUES ({valores})", list(columnas.values()))  # noqa: S608


def conectar(dsn: str) -> psycopg2.extensions.connection:
    """Return an autocommit connection, for what a test must see or do behind the product's back."""
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    return connection


def crear_nucleo(dsn: str) -> None:
    """Create the empty `nucleo` in a migrated database, and let the processes read it: it came after the migration."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(NUCLEO.read_text(encoding="utf-8"))
    connection.close()
    aplicar(dsn)


def carpeta_abierta(nombre: str) -> Path:
    """Return a new folder that PostgreSQL's own user may enter; pytest's are shut to others while it is root."""
    carpeta = Path(tempfile.mkdtemp(prefix=f"proalto-{nombre}-"))
    carpeta.chmod(0o755)
    atexit.register(shutil.rmtree, carpeta, ignore_errors=True)
    return carpeta


@pytest.fixture(scope="session")
def servidor() -> str:
    """A PostgreSQL server whose database `postgres` is migrated and holds an empty nucleo: the template."""
    dsn = os.environ.get("DATABASE_URL_PRUEBAS") or embedded.start(carpeta_abierta("pg") / "datos")
    migrate(dsn)
    crear_nucleo(dsn)
    return dsn


@pytest.fixture(scope="module")
def dsn(servidor: str) -> Iterator[str]:
    """A database of this module's own, copied from the template."""
    nombre = f"prueba_{uuid.uuid4().hex[:12]}"
    parametros = psycopg2.extensions.parse_dsn(servidor)
    administrador = conectar(psycopg2.extensions.make_dsn(**(parametros | {"dbname": "template1"})))
    with administrador.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {nombre} TEMPLATE {parametros['dbname']}")
    yield psycopg2.extensions.make_dsn(**(parametros | {"dbname": nombre}))
    psycopg2.extensions.set_wait_callback(None)  # the product's limit, which it sets again when it next connects
    with administrador.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {nombre} WITH (FORCE)")
    administrador.close()


@pytest.fixture(autouse=True)
def sin_bitacora_ajena() -> Iterator[None]:
    """Undo what a process that a test starts in here does to the logging of all."""
    antes = logging.getLogRecordFactory(), sys.excepthook, threading.excepthook
    yield
    logging.setLogRecordFactory(antes[0])
    sys.excepthook, threading.excepthook = antes[1:]


@pytest.fixture
def reloj() -> Reloj:
    return Reloj()


@pytest.fixture
def app(dsn: str, reloj: Reloj) -> Iterator[App]:
    """An App on the module's database, with in-memory doors and a clock that stands still."""
    settings = settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn})
    memoria = {"whatsapp": MemoryWhatsApp(), "sms": MemorySms(), "imprenta": MemoryImprenta()}
    app = replace(bootstrap.build(settings, now=reloj), **memoria)
    yield app
    app.db.close()
    app.nucleo.close()


def como(app: App, proceso: str) -> App:
    """Return the same App as a process has it: with its own role in the database. A database that is down stays so."""
    dsn = str(app.settings.database_url)
    if (dsn, proceso) not in _papeles:
        settings = replace(app.settings, proceso=proceso)
        _papeles[dsn, proceso] = bootstrap.build(settings)
    suya = _papeles[dsn, proceso]
    sanas = {nombre: getattr(suya, nombre) for nombre in ("db", "nucleo") if getattr(app, nombre)._dsn == dsn}
    return replace(app, settings=replace(app.settings, proceso=proceso), cipher=suya.cipher, **sanas)


@pytest.fixture
def claves_ligeras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords of the desk that cost next to nothing; one test looks at the real cost."""
    monkeypatch.setattr(claves, "_argon2", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    claves._de_nadie.cache_clear()


@pytest.fixture
def db(app: App) -> Database:
    return app.db


@pytest.fixture
def nucleo(dsn: str) -> Nucleo:
    return Nucleo(dsn)


@pytest.fixture
def contacto(app: App) -> Contacto:
    """A new contact with a phone, who has just written."""
    return nuevo_contacto(app)


@pytest.fixture
def sin_errados(dsn: str) -> Iterator[None]:
    """Start, and leave the module's database, without a wrong code: they are counted for the whole system."""
    connection = conectar(dsn)  # not in a `with`, which would commit only at its end
    borrar = "DELETE FROM asistente.intentos_identidad WHERE paso = 'codigo'"
    with connection.cursor() as cursor:
        cursor.execute(borrar)
        yield
        cursor.execute(borrar)
    connection.close()


def nuevo_contacto(app: App, telefono: str | None = None) -> Contacto:
    """Return a contact that no other test knows."""
    address = Address(phone=telefono or f"5730{uuid.uuid4().int % 10**8:08d}")
    with app.db.transaction() as tx:
        return Contacto(identificar(tx, app.cipher, address), address, nuevo_wamid())


def nuevo_wamid() -> str:
    return f"wamid.{uuid.uuid4().hex}"


def otra_vez(contacto: Contacto) -> Contacto:
    """The same contact, in their next message."""
    return replace(contacto, wamid=nuevo_wamid())


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """Debian's chromium, one for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SIN_RED)
        yield browser
        browser.close()
