"""What happens at once when somebody exercises a right in the chat, and what is left for a person.

docs/decisiones/0016-derechos.md says who may do what, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from proalto.db.database import Database, DatabaseAway
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.datos import derechos, solicitudes_de_datos
from proalto.services.datos.derecho_pedido import Derecho, Estado
from proalto.services.datos.derechos import Conservado
from proalto.services.datos.solicitudes_de_datos import Radicada
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import (
    CelularCompartido,
    FaltaIdentidad,
    Nivel,
    NoDesdeEsteChat,
    Titular,
    exigir_identidad,
)


class NadaQueCopiar(ProAltoError):
    """This chat was never shown an authorization."""


@dataclass(frozen=True)
class Pedido:
    """A right as it stands after the chat did its part.

    `identificado`: whether a person can be told of their own data now. `alcanza`: whether proving in this chat who they
    are would help; not where they did and the chat may not show it. `propio`: nobody ever proved in this chat who
    they are, so that its contents are of whoever has it, who may erase them. `hubo`: whether an authorization was ever
    given in this chat, asked only when one is taken back.
    """

    radicada: Radicada
    identificado: bool
    propio: bool = False
    alcanza: bool = True
    hubo: bool = True
    conservado: tuple[Conservado, ...] = ()


def conocer_con_una_persona(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Radicada:
    """File the consultation of somebody to whom this chat may not show anything yet."""
    return solicitudes_de_datos.radicar(db, cipher, contacto, Derecho.CONOCER, now)


def actualizar(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Pedido:
    """File a correction: a person makes it, of whoever proved who they are (N3)."""
    return _pedir(db, nucleo, cipher, contacto, Derecho.ACTUALIZAR, now)


def suprimir(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> Pedido:
    """Stop what is accessory at once, file the erasure, and tell what the law keeps."""
    derechos.revocar_publicidad(db, cipher, contacto, literal, now)
    return _pedir(db, nucleo, cipher, contacto, Derecho.SUPRIMIR, now)


def suprimir_este_chat(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Radicada | None:
    """Let what this chat holds be erased, by its own word: nobody was ever identified in it. None: an advisor must."""
    radicada = solicitudes_de_datos.radicar(db, cipher, contacto, Derecho.SUPRIMIR, now)
    with db.transaction() as tx:
        if tx.one("asistente.solicitudes_de_datos.se_identifico_alguien", contacto_id=contacto.id)["alguien"]:
            return None
        solicitudes_de_datos.terminar(tx, radicada.folio, Estado.POR_BORRAR, now)
    return radicada


def revocar(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> Pedido:
    """Take the consent of this chat back at once, which must be as easy as giving it, and file the rest."""
    derechos.revocar(db, cipher, contacto, literal, now)  # first: it waits for no other database; False of a repeat too
    pedido = _pedir(db, nucleo, cipher, contacto, Derecho.REVOCAR, now)
    return replace(pedido, hubo=derechos.hubo_aceptada(db, contacto))


def representar(
    db: Database, cipher: Cipher, contacto: Contacto, now: datetime, nota: Mapping[str, str] | None = None
) -> Radicada:
    """File what an heir, a spouse or a lawyer asks; a person looks at their documents, and nothing is told (L-15)."""
    return solicitudes_de_datos.radicar(db, cipher, contacto, Derecho.REPRESENTAR, now, nota=nota)


def copia(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Radicada:
    """Record who asked for the proof of their authorization; raise FaltaIdentidad (N1) or NadaQueCopiar."""
    titular = exigir_identidad(db, cipher, contacto, Nivel.N1, now)
    if not derechos.hay_autorizacion(db, contacto):
        raise NadaQueCopiar
    huella = cipher.keyed_hash("cedula", titular.cedula)
    with db.transaction() as tx:
        return solicitudes_de_datos.atendida(tx, contacto, Derecho.COPIA, now, huella)


def confirmar(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> None:
    """Raise FaltaIdentidad unless whoever writes proved who they are (N2) within the last five minutes."""
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now)
    huella = cipher.keyed_hash("cedula", titular.cedula)
    with db.transaction() as tx:
        if not solicitudes_de_datos.identificado_hace_poco(tx, contacto.id, huella, now):
            raise FaltaIdentidad(Nivel.N2)


def _pedir(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, derecho: Derecho, now: datetime
) -> Pedido:
    titular, alcanza = _titular(db, cipher, contacto, now)
    conservado: tuple[Conservado, ...] = ()
    con_creditos: bool | None = None
    try:
        if titular is not None and derecho is not Derecho.ACTUALIZAR:  # first: the request itself is no duty to keep
            huella = cipher.keyed_hash("cedula", titular.cedula)
            conservado = derechos.que_se_conserva(db, nucleo, cipher, contacto, huella, now)
        con_creditos = _con_creditos(nucleo, titular)
    except DatabaseAway:  # the lender's: a right is received all the same, under both laws
        conservado = ()
    radicada = solicitudes_de_datos.radicar(db, cipher, contacto, derecho, now, con_creditos=con_creditos)
    if titular is not None:
        return Pedido(radicada, identificado=True, conservado=conservado)
    with db.transaction() as tx:
        alguien = tx.one("asistente.solicitudes_de_datos.se_identifico_alguien", contacto_id=contacto.id)["alguien"]
    return Pedido(radicada, identificado=False, propio=not alguien, alcanza=alcanza)


def _titular(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> tuple[Titular | None, bool]:
    """Return whose data may be spoken of, if anybody's: filing shows nothing; and whether proving it here can help."""
    try:
        return exigir_identidad(db, cipher, contacto, Nivel.N2, now), True
    except FaltaIdentidad:
        return None, True
    except (NoDesdeEsteChat, CelularCompartido):
        return None, False


def _con_creditos(nucleo: Database, titular: Titular | None) -> bool | None:
    if titular is None:
        return None
    with nucleo.transaction() as tx:
        return bool(tx.all("nucleo.saldo.por_cedula", cedula=titular.cedula))
