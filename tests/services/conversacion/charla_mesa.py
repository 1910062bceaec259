"""A contact, two advisors and a clock: what any of them may do next, in any order, and who spoke."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.services.atencion import gestion_casos
from proalto.services.atencion.casos import abrir_caso
from proalto.services.atencion.permisos_de_caso import CasoCerrado
from proalto.services.conversacion import conversaciones, respuestas, silencios
from proalto.services.conversacion.conversaciones import Devuelta, Turno
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.mesa.usuarios import Usuario
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from tests.conftest import Reloj, nuevo_wamid
from tests.services.mensajes import mensaje, webhook

DEL_ASISTENTE, DE_PERSONA = ("respuesta", "aviso", "menu_fijo"), ("asesor", "plantilla")
ESCRITOS = ("necesito que me ayuden con el descuento de este mes", "menú", "gracias, quedo pendiente de eso")
MINUTOS = (1, 10, 20, 50, 61, 130, 600)


@dataclass
class CharlaMesa:
    """One contact's conversation. `dado` decides what happens; a turn of the assistant's is cut open at its middle."""

    app: App
    contacto: Contacto
    asesores: list[Usuario]
    reloj: Reloj
    dado: random.Random
    _dicho_antes: dict[str, int] = field(default_factory=dict)  # what had been said when the customer wrote
    _vistos: int = 0
    _adentro: bool = False

    def __post_init__(self) -> None:
        self.atencion = Atencion(self.app, self, Mantenimiento(self.app.whatsapp))  # type: ignore[arg-type]
        abierto = abrir_caso(self.app.db, self.app.cipher, self.contacto, "asesor", self.reloj())
        self.folio = abierto.folio

    def turn(
        self, contacto_id: int, wamid: str, texto: str, payload: str, intento: int, segundos: float | None = None
    ) -> list[dict[str, Any]]:
        """Stand in for Rasa: while it thinks, anything else may happen."""
        self.revisar()
        if not self._adentro:
            self._adentro = True
            for _ in range(self.dado.randrange(3)):
                self.dado.choice([self.escribe, self.contesta, self.contesta, self.cierra, self.devuelve, self.pasa])()
                self.revisar()
            self._adentro = False
        return [{"text": f"Leí {wamid}"}]

    def paso(self) -> None:
        """Do one thing that may happen, and look at who spoke."""
        que: list[Callable[[], None]] = [
            self.escribe, self.escribe, self.atiende, self.atiende, self.contesta, self.contesta, self.cierra,
            self.reabre, self.devuelve, self.pasa, self.pasa, self.vence,
        ]  # fmt: skip
        self.dado.choice(que)()
        self.revisar()

    def escribe(self) -> None:
        uno = mensaje(self.contacto.address, self.dado.choice(ESCRITOS), "text")
        bandeja_entrada.recibir(self.app.db, self.app.cipher, webhook(uno), self.reloj())
        self.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = %s WHERE wamid = %s", self.reloj(), uno.wamid)
        self._dicho_antes[uno.wamid] = self._vistos

    def atiende(self) -> None:
        self.atencion.atender(self.contacto.id)

    def contesta(self) -> None:
        quien = self.dado.choice(self.asesores)
        self.intenta(
            lambda: respuestas.enviar(
                self.app.db, self.app.cipher, self.folio, quien, "Con gusto.", nuevo_wamid(), self.reloj()
            )
        )

    def cierra(self) -> None:
        self.en_tx(
            lambda tx: gestion_casos.cerrar(
                tx, self.app.cipher, self.folio, self.asesores[0], self.reloj(), causa="informacion"
            )
        )

    def reabre(self) -> None:
        self.en_tx(lambda tx: gestion_casos.reabrir(tx, self.folio, self.asesores[0], self.reloj()))

    def devuelve(self) -> None:
        self.en_tx(
            lambda tx: conversaciones.devolver(tx, self.app.cipher, self.contacto.id, Devuelta.ASESOR, self.reloj())
        )

    def pasa(self) -> None:
        self.reloj.pasa(minutes=self.dado.choice(MINUTOS))

    def vence(self) -> None:
        silencios.vencer(self.app.db, self.app.cipher, self.reloj())

    def en_tx(self, que: Callable[[Transaction], Any]) -> None:
        def hacer() -> None:
            with self.app.db.transaction() as tx:
                que(tx)

        self.intenta(hacer)

    def intenta(self, que: Callable[[], None]) -> None:
        try:
            que()
        except (CasoCerrado, respuestas.VentanaCerrada, gestion_casos.CasoSinCerrar):
            return  # what the desk says no to

    @property
    def turno(self) -> Turno:
        with self.app.db.transaction() as tx:
            return conversaciones.quien_habla(tx, self.contacto.id)

    def revisar(self) -> None:
        """Whoever has just spoken is the one who may: never both."""
        filas = self.sql(
            "SELECT id, clase, usuario_id FROM asistente.mensajes_salientes WHERE contacto_id = %s AND id > %s"
            " ORDER BY id", self.contacto.id, self._vistos,
        )  # fmt: skip
        if not filas:
            return
        self._vistos, clase, usuario_id = filas[-1]
        turno = self.turno
        if clase in DE_PERSONA:
            assert turno.de_persona and turno.usuario_id == usuario_id, (clase, turno)
        else:
            assert not turno.de_persona, (clase, turno)
        assert len({fila[1] in DE_PERSONA for fila in filas}) == 1, filas

    def aquietar(self) -> None:
        """Let hours pass with nobody at the desk: the assistant must have the conversation, and all be read."""
        self._adentro = True
        for minutos in (1, 16, 61, 1, 16, 61):  # the worker looks every second: no wait is overrun by much
            self.reloj.pasa(minutes=minutos)
            self.atiende()
            self.vence()
            self.atiende()
            self.revisar()
        assert not self.turno.de_persona
        esperan = self.sql(
            "SELECT count(*) FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND estado = 'pendiente'",
            self.contacto.id,
        )
        assert esperan == [(0,)]

    def sin_voz(self) -> list[str]:
        """Return the customer's messages after which nobody ever spoke: there must be none."""
        ((ultimo,),) = self.sql(
            "SELECT coalesce(max(id), 0) FROM asistente.mensajes_salientes WHERE contacto_id = %s", self.contacto.id
        )
        contestados = {
            wamid
            for (wamid,) in self.sql(
                "SELECT wamid_origen FROM asistente.mensajes_salientes WHERE contacto_id = %s", self.contacto.id
            )
        }
        return [
            wamid
            for wamid, estado in self.sql(
                "SELECT wamid, estado FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND tipo <> 'interno'",
                self.contacto.id,
            )
            if wamid not in contestados and not (estado == "a_persona" and ultimo > self._dicho_antes[wamid])
        ]

    def sql(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with self.app.db.transaction() as tx, tx._connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall()) if cursor.description else []


def en_hora(dado: random.Random) -> datetime:
    """Return a moment of a week that is past, business hours or not."""
    return datetime.fromisoformat("2026-11-09T05:00:00+00:00") + timedelta(minutes=dado.randrange(7 * 24 * 60))
