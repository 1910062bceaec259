"""One-time codes: how long, how many, for whom; and the session that one opens."""

import threading
from datetime import date, timedelta

import pytest

from proalto.services.identificacion import desafios
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Nivel
from tests.conftest import conectar, otra_vez
from tests.services.identificacion.vigilancia import gastar_diez, pedir
from tests.services.pasos import BIEN, CELULAR, PAUSA, SIN_DESAFIO, malo


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente(CELULAR)


def test_el_codigo_tiene_seis_digitos_aunque_empiece_por_cero(pasos, cedula, monkeypatch):
    monkeypatch.setattr(desafios.secrets, "randbelow", lambda limite: 42 if limite == 10**6 else -1)
    assert pedir(pasos, cedula) == "000042"
    assert pasos.prueba("42") == "quedan 2"
    assert pasos.prueba("000042") == BIEN


def vivos(pasos):
    """Return how many living challenges this chat has."""
    connection = conectar(pasos.nucleo.dsn)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM asistente.desafios WHERE contacto_id = %s AND estado = 'vivo'", (pasos.contacto.id,)
        )
        (cuantos,) = cursor.fetchone()
    connection.close()
    return cuantos


@pytest.mark.parametrize(("segundos", "resultado"), [(299, BIEN), (300, SIN_DESAFIO)])
def test_el_codigo_vence_a_los_cinco_minutos(pasos, cedula, reloj, segundos, resultado):
    codigo = pedir(pasos, cedula)
    reloj.pasa(seconds=segundos)
    assert pasos.prueba(codigo) == resultado


def test_el_tercer_intento_todavia_vale_y_el_cuarto_no(pasos, cedula):
    codigo = pedir(pasos, cedula)
    assert [pasos.prueba(malo(codigo)) for _ in range(2)] == ["quedan 2", "quedan 1"]
    assert pasos.prueba(codigo) == BIEN
    otro = pasos.otro()
    codigo = pedir(otro, cedula)
    assert [otro.prueba(malo(codigo)) for _ in range(3)] == ["quedan 2", "quedan 1", "quedan 0"]
    assert otro.prueba(codigo) == SIN_DESAFIO and otro.titular() is None


def test_el_codigo_se_usa_una_sola_vez(pasos, cedula):
    codigo = pasos.entra(cedula)
    assert pasos.prueba(codigo) == SIN_DESAFIO
    assert pasos.pide_otro() == SIN_DESAFIO


@pytest.mark.parametrize(("minutos", "puede"), [(0, True), (30, True), (30.1, False)])
def test_se_puede_reenviar_mientras_no_haya_que_volver_a_decir_quien_es(app, pasos, cedula, reloj, minutos, puede):
    assert not desafios.se_puede_reenviar(app.db, pasos.contacto, app.now())
    pedir(pasos, cedula)
    reloj.pasa(minutes=minutos)
    assert desafios.se_puede_reenviar(app.db, pasos.contacto, app.now()) is puede


def test_un_codigo_ya_usado_no_se_reenvia(app, pasos, cedula):
    pasos.entra(cedula)
    assert not desafios.se_puede_reenviar(app.db, pasos.contacto, app.now())


def test_un_codigo_nuevo_mata_al_anterior(pasos, cedula, reloj):
    viejo = pedir(pasos, cedula)
    reloj.pasa(seconds=60)
    assert pasos.pide_otro() == BIEN
    nuevo = pasos.recibe()
    assert vivos(pasos) == 1
    if viejo != nuevo:
        assert pasos.prueba(viejo) == "quedan 2"
    assert pasos.prueba(nuevo) == BIEN
    assert vivos(pasos) == 0


def test_reenviar_espera_60_luego_120_luego_300_segundos(pasos, cedula, reloj):
    pedir(pasos, cedula)
    for segundos in (60, 120, 300):
        assert pasos.pide_otro() == f"espera {segundos}"
        reloj.pasa(seconds=segundos - 1)
        assert pasos.pide_otro() == "espera 1"
        reloj.pasa(seconds=1)
        assert pasos.pide_otro() == BIEN
    assert pasos.pide_otro() == "espera 300"


def test_sin_haber_pedido_un_codigo_no_hay_que_reenviar_ni_que_probar(pasos):
    assert (pasos.pide_otro(), pasos.prueba("123456")) == (SIN_DESAFIO, SIN_DESAFIO)


def test_un_reenvio_repetido_no_manda_otro_codigo(pasos, cedula, reloj):
    pedir(pasos, cedula)
    reloj.pasa(seconds=60)
    mensaje = otra_vez(pasos.contacto)
    assert [pasos.pide_otro(mensaje) for _ in range(3)] == [BIEN] * 3
    pasos.recibe()
    assert len(pasos.codigos) == 2


def test_un_cliente_recibe_tres_codigos_en_media_hora(pasos, cedula, reloj):
    uno, otro = pasos, pasos.otro()
    assert all((pedir(uno, cedula), pedir(uno, cedula), pedir(otro, cedula)))
    assert pedir(otro, cedula) is None
    reloj.pasa(minutes=30)
    assert pedir(otro, cedula) is not None


def test_un_cliente_recibe_cinco_codigos_al_dia(pasos, cedula, reloj):
    uno, otro = pasos, pasos.otro()
    for chat in (uno, uno, uno, otro, otro):
        assert pedir(chat, cedula) is not None
        reloj.pasa(minutes=31)
    assert pedir(otro, cedula) is None
    reloj.pasa(hours=24)
    assert pedir(otro, cedula) is not None


def test_un_contacto_pide_cinco_codigos_al_dia_sean_de_quien_sean(pasos, nucleo, cedula, reloj):
    otra = nucleo.cliente("573001112222")
    for de_quien in (cedula, cedula, cedula, otra, otra):
        assert pedir(pasos, de_quien) is not None
        reloj.pasa(minutes=31)
    assert pasos.da_fecha(otra) == PAUSA
    reloj.pasa(hours=24)
    assert pedir(pasos, otra) is not None


def test_los_reenvios_cuentan_entre_los_cinco_del_contacto(pasos, cedula, reloj):
    pedir(pasos, cedula)
    for _ in range(4):
        reloj.pasa(minutes=20)
        assert pasos.pide_otro() == BIEN
    reloj.pasa(minutes=20)
    assert pasos.pide_otro() == PAUSA


def test_un_codigo_de_hace_rato_no_se_reenvia_sin_mostrar_otra_vez_quien_es(pasos, cedula, reloj):
    pedir(pasos, cedula)
    reloj.pasa(minutes=31)
    assert pasos.pide_otro() == SIN_DESAFIO


def test_codigos_contra_un_senuelo_no_bloquean_al_titular(pasos, cedula, reloj):
    for _ in range(4):
        extrano = pasos.otro()
        extrano.presenta(cedula)
        extrano.da_fecha(cedula, date(1990, 1, 1))
        for codigo in ("111111", "222222", "333333"):
            extrano.prueba(codigo)
        reloj.pasa(hours=25)
    assert pedir(pasos, cedula) is not None


def test_diez_codigos_malos_seguidos_bloquean_hasta_que_alguien_lo_atienda(pasos, cedula, reloj):
    gastar_diez(pasos, cedula, reloj)
    reloj.pasa(days=40)
    nuevo = pasos.otro()
    assert nuevo.presenta(cedula) == BIEN
    assert pedir(nuevo, cedula) is None
    assert nuevo.prueba("123456") == "quedan 2"


def test_un_codigo_bueno_borra_la_cuenta_de_los_malos(pasos, cedula, reloj):
    codigo = pedir(pasos, cedula)
    for _ in range(2):
        pasos.prueba(malo(codigo))
    pasos.prueba(codigo)
    reloj.pasa(hours=25)
    for chat, intentos in ((pasos, 3), (pasos.otro(), 3), (pasos, 3)):
        codigo = pedir(chat, cedula)
        for _ in range(intentos):
            chat.prueba(malo(codigo))
        reloj.pasa(minutes=31)
    assert pedir(pasos.otro(), cedula) is not None


def test_el_mensaje_repetido_no_gasta_y_da_lo_mismo(pasos, cedula):
    codigo, mensaje = pedir(pasos, cedula), otra_vez(pasos.contacto)
    assert [pasos.prueba(malo(codigo), mensaje) for _ in range(4)] == ["quedan 2"] * 4
    bueno = otra_vez(pasos.contacto)
    assert [pasos.prueba(codigo, bueno) for _ in range(3)] == [BIEN] * 3
    assert pasos.titular() == cedula


def test_el_ultimo_intento_errado_repetido_dice_otra_vez_que_no_quedan(pasos, cedula):
    codigo, ultimo = pedir(pasos, cedula), otra_vez(pasos.contacto)
    assert [pasos.prueba(malo(codigo)) for _ in range(2)] == ["quedan 2", "quedan 1"]
    assert [pasos.prueba(malo(codigo), ultimo) for _ in range(2)] == ["quedan 0"] * 2


def test_dos_intentos_a_la_vez_gastan_dos(pasos, cedula):
    codigo, resultados = pedir(pasos, cedula), []
    barrera = threading.Barrier(2)

    def intento():
        barrera.wait()
        resultados.append(pasos.prueba(malo(codigo)))

    hilos = [threading.Thread(target=intento) for _ in range(2)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(resultados) == ["quedan 1", "quedan 2"]
    assert pasos.prueba(malo(codigo)) == "quedan 0"


def test_el_codigo_pedido_en_un_chat_no_vale_en_otro(pasos, cedula):
    codigo, otro = pedir(pasos, cedula), pasos.otro()
    assert otro.prueba(codigo) == SIN_DESAFIO
    ajeno = pedir(otro, pasos.nucleo.cliente("573009998888"))
    if ajeno != codigo:
        assert otro.prueba(codigo) == "quedan 2"
    assert otro.titular() is None and pasos.prueba(codigo) == BIEN


@pytest.mark.parametrize(("minutos", "abierta"), [(9.99, True), (10, False)])
def test_la_sesion_ociosa_termina_a_los_diez_minutos(pasos, cedula, reloj, minutos, abierta):
    pasos.entra(cedula)
    reloj.pasa(minutes=minutos)
    assert (pasos.titular() is not None) is abierta


def test_la_sesion_termina_a_los_treinta_minutos_aunque_se_use(pasos, cedula, reloj):
    pasos.entra(cedula)
    for _ in range(3):
        reloj.pasa(minutes=9)
        assert pasos.titular() == cedula
    reloj.pasa(minutes=3)
    assert pasos.titular() is None


def test_el_codigo_abre_n2_y_no_n3(pasos, cedula):
    pasos.entra(cedula)
    assert (pasos.titular(Nivel.N1), pasos.titular(Nivel.N2), pasos.titular(Nivel.N3)) == (cedula, cedula, None)


def test_solo_queda_abierta_la_sesion_de_la_ultima_persona(pasos, cedula, nucleo):
    otra = nucleo.cliente("573001113333")
    pasos.entra(cedula)
    pasos.entra(otra)
    assert pasos.titular() == otra
    with conectar(nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM asistente.sesiones WHERE contacto_id = %s AND cerrada_en IS NULL",
            (pasos.contacto.id,),
        )
        assert cursor.fetchone() == (1,)


def test_los_numeros_del_protocolo_son_los_escritos():
    minutos, horas = timedelta(minutes=1), timedelta(hours=1)
    assert (LIMITES.codigo_vigencia, LIMITES.codigo_intentos, LIMITES.codigo_digitos) == (5 * minutos, 3, 6)
    assert [e.total_seconds() for e in LIMITES.codigo_reenvio_esperas] == [60, 120, 300]
    assert (LIMITES.sesion_ociosa, LIMITES.sesion_total) == (10 * minutos, horas / 2)
