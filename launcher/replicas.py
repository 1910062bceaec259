"""How many of each process, and at which ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from launcher import puertos
from proalto.settings import Settings, SettingsError

MAXIMO = 8


@dataclass(frozen=True)
class Replicas:
    """The ports of the Rasas, and of the free slot, where a new model is loaded; and the rest."""

    rasa: tuple[int, ...]
    libre: int
    actions: tuple[int, ...]
    workers: int


def planear(entorno: Mapping[str, str], ajustes: Settings) -> Replicas:
    """Read how many there are to be and choose their ports; raise SettingsError if that is not a number from 1 to 8."""
    cuantas = {
        "rasa": _cuantas("RASA_REPLICAS", entorno.get("RASA_REPLICAS")),
        "actions": _cuantas("ACTIONS_REPLICAS", entorno.get("ACTIONS_REPLICAS")),
        "workers": _cuantas("WORKER_REPLICAS", entorno.get("WORKER_REPLICAS")),
    }
    tomados = set(puertos.elegidos(entorno))
    rasa = _seguidos(ajustes.rasa_port, cuantas["rasa"] + 1, tomados)
    actions = _seguidos(ajustes.actions_port, cuantas["actions"], tomados | set(rasa))
    return Replicas(rasa[:-1], rasa[-1], actions, cuantas["workers"])


def anunciar(entorno: MutableMapping[str, str], replicas: Replicas) -> None:
    """Put into the environment of every process where all of them are."""
    entorno["RASA_URLS"] = ",".join(map(url, (*replicas.rasa, replicas.libre)))
    entorno["ACTIONS_URLS"] = ",".join(map(url, replicas.actions))


def url(puerto: int) -> str:
    return f"http://127.0.0.1:{puerto}"


def nombre(cual: str, indice: int) -> str:
    """Return the name in messages and logs: rasa, rasa-2, rasa-3…"""
    return cual if indice == 0 else f"{cual}-{indice + 1}"


def _seguidos(primero: int, cuantos: int, tomados: Iterable[int]) -> tuple[int, ...]:
    """Return the configured port and the next free ones: not just any, which the system may lend out meanwhile."""
    return (primero, *puertos.libres_desde(primero + 1, cuantos - 1, tomados))


def _cuantas(variable: str, valor: str | None) -> int:
    if not valor:
        return 1
    if not valor.isdecimal() or not 1 <= int(valor) <= MAXIMO:
        raise SettingsError(f"{variable}: dice «{valor}», y debe ser un número de 1 a {MAXIMO}.")
    return int(valor)
