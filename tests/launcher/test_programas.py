"""The commands: each Rasa with a port and an action server of its own."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from launcher import ambiente, programas
from launcher.procesos import Procesos, Programa
from launcher.replicas import Replicas
from proalto.settings import PROCESOS, ROOT, from_environ
from tests.conftest import ENTORNO

PLAN = Replicas(rasa=(7005, 7006, 7007), libre=7008, actions=(7055, 7056), workers=2)
LIMITE = "import os, resource; print(resource.getrlimit(resource.RLIMIT_CORE), os.environ['PROALTO_PROCESO'])"
MODELO, NUEVO = Path(f"{'a' * 64}.tar.gz"), Path(f"{'b' * 64}.tar.gz")


@pytest.fixture
def ajustes(tmp_path):
    return replace(from_environ(ENTORNO), run_dir=tmp_path)


def argumento(programa, opcion):
    return programa.comando[list(programa.comando).index(opcion) + 1]


def test_cada_rasa_llama_a_su_servidor_de_acciones(ajustes):
    rasas = [programas.rasa(ajustes, PLAN, n, puerto, MODELO) for n, puerto in enumerate(PLAN.rasa)]
    assert [uno.nombre for uno in rasas] == ["rasa", "rasa-2", "rasa-3"]
    assert [argumento(uno, "--port") for uno in rasas] == ["7005", "7006", "7007"]
    original = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    for uno, puerto in zip(rasas, (7055, 7056, 7055)):
        original["action_endpoint"]["url"] = f"http://127.0.0.1:{puerto}/webhook"
        assert yaml.safe_load(Path(argumento(uno, "--endpoints")).read_text()) == original


def test_en_el_sitio_libre_corre_la_misma_replica_con_otro_modelo(ajustes):
    nueva = programas.rasa(ajustes, PLAN, 1, PLAN.libre, NUEVO)
    assert (nueva.nombre, argumento(nueva, "--port"), argumento(nueva, "--model")) == ("rasa-2", "7008", str(NUEVO))


def test_hay_tantos_workers_y_acciones_como_se_pidio(ajustes):
    todos = [*programas.acciones(PLAN), *programas.los_demas(ajustes, PLAN, demo=False)]
    assert [uno.nombre for uno in todos] == ["actions", "actions-2", "canal", "mesa", "worker", "worker-2"]
    assert all(uno.vida is not None for uno in todos)
    assert "simulador" in [uno.nombre for uno in programas.los_demas(ajustes, PLAN, demo=True)]


def todos(ajustes):
    rasas = [programas.rasa(ajustes, PLAN, n, puerto, MODELO) for n, puerto in enumerate(PLAN.rasa)]
    return [*rasas, *programas.acciones(PLAN), *programas.los_demas(ajustes, PLAN, demo=True)]


def test_cada_uno_sabe_que_proceso_es(ajustes):
    papeles = {uno.nombre.split("-")[0]: uno.papel for uno in todos(ajustes)}
    assert papeles == {uno: uno for uno in PROCESOS} | {"simulador": ""}


def test_cada_rasa_solo_carga_el_modelo_que_se_le_dijo(ajustes):
    assert programas.rasa(ajustes, PLAN, 0, 7005, NUEVO).entorno == {"MODELO_SHA256": "b" * 64}


def test_ningun_secreto_va_en_la_linea_de_ordenes(ajustes):
    """Any user of the machine may read it (/proc/<pid>/cmdline)."""
    secretos = {
        valor
        for nombre, valor in ENTORNO.items()
        if any(s in nombre for s in ("TOKEN", "SECRET", "KEY")) and len(valor) > 5
    }
    ajustes = replace(ajustes, database_url="postgresql://u:clave-de-la-base@h/x")
    ordenes = " ".join(palabra for uno in todos(ajustes) for palabra in uno.comando)
    assert len(secretos) >= 4
    assert [secreto for secreto in (*secretos, "clave-de-la-base") if secreto in ordenes] == []
    escritos = "".join(archivo.read_text() for archivo in ajustes.run_dir.glob("endpoints-*.yml"))
    assert [secreto for secreto in secretos if secreto in escritos] == []


def test_la_api_de_rasa_esta_apagada_y_solo_escucha_adentro(ajustes):
    for uno in todos(ajustes):
        if uno.papel == "rasa":
            assert argumento(uno, "--interface") == "127.0.0.1"
            assert not [palabra for palabra in uno.comando if palabra.startswith(("--enable-api", "--auth", "--cors"))]
    canales = yaml.safe_load((ROOT / "credentials.yml").read_text())
    assert list(canales) == ["proalto.channel.whatsapp.WhatsAppInput"]
    puntos = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    assert set(puntos) == {"action_endpoint", "tracker_store"}
    entorno = ambiente.cargar(demo=True)
    assert entorno["SANIC_HOST"] == "127.0.0.1" and entorno["MESA_HOST"] == "127.0.0.1"
    canal, mesa = (next(argumento(u, "--bind") for u in todos(ajustes) if u.papel == p) for p in ("canal", "mesa"))
    assert (canal.split(":")[0], mesa.split(":")[0]) == (ajustes.host, ajustes.mesa_host)


def test_nadie_deja_su_memoria_en_un_archivo(ajustes, tmp_path):
    procesos = Procesos(dict(os.environ), tmp_path)
    procesos.arrancar([Programa("limite", [sys.executable, "-c", LIMITE], papel="canal")])
    for vivo in procesos._vivos:
        vivo.proceso.wait(20)
    assert (tmp_path / "limite.log").read_text().split() == ["(0,", "0)", "canal"]
