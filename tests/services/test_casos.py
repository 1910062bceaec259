"""Cases: one for each trouble, with both sides of the conversation and a promise in business hours."""

from datetime import datetime, timezone

import pytest

from proalto.services.bandeja_entrada import recibir
from proalto.services.bandeja_salida import encolar
from proalto.services.casos import FOLIO_ALFABETO, PROMESA_MINUTOS, abrir_caso
from proalto.whatsapp import payloads
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.mensajes import mensaje, webhook

BOGOTA_MENOS_UTC = 5


def abrir(app, contacto, tipo="asesor"):
    return abrir_caso(app.db, app.cipher, contacto, tipo, app.now())


def transcripcion(app, caso):
    with app.db.transaction() as tx:
        fila = tx.one("asistente.casos.por_folio", folio=caso.folio)
    return app.cipher.unseal(fila["transcripcion"], f"casos:{caso.folio}")


def test_el_mismo_mensaje_abre_un_solo_caso_y_lo_cuenta_igual(app, contacto):
    assert len({abrir(app, contacto) for _ in range(3)}) == 1
    assert abrir(app, contacto).nuevo


def test_el_caso_abierto_se_devuelve_durante_24_horas(app, contacto, reloj):
    primero = abrir(app, contacto)
    reloj.pasa(hours=23, minutes=59)
    segundo = abrir(app, otra_vez(contacto))
    assert (segundo.folio, segundo.prometido_para, segundo.nuevo) == (primero.folio, primero.prometido_para, False)
    reloj.pasa(minutes=1)
    tercero = abrir(app, otra_vez(contacto))
    assert tercero.folio != primero.folio and tercero.nuevo


def test_un_caso_cerrado_no_se_devuelve(app, contacto):
    primero = abrir(app, contacto)
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE asistente.casos SET estado = 'cerrado' WHERE folio = %s", (primero.folio,))
    connection.close()
    assert abrir(app, contacto).folio == primero.folio
    assert abrir(app, otra_vez(contacto)).folio != primero.folio


def test_cada_tipo_y_cada_contacto_tienen_el_suyo(app, contacto):
    casos = [abrir(app, contacto), abrir(app, contacto, "queja"), abrir(app, nuevo_contacto(app))]
    assert len({caso.folio for caso in casos}) == 3


def test_el_folio_se_puede_dictar_por_telefono(app, contacto):
    folio = abrir(app, contacto).folio
    assert folio.startswith("A-") and len(folio) == 9 and set(folio[2:]) <= set(FOLIO_ALFABETO)
    assert not set("01OI") & set(FOLIO_ALFABETO)


def test_la_transcripcion_tiene_los_dos_lados_en_orden_y_ningun_codigo(app, contacto):
    recibir(app.db, app.cipher, webhook(mensaje(contacto.address, "hola, ¿cuánto debo?")), app.now())
    with app.db.transaction() as tx:
        encolar(tx, app.cipher, contacto.id, contacto.wamid, payloads.text("¿Autorizas?"))
        encolar(tx, app.cipher, contacto.id, contacto.wamid, {"texto": "482913"}, clase="codigo", canal="sms")
    recibir(app.db, app.cipher, webhook(mensaje(contacto.address, "quiero un asesor")), app.now())
    lineas = transcripcion(app, abrir(app, contacto))
    assert [(linea["de"], linea["texto"]) for linea in lineas] == [
        ("cliente", "hola, ¿cuánto debo?"), ("asistente", "¿Autorizas?"), ("cliente", "quiero un asesor"),
    ]  # fmt: skip
    assert all(datetime.fromisoformat(linea["cuando"]).tzinfo for linea in lineas)


def test_la_transcripcion_no_trae_lo_de_otro_contacto(app, contacto):
    otro = nuevo_contacto(app)
    recibir(app.db, app.cipher, webhook(mensaje(otro.address, "soy otra persona")), app.now())
    assert transcripcion(app, abrir(app, contacto)) == []


@pytest.mark.parametrize(
    ("ahora_en_bogota", "tipo", "promesa_en_bogota"),
    [
        ((2026, 11, 18, 10, 0), "asesor", (2026, 11, 18, 12, 0)),
        ((2026, 11, 18, 16, 30), "fraude", (2026, 11, 18, 17, 0)),
        ((2026, 11, 18, 16, 30), "asesor", (2026, 11, 19, 9, 30)),
        ((2026, 11, 18, 23, 0), "queja", (2026, 11, 19, 12, 0)),
        ((2026, 11, 21, 11, 30), "asesor", (2026, 11, 23, 9, 30)),  # Saturday near closing; Monday
        ((2026, 11, 15, 10, 0), "fraude", (2026, 11, 17, 8, 30)),  # Sunday; Monday 16 is a holiday
    ],
)
def test_lo_prometido_cae_en_horas_de_atencion(app, contacto, reloj, ahora_en_bogota, tipo, promesa_en_bogota):
    def en_utc(momento):
        ano, mes, dia, hora, minuto = momento
        dias, hora = divmod(hora + BOGOTA_MENOS_UTC, 24)
        return datetime(ano, mes, dia + dias, hora, minuto, tzinfo=timezone.utc)

    reloj.ahora = en_utc(ahora_en_bogota)
    assert abrir(app, contacto, tipo).prometido_para == en_utc(promesa_en_bogota)


@pytest.mark.parametrize("tipo", sorted(PROMESA_MINUTOS))
def test_todo_tipo_de_caso_promete_dentro_de_un_dia_de_atencion(app, contacto, tipo):
    assert abrir(app, contacto, tipo).prometido_para > app.now() and 0 < PROMESA_MINUTOS[tipo] <= 9 * 60
