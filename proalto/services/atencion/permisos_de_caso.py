"""Who may act on a case: an advisor on the cases of their teams, a supervisor on all, nobody else on any."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.services.atencion import casos
from proalto.services.atencion.casos import Fila
from proalto.services.mesa import auditoria
from proalto.services.mesa.usuarios import Rol, Usuario


class CasoCerrado(ProAltoError):
    """The case is closed: it must be reopened first."""


class SinPermiso(ProAltoError):
    """The role of this person does not work on cases."""


class NoEsDeTuEquipo(SinPermiso):
    """The case, or whom it should go to, is of a team that the advisor is not in."""


def puede(usuario: Usuario, equipo: str) -> bool:
    """Tell whether this person may act on the cases of a team."""
    return usuario.activo and (
        usuario.rol is Rol.SUPERVISOR or (usuario.rol is Rol.ASESOR and equipo in usuario.equipos)
    )


def exigir_rol(usuario: Usuario) -> None:
    """Raise SinPermiso for who does not work on cases."""
    if not usuario.activo or usuario.rol not in (Rol.ASESOR, Rol.SUPERVISOR):
        raise SinPermiso(usuario.rol.value)


def permitido(tx: Transaction, folio: str, usuario: Usuario) -> Fila:
    """Return the case, held, if this person may act on it; raise SinCaso, SinPermiso or NoEsDeTuEquipo."""
    exigir_rol(usuario)
    caso = casos.bloquear(tx, casos.por_folio(tx, folio).id)
    if not puede(usuario, caso.equipo):
        raise NoEsDeTuEquipo(folio)
    return caso


def vivo(tx: Transaction, folio: str, usuario: Usuario) -> Fila:
    """Return the case as `permitido` does; raise CasoCerrado too."""
    caso = permitido(tx, folio, usuario)
    if caso.cerrado:
        raise CasoCerrado(folio)
    return caso


def auditar(tx: Transaction, accion: str, caso: Fila, usuario: Usuario, now: datetime, **detalle: str | int) -> None:
    """Write what was done in the audit; the last thing an act does, for the ledger is held until it ends."""
    auditoria.anotar(tx, usuario.id, accion, f"caso:{caso.folio}", now, dict(detalle))
