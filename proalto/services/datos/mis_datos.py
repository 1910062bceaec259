"""Conocer (Ley 1581 arts. 8 and 11): every row that is kept about a person, opened, as it stood at one moment.

The tables come from the database's own catalogue, so that none is forgotten. On a chat in which somebody else has
proved who they are too, only what can be told to be this person's is given; how much was left out is said. What was
written in another chat is given in that chat: whoever holds this phone may not be who holds that one.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proalto.db.database import Database, Row
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher
from proalto.services.datos import filas_abiertas, solicitudes_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.de_quien import De, Tramo, en_tramos, separar, tramos_de
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad
from proalto.services.supresion.conservacion import documento_de

CONTENIDO = "exportes_de_datos.contenido"


@dataclass(frozen=True)
class Expediente:
    """What is kept about a person, as JSON: {table: [{column: value}]}; none of it in repr, and so in no log."""

    folio: str
    generado_en: str
    prestamista: Mapping[str, Sequence[Mapping[str, Any]]] = field(repr=False)
    asistente: Mapping[str, Sequence[Mapping[str, Any]]] = field(repr=False)
    de_otras_personas: Mapping[str, int] = field(default_factory=dict)  # rows of the chat that were left out, by table
    otros_chats: int = 0  # in how many others the person was known too

    @property
    def conteo(self) -> dict[str, int]:
        return {tabla: len(filas) for tabla, filas in sorted(self.asistente.items())}


def conocer(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> str:
    """Gather and keep what there is about the person, and return the folio under which it can be sent.

    Raises FaltaIdentidad (N2). It asks for no authorization: a right does not depend on one.
    """
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now)
    huella = cipher.keyed_hash("cedula", titular.cedula)
    del_prestamista = _del_prestamista(nucleo, titular.cedula)
    with db.transaction() as tx:
        hecha = solicitudes_de_datos.atendida(tx, contacto, Derecho.CONOCER, now, huella)
        if not hecha.nueva:
            return hecha.folio
        filas = tx.all("asistente.mis_datos.filas", contacto_id=contacto.id, cedula_hmac=huella)
        expediente = armar(cipher, filas, De(contacto.id, huella), hecha.folio, del_prestamista, now)
        sellado = cipher.seal(vars(expediente), CONTENIDO, de=contacto.id)
        tx.run("asistente.mis_datos.guardar", folio=hecha.folio, contenido=sellado, now=now)
    return hecha.folio


def abrir(db: Database, cipher: Cipher, folio: str) -> Expediente | None:
    """Return what was gathered under a folio, or None when it is not kept (any more)."""
    with db.transaction() as tx:
        row = tx.first("asistente.mis_datos.abrir", folio=folio)
    return None if row is None else Expediente(**cipher.unseal(row["contenido"], CONTENIDO))


def armar(
    cipher: Cipher, filas: Sequence[Row], de: De, folio: str, prestamista: Mapping[str, list[Row]], now: datetime
) -> Expediente:
    """Open the rows of one person, and count those of others."""
    filas = [_con_titular(cipher, row) for row in filas]
    propias, ajenas = separar(filas, de)
    abiertas: dict[str, list[dict[str, Any]]] = {}
    for row in propias:
        de_otro_chat = row["dueno"] not in (None, de.contacto_id)
        abierta = filas_abiertas.abrir(cipher, row["tabla"], row["fila"], de_otro_chat=de_otro_chat)
        if row["tabla"] == "casos":
            _recortar(abierta, tramos_de(filas, de, row["dueno"]))
        abiertas.setdefault(row["tabla"], []).append(abierta)
    return Expediente(
        folio=folio,
        generado_en=now.astimezone(BOGOTA).isoformat(timespec="seconds"),
        prestamista={parte: [_plana(fila) for fila in unas] for parte, unas in prestamista.items()},
        asistente=abiertas,
        de_otras_personas=dict(Counter(row["tabla"] for row in ajenas)),
        otros_chats=len({row["dueno"] for row in propias if row["tabla"] == "sesiones"} - {None, de.contacto_id}),
    )


def _con_titular(cipher: Cipher, row: Row) -> Row:
    """Return a row with the hash of whom it is about, when only what is sealed in it says so: an application."""
    if row["tabla"] != "tramites" or not row["fila"]["datos"]:
        return row
    documento = documento_de(cipher, base64.b64decode(row["fila"]["datos"]))
    return row | {"huella": base64.b64encode(cipher.keyed_hash("cedula", documento)).decode()} if documento else row


def _recortar(caso: dict[str, Any], tramos: list[Tramo] | None) -> None:
    """Leave of the conversation that a case holds what was said while this person was there: it began before."""
    lineas = caso["transcripcion"]
    if tramos is not None and isinstance(lineas, list):
        caso["transcripcion"] = [linea for linea in lineas if en_tramos(linea["cuando"], tramos)]


def _del_prestamista(nucleo: Database, cedula: str) -> dict[str, list[Row]]:
    with nucleo.transaction() as tx:
        return {
            "cliente": tx.all("nucleo.mis_datos.cliente", cedula=cedula),
            "creditos": tx.all("nucleo.mis_datos.creditos", cedula=cedula),
            "solicitudes": tx.all("nucleo.mis_datos.solicitudes", cedula=cedula),
            "ofertas": tx.all("nucleo.mis_datos.ofertas", cedula=cedula),
        }


def _plana(fila: Row) -> dict[str, Any]:
    """Return a row of the lender's as JSON holds it: amounts and days as text, exactly."""
    return {
        columna: valor if valor is None or isinstance(valor, (int, str, bool)) else str(valor)
        for columna, valor in fila.items()
    }
