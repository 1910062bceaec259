"""The desk without a server, and people who have entered."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from proalto.bootstrap import App
from proalto.mesa.app import create_app
from proalto.services.mesa import cuentas_demo, sesiones_mesa
from proalto.services.mesa.usuarios import Rol, Usuario, por_id, todos
from tests.conftest import como

GALLETA = "mesa"


class Navegante(FlaskClient):
    """A browser at the desk; `usuario` is who has entered, or None."""

    usuario: Usuario | None = None

    def ficha(self) -> str:
        """Return the CSRF token that a page gives."""
        pagina = self.get("/entrar").get_data(as_text=True)
        return re.search(r'name="csrf-token" content="([^"]+)"', pagina)[1]

    def envia(self, ruta: str, **campos: object):
        """Send a form with its token, as a page would."""
        return self.post(ruta, data={"csrf_token": self.ficha(), **campos})


def nuevo_usuario(app: App, rol: Rol = Rol.ASESOR, **cambios: object) -> Usuario:
    """Return somebody whom no other test knows, enrolled, of all teams, without entering anything by hand."""
    fila = {
        "usuario": f"u{uuid.uuid4().hex[:10]}", "nombre": "Persona De Prueba", "rol": rol.value, "clave": None,
        "totp": None, "equipos": list(cuentas_demo.EQUIPOS), "disponible": False, "now": app.now(),
    }  # fmt: skip
    with app.db.transaction() as tx:
        tx.run("asistente.usuarios.cargar_demo", **(fila | cambios))
    return next(uno for uno in todos(app.db) if uno.usuario == (fila | cambios)["usuario"])


@pytest.fixture(autouse=True)
def ligeras(claves_ligeras: None) -> None:
    """Every test of the desk."""


@pytest.fixture
def demo(app: App) -> dict[str, Usuario]:
    """The accounts of the demonstration, by user name."""
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    return {uno.usuario: uno for uno in todos(app.db)}


@pytest.fixture
def anonimo(app: App) -> Navegante:
    """A browser that has not entered."""
    return navegante(app)


@pytest.fixture
def mesa(app: App) -> Callable[..., Navegante]:
    """`mesa(Rol.ASESOR)`, `mesa("laura")` or `mesa(usuario)`: a browser in which that person has entered."""

    def entrar(quien: Rol | str | Usuario) -> Navegante:
        cliente = navegante(app)
        cliente.usuario = _persona(app, quien)
        with app.db.transaction() as tx:
            token = sesiones_mesa.abrir(tx, cliente.usuario.id, app.now(), completa=True)
        cliente.set_cookie(GALLETA, token)
        return cliente

    return entrar


def _persona(app: App, quien: Rol | str | Usuario) -> Usuario:
    if isinstance(quien, Usuario):
        return quien
    if isinstance(quien, Rol):
        return nuevo_usuario(app, quien)
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    return next(uno for uno in todos(app.db) if uno.usuario == quien)


def navegante(app: App) -> Navegante:
    flask = create_app(como(app, "mesa"))
    flask.test_client_class = Navegante
    return flask.test_client()


def ahora_es(app: App, usuario: Usuario) -> Usuario:
    """Return the person as they are stored now."""
    with app.db.transaction() as tx:
        return por_id(tx, usuario.id)
