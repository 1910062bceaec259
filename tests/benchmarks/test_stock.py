"""Stock Rasa must be stock: what it loads of ours brings none of our mends."""

import subprocess
import sys

import yaml

from benchmarks import stock
from proalto.settings import ROOT

CARGAR = """
import importlib, pkgutil, sys
import proalto.nlu
for modulo in pkgutil.iter_modules(proalto.nlu.__path__):
    importlib.import_module(f"proalto.nlu.{modulo.name}")
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
import rasa.core.agent
assert not [m for m in sys.modules if m.startswith("proalto.channel")], "el canal nuestro"
assert RemoteAction.run.__module__ == "rasa.core.actions.action"
assert RemoteAction._validate_action_result.__module__ == "rasa.core.actions.action"
assert EndpointConfig.request.__module__ == "rasa.utils.endpoints"
assert rasa.core.agent.FailSafeTrackerStore.__module__ == "rasa.core.tracker_store"
"""


def test_lo_que_carga_el_modelo_no_trae_nuestros_arreglos():
    hecho = subprocess.run([sys.executable, "-c", CARGAR], cwd=ROOT, capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stderr[-1500:]


def test_su_configuracion_es_la_de_la_documentacion_de_rasa(tmp_path):
    credenciales, destinos = stock.escribir_configuracion(
        tmp_path, "postgresql://postgres:@/postgres?host=/var/x", 5055
    )
    assert yaml.safe_load(credenciales.read_text()) == {"rest": None}
    dicho = yaml.safe_load(destinos.read_text())
    assert dicho["tracker_store"] == {"type": "SQL", "dialect": "postgresql", "username": "postgres",
                                      "db": "rasa_stock", "query": {"host": "/var/x"}}  # fmt: skip
    assert dicho["lock_store"] == {"type": "in_memory"} and "proalto" not in destinos.read_text()
