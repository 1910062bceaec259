"""What a law or a contract orders to keep of a contact (Ley 1581 art. 8 lit. e; Decreto 1377 art. 9): each duty with
its norm and its end. Whatever is not named here is erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.atencion.tipos_de_caso import FRAUDE
from proalto.services.credito import etapas
from proalto.services.datos.derecho_pedido import ABIERTOS
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.operacion import textos
from proalto.services.supresion.reglas_de_retencion import vigentes

CREDITO, DOCUMENTOS, SOLICITUD, CERTIFICADO = "credito", "documentos", "solicitud", "certificado"
RECLAMO, SUPLANTACION, AUTORIZACION, BLOQUEO = "reclamo", "suplantacion", "autorizacion", "bloqueo"
CODIGOS = (CREDITO, DOCUMENTOS, SOLICITUD, CERTIFICADO, RECLAMO, SUPLANTACION, AUTORIZACION, BLOQUEO)
EN_DEUDA = ("vigente", "en_mora", "castigado")
RECLAMOS = ("queja", "datos", FRAUDE)  # of parametros/casos.csv: those that the law calls a claim
ABIERTOS_EN_LA_BASE = tuple(estado.value for estado in ABIERTOS)
PASAJEROS = (DOCUMENTOS, RECLAMO, SUPLANTACION)  # kept only while their duty stands
DATOS, DOCUMENTO_IDENTIDAD = "tramites.datos", "documento_identidad"


@dataclass(frozen=True)
class Conservado:
    """Something that is kept: `que` is a code, `norma` orders it, until `hasta` (None: while the duty stands)."""

    que: str
    norma: str
    hasta: date | None

    @property
    def titulo(self) -> str:
        """What it is called to a customer."""
        return textos.conservado()[self.que]

    def as_json(self) -> dict[str, str | None]:
        return asdict(self) | {"hasta": self.hasta and self.hasta.isoformat()}

    @classmethod
    def from_json(cls, dicho: dict[str, Any]) -> Conservado:
        return cls(dicho["que"], dicho["norma"], dicho["hasta"] and date.fromisoformat(dicho["hasta"]))


def reunir(
    db: Database, nucleo: Database, cipher: Cipher, contacto_id: int, cedula_hmac: bytes | None, now: datetime
) -> tuple[Conservado, ...]:
    """Return every duty to keep; raise DatabaseAway when the lender's database cannot say whether there is a debt."""
    quien = {"contacto_id": contacto_id, "cedula_hmac": cedula_hmac}
    with db.transaction() as tx:
        cedulas = _probadas(tx, cipher, contacto_id)
        radicados = tx.all("asistente.conservacion.radicados", contacto_id=contacto_id)
        certificados = tx.one("asistente.conservacion.certificados", contacto_id=contacto_id)
        reclamos = tx.all("asistente.conservacion.reclamos", reclamos=list(RECLAMOS), fraude=FRAUDE,
                          abiertos=list(ABIERTOS_EN_LA_BASE), now=now, **quien)  # fmt: skip
        libro = tx.one("asistente.conservacion.libro", contacto_id=contacto_id)
    cedulas |= {cedula for row in radicados if (cedula := documento_de(cipher, row["datos"]))}
    deudor = any(debe(nucleo, cedula) for cedula in cedulas)
    return (
        *_credito(deudor, hay_radicados=bool(radicados)),
        *(_hasta(SOLICITUD, "solicitudes", row["radicado_en"]) for row in _ultimo(radicados)),
        *([_hasta(CERTIFICADO, "certificados", certificados["ultimo"])] if certificados["cuantos"] else []),
        *_reclamos(reclamos),
        *([_sin_fin(AUTORIZACION, "prueba")] if libro["autorizaciones"] else []),
        *([_sin_fin(BLOQUEO, "oposiciones")] if libro["bloqueos"] else []),
    )


def debe(nucleo: Database, cedula: str) -> bool:
    """Tell whether this person owes something, or has an application that goes on."""
    with nucleo.transaction() as tx:
        creditos = tx.all("nucleo.saldo.por_cedula", cedula=cedula)
        solicitudes = tx.all("nucleo.solicitud.por_cedula", cedula=cedula)
    return any(uno["estado"] in EN_DEUDA or (uno["saldo"] or 0) > 0 for uno in creditos) or any(
        (etapa := etapas.vigentes().get(una["etapa"])) is None or not etapa.final for una in solicitudes
    )


def es_reclamo_vivo(caso: Row) -> bool:
    """Tell whether a case must be kept: a claim that goes on, or whatever began with "no fui yo".

    A right over personal data goes on until it is answered, whatever became of its case.
    """
    if caso["derecho"] is not None:
        return caso["derecho"] in ABIERTOS_EN_LA_BASE
    return caso["tipo"] == FRAUDE or (caso["tipo"] in RECLAMOS and caso["estado"] != "cerrado")


def documento_de(cipher: Cipher, datos: bytes) -> str:
    """Return the cédula that an application names, or nothing."""
    try:
        return str(cipher.unseal(datos, DATOS).get(DOCUMENTO_IDENTIDAD, ""))
    except Undecipherable:
        return ""


def _probadas(tx: Transaction, cipher: Cipher, contacto_id: int) -> set[str]:
    rows = tx.all("asistente.conservacion.cedulas", contacto_id=contacto_id)
    return {cipher.decrypt(row["cedula"], CEDULA).decode() for row in rows}


def _credito(deudor: bool, *, hay_radicados: bool) -> Iterable[Conservado]:
    if deudor:
        yield _sin_fin(CREDITO, "solicitudes")
    if deudor and hay_radicados:
        yield _sin_fin(DOCUMENTOS, "solicitudes")


def _reclamos(rows: list[Row]) -> Iterable[Conservado]:
    if any(row["abierto"] and row["tipo"] != FRAUDE for row in rows):
        yield _sin_fin(RECLAMO, "reclamos")
    de_fraude = [row for row in rows if row["tipo"] == FRAUDE]
    if any(row["abierto"] for row in de_fraude):
        yield _sin_fin(SUPLANTACION, "reclamos")
    elif de_fraude:
        yield _hasta(SUPLANTACION, "reclamos", max(row["desde"] for row in de_fraude))


def _ultimo(radicados: list[Row]) -> list[Row]:
    return sorted(radicados, key=lambda row: row["radicado_en"])[-1:]


def _hasta(que: str, clase: str, desde: datetime) -> Conservado:
    regla = vigentes()[clase]
    return Conservado(que, regla.norma, (desde + timedelta(days=regla.dias)).astimezone(BOGOTA).date())


def _sin_fin(que: str, clase: str) -> Conservado:
    return Conservado(que, vigentes()[clase].norma, None)
