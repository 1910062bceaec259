"""Who is asking: what a stranger learns (nothing), and the limits of each contact and each cédula."""

from datetime import date, timedelta

import pytest

from proalto.services.identificacion import desafios
from proalto.services.identificacion.limites import LIMITES
from tests.conftest import AHORA, conectar, otra_vez
from tests.services.pasos import BIEN, CELULAR, EXPEDICION, OTRA_FECHA, PAUSA, SIN_DESAFIO, cedula_desconocida, malo

HOY = AHORA.date()


def bloquear(pasos, cedula):
    """Spend ten wrong codes on this customer, two days ago."""
    huella = pasos.app.cipher.keyed_hash("cedula", cedula)
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        for numero in range(LIMITES.codigos_malos_seguidos_bloquean):
            cursor.execute(
                "INSERT INTO asistente.intentos_identidad"
                " (contacto_id, cedula_hmac, paso, bien, wamid_origen, ocurrido_en)"
                " VALUES (%s, %s, 'codigo', false, %s, %s)",
                (pasos.otro().contacto.id, huella, f"bloqueo.{cedula}.{numero}", AHORA - timedelta(days=2)),
            )


def desconocido(pasos):
    return cedula_desconocida(), EXPEDICION


def fecha_errada(pasos):
    return pasos.nucleo.cliente(CELULAR), OTRA_FECHA


def bloqueado(pasos):
    cedula = pasos.nucleo.cliente(CELULAR)
    bloquear(pasos, cedula)
    return cedula, EXPEDICION


def sin_celular(pasos):
    return pasos.nucleo.cliente(None), EXPEDICION


def sin_fecha_en_nucleo(pasos):
    return pasos.nucleo.cliente(CELULAR, expedicion=None), EXPEDICION


SENUELOS = [desconocido, fecha_errada, bloqueado, sin_celular, sin_fecha_en_nucleo]


def recorrido(pasos, cedula, fecha):
    """Return all that shows while somebody tries everything with this cédula, wrong codes only."""
    visto = [pasos.presenta(cedula)]
    for _ in range(4):
        visto += [pasos.da_fecha(cedula, fecha), pasos.pide_otro()]
        codigo = pasos.recibe()
        visto += [pasos.prueba(malo(codigo)) for _ in range(4)]
        pasos.app.now.pasa(seconds=61)
        visto += [pasos.pide_otro(), pasos.prueba(malo(pasos.recibe()))]
    return visto


@pytest.mark.parametrize("caso", SENUELOS)
def test_un_senuelo_se_ve_igual_que_un_cliente_de_verdad(pasos, reloj, caso):
    verdadero = recorrido(pasos, pasos.nucleo.cliente(CELULAR), EXPEDICION)
    reloj.ahora = AHORA
    senuelo = pasos.otro()
    assert recorrido(senuelo, *caso(pasos)) == verdadero
    assert verdadero[:8] == [BIEN, BIEN, "espera 60", "quedan 2", "quedan 1", "quedan 0", SIN_DESAFIO, BIEN]
    assert senuelo.codigos == []


@pytest.mark.parametrize("caso", SENUELOS)
def test_un_senuelo_no_deja_nada_en_la_bandeja_de_salida_y_no_abre_ni_con_sus_digitos(pasos, monkeypatch, caso):
    monkeypatch.setattr(desafios.secrets, "randbelow", lambda _: 123456)
    cedula, fecha = caso(pasos)
    assert (pasos.presenta(cedula), pasos.da_fecha(cedula, fecha)) == (BIEN, BIEN)
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.mensajes_salientes WHERE contacto_id = %s", (pasos.contacto.id,))
        assert cursor.fetchone() == (0,)
    assert pasos.prueba("123456") == "quedan 2"
    assert pasos.titular() is None


def test_el_codigo_sale_al_celular_registrado_y_abre(pasos):
    cedula = pasos.nucleo.cliente(CELULAR)
    pasos.entra(cedula)
    assert pasos.titular() == cedula


def test_tres_datos_sin_acertar_piden_una_pausa_de_quince_minutos(pasos, reloj):
    cedula = pasos.nucleo.cliente(CELULAR)
    assert [pasos.da_fecha(cedula, OTRA_FECHA) for _ in range(4)] == [BIEN] * LIMITES.datos_malos_por_contacto + [PAUSA]
    assert pasos.da_fecha(cedula_desconocida()) == PAUSA
    reloj.pasa(minutes=15)
    assert pasos.da_fecha(cedula, OTRA_FECHA) == BIEN


def test_la_pausa_no_delata_cual_dato_era_el_bueno(pasos):
    cedula = pasos.nucleo.cliente(CELULAR)
    fechas = (OTRA_FECHA, EXPEDICION, OTRA_FECHA, OTRA_FECHA)
    assert [pasos.da_fecha(cedula, fecha) for fecha in fechas] == [BIEN, BIEN, BIEN, PAUSA]


def test_quien_acierta_el_codigo_empieza_de_nuevo(pasos, reloj):
    cedula = pasos.nucleo.cliente(CELULAR)
    for _ in range(2):
        pasos.da_fecha(cedula, OTRA_FECHA)
    reloj.pasa(seconds=1)
    pasos.entra(cedula)
    reloj.pasa(seconds=1)
    assert [pasos.da_fecha(cedula, OTRA_FECHA) for _ in range(2)] == [BIEN, BIEN]


def test_cinco_datos_en_un_dia_son_demasiados(pasos, reloj):
    cedula = pasos.nucleo.cliente(CELULAR)
    for _ in range(LIMITES.datos_malos_por_contacto_24h):
        assert pasos.da_fecha(cedula, OTRA_FECHA) == BIEN
        reloj.pasa(hours=1)
    assert pasos.da_fecha(cedula) == PAUSA
    reloj.pasa(hours=24)
    assert pasos.da_fecha(cedula) == BIEN


def test_un_contacto_presenta_tres_cedulas_al_dia_y_cinco_al_mes(pasos, reloj):
    primera, *otras = [cedula_desconocida() for _ in range(6)]
    assert [pasos.presenta(c) for c in (primera, *otras[:3])] == [BIEN] * LIMITES.cedulas_por_contacto_24h + [PAUSA]
    assert pasos.presenta(primera) == BIEN
    reloj.pasa(hours=25)
    assert [pasos.presenta(c) for c in otras[2:]] == [BIEN, BIEN, PAUSA]
    reloj.pasa(days=30)
    assert pasos.presenta(otras[-1]) == BIEN


def test_el_cuarto_contacto_de_una_cedula_en_un_dia_recibe_un_senuelo(pasos, reloj):
    cedula = pasos.nucleo.cliente(CELULAR)
    chats = [pasos.otro() for _ in range(4)]
    for chat in chats:
        assert chat.presenta(cedula) == BIEN
    *primeros, cuarto = chats
    reloj.pasa(hours=25)
    assert cuarto.presenta(cedula) == BIEN
    for chat in primeros:
        chat.presenta(cedula)
    assert cuarto.da_fecha(cedula) == BIEN and cuarto.recibe() is None
    reloj.pasa(hours=25)
    assert cuarto.da_fecha(cedula) == BIEN and cuarto.recibe() is not None


def test_el_celular_registrado_recibe_su_codigo_aunque_muchos_presenten_su_cedula(pasos):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    for _ in range(LIMITES.contactos_por_cedula_24h + 1):
        pasos.otro().presenta(cedula)
    assert pasos.presenta(cedula) == BIEN
    assert pasos.da_fecha(cedula) == BIEN and pasos.recibe() is not None


@pytest.mark.parametrize(
    ("dias", "propio", "sale"),
    [(180, False, True), (181, False, False), (181, True, True), (None, False, False), (None, True, True)],
)
def test_un_celular_que_nadie_confirma_hace_mas_de_180_dias_solo_sirve_a_su_propio_chat(pasos, dias, propio, sale):
    chat = pasos.otro()
    confirmado = None if dias is None else HOY - timedelta(days=dias)
    cedula = pasos.nucleo.cliente(chat.contacto.address.phone if propio else CELULAR)
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET celular_confirmado_en = %s WHERE cedula = %s", (confirmado, cedula))
    assert chat.da_fecha(cedula) == BIEN
    assert (chat.recibe() is not None) is sale


def test_el_mensaje_repetido_no_abre_otro_desafio(pasos):
    cedula, mensaje = pasos.nucleo.cliente(CELULAR), otra_vez(pasos.contacto)
    assert [pasos.da_fecha(cedula, contacto=mensaje) for _ in range(3)] == [BIEN] * 3
    codigo = pasos.recibe()
    assert len(pasos.codigos) == 1 and pasos.prueba(str(codigo)) == BIEN


def test_presentar_otra_cedula_termina_la_sesion_aunque_ya_sean_demasiadas(pasos):
    cedula = pasos.nucleo.cliente(CELULAR)
    for _ in range(2):
        pasos.presenta(cedula_desconocida())
    pasos.entra(cedula)
    assert pasos.titular() == cedula
    assert pasos.presenta(cedula_desconocida()) == PAUSA
    assert pasos.titular() is None


def test_una_fecha_de_nucleo_vacia_no_coincide_con_nada(pasos):
    cedula = pasos.nucleo.cliente(CELULAR, expedicion=None)
    assert pasos.da_fecha(cedula, date(1900, 1, 1)) == BIEN
    assert pasos.recibe() is None
