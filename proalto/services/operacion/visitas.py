"""How often one address may ask the public page. Counted in PostgreSQL, so that every process counts the same."""

from __future__ import annotations

import ipaddress
import math
import secrets
from datetime import datetime, timedelta

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher

POR_MINUTO = 10
UN_MINUTO = timedelta(minutes=1)
LIMPIAR_CADA = 50  # visits: the older ones are forgotten by chance, without a clock of their own
RED_DE_UNA_CASA = 64  # bits of an IPv6 address; whoever has one has all of those below


class DemasiadasVisitas(ProAltoError):
    """This address has asked enough for now; `segundos` until it may again."""

    def __init__(self, segundos: int) -> None:
        super().__init__(f"{segundos} s")
        self.segundos = segundos


def visitar(
    db: Database, cipher: Cipher, ip: str, now: datetime, *, puerta: str = "visitante", por_minuto: int = POR_MINUTO
) -> None:
    """Count one visit of this address, or raise DemasiadasVisitas; refused ones do not count.

    Each `puerta` is counted apart.
    """
    with db.transaction() as tx:
        row = tx.one(
            "asistente.visitas.anotar",
            visitante=cipher.keyed_hash(puerta, _casa(ip)),
            por_minuto=por_minuto,
            now=now,
        )
    if secrets.randbelow(LIMPIAR_CADA) == 0:
        with db.transaction() as tx:  # of its own: holding one visitor while deleting others would invite a deadlock
            tx.run("asistente.visitas.olvidar", now=now)
    if not row["admitida"]:
        raise DemasiadasVisitas(max(1, math.ceil((row["primera"] + UN_MINUTO - now).total_seconds())))


def _casa(ip: str) -> str:
    """Return what stands for one visitor: an IPv4 address, or the network of an IPv6 one."""
    try:
        direccion = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(direccion, ipaddress.IPv6Address) and direccion.ipv4_mapped is None:
        return str(ipaddress.ip_network((direccion, RED_DE_UNA_CASA), strict=False))
    return str(getattr(direccion, "ipv4_mapped", None) or direccion)
