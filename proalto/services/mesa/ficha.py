"""The summary card of a case: who it is, what they want, what was tried; personal data hidden unless revealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.formats.cedula import con_puntos, enmascarar_cedula
from proalto.gateways.cipher import Cipher
from proalto.services.atencion.casos import SinCaso
from proalto.services.atencion.permisos_de_caso import NoEsDeTuEquipo
from proalto.services.atencion.plazos import Plazo, plazo
from proalto.services.conversacion.avance_de_gestion import Falla, Gestion, fallas, gestion
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.mesa import quien_es
from proalto.services.mesa.titular import Titularidad, titular
from proalto.services.mesa.usuarios import Rol, Usuario

VEN_TODO = (Rol.SUPERVISOR, Rol.AUDITOR)
SELLADAS = ("transcripcion", "cedula", "telefono")


@dataclass(frozen=True)
class Documento:
    """A file that the customer sent; it can be looked at when it is kept."""

    id: int
    requisito: str | None
    estado: str
    motivo: str | None
    paginas: int
    guardado: bool
    creado_en: datetime


@dataclass(frozen=True)
class OtroCaso:
    """Another case of the same contact."""

    folio: str
    tipo: str
    estado: str
    prioridad: int
    creado_en: datetime


@dataclass(frozen=True)
class Ficha:
    """What an advisor sees at a glance; `caso` are the columns of the case, without what is encrypted."""

    caso: dict[str, object]
    contacto_id: int
    telefono: str = field(repr=False)
    cedula: str | None = field(repr=False)
    revelada: bool
    nivel_ahora: int | None
    respuesta: Plazo | None
    solucion: Plazo | None
    titular: Titularidad
    gestion: Gestion
    documentos: list[Documento]
    fallas: list[Falla]
    casos: list[OtroCaso]
    dejado: list[str] = field(repr=False)  # what the assistant wanted the advisor to know when it opened the case


def ver(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    folio: str,
    usuario: Usuario,
    now: datetime,
    *,
    revelar: bool = False,
) -> Ficha:
    """Return the card; with `revelar`, the whole phone and cédula, which the caller audits.

    Raises SinCaso or NoEsDeTuEquipo.
    """
    with db.transaction() as tx:
        caso = caso_visible(tx, folio, usuario)
        sabido = _de_contacto(tx, cipher, caso, now, revelar=revelar)
        sesion = tx.first("asistente.ficha.sesion", contacto_id=caso["contacto_id"], **_vigente(now))
    cedula, nivel = _identidad(cipher, caso, sesion)
    return Ficha(
        caso={clave: valor for clave, valor in caso.items() if clave not in SELLADAS},
        contacto_id=int(caso["contacto_id"]),
        telefono=str(caso["telefono"]) if revelar and caso["telefono"] else quien_es.telefono(caso),
        cedula=_cedula(cedula, revelar=revelar),
        revelada=revelar,
        nivel_ahora=None if sesion is None else int(sesion["nivel"]),
        titular=titular(nucleo, cedula, nivel),
        dejado=_dejado(cipher, caso),
        **sabido,
    )


def _de_contacto(tx: Transaction, cipher: Cipher, caso: Row, now: datetime, *, revelar: bool) -> dict[str, Any]:
    """Return the parts of the card that one transaction reads."""
    contacto_id, reloj = int(caso["contacto_id"]), tx.one("asistente.ficha.relojes", caso_id=caso["id"])
    casos = tx.all("asistente.ficha.casos", contacto_id=contacto_id, folio=caso["folio"])
    return {
        "respuesta": plazo(reloj, "respuesta", now),
        "solucion": plazo(reloj, "solucion", now),
        "gestion": gestion(tx, cipher, contacto_id, revelar=revelar),
        "documentos": [Documento(**row) for row in tx.all("asistente.ficha.documentos", contacto_id=contacto_id)],
        "fallas": fallas(tx, cipher, contacto_id, now),
        "casos": [OtroCaso(**row) for row in casos],
    }


def caso_visible(tx: Transaction, folio: str, usuario: Usuario) -> Row:
    """Return the columns of a case; raise SinCaso, or NoEsDeTuEquipo when it is not for this person to see."""
    caso = tx.first("asistente.ficha.caso", folio=folio)
    if caso is None:
        raise SinCaso(folio)
    suyo = caso["usuario_id"] == usuario.id or caso["equipo"] in usuario.equipos
    if usuario.rol not in VEN_TODO and not suyo:
        raise NoEsDeTuEquipo(folio)
    return caso


def puede_ver_contacto(tx: Transaction, contacto_id: int, usuario: Usuario) -> bool:
    """Tell whether somebody has, or their team has, a case of this contact."""
    if usuario.rol in VEN_TODO:
        return True
    params = {"contacto_id": contacto_id, "usuario_id": usuario.id, "equipos": list(usuario.equipos)}
    return bool(tx.one("asistente.ficha.puede_ver", **params)["bien"])


def _vigente(now: datetime) -> dict[str, datetime]:
    return {"ocio": now - LIMITES.sesion_ociosa, "total": now - LIMITES.sesion_total}


def _identidad(cipher: Cipher, caso: Row, sesion: Row | None) -> tuple[str | None, int | None]:
    """Return whom the contact proved to be when the case was opened, or else now, and to which level.

    One person may follow another on a phone: a later proof adds to the level only if it is of the same cédula.
    """
    entonces = quien_es.cedula_de(cipher, caso)
    ahora = None if sesion is None else cipher.decrypt(sesion["cedula"], CEDULA).decode()
    niveles = [int(caso["nivel"] or 0)] if entonces else []
    if sesion is not None and entonces in (None, ahora):
        niveles.append(int(sesion["nivel"]))
    return entonces or ahora, max(niveles, default=None)


def _cedula(cedula: str | None, *, revelar: bool) -> str | None:
    if cedula is None:
        return None
    return con_puntos(cedula) if revelar else enmascarar_cedula(cedula)


def _dejado(cipher: Cipher, caso: Row) -> list[str]:
    lineas = cipher.unseal(caso["transcripcion"], f"casos:{caso['folio']}")
    return [str(linea["texto"]) for linea in lineas if linea["de"] == "nota"]
