"""A change reaches each subscriber once: as free text within the window, as a template outside it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from proalto.services.consentimiento.autorizacion import Evento, responder
from proalto.services.contacto import novedades
from proalto.services.contacto.novedades import Plantilla, avisar, pendientes
from proalto.services.contacto.suscripciones import cancelar, suscribir
from proalto.services.conversacion.transcripcion import transcribir
from proalto.services.identificacion.sesiones import Nivel
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.mensajeria.salientes import motivo_de
from tests.actions.ayuda import autorizar, identificar
from tests.conftest import nuevo_contacto, otra_vez
from tests.services.mensajes import mensaje, webhook
from tests.worker.buzon import Buzon

FUERA_DE_VENTANA = 131047  # Meta's code for a free text that came too late
PLANTILLA = Plantilla("cambio_de_solicitud", "es_CO")


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def radicado(nucleo, cedula):
    return nucleo.solicitud(cedula, "recepcion")


@pytest.fixture
def buzon(app, contacto, cedula, radicado):
    return suscrito(app, contacto, cedula)


def suscrito(app, contacto, cedula):
    """Let the contact write and subscribe to all that goes on; return what reaches them."""
    bandeja_entrada.recibir(app.db, app.cipher, webhook(mensaje(contacto.address)), app.now())
    buzon = Buzon(app, contacto)
    escribe_en(buzon, app.now())
    autorizar(app, contacto)
    identificar(app, contacto, cedula, Nivel.N1)
    suscribir(app.db, app.nucleo, app.cipher, otra_vez(contacto), "", app.now())
    return buzon


def escribe_en(buzon, momento):
    """Date the contact's messages, which PostgreSQL dates by its own clock."""
    buzon.sql(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = %s, enviado_en = %s WHERE contacto_id = %s",
        momento, momento, buzon.contacto.id,
    )  # fmt: skip


def revisar(app, radicados=None):
    """One round; return how many were told."""
    cambios = pendientes(app.db, app.nucleo, app.cipher, app.now(), radicados)
    contados = [avisar(app.db, app.cipher, PLANTILLA, cambio, app.now()) for cambio in cambios]
    novedades.repetir_con_plantilla(app.db, app.cipher, PLANTILLA)
    return sum(contados)


def cambia(nucleo, radicado, etapa, reloj, **despues):
    nucleo.cambiar_solicitud(radicado, etapa=etapa, actualizada_en=reloj.pasa(**(despues or {"minutes": 1})))


def motivos(buzon):
    consulta = "SELECT motivo FROM asistente.suscripciones WHERE contacto_id = %s"
    return [m for (m,) in buzon.sql(consulta, buzon.contacto.id)]


def test_sin_cambios_nadie_recibe_nada(app, buzon):
    assert [revisar(app) for _ in range(3)] == [0, 0, 0]
    assert buzon.salientes() == []


def test_un_cambio_se_avisa_una_vez_aunque_se_mire_muchas(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    assert [revisar(app) for _ in range(4)] == [1, 0, 0, 0]
    (saliente,) = buzon.salientes()
    assert (saliente["clase"], saliente["estado"]) == ("novedad", "pendiente")
    texto = saliente["cuerpo"]["text"]["body"]
    assert radicado in texto and "*Estudio*" in texto and "20 de noviembre de 2026" in texto
    assert "no me avisen más" in texto


def test_cada_cambio_es_un_aviso_y_el_ultimo_termina_la_suscripcion(app, buzon, nucleo, radicado, reloj):
    for etapa in ("estudio", "aprobacion", "estudio", "desembolso", "negada"):
        cambia(nucleo, radicado, etapa, reloj)
        revisar(app)
    textos = [texto.splitlines()[1] for texto in buzon.textos()]
    assert textos == [f"📍 Etapa: *{e}*" for e in ("Estudio", "Aprobación", "Estudio", "Desembolso")]
    assert "último aviso" in buzon.textos()[-1] and "no me avisen más" not in buzon.textos()[-1]
    assert motivos(buzon) == ["etapa_final"]


@pytest.mark.parametrize("etapa", ["desembolso", "negada", "desistida"])
def test_toda_etapa_final_se_avisa_y_termina(app, buzon, nucleo, radicado, reloj, etapa):
    cambia(nucleo, radicado, etapa, reloj)
    assert [revisar(app), revisar(app)] == [1, 0]
    assert motivos(buzon) == ["etapa_final"]


def test_dos_workers_a_la_vez_avisan_una_sola_vez(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    (cambio,) = pendientes(app.db, app.nucleo, app.cipher, app.now())
    with ThreadPoolExecutor(8) as hilos:
        contados = list(hilos.map(lambda _: avisar(app.db, app.cipher, PLANTILLA, cambio, app.now()), range(8)))
    assert sum(contados) == 1 and len(buzon.salientes()) == 1


def test_entre_mirar_y_avisar_se_puede_cancelar(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    (cambio,) = pendientes(app.db, app.nucleo, app.cipher, app.now())
    cancelar(app.db, app.cipher, otra_vez(buzon.contacto), "no más", app.now())
    assert avisar(app.db, app.cipher, PLANTILLA, cambio, app.now()) is False
    assert buzon.salientes() == []


def test_cada_suscriptor_recibe_el_suyo_y_solo_de_lo_suyo(app, buzon, nucleo, cedula, radicado, reloj):
    otro = suscrito(app, nuevo_contacto(app), cedula)
    ajeno_cedula = nucleo.cliente()
    nucleo.solicitud(ajeno_cedula, "recepcion")
    ajeno = suscrito(app, nuevo_contacto(app), ajeno_cedula)
    cambia(nucleo, radicado, "estudio", reloj)
    assert revisar(app) == 2
    assert [len(b.salientes()) for b in (buzon, otro, ajeno)] == [1, 1, 0]


def test_un_anuncio_solo_mira_lo_anunciado(app, buzon, nucleo, cedula, radicado, reloj):
    segunda = nucleo.solicitud(cedula, "recepcion")
    suscribir(app.db, app.nucleo, app.cipher, otra_vez(buzon.contacto), "", app.now())
    for una in (radicado, segunda):
        cambia(nucleo, una, "estudio", reloj)
    assert revisar(app, ["SOL-que-nadie-sigue"]) == 0
    assert revisar(app, [segunda]) == 1
    assert segunda in buzon.textos()[0]


@pytest.mark.parametrize(
    ("horas", "tipo"),
    [(0, "text"), (23, "text"), (23.7, "text"), (23.8, "template"), (30, "template"), (2400, "template")],
)
def test_dentro_de_la_ventana_va_texto_y_fuera_plantilla(app, buzon, nucleo, radicado, reloj, horas, tipo):
    escribe_en(buzon, app.now())
    cambia(nucleo, radicado, "estudio", reloj, hours=horas)
    revisar(app)
    assert [saliente["cuerpo"]["type"] for saliente in buzon.salientes()] == [tipo]


def test_la_plantilla_lleva_el_radicado_y_la_etapa_y_nada_mas(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "aprobacion", reloj, hours=30)
    revisar(app)
    plantilla = buzon.salientes()[0]["cuerpo"]["template"]
    assert (plantilla["name"], plantilla["language"]) == ("cambio_de_solicitud", {"code": "es_CO"})
    (cuerpo,) = plantilla["components"]
    assert [parametro["text"] for parametro in cuerpo["parameters"]] == [radicado, "Aprobación"]


def test_el_asesor_lee_en_la_transcripcion_lo_que_se_aviso(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    revisar(app)
    cambia(nucleo, radicado, "aprobacion", reloj, hours=30)
    revisar(app)
    with app.db.transaction() as tx:
        lineas = transcribir(tx, app.cipher, buzon.contacto.id)
    texto, plantilla = [linea["texto"] for linea in lineas if linea["de"] == "asistente"]
    assert "*Estudio*" in texto and plantilla == f"cambio_de_solicitud: {radicado}, Aprobación"


def test_la_ventana_la_abre_lo_que_el_cliente_escribe_y_no_una_reaccion(app, buzon, nucleo, radicado, reloj):
    buzon.llega("", "reaction")
    buzon.sql(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = %s WHERE contacto_id = %s AND tipo = 'reaction'",
        app.now() + timedelta(hours=29), buzon.contacto.id,
    )  # fmt: skip
    cambia(nucleo, radicado, "estudio", reloj, hours=30)
    revisar(app)
    assert buzon.salientes()[0]["cuerpo"]["type"] == "template"


def test_la_ventana_se_cuenta_desde_que_lo_escribio_aunque_llegara_tarde(app, buzon, nucleo, radicado, reloj):
    buzon.sql(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = %s WHERE contacto_id = %s",
        app.now() + timedelta(hours=20), buzon.contacto.id,
    )  # fmt: skip
    cambia(nucleo, radicado, "estudio", reloj, hours=30)
    revisar(app)
    assert buzon.salientes()[0]["cuerpo"]["type"] == "template"


def rechazar(buzon, codigo, ordinal=0):
    buzon.sql(
        "UPDATE asistente.mensajes_salientes SET estado = 'fallido', error_codigo = %s, motivo = %s"
        " WHERE contacto_id = %s AND ordinal = %s", codigo, motivo_de(codigo).value, buzon.contacto.id, ordinal,
    )  # fmt: skip


def test_si_meta_dice_que_la_ventana_se_cerro_va_la_plantilla_una_vez(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    revisar(app)
    rechazar(buzon, FUERA_DE_VENTANA)
    for _ in range(3):
        revisar(app)
    assert [saliente["cuerpo"]["type"] for saliente in buzon.salientes()] == ["text", "template"]
    rechazar(buzon, FUERA_DE_VENTANA, ordinal=1)
    revisar(app)
    assert len(buzon.salientes()) == 2


@pytest.mark.parametrize("codigo", [131026, 132001, None])
def test_otro_rechazo_de_meta_no_repite_nada(app, buzon, nucleo, radicado, reloj, codigo):
    cambia(nucleo, radicado, "estudio", reloj)
    revisar(app)
    rechazar(buzon, codigo)
    revisar(app)
    assert len(buzon.salientes()) == 1


def test_tampoco_se_repite_a_quien_dijo_que_no_mas(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "estudio", reloj)
    revisar(app)
    rechazar(buzon, FUERA_DE_VENTANA)
    cancelar(app.db, app.cipher, otra_vez(buzon.contacto), "no más", app.now())
    revisar(app)
    assert len(buzon.salientes()) == 1


@pytest.mark.parametrize("evento", [Evento.REVOCADA, Evento.RECHAZADA])
def test_quien_retiro_su_autorizacion_no_recibe_nada(app, buzon, nucleo, radicado, reloj, evento):
    responder(app.db, app.cipher, otra_vez(buzon.contacto), evento, "ya no", app.now())
    cambia(nucleo, radicado, "estudio", reloj)
    assert revisar(app) == 0
    assert (buzon.salientes(), motivos(buzon)) == ([], ["sin_autorizacion"])
    responder(app.db, app.cipher, otra_vez(buzon.contacto), Evento.ACEPTADA, "acepto", app.now())
    assert revisar(app) == 0


def test_mientras_no_acepte_el_texto_nuevo_espera_y_luego_recibe_lo_ultimo(
    app, buzon, nucleo, radicado, reloj, monkeypatch
):
    vigente = novedades.autorizacion.vigente
    otra_version = type(vigente("autorizacion"))("autorizacion", "v2", "otra", "0" * 64)
    monkeypatch.setattr(novedades.autorizacion, "vigente", lambda _: otra_version)
    cambia(nucleo, radicado, "estudio", reloj)
    assert revisar(app) == 0
    cambia(nucleo, radicado, "aprobacion", reloj)
    monkeypatch.setattr(novedades.autorizacion, "vigente", vigente)
    assert revisar(app) == 1
    assert "Aprobación" in buzon.textos()[0]


def test_si_el_radicado_pasa_a_ser_de_otro_no_se_le_cuenta_a_nadie(app, buzon, nucleo, radicado, reloj):
    nucleo.cambiar_solicitud(radicado, cedula=nucleo.cliente())
    cambia(nucleo, radicado, "estudio", reloj)
    assert revisar(app) == 0
    assert (buzon.salientes(), motivos(buzon)) == ([], ["otro_titular"])


def test_un_movimiento_en_la_misma_etapa_tambien_se_avisa(app, buzon, nucleo, radicado, reloj):
    cambia(nucleo, radicado, "recepcion", reloj)
    assert [revisar(app), revisar(app)] == [1, 0]
    assert "*Recepción*" in buzon.textos()[0]


def test_lo_que_dice_una_replica_atrasada_no_es_novedad(app, buzon, nucleo, radicado, reloj):
    antes = app.now()
    cambia(nucleo, radicado, "aprobacion", reloj)
    assert revisar(app) == 1
    nucleo.cambiar_solicitud(radicado, etapa="recepcion", actualizada_en=antes - timedelta(days=1))
    assert revisar(app) == 0


@pytest.mark.parametrize("etapa", ["comite", "", None])
def test_una_etapa_desconocida_no_se_avisa_y_la_siguiente_si(app, buzon, nucleo, radicado, reloj, etapa):
    cambia(nucleo, radicado, etapa, reloj)
    assert revisar(app) == 0
    cambia(nucleo, radicado, "estudio", reloj)
    assert revisar(app) == 1


def test_sin_fecha_de_actualizacion_se_avisa_por_la_etapa(app, buzon, nucleo, radicado):
    nucleo.cambiar_solicitud(radicado, actualizada_en=None)
    assert revisar(app) == 0
    nucleo.cambiar_solicitud(radicado, etapa="estudio")
    assert [revisar(app), revisar(app)] == [1, 0]
    assert "prometido" not in buzon.textos()[0]


def test_una_solicitud_que_desaparece_de_nucleo_no_es_novedad(app, buzon, nucleo, radicado):
    buzon.sql("DELETE FROM nucleo.solicitudes WHERE radicado = %s", radicado)
    assert revisar(app) == 0


def test_mas_de_mil_solicitudes_se_leen_por_partes(app, buzon, nucleo, radicado, reloj, monkeypatch):
    monkeypatch.setattr(novedades, "POR_CONSULTA", 2)
    radicados = [radicado, *(nucleo.solicitud(cedula_de(buzon, radicado), "recepcion") for _ in range(4))]
    suscribir(app.db, app.nucleo, app.cipher, otra_vez(buzon.contacto), "", app.now())
    for una in radicados:
        cambia(nucleo, una, "estudio", reloj)
    assert revisar(app) == 5


def cedula_de(buzon, radicado):
    ((cedula,),) = buzon.sql("SELECT cedula FROM nucleo.solicitudes WHERE radicado = %s", radicado)
    return cedula
