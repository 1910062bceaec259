"""The inbox: what customers wrote, stored before it is acknowledged, answered in the order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import publicidad
from proalto.services.contacto import acuerdos_de_contacto
from proalto.services.contacto.suscripciones import terminar_todas
from proalto.services.conversacion import frases_fijas, lectura
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.identificacion import senales
from proalto.services.identificacion.contactos import Contacto, identificar
from proalto.services.mensajeria import cuarentena, limites_de_uso
from proalto.services.mensajeria.bandeja_salida import anotar_estado
from proalto.services.mensajeria.burbujas import Burbuja, reunir
from proalto.services.operacion import trabajos
from proalto.whatsapp.address import Address
from proalto.whatsapp.inbound import InboundMessage, Webhook

SIN_TURNO = frozenset({"reaction", "system", "revoke", "edit"})  # they ask for no answer


@dataclass(frozen=True)
class Entrante:
    """One message to answer. `opcion_id` and `opcion_titulo` are set when a button or row was tapped.

    `orden` is a command of our own: there is something to tell, though the customer wrote nothing.
    """

    wamid: str
    address: Address
    tipo: str
    texto: str
    opcion_id: str
    opcion_titulo: str
    orden: str
    intentos: int
    recibido_en: datetime
    lugar: int = 0  # among all messages, in the order of arrival
    muchos: bool = False  # the contact may have written more than it may


@dataclass(frozen=True)
class Recibido:
    nuevos: int
    repetidos: int
    estados: int


def recibir(db: Database, cipher: Cipher, webhook: Webhook, now: datetime) -> Recibido:
    """Store all messages and statuses of a webhook in one transaction, with the wake-up calls they need.

    Raises DatabaseAway; then nothing was stored and Meta must send it again.
    """
    with db.transaction() as tx:
        nuevos = sum(_guardar(tx, cipher, message, now) for message in webhook.messages)
        for status in webhook.statuses:
            anotar_estado(tx, status)
    return Recibido(nuevos, len(webhook.messages) - nuevos, len(webhook.statuses))


def encolar_interno(tx: Transaction, cipher: Cipher, contacto_id: int, clave: str, orden: str) -> None:
    """Let the assistant hold a turn that no message of the customer's asked for; the same `clave` holds one.

    It takes its place in the contact's line, so it never speaks in the middle of another turn.
    """
    cuerpo = {"texto": "", "opcion_id": "", "opcion_titulo": "", "leyenda": "", "archivo": "", "orden": orden}
    sellado = cipher.seal(cuerpo, "mensajes_entrantes", de=contacto_id)
    tx.run("asistente.bandeja_entrada.guardar_interno", contacto_id=contacto_id, clave=clave, cuerpo=sellado)
    trabajos.despertar_atencion(tx, contacto_id)


def siguiente(db: Database, cipher: Cipher, contacto_id: int) -> Entrante | None:
    """Take the contact's oldest unanswered message, or None when there is none or it must wait.

    Bubbles that finish its sentence are taken with it, once: a second try answers the same ones. While it waits, what
    needs no Rasa (`frases_fijas`) overtakes it.
    """
    with db.transaction() as tx:
        cola = tx.all("asistente.bandeja_entrada.cola", contacto_id=contacto_id)
        if cola and cola[0]["vencido"]:
            return _tomar_primero(tx, cipher, cola)
    return _adelantar(db, cipher, contacto_id, cola) if len(cola) > 1 else None


def tomar(db: Database, cipher: Cipher, wamid: str) -> Entrante | None:
    """Take one message out of its turn; None when it has its answer already."""
    with db.transaction() as tx:
        return _tomar(tx, cipher, wamid, [])


def terminar(tx: Transaction, wamid: str, estado: str) -> bool:
    """Close a message, and the bubbles that share its answer, as `atendido` or `fallido`; False when it was closed."""
    return tx.run("asistente.bandeja_entrada.terminar", wamid=wamid, estado=estado) > 0


def aplazar(db: Database, wamid: str, segundos: float) -> None:
    """Try the message again after so many seconds."""
    with db.transaction() as tx:
        tx.run("asistente.bandeja_entrada.aplazar", wamid=wamid, segundos=segundos)


def espera_respuesta(db: Database, wamid: str) -> bool:
    """Tell whether the assistant is about to answer a message: it waits, and no person has the conversation."""
    with db.transaction() as tx:
        return _espera(tx.first("asistente.bandeja_entrada.estado", wamid=wamid))


def por_acusar(db: Database, wamid: str) -> bool | None:
    """Tell whether its receipt says that somebody is writing; None: no receipt, for Meta takes nothing of ours."""
    with db.transaction() as tx:
        row = tx.first("asistente.bandeja_entrada.estado", wamid=wamid)
    return None if row is not None and row["envios_detenidos"] else _espera(row)


def _espera(row: Row | None) -> bool:
    return row is not None and row["estado"] == "pendiente" and not row["de_persona"]


def olvidados(tx: Transaction) -> Sequence[int]:
    """Return the contacts with a due message, for the sweep that re-issues what a crash forgot."""
    return [int(row["contacto_id"]) for row in tx.all("asistente.bandeja_entrada.olvidados")]


def abrir_cuerpo(cipher: Cipher, cuerpo: bytes) -> dict[str, str]:
    """Decrypt what `recibir` stored."""
    cuerpo_abierto: dict[str, str] = cipher.unseal(cuerpo, "mensajes_entrantes")
    return cuerpo_abierto


def _guardar(tx: Transaction, cipher: Cipher, message: InboundMessage, now: datetime) -> bool:
    senales.mirar_numero(tx, cipher, message.sender, message.wamid, now)
    contacto_id = identificar(tx, cipher, message.sender)
    con_turno = message.kind not in SIN_TURNO
    row = tx.first(
        "asistente.bandeja_entrada.guardar",
        wamid=message.wamid,
        contacto_id=contacto_id,
        tipo=message.kind,
        cuerpo=cipher.seal(_cuerpo(message), "mensajes_entrantes", de=contacto_id),
        enviado_en=message.sent_at,
        estado="pendiente" if con_turno else "ignorado",
    )
    if row is None:
        return False
    if cuarentena.apartar(tx, message.wamid, message.sent_at, now):
        return True
    if message.kind == "system":  # a number or user id changed hands: whoever was known here is no more
        senales.anotar(tx, cipher, senales.NUMERO, contacto_id, message.sender.phone, message.wamid, now)
        terminar_todas(tx, contacto_id, "otras_manos", now)
        acuerdos_de_contacto.olvidar(tx, contacto_id, now)
    if message.identity_key:
        clave, telefono = message.identity_key, message.sender.phone
        senales.mirar_llave(tx, cipher, contacto_id, clave, telefono, message.wamid, now)
    if con_turno:
        trabajos.despertar_mensaje(tx, contacto_id, message.wamid)
        orden = frases_fijas.pedida(message.text or message.option_title or "", "")
        if orden:
            trabajos.despertar_adelanto(tx, contacto_id, message.wamid)
        if orden is Orden.BAJA:  # from this moment on, whoever answers it and whenever
            suyo = Contacto(contacto_id, message.sender, message.wamid)
            publicidad.dar_de_baja(tx, cipher, suyo, message.text or message.option_title or "", now)
    return True


def _cuerpo(message: InboundMessage) -> dict[str, str]:
    media = message.media
    return {
        "texto": message.text or "",
        "opcion_id": message.option_id or "",
        "opcion_titulo": message.option_title or "",
        "media_id": media.media_id if media else "",
        "leyenda": (media.caption or "") if media else "",
        "archivo": (media.filename or "") if media else "",
    }


def _tomar_primero(tx: Transaction, cipher: Cipher, cola: list[Row]) -> Entrante | None:
    grupo = _grupo(cipher, cola)
    if grupo is None:
        return None
    wamid, unidos = grupo[0].wamid, [burbuja.wamid for burbuja in grupo[1:]]
    if unidos:
        tx.run("asistente.bandeja_entrada.unir", wamid=wamid, unidos=unidos)
    return _tomar(tx, cipher, wamid, grupo)


def _tomar(tx: Transaction, cipher: Cipher, wamid: str, grupo: list[Burbuja]) -> Entrante | None:
    row = tx.first("asistente.bandeja_entrada.tomar", wamid=wamid, muchos=limites_de_uso.vigentes().menor)
    return None if row is None else _abrir(cipher, row, grupo)


def _adelantar(db: Database, cipher: Cipher, contacto_id: int, cola: list[Row]) -> Entrante | None:
    """Take what needs no Rasa from behind the first message, which waits; what needs it waits with the first."""
    for row in cola[1:]:
        if row["tipo"] in lectura.CON_TEXTO and row["vencido"]:
            cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
            dicho = cuerpo["texto"], cuerpo["opcion_id"], cuerpo["opcion_titulo"]
            leido = lectura.leer(db, cipher, contacto_id, row["tipo"], *dicho, row["recibido_en"])
            if frases_fijas.pedida(*leido):
                return tomar(db, cipher, row["wamid"])
    with db.transaction() as tx:
        tx.run("asistente.bandeja_entrada.esperar_al_primero", wamid=cola[0]["wamid"])
    return None


def _grupo(cipher: Cipher, cola: list[Row]) -> list[Burbuja] | None:
    burbujas = [
        Burbuja(
            wamid=row["wamid"],
            texto=abrir_cuerpo(cipher, row["cuerpo"])["texto"] if row["tipo"] == "text" else "",
            edad=row["edad"],
            archivo=row["tipo"] in lectura.DOCUMENTOS,
        )
        for row in cola
    ]
    if cola[0]["intentos"]:
        return [b for b, row in zip(burbujas, cola) if cola[0]["wamid"] in (row["wamid"], row["unido_a"])]
    return reunir(burbujas)


def _abrir(cipher: Cipher, row: Row, grupo: list[Burbuja]) -> Entrante:
    cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
    return Entrante(
        wamid=row["wamid"],
        address=Address(row["telefono"], row["bsuid"]),
        tipo=row["tipo"],
        texto=" ".join(burbuja.texto for burbuja in grupo) if len(grupo) > 1 else cuerpo["texto"],
        opcion_id=cuerpo["opcion_id"],
        opcion_titulo=cuerpo["opcion_titulo"],
        orden=cuerpo.get("orden", ""),
        intentos=int(row["intentos"]),
        recibido_en=row["recibido_en"],
        lugar=int(row["orden"]),
        muchos=bool(row["muchos"]),
    )
