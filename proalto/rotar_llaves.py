"""`python -m proalto.rotar_llaves`: wrap every data key under the newest master key, and say which may be retired."""

from __future__ import annotations

import sys

from proalto import bootstrap
from proalto.db.database import DatabaseAway
from proalto.gateways.llavero import LlaveroAjeno
from proalto.services.operacion.rotacion import Pendiente, Rotacion, rotar
from proalto.settings import SettingsError

SIN_BASE = "La base de datos no responde; lo que se alcanzó a envolver queda, y la orden se puede repetir."
FALTA_UNA = "A DATA_KEYS le falta una llave que todavía envuelve datos: devuélvela (al final) y repite la orden."


def main() -> int:
    """Return the exit code: 0 done, 1 not: half-configured, no database, or a master key is missing."""
    try:
        app = bootstrap.app()
        rotacion = rotar(app.db, app.cipher)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseAway, LlaveroAjeno) as error:
        print(SIN_BASE if isinstance(error, DatabaseAway) else FALTA_UNA, file=sys.stderr)
        return 1
    for linea in contar(rotacion):
        print(linea)
    return 0


def contar(rotacion: Rotacion) -> list[str]:
    """Return what an operator must know, a line each."""
    lineas = [f"Llaves de datos envueltas de nuevo con la primera de DATA_KEYS: {rotacion.envueltas}"]
    lineas += [_pendiente(uno) for uno in rotacion.pendientes]
    if rotacion.retirables:
        cuales = ", ".join(f"la {lugar}.ª" for lugar in rotacion.retirables)
        lineas.append(f"Ya se puede quitar de DATA_KEYS: {cuales}. La necesitan aún las copias de respaldo de antes.")
    else:
        lineas.append("De DATA_KEYS no se puede quitar ninguna.")
    return lineas


def _pendiente(uno: Pendiente) -> str:
    de_quien = f"la {uno.maestra}.ª de DATA_KEYS" if uno.maestra else "una llave que no está en DATA_KEYS"
    return f"Sigue cifrado por {de_quien}: {uno.cuantas} en {uno.tabla}.{uno.columna}"


if __name__ == "__main__":
    sys.exit(main())
