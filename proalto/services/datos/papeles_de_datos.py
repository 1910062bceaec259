"""The papers of whoever asks about their own data: the report, the same as JSON, and the copy of the authorization.

fpdf2 is imported by whoever draws, when it draws.
"""

from __future__ import annotations

import json

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.datos import derechos, mis_datos


class SinPapel(ProAltoError):
    """There is no such paper, or it is not kept any more."""


def pdf(db: Database, cipher: Cipher, folio: str) -> bytes:
    """Return what was gathered under this folio, to be read; raise SinPapel."""
    from proalto.gateways.informe import dibujar
    from proalto.services.datos.informe_de_datos import informe

    return dibujar(informe(_expediente(db, cipher, folio)))


def como_json(db: Database, cipher: Cipher, folio: str) -> bytes:
    """Return what was gathered under this folio, whole; raise SinPapel."""
    expediente = _expediente(db, cipher, folio)
    partes = {
        "consulta": expediente.folio,
        "generado_en": expediente.generado_en,
        "registros": expediente.conteo,
        "registros_de_otras_personas_no_incluidos": expediente.de_otras_personas,
        "prestamista": expediente.prestamista,
        "asistente": expediente.asistente,
    }
    return json.dumps(partes, ensure_ascii=False, indent=2).encode()


def copia(db: Database, cipher: Cipher, folio: str) -> bytes:
    """Return the proof of the authorization of whoever asked for it under this folio; raise SinPapel."""
    with db.transaction() as tx:
        row = tx.first("asistente.solicitudes_de_datos.contacto_de", folio=folio)
    if row is None:
        raise SinPapel(folio)
    return derechos.copia(db, cipher, int(row["contacto_id"]), row["recibida_en"])


def _expediente(db: Database, cipher: Cipher, folio: str) -> mis_datos.Expediente:
    expediente = mis_datos.abrir(db, cipher, folio)
    if expediente is None:
        raise SinPapel(folio)
    return expediente
