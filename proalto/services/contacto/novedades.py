"""Notices: a change of an application reaches whoever asked to be told, once, whoever noticed it and however often.

Polling, PostgreSQL's NOTIFY and the lender's POST only wake: what changed is read from nucleo, and what was told is
written with the message to send in one transaction (docs/decisiones/0010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.formats.fecha import fecha_en_palabras
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento
from proalto.services.contacto import ventana
from proalto.services.conversacion import conversaciones
from proalto.services.credito import etapas
from proalto.services.credito.etapas import Etapa
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import bandeja_salida
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.payloads import Payload

CLASE = "novedad"
POR_CONSULTA = 1000
PARRAFO = "\n\n"


@dataclass(frozen=True)
class Plantilla:
    """The template approved by Meta for a notice outside the window; its parameters: the radicado and the stage."""

    nombre: str
    idioma: str


@dataclass(frozen=True)
class Cambio:
    """What nucleo says of an application that the contact does not know yet; `avisos`: how often they were told."""

    suscripcion_id: int
    contacto_id: int
    radicado: str
    etapa: Etapa
    actualizada_en: datetime | None
    avisos: int


def pendientes(
    db: Database, nucleo: Database, cipher: Cipher, now: datetime, radicados: Sequence[str] | None = None
) -> list[Cambio]:
    """Return the changes that subscribers do not know, of all applications or of these.

    A subscription whose application has become somebody else's ends here.
    """
    with db.transaction() as tx:
        vivas = tx.all("asistente.suscripciones.vivas", radicados=None if radicados is None else list(radicados))
    ahora = _leer(nucleo, sorted({row["radicado"] for row in vivas}))
    cambios = []
    for viva in vivas:
        fila = ahora.get(viva["radicado"])
        if fila is not None and cipher.keyed_hash("cedula", str(fila["cedula"])) != bytes(viva["cedula_hmac"]):
            _terminar(db, viva["id"], "otro_titular", now)
        elif fila is not None and _es_novedad(viva, fila):
            etapa = etapas.vigentes()[fila["etapa"]]
            conocido = (viva["id"], viva["contacto_id"], viva["radicado"])
            cambios.append(Cambio(*conocido, etapa, fila["actualizada_en"], viva["avisos"]))
    return cambios


def avisar(db: Database, cipher: Cipher, plantilla: Plantilla, cambio: Cambio, now: datetime) -> bool:
    """Queue the notice of a change; False when it was told already, or may not be, or a person has the conversation.

    Free text within the service window, the template outside it. A stage that nothing follows ends the subscription.
    """
    decidido = _decidido(db, cambio.contacto_id)
    if decidido in (Evento.RECHAZADA, Evento.REVOCADA):
        _terminar(db, cambio.suscripcion_id, "sin_autorizacion", now)
    if decidido is not Evento.ACEPTADA:  # a new version of the text may be waiting for its answer
        return False
    with db.transaction() as tx:
        if conversaciones.bloquear(tx, cambio.contacto_id).de_persona or not _avanzar(tx, cambio, now):
            return False
        abierta = ventana.abierta(tx, cambio.contacto_id, now)
        cuerpo = payloads.text(redactar(cambio)) if abierta else _de_plantilla(plantilla, cambio.radicado, cambio.etapa)
        origen = f"{CLASE}:{cambio.suscripcion_id}:{cambio.avisos + 1}"
        _encolar(tx, cipher, cambio.contacto_id, origen, cuerpo)
    return True


def repetir_con_plantilla(db: Database, cipher: Cipher, plantilla: Plantilla) -> None:
    """Send as a template the notices whose free text came too late, whether we or Meta saw it, at once or later."""
    with db.transaction() as tx:
        rechazadas = tx.all("asistente.suscripciones.fuera_de_ventana")
    for row in rechazadas:
        if _decidido(db, row["contacto_id"]) is Evento.ACEPTADA:
            cuerpo = _de_plantilla(plantilla, row["radicado"], etapas.vigentes()[row["etapa"]])
            with db.transaction() as tx:
                _encolar(tx, cipher, row["contacto_id"], row["wamid_origen"], cuerpo, ordinal=1)


def redactar(cambio: Cambio) -> str:
    """Return the free text of a notice."""
    etapa, prometida = cambio.etapa, cambio.etapa.promesa(cambio.actualizada_en)
    partes = [texto("novedad").format(radicado=cambio.radicado, etapa=etapa.titulo, significado=etapa.significado)]
    if prometida is not None:
        partes.append(texto("novedad_promesa").format(prometida_para=fecha_en_palabras(prometida)))
    return PARRAFO.join([*partes, texto("novedad_final" if etapa.final else "novedad_sigue")])


def _decidido(db: Database, contacto_id: int) -> Evento | None:
    return autorizacion.decision(db, Contacto(contacto_id, Address()))


def _leer(nucleo: Database, radicados: Sequence[str]) -> dict[str, Row]:
    """Return where the applications are now, by radicado, a thousand at a time."""
    filas: list[Row] = []
    for desde in range(0, len(radicados), POR_CONSULTA):
        with nucleo.transaction() as tx:
            filas += tx.all("nucleo.solicitud.por_radicados", radicados=radicados[desde : desde + POR_CONSULTA])
    return {str(fila["radicado"]): fila for fila in filas}


def _es_novedad(viva: Row, fila: Row) -> bool:
    """Tell whether nucleo says something newer. A replica that is behind may still say what was told before."""
    if fila["etapa"] not in etapas.vigentes():
        return False
    antes, despues = viva["actualizada_en"], fila["actualizada_en"]
    if antes is not None and despues is not None and antes != despues:
        return bool(despues > antes)
    return bool(fila["etapa"] != viva["etapa"])


def _avanzar(tx: Transaction, cambio: Cambio, now: datetime) -> bool:
    return (
        tx.run(
            "asistente.suscripciones.avanzar",
            id=cambio.suscripcion_id,
            avisos=cambio.avisos,
            etapa=cambio.etapa.nombre,
            actualizada_en=cambio.actualizada_en,
            final=cambio.etapa.final,
            now=now,
        )
        == 1
    )


def _de_plantilla(plantilla: Plantilla, radicado: str, etapa: Etapa) -> Payload:
    return payloads.template(plantilla.nombre, plantilla.idioma, [radicado, etapa.titulo])


def _encolar(tx: Transaction, cipher: Cipher, contacto_id: int, origen: str, cuerpo: Payload, ordinal: int = 0) -> None:
    bandeja_salida.encolar(tx, cipher, contacto_id, origen, cuerpo, clase=CLASE, ordinal=ordinal)
    trabajos.despertar_envio(tx, contacto_id)


def _terminar(db: Database, suscripcion_id: int, motivo: str, now: datetime) -> None:
    with db.transaction() as tx:
        tx.run("asistente.suscripciones.terminar", id=suscripcion_id, motivo=motivo, now=now)
