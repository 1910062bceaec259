"""What people do with a case: take it, hand it on, let it wait, close it. Whoever acts holds the case's row.

An advisor acts on the cases of their teams, a supervisor on all, nobody else on any. Each act leaves its event and
its line of the audit, in the same transaction.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import casos, causas, notas, prioridades, relojes, tipos_de_caso
from proalto.services.atencion.casos import Fila
from proalto.services.atencion.permisos_de_caso import (
    CasoCerrado,
    NoEsDeTuEquipo,
    auditar,
    exigir_rol,
    permitido,
    puede,
    vivo,
)
from proalto.services.atencion.prioridades import DanoDesconocido
from proalto.services.conversacion import conversaciones
from proalto.services.datos import solicitudes_de_datos
from proalto.services.identificacion import bloqueo_de_identidad
from proalto.services.identificacion.contactos import Contacto, direccion
from proalto.services.medicion import encuestas
from proalto.services.mesa import usuarios
from proalto.services.mesa.equipos import por_codigo
from proalto.services.mesa.usuarios import Rol, Usuario

ABIERTO, EN_ATENCION, EN_PAUSA = "abierto", "en_atencion", "en_pausa"
DE_ASESOR = "asesor"  # the type of a case that an advisor opened by stepping in


class CasoSinCerrar(ProAltoError):
    """Only a closed case is reopened."""


def tomar_caso(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> Fila:
    """Claim a case, from the queue or from a colleague; it may be one's own already."""
    caso = vivo(tx, folio, usuario)
    if caso.usuario_id != usuario.id:
        asignar(tx, caso, usuario.id, now, por=usuario.id)
        auditar(tx, "caso_tomado", caso, usuario, now)
    return casos.bloquear(tx, caso.id)


def asignar(tx: Transaction, caso: Fila, a: int, now: datetime, *, por: int | None = None) -> None:
    """Give a case that is held to somebody. `por`: who did it; None: the routing."""
    tx.run("asistente.casos.asignar", caso_id=caso.id, usuario_id=a, now=now)
    casos.anotar(tx, "caso_asignado", caso, now, usuario_id=por, asignado_a=a)


def transferir(
    tx: Transaction,
    cipher: Cipher,
    folio: str,
    usuario: Usuario,
    now: datetime,
    *,
    equipo: str,
    a: int | None,
    motivo: str,
) -> Fila:
    """Hand a case to a team, or to somebody in it; its clocks go on. `motivo` stays as a note for who gets it.

    Whoever had the conversation for it leaves it to the assistant until the next one writes.
    """
    turno = conversaciones.bloquear(tx, casos.por_folio(tx, folio).contacto_id)
    caso = vivo(tx, folio, usuario)
    destino = por_codigo(equipo).codigo
    if a is not None:
        quien = usuarios.por_id(tx, a)
        if not puede(quien, destino):
            raise NoEsDeTuEquipo(destino)
    if motivo.strip():
        notas.poner(tx, cipher, caso.id, caso.contacto_id, usuario.id, motivo, now)
    tx.run("asistente.casos.transferir", caso_id=caso.id, equipo=destino, usuario_id=a,
           asignado_en=None if a is None else now)  # fmt: skip
    if turno.caso_id == caso.id and turno.usuario_id != a:
        conversaciones.devolver(tx, cipher, caso.contacto_id, conversaciones.Devuelta.ASESOR, now)
    cambio: dict[str, str] = {"de_equipo": caso.equipo, "a_equipo": destino}
    casos.anotar(tx, "caso_transferido", caso, now, usuario_id=usuario.id, clave=None, **cambio)
    auditar(tx, "caso_transferido", caso, usuario, now, **cambio)
    return casos.bloquear(tx, caso.id)


def pausar(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> Fila:
    """Let a case wait for the customer: its clocks stop."""
    caso = vivo(tx, folio, usuario)
    if caso.estado != EN_PAUSA:
        _pausar(tx, caso, usuario.id, now)
        auditar(tx, "caso_en_pausa", caso, usuario, now)
    return casos.bloquear(tx, caso.id)


def esperar_cliente(tx: Transaction, caso_id: int, now: datetime) -> None:
    """Let a case wait for a customer who has fallen silent, unless it is closed or waits already."""
    caso = casos.bloquear(tx, caso_id)
    if not caso.cerrado and caso.estado != EN_PAUSA:
        _pausar(tx, caso, None, now)


def reanudar(tx: Transaction, folio: str, usuario: Usuario | None, now: datetime) -> Fila:
    """Let a case go on; `usuario` is None when it is the customer's message that does it."""
    caso = casos.bloquear(tx, casos.por_folio(tx, folio).id) if usuario is None else vivo(tx, folio, usuario)
    if caso.estado == EN_PAUSA:
        tx.run("asistente.casos.poner_estado", caso_id=caso.id, estado=_en_marcha(caso))
        relojes.reanudar(tx, caso.id, now)
        casos.anotar(tx, "caso_reanudado", caso, now, usuario_id=usuario.id if usuario else None)
        if usuario is not None:
            auditar(tx, "caso_reanudado", caso, usuario, now)
    return casos.bloquear(tx, caso.id)


def cerrar(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, now: datetime, *, causa: str) -> Fila:
    """Close a case with its root cause, and give the conversation back; raise CausaInvalida or SinResponder."""
    # The conversation is held before the case, as whoever writes in it does: two locks, one order.
    conversaciones.bloquear(tx, casos.por_folio(tx, folio).contacto_id)
    caso = vivo(tx, folio, usuario)
    causas.exigir(caso.tipo, causa)
    solicitudes_de_datos.exigir_respondida(tx, caso.id)
    tx.run("asistente.casos.cerrar", caso_id=caso.id, usuario_id=usuario.id, causa=causa, now=now)
    bloqueo_de_identidad.cerrado(tx, caso.id, causa, now)
    for nombre in relojes.RELOJES:
        relojes.cumplir(tx, caso.id, nombre, now)
    casos.anotar(tx, "caso_cerrado", caso, now, usuario_id=usuario.id, causa=causa)
    encuestas.programar_por_caso(tx, caso.id, now)
    if conversaciones.quien_habla(tx, caso.contacto_id).caso_id == caso.id:
        conversaciones.devolver(tx, cipher, caso.contacto_id, conversaciones.Devuelta.CIERRE, now)
    auditar(tx, "caso_cerrado", caso, usuario, now, causa=causa)
    return casos.bloquear(tx, caso.id)


def reabrir(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> Fila:
    """Go on with a closed case, where its clocks had stopped; raise CasoSinCerrar."""
    caso = permitido(tx, folio, usuario)
    if not caso.cerrado:
        raise CasoSinCerrar(folio)
    tx.run("asistente.casos.reabrir", caso_id=caso.id, estado=_en_marcha(caso))
    bloqueo_de_identidad.reabierto(tx, caso.id)
    encuestas.retirar_de_caso(tx, caso.id)
    relojes.reabrir(tx, caso.id, now, respondido=caso.respondido_en is not None)
    casos.anotar(tx, "caso_reabierto", caso, now, usuario_id=usuario.id)
    auditar(tx, "caso_reabierto", caso, usuario, now)
    return casos.bloquear(tx, caso.id)


def cambiar_dano(tx: Transaction, folio: str, usuario: Usuario, dano: str, now: datetime) -> Fila:
    """Say what harm there is, which changes the case's place in the queue; raise DanoDesconocido."""
    caso = vivo(tx, folio, usuario)
    if dano not in prioridades.vigentes().danos:
        raise DanoDesconocido(dano)
    casos.puntuar(tx, caso, prioridades.Criterios(**(vars(caso.criterios) | {"dano": dano})))
    auditar(tx, "dano_cambiado", caso, usuario, now, de=caso.dano, a=dano)
    return casos.bloquear(tx, caso.id)


def anotar_nota(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, texto: str, now: datetime) -> None:
    """Write a note for colleagues, also on a closed case; raise NotaInvalida."""
    caso = permitido(tx, folio, usuario)
    notas.poner(tx, cipher, caso.id, caso.contacto_id, usuario.id, texto, now)
    auditar(tx, "nota_escrita", caso, usuario, now)


def para_responder(tx: Transaction, folio: str, usuario: Usuario) -> Fila:
    """Hold a case, and its conversation before it, for whoever is about to write to the customer."""
    conversaciones.bloquear(tx, casos.por_folio(tx, folio).contacto_id)
    return vivo(tx, folio, usuario)


def registrar_respuesta(tx: Transaction, caso_id: int, usuario_id: int, now: datetime) -> None:
    """Record a person's message to the customer: the first one ends the clock `respuesta`; raise CasoCerrado."""
    caso = casos.bloquear(tx, caso_id)
    if caso.cerrado:
        raise CasoCerrado(caso.folio)
    if caso.usuario_id is None:
        asignar(tx, caso, usuario_id, now, por=usuario_id)
    if caso.respondido_en is None:
        tx.run("asistente.casos.responder", caso_id=caso_id, now=now)
        relojes.cumplir(tx, caso_id, relojes.RESPUESTA, now)
        casos.anotar(tx, "caso_respondido", caso, now, usuario_id=usuario_id, clave=f"caso_respondido:{caso_id}")


def registrar_llamada(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> Fila:
    """Record that the customer was spoken to by telephone, which answers the case as a message would."""
    caso = vivo(tx, folio, usuario)
    registrar_respuesta(tx, caso.id, usuario.id, now)
    clave = f"lead_contactado:{caso.id}:{usuario.id}"  # of each who called: whoever gets the case later shows it too
    casos.anotar(tx, "lead_contactado", caso, now, usuario_id=usuario.id, clave=clave)
    auditar(tx, "llamada_anotada", caso, usuario, now)
    return casos.bloquear(tx, caso.id)


def registrar_mensaje_cliente(tx: Transaction, caso_id: int, now: datetime) -> None:
    """Record that the customer wrote: a case that waited for it goes on."""
    caso = casos.bloquear(tx, caso_id)
    if caso.estado == EN_PAUSA:
        reanudar(tx, caso.folio, None, now)


def registrar_regreso(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """Record that the customer wrote to the assistant: whatever waited for them goes on, whoever answers this."""
    for row in tx.all("asistente.casos.en_pausa_de", contacto_id=contacto_id):
        registrar_mensaje_cliente(tx, int(row["id"]), now)


def abrir_de_asesor(tx: Transaction, cipher: Cipher, contacto_id: int, usuario: Usuario, now: datetime) -> Fila:
    """Return the case of an advisor who steps into a conversation: theirs from the start, or the one that is open."""
    exigir_rol(usuario)
    tx.run("asistente.casos.bloquear_contacto", contacto_id=contacto_id)
    abierto = casos.abierto_de(tx, contacto_id)
    if abierto is not None:
        return tomar_caso(tx, casos.bloquear(tx, abierto).folio, usuario, now)
    contacto = Contacto(contacto_id, direccion(tx, contacto_id), f"mesa:{secrets.token_hex(16)}")
    caso = casos.crear(tx, cipher, contacto, tipos_de_caso.vigentes()[DE_ASESOR], now, usuario_id=usuario.id)
    if usuario.rol is not Rol.SUPERVISOR and caso.equipo not in usuario.equipos:
        tx.run("asistente.casos.transferir", caso_id=caso.id, equipo=usuario.equipos[0], usuario_id=usuario.id,
               asignado_en=now)  # fmt: skip
        caso = casos.bloquear(tx, caso.id)
    casos.anotar(tx, "caso_asignado", caso, now, usuario_id=usuario.id, asignado_a=usuario.id)
    auditar(tx, "caso_abierto", caso, usuario, now)
    return caso


def _pausar(tx: Transaction, caso: Fila, usuario_id: int | None, now: datetime) -> None:
    tx.run("asistente.casos.poner_estado", caso_id=caso.id, estado=EN_PAUSA)
    relojes.pausar(tx, caso.id, now)
    casos.anotar(tx, "caso_en_pausa", caso, now, usuario_id=usuario_id)


def _en_marcha(caso: Fila) -> str:
    return ABIERTO if caso.respondido_en is None else EN_ATENCION
