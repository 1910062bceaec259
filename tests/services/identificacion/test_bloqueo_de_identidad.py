"""BLOQUEAR: what a registered mobile shuts, beyond what its customers have open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from proalto.gateways.llaves import de_contacto
from proalto.services.identificacion.bloqueo_de_identidad import CONFIRMADA, bloquear_por_titular, pide_bloquear
from proalto.services.identificacion.otra_persona import empezar_de_nuevo
from proalto.services.identificacion.senales import huella_celular
from proalto.services.operacion import llaves_guardadas
from proalto.services.supresion import borrado, conservacion
from proalto.services.supresion.reglas_de_retencion import vigentes
from proalto.whatsapp.address import Address
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.gente import sql
from tests.services.identificacion.vigilancia import avisados, avisar, cambiar_celular, casos, cerrar, gastar_diez
from tests.services.pasos import SIN_DESAFIO, telefono_nuevo


def bloquea(pasos, contacto=None):
    """Write BLOQUEAR; return whether a customer has this mobile."""
    a, contacto = pasos.app, contacto or otra_vez(pasos.contacto)
    telefono = contacto.address.phone
    huella = huella_celular(a.cipher, telefono) if telefono else None
    return bloquear_por_titular(a.db, a.nucleo, a.cipher, contacto, huella, a.now())


def test_un_chat_sin_telefono_no_bloquea_a_nadie(pasos):
    pasos.nucleo.cliente(None)
    assert bloquea(pasos, replace(otra_vez(pasos.contacto), address=Address(bsuid="CO.77"))) is False


def test_cierra_lo_que_abrio_un_codigo_a_este_celular_aunque_ya_no_sea_el_registrado(pasos):
    cedula, otro = pasos.nucleo.cliente(pasos.contacto.address.phone), pasos.otro()
    otro.entra(cedula)
    cambiar_celular(pasos, cedula, telefono_nuevo())
    assert otro.titular() == cedula
    assert bloquea(pasos) is False  # the lender knows nobody with this mobile any more
    assert otro.titular() is None


def test_el_codigo_que_este_chat_pidio_para_otra_persona_ya_no_sirve(pasos):
    ajena = pasos.nucleo.cliente(telefono_nuevo())
    for termina in (bloquea, lambda p: empezar_de_nuevo(p.app.db, p.contacto, p.app.now())):
        pasos.presenta(ajena)
        pasos.da_fecha(ajena)
        codigo = pasos.recibe()
        assert codigo is not None
        termina(pasos)
        assert pasos.prueba(codigo) == SIN_DESAFIO


def test_el_mensaje_repetido_bloquea_una_sola_vez(app, pasos):
    pasos.nucleo.cliente(pasos.contacto.address.phone)
    mensaje = otra_vez(pasos.contacto)
    assert [bloquea(pasos, mensaje) for _ in range(2)] == [True, True]
    assert [de_quien for _, de_quien, _ in casos(app)].count(pasos.contacto.address.phone) == 1


def test_los_de_otros_dias_no_se_suman_al_aviso_que_no_hubo(app, pasos, reloj):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    for chat in (pasos, pasos.otro(), pasos.otro()):
        chat.presenta(cedula)
    assert avisados(app, pasos.contacto.address.phone) == []  # one of the three was the owner's
    reloj.pasa(hours=30)
    pasos.otro().presenta(cedula)
    assert avisados(app, pasos.contacto.address.phone) == []


def test_a_quien_fue_borrado_no_se_le_avisa_y_la_ronda_sigue(app, pasos, reloj):
    avisar(app)  # what other tests left
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    with app.db.transaction() as tx:
        llaves_guardadas.destruir(tx, de_contacto(pasos.contacto.id), app.now())
    gastar_diez(pasos.otro(), cedula, reloj)
    assert avisar(app) == 0
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        desde = app.now() - timedelta(days=1)
        pendientes = "SELECT FROM asistente.avisos_de_seguridad WHERE creado_en > %s AND atendido_en IS NULL"
        cursor.execute(pendientes, (desde,))
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "dicho",
    ["BLOQUEAR", "bloquear ya", "bloqueen", "«Bloquear».", "bloquear mi cuenta", "no fui yo, BLOQUEAR",
     "Hola. Bloquear", "bloquéenme", "bloqueame", "bloqueen mi cuenta", "quiero bloquear", "Bloquear, por favor"],
)  # fmt: skip
def test_pide_bloquear_con_cortesia_o_sin_ella(dicho):
    assert pide_bloquear(dicho)


@pytest.mark.parametrize(
    "dicho",
    ["me bloquearon el celular", "bloquear avisos", "no quiero bloquear nada", "no bloquear", "desbloquear",
     "no quiero bloquear", "bloqueo", "se me bloqueo", "por favor", ""],
)  # fmt: skip
def test_lo_que_no_pide_bloquear(dicho):
    assert not pide_bloquear(dicho)


def bloqueada(app, cedula):
    huella = app.cipher.keyed_hash("cedula", cedula)
    ((dicho,),) = sql(app, "SELECT bloqueada FROM asistente.bloqueo_de(%s)", huella)
    return dicho


def folio_abierto(app, contacto):
    sentencia = "SELECT folio FROM asistente.casos WHERE contacto_id = %s AND tipo = 'bloqueo' AND estado <> 'cerrado'"
    ((folio,),) = sql(app, sentencia, contacto.id)
    return folio


def test_un_borrado_no_levanta_el_bloqueo_y_quien_despues_confirma_quien_es_si(app, pasos, laura):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    assert bloquea(pasos)
    borrado.borrar(app.db, app.nucleo, app.cipher, pasos.contacto, None, "supresion", app.now())
    assert bloqueada(app, cedula)
    vuelve = nuevo_contacto(app, pasos.contacto.address.phone)
    assert bloquea(pasos, vuelve) and bloqueada(app, cedula)
    cerrar(app, folio_abierto(app, vuelve), laura, CONFIRMADA)
    assert not bloqueada(app, cedula)


def test_confirmar_en_un_caso_no_levanta_el_bloqueo_que_otro_caso_tiene_abierto(app, pasos, laura):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    assert bloquea(pasos)
    nuevo = nuevo_contacto(app)
    cambiar_celular(pasos, cedula, nuevo.address.phone)
    assert bloquea(pasos, nuevo)
    cerrar(app, folio_abierto(app, nuevo), laura, CONFIRMADA)
    assert bloqueada(app, cedula)
    cerrar(app, folio_abierto(app, pasos.contacto), laura, CONFIRMADA)
    assert not bloqueada(app, cedula)


def test_la_limpieza_de_casos_viejos_no_levanta_lo_que_nadie_confirmo(app, pasos, laura):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    assert bloquea(pasos)
    folio = folio_abierto(app, pasos.contacto)
    cerrar(app, folio, laura, "intento_de_estafa")
    sql(app, "UPDATE asistente.casos SET cerrado_en = cerrado_en - interval '731 days' WHERE folio = %s", folio)
    with app.db.transaction() as tx:
        corte, reclamos = vigentes()["casos"].corte(app.now()), list(conservacion.RECLAMOS)
        assert tx.run("asistente.retencion.casos", corte=corte, cuantos=500, reclamos=reclamos) >= 1
    assert sql(app, "SELECT 1 FROM asistente.casos WHERE folio = %s", folio) == []
    assert bloqueada(app, cedula)
