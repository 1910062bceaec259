"""What a customer's message says to the assistant: words, or the command behind what was tapped."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database
from proalto.formats.menor import dice_ser_menor, es_menor_sin_duda
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.libro_de_autorizaciones import Evento
from proalto.services.consentimiento.respuesta_expresa import leer_respuesta
from proalto.services.conversacion import opciones

DOCUMENTOS = ("image", "document")
MENOR = "/soy_menor"  # whatever else a child writes is not even read; years may count something else, so it is asked
MENOR_SEGURO = '/soy_menor{"confirmar": "edad"}'  # said in so many words, or the button of that question
AUTORIZAR = "/autorizar"
EXPRESAS = (AUTORIZAR, "/aceptar_ofertas")  # an authorization is tapped, or given in the words of a short list
CON_TEXTO = ("text", "interactive", "button")


def leer(
    db: Database,
    cipher: Cipher,
    contacto_id: int,
    tipo: str,
    escrito: str,
    opcion_id: str,
    opcion_titulo: str,
    recibido_en: datetime,
) -> tuple[str, str]:
    """Return it as (text, payload): one of them is empty."""
    if opcion_id:
        payload = opciones.tocada(db, cipher, contacto_id, opcion_id)
        return (opcion_titulo, "") if payload is None else ("", payload)
    if tipo in DOCUMENTOS:
        return "", "/adjuntar_documento"
    dicho = escrito or opcion_titulo
    if tipo not in CON_TEXTO or not dicho.strip():
        return "", "/mensaje_no_admitido"
    if es_menor_sin_duda(dicho):
        return "", MENOR_SEGURO
    if dice_ser_menor(dicho):
        return "", MENOR
    payload = opciones.dicha(db, cipher, contacto_id, dicho, recibido_en)
    if payload in EXPRESAS and not (payload == AUTORIZAR and leer_respuesta(dicho) is Evento.ACEPTADA):
        return dicho, ""  # its number, or words that are like it, choose it anywhere but here
    return (dicho, "") if payload is None else ("", payload)
