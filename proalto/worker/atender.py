"""A contact's turns: one at a time, in the order of arrival, safe to repeat after a crash at any point."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway, Transaction
from proalto.puntos import punto
from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion import conversaciones, frases_fijas, lectura, menu_fijo, opciones, relevo
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.identificacion import otra_persona, piso
from proalto.services.identificacion.contactos import Contacto
from proalto.services.medicion import embudo
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.mensajeria.bandeja_entrada import Entrante
from proalto.services.operacion import trabajos
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.worker import sin_rasa
from proalto.worker.mensajes import cuerpo, juntar
from proalto.worker.presencia import Presencia
from proalto.worker.rasa import RasaAway, RasaClient, TurnRefused

logger = logging.getLogger(__name__)
RENDIRSE_TRAS = timedelta(hours=12)  # an answer later than this would be out of place
INTENTOS_CON_FALLA = 3
ESPERA_MAXIMA = 15.0
SEGUNDOS_FIJA = 2.5  # that Rasa has for what can be answered without it
# Understood already: no model may take them for something else (Ley 2300 de 2023 art. 5 par. 2; Ley 2573 de 2026).
ENTENDIDAS = (Orden.BAJA, Orden.FRAUDE)
TURNOS_SEGUIDOS = 5  # of one contact; then whoever waits comes first


class Atencion:
    """Answers contacts; one for each worker process."""

    def __init__(self, app: App, rasa: RasaClient, mantenimiento: Mantenimiento) -> None:
        self._app, self._rasa, self._mantenimiento = app, rasa, mantenimiento
        self.presencia = Presencia()

    def atender(self, contacto_id: int) -> None:
        """Answer the contact's messages until none is left, one must wait, or it is somebody else's turn."""
        for _ in range(TURNOS_SEGUIDOS):
            entrante = bandeja_entrada.siguiente(self._app.db, self._app.cipher, contacto_id)
            if entrante is None or not self._turno(contacto_id, entrante):
                return
        with self._app.db.transaction() as tx:
            trabajos.despertar_atencion(tx, contacto_id)

    def adelantar(self, contacto_id: int, wamid: str) -> None:
        """Answer a message that needs no Rasa, out of its turn, if nobody has yet; a person's stay where they are."""
        with self._app.db.transaction() as tx:
            if conversaciones.quien_habla(tx, contacto_id).de_persona:
                return
        entrante = bandeja_entrada.tomar(self._app.db, self._app.cipher, wamid)
        if entrante is None:
            return
        texto_, payload = self._leer(contacto_id, entrante)
        orden = frases_fijas.pedida(texto_, payload)
        if orden is None or self._es_de_una_persona(contacto_id, entrante, payload):
            return
        if not (entrante.muchos and sin_rasa.limitar(self._app, contacto_id, entrante, orden)):
            sin_rasa.cumplir(self._app, contacto_id, entrante, orden)

    def _turno(self, contacto_id: int, entrante: Entrante) -> bool:
        """Hold one turn; False when it must be tried again later."""
        try:
            return self._responder(contacto_id, entrante)
        except DatabaseAway:
            # Neither the delay nor the notice can be stored: say it directly, and leave the message as it is.
            self._mantenimiento.avisar(entrante.address)
            raise

    def _responder(self, contacto_id: int, entrante: Entrante) -> bool:
        punto("atender.tomado")
        empieza = time.monotonic()
        texto_, payload = self._leer(contacto_id, entrante)
        # What guards the customer is done at once, whoever has the conversation and whether or not Rasa is there.
        bloqueado = sin_rasa.bloquear(self._app, contacto_id, entrante, texto_)
        otra = sin_rasa.empezar_de_nuevo(self._app, contacto_id, entrante, texto_)
        if self._es_de_una_persona(contacto_id, entrante, payload):
            return True
        if bloqueado:
            return sin_rasa.decir_bloqueado(self._app, contacto_id, entrante)
        texto_, payload = ("", otra_persona.DE_NUEVO) if otra else (texto_, payload)
        fija = frases_fijas.pedida(texto_, payload)
        if entrante.muchos and sin_rasa.limitar(self._app, contacto_id, entrante, fija):
            return True
        if fija in ENTENDIDAS:
            texto_, payload = "", fija.payload
        try:
            with self.presencia.turno():
                segundos = SEGUNDOS_FIJA if fija else None
                respuestas = self._rasa.turn(contacto_id, entrante.wamid, texto_, payload, entrante.intentos, segundos)
        except (RasaAway, TurnRefused) as error:
            return self._sin_turno(contacto_id, entrante, fija, error)
        punto("atender.tras_rasa")
        if not respuestas:  # silence is an error: no turn of ours ends without a word
            logger.error("turn of contact %s without a reply", contacto_id)
            return self._rendirse(contacto_id, entrante)
        with self._app.db.transaction() as tx:
            if conversaciones.bloquear(tx, contacto_id).de_persona:
                return True  # a person took over meanwhile: the loop comes back to this message, which is theirs now
            if bandeja_entrada.terminar(tx, entrante.wamid, "atendido"):
                self._encolar(
                    tx, contacto_id, entrante.wamid, respuestas, timedelta(seconds=time.monotonic() - empieza)
                )
                self._contar(tx, contacto_id, entrante)
        punto("atender.tras_encolar")
        return True

    def _es_de_una_persona(self, contacto_id: int, entrante: Entrante, payload: str) -> bool:
        app = self._app
        return relevo.lo_lee_una_persona(app.db, app.cipher, contacto_id, entrante, payload, app.now())

    def _leer(self, contacto_id: int, entrante: Entrante) -> tuple[str, str]:
        """Return what the customer says, as (text, payload): one of them is empty."""
        db, cipher = self._app.db, self._app.cipher
        if entrante.orden:
            return "", entrante.orden
        dicho = entrante.texto, entrante.opcion_id, entrante.opcion_titulo
        return lectura.leer(db, cipher, contacto_id, entrante.tipo, *dicho, entrante.recibido_en)

    def _sin_turno(self, contacto_id: int, entrante: Entrante, fija: Orden | None, error: Exception) -> bool:
        """Do without Rasa what needs none; the rest waits, unless trying again is of no use."""
        if fija:
            sin_rasa.cumplir(self._app, contacto_id, entrante, fija)
            return True  # with a person meanwhile, the loop comes back to it
        if isinstance(error, TurnRefused) and entrante.intentos >= INTENTOS_CON_FALLA:
            return self._rendirse(contacto_id, entrante)
        return self._esperar(contacto_id, entrante, error)

    def _encolar(
        self, tx: Transaction, contacto_id: int, wamid: str, respuestas: list[dict[str, Any]], tardo: timedelta
    ) -> None:
        cipher, segundos = self._app.cipher, piso.espera(tx, wamid, tardo).total_seconds()
        for ordinal, mensaje in enumerate(juntar(respuestas)):
            ids = opciones.guardar(tx, cipher, contacto_id, wamid, mensaje.opciones)
            payload = cuerpo(mensaje, ids)
            bandeja_salida.encolar(tx, cipher, contacto_id, wamid, payload, ordinal=ordinal, segundos=segundos)
        bandeja_salida.soltar_codigo(tx, wamid, segundos)
        trabajos.despertar_envio(tx, contacto_id)

    def _contar(self, tx: Transaction, contacto_id: int, entrante: Entrante) -> None:
        """Leave in the event log how long the customer waited; nobody waits for a turn of our own."""
        if not entrante.orden:
            now = self._app.now()
            embudo.anotar_turno(tx, contacto_id, entrante.wamid, (now - entrante.recibido_en).total_seconds(), now)

    def _esperar(self, contacto_id: int, entrante: Entrante, error: Exception) -> bool:
        """Try again later; tell the customer, once, when it takes long."""
        # Never the wamid: Meta writes the customer's phone into it, in base64.
        logger.warning("turn of contact %s waits: %s", contacto_id, error)
        edad = self._app.now() - entrante.recibido_en
        if edad > RENDIRSE_TRAS:
            return self._rendirse(contacto_id, entrante)
        if edad > menu_fijo.AVISAR_TRAS and not entrante.orden:
            sin_rasa.ofrecer(self._app, contacto_id, entrante.wamid)
        bandeja_entrada.aplazar(self._app.db, entrante.wamid, min(ESPERA_MAXIMA, float(entrante.intentos)))
        return False

    def _rendirse(self, contacto_id: int, entrante: Entrante) -> bool:
        """Give a message up: the customer is told, and a person gets the case."""
        contacto = Contacto(contacto_id, Address(), entrante.wamid)
        abrir_caso(self._app.db, self._app.cipher, contacto, "falla", self._app.now())
        with self._app.db.transaction() as tx:
            bandeja_entrada.terminar(tx, entrante.wamid, "fallido")
        self._decir(contacto_id, entrante.wamid, "aviso", texto("disculpa"))
        return True

    def _decir(self, contacto_id: int, wamid: str, clase: str, palabras: str) -> None:
        with self._app.db.transaction() as tx:
            if conversaciones.bloquear(tx, contacto_id).de_persona:
                return
            bandeja_salida.encolar(tx, self._app.cipher, contacto_id, wamid, payloads.text(palabras), clase=clase)
            trabajos.despertar_envio(tx, contacto_id)
