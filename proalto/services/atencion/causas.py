"""Why a case came to be: chosen by whoever closes it, for the root causes (`parametros/causas.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.errors import ProAltoError
from proalto.formats.prohibido import prohibido
from proalto.formats.tabla import Fila, leer_tabla, tabla_mala
from proalto.services.atencion.tipos_de_caso import TIPOS
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "causas.csv"
COLUMNAS = ("codigo", "titulo", "tipos")
TODOS = "*"
DISCUTE = "suplantacion"  # a code of `formats.prohibido`


class CausaInvalida(ProAltoError):
    """There is no such cause, or it is none of this type of case."""


@dataclass(frozen=True)
class Causa:
    """A root cause and the types of case that may have it."""

    codigo: str
    titulo: str
    tipos: tuple[str, ...]


@cache
def vigentes() -> Mapping[str, Causa]:
    """Return every cause by its code, read once."""
    return leer(TABLA)


def para(tipo: str) -> list[Causa]:
    """Return the causes that a case of this type may be closed with, in the order of the table."""
    return [causa for causa in vigentes().values() if tipo in causa.tipos]


def exigir(tipo: str, codigo: str) -> Causa:
    """Return the cause; raise CausaInvalida."""
    causa = vigentes().get(codigo)
    if causa is None or tipo not in causa.tipos:
        raise CausaInvalida(codigo)
    return causa


def leer(tabla: Path) -> Mapping[str, Causa]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    causas = {
        fila.texto("codigo"): Causa(fila.texto("codigo"), _titulo(fila), _tipos(fila))
        for fila in leer_tabla(tabla, COLUMNAS, ("codigo",))
    }
    sin_causa = [tipo for tipo in TIPOS if not any(tipo in causa.tipos for causa in causas.values())]
    if sin_causa:
        raise tabla_mala(tabla, f"ninguna causa sirve para {', '.join(sin_causa)}")
    return causas


def _titulo(fila: Fila) -> str:
    """Return the title. Nobody at the lender closes a case by saying that there was no impersonation."""
    titulo = fila.texto("titulo")
    if DISCUTE in prohibido(titulo):
        raise fila.mal("titulo", "no puede decir que no hubo suplantación: no lo decide ProAlto (Ley 2573 de 2026)")
    return titulo


def _tipos(fila: Fila) -> tuple[str, ...]:
    dichos = fila.partes("tipos")
    if dichos == (TODOS,):
        return TIPOS
    for tipo in dichos:
        if tipo not in TIPOS:
            raise fila.mal("tipos", f"debe tener solo tipos de casos.csv, y {tipo} no lo es")
    return dichos
