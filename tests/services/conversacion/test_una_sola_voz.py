"""One speaker: whatever customer, assistant and advisors do, in any order, never both speak and never nobody."""

import os
import random
import threading

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion import conversaciones, respuestas
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from tests.conftest import AHORA, nuevo_contacto, nuevo_wamid
from tests.services.conversacion.charla_mesa import DE_PERSONA, CharlaMesa, en_hora
from tests.worker.buzon import Buzon, RasaDePrueba

ENTRELAZADOS = int(os.environ.get("ENTRELAZADOS", "300"))  # `make voz` tries 10,000
PASOS = 14


@pytest.mark.parametrize("semilla", range(0, ENTRELAZADOS, 25))
def test_nunca_los_dos_y_nunca_nadie(app, reloj, laura, andres, semilla):
    for una in range(semilla, min(semilla + 25, ENTRELAZADOS)):
        dado = random.Random(una)
        reloj.ahora = en_hora(dado)
        charla = CharlaMesa(app, nuevo_contacto(app), [laura, andres], reloj, dado)
        for _ in range(PASOS):
            charla.paso()
        charla.aquietar()
        assert charla.sin_voz() == [], f"semilla {una}"


class RasaDespacio(RasaDePrueba):
    """A Rasa that thinks until told that it may speak."""

    def __init__(self):
        super().__init__()
        self.pensando, self.puede = threading.Event(), threading.Event()

    def turn(self, *args):
        self.pensando.set()
        assert self.puede.wait(10)
        return super().turn(*args)


def test_con_hilos_de_verdad_la_persona_que_entra_a_medio_turno_calla_al_asistente(app, contacto, reloj, laura):
    folio = abrir_caso(app.db, app.cipher, contacto, "asesor", reloj()).folio
    buzon, rasa = Buzon(app, contacto), RasaDespacio()
    wamid = buzon.llega("cuánto debo de mi crédito", sent_at=reloj())
    hilo = threading.Thread(target=Atencion(app, rasa, Mantenimiento(app.whatsapp)).atender, args=(contacto.id,))
    hilo.start()
    assert rasa.pensando.wait(10)
    respuestas.enviar(app.db, app.cipher, folio, laura, "Hola, soy Laura.", nuevo_wamid(), reloj())
    rasa.puede.set()
    hilo.join(10)
    assert [saliente["clase"] for saliente in buzon.salientes()] == ["asesor"]
    assert buzon.entrante(wamid) == "a_persona"


def contestar(app, folio, quien, now):
    respuestas.enviar(app.db, app.cipher, folio, quien, f"Soy {quien.nombre}.", nuevo_wamid(), now)


def test_dos_asesores_y_el_asistente_a_la_vez_hablan_uno_tras_otro(app, reloj, laura, andres):
    reloj.ahora = AHORA
    for _ in range(10):
        contacto = nuevo_contacto(app)
        folio = abrir_caso(app.db, app.cipher, contacto, "asesor", reloj()).folio
        buzon = Buzon(app, contacto)
        buzon.llega("cuánto debo de mi crédito", sent_at=reloj())
        hilos = [threading.Thread(target=contestar, args=(app, folio, quien, reloj())) for quien in (laura, andres)]
        hilos.append(threading.Thread(target=buzon.atiende))
        for hilo in hilos:
            hilo.start()
        for hilo in hilos:
            hilo.join(10)
        clases = [saliente["clase"] for saliente in buzon.salientes()]
        assert clases in (["asesor", "asesor"], ["respuesta", "asesor", "asesor"])
        with app.db.transaction() as tx:
            assert conversaciones.quien_habla(tx, contacto.id).de_persona
        assert set(clases) <= {"respuesta", *DE_PERSONA}
