"""The steps of an erasure, one for each group of tables. Each runs in one transaction and may be run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Row, Transaction
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.gateways.llaves import de_contacto
from proalto.services.conversacion import conversaciones
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.operacion import llaves_guardadas
from proalto.services.supresion import custodia, medios_en_meta
from proalto.services.supresion.bloqueos_de_borrados import recordar_bloqueos
from proalto.services.supresion.conservacion import DOCUMENTOS, es_reclamo_vivo
from proalto.whatsapp.address import Address

DIAS_EN_META = timedelta(days=30)


@dataclass(frozen=True)
class Encargo:
    """What a step works on; `que_queda` are the codes of what is kept."""

    tx: Transaction
    cipher: Cipher
    contacto_id: int
    cedula_hmac: bytes | None
    parte_de: str | None  # the erasure that this one is part of
    motivo: str
    que_queda: frozenset[str]
    now: datetime

    def correr(self, *consultas: str) -> dict[str, int]:
        """Run these queries of borrado.sql, each named as its table, and return how many rows each took."""
        quien = {"contacto_id": self.contacto_id, "cedula_hmac": self.cedula_hmac}
        return {una: self.tx.run(f"asistente.borrado.{una}", **quien) for una in consultas}


def cerrar_contacto(encargo: Encargo) -> dict[str, int]:
    """Shut the door: whoever writes from that phone from now on is somebody new, and no late turn is kept.

    Takes the conversation before the contact, as whoever speaks does.
    """
    tx, suyo = encargo.tx, encargo.contacto_id
    conversaciones.bloquear(tx, suyo)
    fila = tx.one("asistente.borrado.contacto", contacto_id=suyo)
    suya = Address(fila["telefono"], fila["bsuid"])
    vivos = [caso for caso in _casos(encargo) if caso["contacto_id"] == suyo and caso["estado"] != "cerrado"]
    custodia.dejar_direccion(tx, encargo.cipher, [c for c in vivos if es_reclamo_vivo(c)], suya, encargo.now)
    recordar_bloqueos(tx, encargo.cipher, suyo, suya)
    tx.run("asistente.borrado.cerrar_contacto", contacto_id=suyo, now=encargo.now)
    return {"contactos": 1}


def borrar_mensajes(encargo: Encargo) -> dict[str, int]:
    """Inbox, outbox, what became of them, Rasa's memory, wake-up calls; and the files that Meta holds."""
    tx, suyo = encargo.tx, encargo.contacto_id
    medios = [row["media_id"] for row in tx.all("asistente.borrado.archivos_nuestros", contacto_id=suyo)]
    for row in tx.all("asistente.borrado.archivos_entrantes", contacto_id=suyo, desde=encargo.now - DIAS_EN_META):
        try:
            medios.append(abrir_cuerpo(encargo.cipher, row["cuerpo"])["media_id"])
        except (Undecipherable, KeyError):
            continue
    medios_en_meta.encargar(tx, [uno for uno in medios if uno], encargo.now)
    encargo.correr("vaciar_pruebas")
    antes = encargo.correr("intentos_de_contacto", "exportes_de_datos")
    hechos = encargo.correr(
        "trabajos", "estados_entrega", "opciones", "mensajes_salientes", "turnos", "mensajes_entrantes", "ritmos"
    )
    return antes | hechos | {"medios_por_borrar": len(medios)}


def borrar_identidad(encargo: Encargo) -> dict[str, int]:
    """Who they proved to be, and what they followed, wherever they did."""
    encargo.correr(
        "intentos_identidad", "certificados", "solicitudes_de_datos", "senales_identidad"
    )  # they stay; the messages that they came with do not
    return encargo.correr(
        "sesiones", "desafios", "suscripciones", "canales_autorizados", "horarios_pactados", "preferencias_de_contacto",
        "celulares_vistos", "parejas", "avisos_de_seguridad",
    )  # fmt: skip


def borrar_solicitudes(encargo: Encargo) -> dict[str, int]:
    """Applications and files: what was filed leaves its evidence; its files stay only while there is a debt."""
    tx, cipher, suyo = encargo.tx, encargo.cipher, encargo.contacto_id
    tramites = tx.all("asistente.borrado.tramites", contacto_id=suyo)
    radicados = {row["id"] for row in tramites if row["estado"] == "radicado"}
    con_datos = DOCUMENTOS in encargo.que_queda
    desde = min((c["creado_en"] for c in _casos(encargo) if es_reclamo_vivo(c)), default=None)
    borrados = 0
    for uno in tx.all("asistente.borrado.documentos", contacto_id=suyo):
        de_solicitud = con_datos and uno["tramite_id"] in radicados
        de_reclamo = uno["tramite_id"] is None and desde is not None and uno["creado_en"] >= desde
        if uno["contenido"] is not None and (de_solicitud or de_reclamo):
            custodia.guardar_documento(tx, cipher, uno, suyo)
        else:
            borrados += tx.run("asistente.borrado.borrar_documento", id=uno["id"])
    for tramite in tramites:
        if tramite["id"] in radicados:
            custodia.guardar_tramite(tx, cipher, tramite, suyo, con_datos=con_datos)
        else:
            tx.run("asistente.borrado.borrar_tramite", id=tramite["id"])
    return {"documentos": borrados, "tramites": len(tramites) - len(radicados)}


def borrar_casos(encargo: Encargo) -> dict[str, int]:
    """Cases, notes, opinions: claims that go on stay in custody; the others count, and nobody is behind them."""
    tx, suyo = encargo.tx, encargo.contacto_id
    casos = _casos(encargo)
    sueltos = [caso for caso in casos if not es_reclamo_vivo(caso)]
    hay_eventos = tx.one("asistente.borrado.hay_eventos", contacto_id=suyo)["hay"]
    nadie = int(tx.one("asistente.borrado.nadie")["id"]) if sueltos or hay_eventos else 0
    for caso in casos:
        if es_reclamo_vivo(caso):
            if caso["contacto_id"] == suyo:
                custodia.guardar_caso(tx, encargo.cipher, caso)
        else:
            custodia.soltar_caso(tx, encargo.cipher, caso, nadie, encargo.now)
    eventos = tx.run("asistente.borrado.eventos", contacto_id=suyo, nadie=nadie) if hay_eventos else 0
    return encargo.correr("encuestas", "conversaciones") | {"casos": len(sueltos), "eventos": eventos}


def destruir_llave(encargo: Encargo) -> dict[str, int]:
    """Destroy the key of what was kept while they wanted it: a copy of a row cannot be read with this database."""
    llaves_guardadas.destruir(encargo.tx, de_contacto(encargo.contacto_id), encargo.now)
    return {"llaves_de_datos": 1}


PUERTA = "puerta"
PASOS: tuple[tuple[str, Callable[[Encargo], dict[str, int]]], ...] = (
    ("mensajes", borrar_mensajes),
    ("identidad", borrar_identidad),
    ("solicitudes", borrar_solicitudes),
    ("casos", borrar_casos),
    ("llave", destruir_llave),
)


def _casos(encargo: Encargo) -> list[Row]:
    return encargo.tx.all("asistente.borrado.casos", contacto_id=encargo.contacto_id, cedula_hmac=encargo.cedula_hmac)
