"""Canned replies: words that advisors send often, written once and checked before they are used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.formats.prohibido import CODIGOS, prohibido
from proalto.formats.tabla import leer_tabla
from proalto.formats.trato import mezcla_trato
from proalto.services.mesa.auditoria import anotar
from proalto.services.mesa.usuarios import EQUIPOS, Usuario
from proalto.services.operacion.textos import CARPETA

VARIABLES = ("nombre", "asesor", "folio", "cuando")
MAXIMO, TITULO_MAXIMO = 900, 60
_LLAVES = re.compile(r"\{([^{}]*)\}")
_CON_ESPACIO = re.compile(r"(\s?)\{([a-z]+)\}(\.?)")  # "p. m." ends a sentence by itself
_COMA_SOLA = re.compile(r",\s*([.,:;!?])")
_MARCAS = re.compile(r"[*_~`{}\s]+")  # WhatsApp would read them as bold, or the advisor as more words


@dataclass(frozen=True)
class Respuesta:
    """A canned reply. `equipos` empty: for every team."""

    id: int
    titulo: str
    texto: str
    equipos: tuple[str, ...]
    activa: bool


class RespuestaInvalida(ProAltoError):
    """The words may not be used; `razones` are codes, in the order in which they are worth mending."""

    def __init__(self, razones: Sequence[str]) -> None:
        super().__init__(", ".join(razones))
        self.razones = tuple(razones)


class SinRespuesta(ProAltoError):
    """There is no canned reply with this id."""


def todas(db: Database, now: datetime) -> list[Respuesta]:
    """Return every reply, those in use first; an empty table is filled with those of `textos/` before."""
    with db.transaction() as tx:
        _sembrar(tx, now)
        return [_respuesta(row) for row in tx.all("asistente.respuestas_rapidas.todas")]


def activas(db: Database, equipos: Sequence[str], now: datetime) -> list[Respuesta]:
    """Return the replies in use for somebody of these teams, by title."""
    with db.transaction() as tx:
        _sembrar(tx, now)
        return [_respuesta(row) for row in tx.all("asistente.respuestas_rapidas.activas", equipos=list(equipos))]


def una(db: Database, respuesta_id: int) -> Respuesta:
    """Return one reply, or raise SinRespuesta."""
    with db.transaction() as tx:
        row = tx.first("asistente.respuestas_rapidas.una", respuesta_id=respuesta_id)
    if row is None:
        raise SinRespuesta(str(respuesta_id))
    return _respuesta(row)


def guardar(db: Database, respuesta: Respuesta, actor: Usuario, now: datetime) -> int:
    """Add a reply (id 0) or change one; return its id. Raise RespuestaInvalida or SinRespuesta."""
    titulo, texto = " ".join(respuesta.titulo.split()), respuesta.texto.replace("\r\n", "\n").strip()
    razones = revisar(titulo, texto, respuesta.equipos)
    if razones:
        raise RespuestaInvalida(razones)
    campos = {"titulo": titulo, "texto": texto, "equipos": list(respuesta.equipos), "activa": respuesta.activa}
    with db.transaction() as tx:
        if respuesta.id and tx.first("asistente.respuestas_rapidas.una", respuesta_id=respuesta.id) is None:
            raise SinRespuesta(str(respuesta.id))
        orden, cual = ("editar", {"respuesta_id": respuesta.id}) if respuesta.id else ("crear", {})
        row = tx.first(f"asistente.respuestas_rapidas.{orden}", **campos, **cual, usuario_id=actor.id, now=now)
        if row is None:
            raise RespuestaInvalida(["repetida"])
        accion = "respuesta_editada" if respuesta.id else "respuesta_creada"
        anotar(tx, actor.id, accion, f"respuesta:{row['id']}", now, {"activa": respuesta.activa})
    return int(row["id"])


def borrar(db: Database, respuesta_id: int, actor: Usuario, now: datetime) -> None:
    """Delete a reply, or raise SinRespuesta; what was sent with it stays in the conversations."""
    with db.transaction() as tx:
        if not tx.run("asistente.respuestas_rapidas.borrar", respuesta_id=respuesta_id):
            raise SinRespuesta(str(respuesta_id))
        anotar(tx, actor.id, "respuesta_borrada", f"respuesta:{respuesta_id}", now)


def revisar(titulo: str, texto: str, equipos: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with a reply: codes that the page puts into words. None: it may be used."""
    malas = [nombre for nombre in _LLAVES.findall(texto) if nombre not in VARIABLES]
    sueltas = set("{}") & set(_LLAVES.sub("", texto))
    dichas = prohibido(texto)
    quejas = {
        "sin_titulo": not titulo or len(titulo) > TITULO_MAXIMO,
        "sin_texto": not texto,
        "larga": len(texto) > MAXIMO,
        "variable": bool(malas or sueltas),
        **{codigo: codigo in dichas for codigo in CODIGOS},
        "trato": mezcla_trato(texto),
        "equipo": not set(equipos) <= set(EQUIPOS),
    }
    return [razon for razon, pasa in quejas.items() if pasa]


def rellenar(texto: str, *, nombre: str = "", asesor: str = "", folio: str = "", cuando: str = "") -> str:
    """Return the reply with its variables; one that is not known goes, with the space before it."""
    valores = {"nombre": nombre, "asesor": asesor, "folio": folio, "cuando": cuando}
    limpios = {clave: _MARCAS.sub(" ", valor).strip() for clave, valor in valores.items()}

    def poner(hallado: re.Match[str]) -> str:
        espacio, clave, punto = hallado.groups()
        if clave not in limpios:
            return hallado[0]
        valor = limpios[clave]
        return f"{espacio}{valor}{'' if valor.endswith('.') else punto}" if valor else punto

    return _COMA_SOLA.sub(r"\1", _CON_ESPACIO.sub(poner, texto)).strip()


@cache
def de_fabrica() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return (title, text, teams) of `textos/respuestas_rapidas.csv`."""
    filas = leer_tabla(CARPETA / "respuestas_rapidas.csv", ("titulo", "texto", "equipos"), ("titulo",))
    return tuple((fila.texto("titulo"), fila.texto("texto"), fila.partes("equipos", alguna=False)) for fila in filas)


def _sembrar(tx: Transaction, now: datetime) -> None:
    if tx.one("asistente.respuestas_rapidas.hay")["hay"]:
        return
    for titulo, texto, equipos in de_fabrica():
        fila = {"titulo": titulo, "texto": texto, "equipos": list(equipos)}
        tx.first("asistente.respuestas_rapidas.crear", **fila, activa=True, usuario_id=None, now=now)


def _respuesta(row: dict[str, object]) -> Respuesta:
    campos = {**row, "equipos": tuple(row["equipos"])}  # type: ignore[arg-type]
    return Respuesta(**campos)  # type: ignore[arg-type]
