"""All that the lender holds of what a case of impersonation is about, as one ZIP with the hash of everything in it.

Ley 2573 de 2026 art. 5.3 and 5.7: the lender produces what it received, and the victim gets the documents that were
used. Nobody else's: of a chat that several people have, only the application that is named and those that name the
case's cédula, with their files. Messages are named by wamid and hash, never quoted; codes are gone, only how each ended
is told.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.atencion import suplantaciones
from proalto.services.credito.documentos import CONTENIDO
from proalto.services.credito.evidencia import EVIDENCIA
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.services.operacion.textos import texto
from proalto.services.supresion import conservacion

LEEME, HECHOS, HUELLAS = "LEEME.txt", "expediente.json", "huellas.sha256"
ILEGIBLE = "ilegible"
TAL_CUAL = ("codigos", "intentos", "sesiones", "autorizaciones")


def armar(db: Database, cipher: Cipher, caso_id: int, radicado: str | None, now: datetime) -> bytes:
    """Return the ZIP: the facts, the files as they are kept, and `huellas.sha256`, which `sha256sum -c` reads."""
    with db.transaction() as tx:
        caso = tx.one("asistente.expediente.caso", caso_id=caso_id)
        params = {"caso_id": caso_id, "cedula_hmac": caso["cedula_hmac"], "radicado": radicado}
        contactos = [row["contacto_id"] for row in tx.all("asistente.expediente.contactos", **params)]
        tramites = _suyos(tx, cipher, contactos, caso["cedula_hmac"], radicado)
        filas = tx.all("asistente.expediente.documentos", tramites=[row["id"] for row in tramites])
        hechos = _hechos(tx, cipher, caso, contactos, caso_id) | {
            "tramites": [_tramite(cipher, row) for row in tramites],
            "documentos": [_sin_bytes(fila) for fila in filas],
        }
    archivos = {LEEME: texto("expediente").encode(), HECHOS: _json(hechos), **dict(_originales(cipher, filas))}
    return _comprimir(archivos, now)


def _hechos(tx: Transaction, cipher: Cipher, caso: Row, contactos: Sequence[int], caso_id: int) -> dict[str, Any]:
    quien = {"contactos": list(contactos), "cedula_hmac": caso["cedula_hmac"]}
    reporte = suplantaciones.de_caso(tx, caso_id)
    return {
        "caso": caso["folio"],
        "reporte": None if reporte is None else vars(reporte) | {"wamid": caso["wamid_origen"]},
        "contactos": list(contactos),
        "recibidos": [_recibido(cipher, row) for row in tx.all("asistente.expediente.recibidos", **quien)],
        "enviados": [_enviado(cipher, row) for row in tx.all("asistente.expediente.enviados", **quien)],
        **{que: tx.all(f"asistente.expediente.{que}", **quien) for que in TAL_CUAL},
    }


def _suyos(
    tx: Transaction, cipher: Cipher, contactos: Sequence[int], cedula_hmac: bytes | None, radicado: str | None
) -> list[Row]:
    """Return the application that is named, and those that name the cédula of the case."""
    return [
        row
        for row in tx.all("asistente.expediente.tramites", contactos=list(contactos))
        if (radicado is not None and row["radicado"] == radicado) or _nombra(cipher, row["datos"], cedula_hmac)
    ]


def _nombra(cipher: Cipher, datos: bytes, cedula_hmac: bytes | None) -> bool:
    cedula = conservacion.documento_de(cipher, datos)
    return bool(cedula) and cedula_hmac is not None and cipher.keyed_hash("cedula", cedula) == bytes(cedula_hmac)


def _tramite(cipher: Cipher, row: Row) -> Row:
    """Return an application with the evidence sealed when it was filed, opened."""
    try:
        prueba = None if row["evidencia"] is None else cipher.unseal(row["evidencia"], EVIDENCIA)
    except Undecipherable:
        prueba = ILEGIBLE
    return {columna: valor for columna, valor in row.items() if columna != "datos"} | {"evidencia": prueba}


def _recibido(cipher: Cipher, row: Row) -> Row:
    try:
        cuerpo = json.dumps(abrir_cuerpo(cipher, row["cuerpo"]), ensure_ascii=False, sort_keys=True)
    except Undecipherable:
        return _sin_cuerpo(row, ILEGIBLE)
    return _sin_cuerpo(row, _sha256(cuerpo.encode()))


def _enviado(cipher: Cipher, row: Row) -> Row:
    try:
        cuerpo = None if row["cuerpo"] is None else cipher.unseal(row["cuerpo"], CUERPO)
    except Undecipherable:
        return _sin_cuerpo(row, ILEGIBLE)
    dicho = json.dumps(cuerpo, ensure_ascii=False, sort_keys=True)
    return _sin_cuerpo(row, None if cuerpo is None else _sha256(dicho.encode()))


def _sin_cuerpo(row: Row, huella: str | None) -> Row:
    return {columna: valor for columna, valor in row.items() if columna != "cuerpo"} | {"sha256": huella}


def _sin_bytes(row: Row) -> Row:
    kept = {columna: valor for columna, valor in row.items() if columna != "contenido"}
    return kept | {"archivo": None if row["contenido"] is None else _nombre(row)}


def _originales(cipher: Cipher, filas: Sequence[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are kept and can be read still."""
    for fila in filas:
        if fila["contenido"] is not None:
            try:
                yield _nombre(fila), cipher.decrypt(fila["contenido"], CONTENIDO)
            except Undecipherable:
                continue


def _nombre(fila: Row) -> str:
    return f"documentos/{fila['id']}-{fila['requisito'] or 'sin-requisito'}.{fila['formato']}"


def _comprimir(archivos: dict[str, bytes], now: datetime) -> bytes:
    huellas = "".join(f"{_sha256(contenido)}  {nombre}\n" for nombre, contenido in sorted(archivos.items()))
    salida, local = io.BytesIO(), now.astimezone(BOGOTA)
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as paquete:
        for nombre, contenido in (*archivos.items(), (HUELLAS, huellas.encode())):
            paquete.writestr(zipfile.ZipInfo(nombre, local.timetuple()[:6]), contenido, zipfile.ZIP_DEFLATED)
    return salida.getvalue()


def _json(hechos: dict[str, Any]) -> bytes:
    return json.dumps(hechos, ensure_ascii=False, indent=2, default=_escrito).encode()


def _escrito(valor: object) -> str:
    if isinstance(valor, (date, datetime)):
        return valor.isoformat()
    raise TypeError(type(valor).__name__)  # bytes would be a secret that nobody meant to tell


def _sha256(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()
