"""Beginning a renewal: an application with what was shown and accepted, for which documents follow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from proalto.db.database import Database
from proalto.gateways.cipher import Cipher
from proalto.services.credito.ofertas import Terminos
from proalto.services.credito.renovacion import Elegible
from proalto.services.credito.tramites import CONFIRMADO, SI, Tramite, abrir_tramite
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Capacidad, Nivel, exigir_identidad
from proalto.services.operacion.parametros import RENOVACION


def iniciar_renovacion(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    contacto: Contacto,
    evaluacion: Elegible,
    terminos: Terminos | None,
    now: datetime,
) -> Tramite:
    """Open the application; without terms, for the study of a renewal. Raises FaltaAutorizacion or FaltaIdentidad."""
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now, Capacidad.RENOVAR)
    with nucleo.transaction() as tx:
        cliente = tx.first("nucleo.renovacion.titular", cedula=titular.cedula) or {}
    datos = {clave: str(valor or "") for clave, valor in cliente.items()}
    datos |= {"documento_identidad": titular.cedula, "nivel": Nivel.N2.name, "credito": evaluacion.credito}
    datos |= {"por_verificar": " ".join(evaluacion.por_verificar), CONFIRMADO: SI}
    datos |= {nombre: str(valor) for nombre, valor in asdict(terminos).items()} if terminos else {}
    return abrir_tramite(db, cipher, contacto, RENOVACION, datos, now)
