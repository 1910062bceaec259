"""`python -m proalto.borrar --repetir [DIARIO]`: after a copy was restored, erase again whoever had been erased since.

The journal is `borrados.jsonl`, in DIARIO_DIR unless another is named. With `--pendientes`: finish erasures that a
crash left half done, or that were asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services.supresion import borrado, pruebas_de_borrado
from proalto.services.supresion.pruebas_de_borrado import DIARIO, DiarioIlegible
from proalto.settings import SettingsError

USO = "Uso: python -m launcher borrar --repetir [DIARIO] | --pendientes"
SIN_BASE = "La base de datos no responde. Lo que se alcanzó a borrar quedó borrado: repite la orden cuando vuelva."
SIN_DIARIO = "No está el diario de borrados: {}. Búscalo en su copia, y repite la orden."
ILEGIBLE = "El diario de borrados no se puede leer: {}."
HECHO = "Borrados: {}"


def main(argumentos: Sequence[str]) -> int:
    """Return the exit code: 0 done, 1 not possible now, 2 not understood."""
    orden, *resto = argumentos or [""]
    if orden not in ("--repetir", "--pendientes") or len(resto) > (orden == "--repetir"):
        print(USO, file=sys.stderr)
        return 2
    try:
        app = bootstrap.app()
        diario = Path(resto[0]) if resto else app.settings.diario_dir / DIARIO
        print(HECHO.format(pendientes(app) + (repetir(app, diario) if orden == "--repetir" else 0)))
    except FileNotFoundError as error:
        print(SIN_DIARIO.format(error.filename), file=sys.stderr)
        return 1
    except DiarioIlegible as error:
        print(ILEGIBLE.format(error), file=sys.stderr)
        return 1
    except (SettingsError, DatabaseAway) as error:
        print(error if isinstance(error, SettingsError) else SIN_BASE, file=sys.stderr)
        return 1
    return 0


def pendientes(app: App) -> int:
    """Finish the erasures that were begun or are due; return how many."""
    folios = borrado.por_hacer(app.db, app.now())
    for folio in folios:
        borrado.ejecutar(app.db, app.nucleo, app.cipher, folio, app.now())
    return len(folios)


def repetir(app: App, diario: Path) -> int:
    """Erase again whoever the journal says was erased and is here again; return how many."""
    vueltos = list(pruebas_de_borrado.resucitados(app.db, app.cipher, pruebas_de_borrado.leer(diario)))
    for contacto, antes in vueltos:
        borrado.borrar(app.db, app.nucleo, app.cipher, contacto, antes.cedula_hmac, antes.motivo, app.now())
    return len(vueltos)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
