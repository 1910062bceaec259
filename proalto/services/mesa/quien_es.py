"""What a contact is called at the desk: the customer's first name if they proved who they are, or a masked phone."""

from __future__ import annotations

from collections.abc import Iterable

from proalto.db.database import Database, DatabaseAway, Row
from proalto.formats.celular import enmascarar_celular
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.sesiones import CEDULA

SIN_NUMERO = "••••"


def llamados(nucleo: Database, cipher: Cipher, filas: Iterable[Row]) -> list[str]:
    """Return what to call each row's contact, given its `cedula` (encrypted, or None) and `telefono`.

    One question to the lender's database for all; while it is away, they are called by their phones.
    """
    cedulas = [(cedula_de(cipher, fila), telefono(fila)) for fila in filas]
    nombres = primeros_nombres(nucleo, {cedula for cedula, _ in cedulas if cedula})
    return [nombres.get(cedula or "") or numero for cedula, numero in cedulas]


def primeros_nombres(nucleo: Database, cedulas: set[str]) -> dict[str, str]:
    """Return the first name of each customer that the lender's database knows and names."""
    if not cedulas:
        return {}
    try:
        with nucleo.transaction() as tx:
            rows = tx.all("nucleo.mesa.nombres", cedulas=sorted(cedulas))
    except DatabaseAway:
        return {}
    return {str(row["cedula"]): primero for row in rows if (primero := _primero(row["nombres"]))}


def cedula_de(cipher: Cipher, fila: Row) -> str | None:
    """Return the cédula of a row, in clear."""
    return None if fila["cedula"] is None else cipher.decrypt(fila["cedula"], CEDULA).decode()


def telefono(fila: Row) -> str:
    """Return the row's phone with only its last digits; a contact without one has dots alone."""
    return enmascarar_celular(fila["telefono"]) if fila["telefono"] else SIN_NUMERO


def _primero(nombres: str | None) -> str:
    return (nombres or "").split(" ")[0].strip().capitalize()
