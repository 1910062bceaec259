"""How many of each process: a clear word when it cannot be, and ports that nobody else has."""

import socket

import pytest

from launcher import replicas
from proalto.settings import SettingsError, from_environ
from tests.conftest import ENTORNO


@pytest.fixture
def entorno():
    """An environment whose ports are free."""
    puertos = {}
    for variable in ("CANAL_PORT", "MESA_PORT", "RASA_PORT", "ACTIONS_PORT"):
        with socket.create_server(("127.0.0.1", 0)) as enchufe:
            puertos[variable] = str(enchufe.getsockname()[1])
    return ENTORNO | puertos


def planear(entorno):
    return replicas.planear(entorno, from_environ(entorno))


def test_sin_decir_nada_hay_uno_de_cada_uno_y_un_sitio_libre(entorno):
    plan = planear(entorno)
    assert plan.rasa == (int(entorno["RASA_PORT"]),) and plan.actions == (int(entorno["ACTIONS_PORT"]),)
    assert plan.libre not in (*plan.rasa, *plan.actions) and plan.workers == 1


def test_ningun_puerto_se_promete_dos_veces(entorno):
    entorno["ACTIONS_PORT"] = str(int(entorno["RASA_PORT"]) + 2)  # in the way
    plan = planear(entorno | {"RASA_REPLICAS": "4", "ACTIONS_REPLICAS": "3", "WORKER_REPLICAS": "8"})
    puertos = [*plan.rasa, plan.libre, *plan.actions, int(entorno["CANAL_PORT"]), int(entorno["MESA_PORT"])]
    assert len(set(puertos)) == len(puertos) == 4 + 1 + 3 + 2
    assert plan.workers == 8


def test_un_puerto_que_otro_tiene_se_salta(entorno):
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        ajeno = enchufe.getsockname()[1]
        entorno["RASA_PORT"] = str(ajeno - 1)
        assert ajeno not in (planear(entorno).libre, *planear(entorno | {"RASA_REPLICAS": "3"}).rasa)


@pytest.mark.parametrize("valor", ["0", "9", "-1", "dos", "1.5", "²"])
@pytest.mark.parametrize("variable", ["RASA_REPLICAS", "ACTIONS_REPLICAS", "WORKER_REPLICAS"])
def test_lo_que_no_es_un_numero_de_1_a_8_se_dice(entorno, variable, valor):
    with pytest.raises(SettingsError, match=f"{variable}: dice «{valor}», y debe ser un número de 1 a 8"):
        planear(entorno | {variable: valor})


def test_cada_proceso_sabe_donde_estan_todos(entorno):
    plan = planear(entorno | {"RASA_REPLICAS": "2", "ACTIONS_REPLICAS": "2"})
    replicas.anunciar(entorno, plan)
    ajustes = from_environ(entorno)
    assert [int(url.rsplit(":", 1)[1]) for url in ajustes.rasa_urls] == [*plan.rasa, plan.libre]
    assert [int(url.rsplit(":", 1)[1]) for url in ajustes.actions_urls] == [*plan.actions]


def test_el_primero_se_llama_como_siempre():
    assert [replicas.nombre("rasa", n) for n in range(3)] == ["rasa", "rasa-2", "rasa-3"]
