"""L-21: what is published is what is obeyed: no row is older than its class, whatever day it is."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.credito import tramites
from proalto.services.datos import inventario
from proalto.services.operacion.textos import vigente
from proalto.services.supresion import reglas_de_retencion, retencion
from tests.legal import cliente_completo
from tests.services.gente import sql

NUESTRO = inventario.leer()
POR_TABLA = {tabla.nombre: tabla for tabla in NUESTRO.tablas.values() if tabla.cuenta_desde}
PRIMERA_VERSION = "v1"
EXCEPTO = {
    "mensajes_salientes": " AND cuerpo IS NOT NULL",  # that the authorization arrived stays, without its words
    "estados_entrega": " AND saliente_id IS NULL",
    "contactos": " AND borrado_en IS NULL",
    "casos": " AND tipo NOT IN ('queja', 'datos', 'fraude')",
}


@pytest.fixture(autouse=True)
def otro_calendario(app):
    """Each test has nights of its own."""
    sql(app, "DELETE FROM asistente.limpiezas")


def limpiar(app):
    return retencion.limpiar(app.db, app.nucleo, app.cipher, app.now())


def viejas(app):
    """Return (table, how many) of rows older than their class."""
    halladas = {}
    for tabla in POR_TABLA.values():
        corte = reglas_de_retencion.vigentes()[tabla.retencion].corte(app.now())
        ademas = EXCEPTO.get(tabla.nombre, "")
        sentencia = f"SELECT count(*) FROM asistente.{tabla.nombre} WHERE {tabla.cuenta_desde} < %s{ademas}"  # noqa: S608
        ((cuantas,),) = sql(app, sentencia, corte)
        if cuantas:
            halladas[tabla.nombre] = cuantas
    return halladas


@pytest.fixture
def llena(ana, app, nucleo, laura):
    """Besides what a customer leaves: a filed application, closed cases, ended notices, and what is the house's."""
    tramites.radicar(app.db, app.cipher, ana.en_mensaje(), "credito_nuevo", app.now())
    ana.envia_documento()
    ana.abre_caso("queja", laura.id)
    sql(app, "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = %s, causa = 'otra' WHERE contacto_id = %s",
        app.now(), ana.contacto.id)  # fmt: skip
    sql(app, "UPDATE asistente.suscripciones SET terminada_en = %s WHERE contacto_id = %s", app.now(), ana.contacto.id)
    sql(app, "UPDATE asistente.bloqueos SET hasta = %s WHERE contacto_id = %s", app.now(), ana.contacto.id)
    for tabla, valores in (
        ("documentos_subidos", "'certificado:Z', 'm1', %s"),
        ("anuncios", "'a1', %s"),
        ("visitas", "'v', ARRAY[%s]::timestamptz[], true"),
        ("estados_entrega", "'w1', 'read', NULL, NULL, NULL, %s"),
    ):
        sql(app, f"INSERT INTO asistente.{tabla} VALUES ({valores}) ON CONFLICT DO NOTHING", app.now())  # noqa: S608
    sql(app, "INSERT INTO asistente.sesiones_mesa (huella, usuario_id, creada_en, usada_en) VALUES (%s, %s, %s, %s)",
        b"galleta" + bytes(str(laura.id), "ascii"), laura.id, app.now(), app.now())  # fmt: skip
    return ana


def test_L21_hoy_no_se_borra_nada_de_hoy(llena, app):
    def cuentas():
        return {t: sql(app, f"SELECT count(*) FROM asistente.{t}")[0][0] for t in POR_TABLA}  # noqa: S608

    antes = cuentas()
    assert limpiar(app) is not None
    assert cuentas() == antes | {"limpiezas": 1}


def test_L21_viaje_en_el_tiempo_ninguna_fila_pasa_de_su_clase(llena, app, reloj):
    """Days go by, and years: after each night nothing is older than its class, and some of it had become so."""
    borradas = set()
    for dias in (1, 8, 83, 89, 185, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366):
        reloj.pasa(days=dias)
        informe = limpiar(app)
        assert informe is not None
        borradas |= set(informe)
        assert viejas(app) == {}, f"a los {dias} días más"
    assert borradas >= {
        "mensajes_entrantes", "mensajes_salientes", "turnos", "encuestas", "estados_entrega", "opciones", "desafios",
        "intentos_identidad", "sesiones", "documentos", "tramites", "casos", "suscripciones", "bloqueos", "eventos",
        "contactos", "anuncios", "visitas", "sesiones_mesa", "documentos_subidos", "limpiezas",
    }  # fmt: skip
    ((telefono, borrado_en),) = sql(
        app, "SELECT telefono, borrado_en IS NOT NULL FROM asistente.contactos WHERE id = %s", llena.contacto.id
    )
    assert (telefono, borrado_en) == (None, True)


def test_L21_a_medio_plazo_lo_que_no_ha_cumplido_sigue(llena, app, reloj):
    reloj.pasa(days=364)
    limpiar(app)
    assert sql(app, "SELECT count(*) > 0 FROM asistente.turnos WHERE contacto_id = %s", llena.contacto.id) == [(True,)]
    reloj.pasa(days=2)
    limpiar(app)
    assert sql(app, "SELECT count(*) FROM asistente.turnos WHERE contacto_id = %s", llena.contacto.id) == [(0,)]


def test_L21_un_reclamo_abierto_detiene_la_limpieza_de_lo_suyo(app, nucleo, laura, reloj):
    reloj.ahora = datetime.now(timezone.utc)
    quejoso, otro = (cliente_completo.nuevo(app, nucleo).vive(laura.id) for _ in range(2))
    quejoso.abre_caso("queja", laura.id)
    reloj.pasa(days=400)
    limpiar(app)
    quedan = {suyo for (suyo,) in sql(app, "SELECT contacto_id FROM asistente.mensajes_entrantes")}
    assert quejoso.contacto.id in quedan and otro.contacto.id not in quedan


def test_L21_una_solicitud_radicada_no_caduca_mientras_se_deba(llena, app, nucleo, reloj):
    credito = nucleo.credito(llena.cedula)
    reloj.pasa(days=3651)
    limpiar(app)
    radicadas = "SELECT count(*) FROM asistente.tramites WHERE contacto_id = %s AND estado = 'radicado'"
    assert sql(app, radicadas, llena.contacto.id) == [(1,)]
    nucleo.cambiar_credito(credito, estado="cancelado", saldo=0)
    reloj.pasa(days=1)
    limpiar(app)
    assert sql(app, radicadas, llena.contacto.id) == [(0,)]


def test_L21_cada_noche_una_vez_y_con_su_informe(llena, app, reloj):
    reloj.ahora = (reloj.ahora + timedelta(days=4000)).replace(hour=7, minute=0)  # 2:00 in Bogotá
    assert retencion.toca(app.db, app.now())
    informe = limpiar(app)
    assert informe and limpiar(app) is None and not retencion.toca(app.db, app.now())
    ((conteos,),) = sql(app, "SELECT conteos FROM asistente.limpiezas ORDER BY dia DESC LIMIT 1")
    assert conteos == informe
    reloj.pasa(hours=10)
    assert not retencion.toca(app.db, app.now())  # by day nobody cleans
    reloj.pasa(hours=14)
    assert retencion.toca(app.db, app.now())


def test_L21_la_noche_de_un_proceso_que_murio_la_termina_otro(app, reloj):
    reloj.pasa(days=9000)
    with app.db.transaction() as tx:
        local = app.now().astimezone(retencion.BOGOTA).date()
        tx.all("asistente.retencion.empezar", dia=local, now=app.now(), muerta=app.now())
    assert limpiar(app) is None
    reloj.pasa(minutes=61)
    assert limpiar(app) is not None


def test_L21_lo_que_falla_no_deja_sin_limpiar_lo_demas(llena, app, reloj, monkeypatch):
    def cae(*_args):
        raise retencion.ProAltoError("no")

    monkeypatch.setattr(retencion.custodia, "revisar", cae)
    monkeypatch.setattr(retencion, "_solicitudes", cae)
    reloj.pasa(days=2000)
    assert limpiar(app)["turnos"] >= 1


def test_L21_lo_que_ningun_plazo_vence_no_tiene_corte(app):
    [sin_plazo, *_] = [regla for regla in reglas_de_retencion.vigentes().values() if not regla.dias]
    with pytest.raises(ValueError, match=sin_plazo.clase):
        sin_plazo.corte(app.now())


def test_L21_lo_publicado_es_lo_programado():
    """The policy in force says each period as it is obeyed."""
    politica = vigente("politica")
    if politica.version == PRIMERA_VERSION:
        pytest.skip("la primera versión no decía plazos: la siguiente debe decir todas las frases de la tabla")
    dicho = " ".join(politica.texto.split())
    faltan = [frase for frase in reglas_de_retencion.frases() if frase not in dicho]
    assert faltan == [], "textos/politica, o parametros/retencion.csv: no dicen lo mismo"
