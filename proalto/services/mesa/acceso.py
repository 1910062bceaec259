"""Entering the desk: a password, then a code of the telephone (TOTP, RFC 6238).

A try is taken before it is looked at, so that fifty at once are not more than five. Who is unknown, who left, who is
locked out and who mistyped get the same error after the same work.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import CASA, Cipher
from proalto.services.mesa import claves, sesiones_mesa
from proalto.services.mesa.auditoria import anotar
from proalto.services.mesa.usuarios import SinUsuario, Usuario

MAXIMO = 5
BLOQUEO = timedelta(minutes=15)
PASO = 30  # seconds
HOLGURA = 1  # steps of a clock that is slow or fast
EMISOR = "ProAlto"
SECRETO_DEMO = "MESADEDEMOSTRACIONPROALTO2345677"


class NoEntra(ProAltoError):
    """These are not the user and password of somebody who may try now."""


class CodigoErrado(ProAltoError):
    """The code is not the telephone's."""


class CodigoUsado(ProAltoError):
    """The code was right and was used before."""


class SinIntentos(ProAltoError):
    """Too many failures: BLOQUEO must pass."""


def entrar(db: Database, cipher: Cipher, usuario: str, clave: str, now: datetime, *, demo: bool = False) -> str:
    """Return the token of a session that waits for the second factor, or raise NoEntra."""
    with db.transaction() as tx:
        fila = _apartar(tx, now, usuario=usuario.strip().lower()[:64])
    publicada = clave == claves.DE_LA_DEMO and not demo
    if not claves.coincide(fila["clave"] if fila else None, clave) or fila is None or publicada:
        with db.transaction() as tx:
            anotar(tx, None, "entrada_fallida", f"usuario:{fila['id']}" if fila else "", now)
        raise NoEntra
    with db.transaction() as tx:
        tx.run("asistente.acceso.devolver_intento", usuario_id=fila["id"])
        if fila["totp_paso"] is None:
            secreto = sellar_secreto(cipher, fila["usuario"], pyotp.random_base32())
            tx.run("asistente.acceso.ofrecer_secreto", usuario_id=fila["id"], totp=secreto)
        return sesiones_mesa.abrir(tx, fila["id"], now, completa=False)


def inscripcion(db: Database, cipher: Cipher, quien: Usuario) -> str | None:
    """Return the address that their telephone reads from the QR; None when it gives the codes already."""
    with db.transaction() as tx:
        fila = tx.one("asistente.acceso.de_usuario", usuario_id=quien.id)
    if fila["totp_paso"] is not None or fila["totp"] is None:
        return None
    return pyotp.TOTP(_abrir(cipher, fila)).provisioning_uri(name=quien.usuario, issuer_name=EMISOR)


def secreto_legible(direccion: str) -> str:
    """Return the secret of that address in groups of four, for who types it instead of reading the QR."""
    secreto = pyotp.parse_uri(direccion).secret
    return " ".join(secreto[i : i + 4] for i in range(0, len(secreto), 4))


def confirmar(
    db: Database, cipher: Cipher, quien: Usuario, token: str, codigo: str, now: datetime, *, demo: bool = False
) -> str:
    """Return the token of the whole session, a new one, in place of the one that waited.

    Raise CodigoErrado, CodigoUsado or SinIntentos. A code works once, and within a step of its own.
    """
    with db.transaction() as tx:
        fila = _apartar(tx, now, usuario_id=quien.id)
        if fila is None:
            sesiones_mesa.cerrar(tx, token, now)
    if fila is None:
        raise SinIntentos
    paso = _paso_de(_abrir(cipher, fila), codigo, now) if fila["totp"] else None
    if paso is None or (_abrir(cipher, fila) == SECRETO_DEMO and not demo):
        with db.transaction() as tx:
            anotar(tx, quien.id, "codigo_errado", f"usuario:{quien.id}", now)
        raise CodigoErrado
    return _completar(db, fila, token, paso, now)


def cambiar_clave(db: Database, quien: Usuario, actual: str, nueva: str, now: datetime) -> str:
    """Change one's own password and return the token of the only session that is left.

    Raise NoEntra when the present one is not right, SinIntentos after too many, ClaveDebil.
    """
    claves.exigir_buena(nueva, quien.usuario, quien.nombre)
    if nueva == actual:
        raise claves.ClaveDebil("misma")
    with db.transaction() as tx:
        fila = _apartar(tx, now, usuario_id=quien.id)
    if fila is None:
        raise SinIntentos
    if not claves.coincide(fila["clave"], actual):
        with db.transaction() as tx:
            anotar(tx, quien.id, "clave_errada", f"usuario:{quien.id}", now)
        raise NoEntra
    return _poner_clave(db, quien, nueva, now)


def restablecer_clave(db: Database, usuario_id: int, actor: Usuario, now: datetime) -> str:
    """Return a new temporary password for somebody who forgot theirs; their sessions end. Raise SinUsuario."""
    clave = claves.temporal()
    guardada = claves.cifrar(clave)
    with db.transaction() as tx:
        _bloquear(tx, usuario_id)
        tx.run("asistente.usuarios.poner_clave", usuario_id=usuario_id, clave=guardada, temporal=True)
        sesiones_mesa.cerrar_todas(tx, usuario_id, now)
        anotar(tx, actor.id, "clave_restablecida", f"usuario:{usuario_id}", now)
    return clave


def restablecer_segundo(db: Database, usuario_id: int, actor: Usuario, now: datetime) -> None:
    """Let somebody enrol another telephone; their sessions end. Raise SinUsuario."""
    with db.transaction() as tx:
        _bloquear(tx, usuario_id)
        tx.run("asistente.acceso.quitar_segundo", usuario_id=usuario_id)
        sesiones_mesa.cerrar_todas(tx, usuario_id, now)
        anotar(tx, actor.id, "segundo_factor_restablecido", f"usuario:{usuario_id}", now)


def desbloquear(db: Database, usuario_id: int, actor: Usuario, now: datetime) -> None:
    """Let somebody try again before their time is up. Raise SinUsuario."""
    with db.transaction() as tx:
        _bloquear(tx, usuario_id)
        tx.run("asistente.acceso.desbloquear", usuario_id=usuario_id)
        anotar(tx, actor.id, "usuario_desbloqueado", f"usuario:{usuario_id}", now)


def salir(db: Database, token: str, now: datetime) -> None:
    """End a session here, not only in the browser; who leaves takes no more cases."""
    with db.transaction() as tx:
        usuario_id = sesiones_mesa.cerrar(tx, token, now)
        if usuario_id is not None:
            tx.run("asistente.usuarios.ponerse", usuario_id=usuario_id, disponible=False, now=now)
            anotar(tx, usuario_id, "salida", f"usuario:{usuario_id}", now)


def codigo_de(secreto: str, now: datetime) -> str:
    """Return the code that a telephone with this secret shows."""
    return pyotp.TOTP(secreto).at(int(now.timestamp()))


def sellar_secreto(cipher: Cipher, usuario: str, secreto: str) -> bytes:
    """Return what is kept of a telephone's secret; it serves for this person only."""
    return cipher.encrypt(secreto.encode(), f"usuarios.totp:{usuario}", de=CASA)


def _completar(db: Database, fila: Row, token: str, paso: int, now: datetime) -> str:
    with db.transaction() as tx:
        if not tx.run("asistente.acceso.gastar_paso", usuario_id=fila["id"], totp=fila["totp"], paso=paso):
            tx.run("asistente.acceso.devolver_intento", usuario_id=fila["id"])
            usado = True
        elif sesiones_mesa.cerrar(tx, token, now) is None:  # it ended while the code was looked at
            raise SinIntentos
        else:
            usado = False
            nuevo = sesiones_mesa.abrir(tx, fila["id"], now, completa=True)
            primero = "segundo_factor_inscrito" if fila["totp_paso"] is None else "entrada"
            anotar(tx, fila["id"], primero, f"usuario:{fila['id']}", now)
    if usado:
        raise CodigoUsado
    return nuevo


def _poner_clave(db: Database, quien: Usuario, nueva: str, now: datetime) -> str:
    guardada = claves.cifrar(nueva)
    with db.transaction() as tx:
        tx.run("asistente.usuarios.poner_clave", usuario_id=quien.id, clave=guardada, temporal=False)
        sesiones_mesa.cerrar_todas(tx, quien.id, now)
        nuevo = sesiones_mesa.abrir(tx, quien.id, now, completa=True)
        anotar(tx, quien.id, "clave_cambiada", f"usuario:{quien.id}", now)
    return nuevo


def _apartar(tx: Transaction, now: datetime, *, usuario: str = "", usuario_id: int = 0) -> Row | None:
    return tx.first(
        "asistente.acceso.apartar_intento",
        usuario=usuario,
        usuario_id=usuario_id,
        maximo=MAXIMO,
        hasta=now + BLOQUEO,
        now=now,
    )


def _bloquear(tx: Transaction, usuario_id: int) -> Row:
    row = tx.first("asistente.usuarios.bloquear", usuario_id=usuario_id)
    if row is None:
        raise SinUsuario(str(usuario_id))
    return row


def _abrir(cipher: Cipher, fila: Row) -> str:
    return cipher.decrypt(fila["totp"], f"usuarios.totp:{fila['usuario']}").decode()


def _paso_de(secreto: str, codigo: str, now: datetime) -> int | None:
    """Return the step of the clock that this code belongs to, among those that are near."""
    totp, dicho = pyotp.TOTP(secreto), "".join(codigo.split())
    actual = int(now.timestamp()) // PASO
    cerca: Iterable[int] = range(actual - HOLGURA, actual + HOLGURA + 1)
    iguales = [paso for paso in cerca if hmac.compare_digest(totp.generate_otp(paso).encode(), dicho.encode())]
    return iguales[-1] if iguales else None
