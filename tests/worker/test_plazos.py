"""The round of every second: promises about to be broken, cases to give out, customers to look up."""

import asyncio
import json
import re
from datetime import timedelta

import pytest

from proalto.db.database import DatabaseAway
from proalto.gateways.cipher import CASA
from proalto.services.atencion import ans, gestion_casos
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.services.mensajeria.bandeja_salida import CUERPO
from proalto.settings import ROOT
from proalto.worker import plazos
from simulator.graph.checks.template import category, check_template, read_templates
from tests.conftest import nuevo_contacto
from tests.services.gente import caso, eventos, persona, sql, ver


@pytest.fixture(autouse=True)
def mesa_vacia(app):
    sql(app, "UPDATE asistente.usuarios SET disponible = false, activo = false")
    sql(app, "UPDATE asistente.relojes SET corre_desde = NULL, avisa_50_en = NULL, avisa_80_en = NULL, vence_en = NULL")
    sql(app, "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = now(), causa = 'otra'")
    sql(app, "DELETE FROM asistente.mensajes_salientes")


@pytest.fixture
def marta(app):
    return supervisor(app, "573001112233")


def supervisor(app, celular):
    quien = persona(app, "supervisor", ())
    sellado = app.cipher.encrypt(celular.encode(), f"usuarios.celular:{quien.usuario}", de=CASA)
    sql(app, "UPDATE asistente.usuarios SET celular = %s WHERE id = %s", sellado, quien.id)
    return quien


def alertas(app, suyo):
    return sql(app, "SELECT clase, usuario_id FROM asistente.alertas WHERE caso_id = %s ORDER BY id", suyo.id)


def salientes(app):
    filas = sql(app, "SELECT telefono, cuerpo FROM asistente.mensajes_salientes JOIN asistente.contactos"
                " ON contactos.id = contacto_id WHERE clase = 'alerta' ORDER BY mensajes_salientes.id")  # fmt: skip
    return [(telefono, app.cipher.unseal(cuerpo, CUERPO)) for telefono, cuerpo in filas]


def tomar(app, suyo, quien):
    with app.db.transaction() as tx:
        gestion_casos.tomar_caso(tx, suyo.folio, quien, app.now())
        gestion_casos.registrar_respuesta(tx, suyo.id, quien.id, app.now())


# -- LOS TIEMPOS --
def test_los_relojes_de_un_horario_que_cambio_no_estorban_a_los_demas(app, reloj, monkeypatch):
    """Their marks were written by the old schedule: they are due by it, not by the one in force."""
    viejos = [caso(app) for _ in range(3)]
    sql(
        app, "UPDATE asistente.relojes SET avisa_50_en = corre_desde, avisa_80_en = corre_desde, vence_en = corre_desde"
    )
    reloj.pasa(minutes=1)
    nuevo = caso(app, "fraude")
    reloj.pasa(minutes=20)
    monkeypatch.setattr(ans, "POR_RONDA", 2)
    for _ in range(5):
        ans.avisar(app.db, app.cipher, app.now())
    assert [clase for clase, _ in alertas(app, nuevo)] == ["ans_50:respuesta"]
    assert [alertas(app, viejo) for viejo in viejos] == [[]] * 3
    reloj.pasa(minutes=40)
    ans.avisar(app.db, app.cipher, app.now())
    assert [clase for clase, _ in alertas(app, viejos[0])] == ["ans_50:respuesta"]


def test_un_celular_que_no_se_puede_abrir_no_deja_a_nadie_sin_alerta(app, reloj, marta):
    otro = supervisor(app, "573004445566")
    sql(app, "UPDATE asistente.usuarios SET celular = %s WHERE id = %s", b"ilegible", marta.id)
    suyo = caso(app, "fraude")
    reloj.pasa(minutes=31)
    ans.avisar(app.db, app.cipher, app.now())
    assert [clase for clase, _ in alertas(app, suyo)] == ["ans_100:respuesta"]
    assert [telefono for telefono, _ in salientes(app)] == ["573004445566"] and otro.id != marta.id


def test_avisa_al_50_al_80_y_al_100_una_sola_vez_cada_uno(app, reloj, marta):
    suyo = caso(app, "fraude")  # 30 minutes
    dichas = []
    for _ in range(40):
        reloj.pasa(minutes=1)
        for _ in range(2):
            plazos.revisar(app)
        dichas.append([clase for clase, _ in alertas(app, suyo)])
    assert [len(dicha) for dicha in dichas] == [0] * 14 + [1] * 9 + [2] * 7 + [3] * 10
    assert alertas(app, suyo) == [(f"ans_{p}:respuesta", None) for p in (50, 80, 100)]
    assert eventos(app, suyo.id) == ["caso_abierto"] + ["ans_aviso"] * 3
    assert len(salientes(app)) == 1


def test_el_aviso_es_para_quien_lo_tiene_y_lo_vencido_para_los_supervisores(app, reloj):
    laura, suyo = persona(app), caso(app)
    tomar(app, suyo, laura)
    reloj.pasa(days=1)  # 540 of the 1,080 minutes of `solucion`
    plazos.revisar(app)
    reloj.pasa(days=2)
    plazos.revisar(app)
    assert alertas(app, suyo) == [("ans_50:solucion", laura.id), ("ans_100:solucion", None)]


def test_un_proceso_que_estuvo_caido_dice_solo_lo_ultimo(app, reloj, marta):
    suyo = caso(app)
    reloj.pasa(days=1)
    plazos.revisar(app)
    assert alertas(app, suyo) == [("ans_100:respuesta", None), ("ans_50:solucion", None)]


@pytest.mark.parametrize("estado", ["pausado", "cerrado"])
def test_lo_que_no_corre_no_avisa(app, reloj, marta, estado):
    suyo = caso(app)
    with app.db.transaction() as tx:
        if estado == "pausado":
            gestion_casos.pausar(tx, suyo.folio, marta, app.now())
        else:
            gestion_casos.cerrar(tx, app.cipher, suyo.folio, marta, app.now(), causa="otra")
    reloj.pasa(days=30)
    plazos.revisar(app)
    assert alertas(app, suyo) == [] and salientes(app) == []


def test_de_noche_y_en_festivo_no_vence_nada(app, reloj, marta):
    reloj.pasa(days=-5, hours=6, minutes=1)  # Friday 13, 16:01; Monday 16 is a holiday
    suyo = caso(app, "queja")  # 240 minutes: 59 on Friday, 180 on Saturday
    reloj.pasa(days=3, hours=15, minutes=58)  # Tuesday, 7:59
    plazos.revisar(app)
    assert [clase for clase, _ in alertas(app, suyo)] == ["ans_80:respuesta"]
    reloj.pasa(minutes=3)
    plazos.revisar(app)
    assert [clase for clase, _ in alertas(app, suyo)][-1] == "ans_100:respuesta"


# -- LA PLANTILLA --
def test_lo_vencido_llega_al_celular_de_cada_supervisor_con_lo_registrado_en_meta(app, reloj, marta):
    supervisor(app, "573004445566")
    persona(app, "supervisor", ())  # has no mobile
    suyo = caso(app, "queja")
    reloj.pasa(minutes=241)
    plazos.revisar(app)
    enviadas = salientes(app)
    assert [telefono for telefono, _ in enviadas] == ["573001112233", "573004445566"]
    libro = read_templates(ROOT / "textos" / "plantillas")
    for _, cuerpo in enviadas:
        check_template(cuerpo, libro)
        assert category(cuerpo["template"], libro) == "utility"
        dichos = [parte["text"] for parte in cuerpo["template"]["components"][0]["parameters"]]
        assert dichos == [suyo.folio, "Queja o reclamo", "debía tener respuesta hoy antes de las 2:00 p. m."]
    assert sql(app, "SELECT count(*) FROM asistente.procrastinate_jobs WHERE queue_name = 'enviar'")[0][0] >= 2


def test_la_plantilla_no_lleva_ningun_dato_de_la_persona(app, reloj, marta):
    contacto = nuevo_contacto(app)
    with app.db.transaction() as tx:
        abrir_sesion(
            tx, contacto.id, app.cipher.encrypt(b"40999888", CEDULA, de=contacto.id), b"k", Nivel.N2, app.now()
        )
    caso(app, "fraude", contacto)
    reloj.pasa(minutes=31)
    plazos.revisar(app)
    ((_, cuerpo),) = salientes(app)
    dicho = json.dumps(cuerpo)
    assert "40999888" not in dicho and contacto.address.phone not in dicho and not re.search(r"\d{8,}", dicho)


# -- A QUIEN SE IDENTIFICÓ --
def test_lo_que_el_prestamista_sabe_cambia_la_prioridad_y_la_zona(app, nucleo):
    contacto = nuevo_contacto(app)
    cedula = nucleo.cliente(segmento="pensionado", departamento="Atlántico")
    with app.db.transaction() as tx:
        abrir_sesion(
            tx, contacto.id, app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id), b"z", Nivel.N2, app.now()
        )
    antes = caso(app, "enojo", contacto)
    plazos.revisar(app)
    despues = ver(app, antes.folio)
    assert (despues.segmento, despues.zona) == ("pensionado", "comercial-caribe")
    assert despues.puntos == antes.puntos + 10


def test_una_cedula_que_ya_no_se_lee_no_detiene_a_las_demas(app, nucleo):
    casos = []
    for sellada in (b"nada", app.cipher.encrypt(nucleo.cliente(segmento="pensionado").encode(), CEDULA, de=CASA)):
        contacto = nuevo_contacto(app)
        with app.db.transaction() as tx:
            abrir_sesion(tx, contacto.id, sellada, bytes(str(contacto.id), "ascii"), Nivel.N2, app.now())
        casos.append(caso(app, "enojo", contacto))
    plazos.revisar(app)
    assert [ver(app, suyo.folio).segmento for suyo in casos] == ["", "pensionado"]


def test_si_el_prestamista_no_contesta_lo_demas_sigue(app, reloj, marta, monkeypatch):
    quien, contacto = persona(app), nuevo_contacto(app)
    with app.db.transaction() as tx:
        abrir_sesion(tx, contacto.id, app.cipher.encrypt(b"1", CEDULA, de=contacto.id), b"y", Nivel.N2, app.now())
    suyo = caso(app, contacto=contacto)

    def caida(*_, **__):
        raise DatabaseAway("away")

    monkeypatch.setattr(app.nucleo, "transaction", caida)
    plazos.revisar(app)
    assert ver(app, suyo.folio).usuario_id == quien.id and ver(app, suyo.folio).segmento is None


def test_un_paso_que_falla_no_acaba_la_vigilancia(app, monkeypatch):
    vueltas = []

    def ronda(db, cipher, now):
        vueltas.append(now)
        raise KeyError("algo")

    monkeypatch.setattr(plazos, "enrutar", ronda)
    monkeypatch.setattr(plazos, "RONDA_SEGUNDOS", 0.01)

    async def un_rato():
        tarea = asyncio.create_task(plazos.vigilar(app))
        while len(vueltas) < 3:
            await asyncio.sleep(0.01)
        tarea.cancel()

    asyncio.run(asyncio.wait_for(un_rato(), timedelta(seconds=20).total_seconds()))
    assert len(vueltas) >= 3
