"""A customer of one cell: says, taps and sends by signed webhooks; lets time pass; goes on to the end of an errand."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta
from typing import Any

from tests.conftest import ENTORNO, Nucleo, conectar
from tests.e2e.cliente import Cliente, Meta
from tests.e2e.doble import opciones_de, texto_de
from tests.matriz.mundo import Mundo, Turno
from tests.matriz.rutas import REMEDIOS, RUTAS, Dicho, LePreguntan, Manda, Pasan, Paso, Toca
from tests.matriz.tiempo import envejecer

PASOS: dict[tuple[str, str], Paso] = {(r.formulario, slot): paso for r in RUTAS for slot, paso in r.pasos.items()}
MAXIMO = 18  # messages that the longest errand takes, and some more
PROHIBIDO = re.compile(r"[{}]|\butter_|\baction_|(?:^|\s)/[a-z_]{3,}|Traceback|\bNone\b|Error\b")
SALDO = "7.654.321"


class MetaAqui(Meta):
    """Meta's webhooks, handed to the product in this process."""

    def __init__(self, mundo: Mundo) -> None:
        super().__init__("", ENTORNO["WHATSAPP_APP_SECRET"], ENTORNO["WHATSAPP_PHONE_NUMBER_ID"], Buzon(mundo))  # type: ignore[arg-type]


class Buzon:
    """What reached the phones, as tests/e2e/doble.py tells it."""

    def __init__(self, mundo: Mundo) -> None:
        self.mundo = mundo

    def para(self, destino: str | None) -> list[dict[str, Any]]:
        return [m for m in self.mundo.app.whatsapp.sent if str(m.get("to", "")).lstrip("+") == destino]


class Persona(Cliente):
    """One customer with a crédito; `turno` is what the assistant did last."""

    def __init__(self, mundo: Mundo, nucleo: Nucleo) -> None:
        super().__init__(MetaAqui(mundo))
        self.mundo, self.nucleo = mundo, nucleo
        self.cedula = nucleo.cliente(celular=self.telefono)
        credito = nucleo.credito(self.cedula, saldo=7_654_321, cuotas_pagadas=40)
        nucleo.insertar("ofertas_renovacion", credito=credito, monto=20_000_000, plazo=60, tasa_mensual="1.58",
                        valor_cuota=518_371, vence_en=date.today() + timedelta(days=30))  # fmt: skip
        self.texto = ""
        self.de_antes: list[tuple[str, str]] = []

    @property
    def turno(self) -> Turno:
        return self.mundo.memoria.turnos[str(self.contacto_id)]

    @property
    def contacto_id(self) -> int:
        return self.mundo.contacto_id(str(self.telefono))

    @property
    def paso(self) -> tuple[str, str]:
        """The form that is open and the slot that it asks for."""
        return self.turno.formulario, self.turno.pedido

    def dice(self, dicho: Dicho) -> str:
        """Do one thing of the tables, and return what the assistant said to it."""
        if isinstance(dicho, Pasan):
            self.pasan(dicho.minutos)
            return self.texto
        if isinstance(dicho, Toca):
            self.texto = self.toca(dicho.titulo)
        elif isinstance(dicho, Manda):
            self.texto = self.manda(dicho.tipo, dicho.contenido)
        elif isinstance(dicho, LePreguntan):
            self.texto = self._le_preguntan(dicho.puntaje)
        else:
            escrito = dicho.replace("{cedula}", self.cedula)
            self.texto = self.escribe(escrito.replace("{codigo}", self.codigo()) if "{codigo}" in dicho else escrito)
        assert not PROHIBIDO.search(self.texto), self.texto
        return self.texto

    def pasan(self, minutos: float) -> None:
        """Let so much time pass in which the customer writes nothing."""
        envejecer(self.mundo.app, self.nucleo.dsn, self.contacto_id, timedelta(minutes=minutos))

    def llega_a(self, pide: Dicho, formulario: str, slot: str, equivocada: str = "") -> None:
        """Ask for the errand and answer until this step is the pending one; `equivocada` is answered wrongly."""
        self.dice(pide)
        for _ in range(MAXIMO):
            if self.paso == (formulario, slot):
                return
            self.responde(mal=self.turno.pedido == equivocada)
        raise AssertionError(f"{formulario}.{slot} was not reached from «{pide}»: it stopped at {self.paso}")

    def responde(self, mal: bool = False) -> str:
        """Answer the pending question."""
        for dicha, remedio in REMEDIOS.items():
            if dicha in self.turno.respuestas:
                return self.dice(remedio)
        assert self.paso in PASOS, f"rutas.py has no answer for {self.paso}; the assistant said: {self.texto}"
        paso = PASOS[self.paso]
        return self.dice(paso.equivocada if mal else paso.responde)

    def termina(self) -> Turno:
        """Answer whatever is asked until no form is open."""
        for _ in range(MAXIMO):
            if not self.turno.formulario and not set(REMEDIOS) & set(self.turno.respuestas):
                return self.turno
            self.responde()
        raise AssertionError(f"no end after {MAXIMO} answers: it stopped at {self.paso}, saying: {self.texto}")

    def ofrece(self, titulo: str) -> bool:
        """Tell whether any message so far offers this choice."""
        return any(titulo in opciones_de(mensaje) for mensaje in self.meta.graph.para(self.destino))

    def casos(self) -> list[tuple[str, str]]:
        """Return (type, folio) of the customer's open cases."""
        with conectar(self.nucleo.dsn) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT tipo, folio FROM asistente.casos WHERE contacto_id = %s AND estado <> 'cerrado'",
                           [self.contacto_id])  # fmt: skip
            return cursor.fetchall()

    def _le_preguntan(self, puntaje: str) -> str:
        if not self.meta.graph.para(self.destino):
            self.escribe("hola")
            self.toca("Acepto")
        self.mundo.preguntar_por_un_caso(self.contacto_id)
        self.lee()
        return self.toca(puntaje)

    def lee(self, respuestas: int = 1, segundos: float = 0) -> str:
        """Return what came, all of it: nothing is under way in this process."""
        todos = self.meta.graph.para(self.destino)
        nuevos, self.leidos = todos[self.leidos :], len(todos)
        return "\n---\n".join(texto_de(m) for m in nuevos if m["type"] != "template")

    def _manda(self, valor: dict[str, Any], respuestas: int) -> str:
        self.leidos = len(self.meta.graph.para(self.destino))
        cuerpo = self.meta.sobre(valor)
        huella = hmac.new(self.meta.secreto.encode(), cuerpo, hashlib.sha256).hexdigest()
        self.mundo.recibir(cuerpo, f"sha256={huella}", str(self.telefono))
        return self.lee()
