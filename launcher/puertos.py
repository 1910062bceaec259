"""Ports: taken ones are named before anything starts."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping

PUERTOS = {
    "canal": ("CANAL_PORT", 8000),
    "mesa": ("MESA_PORT", 8001),
    "rasa": ("RASA_PORT", 5005),
    "actions": ("ACTIONS_PORT", 5055),
}
PUERTO_SIMULADOR = {"simulador": ("SIMULADOR_PORT", 8080)}
PRIMERO_COMUN, ULTIMO = 1024, 65535


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


def elegidos(ambiente: Mapping[str, str]) -> list[int]:
    """Return the ports that have an owner of ours, free as they may be now."""
    return [int(ambiente.get(variable) or normal) for variable, normal in (PUERTOS | PUERTO_SIMULADOR).values()]


def libres_desde(primero: int, cuantos: int, tomados: Iterable[int]) -> list[int]:
    """Return the next ports that nobody holds or has been promised."""
    prometidos = set(tomados)
    libres: list[int] = []
    for puerto in (*range(primero, ULTIMO + 1), *range(primero - 1, PRIMERO_COMUN, -1)):
        if len(libres) == cuantos:
            break
        if puerto not in prometidos and _libre(puerto):
            libres.append(puerto)
    return libres


def _libre(puerto: int) -> bool:
    with socket.socket() as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind(("127.0.0.1", puerto))
        except OSError:
            return False
    return True
