"""What people at ProAlto must look at now: on the desk, and the gravest by WhatsApp to the supervisors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.atencion import tipos_de_caso
from proalto.services.atencion.casos import Fila
from proalto.services.identificacion import contactos
from proalto.services.mensajeria import bandeja_salida, plantillas
from proalto.services.mesa import usuarios
from proalto.services.mesa.usuarios import Rol, Usuario
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import partes
from proalto.whatsapp.address import Address

CLASE = "alerta"
PLANTILLA = "alerta_caso"
ANS, SIN_TOMAR, NADIE = "ans", "sin_tomar", "nadie"
CUANTAS = 50
# "ans_100:solucion" is said as `solucion`, "nadie:1" as `nadie`, "datos_uno:ley" as `datos_uno`
_MOTIVO = re.compile(r"^ans_\d+:|:\d+$|:ley$|:prorroga$")


@dataclass(frozen=True)
class Alerta:
    """One alert as the desk shows it. `clase`: "ans_80:respuesta", "sin_tomar:2", "nadie:1"."""

    id: int
    clase: str
    folio: str
    tipo: str
    prioridad: int
    usuario_id: int | None
    creada_en: datetime


def alertar(tx: Transaction, caso_id: int, clase: str, now: datetime, usuario_id: int | None = None) -> bool:
    """Leave an alert for somebody, or for the supervisors; False when the case had one of this kind already."""
    return tx.run("asistente.alertas.alertar", caso_id=caso_id, clase=clase, usuario_id=usuario_id, now=now) == 1


def siguiente(tx: Transaction, caso_id: int, clase: str) -> str:
    """Return the kind of the next alert of a sort that may come again: "sin_tomar:2"."""
    cuantas = tx.one("asistente.alertas.cuantas", caso_id=caso_id, principio=f"{clase}:")["cuantas"]
    return f"{clase}:{cuantas + 1}"


def vivas(db: Database, usuario: Usuario) -> list[Alerta]:
    """Return what this person has not looked at, the newest first."""
    with db.transaction() as tx:
        return [Alerta(**row) for row in tx.all("asistente.alertas.vivas", cuantas=CUANTAS, **_de(usuario))]


def marcar_vista(tx: Transaction, alerta_id: int, usuario: Usuario, now: datetime) -> bool:
    """Record that it was looked at; False when it was, or is for somebody else."""
    return tx.run("asistente.alertas.vista", id=alerta_id, now=now, **_de(usuario)) == 1


def avisar_supervisores(tx: Transaction, cipher: Cipher, caso: Fila, clase: str, plazo: datetime, now: datetime) -> int:
    """Queue Meta's template `alerta_caso` to each active supervisor with a mobile; return to how many.

    It says folio, type and `plazo`, the moment that was promised: nothing personal leaves. Once for each `clase`.
    """
    tiempo = partes("alertas")[_MOTIVO.sub("", clase)].format(cuando=momento_en_palabras(plazo, now))
    valores = [caso.folio, tipos_de_caso.titulo(caso.tipo), tiempo]
    cuerpo = plantillas.rellenar(plantillas.registradas()[PLANTILLA], valores)
    encoladas = 0
    for row in tx.all("asistente.alertas.supervisores"):
        try:
            celular = usuarios.descifrar_celular(cipher, row)
        except Undecipherable:  # its key is gone: the others are alerted all the same
            continue
        contacto_id = contactos.identificar(tx, cipher, Address(phone=celular))
        origen = f"{CLASE}:{caso.id}:{clase}:{row['id']}"
        if bandeja_salida.encolar(tx, cipher, contacto_id, origen, cuerpo, clase=CLASE):
            trabajos.despertar_envio(tx, contacto_id)
            encoladas += 1
    return encoladas


def _de(usuario: Usuario) -> dict[str, object]:
    return {"usuario_id": usuario.id, "supervisa": usuario.rol is Rol.SUPERVISOR}
