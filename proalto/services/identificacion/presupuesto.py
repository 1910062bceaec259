"""The budget of wrong codes of the whole system: spent, codes grow and the number alone opens nothing."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Transaction
from proalto.services.identificacion.limites import LIMITES


def agotado(tx: Transaction, now: datetime) -> bool:
    """Tell whether so many codes were wrong within a day that somebody must be guessing."""
    maximo = LIMITES.codigos_malos_del_sistema_24h
    return bool(tx.one("asistente.identidad.errados", now=now, maximo=maximo)["agotado"])


def digitos(tx: Transaction, now: datetime) -> int:
    """Return how many digits a new code has."""
    return LIMITES.codigo_digitos_en_alerta if agotado(tx, now) else LIMITES.codigo_digitos
