"""A row of ours as the person it is about may read it: opened where it was sealed, without what only guards."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.atencion import notas
from proalto.services.conversacion import opciones
from proalto.services.credito import documentos, evidencia, tramites
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.medicion import encuestas
from proalto.services.mensajeria import bandeja_salida

# What opens each sealed column: a context, or how to tell it from the row.
LLAVES: Mapping[tuple[str, str], str | Callable[[Mapping[str, Any]], str]] = {
    ("mensajes_entrantes", "cuerpo"): "mensajes_entrantes",
    ("mensajes_salientes", "cuerpo"): bandeja_salida.CUERPO,
    ("mensajes_salientes", "destino"): bandeja_salida.DESTINO,
    ("opciones", "contenido"): opciones.CONTENIDO,
    ("turnos", "eventos"): "turnos.eventos",
    ("turnos", "estado"): "turnos.estado",
    ("autorizaciones", "respuesta"): "autorizaciones.respuesta",
    ("desafios", "cedula"): CEDULA,
    ("sesiones", "cedula"): CEDULA,
    ("casos", "cedula"): CEDULA,
    ("casos", "transcripcion"): lambda fila: f"casos:{fila['folio']}",
    ("tramites", "datos"): tramites.DATOS,
    ("tramites", "evidencia"): evidencia.EVIDENCIA,
    ("documentos_omitidos", "razon"): documentos.RAZON,
    ("certificados", "cedula"): CEDULA,
    ("certificados", "contenido"): lambda fila: f"certificados.contenido:{fila['folio']}",
    ("encuestas", "comentario"): encuestas.COMENTARIO,
    ("notas", "texto"): lambda fila: notas.contexto(int(fila["caso_id"])),
}
ARCHIVOS = {("documentos", "contenido"), ("certificados", "pdf")}  # the person's own, sent or received in the chat
CLAVES = {("avisos_de_seguridad", "clave"), ("senales_identidad", "clave")}  # hold wamids, and hashes of mobiles
DE_QUIEN_ESCRIBE = ("contacto_id", "wamid")  # Meta writes the number of whoever writes into each wamid
GUARDAN = ("hmac", "senuelo")  # keyed hashes, and whether a code was a decoy: they would help whoever guesses


def abrir(cipher: Cipher, tabla: str, fila: Mapping[str, Any], *, de_otro_chat: bool = False) -> dict[str, Any]:
    """Return a row of the catalogue's function with its sealed columns opened; of a file, only how long it is.

    Of another chat, where somebody else may have presented this person's cédula, not whose phone it was.
    """
    calla = DE_QUIEN_ESCRIBE if de_otro_chat else ()
    selladas = {columna.removesuffix("_bytes") for columna in fila if columna.endswith("_bytes")} & set(fila)
    return {
        columna: _abierta(cipher, tabla, columna, fila) if columna in selladas else valor
        for columna, valor in fila.items()
        if not columna.endswith(GUARDAN)
        and not columna.startswith(calla)
        and (tabla, columna) not in CLAVES
        and columna.removesuffix("_bytes") not in selladas - {columna}
    }


def _abierta(cipher: Cipher, tabla: str, columna: str, fila: Mapping[str, Any]) -> Any:
    if fila[columna] is None:
        largo = fila[f"{columna}_bytes"]
        return None if largo is None else {"bytes": largo}
    llave = LLAVES.get((tabla, columna))
    if llave is None or (tabla, columna) in ARCHIVOS:
        return {"bytes": fila[f"{columna}_bytes"]}
    try:
        plano = cipher.decrypt(base64.b64decode(fila[columna]), llave if isinstance(llave, str) else llave(fila))
    except Undecipherable:  # its key was destroyed: nobody can read it any more
        return {"ilegible": True}
    texto = plano.decode()
    try:
        leido = json.loads(texto)
    except ValueError:
        return texto
    return leido if isinstance(leido, (dict, list)) else texto
