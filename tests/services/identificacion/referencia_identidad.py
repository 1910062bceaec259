"""What a watcher who knows no SQL believes of identity: which code left because of which chat, and what it opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from hypothesis.stateful import RuleBasedStateMachine, initialize

from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Nivel
from tests.actions.ayuda import autorizar
from tests.conftest import AHORA, conectar
from tests.services.pasos import SIN_DESAFIO, Pasos, cedula_desconocida, malo, telefono_nuevo

CHATS, PERSONAS = (0, 1, 2), ("una", "dos", "tres", "cuatro", "nadie")


@dataclass
class Desafio:
    persona: str
    codigo: str | None  # None: nothing left, nothing opens it
    expira: datetime
    gastados: int = 0


@dataclass
class Sesion:
    persona: str
    nivel: Nivel
    desde: datetime
    usada: datetime


@dataclass
class Chat:
    pasos: Pasos
    telefono: str
    desafio: Desafio | None = None
    sesion: Sesion | None = None
    enviados: list[datetime] = field(default_factory=list)
    llaves: int = 0


class Modelo(RuleBasedStateMachine):
    """Three chats, four customers and nobody; the rules are added by whoever inherits."""

    app = nucleo = reloj = nuevo_chat = None  # given by the test

    @initialize()
    def empezar(self):
        self.reloj.ahora = AHORA
        self._limpiar()
        self.chats = [self._chat() for _ in CHATS]
        celulares = {"una": self.chats[0].telefono, "dos": telefono_nuevo(), "tres": self.chats[2].telefono,
                     "cuatro": self.chats[2].telefono}  # fmt: skip
        self.celular = {**celulares, "nadie": ""}
        self.cedula = {quien: self.nucleo.cliente(celular) for quien, celular in celulares.items()}
        self.credito = {self.nucleo.credito(self.cedula[quien]): quien for quien in celulares}
        self.cedula["nadie"] = cedula_desconocida()
        self.senales: list[tuple[int, str, datetime]] = []
        self.malos = dict.fromkeys(PERSONAS, 0)
        self.probados = 0
        self.bloqueadas: set[str] = set()
        self.salieron: dict[str, list[datetime]] = {quien: [] for quien in PERSONAS}

    def _desafiado(self, chat, quien, *, puede):
        codigo = chat.pasos.recibe()
        chat.enviados.append(self.reloj())
        chat.desafio = Desafio(quien, codigo, self.reloj() + LIMITES.codigo_vigencia)
        if codigo is not None:
            assert puede and quien != "nadie" and quien not in self.bloqueadas
            self.salieron[quien].append(self.reloj())

    def _gasta(self, chat):
        """Tell whether a try is spent: there is a challenge, young enough, with tries left."""
        desafio = chat.desafio
        if desafio is None or self.reloj() >= desafio.expira or desafio.gastados >= LIMITES.codigo_intentos:
            return False
        desafio.gastados += 1
        return True

    def _prueba_uno_malo(self, chat, codigo=None):
        desafio = chat.desafio
        dicho = chat.pasos.prueba(codigo or malo(desafio.codigo if desafio else None))
        if not self._gasta(chat):
            assert dicho == SIN_DESAFIO
            return
        self.probados += 1
        assert dicho == f"quedan {LIMITES.codigo_intentos - desafio.gastados}"
        if desafio.codigo is not None:
            self.malos[desafio.persona] += 1
            if self.malos[desafio.persona] >= LIMITES.codigos_malos_seguidos_bloquean:
                self._bloquea(desafio.persona)

    def _bloquea(self, quien):
        self.bloqueadas.add(quien)
        self._anula(lambda otro: otro == quien)

    def _anula(self, es):
        """What is open of these people ends, and their codes open nothing; nothing of it shows."""
        for chat in self.chats:
            if chat.sesion and es(chat.sesion.persona):
                chat.sesion = None
            if chat.desafio and es(chat.desafio.persona):
                chat.desafio.codigo = None

    def _viva(self, chat):
        sesion, ahora = chat.sesion, self.reloj()
        if sesion and ahora - sesion.usada < LIMITES.sesion_ociosa and ahora - sesion.desde < LIMITES.sesion_total:
            return sesion
        return None

    def _enfria(self, cual, quien):
        return any(
            self.reloj() - cuando < LIMITES.enfriamiento and (chat == cual or telefono == self.celular[quien])
            for chat, telefono, cuando in self.senales
        )

    def _chat(self):
        pasos = self.nuevo_chat()
        autorizar(self.app, pasos.contacto)
        return Chat(pasos, pasos.contacto.address.phone)

    def _limpiar(self):
        """The counts of the whole system begin anew; each example has people of its own."""
        with conectar(self.nucleo.dsn) as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM asistente.intentos_identidad")
