"""What the assistant does while Rasa cannot think: a menu of what needs no model, and each of its rows.

Nothing here is told to Rasa: none of it changes a slot, and an open form goes on where it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from proalto.db.database import Database, Row, Transaction
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.formats.fecha import fecha_en_palabras
from proalto.formats.tabla import leer_tabla, tabla_mala
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import estado_de_casos, gestion_casos, suplantaciones
from proalto.services.atencion.casos import Caso, abrir_caso
from proalto.services.atencion.suplantaciones import Suplantacion
from proalto.services.contacto.suscripciones import cancelar
from proalto.services.conversacion import frases_fijas
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.conversacion.opciones import Opcion
from proalto.services.identificacion.contactos import Contacto
from proalto.services.operacion.textos import partes, vigente
from proalto.settings import ROOT
from proalto.whatsapp.payloads import MAX_ROW_DESCRIPTION, MAX_ROW_TITLE

TABLA = ROOT / "textos" / "menu_fijo.csv"
CLASE, MENU = "menu_fijo", 0
AVISAR_TRAS = timedelta(seconds=3.5)  # a customer who waits longer is told, and reads it within 5 s
TRAS_CADA_ORDEN = 10  # ordinals that each order may take: its words may need several messages
TIPOS = {Orden.ASESOR: "asesor", Orden.FRAUDE: "fraude"}


def palabras_del_menu() -> str:
    return partes("menu_fijo")["menu"]


@cache
def filas() -> tuple[Opcion, ...]:
    """Return the rows of the menu, read once; a tap on one is the command that Rasa knows too."""
    return leer(TABLA)


def leer(tabla: Path) -> tuple[Opcion, ...]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    ordenes = [orden.value for orden in Orden]
    opciones = []
    for fila in leer_tabla(tabla, ("intencion", "titulo", "descripcion"), ("intencion",)):
        orden, titulo, descripcion = (
            Orden(fila.una_de("intencion", ordenes)), fila.texto("titulo"), fila.texto("descripcion")
        )  # fmt: skip
        if len(titulo) > MAX_ROW_TITLE or frases_fijas.pedida(titulo, "") is not orden:
            raise fila.mal("titulo", f"debe estar en frases_fijas.csv y tener hasta {MAX_ROW_TITLE} letras")
        if len(descripcion) > MAX_ROW_DESCRIPTION:
            raise fila.mal("descripcion", f"debe tener hasta {MAX_ROW_DESCRIPTION} letras")
        opciones.append(Opcion(titulo, orden.payload, descripcion))
    if len(opciones) != len(ordenes):
        raise tabla_mala(tabla, f"debe tener una fila de cada una: {', '.join(ordenes)}")
    return tuple(opciones)


def origen_de_opciones(wamid: str) -> str:
    """Return what the menu's rows hang from: not the message itself, whose own answer may offer others."""
    return f"{CLASE}:{wamid}"


def ordinal(orden: Orden) -> int:
    """Return the first ordinal, within the class, of what is answered to this order."""
    return (list(Orden).index(orden) + 1) * TRAS_CADA_ORDEN


def ya_avisado(tx: Transaction, contacto_id: int) -> bool:
    """Tell whether the contact has had a word that holds: the menu, once in each outage, or an answer just now."""
    segundos = AVISAR_TRAS.total_seconds()
    return bool(tx.one("asistente.menu_fijo.ya_avisado", contacto_id=contacto_id, segundos=segundos)["ya"])


def demorados(tx: Transaction, sin_rasa: bool) -> list[Row]:
    """Return who must be offered the menu now, with the message that waits: {contacto_id, wamid}.

    `sin_rasa`: Rasa answers nobody, so whoever waits does.
    """
    return tx.all("asistente.menu_fijo.demorados", segundos=AVISAR_TRAS.total_seconds(), sin_rasa=sin_rasa)


def recien_cumplida(tx: Transaction, contacto_id: int, orden: Orden) -> bool:
    """Tell whether this was answered within the last minute: doing it again would change nothing."""
    desde = ordinal(orden)
    row = tx.one("asistente.menu_fijo.recien_cumplida", contacto_id=contacto_id, desde=desde,
                 hasta=desde + TRAS_CADA_ORDEN - 1)  # fmt: skip
    return bool(row["ya"])


def cumplir(db: Database, cipher: Cipher, contacto: Contacto, orden: Orden, now: datetime) -> str:
    """Do what was asked, once for each message, and return what to say."""
    if orden is Orden.POLITICA:
        return vigente("politica").texto
    if orden is Orden.BAJA:
        cuantas = cancelar(db, cipher, contacto, orden.payload, now)
        return _dicho("desactivar_notificaciones" if cuantas else "sin_avisos")
    caso = abrir_caso(db, cipher, contacto, TIPOS[orden], now)
    reporte = _reporte(db, caso)
    if caso.nuevo:
        return _prometido(orden.value, caso, now, **_plazos(reporte))
    with db.transaction() as tx:  # a case that waited for the customer goes on
        gestion_casos.registrar_mensaje_cliente(tx, caso.id, now)
    como = _prometido("ya_abierto", caso, now) if caso.prometido_para > now else _como_va(db, contacto, caso, now)
    return (
        como if reporte is None else f"{como}\n\n{_dicho(f'plazos_{reporte.terminos(now).value}', **_plazos(reporte))}"
    )


def _prometido(parte: str, caso: Caso, now: datetime, **plazos: str) -> str:
    return _dicho(parte, folio=caso.folio, cuando=momento_en_palabras(caso.prometido_para, now), **plazos)


def _reporte(db: Database, caso: Caso) -> Suplantacion | None:
    with db.transaction() as tx:
        return suplantaciones.de_caso(tx, caso.id)


def _plazos(reporte: Suplantacion | None) -> dict[str, str]:
    """Return the days that the law gives whoever was impersonated; nothing in a case of another type."""
    if reporte is None:
        return {}
    soportes, responder = fecha_en_palabras(reporte.soportes_hasta), fecha_en_palabras(reporte.responder_hasta)
    return {"soportes_hasta": soportes, "responder_hasta": responder}


def _como_va(db: Database, contacto: Contacto, caso: Caso, now: datetime) -> str:
    """Say of a case whose first promise is past how it is doing: another promise of the past is no answer."""
    for estado in estado_de_casos.consultar_caso(db, contacto, now):
        if estado.folio == caso.folio and estado.vencido and estado.prometido_para:
            return _dicho("tarde", folio=caso.folio, cuando=momento_en_palabras(estado.prometido_para, now))
    return _dicho("en_curso", folio=caso.folio)


def _dicho(parte: str, **datos: str) -> str:
    return partes("menu_fijo")[parte].format(**datos)
