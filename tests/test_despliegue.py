"""What ships: the environment's example, the images, compose, the migration command, and an end when asked for one."""
# ruff: noqa: S104, S108 - what the images say, not what this test does

import fnmatch
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from importlib.util import find_spec

import psycopg2.errors
import pytest
import yaml
from dotenv import dotenv_values
from psycopg2.extensions import make_dsn

from launcher import ambiente
from proalto import settings as settings_module
from proalto.db.database import Database
from proalto.db.migrations import newest_revision
from proalto.settings import ROOT, SettingsError
from tests.conftest import ENTORNO, conectar

COMPOSE = yaml.safe_load((ROOT / "compose.yml").read_text())
SERVICIOS = COMPOSE["services"]
NUESTROS = {nombre: servicio for nombre, servicio in SERVICIOS.items() if nombre != "postgres"}
EJEMPLO = dotenv_values(ROOT / ".env.example", interpolate=False)


def instrucciones():
    """Return the Dockerfile as {stage: [(instruction, arguments)]}."""
    etapas = {}
    texto = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    for linea in filter(None, texto.splitlines()):
        palabra, argumentos = linea.split(maxsplit=1)
        if palabra == "FROM":
            origen, _, nombre = argumentos.split()
            etapas[nombre] = list(etapas.get(origen, [(palabra, origen)]))
        else:
            etapas[nombre].append((palabra, argumentos))
    return etapas


ETAPAS = instrucciones()


def de(etapa, palabra):
    return [argumentos for instruccion, argumentos in ETAPAS[etapa] if instruccion == palabra]


def entra_en_la_imagen(ruta):
    """Tell what .dockerignore says of a path: the last pattern that fits it, or a folder above it, decides."""
    partes = ruta.split("/")
    ramas = ["/".join(partes[:n]) for n in range(1, len(partes) + 1)]
    dentro = True
    for linea in (ROOT / ".dockerignore").read_text().splitlines():
        patron = linea.strip().removeprefix("!").rstrip("/").removeprefix("**/")
        ultimas = [rama.rsplit("/", 1)[-1] for rama in ramas] if "**/" in linea else ramas
        if patron and not linea.startswith("#") and any(fnmatch.fnmatchcase(rama, patron) for rama in ultimas):
            dentro = linea.startswith("!")
    return dentro


# -- .env.example --
def test_en_produccion_el_ejemplo_no_arranca_y_nombra_cada_secreto():
    with pytest.raises(SettingsError) as error:
        settings_module.from_environ({**EJEMPLO, "OTP_CHANNEL": "sms"})
    secretos = {nombre for nombre, valor in EJEMPLO.items() if "cambiame" in (valor or "")}
    assert EJEMPLO["PROALTO_ENV"] == "produccion"
    assert {nombre for nombre in EJEMPLO if nombre in str(error.value)} == secretos
    assert {"DATA_KEYS", "WHATSAPP_APP_SECRET", "TWILIO_AUTH_TOKEN"} <= secretos


def test_el_ejemplo_lleno_arranca_con_lo_que_dice_que_es_lo_usual():
    lleno = {nombre: str(valor).replace("cambiame", "propio") for nombre, valor in EJEMPLO.items()}
    usual = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    opcionales = {
        n: v for n, v in usual.items() if n not in ("DATABASE_URL", "NUCLEO_DATABASE_URL", "RUN_DIR", "DIARIO_DIR")
    }
    assert settings_module.from_environ(lleno) == settings_module.from_environ({**lleno, **opcionales})


# -- IMAGENES --
@pytest.mark.parametrize("etapa", ["asistente", "rasa"])
def test_ninguna_imagen_corre_como_root(etapa):
    assert de(etapa, "USER")[-1] == "10001"
    assert ETAPAS[etapa][0] == ("FROM", "python:3.10-slim")


def test_todo_lo_que_se_instala_lleva_su_huella():
    ordenes = [orden for etapa in ETAPAS for corrida in de(etapa, "RUN") for orden in corrida.split("&&")]
    instalan = [orden for orden in ordenes if "pip install" in orden]
    assert len(instalan) >= 2
    assert all("--require-hashes" in orden and ".lock" in orden for orden in instalan)
    assert not any("apt" in orden or "curl" in orden for orden in ordenes)


def test_la_imagen_no_guarda_secretos():
    fijadas = [valor for etapa in ETAPAS for palabra in ("ENV", "ARG") for valor in de(etapa, palabra)]
    assert {variable.split("=")[0] for linea in fijadas for variable in linea.split()} & set(EJEMPLO) == set()


def test_el_entorno_de_la_imagen_es_el_del_launcher(tmp_path, monkeypatch):
    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    fijadas = dict(variable.split("=", 1) for variable in de("base", "ENV")[0].split())
    propias = {"PATH": "/opt/venv/bin:$PATH", "PYTHONPATH": "/app", "HOME": "/tmp", "SANIC_HOST": "0.0.0.0"}
    assert {nombre: fijadas.pop(nombre) for nombre in propias} == propias
    cargado = ambiente.cargar(demo=False)
    assert fijadas == {nombre: cargado.get(nombre) for nombre in fijadas}
    assert "TICKET_LOCK_LIFETIME" in fijadas and "RASA_TELEMETRY_ENABLED" in fijadas


def test_lo_que_se_copia_existe_y_entra():
    copiadas = {fuente for etapa in ETAPAS for copia in de(etapa, "COPY") if not copia.startswith("--from")
                for fuente in copia.split()[:-1]}  # fmt: skip
    assert {"proalto", "actions", "textos", "parametros", "domain.yml", "requirements.lock"} <= copiadas
    assert [fuente for fuente in copiadas if not (ROOT / fuente).exists()] == []
    assert [fuente for fuente in copiadas if not entra_en_la_imagen(fuente)] == []


@pytest.mark.parametrize(
    "ruta",
    [".env", ".env.produccion", ".run/claves.env", ".git/config", ".venv/bin/python", "models/asistente.tar.gz",
     "simulator/app.py", "tests/conftest.py", "proalto/__pycache__/x.pyc", "docs/nucleo.md"],
)  # fmt: skip
def test_no_entra_en_la_imagen(ruta):
    assert not entra_en_la_imagen(ruta)


@pytest.mark.parametrize(("entorno", "esperada"), [
    ({"ACTIONS_HOST": "actions", "ACTIONS_PORT": "5055"}, "http://actions:5055/webhook"),
    ({}, "http://127.0.0.1:5055/webhook"),
])  # fmt: skip
def test_rasa_encuentra_las_acciones_de_la_otra_maquina(tmp_path, entorno, esperada):
    interprete, opcion, orden = json.loads(de("rasa", "CMD")[-1])
    destino = tmp_path / "endpoints.yml"
    preparar = orden.split(" && ")[0].replace("/tmp/endpoints.yml", str(destino))
    subprocess.run([interprete, opcion, preparar], cwd=ROOT, env={"PATH": os.environ["PATH"], **entorno}, check=True)
    original = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    original["action_endpoint"]["url"] = esperada
    assert yaml.safe_load(destino.read_text()) == original


# -- COMPOSE --
def test_estan_todas_las_partes_y_arrancan_tras_la_migracion():
    assert set(SERVICIOS) == {"postgres", "migrar", "canal", "mesa", "worker", "rasa", "actions"}
    for nombre in set(NUESTROS) - {"migrar"}:
        assert SERVICIOS[nombre]["depends_on"] == {"migrar": {"condition": "service_completed_successfully"}}
    assert all(servicio["build"]["target"] in ETAPAS for servicio in NUESTROS.values())


def test_solo_el_canal_y_la_mesa_se_publican_y_solo_en_este_computador():
    assert {n: s["ports"] for n, s in SERVICIOS.items() if "ports" in s} == {
        "canal": ["127.0.0.1:${CANAL_PORT:-8000}:8000"],
        "mesa": ["127.0.0.1:${MESA_PORT:-8001}:8001"],
    }
    assert COMPOSE["networks"]["interna"] == {"internal": True}
    assert [n for n, s in SERVICIOS.items() if s["networks"] == ["interna"]] == ["postgres", "migrar", "rasa"]


@pytest.mark.parametrize("nombre", NUESTROS)
def test_cada_parte_corre_sin_privilegios_y_sin_escribir_en_disco(nombre):
    servicio = NUESTROS[nombre]
    assert servicio["read_only"] and servicio["tmpfs"] == ["/tmp"]
    assert servicio["cap_drop"] == ["ALL"] and "no-new-privileges:true" in servicio["security_opt"]
    assert servicio["restart"] == ("no" if nombre == "migrar" else "unless-stopped")


def test_el_diario_de_borrados_dura_mas_que_el_contenedor_que_lo_escribe():
    carpeta = settings_module.from_environ(ENTORNO | NUESTROS["worker"]["environment"]).diario_dir
    (volumen,) = NUESTROS["worker"]["volumes"]
    nombre, destino = volumen.split(":")
    assert str(carpeta) == destino and nombre in COMPOSE["volumes"] and nombre != "datos"
    assert not any(destino.startswith(temporal) for temporal in NUESTROS["worker"]["tmpfs"])
    assert [n for n, s in NUESTROS.items() if "volumes" in s] == ["worker"]  # nobody else writes it
    dueno = next(orden for orden in de("asistente", "RUN") if destino in orden)
    assert "--owner=10001" in dueno and de("asistente", "USER")[-1] == "10001"


def test_sin_carpeta_del_diario_va_con_lo_demas(tmp_path):
    assert settings_module.from_environ({**ENTORNO, "RUN_DIR": str(tmp_path)}).diario_dir == tmp_path


def test_compose_solo_pide_variables_que_el_ejemplo_explica():
    pedidas = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "compose.yml").read_text()))
    explicadas = set(re.findall(r"^#? *([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert pedidas and pedidas <= explicadas


def test_con_el_entorno_de_compose_cada_parte_encuentra_a_las_demas():
    ajustes = settings_module.from_environ(ENTORNO | NUESTROS["worker"]["environment"])
    assert (ajustes.rasa_urls, ajustes.actions_urls) == (("http://rasa:5005",), ("http://actions:5055",))
    assert ajustes.mesa_url == "http://mesa:8001"
    assert ajustes.produccion and ajustes.host == "0.0.0.0"


def test_la_llave_de_firmar_solo_esta_en_las_acciones():
    assert [n for n, s in SERVICIOS.items() if "secrets" in s] == ["actions"]
    (secreto,) = SERVICIOS["actions"]["secrets"]
    assert NUESTROS["actions"]["environment"]["CERTIFICADO_P12"] == f"/run/secrets/{secreto}"
    assert COMPOSE["secrets"] == {secreto: {"file": "${CERTIFICADO_P12:?falta en .env}"}}


def test_las_ordenes_de_compose_nombran_modulos_que_existen():
    ordenes = [s["command"] for s in NUESTROS.values() if "command" in s]
    assert [orden[1] for orden in ordenes if orden[0] == "gunicorn"] == ["proalto.mesa.app:create_app()"]
    modulos = [orden[2] for orden in ordenes if orden[0] == "python"]
    assert modulos == ["proalto.db.migrations", "proalto.worker", "rasa_sdk"]
    assert all(find_spec(modulo) for modulo in modulos)


# -- ORDENES --
@pytest.fixture
def base_vacia(servidor):
    nombre = f"vacia_{uuid.uuid4().hex[:12]}"
    administrador = conectar(servidor)
    with administrador.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {nombre} TEMPLATE template0")
        yield servidor.replace("/postgres?", f"/{nombre}?")
        cursor.execute(f"DROP DATABASE {nombre} WITH (FORCE)")
    administrador.close()


def orden(modulo, **entorno):
    minimo = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME") if nombre in os.environ}
    return subprocess.Popen([sys.executable, "-m", modulo], cwd=ROOT, env=minimo | ENTORNO | entorno, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def test_la_orden_de_migrar_lleva_una_base_vacia_al_dia_y_se_puede_repetir(base_vacia):
    for _ in range(2):
        proceso = orden("proalto.db.migrations", DATABASE_URL=base_vacia)
        assert proceso.communicate(timeout=60)[0] == f"asistente: {newest_revision()}\n"
    with conectar(base_vacia) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'asistente'")
        assert cursor.fetchone()[0] > 10


def test_la_orden_de_migrar_no_inventa_una_base():
    proceso = orden("proalto.db.migrations")
    assert "DATABASE_URL" in proceso.communicate(timeout=60)[1]
    assert proceso.returncode == 1


def test_el_worker_termina_a_la_primera_senal(base_vacia):
    assert orden("proalto.db.migrations", DATABASE_URL=base_vacia).wait(60) == 0
    worker = orden("proalto.worker", DATABASE_URL=base_vacia)
    limite = time.monotonic() + 30
    with conectar(base_vacia) as conexion, conexion.cursor() as cursor:
        latidos = 0
        while latidos < 3 and time.monotonic() < limite:
            time.sleep(0.3)
            cursor.execute("SELECT count(*) FROM asistente.procrastinate_workers")
            latidos = cursor.fetchone()[0]
    worker.send_signal(signal.SIGTERM)
    try:
        assert worker.wait(30) == 0
    finally:
        worker.kill()


def test_cada_parte_entra_a_la_base_con_su_usuario_y_no_conoce_el_de_otra():
    for nombre in set(NUESTROS) - {"migrar"}:
        entorno = NUESTROS[nombre]["environment"]
        assert entorno["PROALTO_PROCESO"] == nombre
        assert entorno["DATABASE_URL"].startswith(f"postgresql://asistente_{nombre}:${{CLAVE_{nombre.upper()}")
        assert entorno["POSTGRES_PASSWORD"] == entorno["CLAVES_DE_LA_BASE"] == ""
    suyo = NUESTROS["migrar"]["environment"]
    assert "PROALTO_PROCESO" not in suyo and suyo["DATABASE_URL"].startswith("postgresql://asistente:")
    assert set(re.findall(r"(\w+)=\$", suyo["CLAVES_DE_LA_BASE"])) == set(NUESTROS) - {"migrar"}


def test_al_migrar_cada_papel_recibe_su_clave_y_entra_con_lo_suyo_y_nada_mas(base_vacia):
    proceso = orden("proalto.db.migrations", DATABASE_URL=base_vacia, CLAVES_DE_LA_BASE="canal=una,mesa=otra")
    assert proceso.wait(60) == 0
    try:
        with conectar(base_vacia) as conexion, conexion.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256$%' AND rolcanlogin")
            assert {"asistente_canal", "asistente_mesa"} <= {nombre for (nombre,) in cursor.fetchall()}
        canal = Database(make_dsn(base_vacia, user="asistente_canal"), name="canal", size=1, role="asistente_canal")
        with canal.transaction() as tx:
            assert tx.first("asistente.contactos.por_telefono", telefono="57") is None
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), canal.transaction() as tx:
            tx.first("asistente.turnos.por_wamid", wamid="x")
        canal.close()
    finally:
        with conectar(base_vacia) as conexion, conexion.cursor() as cursor:
            for papel in ("canal", "mesa"):
                cursor.execute(f"ALTER ROLE asistente_{papel} NOLOGIN PASSWORD NULL")


@pytest.mark.parametrize("claves", ["nadie=x", "canal=", "canal"])
def test_unas_claves_que_no_sirven_se_dicen_sin_mostrarlas(base_vacia, claves):
    proceso = orden("proalto.db.migrations", DATABASE_URL=base_vacia, CLAVES_DE_LA_BASE=claves)
    error = proceso.communicate(timeout=60)[1]
    assert proceso.returncode == 1 and "CLAVES_DE_LA_BASE" in error and "Traceback" not in error
