"""The database: started if it is ours, migrated, and with the demo's customers if asked."""

from __future__ import annotations

import contextlib
from collections.abc import MutableMapping
from datetime import datetime, timezone
from pathlib import Path

import psycopg2

from proalto import bootstrap
from proalto.db import embedded
from proalto.db.database import Database
from proalto.db.migrations import migrate
from proalto.db.permisos.aplicar import SinRoles, aplicar
from proalto.formats.dias_habiles import BOGOTA
from proalto.services.mesa import cuentas_demo
from proalto.settings import Settings
from simulator.nucleo.listado import clientes_json
from simulator.nucleo.load import load
from simulator.nucleo.personas import PERSONAS

SIN_ROLES = (
    "⚠ El usuario de DATABASE_URL no puede crear papeles (CREATEROLE): todos los procesos trabajan como dueños de las\n"
    "  tablas. Sirve para probar; en producción no arranca (docs/operacion.md, «Los papeles de la base»)."
)


class BaseInalcanzable(Exception):
    """The database in DATABASE_URL does not answer."""


def preparar(ambiente: MutableMapping[str, str], run_dir: Path) -> str:
    """Return the DSN of a running, migrated database and put it into the environment and `.run/database_url`.

    With a user who may not create roles, every process would work as the owner of the tables: a warning in
    development, SinRoles in production.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    dsn = ambiente.get("DATABASE_URL") or embedded.start(run_dir / "postgres")
    ambiente["DATABASE_URL"] = dsn
    try:
        migrate(dsn)
    except SinRoles:
        if ambiente.get("PROALTO_ENV") == "produccion":
            raise
        print(SIN_ROLES, flush=True)
        ambiente["PROALTO_SIN_PAPELES"] = "1"
    except Exception as error:
        if "connect" in str(error).lower() or "connection" in str(error).lower():
            raise BaseInalcanzable(type(error).__name__) from error
        raise
    archivo = run_dir / "database_url"
    archivo.touch(mode=0o600)
    archivo.write_text(dsn + "\n")
    return dsn


def cargar_demo(dsn: str) -> None:
    """Load the invented customers, unless they are there."""
    connection = psycopg2.connect(dsn)
    try:
        load(connection, datetime.now(BOGOTA).date())
    finally:
        connection.close()


def dejar_leer(dsn: str) -> None:
    """Let the processes read the demo's customers, who came after the migration."""
    with contextlib.suppress(SinRoles):
        aplicar(dsn)


def cargar_mesa(dsn: str, ajustes: Settings) -> None:
    """Load the demonstration's advisors, unless they are there."""
    db = Database(dsn, name="launcher", size=1)
    try:
        cuentas_demo.cargar(db, bootstrap.cipher(ajustes, dsn), datetime.now(timezone.utc), demo=ajustes.demo)
    finally:
        db.close()


def escribir_clientes(run_dir: Path) -> Path:
    """Write the named customers for the simulator's phones."""
    archivo = run_dir / "clientes.json"
    archivo.write_text(clientes_json(), encoding="utf-8")
    return archivo


def para_empezar() -> list[str]:
    """Return three customers to try, a line each."""
    return [
        f"{persona.nombre}: celular {persona.chat}, cédula {persona.cedula}, expedida el "
        f"{persona.fecha_expedicion:%d/%m/%Y}. {persona.prueba}"
        for persona in PERSONAS[:3]
    ]
