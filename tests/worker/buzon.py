"""A contact's inbox and outbox as the worker sees them, with a Rasa that answers what a test tells it to."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from proalto.bootstrap import App
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.whatsapp.inbound import InboundMessage
from proalto.worker.atender import Atencion
from tests.conftest import conectar, nuevo_wamid
from tests.services.mensajes import estado, mensaje, webhook

Respuestas = list[dict[str, Any]]


@dataclass
class RasaDePrueba:
    """Stands in for RasaClient: records each turn and answers with what was put in line, or with one text."""

    turnos: list[tuple[str, str, str, int]] = field(default_factory=list)  # wamid, text, payload, try
    en_fila: deque[Respuestas | Exception] = field(default_factory=deque)

    def turn(
        self, contacto_id: int, wamid: str, texto: str, payload: str, intento: int, segundos: float | None = None
    ) -> Respuestas:
        self.turnos.append((wamid, texto, payload, intento))
        respuesta = self.en_fila.popleft() if self.en_fila else [{"text": f"Leí: {texto or payload}"}]
        if isinstance(respuesta, Exception):
            raise respuesta
        return respuesta

    @property
    def leidos(self) -> list[tuple[str, str]]:
        return [(texto, payload) for _, texto, payload, _ in self.turnos]


@dataclass
class Buzon:
    app: App
    contacto: Contacto
    rasa: RasaDePrueba = field(default_factory=RasaDePrueba)

    def llega(self, texto: str = "menú", tipo: str = "text", **partes: Any) -> str:
        """Store one inbound message and return its wamid."""
        uno: InboundMessage = replace(mensaje(self.contacto.address, texto, tipo), **partes)
        bandeja_entrada.recibir(self.app.db, self.app.cipher, webhook(uno), self.app.now())
        return uno.wamid

    def abre_ventana(self) -> None:
        """Let the customer have written just now, and been answered: free text may be sent for a day."""
        cuerpo = self.app.cipher.seal(
            {"texto": "hola", "opcion_id": "", "opcion_titulo": ""}, "mensajes_entrantes", de=self.contacto.id
        )
        self.sql(
            "INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, enviado_en, estado)"
            " VALUES (%s, %s, 'text', %s, now(), 'atendido')", nuevo_wamid(), self.contacto.id, cuerpo,
        )  # fmt: skip

    def atiende(self) -> None:
        """Do what one wake-up call makes the worker do."""
        Atencion(self.app, self.rasa, Mantenimiento(self.app.whatsapp)).atender(self.contacto.id)

    def encola(self, cuerpo: dict[str, Any], **como: Any) -> None:
        with self.app.db.transaction() as tx:
            bandeja_salida.encolar(tx, self.app.cipher, self.contacto.id, nuevo_wamid(), cuerpo, **como)

    def llega_estado(self, palabra: str, saliente_id: int) -> None:
        aviso = webhook(statuses=(estado(nuevo_wamid(), palabra, saliente_id),))
        bandeja_entrada.recibir(self.app.db, self.app.cipher, aviso, self.app.now())

    def salientes(self) -> list[dict[str, Any]]:
        """Return the outbox in order: id, clase, estado, intentos, cuerpo (opened, or None once it is forgotten)."""
        filas = self.sql(
            "SELECT id, clase, estado, intentos, cuerpo, wamid_origen, ordinal, error_codigo, motivo, reenviado,"
            " reintenta_a FROM asistente.mensajes_salientes WHERE contacto_id = %s ORDER BY id", self.contacto.id
        )  # fmt: skip
        nombres = ("id", "clase", "estado", "intentos", "cuerpo", "wamid_origen", "ordinal", "error_codigo", "motivo",
                   "reenviado", "reintenta_a")  # fmt: skip
        abiertas = [dict(zip(nombres, fila)) for fila in filas]
        for abierta in abiertas:
            cuerpo = abierta["cuerpo"]
            abierta["cuerpo"] = None if cuerpo is None else self.app.cipher.unseal(bytes(cuerpo), CUERPO)
        return abiertas

    def textos(self) -> list[str]:
        return [texto_de(saliente["cuerpo"]) for saliente in self.salientes()]

    def estados(self) -> list[str]:
        return [saliente["estado"] for saliente in self.salientes()]

    def entrante(self, wamid: str) -> str:
        ((como,),) = self.sql("SELECT estado FROM asistente.mensajes_entrantes WHERE wamid = %s", wamid)
        return str(como)

    def casos(self) -> list[str]:
        return [
            tipo for (tipo,) in self.sql("SELECT tipo FROM asistente.casos WHERE contacto_id = %s", self.contacto.id)
        ]

    def pasa(self, **tiempo: float) -> None:
        """Make as if everything of this contact, and what stops or paces everybody, had happened so much earlier."""
        antes = timedelta(**tiempo)
        for tabla, columnas in (
            ("mensajes_entrantes", ("recibido_en", "enviado_en", "proximo_intento")),
            ("mensajes_salientes", ("creado_en", "actualizado_en", "proximo_intento")),
        ):
            cambios = ", ".join(f"{columna} = {columna} - %s" for columna in columnas)
            self.sql(
                f"UPDATE asistente.{tabla} SET {cambios} WHERE contacto_id = %s",  # noqa: S608
                *[antes] * len(columnas), self.contacto.id,
            )  # fmt: skip
        self.sql(
            "UPDATE asistente.interruptores SET desde = desde - %s, proximo_sondeo = proximo_sondeo - %s", antes, antes
        )
        self.sql("UPDATE asistente.ritmos SET en = en - %s", antes)

    def sql(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        conexion = conectar(self.app.settings.database_url or "")
        with conexion.cursor() as cursor:
            cursor.execute("SET search_path = asistente")  # procrastinate's triggers name their tables without it
            cursor.execute(sql, params)
            filas = cursor.fetchall() if cursor.description else []
        conexion.close()
        return filas


def texto_de(cuerpo: dict[str, Any]) -> str:
    interactivo = cuerpo.get("interactive")
    return str(interactivo["body"]["text"] if interactivo else cuerpo["text"]["body"])


def ids_de(cuerpo: dict[str, Any]) -> dict[str, str]:
    """Return the opaque id under each title of an interactive message."""
    accion = cuerpo["interactive"]["action"]
    ofrecidas = [boton["reply"] for boton in accion.get("buttons", [])]
    ofrecidas += [fila for seccion in accion.get("sections", []) for fila in seccion["rows"]]
    return {ofrecida["title"]: ofrecida["id"] for ofrecida in ofrecidas}


def hasta(cierto: Any, segundos: float = 10.0) -> bool:
    """Wait until `cierto()` is, or the time is over."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if cierto():
            return True
        time.sleep(0.05)
    return False
