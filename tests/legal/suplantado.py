"""Who is impersonated, and who looks after them."""

from tests.mesa.conftest import GALLETA, navegante, sesiones_mesa


def entra(app, quien):
    cliente = navegante(app)
    with app.db.transaction() as tx:
        cliente.set_cookie(GALLETA, sesiones_mesa.abrir(tx, quien.id, app.now(), completa=True))
    return cliente
