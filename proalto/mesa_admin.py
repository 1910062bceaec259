"""`python -m proalto.mesa_admin`: the desk's first supervisor, who lets the others in. `--otro`: one more."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from psycopg2.errors import UndefinedTable

from proalto import bootstrap
from proalto.db.database import DatabaseAway
from proalto.services.mesa import usuarios
from proalto.services.mesa.usuarios import EQUIPOS, DatoInvalido, Datos, Rol, UsuarioRepetido
from proalto.settings import SettingsError

OTRO = "--otro"
USO = "Uso: python -m launcher mesa-admin [--otro]"
YA_HAY = "Ya hay un supervisor: que él cree a los demás en la mesa. Si perdieron la entrada: make mesa-admin OTRO=1"
SIN_BASE = "La base de datos no responde."
SIN_TABLAS = "La base de datos todavía no tiene tablas: arranca el asistente una vez, con make up."
QUEJAS = {
    "usuario": "El usuario lleva de 3 a 32 letras minúsculas sin tilde, números, puntos o guiones; empieza por letra.",
    "nombre": "El nombre se escribe con letras, como lo leerán los clientes.",
}
REPETIDO = "Ese usuario ya existe."


def main(argumentos: Sequence[str]) -> int:
    """Return the exit code: 0 created, 1 not created, 2 not understood."""
    if not set(argumentos) <= {OTRO}:
        print(USO, file=sys.stderr)
        return 2
    try:
        return _crear(bootstrap.app(), otro=OTRO in argumentos)
    except SettingsError as error:
        queja = str(error)
    except DatoInvalido as error:
        queja = QUEJAS.get(error.campo, error.campo)
    except UsuarioRepetido:
        queja = REPETIDO
    except UndefinedTable:
        queja = SIN_TABLAS
    except DatabaseAway:
        queja = SIN_BASE
    except (EOFError, KeyboardInterrupt):
        queja = USO
    print(queja, file=sys.stderr)
    return 1


def _crear(app: bootstrap.App, *, otro: bool) -> int:
    if usuarios.hay_supervisor(app.db) and not otro:
        print(YA_HAY, file=sys.stderr)
        return 1
    usuario = input("Usuario (como laura.gomez): ").strip().lower()
    nombre = input("Nombre y apellido: ").strip()
    datos = Datos(usuario, nombre, Rol.SUPERVISOR, EQUIPOS)
    _, clave = usuarios.crear(app.db, app.cipher, datos, None, app.now())
    print(f"\nListo. Contraseña temporal de {usuario}, que solo se ve ahora: {clave}")
    print(f"Entra en {app.settings.mesa_url} : te pedirá unir tu celular y cambiarla.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
