"""Who says to be under 18: no data of theirs are treated (Ley 1581 art. 7), and nothing of theirs is kept."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database
from proalto.gateways.cipher import Cipher
from proalto.services.atencion.casos import abrir_caso
from proalto.services.consentimiento import libro_de_autorizaciones as libro
from proalto.services.consentimiento.autorizacion import autoriza
from proalto.services.consentimiento.cadenas import huella
from proalto.services.consentimiento.libro_de_autorizaciones import Evento, Finalidad
from proalto.services.contacto.suscripciones import terminar_todas
from proalto.services.conversacion.lectura import MENOR_SEGURO
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import cerrar_sesion
from proalto.services.medicion import eventos
from proalto.services.supresion import borrado

TIPO = "menor_de_edad"
CASO = "otro"  # of parametros/casos.csv


def detener(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> None:
    """Stop: take back what was authorized, close what was open, and leave of the message only that it came.

    This chat is erased, unless somebody has proved in it who they are: a person looks at what is whose first.
    """
    vacio = {"texto": "", "opcion_id": "", "opcion_titulo": "", "media_id": "", "leyenda": "", "archivo": ""}
    sellado = cipher.seal(vacio | {"orden": MENOR_SEGURO}, "mensajes_entrantes", de=contacto.id)
    with db.transaction() as tx:
        tx.run("asistente.menores.vaciar", wamid=contacto.wamid, contacto_id=contacto.id, cuerpo=sellado)
        for finalidad in Finalidad:
            if autoriza(tx, contacto.id, finalidad):
                libro.anotar(tx, cipher, contacto, finalidad, Evento.REVOCADA, None, None, now)
        cerrar_sesion(tx, contacto.id, now)
        terminar_todas(tx, contacto.id, "sin_autorizacion", now)
        clave = f"{TIPO}:{huella(contacto.wamid)[:32]}"  # the wamid itself holds their number
        eventos.anotar(tx, TIPO, clave, now, contacto_id=contacto.id)
        de_alguien = tx.one("asistente.solicitudes_de_datos.se_identifico_alguien", contacto_id=contacto.id)["alguien"]
    if de_alguien:
        abrir_caso(db, cipher, contacto, CASO, now, gestion=TIPO)
    else:
        borrado.pedir(db, cipher, contacto, None, TIPO, now)
