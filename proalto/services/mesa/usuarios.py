"""Who works at the desk. They are never deleted: what they did stays theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.celular import leer_celular
from proalto.gateways.cipher import CASA, Cipher
from proalto.services.mesa import claves, horarios, sesiones_mesa
from proalto.services.mesa.auditoria import anotar

EQUIPOS = ("comercial", "servicio", "reclamos", "fraude", "datos")
CAPACIDAD_MAXIMA = 200
NOMBRE_MAXIMO = 80
TODAS = "*"
_USUARIO = re.compile(r"[a-z][a-z0-9._-]{2,31}")


class Rol(str, Enum):
    """What somebody is at the desk; `proalto/mesa/permisos.py` says what each may do."""

    ASESOR = "asesor"
    SUPERVISOR = "supervisor"
    CONTENIDO = "contenido"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Usuario:
    """Somebody who works at the desk. `zonas` are codes of parametros/asesores.csv, or ("*",) for all."""

    id: int
    usuario: str
    nombre: str
    rol: Rol
    equipos: tuple[str, ...]
    zonas: tuple[str, ...]
    turno: str
    capacidad: int
    activo: bool
    disponible: bool


@dataclass(frozen=True)
class Ficha:
    """Somebody as the page of people shows them."""

    usuario: Usuario
    visto_en: datetime | None
    clave_temporal: bool
    inscrito: bool  # their telephone gives the codes already
    bloqueado_hasta: datetime | None


@dataclass(frozen=True)
class Datos:
    """What a supervisor writes about somebody. `celular` as it was typed, or empty."""

    usuario: str
    nombre: str
    rol: Rol
    equipos: tuple[str, ...] = ()
    zonas: tuple[str, ...] = (TODAS,)
    turno: str = "general"
    capacidad: int = 8
    celular: str = ""


class SinUsuario(ProAltoError):
    """There is nobody with this id."""


class UsuarioRepetido(ProAltoError):
    """Somebody has this user name already."""


class UltimoSupervisor(ProAltoError):
    """Without this supervisor nobody could let others in."""


class DatoInvalido(ProAltoError):
    """A field is not as it should be; `campo` names it."""

    def __init__(self, campo: str) -> None:
        super().__init__(campo)
        self.campo = campo


def todos(db: Database) -> list[Usuario]:
    """Return everybody, those who left last."""
    return [ficha.usuario for ficha in fichas(db)]


def fichas(db: Database) -> list[Ficha]:
    """Return everybody with the state of their entry, those who left last."""
    with db.transaction() as tx:
        return [_ficha(row) for row in tx.all("asistente.usuarios.todos")]


def por_id(tx: Transaction, usuario_id: int) -> Usuario:
    """Return one of them, or raise SinUsuario."""
    return de_fila(_fila(tx, usuario_id))


def datos_de(db: Database, cipher: Cipher, usuario_id: int) -> Datos:
    """Return what a supervisor may change of somebody, or raise SinUsuario."""
    with db.transaction() as tx:
        row = _fila(tx, usuario_id)
    quien = de_fila(row)
    celular = descifrar_celular(cipher, row)
    return Datos(
        quien.usuario, quien.nombre, quien.rol, quien.equipos, quien.zonas, quien.turno, quien.capacidad, celular
    )


def crear(db: Database, cipher: Cipher, datos: Datos, actor: Usuario | None, now: datetime) -> tuple[int, str]:
    """Add somebody; return their id and a password that they must change at the first entry, which nobody keeps.

    Raise DatoInvalido or UsuarioRepetido. `actor` is None for the first one, at the terminal.
    """
    campos = _campos(cipher, datos)
    clave = claves.temporal()
    guardada = claves.cifrar(clave)
    with db.transaction() as tx:
        row = tx.first("asistente.usuarios.crear", usuario=datos.usuario, clave=guardada, now=now, **campos)
        if row is None:
            raise UsuarioRepetido(datos.usuario)
        anotar(tx, actor.id if actor else None, "usuario_creado", f"usuario:{row['id']}", now, {"rol": datos.rol.value})
    return int(row["id"]), clave


def editar(db: Database, cipher: Cipher, usuario_id: int, datos: Datos, actor: Usuario, now: datetime) -> None:
    """Change what somebody is; another role ends their sessions. Raise DatoInvalido, SinUsuario or UltimoSupervisor."""
    with db.transaction() as tx:
        supervisores = _supervisores(tx)
        antes = por_id(tx, usuario_id)
        campos = _campos(cipher, Datos(**(vars(datos) | {"usuario": antes.usuario})))
        if datos.rol is not antes.rol:
            _que_quede_uno(supervisores, usuario_id)
            sesiones_mesa.cerrar_todas(tx, usuario_id, now)
        tx.run("asistente.usuarios.editar", usuario_id=usuario_id, **campos)
        cambio = {campo: campos[campo] for campo in ("rol", "equipos", "zonas", "turno", "capacidad")}
        anotar(tx, actor.id, "usuario_editado", f"usuario:{usuario_id}", now, cambio)


def activar(db: Database, usuario_id: int, activo: bool, actor: Usuario, now: datetime) -> None:
    """Let somebody in again, or no longer; their sessions end. Raise SinUsuario or UltimoSupervisor."""
    with db.transaction() as tx:
        supervisores = _supervisores(tx)
        por_id(tx, usuario_id)
        if not activo:
            _que_quede_uno(supervisores, usuario_id)
            sesiones_mesa.cerrar_todas(tx, usuario_id, now)
        tx.run("asistente.usuarios.activar", usuario_id=usuario_id, activo=activo)
        accion = "usuario_activado" if activo else "usuario_desactivado"
        anotar(tx, actor.id, accion, f"usuario:{usuario_id}", now)


def ponerse(db: Database, quien: Usuario, disponible: bool, now: datetime) -> None:
    """Record that they take cases from now on, or stop taking them."""
    with db.transaction() as tx:
        tx.run("asistente.usuarios.ponerse", usuario_id=quien.id, disponible=disponible, now=now)
        anotar(tx, quien.id, "disponible" if disponible else "no_disponible", f"usuario:{quien.id}", now)


@cache
def turnos() -> tuple[str, ...]:
    """Return the schedules that people may have, the general one first."""
    return tuple(dict.fromkeys((horarios.GENERAL, *horarios.vigentes())))


def hay_supervisor(db: Database) -> bool:
    """Tell whether anybody can let others in."""
    with db.transaction() as tx:
        return bool(tx.one("asistente.usuarios.hay_supervisor")["hay"])


def de_fila(row: Row) -> Usuario:
    """Return the person that a row holds."""
    listas = {"rol": Rol(row["rol"]), "equipos": tuple(row["equipos"]), "zonas": tuple(row["zonas"])}
    return Usuario(**({campo: row[campo] for campo in Usuario.__dataclass_fields__} | listas))


def descifrar_celular(cipher: Cipher, row: Row) -> str:
    """Return the mobile of a row that has `usuario` and `celular`; empty when there is none."""
    return cipher.decrypt(row["celular"], _contexto(row["usuario"])).decode() if row["celular"] else ""


def _ficha(row: Row) -> Ficha:
    return Ficha(de_fila(row), row["visto_en"], row["clave_temporal"], row["inscrito"], row["bloqueado_hasta"])


def _fila(tx: Transaction, usuario_id: int) -> Row:
    row = tx.first("asistente.usuarios.por_id", usuario_id=usuario_id)
    if row is None:
        raise SinUsuario(str(usuario_id))
    return row


def _supervisores(tx: Transaction) -> set[int]:
    return {row["id"] for row in tx.all("asistente.usuarios.supervisores")}


def _que_quede_uno(supervisores: set[int], usuario_id: int) -> None:
    if supervisores == {usuario_id}:
        raise UltimoSupervisor(str(usuario_id))


def _campos(cipher: Cipher, datos: Datos) -> dict[str, object]:
    """Return the columns, checked."""
    celular = leer_celular(datos.celular) if datos.celular.strip() else ""
    nombre = " ".join(datos.nombre.split())
    bien = {
        "usuario": _USUARIO.fullmatch(datos.usuario),
        "nombre": 3 <= len(nombre) <= NOMBRE_MAXIMO and nombre.replace(" ", "").replace("-", "").isalpha(),
        "equipos": set(datos.equipos) <= set(EQUIPOS) and (datos.equipos or datos.rol is not Rol.ASESOR),
        "zonas": bool(datos.zonas),
        "turno": datos.turno in turnos(),
        "capacidad": 0 <= datos.capacidad <= CAPACIDAD_MAXIMA,
        "celular": celular is not None,
    }
    for campo, vale in bien.items():
        if not vale:
            raise DatoInvalido(campo)
    return {
        "nombre": nombre,
        "rol": datos.rol.value,
        "equipos": list(datos.equipos),
        "zonas": list(datos.zonas),
        "turno": datos.turno,
        "capacidad": datos.capacidad,
        "celular": cipher.encrypt(celular.encode(), _contexto(datos.usuario), de=CASA) if celular else None,
    }


def _contexto(usuario: str) -> str:
    return f"usuarios.celular:{usuario}"
