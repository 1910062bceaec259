"""The proof of an erasure, and the journal of proofs outside the database: a copy that is restored brings back who was
erased after it was made, and the journal is how they are erased again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.contactos import Contacto
from proalto.services.supresion.bloqueos_de_borrados import huellas
from proalto.whatsapp.address import Address

DIARIO = "borrados.jsonl"
TRAMO = 500


class DiarioIlegible(ProAltoError):
    """A line of the journal is not one of ours; the message says which."""


@dataclass(frozen=True)
class Anotado:
    """An erasure as the journal tells it: the keyed hashes of whom, and when it was asked for.

    `cedula_hmac` is of whoever asked for it, if that was known.
    """

    folio: str
    huellas: frozenset[bytes]
    cedula_hmac: bytes | None
    motivo: str
    pedido_en: datetime


def huella(fila: Row) -> str:
    """Return the SHA-256 of a proof, as JSON with sorted keys."""
    prueba = {
        "folio": fila["folio"],
        "parte_de": fila["parte_de"],
        "huellas": [bytes(una).hex() for una in fila["huellas"]],
        "cedula_hmac": None if fila["cedula_hmac"] is None else bytes(fila["cedula_hmac"]).hex(),
        "motivo": fila["motivo"],
        "conteos": fila["conteos"],
        "conservado": fila["conservado"],
        "pedido_en": _fecha(fila["pedido_en"]),
        "terminado_en": _fecha(fila["terminado_en"]),
    }
    return hashlib.sha256(json.dumps(prueba, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def es_integra(fila: Row) -> bool:
    """Tell whether a proof is the one that was written."""
    return bool(fila["sha256"] == huella(fila))


def anotar(db: Database, carpeta: Path, now: datetime) -> int:
    """Add the new proofs to the journal of this folder; return how many. Written twice, a line does no harm; one that
    is said to be written and is lost with a machine brings back whoever was erased."""
    with db.transaction() as tx:
        filas = tx.all("asistente.borrado.por_anotar")
    if not filas:
        return 0
    _escribir(carpeta, [json.dumps(_linea(fila)) for fila in filas])
    with db.transaction() as tx:
        tx.run("asistente.borrado.anotados", folios=[fila["folio"] for fila in filas], now=now)
    return len(filas)


def leer(diario: Path) -> list[Anotado]:
    """Return the journal; raise DiarioIlegible."""
    return [_anotado(numero, linea) for numero, linea in enumerate(diario.read_text("utf-8").splitlines(), start=1)]


def resucitados(db: Database, cipher: Cipher, anotados: Iterable[Anotado]) -> Iterator[tuple[Contacto, Anotado]]:
    """Yield who was erased and is here again: contacts of their address, older than the erasure, with its line."""
    ultimos: dict[bytes, Anotado] = {}
    for uno in sorted(anotados, key=lambda anotado: anotado.pedido_en):
        ultimos |= dict.fromkeys(uno.huellas, uno)
    hasta = max((uno.pedido_en for uno in ultimos.values()), default=None)
    desde = 0
    while hasta is not None:
        with db.transaction() as tx:
            filas = tx.all("asistente.borrado.huellas_de_vivos", hasta=hasta, desde=desde, cuantos=TRAMO)
        for fila in filas:
            suya = Address(fila["telefono"], fila["bsuid"])
            for una in huellas(cipher, suya):
                if una in ultimos and fila["creado_en"] <= ultimos[una].pedido_en:
                    yield Contacto(int(fila["id"]), suya), ultimos[una]
                    break
        if len(filas) < TRAMO:
            return
        desde = int(filas[-1]["id"])


def _escribir(carpeta: Path, lineas: Sequence[str]) -> None:
    """Add lines, and return once the disk has them: the name of a new journal too."""
    carpeta.mkdir(parents=True, exist_ok=True)
    with (carpeta / DIARIO).open("a", encoding="utf-8") as diario:
        diario.writelines(f"{linea}\n" for linea in lineas)
        diario.flush()
        os.fsync(diario.fileno())
    abierta = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(abierta)
    finally:
        os.close(abierta)


def _linea(fila: Row) -> dict[str, Any]:
    return {
        "folio": fila["folio"],
        "huellas": [bytes(una).hex() for una in fila["huellas"]],
        "cedula_hmac": None if fila["cedula_hmac"] is None else bytes(fila["cedula_hmac"]).hex(),
        "motivo": fila["motivo"],
        "pedido_en": _fecha(fila["pedido_en"]),
        "sha256": fila["sha256"],
    }


def _anotado(numero: int, linea: str) -> Anotado:
    try:
        dicho = json.loads(linea)
        huellas_ = frozenset(bytes.fromhex(una) for una in dicho["huellas"])
        cedula = None if dicho.get("cedula_hmac") is None else bytes.fromhex(dicho["cedula_hmac"])
        pedido_en = datetime.fromisoformat(dicho["pedido_en"])
        return Anotado(str(dicho["folio"]), huellas_, cedula, str(dicho["motivo"]), pedido_en)
    except (ValueError, KeyError, TypeError) as error:
        raise DiarioIlegible(f"línea {numero}") from error


def _fecha(cuando: datetime) -> str:
    return cuando.astimezone(timezone.utc).isoformat()
