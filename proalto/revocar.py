"""`python -m proalto.revocar FOLIO MOTIVO`: a certificate is no longer valid, say because the payment bounced.

A cédula instead of the folio revokes every certificate of that person.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from proalto import bootstrap
from proalto.db.database import DatabaseAway
from proalto.services.credito.certificados import NoExiste, revocar
from proalto.settings import SettingsError

USO = "Uso: python -m launcher revocar FOLIO-O-CEDULA MOTIVO"
NO_HAY = "No hay un certificado vigente con ese folio ni de esa cédula."
SIN_BASE = "La base de datos no responde."


def main(argumentos: Sequence[str]) -> int:
    """Return the exit code: 0 revoked, 1 nothing to revoke or no database, 2 not understood."""
    cual, *palabras = [argumento.strip() for argumento in argumentos] or [""]
    motivo = " ".join(palabras).strip()
    if not cual or not motivo:
        print(USO, file=sys.stderr)
        return 2
    try:
        app = bootstrap.app()
        folios = revocar(app.db, app.cipher, cual, motivo, app.now())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (NoExiste, DatabaseAway) as error:
        print(NO_HAY if isinstance(error, NoExiste) else SIN_BASE, file=sys.stderr)
        return 1
    for folio in folios:
        print(f"Revocado: {folio}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
