"""The one log of what happened, which the indicators are counted from. It holds ids and codes, never personal data."""

from __future__ import annotations

import json
from datetime import datetime

from proalto.db.database import Transaction


def anotar(
    tx: Transaction,
    tipo: str,
    clave: str,
    now: datetime,
    *,
    contacto_id: int | None = None,
    caso_id: int | None = None,
    usuario_id: int | None = None,
    gestion: str = "",
    datos: dict[str, str | int | float | bool] | None = None,
) -> bool:
    """Record a fact in the transaction that makes it true; False when `clave` was recorded already.

    `tipo` is one of those that `docs/indicadores.md` defines; `clave` names the fact, such as "caso_abierto:12".
    """
    return (
        tx.run(
            "asistente.eventos.anotar",
            tipo=tipo,
            clave=clave,
            now=now,
            contacto_id=contacto_id,
            caso_id=caso_id,
            usuario_id=usuario_id,
            gestion=gestion,
            datos=json.dumps(datos or {}),
        )
        == 1
    )
