"""The pace: 10 a minute to one person, with burst; so many a second for the number, whoever sends."""

import time

import pytest

from proalto.db.database import Database
from proalto.services.mensajeria import ritmos
from proalto.services.mensajeria.reglas_de_envio import vigentes
from proalto.whatsapp import payloads
from proalto.worker import enviar as modulo
from proalto.worker.enviar import enviar, vaciar
from tests.conftest import nuevo_contacto
from tests.worker.buzon import Buzon, hasta

RAFAGA = vigentes().rafaga_por_persona


@pytest.fixture
def lleno(app, buzon):
    """A contact with more messages than may leave at once."""
    buzon.abre_ventana()
    for n in range(RAFAGA + 2):
        buzon.encola(payloads.text(str(n)))
    return buzon


def enviados(app):
    return [mensaje["text"]["body"] for mensaje in app.whatsapp.sent]


def test_sale_la_rafaga_y_el_siguiente_espera_sin_gastar_intentos(app, lleno):
    espera = vaciar(app, lleno.contacto.id)
    assert len(enviados(app)) == RAFAGA and 4 < espera <= 6
    siguiente = lleno.salientes()[RAFAGA]
    assert (siguiente["estado"], siguiente["intentos"]) == ("pendiente", 0)


def test_despues_sale_uno_cada_seis_segundos_y_en_orden(app, lleno):
    vaciar(app, lleno.contacto.id)
    for cuantos in (1, 2):
        lleno.pasa(seconds=6)
        vaciar(app, lleno.contacto.id)
        assert len(enviados(app)) == RAFAGA + cuantos
    assert enviados(app) == [str(n) for n in range(RAFAGA + 2)]


def test_el_ritmo_de_uno_no_detiene_a_otro(app, lleno):
    vaciar(app, lleno.contacto.id)
    otro = Buzon(app, nuevo_contacto(app))
    otro.abre_ventana()
    otro.encola(payloads.text("mío"))
    assert vaciar(app, otro.contacto.id) is None and enviados(app)[-1] == "mío"


def test_se_despierta_cuando_puede_salir_y_no_antes(app, lleno):
    vaciar(app, lleno.contacto.id)
    lleno.sql("DELETE FROM asistente.procrastinate_jobs")
    lleno.sql("UPDATE asistente.mensajes_salientes SET proximo_intento = now() WHERE estado = 'pendiente'")
    lleno.sql("UPDATE asistente.ritmos SET fichas = 0, en = now() WHERE nombre = %s", f"par:{lleno.contacto.id}")
    desde = time.monotonic()
    enviar(app, lleno.contacto.id)

    def llamado():
        return lleno.sql("SELECT 1 FROM asistente.procrastinate_jobs WHERE lock = %s", f"enviar:{lleno.contacto.id}")

    assert not llamado() and hasta(llamado, 30) and time.monotonic() - desde > 3
    vaciar(app, lleno.contacto.id)
    assert len(enviados(app)) == RAFAGA + 1


def test_un_codigo_paga_pero_no_espera(app, buzon):
    buzon.abre_ventana()
    for n in range(RAFAGA):
        buzon.encola(payloads.text(str(n)))
    buzon.encola(payloads.template("codigo_verificacion", "es", ["123456"], otp_code="123456"), clase="codigo")
    buzon.encola(payloads.text("último"))
    espera = vaciar(app, buzon.contacto.id)
    assert app.whatsapp.sent[-1]["type"] == "template" and len(app.whatsapp.sent) == RAFAGA + 1
    assert 10 < espera <= 12


def test_un_codigo_a_otro_celular_no_gasta_el_ritmo_de_quien_escribe(app, buzon):
    codigo = payloads.template("codigo_verificacion", "es", ["123456"], otp_code="123456")
    buzon.encola(codigo, clase="codigo", destino="573009998877")
    vaciar(app, buzon.contacto.id)
    assert len(app.whatsapp.sent) == 1
    assert buzon.sql("SELECT 1 FROM asistente.ritmos WHERE nombre = %s", f"par:{buzon.contacto.id}") == []


def test_un_sms_no_gasta_ningun_ritmo(app, buzon):
    buzon.sql("DELETE FROM asistente.ritmos")
    buzon.encola({"texto": "123456"}, clase="codigo", canal="sms", destino="573009998877")
    vaciar(app, buzon.contacto.id)
    assert len(app.sms.sent) == 1 and buzon.sql("SELECT nombre FROM asistente.ritmos") == []


def test_el_numero_hace_esperar_su_turno_a_quien_llega_de_mas(app, buzon, monkeypatch):
    """The place in the number's line is waited for just before sending."""
    esperas = []
    monkeypatch.setattr(modulo.time, "sleep", esperas.append)
    buzon.abre_ventana()
    buzon.sql("INSERT INTO asistente.ritmos VALUES ('numero', -34, now()) ON CONFLICT (nombre)"
              " DO UPDATE SET fichas = -34, en = now()")  # fmt: skip
    buzon.encola(payloads.text("uno"))
    vaciar(app, buzon.contacto.id)
    assert len(enviados(app)) == 1 and 0.3 < esperas[0] <= 35 / vigentes().por_segundo


def test_cuando_hay_mas_de_un_segundo_de_fila_el_mensaje_espera_en_la_bandeja(app, buzon):
    buzon.abre_ventana()
    atras = -2 * vigentes().por_segundo
    buzon.sql("INSERT INTO asistente.ritmos VALUES ('numero', %s, now()) ON CONFLICT (nombre)"
              " DO UPDATE SET fichas = %s, en = now()", atras, atras)  # fmt: skip
    buzon.encola(payloads.text("uno"))
    espera = vaciar(app, buzon.contacto.id)
    assert enviados(app) == [] and 0.5 < espera <= 1.1
    buzon.sql("DELETE FROM asistente.ritmos")


def test_la_tabla_es_de_todos_los_procesos(app, lleno):
    vaciar(app, lleno.contacto.id)
    otra = Database(app.settings.database_url, name="otro-proceso", size=1)
    with otra.transaction() as tx:
        paso = ritmos.pedir(tx, ritmos.del_contacto(lleno.contacto.id))
    otra.close()
    assert not paso.dado and 4 < paso.segundos <= 6
