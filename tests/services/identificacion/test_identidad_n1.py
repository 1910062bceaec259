"""Level N1: the registered number itself, with the right date, needs no code; everything else goes on to the code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from proalto.services.credito.saldo import consultar_saldo
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import (
    Capacidad,
    CelularCompartido,
    FaltaIdentidad,
    Nivel,
    exigir_identidad,
)
from proalto.whatsapp.address import Address
from tests.actions.ayuda import autorizar
from tests.conftest import AHORA, conectar, otra_vez
from tests.services.identificacion.test_identidad import bloquear, recorrido
from tests.services.pasos import (
    BIEN,
    CELULAR,
    CON_CODIGO,
    EXPEDICION,
    NIVEL_1,
    OTRA_FECHA,
    PAUSA,
    SIN_SESION,
    cedula_desconocida,
    malo,
)


@pytest.fixture
def propia(pasos):
    """The cédula of a customer whose registered mobile is this very chat's number."""
    return pasos.nucleo.cliente(pasos.contacto.address.phone)


def confirmar(pasos, cedula, dia):
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET celular_confirmado_en = %s WHERE cedula = %s", (dia, cedula))


def test_el_numero_registrado_con_la_fecha_buena_abre_n1_sin_codigo(pasos, propia):
    assert pasos.presenta(propia) == BIEN
    assert pasos.entra_con_numero(propia) == NIVEL_1
    assert pasos.titular(Nivel.N1) == propia
    assert pasos.recibe() is None


def test_n1_nunca_abre_el_saldo(app, pasos, propia):
    pasos.nucleo.credito(propia)
    autorizar(app, pasos.contacto)
    pasos.entra_con_numero(propia)
    assert pasos.titular(Nivel.N2) is None
    with pytest.raises(FaltaIdentidad) as falta:
        consultar_saldo(app.db, app.nucleo, app.cipher, pasos.contacto, app.now())
    assert falta.value.nivel is Nivel.N2


def otro_telefono(pasos):
    return pasos.nucleo.cliente(CELULAR), EXPEDICION


def desconocida(pasos):
    return cedula_desconocida(), EXPEDICION


def fecha_errada(pasos):
    return pasos.nucleo.cliente(pasos.contacto.address.phone), OTRA_FECHA


def sin_celular(pasos):
    return pasos.nucleo.cliente(None), EXPEDICION


def sin_fecha_en_nucleo(pasos):
    return pasos.nucleo.cliente(pasos.contacto.address.phone, expedicion=None), EXPEDICION


def bloqueada(pasos):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    bloquear(pasos, cedula)
    return cedula, EXPEDICION


@pytest.mark.parametrize(
    "caso", [otro_telefono, desconocida, fecha_errada, sin_celular, sin_fecha_en_nucleo, bloqueada]
)
def test_todo_lo_demas_sigue_con_el_codigo(pasos, caso):
    cedula, fecha = caso(pasos)
    assert pasos.presenta(cedula) == BIEN
    assert pasos.entra_con_numero(cedula, fecha) == CON_CODIGO
    assert pasos.titular(Nivel.N1) is None


@pytest.mark.parametrize(("dias", "resultado"), [(180, NIVEL_1), (181, CON_CODIGO), (None, CON_CODIGO)])
def test_un_celular_sin_confirmar_hace_mas_de_180_dias_no_basta(pasos, propia, dias, resultado):
    confirmar(pasos, propia, None if dias is None else AHORA.date() - timedelta(days=dias))
    assert pasos.entra_con_numero(propia) == resultado


@pytest.mark.parametrize("celular", ["", None])
def test_un_chat_sin_telefono_no_coincide_con_un_cliente_sin_celular(pasos, celular):
    cedula = pasos.nucleo.cliente(celular)
    sin_telefono = replace(otra_vez(pasos.contacto), address=Address(bsuid="CO.1"))
    assert pasos.entra_con_numero(cedula, contacto=sin_telefono) == CON_CODIGO


def en_su_numero(pasos, cedula, fecha):
    """Return all that shows in the registered chat while somebody tries a wrong datum for an N1 errand."""
    visto = [pasos.presenta(cedula)]
    for _ in range(3):
        visto += [pasos.entra_con_numero(cedula, fecha), pasos.da_fecha(cedula, fecha)]
        visto += [pasos.prueba(malo(pasos.recibe())) for _ in range(4)]
    return [*visto, pasos.entra_con_numero(cedula, fecha), pasos.da_fecha(cedula, fecha)]


def test_en_su_propio_numero_una_fecha_errada_se_ve_igual_que_una_cedula_desconocida(pasos):
    errada = en_su_numero(pasos, *fecha_errada(pasos))
    desde_otro = pasos.otro()
    assert en_su_numero(desde_otro, *desconocida(pasos)) == errada
    assert errada[-2:] == [PAUSA, PAUSA]


def test_en_otro_telefono_todo_se_ve_como_antes(pasos):
    cedula = pasos.nucleo.cliente(CELULAR)
    assert pasos.entra_con_numero(cedula) == CON_CODIGO
    assert recorrido(pasos, cedula, EXPEDICION) == recorrido(pasos.otro(), *desconocida(pasos))


def test_los_datos_errados_se_cuentan_como_siempre_y_hacen_pausa_tambien_para_n1(pasos, propia, reloj):
    for _ in range(LIMITES.datos_malos_por_contacto):
        assert pasos.entra_con_numero(propia, OTRA_FECHA) == CON_CODIGO
        assert pasos.da_fecha(propia, OTRA_FECHA) == BIEN
    assert pasos.entra_con_numero(propia) == PAUSA
    reloj.pasa(minutes=15)
    assert pasos.entra_con_numero(propia) == NIVEL_1


def test_entrar_bien_muchas_veces_al_dia_no_cansa_a_nadie(pasos, propia, reloj):
    for _ in range(LIMITES.datos_malos_por_contacto_24h + 3):
        assert (pasos.presenta(propia), pasos.entra_con_numero(propia)) == (BIEN, NIVEL_1)
        reloj.pasa(minutes=31)


def test_entrar_con_la_propia_no_perdona_lo_que_se_prueba_con_la_de_otro_del_mismo_celular(pasos, propia):
    ajena = pasos.nucleo.cliente(pasos.contacto.address.phone)
    for _ in range(LIMITES.datos_malos_por_contacto):
        assert pasos.da_fecha(ajena, OTRA_FECHA) == BIEN
    assert pasos.entra_con_numero(propia) == PAUSA


def test_el_mensaje_repetido_entra_una_vez_y_no_pide_codigo(pasos, propia):
    mensaje = otra_vez(pasos.contacto)
    assert [pasos.entra_con_numero(propia, contacto=mensaje) for _ in range(3)] == [NIVEL_1] * 3
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.sesiones WHERE contacto_id = %s", (pasos.contacto.id,))
        assert cursor.fetchone() == (1,)


def test_un_mensaje_que_ya_paso_al_codigo_no_entra_al_repetirse(pasos, propia):
    mensaje = otra_vez(pasos.contacto)
    confirmar(pasos, propia, AHORA.date() - timedelta(days=200))
    assert pasos.entra_con_numero(propia, contacto=mensaje) == CON_CODIGO
    assert pasos.da_fecha(propia, contacto=mensaje) == BIEN
    confirmar(pasos, propia, AHORA.date())
    assert pasos.entra_con_numero(propia, contacto=mensaje) == CON_CODIGO


def test_presentar_otra_cedula_termina_n1(pasos, propia):
    pasos.entra_con_numero(propia)
    pasos.presenta(cedula_desconocida())
    assert pasos.titular(Nivel.N1) is None


def test_quien_ya_esta_en_n1_solo_necesita_el_codigo_para_n2(pasos, propia):
    pasos.entra_con_numero(propia)
    assert pasos.pide_solo_codigo() == CON_CODIGO
    codigo = pasos.recibe()
    assert pasos.titular(Nivel.N2) is None
    assert pasos.prueba(str(codigo)) == BIEN
    assert pasos.titular(Nivel.N2) == propia


def test_sin_n1_no_sale_ningun_codigo(pasos, propia, reloj):
    assert pasos.pide_solo_codigo() == SIN_SESION
    pasos.entra_con_numero(propia)
    reloj.pasa(minutes=11)
    assert pasos.pide_solo_codigo() == SIN_SESION
    assert pasos.recibe() is None


def test_el_codigo_pedido_desde_n1_tambien_tiene_sus_limites(pasos, propia, reloj):
    for _ in range(LIMITES.codigos_por_contacto_24h):
        assert pasos.entra_con_numero(propia) == NIVEL_1
        assert pasos.pide_solo_codigo() == CON_CODIGO
        reloj.pasa(hours=1)
    assert len(recibidos(pasos)) == LIMITES.codigos_por_contacto_24h
    assert pasos.entra_con_numero(propia) == PAUSA


def test_quien_sigue_en_n1_tampoco_pide_mas_de_cinco_codigos(pasos, propia):
    pasos.entra_con_numero(propia)
    pedidos = [pasos.pide_solo_codigo() for _ in range(LIMITES.codigos_por_contacto_24h + 1)]
    assert pedidos == [CON_CODIGO] * LIMITES.codigos_por_contacto_24h + [PAUSA]


def test_n1_de_un_celular_de_dos_clientes_no_sirve_para_una_oferta_y_el_de_uno_solo_si(app, pasos, propia, nucleo):
    quien = app.db, app.cipher, pasos.contacto, Nivel.N1
    pasos.entra_con_numero(propia)
    assert exigir_identidad(*quien, app.now(), Capacidad.OFERTA).cedula == propia
    nucleo.cliente(pasos.contacto.address.phone)
    pasos.entra_con_numero(propia)
    with pytest.raises(CelularCompartido):
        exigir_identidad(*quien, app.now(), Capacidad.OFERTA)


def recibidos(pasos):
    pasos.recibe()
    return pasos.codigos


def test_el_mensaje_repetido_desde_n1_manda_un_solo_codigo(pasos, propia):
    pasos.entra_con_numero(propia)
    mensaje = otra_vez(pasos.contacto)
    assert [pasos.pide_solo_codigo(mensaje) for _ in range(3)] == [CON_CODIGO] * 3
    assert len(recibidos(pasos)) == 1
