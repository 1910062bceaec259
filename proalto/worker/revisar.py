"""A customer's file: fetched from Meta, looked at in a child process, kept encrypted, or refused with a reason."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from proalto.bootstrap import App
from proalto.errors import OutsideError
from proalto.gateways.archivos.inspeccion import inspeccionar
from proalto.gateways.archivos.motivos import LIMITES, ArchivoRechazado, Motivo
from proalto.services.credito import revision
from proalto.services.credito.revision import Pendiente, Veredicto
from proalto.whatsapp.door import MediaRefused, MediaTooLarge
from proalto.whatsapp.media import same_sha256

logger = logging.getLogger(__name__)
RENDIRSE_TRAS = timedelta(hours=1)
ESPERA_MAXIMA = 60.0
PERDIDO = "perdido"


def revisar(app: App, documento_id: int) -> None:
    """Give the file its verdict, or try again later while Meta or the antivirus are away."""
    pendiente = revision.tomar(app.db, app.cipher, documento_id)
    if pendiente is None:
        return
    try:
        veredicto = _juzgar(app, pendiente)
    except OutsideError as error:
        logger.warning("file %s waits: %s", documento_id, type(error).__name__)
        if not error.permanent and app.now() - pendiente.creado_en < RENDIRSE_TRAS:
            revision.aplazar(app.db, documento_id, min(ESPERA_MAXIMA, 2.0**pendiente.intentos))
            return
        veredicto = Veredicto(PERDIDO)
    revision.concluir(app.db, app.cipher, pendiente, veredicto)


def _juzgar(app: App, pendiente: Pendiente) -> Veredicto:
    try:
        contenido = _bajar(app, pendiente.media_id)
    except MediaTooLarge:
        return Veredicto(Motivo.muy_grande.value)
    except MediaRefused:
        return Veredicto(PERDIDO)
    huella, largo = hashlib.sha256(contenido).hexdigest(), len(contenido)
    try:
        if app.antivirus is not None:
            app.antivirus.revisar(contenido)
        archivo = inspeccionar(contenido)
    except ArchivoRechazado as rechazo:
        return Veredicto(rechazo.motivo.value, huella, largo)
    return Veredicto("", huella, largo, archivo.tipo, archivo.paginas, archivo.contenido)


def _bajar(app: App, media_id: str) -> bytes:
    descrito = app.whatsapp.describe_media(media_id)
    if (descrito.size or 0) > LIMITES.bytes:
        raise MediaTooLarge(LIMITES.bytes)
    contenido = app.whatsapp.download(descrito.url, LIMITES.bytes)
    if descrito.sha256 and not same_sha256(contenido, descrito.sha256):
        raise OutsideError("the file came changed", permanent=False)
    return contenido
