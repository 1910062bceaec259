"""Somebody of the desk who gets in."""

import pyotp

from proalto.services.mesa import acceso, sesiones_mesa, usuarios
from proalto.services.mesa.usuarios import Datos, Rol

CLAVE = "una frase que nadie mas diria"


def nueva_persona(app, usuario=None, rol=Rol.ASESOR):
    usuario = usuario or f"p{pyotp.random_base32()[:10].lower()}"
    usuario_id, temporal = usuarios.crear(
        app.db, app.cipher, Datos(usuario, "Rosa Niño", rol, ("servicio",)), None, app.now()
    )
    with app.db.transaction() as tx:
        quien = usuarios.por_id(tx, usuario_id)
    token = acceso.entrar(app.db, app.cipher, usuario, temporal, app.now())
    secreto = acceso.secreto_legible(acceso.inscripcion(app.db, app.cipher, quien)).replace(" ", "")
    acceso.confirmar(app.db, app.cipher, quien, token, acceso.codigo_de(secreto, app.now()), app.now())
    acceso.cambiar_clave(app.db, quien, temporal, CLAVE, app.now())
    app.now.pasa(seconds=90)  # what was used to enrol is behind
    return quien, secreto


def entra(app, quien, clave=CLAVE, **como):
    return acceso.entrar(app.db, app.cipher, quien.usuario, clave, app.now(), **como)


def confirma(app, quien, token, codigo, **como):
    return acceso.confirmar(app.db, app.cipher, quien, token, codigo, app.now(), **como)


def codigo(app, secreto, pasos=0):
    return pyotp.TOTP(secreto).at(int(app.now().timestamp()) + acceso.PASO * pasos)


# -- SESIONES --
def viva(app, token, cuenta=True):
    return sesiones_mesa.viva(app.db, token, app.now(), cuenta=cuenta)
