"""The copy of the authorization from the rows of its ledger (Ley 1581 arts. 8, 12), while `autorizacion` has none."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Row
from proalto.formats.dias_habiles import momento_exacto
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.autorizacion import RESPUESTA
from proalto.services.contactos import Contacto
from proalto.services.textos import partes


def copia(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> bytes:
    """Return the PDF: what was shown, what was answered, when, and the hash that ties each entry to the one before."""
    from proalto.gateways.informe import Informe, Seccion, dibujar

    with db.transaction() as tx:
        libro = tx.all("asistente.autorizacion.libro", contacto_id=contacto.id)
        textos = tx.all("asistente.solicitudes_de_datos.textos_de", contacto_id=contacto.id)
    dichas = partes("mis_datos")
    secciones = [Seccion(dichas["copia_registro"], "", tuple(_linea(cipher, row) for row in libro))]
    secciones += [
        Seccion(dichas["copia_texto"].format(version=row["version"]), "", tuple(row["texto"].split("\n\n")))
        for row in textos
    ]
    return dibujar(
        Informe(dichas["entidad"], dichas["copia_titulo"], dichas["entidad"], now, tuple(secciones),
                dichas["copia_entrada"])
    )  # fmt: skip


def _linea(cipher: Cipher, row: Row) -> str:
    partes_de_linea = [momento_exacto(row["ocurrido_en"]), row["evento"], row["version"], _literal(cipher, row)]
    return " · ".join(filter(None, [*partes_de_linea, row["wamid_origen"], row["sha256"], row["cadena"]]))


def _literal(cipher: Cipher, row: Row) -> str:
    if row["respuesta"] is None:
        return ""
    try:
        return f"«{cipher.decrypt(row['respuesta'], RESPUESTA).decode()}»"
    except Undecipherable:
        return ""
