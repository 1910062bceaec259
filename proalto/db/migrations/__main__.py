"""`python -m proalto.db.migrations`: bring the database in DATABASE_URL to the newest revision."""

import sys

from proalto import settings as settings_module
from proalto.db.migrations import migrate, newest_revision
from proalto.settings import SettingsError

SIN_BASE = "Falta DATABASE_URL. Sin ella se usa la base embebida, que migra sola con make up."


def main() -> int:
    """Return the exit code: 0 migrated, 1 half-configured."""
    try:
        dsn = settings_module.from_environ().database_url
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    if dsn is None:
        print(SIN_BASE, file=sys.stderr)
        return 1
    migrate(dsn)
    print(f"asistente: {newest_revision()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
