"""Dead letters: what was not answered or did not arrive, for people to look at, try again or put away.

Trying again is a new row that names the old one, so twice is once and no state goes back. Putting away is a line of the
audit, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.contacto import bloqueos, reglas_de_contacto, ventana
from proalto.services.mensajeria import bandeja_salida
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.services.mensajeria.reglas_de_envio import vigentes
from proalto.services.mensajeria.salientes import Motivo
from proalto.services.mesa import auditoria, quien_es
from proalto.services.mesa.usuarios import Usuario
from proalto.services.operacion import trabajos

PAGINA = 50
REINTENTADO, DESCARTADO = "fallido_reintentado", "fallido_descartado"
SIN_ARREGLO = (Motivo.INVALIDO.value, Motivo.ILEGIBLE.value, Motivo.SIN_DOCUMENTO.value)
LO_DECIDIO_LA_PERSONA = (131050, 130403)  # Meta's: they stopped our marketing, or we blocked them
SE_VUELVE_A_LEER = ("text", "interactive", "button")  # a file is known by the message that it came in


class Sentido(str, Enum):
    """Whether a customer wrote it or we did."""

    ENTRANTE = "entrante"
    SALIENTE = "saliente"


class NoSeReintenta(ProAltoError):
    """It would fail again, or somebody has tried already."""


@dataclass(frozen=True)
class Fallido:
    """One dead letter. `clase` is the kind of message, `motivo` (a word of ours) and `codigo` (Meta's) why it died.

    `reintento` is the state of the message that took its place, if there is one; `se_puede` whether one may be made.
    """

    sentido: Sentido
    numero: int
    contacto_id: int
    telefono: str  # masked
    clase: str
    motivo: str
    codigo: int | None
    cuando: datetime
    dudoso: bool  # it may have arrived all the same
    reintento: str | None
    descartado: bool
    se_puede: bool

    @property
    def clave(self) -> str:
        return f"{self.sentido.value}:{self.numero}"


@dataclass(frozen=True)
class Filtro:
    """Which ones are looked for; None does not matter. `todos`: also those that were tried again or put away."""

    sentido: Sentido | None = None
    motivo: str | None = None
    todos: bool = False
    pagina: int = 1


def ver(db: Database, filtro: Filtro, now: datetime) -> list[Fallido]:
    """Return up to PAGINA of them, the newest first, and one more if there is a next page."""
    with db.transaction() as tx:
        filas = tx.all(
            "asistente.fallidos.ver",
            desde=_desde(now),
            sentido=filtro.sentido.value if filtro.sentido else None,
            motivo=filtro.motivo,
            todos=filtro.todos,
            descartado=DESCARTADO,
            cuantos=PAGINA + 1,
            salta=(filtro.pagina - 1) * PAGINA,
        )
    return [_leer(fila, now) for fila in filas]


def cuantos(tx: Transaction, now: datetime) -> int:
    """Return how many nobody has done anything about."""
    return int(tx.one("asistente.fallidos.cuantos", desde=_desde(now), descartado=DESCARTADO)["cuantos"])


def reintentar(db: Database, cipher: Cipher, clave: str, usuario: Usuario, now: datetime) -> None:
    """Make the message that takes the place of a dead one; raise NoSeReintenta where it would only die again."""
    sentido, numero = leer_clave(clave)
    with db.transaction() as tx:
        hecho = _leer_de_nuevo(tx, numero, now) if sentido is Sentido.ENTRANTE else _enviar(tx, cipher, numero, now)
        if not hecho:
            raise NoSeReintenta(clave)
        auditoria.anotar(tx, usuario.id, REINTENTADO, clave, now)


def descartar(db: Database, clave: str, usuario: Usuario, now: datetime) -> None:
    """Put a dead letter away; nothing happens to the message. Raises NoSeReintenta when there is no such one."""
    sentido, numero = leer_clave(clave)
    with db.transaction() as tx:
        if tx.first(f"asistente.fallidos.{sentido.value}", numero=numero) is None:
            raise NoSeReintenta(clave)
        auditoria.anotar(tx, usuario.id, DESCARTADO, clave, now)


def leer_clave(clave: str) -> tuple[Sentido, int]:
    """Return what "saliente:42" names; raise NoSeReintenta when it names nothing."""
    sentido, _, numero = clave.partition(":")
    if sentido not in [uno.value for uno in Sentido] or not numero.isdecimal() or len(numero) > 18:
        raise NoSeReintenta(clave)
    return Sentido(sentido), int(numero)


def _desde(now: datetime) -> datetime:
    return now - timedelta(days=vigentes().fallidos_dias)


def _enviar(tx: Transaction, cipher: Cipher, numero: int, now: datetime) -> bool:
    row = tx.first("asistente.fallidos.saliente", numero=numero)
    if row is None or not _tiene_arreglo(row):
        return False
    try:
        cuerpo = cipher.unseal(row["cuerpo"], CUERPO)
    except Undecipherable:
        return False
    contacto_id, para = row["contacto_id"], reglas_de_contacto.para_que(cuerpo, row["clase"], row["proposito"])
    if para is None or not bloqueos.puede_salir(tx, contacto_id, para, row["cedula_hmac"]):
        return False
    if not ventana.puede_salir(tx, contacto_id, cuerpo, now):
        return False
    return bandeja_salida.reintentar(tx, numero) is not None


def _leer_de_nuevo(tx: Transaction, numero: int, now: datetime) -> bool:
    """Queue what a customer wrote, and what finished its sentence, at the end of their line."""
    row = tx.first("asistente.fallidos.entrante", numero=numero)
    if row is None or row["tipo"] not in SE_VUELVE_A_LEER or not ventana.abierta(tx, row["contacto_id"], now):
        return False
    if not tx.run("asistente.fallidos.leer_de_nuevo", numero=numero):
        return False
    trabajos.despertar_atencion(tx, row["contacto_id"])
    return True


def _tiene_arreglo(row: Row) -> bool:
    return (
        row["clase"] != "codigo"
        and bool(row["con_cuerpo"])
        and row["motivo"] not in SIN_ARREGLO
        and row["error_codigo"] not in LO_DECIDIO_LA_PERSONA
    )


def _leer(row: Row, now: datetime) -> Fallido:
    sentido, ultimo = Sentido(row["sentido"]), row["ultimo_suyo"]
    abierta = ultimo is not None and now < ultimo + ventana.VENTANA
    if sentido is Sentido.ENTRANTE:
        tiene = row["clase"] in SE_VUELVE_A_LEER and abierta
    else:
        tiene = _tiene_arreglo(row) and (abierta or row["motivo"] != Motivo.VENTANA.value)
    return Fallido(
        sentido=sentido,
        numero=row["numero"],
        contacto_id=row["contacto_id"],
        telefono=quien_es.telefono(row),
        clase=row["clase"],
        motivo=row["motivo"] or "",
        codigo=row["error_codigo"],
        cuando=row["cuando"],
        dudoso=row["motivo"] == Motivo.INCIERTO.value,
        reintento=row["reintento"],
        descartado=row["descartado"],
        se_puede=tiene and row["reintento"] is None,
    )
