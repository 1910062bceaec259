"""The people of the demonstration, whose password and telephone are published. They enter only while DEMO=1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.mesa import claves
from proalto.services.mesa.acceso import PASO, SECRETO_DEMO, codigo_de, sellar_secreto
from proalto.services.mesa.usuarios import EQUIPOS, Rol

CUENTAS = (
    ("laura", "Laura Gómez", Rol.ASESOR, ("servicio", "comercial")),
    ("andres", "Andrés Rojas", Rol.ASESOR, ("reclamos", "fraude", "datos")),
    ("marta", "Marta Díaz", Rol.SUPERVISOR, EQUIPOS),
    ("camilo", "Camilo Peña", Rol.CONTENIDO, ()),
    ("pilar", "Pilar Ortiz", Rol.AUDITOR, ()),
)


class SoloEnLaDemo(ProAltoError):
    """Accounts with a published password were asked for outside the demonstration."""


@dataclass(frozen=True)
class Muestra:
    """What the door shows in the demonstration; `segundos` until the code changes."""

    cuentas: tuple[tuple[str, str, Rol], ...]
    clave: str
    codigo: str
    segundos: int


def cargar(db: Database, cipher: Cipher, now: datetime, *, demo: bool) -> None:
    """Add the accounts that are missing, or raise SoloEnLaDemo."""
    if not demo:
        raise SoloEnLaDemo
    clave = claves.cifrar(claves.DE_LA_DEMO)
    with db.transaction() as tx:
        for usuario, nombre, rol, equipos in CUENTAS:
            tx.run(
                "asistente.usuarios.cargar_demo",
                usuario=usuario,
                nombre=nombre,
                rol=rol.value,
                equipos=list(equipos),
                clave=clave,
                totp=sellar_secreto(cipher, usuario, SECRETO_DEMO),
                disponible=rol is Rol.ASESOR,
                now=now,
            )


def muestra(now: datetime) -> Muestra:
    """Return what to type now."""
    cuentas = tuple((usuario, nombre, rol) for usuario, nombre, rol, _ in CUENTAS)
    segundos = PASO - int(now.timestamp()) % PASO
    return Muestra(cuentas, claves.DE_LA_DEMO, codigo_de(SECRETO_DEMO, now), segundos)
