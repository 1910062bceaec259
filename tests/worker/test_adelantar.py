"""What needs no Rasa overtakes what does, and only that."""

import asyncio
import threading
import time

from proalto.services.mensajeria import bandeja_entrada
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker import demoras
from proalto.worker.atender import Atencion
from tests.worker.buzon import RasaDePrueba
from tests.worker.rasa_caida import clases


def test_lo_fijo_se_adelanta_y_lo_demas_se_contesta_despues_en_su_orden(caido):
    antes = [caido.llega("qué es libranza"), caido.llega("qué tasa manejan")]
    caido.atiende()
    fijo, luego = caido.llega("no fui yo"), caido.llega("y mi saldo")
    caido.atiende()
    assert [caido.entrante(w) for w in (*antes, fijo, luego)] == ["pendiente", "pendiente", "atendido", "pendiente"]
    caido.rasa.viva = True
    caido.pasa(seconds=20)
    caido.atiende()
    assert [turno[0] for turno in caido.rasa.turnos] == [*antes, luego]
    assert clases(caido) == ["menu_fijo", "respuesta", "respuesta", "respuesta"]


def test_lo_que_espera_al_primero_no_despierta_a_nadie_y_no_tarda_mas_que_el(caido):
    caido.llega("qué es libranza")
    caido.atiende()
    caido.llega("qué tasa manejan")
    caido.pasa(seconds=0.5)
    caido.atiende()
    with caido.app.db.transaction() as tx:
        assert caido.contacto.id not in bandeja_entrada.olvidados(tx)
    caido.rasa.viva = True
    caido.sql("UPDATE asistente.mensajes_entrantes SET proximo_intento = now() WHERE intentos > 0")
    caido.atiende()
    assert len(caido.rasa.turnos) == 2


def test_lo_fijo_no_espera_al_turno_que_esta_a_medias(caido):
    puede, empezo = threading.Event(), threading.Event()

    class Lenta(RasaDePrueba):
        def turn(self, *args):
            empezo.set()
            assert puede.wait(10)
            return super().turn(*args)

    lenta = Atencion(caido.app, Lenta(), Mantenimiento(caido.app.whatsapp))
    primero = caido.llega("qué es libranza")
    hilo = threading.Thread(target=lenta.atender, args=(caido.contacto.id,))
    hilo.start()
    assert empezo.wait(10)
    fijo = caido.llega("no fui yo")
    lenta.adelantar(caido.contacto.id, fijo)
    assert (caido.entrante(primero), caido.entrante(fijo)) == ("pendiente", "atendido")
    puede.set()
    hilo.join(10)
    assert (caido.entrante(primero), clases(caido), caido.casos()) == (
        "atendido", ["menu_fijo", "respuesta"], ["fraude"]
    )  # fmt: skip


def test_adelantar_lo_que_no_es_fijo_o_ya_se_contesto_no_hace_nada(caido):
    otro, fijo = caido.llega("cuánto debo"), caido.llega("asesor")
    caido.atencion.adelantar(caido.contacto.id, otro)
    for _ in range(2):
        caido.atencion.adelantar(caido.contacto.id, fijo)
    assert (caido.entrante(otro), caido.casos(), clases(caido)) == ("pendiente", ["asesor"], ["menu_fijo"])


def adelanta(buzon, wamid):
    """Do what the wake-up call of a fixed phrase makes the worker do, and return how many seconds it took."""
    antes = time.monotonic()
    asyncio.run(demoras.adelantar(buzon.app, buzon.atencion, buzon.contacto.id, wamid))
    return time.monotonic() - antes


def test_con_rasa_perdida_se_adelanta_al_momento(caido):
    caido.llega("cuánto debo")
    caido.atiende()
    fijo = caido.llega("no fui yo")
    assert adelanta(caido, fijo) < 1
    assert (caido.entrante(fijo), caido.casos()) == ("atendido", ["fraude"])


def test_si_rasa_puede_estar_bien_se_le_da_un_rato(caido, monkeypatch):
    monkeypatch.setattr(demoras, "ADELANTAR_TRAS", 0.6)
    fijo = caido.llega("no fui yo")
    assert adelanta(caido, fijo) >= 0.6
    assert (caido.entrante(fijo), caido.casos()) == ("atendido", ["fraude"])


def test_si_rasa_lo_contesta_en_ese_rato_no_se_hace_otra_vez(caido):
    caido.rasa.viva = True
    fijo = caido.llega("no fui yo")
    caido.atiende()
    assert adelanta(caido, fijo) < demoras.ADELANTAR_TRAS / 2
    assert (clases(caido), caido.casos()) == (["respuesta"], [])


def test_solo_lo_que_parece_fijo_pide_adelantarse(caido):
    fijo, *_ = caido.llega("NO FUI YO"), caido.llega("cuánto debo"), caido.llega(tipo="image")
    pedidos = caido.sql("SELECT args->>'wamid' FROM asistente.procrastinate_jobs WHERE task_name = 'adelantar'")
    assert [wamid for (wamid,) in pedidos if wamid == fijo] == [fijo]
    assert caido.sql("SELECT count(*) FROM asistente.procrastinate_jobs WHERE task_name = 'adelantar'"
                     " AND args->>'contacto_id' = %s", str(caido.contacto.id)) == [(1,)]  # fmt: skip
