"""`python -m proalto.db.migrations`: bring the database in DATABASE_URL to the newest revision."""

import sys

from proalto import settings as settings_module
from proalto.db.migrations import migrate, newest_revision
from proalto.db.permisos.aplicar import SinRoles, dejar_entrar
from proalto.settings import PROCESOS, SettingsError

SIN_BASE = "Falta DATABASE_URL. Sin ella se usa la base embebida, que migra sola con make up."
SIN_ROLES = (
    "El usuario de DATABASE_URL no puede crear los papeles de los procesos: dale CREATEROLE, o créalos como dice"
    " docs/operacion.md, «Los papeles de la base»."
)
MALAS_CLAVES = "CLAVES_DE_LA_BASE no sirve: proceso=clave, separadas por comas, con los procesos de .env.example."


def main() -> int:
    """Return the exit code: 0 migrated, 1 half-configured or without roles in production."""
    try:
        settings = settings_module.from_environ()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    dsn = settings.database_url
    if dsn is None:
        print(SIN_BASE, file=sys.stderr)
        return 1
    try:
        migrate(dsn)
    except SinRoles:
        print(SIN_ROLES, file=sys.stderr)
        if settings.produccion:
            return 1
    pares = (par.partition("=") for par in (settings.claves_de_la_base or "").split(",") if par)
    claves = {proceso: clave for proceso, _, clave in pares}
    if not claves.keys() <= set(PROCESOS) or not all(claves.values()):
        print(MALAS_CLAVES, file=sys.stderr)
        return 1
    dejar_entrar(dsn, claves)
    print(f"asistente: {newest_revision()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
