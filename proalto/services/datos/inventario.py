"""The inventory of data (`docs/inventario_datos.yml`): every column with its purpose, basis and class; how long each
table keeps its rows (Decreto 1377 de 2013 art. 4 and 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from proalto.services.supresion.reglas_de_retencion import CON_PLAZO, SIN_PLAZO
from proalto.settings import ROOT

ARCHIVO = ROOT / "docs" / "inventario_datos.yml"
AL_BORRAR = ("se_borra", "se_vacia", "se_conserva", "no_es_de_nadie")
EJEMPLO = "{para: FINALIDAD, base: BASE, clase: CLASE}"


@dataclass(frozen=True)
class Columna:
    """What a column is for. `cifrada`: the context it is encrypted with; `custodia`: it may outlive an erasure."""

    para: str
    base: str
    clase: str
    cifrada: str = ""
    custodia: bool = False


@dataclass(frozen=True)
class Tabla:
    """A table of ours; `cuenta_desde` is the column its period counts from, if it has one of its own."""

    nombre: str
    que_es: str
    retencion: str
    al_borrar: str
    cuenta_desde: str
    columnas: Mapping[str, Columna]


@dataclass(frozen=True)
class Inventario:
    """All that is kept, and all that is read of the lender's (column by table)."""

    finalidades: Mapping[str, str]
    bases: Mapping[str, str]
    clases: Sequence[str]
    tablas: Mapping[str, Tabla]
    nucleo: Mapping[str, Mapping[str, Columna]]


def leer(archivo: Path = ARCHIVO) -> Inventario:
    """Read the inventory; raise KeyError or TypeError when an entry lacks a part, or has one too many."""
    dicho = yaml.safe_load(archivo.read_text(encoding="utf-8"))
    return Inventario(
        finalidades=dicho["finalidades"],
        bases=dicho["bases"],
        clases=dicho["clases"],
        tablas={nombre: _tabla(nombre, tabla) for nombre, tabla in dicho["asistente"].items()},
        nucleo={nombre: _columnas(tabla["columnas"]) for nombre, tabla in dicho["nucleo"].items()},
    )


def faltas(inventario: Inventario, esquema: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what to mend so that the inventory and the schema (columns by table) say the same; empty if they do."""
    return [*_sin_declarar(inventario, esquema), *_de_mas(inventario, esquema), *_mal_dichas(inventario)]


def _sin_declarar(inventario: Inventario, esquema: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for tabla, columnas in esquema.items():
        declarada = inventario.tablas.get(tabla)
        faltan = [columna for columna in columnas if declarada is None or columna not in declarada.columnas]
        renglones = "".join(f"\n      {columna}: {EJEMPLO}" for columna in faltan)
        if declarada is None:
            yield (
                f"docs/inventario_datos.yml, en asistente, agrega:\n  {tabla}:\n    que_es: ...\n    retencion: CLASE"
                f" DE parametros/retencion.csv\n    al_borrar: {' | '.join(AL_BORRAR)}\n    columnas:{renglones}"
            )
        elif faltan:
            yield f"docs/inventario_datos.yml, en asistente.{tabla}.columnas, agrega:{renglones}"


def _de_mas(inventario: Inventario, esquema: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for nombre, tabla in inventario.tablas.items():
        if nombre not in esquema:
            yield f"docs/inventario_datos.yml: quita asistente.{nombre}, que no está en la base"
            continue
        for columna in tabla.columnas:
            if columna not in esquema[nombre]:
                yield f"docs/inventario_datos.yml: quita asistente.{nombre}.{columna}, que no está en la base"


def _mal_dichas(inventario: Inventario) -> Iterator[str]:
    for tabla in inventario.tablas.values():
        donde = f"docs/inventario_datos.yml: asistente.{tabla.nombre}"
        if tabla.retencion not in (*CON_PLAZO, *SIN_PLAZO):
            yield f"{donde}.retencion: «{tabla.retencion}» no es una clase de parametros/retencion.csv"
        if tabla.al_borrar not in AL_BORRAR:
            yield f"{donde}.al_borrar: debe ser una de estas: {', '.join(AL_BORRAR)}"
        if tabla.cuenta_desde and tabla.cuenta_desde not in tabla.columnas:
            yield f"{donde}.cuenta_desde: no hay una columna «{tabla.cuenta_desde}»"
        yield from _mal_dicha(inventario, donde, tabla.columnas)
    for nombre, columnas in inventario.nucleo.items():
        yield from _mal_dicha(inventario, f"docs/inventario_datos.yml: nucleo.{nombre}", columnas)


def _mal_dicha(inventario: Inventario, donde: str, columnas: Mapping[str, Columna]) -> Iterator[str]:
    for nombre, columna in columnas.items():
        partes = (
            ("para", columna.para, inventario.finalidades),
            ("base", columna.base, inventario.bases),
            ("clase", columna.clase, inventario.clases),
        )
        for parte, dicha, buenas in partes:
            if dicha not in buenas:
                yield f"{donde}.{nombre}.{parte}: «{dicha}» no es una de estas: {', '.join(buenas)}"


def _tabla(nombre: str, dicha: dict[str, Any]) -> Tabla:
    columnas = _columnas(dicha["columnas"])
    resto = {parte: valor for parte, valor in dicha.items() if parte != "columnas"}
    return Tabla(nombre=nombre, columnas=columnas, **({"cuenta_desde": ""} | resto))


def _columnas(dichas: dict[str, dict[str, Any]]) -> dict[str, Columna]:
    return {nombre: Columna(**columna) for nombre, columna in dichas.items()}
