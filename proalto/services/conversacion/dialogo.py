"""A contact's whole conversation as an advisor reads it: both sides, colleagues' notes, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion.notas import contexto
from proalto.services.conversacion.transcripcion import dicho, mostrado
from proalto.services.credito.tramites import DATOS
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.services.mensajeria.plantillas import PlantillaInvalida
from proalto.services.mesa.tapado import GRACIA, Tapador

CUANTAS = 100
MISMO_MOMENTO = 50  # lines of one transaction share their moment, and are never parted
SIN_LIMITE = datetime(9999, 1, 1, tzinfo=timezone.utc)
SUCESOS = (
    "caso_abierto", "caso_asignado", "caso_transferido", "caso_en_pausa", "caso_reanudado", "caso_cerrado",
    "caso_reabierto", "persona_toma", "persona_devuelve",
)  # fmt: skip


class De(str, Enum):
    """Whose line it is."""

    CLIENTE = "cliente"
    ASISTENTE = "asistente"
    ASESOR = "asesor"
    NOTA = "nota"
    SUCESO = "suceso"


@dataclass(frozen=True)
class Adjunto:
    """A file in the conversation; it can be looked at when it is kept (`documento_id`)."""

    nombre: str = field(repr=False)
    documento_id: int | None = None
    estado: str | None = None
    paginas: int = 0


@dataclass(frozen=True)
class Linea:
    """One line. `clase` is the kind of message or of fact; `entrega` the state of one that was sent."""

    clave: str
    de: De
    cuando: datetime
    clase: str
    texto: str = field(default="", repr=False)
    autor: str = ""
    opciones: tuple[str, ...] = ()
    adjunto: Adjunto | None = None
    entrega: str = ""
    error: int | None = None
    folio: str = ""
    datos: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialogo:
    """Lines in order, the oldest first; `anterior` is what to ask `antes` with for those before, or None."""

    lineas: list[Linea]
    anterior: datetime | None


def ver(
    db: Database, cipher: Cipher, contacto_id: int, antes: datetime | None = None, *, revelar: bool = False
) -> Dialogo:
    """Return the newest CUANTAS lines before a moment, without codes; cédulas are hidden unless `revelar`."""
    hasta = antes or SIN_LIMITE
    params = {"contacto_id": contacto_id, "antes": hasta, "cuantos": CUANTAS + MISMO_MOMENTO}
    with db.transaction() as tx:
        tapador = tapador_de(tx, cipher, contacto_id, hasta, revelar=revelar)
        lineas = [_suceso(row) for row in tx.all("asistente.dialogo.sucesos", tipos=list(SUCESOS), **params)]
        lineas += [_nota(cipher, row, tapador) for row in tx.all("asistente.dialogo.notas", **params)]
        lineas += [_saliente(cipher, row, tapador) for row in tx.all("asistente.dialogo.salientes", **params)]
        lineas += [_entrante(cipher, row, tapador) for row in tx.all("asistente.dialogo.entrantes", **params)]
    lineas.reverse()  # in one moment: the customer, the answer, the notes, what happened
    lineas.sort(key=lambda linea: linea.cuando)
    if len(lineas) <= CUANTAS:
        return Dialogo(lineas, None)
    corte = lineas[-CUANTAS].cuando  # what is as old as the last one that fits comes too: none falls between pages
    return Dialogo([linea for linea in lineas if linea.cuando >= corte], corte)


def version(tx: Transaction, contacto_id: int) -> str:
    """Return a word that changes whenever `ver` would; cheap, so that it can be asked every second."""
    return str(tx.one("asistente.dialogo.version", contacto_id=contacto_id, tipos=list(SUCESOS))["version"])


def tapador_de(
    tx: Transaction, cipher: Cipher, contacto_id: int, antes: datetime = SIN_LIMITE, *, revelar: bool = False
) -> Tapador:
    """Return what hides, in this contact's words before a moment, codes and, unless `revelar`, cédulas."""
    codigos = tx.all("asistente.dialogo.codigos", contacto_id=contacto_id, antes=antes)
    vivos = tuple((row["creado_en"], row["usado_en"] or row["expira_en"] + GRACIA) for row in codigos)
    if revelar:
        return Tapador(cipher, frozenset(), vivos)
    huellas = {bytes(row["cedula_hmac"]) for row in tx.all("asistente.dialogo.cedulas", contacto_id=contacto_id)}
    for row in tx.all("asistente.dialogo.tramites", contacto_id=contacto_id):
        dada = cipher.unseal(row["datos"], DATOS).get("documento_identidad", "")
        huellas.add(cipher.keyed_hash("cedula", dada))
    return Tapador(cipher, frozenset(huellas), vivos)


def _entrante(cipher: Cipher, row: Row, tapador: Tapador) -> Linea:
    cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
    adjunto = None
    if cuerpo.get("media_id"):
        suyo = row["documento_id"] if row["guardado"] else None
        adjunto = Adjunto(cuerpo["archivo"], suyo, row["documento_estado"], row["paginas"] or 0)
    texto = cuerpo["leyenda"] if adjunto else dicho(cuerpo)
    return Linea(
        clave=f"e{row['orden']}",
        de=De.CLIENTE,
        cuando=row["cuando"],
        clase="boton" if cuerpo["opcion_id"] else row["tipo"],
        texto=tapador.tapar(texto, row["cuando"]),
        adjunto=adjunto,
    )


def _saliente(cipher: Cipher, row: Row, tapador: Tapador) -> Linea:
    payload = {} if row["cuerpo"] is None else cipher.unseal(row["cuerpo"], CUERPO)
    documento = payload.get("documento")
    return Linea(
        clave=f"s{row['id']}",
        de=De.ASESOR if row["autor"] else De.ASISTENTE,
        cuando=row["cuando"],
        clase="plantilla" if "template" in payload else row["clase"],
        texto=tapador.tapar(_palabras(payload), row["cuando"]) if payload else "",
        autor=row["autor"] or "",
        opciones=_opciones(payload),
        adjunto=Adjunto(documento["nombre"]) if documento else None,
        entrega=row["estado"],
        error=row["error_codigo"],
    )


def _palabras(payload: dict[str, Any]) -> str:
    """Return what the customer reads; a template that is no longer registered, by its name and data."""
    if "documento" in payload:
        return str(payload["leyenda"])
    plantilla = plantillas.registradas().get(payload.get("template", {}).get("name", ""))
    if plantilla is None or not plantilla.datos:
        return mostrado(payload)
    partes = [p for c in payload["template"].get("components", []) if c["type"] == "body" for p in c["parameters"]]
    try:
        return plantillas.ver(plantilla, [str(parte.get("text", "")) for parte in partes])
    except PlantillaInvalida:
        return mostrado(payload)


def _nota(cipher: Cipher, row: Row, tapador: Tapador) -> Linea:
    texto = cipher.unseal(row["texto"], contexto(row["caso_id"]))
    return Linea(
        clave=f"n{row['id']}",
        de=De.NOTA,
        cuando=row["cuando"],
        clase="nota",
        texto=tapador.tapar(texto, row["cuando"]),
        autor=row["autor"],
        folio=row["folio"],
    )


def _suceso(row: Row) -> Linea:
    return Linea(
        clave=f"h{row['id']}",
        de=De.SUCESO,
        cuando=row["cuando"],
        clase=row["tipo"],
        autor=row["autor"] or "",
        folio=row["folio"] or "",
        datos=row["datos"],
    )


def _opciones(payload: dict[str, Any]) -> tuple[str, ...]:
    """Return the titles of what could be tapped."""
    accion = payload.get("interactive", {}).get("action", {})
    botones = [boton["reply"]["title"] for boton in accion.get("buttons", [])]
    filas = [fila["title"] for seccion in accion.get("sections", []) for fila in seccion["rows"]]
    return (*botones, *filas)
