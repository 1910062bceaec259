"""The proof of a consent in two trails: what was shown, by which message and whether it arrived; what was answered.

Ley 1581 art. 8(b), 12 par. and 17(b): the customer may have a copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from proalto.db.database import Database, Row
from proalto.formats.celular import enmascarar_celular
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.consentimiento import libro_de_autorizaciones as libro
from proalto.services.consentimiento.cadenas import huella
from proalto.services.consentimiento.libro_de_autorizaciones import Entrada, Evento
from proalto.services.conversacion.transcripcion import mostrado
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.services.operacion.textos import partes
from proalto.whatsapp.address import Address

if TYPE_CHECKING:
    from proalto.gateways.constancia import Constancia, Renglon


@dataclass(frozen=True)
class Mensaje:
    """A message of ours: Meta's wamid, how far it is known to have come, and its words while they are kept."""

    wamid: str | None
    estado: str
    enviado_en: datetime | None
    entregado_en: datetime | None
    leido_en: datetime | None
    palabras: str | None = field(repr=False)


@dataclass(frozen=True)
class Prueba:
    """An entry of the ledger and, of one that shows a text, the message that carried it."""

    entrada: Entrada
    mensaje: Mensaje | None

    @property
    def integra(self) -> bool:
        """Whether the kept text is the one that was shown: by its hash, and by the message while its words are kept."""
        entrada, mensaje = self.entrada, self.mensaje
        if huella(entrada.texto) != entrada.sha256:
            return False
        return mensaje is None or mensaje.palabras is None or entrada.texto in mensaje.palabras


def reunir(db: Database, cipher: Cipher, contacto_id: int) -> list[Prueba]:
    """Return the whole proof of a contact, in order."""
    entradas = libro.leer(db, cipher, contacto_id)
    origenes = [entrada.wamid for entrada in entradas]
    with db.transaction() as tx:
        enviados = tx.all("asistente.autorizacion.enviados", contacto_id=contacto_id, origenes=origenes)
    mensajes: dict[str, list[Mensaje]] = {}
    for row in enviados:
        mensajes.setdefault(row["wamid_origen"], []).append(_mensaje(cipher, row))
    return [Prueba(entrada, _el_que_lo_llevo(entrada, mensajes.get(entrada.wamid, []))) for entrada in entradas]


def imprimir(
    address: Address, pruebas: list[Prueba], hoy: Mapping[str, tuple[datetime, str] | None], now: datetime
) -> bytes:
    """Return the PDF that the customer gets; their number is masked, as the paper may travel."""
    from proalto.gateways.constancia import Constancia, TextoExacto, dibujar  # fpdf2 takes seconds to import

    textos = {p.entrada.sha256: p.entrada for p in pruebas}
    constancia: Constancia = Constancia(
        chat=enmascarar_celular(address.phone) if address.phone else partes("constancia")["sin_numero"],
        emitida_en=now,
        hoy=hoy,
        renglones=tuple(_renglon(prueba) for prueba in pruebas),
        textos=tuple(TextoExacto(e.finalidad.value, e.version, e.sha256, e.texto) for e in textos.values()),
    )
    return dibujar(constancia, partes("constancia"))


def _renglon(prueba: Prueba) -> Renglon:
    from proalto.gateways.constancia import Renglon

    entrada, mensaje = prueba.entrada, prueba.mensaje
    return Renglon(
        cuando=entrada.ocurrido_en,
        finalidad=entrada.finalidad.value,
        evento=entrada.evento.value,
        version=entrada.version,
        sha256=entrada.sha256,
        cadena=entrada.cadena,
        wamid=mensaje.wamid if mensaje else entrada.wamid,
        respuesta=entrada.respuesta,
        respondida=entrada.evento in libro.DECISIONES,
        entregado=mensaje.entregado_en if mensaje else None,
        leido=mensaje.leido_en if mensaje else None,
    )


def _mensaje(cipher: Cipher, row: Row) -> Mensaje:
    momentos = {campo: row[campo] for campo in ("enviado_en", "entregado_en", "leido_en")}
    return Mensaje(wamid=row["wamid"], estado=row["estado"], **momentos, palabras=_palabras(cipher, row["cuerpo"]))


def _palabras(cipher: Cipher, cuerpo: Any) -> str | None:
    if cuerpo is None:
        return None
    try:
        return mostrado(cipher.unseal(cuerpo, CUERPO))
    except Undecipherable:  # the customer had their messages erased; what Meta reported of them stays
        return None


def _el_que_lo_llevo(entrada: Entrada, mensajes: list[Mensaje]) -> Mensaje | None:
    """Return the message that carried the text: the one that holds it, or, once words are gone, the last one."""
    if entrada.evento not in (Evento.MOSTRADA, Evento.AVISADA):
        return None
    con_el_texto = [m for m in mensajes if m.palabras is not None and entrada.texto in m.palabras]
    return next(iter([*con_el_texto, *reversed(mensajes)]), None)
