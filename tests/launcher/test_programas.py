"""The commands: each Rasa with a port and an action server of its own."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from launcher import programas
from launcher.replicas import Replicas
from proalto.settings import ROOT, from_environ
from tests.conftest import ENTORNO

PLAN = Replicas(rasa=(7005, 7006, 7007), libre=7008, actions=(7055, 7056), workers=2)


@pytest.fixture
def ajustes(tmp_path):
    return replace(from_environ(ENTORNO), run_dir=tmp_path)


def argumento(programa, opcion):
    return programa.comando[list(programa.comando).index(opcion) + 1]


def test_cada_rasa_llama_a_su_servidor_de_acciones(ajustes):
    rasas = [programas.rasa(ajustes, PLAN, n, puerto, Path("m.tar.gz")) for n, puerto in enumerate(PLAN.rasa)]
    assert [uno.nombre for uno in rasas] == ["rasa", "rasa-2", "rasa-3"]
    assert [argumento(uno, "--port") for uno in rasas] == ["7005", "7006", "7007"]
    original = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    for uno, puerto in zip(rasas, (7055, 7056, 7055)):
        original["action_endpoint"]["url"] = f"http://127.0.0.1:{puerto}/webhook"
        assert yaml.safe_load(Path(argumento(uno, "--endpoints")).read_text()) == original


def test_en_el_sitio_libre_corre_la_misma_replica_con_otro_modelo(ajustes):
    nueva = programas.rasa(ajustes, PLAN, 1, PLAN.libre, Path("nuevo.tar.gz"))
    assert (nueva.nombre, argumento(nueva, "--port"), argumento(nueva, "--model")) == ("rasa-2", "7008", "nuevo.tar.gz")


def test_hay_tantos_workers_y_acciones_como_se_pidio(ajustes):
    todos = [*programas.acciones(PLAN), *programas.los_demas(ajustes, PLAN, demo=False)]
    assert [uno.nombre for uno in todos] == ["actions", "actions-2", "canal", "mesa", "worker", "worker-2"]
    assert all(uno.vida is not None for uno in todos)
    assert "simulador" in [uno.nombre for uno in programas.los_demas(ajustes, PLAN, demo=True)]
