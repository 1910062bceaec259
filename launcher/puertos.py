"""Ports: taken ones are named before anything starts."""

from __future__ import annotations

import socket
from collections.abc import Mapping

PUERTOS = {
    "canal": ("CANAL_PORT", 8000),
    "mesa": ("MESA_PORT", 8001),
    "rasa": ("RASA_PORT", 5005),
    "actions": ("ACTIONS_PORT", 5055),
}
PUERTO_SIMULADOR = {"simulador": ("SIMULADOR_PORT", 8080)}


def ocupados(ambiente: Mapping[str, str], *, demo: bool) -> list[str]:
    """Return one sentence for each port that something else already holds."""
    quejas = []
    for nombre, (variable, normal) in (PUERTOS | (PUERTO_SIMULADOR if demo else {})).items():
        puerto = int(ambiente.get(variable) or normal)
        if not _libre(puerto):
            quejas.append(
                f"El puerto {puerto} ({nombre}) está ocupado. "
                f"Libéralo, o elige otro: {variable}={puerto + 1000} make ..."
            )
    return quejas


def _libre(puerto: int) -> bool:
    with socket.socket() as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind(("127.0.0.1", puerto))
        except OSError:
            return False
    return True
