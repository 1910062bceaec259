"""What the company says of itself, what it has declared, and the figures that the law renews."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from proalto.formats.dias_habiles import BOGOTA, es_habil
from proalto.formats.tabla import leer_tabla
from proalto.prelaunch.hallazgos import Contexto, Problema
from proalto.services.datos import rnbd
from proalto.services.operacion import parametros

DICHO = ("textos/**/*.txt", "textos/**/*.json", "textos/*.csv", "domain.yml")
VERSION = re.compile(r"v\d+")
SIN_LLENAR = re.compile(r"cambiame|\bX{4,}\b|\[(?:nombre|empresa|nit|direcci[oó]n|tel[eé]fono|correo)[^\]]*\]", re.I)
SABADO = 5
MOVIBLES = 12  # ten Mondays, and the Thursday and Friday of Easter
FIJOS = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
EN_POLITICA = {  # what Decreto 1377 de 2013, art. 13, wants in it
    "nombre": r"Quién responde",
    "domicilio": r"domiciliad[ao]",
    "dirección": r"Dirección:",
    "correo": r"[\w.]+@[\w.]+",
    "teléfono": r"[Tt]el[eé]fono",
    "tratamiento y finalidad": r"para qué",
    "derechos": r"derechos",
    "área que atiende": r"área de",
    "procedimiento": r"Cómo ejercerlos",
    "vigencia": r"rige desde",
}


def empresa(contexto: Contexto) -> Iterator[Problema]:
    """No invented datum of the company is left where a customer reads it, nor a blank to fill."""
    ejemplos = leer_tabla(contexto.raiz / "parametros" / "datos_de_ejemplo.csv", ("valor", "que_es"), ("valor",))
    leidos = {archivo: archivo.read_text(encoding="utf-8") for archivo in _dichos(contexto.raiz)}
    for fila in ejemplos:
        valor, que_es = fila.texto("valor"), fila.texto("que_es")
        donde = [archivo for archivo, dicho in leidos.items() if valor in dicho]
        if donde:
            yield Problema(
                f"«{valor}» ({que_es}) es inventado y está en {_nombrados(contexto.raiz, donde)}",
                "Pon el de ProAlto; si es ese, borra su fila de parametros/datos_de_ejemplo.csv.",
            )
    for archivo, dicho in leidos.items():
        if archivo.suffix == ".txt" and SIN_LLENAR.search(dicho):
            yield Problema(f"{_nombrados(contexto.raiz, [archivo])} tiene algo sin llenar", "Llénalo.")


def politica(contexto: Contexto) -> Iterator[Problema]:
    """The policy in force has everything that Decreto 1377 de 2013, art. 13, asks for, and its day has come."""
    archivo = _vigente(contexto.raiz / "textos" / "politica")
    dicho = archivo.read_text(encoding="utf-8")
    for que, patron in EN_POLITICA.items():
        if not re.search(patron, dicho):
            yield Problema(f"textos/politica/{archivo.name} no dice: {que}", "Agrégalo en una versión nueva.")


def declaraciones(contexto: Contexto) -> Iterator[Problema]:
    """Somebody has answered with their name for what no program can see."""
    archivo = contexto.raiz / "parametros" / "declaraciones.csv"
    columnas = ("codigo", "que_se_declara", "dias", "quien", "fecha")
    hoy = contexto.now.astimezone(BOGOTA).date()
    for fila in leer_tabla(archivo, columnas, ("codigo",)):
        que, dias = fila.texto("que_se_declara"), fila.entero("dias", 1, 3650)
        if not fila.valores["quien"]:
            yield Problema(f"Nadie ha declarado: {que}", "Hazlo, y pon nombre y fecha en parametros/declaraciones.csv.")
            continue
        hecha = fila.fecha("fecha")
        if not hoy - timedelta(days=dias) <= hecha <= hoy:
            yield Problema(
                f"Declarado el {hecha}, y se repite cada {dias} días: {que}", "Hazlo otra vez y pon la fecha."
            )


def registro_de_bases(contexto: Contexto) -> Iterator[Problema]:
    """It is known whether the data bases must be registered, and they are."""
    ano = contexto.now.astimezone(BOGOTA).year
    registro = rnbd.leer(contexto.raiz / "parametros" / "rnbd.csv").get(ano)
    if registro is None or registro.obliga is None:
        yield Problema(f"No se sabe si hay que inscribirse en el RNBD en {ano}", "Llena parametros/rnbd.csv.")
    elif registro.obliga and not registro.inscrito:
        yield Problema("Los activos pasan de 100.000 UVT y las bases no están en el RNBD", "Inscríbelas ante la SIC.")


def tasa_maxima(contexto: Contexto) -> Iterator[Problema]:
    """The legal maximum of this month is on file, and no product is above it."""
    for aviso in parametros.avisos(parametros.leer(contexto.raiz / "parametros"), _hoy(contexto)):
        yield Problema(aviso, "docs/parametros.md, «La tasa máxima legal».")


def dias_festivos(contexto: Contexto) -> Iterator[Problema]:
    """The calendar of this year and the next has every holiday (Ley 51 de 1983)."""
    for ano in (_hoy(contexto).year, _hoy(contexto).year + 1):
        dias = [date(ano, 1, 1) + timedelta(days=n) for n in range(365)]
        hay = sum(dia.weekday() < SABADO and not es_habil(dia) for dia in dias)
        debe = MOVIBLES + sum(date(ano, mes, dia).weekday() < SABADO for mes, dia in FIJOS)
        if hay not in (debe, debe - 1):  # two may fall on the same Monday
            yield Problema(
                f"El calendario de {ano} tiene {hay} festivos entre semana, no {debe}", "Actualiza holidays."
            )


def _hoy(contexto: Contexto) -> date:
    return contexto.now.astimezone(BOGOTA).date()


def _dichos(raiz: Path) -> list[Path]:
    """Return what customers read: of a text with versions, the newest alone; the others may not be changed."""
    archivos = {archivo for patron in DICHO for archivo in raiz.glob(patron)}
    versiones = {archivo for archivo in archivos if VERSION.fullmatch(archivo.stem)}
    return sorted((archivos - versiones) | {_vigente(carpeta) for carpeta in {uno.parent for uno in versiones}})


def _vigente(carpeta: Path) -> Path:
    return max(carpeta.glob("v*.txt"), key=lambda archivo: int(archivo.stem[1:]))


def _nombrados(raiz: Path, archivos: list[Path]) -> str:
    nombres = [str(archivo.relative_to(raiz)) for archivo in archivos]
    return ", ".join(nombres[:4]) + (f" y {len(nombres) - 4} más" if len(nombres) > 4 else "")
