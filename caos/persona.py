"""One invented customer: proves who they are, asks things whose answers are known, and notes what they see."""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid
from datetime import date, datetime
from typing import Any

from caos import pasos
from caos.mundo import Mundo, SinRespuesta
from caos.pasos import ABIERTOS, Paso
from proalto.formats.dias_habiles import BOGOTA
from tests.e2e.doble import texto_de

PACIENCIA = 150.0  # for an answer without which the walk cannot go on
MIRADA = 0.5  # how often one who waits looks whether all are sent away
EN_FILA = 3  # open questions at once
VIDA_DEL_CODIGO = 200.0  # less than the five minutes that it is good for
SALDO, ESPECIAL = 0.25, 0.10  # of the steps: the balance; what leaves something behind
_serie = itertools.count(1)


class Persona:
    """`pausa`: seconds between messages, on average; `copias`: how often Meta repeats an acknowledged webhook."""

    def __init__(self, mundo: Mundo, pausa: float, copias: int = 0, fin: threading.Event | None = None) -> None:
        self._mundo, self._pausa, self._copias = mundo, pausa, copias
        self._fin = fin or mundo.alto
        self.azar: random.Random = mundo.dado()
        self.telefono = mundo.telefono()
        self._pendientes: dict[str, Paso] = {}
        self._codigo = ""
        self._oido = threading.Condition()
        self._cedula = self._credito = ""
        self._pagado = self._con_caso = False
        self._certificado_el = date.min

    def vivir(self, mensajes: int, solo_preguntas: bool = False) -> None:
        """Write about so many messages, and leave; a walk that is stuck ends early."""
        self._mundo.oyentes[self.telefono] = self.oye
        try:
            if not solo_preguntas:
                self._entrar()
            for _ in range(mensajes):
                if self._descansar():
                    break
                self._otro_paso(solo_preguntas)
            self.callarse()
        except SinRespuesta:
            pass  # the judge sees in the history what was not answered
        finally:
            self._mundo.oyentes.pop(self.telefono, None)

    def oye(self, cuerpo: dict[str, Any]) -> None:
        """Note which question this answers; notices answer none."""
        texto = texto_de(cuerpo)
        with self._oido:
            if cuerpo["type"] == "template":
                self._codigo = texto
            visto = next((w for w, paso in self._pendientes.items() if any(d in texto for d in paso.dice)), None)
            if visto is not None:
                paso = self._pendientes.pop(visto)
                self._mundo.historia.anotar("visto", wamid=visto, clase=paso.clase)
                self._mundo.ver()
            self._oido.notify_all()

    def escribe(self, paso: Paso) -> str:
        """Send one message without waiting for its answer; return its wamid."""
        return self.manda("text", {"body": paso.texto}, paso)

    def manda(self, tipo: str, contenido: dict[str, Any], paso: Paso) -> str:
        """Send a message of any type as a step of the walk; return its wamid."""
        valor = self.valor(tipo, contenido)
        wamid = str(valor["messages"][0]["id"])
        self.anotar(wamid, paso)
        self._mundo.meta.mandar(valor, wamids=(wamid,), copias=self._copias)
        return wamid

    def valor(self, tipo: str, contenido: dict[str, Any]) -> dict[str, Any]:
        """Return one webhook value with a message of this customer."""
        wamid = f"wamid.caos.{uuid.UUID(int=self.azar.getrandbits(128)).hex}.{next(_serie)}"
        contacto = {"profile": {"name": "Cliente"}, "wa_id": self.telefono}
        mensaje = {"from": self.telefono, "id": wamid, "timestamp": str(int(time.time())), "type": tipo}
        return {"contacts": [contacto], "messages": [mensaje | {tipo: contenido}]}

    def anotar(self, wamid: str, paso: Paso) -> None:
        """Write down that the message is about to leave, and what its answer must say."""
        with self._oido:
            self._pendientes[wamid] = paso
        self._mundo.contar()
        self._mundo.historia.anotar(
            "enviado", wamid=wamid, para=self.telefono, clase=paso.clase, dice=paso.dice, efecto=paso.efecto
        )

    def callarse(self, segundos: float = PACIENCIA) -> None:
        """Wait until every question has its answer."""
        self._esperar(lambda: not self._pendientes, segundos)

    def preguntar(self, paso: Paso) -> None:
        """Send a step when nothing else is open, and wait for its answer."""
        self.callarse()
        self.escribe(paso)
        self.callarse()

    def _esperar(self, cumple: Any, segundos: float) -> None:
        limite = time.monotonic() + segundos
        with self._oido:  # in slices: nobody notifies when everybody is sent away
            while not cumple():
                if self._mundo.alto.is_set() or time.monotonic() > limite:
                    raise SinRespuesta
                self._oido.wait(MIRADA)

    def _descansar(self) -> bool:
        """Let time pass between messages; True when the experiment is over."""
        return self._fin.wait(min(self._pausa * 4, self.azar.expovariate(1 / self._pausa)))

    def _entrar(self) -> None:
        """From the first word to the first figure or certificate."""
        paga_todo = self.azar.random() < ESPECIAL
        self._mundo.con_base(lambda: self._existir(pagado=paga_todo))
        self.preguntar(pasos.PEDIR_CERTIFICADO if paga_todo else pasos.PEDIR_SALDO)
        for paso in (
            pasos.ACEPTAR,
            Paso("entrada/cedula", self._cedula, pasos.PIDE_FECHA),
            Paso("entrada/fecha", pasos.FECHA_EN_PALABRAS, pasos.PIDE_CODIGO, "codigo"),
        ):
            if self._descansar():
                raise SinRespuesta
            self.preguntar(paso)
        desde = time.monotonic()
        self._esperar(lambda: bool(self._codigo), PACIENCIA)
        if time.monotonic() - desde > VIDA_DEL_CODIGO:
            raise SinRespuesta
        if paga_todo:
            self._certificado_el = _hoy()
            self.preguntar(Paso("entrada/codigo", self._codigo, pasos.CERTIFICADO, "certificado"))
        else:
            self.preguntar(self._paso_saldo("entrada/codigo", self._codigo))

    def _existir(self, pagado: bool) -> None:
        nucleo = self._mundo.nucleo
        self._cedula = nucleo.cliente(celular=self.telefono)
        self._credito = nucleo.pagado(self._cedula) if pagado else nucleo.credito(self._cedula)
        self._pagado = pagado

    def _otro_paso(self, solo_preguntas: bool) -> None:
        dado = self.azar.random()
        if solo_preguntas or dado > SALDO + ESPECIAL:
            self._esperar(lambda: len(self._pendientes) < EN_FILA, PACIENCIA)
            en_fila = {paso.clase for paso in self._pendientes.values()}
            preguntas = ABIERTOS if solo_preguntas else (*ABIERTOS, pasos.MENU)
            self.escribe(self.azar.choice([paso for paso in preguntas if paso.clase not in en_fila]))
        elif dado > ESPECIAL:
            self.callarse()
            self.escribe(self._paso_certificado() if self._pagado else self._paso_saldo("saldo", "saldo"))
        elif dado > ESPECIAL / 2:
            self.preguntar(pasos.CASO_OTRA_VEZ if self._con_caso else pasos.CASO)
            self._con_caso = True
        else:
            self._mandar_foto()

    def _paso_saldo(self, clase: str, texto: str) -> Paso:
        """Change what the customer owes, so that only a fresh look can say the new figure."""
        saldo = self._mundo.saldo_nuevo()
        self._mundo.con_base(lambda: self._mundo.nucleo.cambiar_credito(self._credito, saldo=saldo))
        return Paso(clase, texto, (pasos.pesos(saldo),))

    def _paso_certificado(self) -> Paso:
        """Ask for it again: the one of today comes, or a new one on another day."""
        antes, self._certificado_el = self._certificado_el, _hoy()
        if antes == self._certificado_el:
            return pasos.CERTIFICADO_OTRA_VEZ
        return Paso("paz_y_salvo/otro_dia", "paz y salvo", pasos.CERTIFICADO, "certificado")

    def _mandar_foto(self) -> None:
        self.callarse()
        media = {"id": self._mundo.graph.poner_archivo(b"\xff\xd8\xff\xe0 una foto"), "mime_type": "image/jpeg"}
        self.manda("image", media, Paso("archivo", "", pasos.ARCHIVO, "documento"))
        self.callarse()


def _hoy() -> date:
    return datetime.now(BOGOTA).date()
