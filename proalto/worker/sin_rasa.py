"""Answering without Rasa: the fixed menu, what its rows ask for, word of a wait. None of it speaks over a person."""

from __future__ import annotations

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.services.conversacion import conversaciones, menu_fijo, opciones
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.identificacion import bloqueo_de_identidad, otra_persona, senales
from proalto.services.identificacion.contactos import Contacto
from proalto.services.medicion import embudo
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida, exceso, limites_de_uso
from proalto.services.mensajeria.bandeja_entrada import Entrante
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import partes
from proalto.whatsapp import payloads
from proalto.worker.mensajes import Mensaje, cuerpo, juntar


def ofrecer(app: App, contacto_id: int, wamid: str) -> None:
    """Send the menu, once in each outage and not on top of an answer: nobody is told with every message."""
    with app.db.transaction() as tx:
        if conversaciones.bloquear(tx, contacto_id).de_persona or menu_fijo.ya_avisado(tx, contacto_id):
            return
        filas = list(menu_fijo.filas())
        origen = menu_fijo.origen_de_opciones(wamid)
        menu = Mensaje(menu_fijo.palabras_del_menu(), filas)
        payload = cuerpo(menu, opciones.guardar(tx, app.cipher, contacto_id, origen, filas))
        if bandeja_salida.encolar(tx, app.cipher, contacto_id, wamid, payload, clase=menu_fijo.CLASE):
            trabajos.despertar_envio(tx, contacto_id)


def cumplir(app: App, contacto_id: int, entrante: Entrante, orden: Orden) -> bool:
    """Do what the message asks for and answer it, unless somebody was quicker; False when a person has the contact."""
    contacto, now = Contacto(contacto_id, entrante.address, entrante.wamid), app.now()
    palabras = menu_fijo.cumplir(app.db, app.cipher, contacto, orden, now)
    with app.db.transaction() as tx:
        if conversaciones.bloquear(tx, contacto_id).de_persona:
            return False
        if bandeja_entrada.terminar(tx, entrante.wamid, "atendido"):
            _responder(tx, app, contacto_id, entrante.wamid, palabras, menu_fijo.ordinal(orden))
            embudo.anotar_turno(tx, contacto_id, entrante.wamid, (now - entrante.recibido_en).total_seconds(), now)
    return True


def limitar(app: App, contacto_id: int, entrante: Entrante, orden: Orden | None) -> bool:
    """Close a message that is beyond the limit, without a turn; False when it is not.

    What is always done is done here too, without Rasa; asked again within the minute, it is done already.
    """
    with app.db.transaction() as tx:
        persona = conversaciones.bloquear(tx, contacto_id).de_persona
        if persona or not exceso.sobra(tx, contacto_id, entrante):
            return False
        if orden is None:
            exceso.cerrar(tx, app.cipher, contacto_id, entrante)
            return True
        if menu_fijo.recien_cumplida(tx, contacto_id, orden):
            bandeja_entrada.terminar(tx, entrante.wamid, "limitado")
            return True
    return cumplir(app, contacto_id, entrante, orden)


def bloquear(app: App, contacto_id: int, entrante: Entrante, texto: str) -> bool:
    """Do at once what BLOQUEAR asks for, whoever has the conversation; False when the message asks for something else.

    The number is the one that wrote: nobody blocks another's data, and the answer does not say whose number it is.
    """
    if not bloqueo_de_identidad.pide_bloquear(texto):
        return False
    contacto = Contacto(contacto_id, entrante.address, entrante.wamid)
    celular = entrante.address.phone
    huella = senales.huella_celular(app.cipher, celular) if celular else None
    bloqueo_de_identidad.bloquear_por_titular(app.db, app.nucleo, app.cipher, contacto, huella, app.now())
    return True


def empezar_de_nuevo(app: App, contacto_id: int, entrante: Entrante, texto: str) -> bool:
    """End the session if the words say that somebody else writes; False when they do not."""
    if not otra_persona.lo_dice(texto):
        return False
    otra_persona.empezar_de_nuevo(app.db, Contacto(contacto_id, entrante.address, entrante.wamid), app.now())
    return True


def decir_bloqueado(app: App, contacto_id: int, entrante: Entrante) -> bool:
    """Say that it was done, unless a person has the contact by now."""
    with app.db.transaction() as tx:
        if not conversaciones.bloquear(tx, contacto_id).de_persona and bandeja_entrada.terminar(
            tx, entrante.wamid, "atendido"
        ):
            _responder(tx, app, contacto_id, entrante.wamid, partes("seguridad")["bloqueado"], 0)
    return True


def avisar_fila(app: App, contacto_id: int, wamid: str) -> None:
    """Say that many people write at once."""
    with app.db.transaction() as tx:
        if conversaciones.bloquear(tx, contacto_id).de_persona:
            return
        aviso = payloads.text(partes("limite")["todos"])
        clase, ordinal = limites_de_uso.CLASE, limites_de_uso.TODOS
        if bandeja_salida.encolar(tx, app.cipher, contacto_id, wamid, aviso, clase=clase, ordinal=ordinal):
            trabajos.despertar_envio(tx, contacto_id)


def _responder(tx: Transaction, app: App, contacto_id: int, wamid: str, palabras: str, ordinal: int) -> None:
    for n, mensaje in enumerate(juntar([{"text": palabras}])):
        bandeja_salida.encolar(
            tx, app.cipher, contacto_id, wamid, cuerpo(mensaje, []), clase=menu_fijo.CLASE, ordinal=ordinal + n
        )
    trabajos.despertar_envio(tx, contacto_id)
