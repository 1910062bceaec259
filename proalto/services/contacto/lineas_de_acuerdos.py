"""Agreements as ProAlto's papers list them: one line each of a CSV file, read whole before anything is done with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from proalto.errors import ProAltoError
from proalto.formats.cedula import leer_cedula
from proalto.formats.celular import leer_celular
from proalto.formats.dias_habiles import BOGOTA, DIAS
from proalto.formats.texto import plegar
from proalto.services.contacto.acuerdos_de_contacto import Canal, Instrumento

CANALES = ("accion", "celular", "cedula", "canal", "documento", "informado_en")
HORARIOS = (
    "accion", "celular", "cedula", "contrato", "contrato_firmado_en", "instrumento", "instrumento_firmado_en", "dias",
    "abre", "cierra",
)  # fmt: skip
MAXIMO = 1000  # lines
LARGO = 200  # characters of what names a document
TERMINA = "termina"
_FECHAS = ("%Y-%m-%d", "%d/%m/%Y")
_HORA = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
_RANGO = re.compile(r"(\w+) a (\w+)")
_NOMBRES = [plegar(dia) for dia in DIAS]
T = TypeVar("T")


class ArchivoIlegible(ProAltoError):
    """The file is no such list: `str(error)` is `vacio`, `no_es_texto`, `columnas` or `muchas`."""


@dataclass(frozen=True)
class Falla:
    """What is wrong in a line, in which column; the heading is line 1."""

    linea: int
    columna: str
    codigo: str
    valor: str = ""


@dataclass(frozen=True)
class Linea:
    """One agreement of one person: a channel, or hours; `termina`: it ends. Only what its kind has is there."""

    numero: int
    termina: bool
    celular: str
    cedula: str
    canal: Canal | None = None
    documento: str = ""
    informado_en: datetime | None = None
    instrumento: Instrumento | None = None


class _Celdas:
    """The cells of a line; what cannot be read is noted, and the others are read all the same."""

    def __init__(self, numero: int, celdas: Mapping[str, str], now: datetime) -> None:
        self.numero, self._celdas, self._now = numero, celdas, now
        self.fallas: list[Falla] = []

    def quejarse(self, columna: str, codigo: str) -> None:
        self.fallas.append(Falla(self.numero, columna, codigo, self._celdas[columna][:LARGO]))

    def leer(self, columna: str, como: Callable[[str], T | None], codigo: str) -> T | None:
        """Return the cell as what it should be; None, and a complaint, when it is missing or cannot be read."""
        valor = como(self._celdas[columna]) if self._celdas[columna] else None
        if valor is None:
            self.quejarse(columna, codigo if self._celdas[columna] else "falta")
        return valor

    def documento(self, columna: str) -> str:
        return self.leer(columna, lambda dicho: dicho if len(dicho) <= LARGO else None, "largo") or ""

    def fecha(self, columna: str) -> datetime | None:
        """Return the beginning of that day in Bogotá; it is not one to come."""
        cuando = self.leer(columna, _fecha, "fecha")
        if cuando is not None and cuando > self._now:
            self.quejarse(columna, "futura")
        return cuando


def leer(columnas: Sequence[str], contenido: bytes, now: datetime) -> tuple[list[Linea], list[Falla]]:
    """Return the lines that can be read and what is wrong with the others; raise ArchivoIlegible."""
    lineas, fallas, vistas = [], [], set()
    for numero, celdas in _filas(columnas, contenido):
        suyas = _Celdas(numero, celdas, now)
        linea = _linea(suyas, con_canal=columnas == CANALES)
        llave = (linea.celular, linea.cedula, linea.canal)
        if not suyas.fallas and llave in vistas:
            suyas.quejarse("celular", "repetida")
        vistas.add(llave)
        fallas += suyas.fallas
        lineas += [linea] if not suyas.fallas else []
    return lineas, fallas


def _linea(de: _Celdas, *, con_canal: bool) -> Linea:
    accion = de.leer("accion", lambda dicho: plegar(dicho) if plegar(dicho) in _acciones(con_canal) else None, "accion")
    termina = accion == TERMINA
    celular = de.leer("celular", leer_celular, "celular") or ""
    cedula = de.leer("cedula", leer_cedula, "cedula") or ""
    if con_canal:
        canal = de.leer("canal", _canal, "canal")
        if termina:
            return Linea(de.numero, True, celular, cedula, canal)
        return Linea(de.numero, False, celular, cedula, canal, de.documento("documento"), de.fecha("informado_en"))
    return Linea(de.numero, termina, celular, cedula, instrumento=None if termina else _instrumento(de))


def _instrumento(de: _Celdas) -> Instrumento | None:
    contrato, firmado = de.documento("contrato"), de.fecha("contrato_firmado_en")
    otro, otro_firmado = de.documento("instrumento"), de.fecha("instrumento_firmado_en")
    dias = de.leer("dias", _dias, "dias")
    abre, cierra = de.leer("abre", _hora, "hora"), de.leer("cierra", _hora, "hora")
    if contrato and contrato == otro:
        de.quejarse("instrumento", "mismo_documento")
    if firmado and otro_firmado and otro_firmado <= firmado:
        de.quejarse("instrumento_firmado_en", "no_posterior")
    if abre and cierra and abre >= cierra:
        de.quejarse("cierra", "horas")
    if firmado is None or otro_firmado is None or dias is None or abre is None or cierra is None:
        return None
    return Instrumento(contrato, firmado, otro, otro_firmado, dias, abre, cierra)


def _filas(columnas: Sequence[str], contenido: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells) of what is written under the heading, which may be in any order."""
    texto = _texto(contenido)
    primera = texto.split("\n", 1)[0]
    lector = csv.reader(texto.splitlines(), delimiter=";" if primera.count(";") >= primera.count(",") else ",")
    cabeza = [plegar(celda).replace(" ", "_") for celda in next(lector, [])]
    if sorted(cabeza) != sorted(columnas):
        raise ArchivoIlegible("columnas")
    filas = [
        (lector.line_num, dict(zip(cabeza, [*(celda.strip() for celda in fila), *[""] * len(cabeza)])))
        for fila in lector
        if any(celda.strip() for celda in fila)
    ]
    if not filas:
        raise ArchivoIlegible("vacio")
    if len(filas) > MAXIMO:
        raise ArchivoIlegible("muchas")
    return filas


def _texto(contenido: bytes) -> str:
    """Return the file as text: UTF-8, or what Excel writes in Spanish. Not a spreadsheet of its own kind."""
    if not contenido.strip():
        raise ArchivoIlegible("vacio")
    if b"\0" in contenido or contenido.startswith(b"PK"):
        raise ArchivoIlegible("no_es_texto")
    try:
        return contenido.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenido.decode("cp1252", errors="replace")


def _acciones(con_canal: bool) -> tuple[str, str]:
    return ("autoriza" if con_canal else "pacta", TERMINA)


def _canal(dicho: str) -> Canal | None:
    return Canal(plegar(dicho)) if plegar(dicho) in [uno.value for uno in Canal] else None


def _fecha(dicho: str) -> datetime | None:
    for forma in _FECHAS:
        try:
            return datetime.strptime(dicho, forma).replace(tzinfo=BOGOTA)
        except ValueError:
            continue
    return None


def _hora(dicho: str) -> time | None:
    hallada = _HORA.fullmatch(dicho)
    return time(int(hallada[1]), int(hallada[2])) if hallada else None


def _dias(dicho: str) -> tuple[int, ...] | None:
    """Return the days of "lunes a viernes" or "lunes, miércoles y sábado": 1 is Monday."""
    plano = plegar(dicho)
    rango = _RANGO.fullmatch(plano)
    nombres = [rango[1], rango[2]] if rango else [uno for uno in re.split(r"[\s,;.]+|\by\b", plano) if uno]
    if not nombres or not set(nombres) <= set(_NOMBRES):
        return None
    numeros = [_NOMBRES.index(nombre) + 1 for nombre in nombres]
    if rango:
        return tuple(range(numeros[0], numeros[1] + 1)) or None
    return tuple(sorted(set(numeros)))
