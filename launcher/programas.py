"""What each process is: its command, and how it shows that it lives."""

from __future__ import annotations

import sys
from pathlib import Path

from launcher.procesos import Programa
from launcher.replicas import Replicas, nombre, url
from launcher.vigia import por_http, por_pulso
from proalto.settings import ROOT, Settings
from proalto.worker import pulso

# More than the webhooks that canal lets in at once (proalto/canal/webhook.py): /salud always finds one free.
HILOS_DEL_CANAL, HILOS_DE_LA_MESA = 64, 16
PUERTO_DE_SIEMPRE = ":5055/"  # of the actions, in endpoints.yml
CEDEN, CEDE_MAS = 3, 5  # to canal and PostgreSQL, which answer Meta


def rasa(ajustes: Settings, replicas: Replicas, indice: int, puerto: int, modelo: Path) -> Programa:
    """Return one Rasa; `indice` is which replica it is, `puerto` the slot where it runs."""
    actions = replicas.actions[indice % len(replicas.actions)]
    comando = [
        sys.executable, "-m", "rasa", "run", "--model", str(modelo), "--credentials", "credentials.yml",
        "--endpoints", str(endpoints(ajustes, actions)), "--port", str(puerto), "--interface", "127.0.0.1",
    ]  # fmt: skip
    vida = por_http(f"{url(puerto)}/webhooks/whatsapp/")
    sello = modelo.name.split(".")[0]  # what `modelo.copiar` called it by
    return Programa(nombre("rasa", indice), comando, lambda _pid: vida, "rasa", {"MODELO_SHA256": sello}, CEDE_MAS)


def acciones(replicas: Replicas) -> list[Programa]:
    return [_acciones(indice, puerto) for indice, puerto in enumerate(replicas.actions)]


def los_demas(ajustes: Settings, replicas: Replicas, *, demo: bool) -> list[Programa]:
    """Return all but Rasa and its actions."""
    canal = _gunicorn("proalto.canal.app", ajustes.host, ajustes.canal_port, HILOS_DEL_CANAL)
    mesa = _gunicorn("proalto.mesa.app", ajustes.mesa_host, ajustes.mesa_port, HILOS_DE_LA_MESA)
    workers = [
        Programa(
            nombre("worker", indice),
            [sys.executable, "-m", "proalto.worker"],
            lambda pid: por_pulso(pulso.archivo(ajustes.run_dir, pid)),
            "worker",
            cede=CEDEN,
        )
        for indice in range(replicas.workers)
    ]
    return [
        Programa("canal", canal, lambda _pid: por_http(f"{url(ajustes.canal_port)}/webhooks/whatsapp"), "canal"),
        Programa("mesa", mesa, lambda _pid: por_http(f"{ajustes.mesa_url}/salud"), "mesa"),
        *workers,
        *([Programa("simulador", [sys.executable, "-m", "simulator"])] if demo else []),
    ]


def endpoints(ajustes: Settings, puerto: int) -> Path:
    """Write endpoints.yml with the port in use; the file of the root holds the usual one, for plain `rasa` commands."""
    destino = ajustes.run_dir / f"endpoints-{puerto}.yml"
    destino.write_text((ROOT / "endpoints.yml").read_text().replace(PUERTO_DE_SIEMPRE, f":{puerto}/"))
    return destino


def _acciones(indice: int, puerto: int) -> Programa:
    comando = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(puerto)]
    vida = por_http(f"{url(puerto)}/health")
    return Programa(nombre("actions", indice), comando, lambda _pid: vida, "actions", cede=CEDEN)


def _gunicorn(modulo: str, host: str, puerto: int, hilos: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", f"{modulo}:create_app()", "--bind", f"{host}:{puerto}",
        "--worker-class", "gthread", "--threads", str(hilos), "--keep-alive", "30", "--log-level", "warning",
    ]  # fmt: skip
