"""Identity as a state machine: three chats, four customers, any order of steps, against a model that knows no SQL.

The model believes only what it saw: which code left because of which chat. A level that it did not see earned must
never open, no limit may be passed, and no figure may be of anybody but of who proved to be there (`AUDITORIA=1`: 50,000
steps).
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from proalto.services.credito.saldo import consultar_saldo
from proalto.services.identificacion import avisos_de_seguridad, bloqueo_de_identidad, otra_persona, senales
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import FaltaIdentidad, Nivel
from proalto.services.mensajeria import bandeja_entrada
from tests.conftest import conectar, otra_vez
from tests.services.identificacion.referencia_identidad import CHATS, PERSONAS, Modelo, Sesion
from tests.services.mensajes import mensaje, webhook
from tests.services.pasos import (
    BIEN,
    CON_CODIGO,
    EN_ESPERA,
    EXPEDICION,
    NIVEL_1,
    OTRA_FECHA,
    PAUSA,
    SIN_DESAFIO,
    Pasos,
)

PASOS = 50
EJEMPLOS = 50_000 // PASOS if os.environ.get("AUDITORIA") else 600 // PASOS
HORA, DIA = timedelta(hours=1), timedelta(days=1)
RATOS = [timedelta(seconds=1), timedelta(seconds=61), timedelta(minutes=4), timedelta(minutes=5), timedelta(minutes=9),
         timedelta(minutes=10), timedelta(minutes=31), 6 * HORA, 25 * HORA, 72 * HORA]  # fmt: skip
EL_CHAT, LA_PERSONA = st.sampled_from(CHATS), st.sampled_from(PERSONAS)


class Identidad(Modelo):
    # -- what people do --

    @rule(cual=EL_CHAT, quien=LA_PERSONA)
    def presenta(self, cual, quien):
        chat = self.chats[cual]
        assert chat.pasos.presenta(self.cedula[quien]) in (BIEN, PAUSA)
        chat.sesion = None

    @rule(cual=EL_CHAT, quien=LA_PERSONA, bien=st.booleans())
    def da_fecha(self, cual, quien, bien):
        chat = self.chats[cual]
        if chat.pasos.da_fecha(self.cedula[quien], EXPEDICION if bien else OTRA_FECHA) == PAUSA:
            assert chat.pasos.recibe() is None
        else:
            self._desafiado(chat, quien, puede=bien)

    @rule(cual=EL_CHAT, quien=LA_PERSONA, bien=st.booleans())
    def entra_con_numero(self, cual, quien, bien):
        chat = self.chats[cual]
        dicho = chat.pasos.entra_con_numero(self.cedula[quien], EXPEDICION if bien else OTRA_FECHA)
        assert chat.pasos.recibe() is None and dicho in (NIVEL_1, CON_CODIGO, PAUSA)
        if dicho == NIVEL_1:
            assert bien and self.celular[quien] == chat.telefono and quien not in self.bloqueadas
            assert not self._enfria(cual, quien)
            chat.sesion = Sesion(quien, Nivel.N1, self.reloj(), self.reloj())

    @rule(cual=EL_CHAT)
    def pide_codigo_desde_n1(self, cual):
        chat, sesion = self.chats[cual], self._viva(self.chats[cual])
        dicho = chat.pasos.pide_solo_codigo()
        if sesion is not None:
            sesion.usada = self.reloj()
        if dicho == CON_CODIGO:
            assert sesion is not None
            self._desafiado(chat, sesion.persona, puede=True)
        else:
            assert chat.pasos.recibe() is None
            assert dicho != EN_ESPERA or (sesion is not None and self._enfria(cual, sesion.persona))

    @rule(cual=EL_CHAT)
    def pide_otro(self, cual):
        chat = self.chats[cual]
        if chat.pasos.pide_otro() == BIEN:
            assert chat.desafio is not None
            self._desafiado(chat, chat.desafio.persona, puede=chat.desafio.codigo is not None)
        else:
            assert chat.pasos.recibe() is None

    @rule(cual=EL_CHAT)
    def prueba_el_bueno(self, cual):
        chat = self.chats[cual]
        desafio = chat.desafio
        if desafio is None or desafio.codigo is None:
            return
        dicho = chat.pasos.prueba(desafio.codigo)
        if not self._gasta(chat):
            assert dicho == SIN_DESAFIO
            return
        self.probados += 1
        enfria = self._enfria(cual, desafio.persona)
        assert dicho == (EN_ESPERA if enfria else BIEN)
        self.malos[desafio.persona], chat.desafio = 0, None
        nivel = Nivel.N1 if enfria else Nivel.N2
        chat.sesion = Sesion(desafio.persona, nivel, self.reloj(), self.reloj())

    @rule(cual=EL_CHAT, veces=st.integers(1, 3))
    def prueba_uno_malo(self, cual, veces):
        for _ in range(veces):
            self._prueba_uno_malo(self.chats[cual])

    @rule(cual=EL_CHAT)
    def prueba_el_codigo_de_otro_chat(self, cual):
        ajenos = [c.desafio.codigo for c in self.chats if c.desafio and c.desafio.codigo]
        desafio = self.chats[cual].desafio
        if ajenos and desafio and desafio.codigo not in ajenos:
            self._prueba_uno_malo(self.chats[cual], ajenos[0])

    @rule(cual=EL_CHAT)
    def consulta_el_saldo(self, cual):
        chat, sesion = self.chats[cual], self._viva(self.chats[cual])
        try:
            visto = {
                self.credito[uno.numero]
                for uno in consultar_saldo(self.app.db, self.app.nucleo, self.app.cipher, chat.pasos.contacto,
                                           self.reloj())
            }  # fmt: skip
        except FaltaIdentidad:
            assert sesion is None or sesion.nivel is Nivel.N1
            return
        assert sesion is not None and sesion.nivel is Nivel.N2 and visto == {sesion.persona}
        sesion.usada = self.reloj()

    @rule(cual=EL_CHAT, nivel=st.sampled_from((Nivel.N1, Nivel.N2, Nivel.N3)))
    def mira(self, cual, nivel):
        chat, sesion = self.chats[cual], self._viva(self.chats[cual])
        merecida = sesion is not None and sesion.nivel >= nivel
        if nivel is Nivel.N3:
            assert chat.pasos.titular(nivel) is None
            return
        assert chat.pasos.titular(nivel) == (self.cedula[sesion.persona] if merecida else None)
        if merecida:
            sesion.usada = self.reloj()

    # -- what happens to them --

    @rule(rato=st.sampled_from(RATOS))
    def pasa(self, rato):
        self.reloj.ahora += rato

    @rule(cual=EL_CHAT)
    def cambia_de_llave(self, cual):
        chat = self.chats[cual]
        chat.llaves += 1
        uno = replace(mensaje(chat.pasos.contacto.address), identity_key=f"llave-{chat.llaves}")
        bandeja_entrada.recibir(self.app.db, self.app.cipher, webhook(uno), self.reloj())
        if chat.llaves > 1:
            chat.sesion = chat.desafio = None
            self._anula(lambda quien: self.celular[quien] == chat.telefono)
            self.senales.append((cual, chat.telefono, self.reloj()))

    @rule(cual=EL_CHAT)
    def llega_otra_persona(self, cual):
        chat = self.chats[cual]
        otra_persona.empezar_de_nuevo(self.app.db, chat.pasos.contacto, self.reloj())
        chat.sesion = chat.desafio = None

    @rule(cual=EL_CHAT, de_veras=st.integers(0, 5))
    def escribe_bloquear(self, cual, de_veras):
        if de_veras:  # seldom: what is locked stays so
            return
        chat, app = self.chats[cual], self.app
        huella = senales.huella_celular(app.cipher, chat.telefono)
        bloqueo_de_identidad.bloquear_por_titular(
            app.db, app.nucleo, app.cipher, otra_vez(chat.pasos.contacto), huella, self.reloj()
        )
        chat.sesion = chat.desafio = None
        for quien in ("una", "dos", "tres", "cuatro"):
            if self.celular[quien] == chat.telefono:
                self._bloquea(quien)

    @rule()
    def ronda_de_avisos(self):
        app = self.app
        avisos_de_seguridad.avisar(app.db, app.nucleo, app.cipher, app.envio, self.reloj())

    @invariant()
    def nunca_se_pasa_de_un_limite(self):
        ahora = self.reloj()
        for quien, salidas in self.salieron.items():
            assert sum(uno > ahora - timedelta(minutes=30) for uno in salidas) <= LIMITES.codigos_por_cliente_30min
            assert sum(uno > ahora - DIA for uno in salidas) <= LIMITES.codigos_por_cliente_24h
            assert self.malos[quien] <= LIMITES.codigos_malos_seguidos_bloquean
        for chat in self.chats:
            assert sum(uno > ahora - DIA for uno in chat.enviados) <= LIMITES.codigos_por_contacto_24h

    def teardown(self):
        with conectar(self.nucleo.dsn) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM asistente.intentos_identidad WHERE paso = 'codigo'")
            assert cursor.fetchone() == (self.probados,)


def test_ningun_orden_de_pasos_abre_lo_que_nadie_probo(app, nucleo, reloj):
    class Maquina(Identidad):
        pass

    Maquina.app, Maquina.nucleo, Maquina.reloj = app, nucleo, reloj
    Maquina.nuevo_chat = lambda self: Pasos(app, nucleo, None).otro()
    run_state_machine_as_test(
        Maquina,
        settings=settings(
            max_examples=EJEMPLOS,
            stateful_step_count=PASOS,
            deadline=None,
            derandomize=not os.environ.get("AUDITORIA"),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
        ),
    )
