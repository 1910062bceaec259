"""What happens to a customer's message while a person has the conversation: that person reads it, not the assistant."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from proalto.db.database import Database, Transaction
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.formats.texto import normalizar
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import gestion_casos
from proalto.services.conversacion import conversaciones
from proalto.services.conversacion.conversaciones import Devuelta, Turno
from proalto.services.credito import documentos
from proalto.services.medicion import encuestas
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.mensajeria.bandeja_entrada import Entrante
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads

MENU = "/pedir_menu"
ORDINAL = 1  # among the notices that one message causes; 0 is the apology


def lo_lee_una_persona(
    db: Database, cipher: Cipher, contacto_id: int, entrante: Entrante, payload: str, now: datetime
) -> bool:
    """Hand the message to the person who has the conversation; False when the assistant must answer it.

    It must when nobody has it, when the customer asks for the menu, and when nobody at ProAlto works at this hour:
    then the customer is told until when to wait. Whoever reads it, what waited for the customer goes on.
    """
    with db.transaction() as tx:
        turno = conversaciones.bloquear(tx, contacto_id)
        if _lo_lee(tx, cipher, contacto_id, turno, entrante, payload, now):
            return True
        if not entrante.orden:
            gestion_casos.registrar_regreso(tx, contacto_id, now)
    return False


def _lo_lee(
    tx: Transaction, cipher: Cipher, contacto_id: int, turno: Turno, entrante: Entrante, payload: str, now: datetime
) -> bool:
    if not turno.de_persona:
        return False
    if entrante.orden:  # ours; what it would say is told to the person by the desk
        return bandeja_entrada.terminar(tx, entrante.wamid, "a_persona") or True
    if payload == MENU or pide_menu(entrante.texto):
        conversaciones.soltar(tx, contacto_id, turno, Devuelta.MENU, now)
        return False
    if entrante.opcion_id and encuestas.puntuar_al_tocar(tx, contacto_id, entrante.wamid, payload, now):
        # Of an errand or a case that is over: nobody waits for an answer to it.
        return bandeja_entrada.terminar(tx, entrante.wamid, "a_persona") or True
    if not conversaciones.escucha_persona(tx, contacto_id, now):
        _decir_horario(tx, cipher, contacto_id, turno, entrante.wamid, now)
        conversaciones.soltar(tx, contacto_id, turno, Devuelta.FUERA_DE_HORARIO, now)
        return False
    bandeja_entrada.terminar(tx, entrante.wamid, "a_persona")
    documentos.recibir_para_persona(tx, contacto_id, entrante.wamid)
    assert turno.caso_id is not None
    gestion_casos.registrar_mensaje_cliente(tx, turno.caso_id, now)
    return True


def pide_menu(escrito: str) -> bool:
    """Tell whether these words ask for the assistant's menu (`textos/pide_menu.txt`)."""
    return normalizar(escrito) in _palabras()


@cache
def _palabras() -> frozenset[str]:
    return frozenset(normalizar(linea) for linea in texto("pide_menu").splitlines())


def _decir_horario(tx: Transaction, cipher: Cipher, contacto_id: int, turno: Turno, wamid: str, now: datetime) -> None:
    folio, cuando = conversaciones.promesa(tx, turno, now)
    palabras = payloads.text(texto("fuera_de_horario").format(folio=folio, cuando=momento_en_palabras(cuando, now)))
    bandeja_salida.encolar(tx, cipher, contacto_id, wamid, palabras, clase="aviso", ordinal=ORDINAL)
    trabajos.despertar_envio(tx, contacto_id)
