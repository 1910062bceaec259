"""`python -m proalto.cadena [SELLO...]`: for the auditor, whether the ledgers are whole.

It follows every chain and says which row does not fit. The seal that it prints is to be kept: given back another day,
it shows whether anything that stood until then was changed or taken away, the end of a ledger included.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence

from proalto import bootstrap
from proalto.db.database import Database, DatabaseAway
from proalto.services.consentimiento import libro_de_autorizaciones
from proalto.services.consentimiento.cadenas import Ruptura
from proalto.services.mesa import auditoria
from proalto.settings import SettingsError

Sellar = Callable[..., tuple[int, str]]
LIBROS: dict[str, tuple[Callable[[Database], list[Ruptura]], Sellar]] = {
    libro_de_autorizaciones.LIBRO: (libro_de_autorizaciones.verificar, libro_de_autorizaciones.sello),
    auditoria.LIBRO: (auditoria.rupturas, auditoria.sello),
}
SELLO = re.compile(rf"({'|'.join(LIBROS)}):([0-9]{{1,18}}):([0-9a-f]{{64}})")
USO = "Uso: python -m proalto.cadena [SELLO de una revisión anterior]..."
SIN_BASE = "La base de datos no responde."


def main(argumentos: Sequence[str]) -> int:
    """Return the exit code: 0 whole, 1 something does not fit or no database, 2 not understood."""
    sellos = [SELLO.fullmatch(argumento.strip()) for argumento in argumentos]
    if None in sellos:
        print(USO, file=sys.stderr)
        return 2
    try:
        db = bootstrap.app().db
        enteros = [_revisar(db, libro) for libro in LIBROS]
        enteros += [_comparar(db, *sello.groups()) for sello in sellos if sello]
    except (SettingsError, DatabaseAway) as error:
        print(error if isinstance(error, SettingsError) else SIN_BASE, file=sys.stderr)
        return 1
    return 0 if all(enteros) else 1


def _revisar(db: Database, libro: str) -> bool:
    verificar, sellar = LIBROS[libro]
    rupturas = verificar(db)
    hasta, sello = sellar(db)
    print(f"{libro}: {'sin rupturas' if not rupturas else f'{len(rupturas)} filas que no cuadran'}, hasta la {hasta}")
    for ruptura in rupturas:
        print(f"  no cuadra: {ruptura.libro}, fila {ruptura.fila}")
    print(f"  sello: {libro}:{hasta}:{sello}")
    return not rupturas


def _comparar(db: Database, libro: str, hasta: str, esperado: str) -> bool:
    _, sellar = LIBROS[libro]
    igual = sellar(db, int(hasta))[1] == esperado
    dicho = "todo sigue igual" if igual else "NO coincide: algo de lo que había cambió o ya no está"
    print(f"{libro}: sello anterior, hasta la {hasta}: {dicho}")
    return igual


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
