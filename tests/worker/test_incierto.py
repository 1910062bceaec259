"""What may have reached Meta: at most one more try, whoever dies, freezes or comes late meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from proalto.db.database import Database, DatabaseAway
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.whatsapp import payloads
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.errors import GraphError, GraphTimeout
from proalto.worker import enviar as modulo
from proalto.worker.enviar import vaciar
from tests.conftest import nuevo_wamid
from tests.e2e.doble import GraphDouble, texto_de
from tests.services.mensajes import estado, webhook


@pytest.fixture
def envia(app, buzon):
    buzon.abre_ventana()
    return lambda: vaciar(app, buzon.contacto.id)


@pytest.fixture
def meta():
    doble = GraphDouble()
    yield doble
    doble.cerrar()


class Interrumpe:
    """A WhatsApp in which something happens between the request and its answer."""

    def __init__(self, verdadero, durante):
        self._verdadero, self._durante = verdadero, durante

    def send(self, payload):
        recibo = self._verdadero.send(payload)
        self._durante(payload, recibo)
        return recibo


def durante_el_envio(app, funcion):
    """Return the app with a Meta that does something in the middle of a send."""
    return replace(app, whatsapp=Interrumpe(app.whatsapp, funcion))


def llega(app, palabra, wamid, saliente_id=None, codigo=None):
    aviso = webhook(statuses=(estado(wamid, palabra, saliente_id, codigo),))
    bandeja_entrada.recibir(app.db, app.cipher, aviso, app.now())


def fila(buzon):
    (una,) = buzon.sql(
        "SELECT estado, wamid, reenviado, motivo FROM asistente.mensajes_salientes WHERE contacto_id = %s"
        " ORDER BY id LIMIT 1", buzon.contacto.id,
    )  # fmt: skip
    return una


@pytest.mark.parametrize(("palabra", "queda"), [("sent", "aceptado"), ("delivered", "entregado"), ("read", "leido")])
def test_un_estado_que_llega_antes_que_la_respuesta_no_retrocede(app, buzon, envia, palabra, queda):
    buzon.encola(payloads.text("uno"))
    numero = buzon.salientes()[0]["id"]
    otra = durante_el_envio(app, lambda _, recibo: llega(app, palabra, recibo.wamid, numero))
    vaciar(otra, buzon.contacto.id)
    assert fila(buzon)[:1] == (queda,)


def test_si_el_estado_llega_y_la_respuesta_no_lo_siguiente_sale_enseguida(app, buzon, envia):
    buzon.encola(payloads.text("uno"))
    buzon.encola(payloads.text("dos"))
    numero = buzon.salientes()[0]["id"]

    def sin_respuesta(payload, recibo):
        if payload["text"]["body"] == "uno":
            llega(app, "sent", recibo.wamid, numero)
            raise GraphTimeout("x")

    assert vaciar(durante_el_envio(app, sin_respuesta), buzon.contacto.id) is None
    assert buzon.estados() == ["aceptado", "aceptado"]


def test_un_fallo_pasajero_durante_el_envio_se_repite_como_mensaje_nuevo(app, buzon, envia):
    buzon.encola(payloads.text("uno"))
    numero = buzon.salientes()[0]["id"]
    otra = durante_el_envio(app, lambda _, recibo: llega(app, "failed", recibo.wamid, numero, 131000))
    vaciar(otra, buzon.contacto.id)
    assert buzon.estados() == ["fallido", "pendiente"]
    buzon.pasa(seconds=5)
    envia()
    assert buzon.estados() == ["fallido", "aceptado"] and buzon.salientes()[1]["reintenta_a"] == numero


def test_los_intentos_que_meta_rechazo_no_gastan_el_segundo_envio(app, buzon, envia):
    """Refused is not uncertain: a message that was refused twice and then had no answer is sent once more."""
    buzon.encola(payloads.text("uno"))
    for error in (GraphError(131000, 500), GraphError(131000, 500), GraphTimeout("x")):
        app.whatsapp.fail_next_with(error)
        envia()
        buzon.pasa(seconds=31)
    envia()
    assert fila(buzon)[0] == "aceptado" and len(app.whatsapp.sent) == 1


def reenviado(app, buzon, envia):
    """Send twice what had no answer at first; return the number of the message and its second wamid."""
    buzon.encola(payloads.text("uno"))
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    envia()
    buzon.pasa(seconds=31)
    envia()
    queda, wamid, dos_veces, _ = fila(buzon)
    assert (queda, dos_veces) == ("aceptado", True)
    return buzon.salientes()[0]["id"], wamid


def test_el_estado_del_primer_envio_despues_del_segundo_no_lo_hace_retroceder(app, buzon, envia):
    numero, segundo = reenviado(app, buzon, envia)
    primero = nuevo_wamid()
    llega(app, "delivered", segundo, numero)
    for palabra in ("sent", "failed"):
        llega(app, palabra, primero, numero, 131026 if palabra == "failed" else None)
        assert fila(buzon)[:2] == ("entregado", segundo)


def test_basta_que_llegue_uno_de_los_dos(app, buzon, envia):
    numero, segundo = reenviado(app, buzon, envia)
    primero = nuevo_wamid()
    llega(app, "delivered", primero, numero)
    assert fila(buzon)[0] == "entregado"
    llega(app, "failed", segundo, numero, 131026)
    assert fila(buzon)[0] == "entregado"


def test_si_el_primero_salio_que_falle_el_segundo_no_es_un_fallo(app, buzon, envia):
    numero, segundo = reenviado(app, buzon, envia)
    primero = nuevo_wamid()
    llega(app, "sent", primero, numero)
    llega(app, "failed", segundo, numero, 131026)
    assert fila(buzon)[0] == "aceptado"


def test_lo_que_fue_incierto_dos_veces_dice_por_que_se_dejo(app, buzon, envia):
    buzon.encola(payloads.text("uno"))
    for _ in range(2):
        app.whatsapp.fail_next_with(GraphTimeout("x"))
        envia()
        buzon.pasa(seconds=31)
    envia()
    assert fila(buzon)[0] == "fallido" and fila(buzon)[3] == "incierto"


def test_se_cuenta_lo_que_se_envio_dos_veces(app, buzon, envia):
    def cuenta():
        with app.db.transaction() as tx:
            dudosos = bandeja_salida.dudosos(tx, app.now().replace(year=2020))
            return dudosos.mensajes, dudosos.reenviados, dudosos.sin_saber

    antes = cuenta()
    reenviado(app, buzon, envia)
    buzon.encola(payloads.text("dos"))
    envia()
    assert tuple(a - b for a, b in zip(cuenta(), antes)) == (2, 1, 0)


def test_un_worker_congelado_antes_de_pedir_ya_no_pide(app, buzon, envia, monkeypatch):
    """Whoever was frozen since it took the message finds that others may have sent it."""
    buzon.encola(payloads.text("uno"))
    monkeypatch.setattr(modulo, "START_SECONDS", -1.0)
    envia()
    assert app.whatsapp.sent == [] and fila(buzon)[0] == "enviando"
    monkeypatch.undo()
    buzon.pasa(seconds=31)
    envia()
    assert len(app.whatsapp.sent) == 1


def test_el_resultado_de_un_worker_que_llega_tarde_no_borra_el_del_que_lo_relevo(app, buzon, envia):
    buzon.encola(payloads.text("uno"))

    def se_congela(_, __):
        buzon.pasa(seconds=31)
        vaciar(app, buzon.contacto.id)  # another worker takes it for uncertain, and sends it
        raise GraphError(131026, 400)

    vaciar(durante_el_envio(app, se_congela), buzon.contacto.id)
    assert fila(buzon)[0] == "aceptado" and fila(buzon)[2]


def test_si_postgresql_se_reinicia_al_anotar_no_queda_incierto(app, buzon, envia, monkeypatch):
    buzon.encola(payloads.text("uno"))
    verdadera, fallas = bandeja_salida.aceptar, iter([True, True])

    def aceptar(tx, saliente_id, wamid):
        if next(fallas, False):
            raise DatabaseAway("restarting")
        verdadera(tx, saliente_id, wamid)

    monkeypatch.setattr(modulo.bandeja_salida, "aceptar", aceptar)
    monkeypatch.setattr(modulo, "RECORD_RETRY_SECONDS", (0.01, 0.01, 0.01))
    envia()
    assert fila(buzon)[0] == "aceptado"


def test_varios_workers_a_la_vez_envian_cada_mensaje_una_vez_y_en_orden(app, buzon, meta):
    """Their jobs are one at a time; this is what happens when they are not."""
    buzon.abre_ventana()
    for n in range(15):
        buzon.encola(payloads.text(str(n)))
    barrera = threading.Barrier(6)
    apps = [
        replace(
            app,
            db=Database(app.settings.database_url, name=f"worker-{n}", size=2),
            whatsapp=WhatsAppClient(meta.url, "v25.0", "106540352242922", "token"),
        )
        for n in range(6)
    ]

    def trabajar(una):
        barrera.wait()
        hasta = time.monotonic() + 20
        while time.monotonic() < hasta and len(meta.mensajes) < 15:
            vaciar(una, buzon.contacto.id)

    with ThreadPoolExecutor(6) as hilos:
        list(hilos.map(trabajar, apps))
    time.sleep(0.2)
    for una in apps:
        una.db.close()
    assert [texto_de(mensaje) for mensaje in meta.mensajes] == [str(n) for n in range(15)]
    assert buzon.estados() == ["aceptado"] * 15


def test_lo_que_ya_no_se_puede_leer_no_detiene_a_lo_demas(app, buzon, envia):
    buzon.encola(payloads.text("ilegible"))
    buzon.encola(payloads.text("bien"))
    buzon.sql("UPDATE asistente.mensajes_salientes SET cuerpo = 'x' WHERE id = %s", buzon.salientes()[0]["id"])
    envia()
    assert [mensaje["text"]["body"] for mensaje in app.whatsapp.sent] == ["bien"]
    assert fila(buzon)[3] == "ilegible"
