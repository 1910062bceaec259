"""The outbox: in order, once, and what may have arrived waits before it is sent again."""

import pytest

from proalto.gateways.sms import SmsError
from proalto.whatsapp import payloads
from proalto.whatsapp.errors import GraphTimeout, GraphUnreachable, RetryPolicy, policy_for
from proalto.worker.enviar import vaciar
from tests.conftest import nuevo_contacto
from tests.worker.buzon import Buzon

TOKEN, RITMO, VENTANA, DESTINATARIO = 190, 131056, 131047, 131026


@pytest.fixture
def envia(app, buzon):
    """Do what one wake-up call does, for a customer who has just written; return the seconds until the next."""
    buzon.abre_ventana()
    return lambda: vaciar(app, buzon.contacto.id)


def enviados(app):
    return [mensaje["text"]["body"] for mensaje in app.whatsapp.sent]


def encola_textos(buzon, *textos):
    for texto in textos:
        buzon.encola(payloads.text(texto))


def test_envia_todo_en_orden_a_la_direccion_del_contacto(app, buzon, envia):
    encola_textos(buzon, "uno", "dos", "tres")
    envia()
    assert enviados(app) == ["uno", "dos", "tres"]
    assert {mensaje["to"].lstrip("+") for mensaje in app.whatsapp.sent} == {buzon.contacto.address.phone}
    assert buzon.estados() == ["aceptado"] * 3


def test_cada_mensaje_lleva_su_id_para_reconocer_su_estado(app, buzon, envia):
    encola_textos(buzon, "uno")
    envia()
    assert app.whatsapp.sent[0]["biz_opaque_callback_data"] == str(buzon.salientes()[0]["id"])


def test_lo_enviado_no_se_envia_otra_vez(app, buzon, envia):
    encola_textos(buzon, "uno")
    envia()
    buzon.pasa(minutes=10)
    envia()
    assert enviados(app) == ["uno"]


@pytest.mark.parametrize("codigo", [VENTANA, DESTINATARIO, 100])
def test_un_rechazo_definitivo_se_anota_y_sigue_el_siguiente(app, buzon, envia, codigo):
    assert policy_for(codigo, 400) in (RetryPolicy.NEVER, RetryPolicy.WINDOW_CLOSED)
    encola_textos(buzon, "malo", "bueno")
    app.whatsapp.fail_next(codigo)
    envia()
    assert enviados(app) == ["bueno"]
    assert [(s["estado"], s["error_codigo"]) for s in buzon.salientes()] == [("fallido", codigo), ("aceptado", None)]


@pytest.mark.parametrize("codigo, segundos", [(RITMO, 1), (131000, 0.5), (4, 30)])
def test_un_rechazo_pasajero_espera_sin_dejar_pasar_al_siguiente(app, buzon, envia, codigo, segundos):
    encola_textos(buzon, "uno", "dos")
    app.whatsapp.fail_next(codigo)
    envia()
    buzon.pasa(seconds=segundos * 0.4)
    envia()
    assert enviados(app) == [] and buzon.estados() == ["pendiente"] * 2
    buzon.pasa(seconds=segundos * 2)
    envia()
    assert enviados(app) == ["uno", "dos"]


def test_sin_conexion_espera_y_no_dobla(app, buzon, envia):
    encola_textos(buzon, "uno")
    app.whatsapp.fail_next_with(GraphUnreachable("x"))
    envia()
    assert buzon.estados() == ["pendiente"]
    buzon.pasa(seconds=5)
    envia()
    assert enviados(app) == ["uno"]


def test_lo_incierto_espera_treinta_segundos_y_se_envia_una_vez_mas(app, buzon, envia):
    encola_textos(buzon, "uno", "dos")
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    envia()
    assert (buzon.estados(), enviados(app)) == (["incierto", "pendiente"], [])
    buzon.pasa(seconds=29)
    envia()
    assert enviados(app) == []
    buzon.pasa(seconds=2)
    envia()
    assert enviados(app) == ["uno", "dos"]


def test_lo_que_fue_incierto_dos_veces_no_se_envia_una_tercera(app, buzon, envia):
    encola_textos(buzon, "uno", "dos")
    for _ in range(2):
        app.whatsapp.fail_next_with(GraphTimeout("x"))
        envia()
        buzon.pasa(seconds=31)
    envia()
    assert (buzon.estados(), enviados(app)) == (["fallido", "aceptado"], ["dos"])


@pytest.mark.parametrize("palabra", ["sent", "delivered", "read"])
def test_si_llega_su_estado_lo_incierto_no_se_repite(app, buzon, envia, palabra):
    encola_textos(buzon, "uno", "dos")
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    envia()
    buzon.llega_estado(palabra, buzon.salientes()[0]["id"])
    buzon.pasa(seconds=31)
    envia()
    assert enviados(app) == ["dos"]


def test_lo_que_un_worker_muerto_dejo_a_medias_se_trata_como_incierto(app, buzon, envia):
    encola_textos(buzon, "uno")
    app.whatsapp.fail_next_with(KeyboardInterrupt())  # the process dies between asking and knowing
    with pytest.raises(KeyboardInterrupt):
        envia()
    assert buzon.estados() == ["enviando"]
    envia()
    assert enviados(app) == []
    buzon.pasa(seconds=31)
    envia()
    assert enviados(app) == ["uno"]


def test_un_codigo_no_se_envia_despues_de_cinco_minutos(app, buzon, envia):
    buzon.encola(payloads.template("t", "es", ["123456"], otp_code="123456"), clase="codigo")
    buzon.pasa(minutes=5, seconds=1)
    envia()
    assert (app.whatsapp.sent, buzon.estados()) == ([], ["fallido"])


def test_una_respuesta_si_se_envia_despues_de_cinco_minutos_pero_no_de_un_dia(app, buzon, envia):
    encola_textos(buzon, "ayer")
    buzon.pasa(hours=24)
    envia()
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [("fallido", "ventana")]
    buzon.abre_ventana()
    encola_textos(buzon, "hace un rato")
    buzon.pasa(minutes=10)
    envia()
    assert enviados(app) == ["hace un rato"]


def test_el_codigo_por_sms_va_al_celular_registrado_y_se_olvida(app, buzon, envia):
    buzon.encola({"texto": "Tu código es 123456"}, clase="codigo", canal="sms", destino="573009998877")
    envia()
    assert app.sms.sent == [("573009998877", "Tu código es 123456")]
    assert [(s["estado"], s["cuerpo"]) for s in buzon.salientes()] == [("aceptado", None)]


@pytest.mark.parametrize("permanente, estado", [(True, "fallido"), (False, "pendiente")])
def test_un_sms_que_falla_se_repite_solo_si_puede_servir(app, buzon, envia, permanente, estado):
    buzon.encola({"texto": "123456"}, clase="codigo", canal="sms", destino="573009998877")
    app.sms.fail_next = SmsError("HTTP 500", permanent=permanente)
    envia()
    assert buzon.estados() == [estado]


def test_un_contacto_sin_direccion_no_detiene_al_worker(app, buzon, envia):
    encola_textos(buzon, "uno")
    buzon.sql("UPDATE asistente.contactos SET telefono = NULL WHERE id = %s", buzon.contacto.id)
    envia()
    assert buzon.estados() == ["fallido"]


def test_lo_de_un_contacto_no_espera_a_otro(app, buzon, envia):
    otro = Buzon(app, nuevo_contacto(app))
    otro.abre_ventana()
    encola_textos(otro, "de otro")
    app.whatsapp.fail_next(RITMO)
    vaciar(app, otro.contacto.id)
    encola_textos(buzon, "mío")
    envia()
    assert enviados(app) == ["mío"]


def test_la_bitacora_no_dice_lo_que_se_iba_a_enviar(app, buzon, envia, caplog):
    encola_textos(buzon, "tu saldo es 7654321")
    app.whatsapp.fail_next(TOKEN)
    envia()
    assert str(TOKEN) in caplog.text
    assert "7654321" not in caplog.text and str(buzon.contacto.address.phone) not in caplog.text
