"""Taken ports are named, with the variable that changes them."""

import socket

import pytest

from launcher.puertos import PUERTO_SIMULADOR, PUERTOS, ocupados

VARIABLES = {nombre: variable for nombre, (variable, _) in (PUERTOS | PUERTO_SIMULADOR).items()}


@pytest.fixture
def libres():
    """A free port for each variable."""
    enchufes = [socket.create_server(("127.0.0.1", 0)) for _ in VARIABLES]
    puertos = dict(zip(VARIABLES.values(), (str(e.getsockname()[1]) for e in enchufes)))
    for enchufe in enchufes:
        enchufe.close()
    return puertos


def test_con_todo_libre_no_se_queja(libres):
    assert ocupados(libres, demo=True) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
@pytest.mark.parametrize("nombre", sorted(VARIABLES))
def test_nombra_el_puerto_el_proceso_y_la_variable_que_lo_cambia(libres, nombre, host):
    variable = VARIABLES[nombre]
    with socket.create_server((host, int(libres[variable]))):
        (queja,) = ocupados(libres, demo=True)
    assert libres[variable] in queja and nombre in queja and f"{variable}=" in queja


def test_fuera_de_la_demo_el_puerto_del_simulador_no_importa(libres):
    with socket.create_server(("127.0.0.1", int(libres["SIMULADOR_PORT"]))):
        assert ocupados(libres, demo=False) == []


def test_los_nombra_todos_a_la_vez(libres):
    with (
        socket.create_server(("127.0.0.1", int(libres["CANAL_PORT"]))),
        socket.create_server(("127.0.0.1", int(libres["RASA_PORT"]))),
    ):
        assert len(ocupados(libres, demo=True)) == 2
