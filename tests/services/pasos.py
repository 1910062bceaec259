"""The steps of identity as a contact takes them, and what of each one shows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from proalto.bootstrap import App
from proalto.services.identificacion import desafios, identidad
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.intentos import DemasiadosIntentos
from proalto.services.identificacion.senales import EnEnfriamiento
from proalto.services.identificacion.sesiones import Capacidad, FaltaIdentidad, Nivel, exigir_identidad
from proalto.services.mensajeria import bandeja_salida
from tests.conftest import Nucleo, conectar, nuevo_contacto, otra_vez

EXPEDICION = date(1998, 5, 3)
OTRA_FECHA = date(2001, 1, 1)
CELULAR = "573007654321"
BIEN, SIN_DESAFIO, PAUSA, EN_ESPERA = "bien", "sin desafio", "demasiados intentos", "en espera"
NIVEL_1, CON_CODIGO, SIN_SESION = "nivel 1", "hace falta código", "sin sesión"
_serie = itertools.count(60_000_000)


def telefono_nuevo() -> str:
    """Return a mobile that nobody has."""
    return f"5731{next(_serie)}"


def cedula_desconocida() -> str:
    """Return a cédula that no customer has."""
    return str(next(_serie))


@dataclass
class Pasos:
    """Every step is a new message, and comes back as the words that tell how it went."""

    app: App
    nucleo: Nucleo
    contacto: Contacto
    codigos: list[str] = field(default_factory=list)

    def otro(self, telefono: str | None = None) -> Pasos:
        """Return the same steps in another chat."""
        return Pasos(self.app, self.nucleo, nuevo_contacto(self.app, telefono))

    def presenta(self, cedula: str) -> str:
        a, c = self.app, otra_vez(self.contacto)
        return _dicho(lambda: identidad.presentar_cedula(a.db, a.cipher, c, cedula, a.now()))

    def da_fecha(self, cedula: str, fecha: date = EXPEDICION, contacto: Contacto | None = None) -> str:
        a, c = self.app, contacto or otra_vez(self.contacto)
        return _dicho(lambda: identidad.verificar_dato(a.db, a.nucleo, a.cipher, a.envio, c, cedula, fecha, a.now()))

    def entra_con_numero(self, cedula: str, fecha: date = EXPEDICION, contacto: Contacto | None = None) -> str:
        """Try to enter N1 without a code: "nivel 1", "hace falta código" or the pause."""
        a, c = self.app, contacto or otra_vez(self.contacto)
        try:
            entra = identidad.entrar_con_numero(a.db, a.nucleo, a.cipher, c, cedula, fecha, a.now())
        except DemasiadosIntentos:
            return PAUSA
        return NIVEL_1 if entra else CON_CODIGO

    def pide_solo_codigo(self, contacto: Contacto | None = None) -> str:
        """Ask for the code of whoever has an N1 session."""
        a, c = self.app, contacto or otra_vez(self.contacto)
        try:
            pedido = identidad.pedir_codigo(a.db, a.nucleo, a.cipher, a.envio, c, a.now())
        except DemasiadosIntentos:
            return PAUSA
        except EnEnfriamiento:
            return EN_ESPERA
        return CON_CODIGO if pedido else SIN_SESION

    def pide_otro(self, contacto: Contacto | None = None) -> str:
        a, c = self.app, contacto or otra_vez(self.contacto)
        return _dicho(lambda: identidad.reenviar_codigo(a.db, a.nucleo, a.cipher, a.envio, c, a.now()))

    def prueba(self, codigo: str, contacto: Contacto | None = None) -> str:
        a, c = self.app, contacto or otra_vez(self.contacto)
        return _dicho(lambda: desafios.verificar_codigo(a.db, a.cipher, c, codigo, a.now()))

    def recibe(self) -> str | None:
        """Return the newest code that left because of this chat since the last look, or None."""
        with conectar(self.nucleo.dsn) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT cuerpo FROM asistente.mensajes_salientes"
                " WHERE contacto_id = %s AND clase = 'codigo' ORDER BY id",
                (self.contacto.id,),
            )
            textos = [self.app.cipher.unseal(cuerpo, bandeja_salida.CUERPO)["texto"] for (cuerpo,) in cursor]
        nuevos = [re.findall(r"\b\d{6,8}\b", texto)[0] for texto in textos][len(self.codigos) :]
        self.codigos += nuevos
        return nuevos[-1] if nuevos else None

    def titular(self, nivel: Nivel = Nivel.N2) -> str | None:
        """Return whose data this chat opens now, or None."""
        a = self.app
        try:
            return exigir_identidad(a.db, a.cipher, self.contacto, nivel, a.now(), Capacidad.SALDO).cedula
        except FaltaIdentidad:
            return None

    def entra(self, cedula: str) -> str:
        """Take all the steps, and return the code that opened the session."""
        assert (self.presenta(cedula), self.da_fecha(cedula)) == (BIEN, BIEN)
        codigo = self.recibe()
        assert codigo is not None and self.prueba(codigo) == BIEN
        return codigo


def malo(codigo: str | None) -> str:
    """Return a code other than this one."""
    return "111111" if codigo != "111111" else "222222"


def _dicho(paso: Callable[[], None]) -> str:
    try:
        paso()
    except desafios.CodigoErrado as error:
        return f"quedan {error.quedan}"
    except desafios.EsperaReenvio as error:
        return f"espera {error.segundos}"
    except desafios.SinDesafio:
        return SIN_DESAFIO
    except EnEnfriamiento:
        return EN_ESPERA
    except DemasiadosIntentos:
        return PAUSA
    return BIEN
