"""Telling a customer that an answer of ours did not reach them in time: WhatsApp takes only a template by then.

The words themselves stay `fallido`, where the desk shows them: after a day an answer may not be true any more, and
whoever holds the phone may not be who asked. So the customer is invited to ask again, once until they write.
"""

from __future__ import annotations

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.conversacion import opciones
from proalto.services.conversacion.opciones import Opcion
from proalto.services.mensajeria import bandeja_salida, plantillas
from proalto.services.operacion import trabajos
from proalto.whatsapp import payloads

PLANTILLA = "respuesta_pendiente"
CLASE = "plantilla"
RETOMAR = Opcion("Retomar", "/saludar", sinonimos=("sigamos",))
PROMETEN = ("respuesta", "asesor", "aviso", "menu_fijo")  # a notice has its own template; the rest is courtesy


def avisar(db: Database, cipher: Cipher) -> int:
    """Tell whoever does not know yet; return how many were told. Safe to repeat, and for several workers at once."""
    with db.transaction() as tx:
        filas = tx.all("asistente.fallidos.sin_avisar", clases=list(PROMETEN), plantilla=PLANTILLA)
        return sum(_avisar(tx, cipher, row["contacto_id"], row["origen"]) for row in filas)


def _avisar(tx: Transaction, cipher: Cipher, contacto_id: int, origen: str) -> bool:
    plantilla = plantillas.registradas()[PLANTILLA]
    ids = opciones.guardar(tx, cipher, contacto_id, origen, [RETOMAR])
    cuerpo = payloads.template(plantilla.nombre, plantilla.idioma, [], replies=ids)
    if not bandeja_salida.encolar(tx, cipher, contacto_id, origen, cuerpo, clase=CLASE):
        return False
    trabajos.despertar_envio(tx, contacto_id)
    return True
