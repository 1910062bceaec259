"""Another person takes the phone: what the first one proved ends at once, before anything else is done with the words.

The conversation then begins anew, so that no slot of the first person's is left (`action_otra_persona`).
"""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database
from proalto.formats.texto import normalizar
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import cerrar_sesion

DE_NUEVO = "/otra_persona"
PALABRAS = frozenset(
    ("soy otra persona", "ahora soy otra persona", "ya soy otra persona", "otra persona", "es otra persona",
     "habla otra persona", "escribe otra persona", "va a escribir otra persona", "cambiar de persona",
     "cambio de persona", "consultar otra persona", "cerrar sesion", "cierra la sesion", "cerrar la sesion",
     "cierre la sesion", "cerrar mi sesion", "salir de mi sesion")
)  # fmt: skip
_SIGNOS = " .,!¡*\"'«»"


def lo_dice(texto: str) -> bool:
    """Tell whether these words say that somebody else writes, or that the session is over, and nothing else."""
    return normalizar(texto).strip(_SIGNOS) in PALABRAS


def empezar_de_nuevo(db: Database, contacto: Contacto, now: datetime) -> None:
    """End the contact's session, and leave nothing of before for whoever comes: no code, application or file.

    An application shows a name, a cédula and an amount, and can be filed; it is begun again by whoever began it.
    """
    with db.transaction() as tx:
        cerrar_sesion(tx, contacto.id, now)
        tx.run("asistente.identidad.anular_desafios", contacto_id=contacto.id)
        tx.run("asistente.tramites.abandonar_todos", contacto_id=contacto.id, now=now)
        tx.run("asistente.documentos.soltar", contacto_id=contacto.id)
