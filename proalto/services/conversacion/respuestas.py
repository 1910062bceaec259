"""What an advisor says to a customer. The first message takes the conversation over from the assistant."""

from __future__ import annotations

import json
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import gestion_casos
from proalto.services.atencion.casos import Fila
from proalto.services.contacto import ventana
from proalto.services.conversacion import conversaciones
from proalto.services.medicion import eventos
from proalto.services.mensajeria import bandeja_salida, plantillas
from proalto.services.mesa.usuarios import Usuario
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import texto as palabras
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import MAX_TEXT, Payload

TEXTO_MAXIMO = MAX_TEXT - 200  # the advisor's name and how to go back to the assistant are added to the first one


class TextoInvalido(ProAltoError):
    """The message is empty or too long."""


class VentanaCerrada(ProAltoError):
    """The customer wrote more than a day ago: WhatsApp takes only a template."""


def enviar(db: Database, cipher: Cipher, folio: str, usuario: Usuario, escrito: str, clave: str, now: datetime) -> None:
    """Send an advisor's words to the customer of a case; the same `clave` sends them once.

    Raises TextoInvalido, VentanaCerrada, and what `gestion_casos` raises of a case that is not theirs, or closed.
    """
    escrito = escrito.strip()
    if not 0 < len(escrito) <= TEXTO_MAXIMO:
        raise TextoInvalido(str(len(escrito)))
    with db.transaction() as tx:
        caso = gestion_casos.para_responder(tx, folio, usuario)
        if not ventana.abierta(tx, caso.contacto_id, now):
            raise VentanaCerrada(folio)
        toma = conversaciones.bloquear(tx, caso.contacto_id).usuario_id != usuario.id
        dicho = palabras("relevo").format(asesor=usuario.nombre, mensaje=escrito) if toma else escrito
        _decir(tx, cipher, caso, usuario, payloads.text(dicho), "asesor", clave, now, escrito)


def enviar_plantilla(
    db: Database,
    cipher: Cipher,
    folio: str,
    usuario: Usuario,
    nombre: str,
    valores: list[str],
    clave: str,
    now: datetime,
) -> None:
    """Send an approved template, which WhatsApp takes at any time; the same `clave` sends it once.

    Raises PlantillaInvalida, and what `gestion_casos` raises of a case that is not theirs, or closed.
    """
    cuerpo = plantillas.rellenar(plantillas.para_asesor(nombre), valores)
    with db.transaction() as tx:
        caso = gestion_casos.para_responder(tx, folio, usuario)
        _decir(tx, cipher, caso, usuario, cuerpo, "plantilla", clave, now, [nombre, *valores])


def _decir(
    tx: Transaction,
    cipher: Cipher,
    caso: Fila,
    usuario: Usuario,
    cuerpo: Payload,
    clase: str,
    clave: str,
    now: datetime,
    dicho: str | list[str],
) -> None:
    # The words too: a form that the browser brings back has its old `clave`, and may say something else.
    huella = cipher.keyed_hash("mesa", json.dumps(dicho)).hex()[:16]
    origen = f"mesa:{caso.id}:{clave}:{huella}"
    if not bandeja_salida.encolar(tx, cipher, caso.contacto_id, origen, cuerpo, clase=clase, usuario_id=usuario.id):
        return
    conversaciones.tomar(tx, caso.contacto_id, caso.id, usuario.id, now, plantilla=clase == "plantilla")
    gestion_casos.registrar_respuesta(tx, caso.id, usuario.id, now)
    eventos.anotar(
        tx, "mensaje_asesor", origen, now, contacto_id=caso.contacto_id, caso_id=caso.id, usuario_id=usuario.id
    )
    trabajos.despertar_envio(tx, caso.contacto_id)
