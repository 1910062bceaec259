"""Migrations of schema `asistente`: alembic runs them, each is a plain `.sql` that a DBA can read."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from proalto.db.permisos.aplicar import aplicar

HERE = Path(__file__).parent


def migrate(dsn: str) -> None:
    """Bring schema `asistente` to the newest revision and its privileges to what `permisos/matriz.csv` says.

    Does nothing where both are so already. Raise SinRoles, with all else done, when roles may not be created.
    """
    command.upgrade(_config(dsn), "head")
    aplicar(dsn)


def newest_revision() -> str:
    """Return the revision that the code expects."""
    head = ScriptDirectory.from_config(_config("")).get_current_head()
    assert head is not None
    return head


def _config(dsn: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["dsn"] = dsn
    return config
