"""The queue: what each person may see, in which order, with clocks in business time."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto.db.database import Database
from proalto.services.atencion import alertas, cola
from proalto.services.atencion.cola import Filtros, Quien
from proalto.services.atencion.plazos import EstadoDePlazo
from proalto.services.conversacion import en_curso
from proalto.services.identificacion.sesiones import Nivel, abrir_sesion
from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo

NUEVE_Y_MEDIA = datetime(2026, 11, 18, 14, 30, tzinfo=timezone.utc)  # half an hour before the tests' clock


@pytest.fixture
def laura(app):
    return nuevo_usuario(app, equipos=["servicio", "comercial"])


@pytest.fixture(autouse=True)
def sin_casos_de_antes(app):
    mundo.cambiar(app, "casos", "estado <> 'cerrado'", estado="cerrado", cerrado_en=app.now(), causa="otra")
    mundo.cambiar(app, "mensajes_entrantes", "true", recibido_en=app.now() - timedelta(days=2))
    mundo.cambiar(app, "alertas", "true", vista_en=app.now())


def ver(app, usuario, **filtros):
    return cola.ver(app.db, app.nucleo, app.cipher, usuario, Filtros(**filtros), app.now())


def folios(app, usuario, **filtros):
    return [fila.folio for fila in ver(app, usuario, **filtros)]


def test_cada_quien_ve_los_casos_de_sus_equipos_y_los_suyos(app, laura):
    suyo = mundo.caso(app, equipo="fraude", usuario_id=laura.id)
    mundo.caso(app, equipo="fraude")
    de_servicio = mundo.caso(app, equipo="servicio")
    mundo.caso(app, equipo="servicio", estado="cerrado", cerrado_en=app.now(), causa="otra")
    assert set(folios(app, laura)) == {suyo, de_servicio}
    assert len(folios(app, nuevo_usuario(app, Rol.SUPERVISOR, equipos=[]))) == 3
    assert folios(app, nuevo_usuario(app, equipos=["datos"])) == []


def test_los_filtros(app, laura):
    mio = mundo.caso(app, usuario_id=laura.id, estado="en_atencion")
    otra = mundo.caso(app, usuario_id=nuevo_usuario(app).id, tipo="queja", prioridad=1)
    libre = mundo.caso(app, equipo="comercial")
    assert folios(app, laura, quien=Quien.MIOS) == [mio]
    assert folios(app, laura, quien=Quien.SIN_ASIGNAR) == [libre]
    assert set(folios(app, laura, quien=Quien.EQUIPOS)) == {mio, otra, libre}
    assert folios(app, laura, tipo="queja") == folios(app, laura, prioridad=1) == [otra]
    assert folios(app, laura, estado="en_atencion") == [mio]


def test_primero_la_prioridad_y_luego_lo_que_vence_antes(app, laura):
    sin_reloj, tarde, pronto, urgente = (mundo.caso(app, prioridad=p) for p in (2, 2, 2, 1))
    mundo.reloj_de(app, tarde, "respuesta", NUEVE_Y_MEDIA, 240)
    mundo.reloj_de(app, tarde, "solucion", NUEVE_Y_MEDIA, 480)
    mundo.reloj_de(app, pronto, "solucion", NUEVE_Y_MEDIA, 120)
    assert folios(app, laura) == [urgente, pronto, tarde, sin_reloj]


def test_los_vencidos(app, laura):
    a_tiempo, vencido = mundo.caso(app), mundo.caso(app)
    mundo.reloj_de(app, a_tiempo, "respuesta", NUEVE_Y_MEDIA, 120)
    mundo.reloj_de(app, vencido, "respuesta", NUEVE_Y_MEDIA, 30)
    assert folios(app, laura, vencidos=True) == [vencido]
    assert [fila.vencida for fila in ver(app, laura)] == [True, False]


@pytest.mark.parametrize(
    ("minutos", "estado", "porcentaje"),
    [(120, EstadoDePlazo.A_TIEMPO, 25), (60, EstadoDePlazo.MEDIA, 50), (37, EstadoDePlazo.ULTIMA, 81),
     (30, EstadoDePlazo.VENCIDO, 100), (10, EstadoDePlazo.VENCIDO, 300)],
)  # fmt: skip
def test_el_reloj_dice_cuanto_va(app, laura, minutos, estado, porcentaje):
    mundo.reloj_de(app, mundo.caso(app), "respuesta", NUEVE_Y_MEDIA, minutos)
    (fila,) = ver(app, laura)
    assert (fila.respuesta.estado, fila.respuesta.porcentaje) == (estado, porcentaje)
    assert fila.respuesta.quedan == timedelta(minutes=minutos - 30) and fila.solucion is None


def test_con_el_ochenta_por_ciento_justo_ya_es_lo_ultimo(app, laura):
    mundo.reloj_de(app, mundo.caso(app), "respuesta", NUEVE_Y_MEDIA, 50, consumido=timedelta(minutes=10))
    (fila,) = ver(app, laura)
    assert (fila.respuesta.estado, fila.respuesta.porcentaje) == (EstadoDePlazo.ULTIMA, 80)


def test_un_reloj_en_pausa_o_cumplido_no_corre(app, laura):
    folio, quieto = mundo.caso(app), {"corre_desde": None, "vence_en": None, "consumido": timedelta(minutes=90)}
    mundo.reloj_de(app, folio, "solucion", NUEVE_Y_MEDIA, **quieto)
    mundo.reloj_de(app, folio, "respuesta", NUEVE_Y_MEDIA, **quieto, cumplido_en=app.now(), a_tiempo=False)
    (fila,) = ver(app, laura)
    assert (fila.solucion.estado, fila.solucion.porcentaje) == (EstadoDePlazo.PAUSADO, 75)
    assert fila.respuesta.estado is EstadoDePlazo.TARDE


def test_el_cliente_identificado_se_llama_por_su_nombre_y_los_demas_por_su_numero(app, laura, nucleo):
    cedula = nucleo.cliente(nombres="MARÍA José")
    mundo.caso(app, cedula=cedula, prioridad=1)
    mundo.caso(app, nuevo_contacto(app, "573001112233"), prioridad=2)
    mundo.caso(app, nuevo_contacto(app), cedula="99999999", prioridad=3)
    nombres = [fila.cliente for fila in ver(app, laura)]
    assert nombres[:2] == ["María", "••••2233"] and nombres[2].startswith("••••")


def test_sin_la_base_de_la_entidad_hay_cola_igual(app, laura):
    mundo.caso(app, nuevo_contacto(app, "573009998877"), cedula="12345678")
    lejos = Database("postgresql://127.0.0.1:1/nada", name="lejos")
    (fila,) = cola.ver(app.db, lejos, app.cipher, laura, Filtros(), app.now())
    assert fila.cliente == "••••8877"


def test_se_sabe_quien_espera_respuesta_y_cuando_fue_lo_ultimo(app, laura, contacto):
    folio = mundo.caso(app, contacto, usuario_id=laura.id)
    mundo.recibido(app, contacto, "hola", NUEVE_Y_MEDIA)
    assert not ver(app, laura)[0].espera_respuesta
    mundo.en_manos_de(app, folio, laura.id)
    (fila,) = ver(app, laura)
    assert (fila.espera_respuesta, fila.ultimo_en, fila.mio) == (True, NUEVE_Y_MEDIA, True)


def test_la_version_cambia_con_lo_que_se_ve_y_con_nada_mas(app, laura, contacto, reloj):
    mundo.caso(app, contacto)

    def version():
        return cola.leer(app.db, laura, Filtros(), app.now()).version

    primera = version()
    mundo.caso(app, equipo="datos")
    assert version() == primera
    mundo.recibido(app, contacto, "sigo aquí")
    segunda = version()
    assert segunda != primera
    reloj.pasa(minutes=1)
    assert version() != segunda


def test_la_cola_se_lee_con_tan_pocas_preguntas_como_si_fuera_corta(app, laura, monkeypatch):
    preguntas = []
    original = type(app.db).transaction
    monkeypatch.setattr(type(app.db), "transaction", lambda self: preguntas.append(1) or original(self))
    for _ in range(12):
        mundo.caso(app, cedula="12345678")
    preguntas.clear()
    assert len(ver(app, laura)) == 12
    assert len(preguntas) == 3


def test_las_alertas_de_cada_quien_cambian_la_version(app, laura):
    antes = cola.leer(app.db, laura, Filtros(), app.now())
    with app.db.transaction() as tx:
        alertas.alertar(
            tx, mundo.caso_id(app, mundo.caso(app, equipo="datos")), "ans_50:respuesta", app.now(), laura.id
        )
    despues = cola.leer(app.db, laura, Filtros(), app.now())
    assert [alerta.clase for alerta in despues.alertas] == ["ans_50:respuesta"]
    assert antes.version != despues.version


def test_las_charlas_del_asistente_son_las_de_la_ultima_media_hora_que_nadie_tomo(app, laura, nucleo):
    con_bot, con_persona, vieja = (nuevo_contacto(app) for _ in range(3))
    cedula = nucleo.cliente(nombres="Rosa")
    with app.db.transaction() as tx:
        abrir_sesion(
            tx, con_bot.id, app.cipher.encrypt(cedula.encode(), "cedula", de=con_bot.id), b"h", Nivel.N2, app.now()
        )
    mundo.recibido(app, con_bot, "hola", NUEVE_Y_MEDIA + timedelta(minutes=5))
    mundo.recibido(app, con_bot, "mi cédula es 79.123.456", NUEVE_Y_MEDIA + timedelta(minutes=6))
    mundo.recibido(app, con_persona, "ayuda")
    mundo.recibido(app, vieja, "hola", NUEVE_Y_MEDIA - timedelta(minutes=1))
    mundo.en_manos_de(app, mundo.caso(app, con_persona), laura.id)
    (charla,) = en_curso.ver(app.db, app.nucleo, app.cipher, app.now())
    assert (charla.contacto_id, charla.cliente, charla.mensajes, charla.folio) == (con_bot.id, "Rosa", 2, None)
    assert charla.ultimo == "mi cédula es ••••••"
