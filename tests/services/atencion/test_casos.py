"""Cases: one for each trouble, with both sides of the conversation and a promise in business hours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

from proalto.services.atencion import relojes, tipos_de_caso
from proalto.services.atencion.casos import FOLIO_ALFABETO, abrir_caso, por_folio
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.services.mensajeria.bandeja_entrada import recibir
from proalto.services.mensajeria.bandeja_salida import encolar
from proalto.whatsapp import payloads
from tests.actions.ayuda import autorizar
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.mensajes import mensaje, webhook

BOGOTA_MENOS_UTC = 5


def abrir(app, contacto, tipo="asesor"):
    return abrir_caso(app.db, app.cipher, contacto, tipo, app.now())


def cambiar(app, caso, **columnas):
    """Change a case behind the product's back."""
    cambios = ", ".join(f"{columna} = %s" for columna in columnas)
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(f"UPDATE asistente.casos SET {cambios} WHERE folio = %s", [*columnas.values(), caso.folio])  # noqa: S608


def cerrar(app, caso):
    cambiar(app, caso, estado="cerrado", cerrado_en=app.now(), causa="otra")


def fila(app, caso):
    with app.db.transaction() as tx:
        return por_folio(tx, caso.folio)


def transcripcion(app, caso):
    with app.db.transaction() as tx:
        fila = tx.one("asistente.casos.por_folio", folio=caso.folio)
    return app.cipher.unseal(fila["transcripcion"], f"casos:{caso.folio}")


def test_el_mismo_mensaje_abre_un_solo_caso_y_lo_cuenta_igual(app, contacto):
    assert len({abrir(app, contacto) for _ in range(3)}) == 1
    assert abrir(app, contacto).nuevo


def test_el_caso_abierto_se_devuelve_por_viejo_que_sea(app, contacto, reloj):
    primero = abrir(app, contacto)
    reloj.pasa(days=400)
    segundo = abrir(app, otra_vez(contacto))
    assert (segundo.folio, segundo.prometido_para, segundo.nuevo) == (primero.folio, primero.prometido_para, False)


@pytest.mark.parametrize("estado", ["en_atencion", "en_pausa"])
def test_el_que_alguien_atiende_tambien_se_devuelve(app, contacto, estado):
    primero = abrir(app, contacto)
    cambiar(app, primero, estado=estado)
    assert abrir(app, otra_vez(contacto)).folio == primero.folio


def test_un_caso_cerrado_no_se_devuelve_sino_al_mensaje_que_lo_abrio(app, contacto):
    primero = abrir(app, contacto)
    cerrar(app, primero)
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
    autorizar(app, contacto)
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


def test_de_quien_no_ha_autorizado_no_se_copia_lo_que_dijo(app, contacto):
    recibir(app.db, app.cipher, webhook(mensaje(contacto.address, "hola, ¿cuánto debo?")), app.now())
    assert transcripcion(app, abrir(app, contacto)) == []


def test_la_transcripcion_no_trae_lo_de_otro_contacto(app, contacto):
    autorizar(app, contacto)
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


@pytest.mark.parametrize("tipo", tipos_de_caso.TIPOS)
def test_todo_tipo_de_caso_promete_dentro_de_un_dia_de_atencion_y_echa_a_andar_sus_relojes(app, contacto, tipo):
    caso = abrir(app, contacto, tipo)
    with app.db.transaction() as tx:
        suyos = relojes.de_caso(tx, caso.id)
    assert app.now() < caso.prometido_para == suyos["respuesta"].vence <= suyos["solucion"].vence
    assert 0 < tipos_de_caso.vigentes()[tipo].respuesta_minutos <= 9 * 60


@pytest.mark.parametrize(
    ("tipo", "equipo", "prioridad"),
    [("fraude", "fraude", 1), ("crisis", "servicio", 1), ("enojo", "reclamos", 2), ("queja", "reclamos", 3),
     ("datos", "datos", 3), ("asesor", "servicio", 4), ("renovacion", "comercial", 4)],
)  # fmt: skip
def test_cada_tipo_va_a_su_equipo_con_su_prioridad(app, contacto, tipo, equipo, prioridad):
    suya = fila(app, abrir(app, contacto, tipo))
    assert (suya.equipo, suya.prioridad, suya.estado, suya.usuario_id) == (equipo, prioridad, "abierto", None)


def test_quien_vuelve_en_30_dias_pasa_adelante_y_se_ve_a_que_caso_vuelve(app, contacto, reloj):
    primero = abrir(app, contacto, "queja")
    cerrar(app, primero)
    reloj.pasa(days=29, hours=23)
    segundo = fila(app, abrir(app, otra_vez(contacto), "queja"))
    assert (segundo.anterior_id, segundo.reincidencias) == (primero.id, 1)
    assert segundo.puntos == fila(app, primero).puntos + 10


def test_despues_de_30_dias_ya_no_es_reincidencia(app, contacto, reloj):
    cerrar(app, abrir(app, contacto, "queja"))
    reloj.pasa(days=30)
    segundo = fila(app, abrir(app, otra_vez(contacto), "queja"))
    assert (segundo.anterior_id, segundo.reincidencias) == (None, 0)


def test_la_misma_cedula_desde_otro_numero_es_la_misma_persona(app, contacto):
    otro, huella = nuevo_contacto(app), f"h{contacto.id}".encode()
    casos = []
    for quien in (contacto, otro):
        with app.db.transaction() as tx:
            abrir_sesion(tx, quien.id, app.cipher.encrypt(b"123", CEDULA, de=quien.id), huella, Nivel.N2, app.now())
        casos.append(fila(app, abrir(app, quien, "queja")))
    assert (casos[1].anterior_id, casos[1].reincidencias, casos[1].nivel) == (casos[0].id, 1, 2)


def test_sin_sesion_viva_no_se_supone_quien_es(app, contacto, reloj):
    with app.db.transaction() as tx:
        abrir_sesion(tx, contacto.id, app.cipher.encrypt(b"123", CEDULA, de=contacto.id), b"hh", Nivel.N2, app.now())
    reloj.pasa(minutes=11)
    assert fila(app, abrir(app, contacto)).nivel is None


def test_abrirlo_queda_anotado_una_vez(app, contacto):
    caso = abrir(app, contacto, "queja")
    abrir(app, otra_vez(contacto), "queja")
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tipo, datos FROM asistente.eventos WHERE caso_id = %s", (caso.id,))
        assert cursor.fetchall() == [("caso_abierto", {"tipo": "queja", "equipo": "reclamos", "prioridad": 3})]


def test_dos_procesos_a_la_vez_abren_uno_solo(app, contacto):
    with ThreadPoolExecutor(6) as hilos:
        abiertos = list(hilos.map(lambda _: abrir(app, otra_vez(contacto)), range(12)))
    assert len({caso.folio for caso in abiertos}) == 1 and sum(caso.nuevo for caso in abiertos) == 1
