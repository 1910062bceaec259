"""Who asked to be told: with level N1, once, and until they say stop, which takes no identity."""

from dataclasses import replace

import pytest

from proalto.services.contacto.suscripciones import NadaQueAvisar, Suscrito, cancelar, esta_suscrito, suscribir
from proalto.services.credito.solicitud import SinSolicitud
from proalto.services.identificacion.sesiones import FaltaIdentidad, Nivel
from proalto.services.mensajeria import bandeja_entrada
from tests.actions.ayuda import autorizar, identificar
from tests.conftest import conectar, nuevo_contacto, otra_vez
from tests.services.mensajes import mensaje, webhook


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def pide(app, contacto, cedula):
    """Subscribe, in a new message, as an authorized customer in N1."""
    autorizar(app, contacto)
    identificar(app, contacto, cedula, Nivel.N1)

    def _pide(radicado="", como=None):
        quien = como or otra_vez(contacto)
        return suscribir(app.db, app.nucleo, app.cipher, quien, radicado, app.now())

    return _pide


def filas(app, contacto):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT radicado, etapa, terminada_en IS NULL, motivo FROM asistente.suscripciones"
            " WHERE contacto_id = %s ORDER BY id", (contacto.id,)
        )  # fmt: skip
        return cursor.fetchall()


def test_sin_identidad_no_hay_suscripcion(app, contacto, nucleo, cedula):
    autorizar(app, contacto)
    radicado = nucleo.solicitud(cedula)
    with pytest.raises(FaltaIdentidad):
        suscribir(app.db, app.nucleo, app.cipher, contacto, radicado, app.now())
    assert filas(app, contacto) == []


def test_se_suscribe_a_la_que_pidio_o_a_todas_las_que_siguen(app, pide, contacto, nucleo, cedula):
    primera, segunda = nucleo.solicitud(cedula, "estudio"), nucleo.solicitud(cedula, "recepcion")
    nucleo.solicitud(cedula, "negada")
    nucleo.solicitud(cedula, "comite")
    assert pide(segunda) == Suscrito((segunda,), nuevo=True)
    assert filas(app, contacto) == [(segunda, "recepcion", True, None)]
    assert set(pide().radicados) == {primera, segunda}
    assert {radicado for radicado, *_ in filas(app, contacto)} == {primera, segunda}


def test_el_radicado_de_otro_no_suscribe_a_lo_de_otro(pide, nucleo, cedula):
    propia, ajena = nucleo.solicitud(cedula), nucleo.solicitud(nucleo.cliente())
    assert pide(ajena).radicados == (propia,)


@pytest.mark.parametrize("etapa", ["desembolso", "negada", "desistida"])
def test_de_una_solicitud_terminada_no_hay_nada_que_avisar(pide, nucleo, cedula, etapa):
    radicado = nucleo.solicitud(cedula, etapa)
    with pytest.raises(NadaQueAvisar):
        pide(radicado)


def test_sin_solicitudes_lo_dice(pide):
    with pytest.raises(SinSolicitud):
        pide()


def test_pedirlo_dos_veces_deja_una_y_repetir_el_mensaje_no_cambia_la_respuesta(app, pide, contacto, nucleo, cedula):
    nucleo.solicitud(cedula)
    primero = otra_vez(contacto)
    assert [pide(como=primero).nuevo for _ in range(3)] == [True] * 3
    assert pide().nuevo is False
    assert len(filas(app, contacto)) == 1


def test_dos_chats_de_la_misma_persona_son_dos_suscripciones(app, pide, contacto, nucleo, cedula):
    radicado = nucleo.solicitud(cedula)
    otro = nuevo_contacto(app)
    autorizar(app, otro)
    identificar(app, otro, cedula, Nivel.N1)
    pide()
    pide(como=otro)
    assert esta_suscrito(app.db, contacto, radicado) and esta_suscrito(app.db, otro, radicado)
    cancelar(app.db, app.cipher, otra_vez(contacto), "no más", app.now())
    assert not esta_suscrito(app.db, contacto, radicado) and esta_suscrito(app.db, otro, radicado)


def test_para_dejar_de_recibir_no_hace_falta_identidad_ni_autorizacion(app, pide, contacto, nucleo, cedula, reloj):
    nucleo.solicitud(cedula)
    nucleo.solicitud(cedula)
    pide()
    reloj.pasa(days=3)
    mensaje_ = otra_vez(contacto)
    for _ in range(2):  # a repeated turn says the same
        assert cancelar(app.db, app.cipher, mensaje_, "no más", app.now()) == 2
    assert [(viva, motivo) for _, _, viva, motivo in filas(app, contacto)] == [(False, "pedido")] * 2
    assert cancelar(app.db, app.cipher, otra_vez(contacto), "no más", app.now()) == 0


def test_despues_de_cancelar_se_puede_volver_a_pedir(pide, app, contacto, nucleo, cedula):
    nucleo.solicitud(cedula)
    pide()
    cancelar(app.db, app.cipher, otra_vez(contacto), "no más", app.now())
    assert pide().nuevo
    assert [viva for _, _, viva, _ in filas(app, contacto)] == [False, True]


def test_un_numero_que_cambia_de_manos_deja_de_recibir(app, pide, contacto, nucleo, cedula):
    nucleo.solicitud(cedula)
    pide()
    cambio = replace(mensaje(contacto.address), kind="system")
    bandeja_entrada.recibir(app.db, app.cipher, webhook(cambio), app.now())
    assert [motivo for *_, motivo in filas(app, contacto)] == ["otras_manos"]
