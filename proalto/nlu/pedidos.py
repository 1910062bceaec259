"""Two errands in one message ("mi saldo y el paz y salvo"): which is attended first, and which waits."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Protocol

from proalto.formats.texto import plegar

SEGURO = 0.7  # as sure as this of each half, or the message is read as one
INSEGURO = 0.5  # less sure than this of the whole, the halves may say something else
PALABRAS = 18  # longer ones tell a story, whose clauses are reasons and no requests
PERSONA = "hablar_con_asesor"  # who asks for a person does not wait for the other errand
# Said in one breath they are one errand: more money on the same crédito, a new one and how it goes.
VECINOS = (
    {"pedir_renovacion", "pedir_credito_nuevo"},
    {"consultar_estado_solicitud", "pedir_credito_nuevo"},
    {"conocer_mis_datos", "actualizar_mis_datos"},
)
# "paz y salvo" is one thing: its "y" joins no clauses.
_CORTE = re.compile(
    r"[.;,:?!]+\s+(?:y\s+)?|\s+(?:(?<!\bpaz )(?<!\bpas )y|e|ademas|tambien|luego|despues)\s+"
    r"(?:(?:tambien|ademas|de paso|aparte|luego|despues|de una vez)\s+)?"
)
_NIEGA = re.compile(r"^(?:pero )?no (?:quiero|necesito|es|era|pido|busco)\b")


class Modelo(Protocol):
    """Who understands texts: `mejores` with confidence, `candidatas` quickly."""

    def mejores(self, textos: Sequence[str]) -> Sequence[tuple[str, float]]: ...
    def candidatas(self, textos: Sequence[str]) -> Sequence[set[str]]: ...


def dos_pedidos(texto: str, entero: tuple[str, float], modelo: Modelo, pedidos: Collection[str]) -> list[str]:
    """Return the two errands that a message asks for, the first to attend first; empty when it asks for one or none.

    `entero` is what the whole message was understood as, and how surely.
    """
    clausulas = partir(texto)
    if len(clausulas) < 2 or len(texto.split()) > PALABRAS or not _puede(modelo.candidatas(clausulas), pedidos):
        return []
    entendidas = modelo.mejores(clausulas)
    hallados = list(dict.fromkeys(nombre for nombre, seguro in entendidas if nombre in pedidos and seguro >= SEGURO))
    etiqueta, certeza = entero
    if len(hallados) < 2 or set(hallados[:2]) in VECINOS or (etiqueta not in hallados and certeza >= INSEGURO):
        return []
    return sorted(hallados, key=lambda nombre: nombre != PERSONA)[:2]


def _puede(candidatas: Sequence[set[str]], pedidos: Collection[str]) -> bool:
    """Tell whether two of the clauses may be about different errands; only then is a closer look worth its time."""
    de_pedidos = [suyas & set(pedidos) for suyas in candidatas]
    return any(una and otra and len(una | otra) > 1 for una, otra in combinations(de_pedidos, 2))


def partir(texto: str) -> list[str]:
    """Return the clauses of a message, without those that say what is not wanted."""
    plano = plegar(". ".join(texto.splitlines()))
    clausulas = (clausula.strip() for clausula in _CORTE.split(plano))
    return [clausula for clausula in clausulas if clausula and not _NIEGA.match(clausula)]
