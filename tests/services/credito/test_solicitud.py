"""Solicitudes: every stage, promises, and only to whom they belong."""

from datetime import date, timedelta

import pytest

from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito.solicitud import RequiereAsesor, SinSolicitud, Solicitud, consultar_solicitudes
from proalto.services.identificacion.sesiones import FaltaIdentidad, Nivel
from tests.actions.ayuda import autorizar, identificar
from tests.conftest import AHORA

MARTES = AHORA - timedelta(days=1)  # 2026-11-17; today is Wednesday


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def consultar(app, contacto, cedula):
    """Ask as an authorized customer in N1."""
    autorizar(app, contacto)
    identificar(app, contacto, cedula, Nivel.N1)
    return lambda: consultar_solicitudes(app.db, app.nucleo, app.cipher, contacto, app.now())


def test_no_dice_nada_sin_autorizacion_ni_sin_identidad(app, contacto, nucleo, cedula):
    nucleo.solicitud(cedula)
    with pytest.raises(FaltaAutorizacion):
        consultar_solicitudes(app.db, app.nucleo, app.cipher, contacto, app.now())
    autorizar(app, contacto)
    with pytest.raises(FaltaIdentidad) as falta:
        consultar_solicitudes(app.db, app.nucleo, app.cipher, contacto, app.now())
    assert falta.value.nivel is Nivel.N1


@pytest.mark.parametrize(
    ("etapa", "desde", "prometida", "vencida", "terminada"),
    [
        ("recepcion", MARTES, date(2026, 11, 18), False, False),
        ("recepcion", AHORA - timedelta(days=5), date(2026, 11, 17), True, False),  # Friday; Monday was a holiday
        ("estudio", MARTES, date(2026, 11, 19), False, False),
        ("estudio", AHORA - timedelta(days=30), date(2026, 10, 21), True, False),
        ("aprobacion", MARTES, date(2026, 11, 19), False, False),
        ("desembolso", MARTES, date(2026, 11, 19), False, True),
        ("desembolso", AHORA - timedelta(days=60), date(2026, 9, 22), True, True),
        ("negada", MARTES, None, False, True),
        ("desistida", MARTES, None, False, True),
        ("estudio", None, None, False, False),
    ],
)
def test_cada_etapa_con_su_promesa(consultar, nucleo, cedula, etapa, desde, prometida, vencida, terminada):
    radicado = nucleo.solicitud(cedula, etapa, actualizada_en=desde)
    (solicitud,) = consultar()
    assert (solicitud.radicado, solicitud.etapa.nombre, solicitud.desde) == (radicado, etapa, desde)
    assert (solicitud.prometida_para, solicitud.vencida, solicitud.terminada) == (prometida, vencida, terminada)


def test_el_dia_prometido_todavia_no_esta_vencido_y_el_siguiente_si(app, consultar, contacto, nucleo, cedula, reloj):
    nucleo.solicitud(cedula, "estudio", actualizada_en=MARTES)
    reloj.ahora = AHORA.replace(day=20, hour=4, minute=59)  # 19 November, 11:59 p. m. in Bogotá
    identificar(app, contacto, cedula, Nivel.N1)
    assert not consultar()[0].vencida
    reloj.pasa(minutes=1)
    assert consultar()[0].vencida


def test_van_de_la_mas_nueva_a_la_mas_vieja(consultar, nucleo, cedula):
    vieja = nucleo.solicitud(cedula, "desembolso", radicada_en=AHORA - timedelta(days=90))
    sin_fecha = nucleo.solicitud(cedula, radicada_en=None)
    nueva = nucleo.solicitud(cedula, "recepcion", radicada_en=AHORA)
    assert [solicitud.radicado for solicitud in consultar()] == [nueva, vieja, sin_fecha]


def test_sin_solicitudes_lo_dice_y_las_de_otro_no_cuentan(consultar, nucleo):
    nucleo.solicitud(nucleo.cliente())
    with pytest.raises(SinSolicitud):
        consultar()


@pytest.mark.parametrize("etapa", ["comite", "Estudio", "", None])
def test_una_etapa_desconocida_la_dice_una_persona(consultar, nucleo, cedula, etapa):
    nucleo.solicitud(cedula, etapa)
    with pytest.raises(RequiereAsesor):
        consultar()


def test_una_etapa_desconocida_no_esconde_las_demas(consultar, nucleo, cedula):
    nucleo.solicitud(cedula, "comite", radicada_en=AHORA)
    nucleo.solicitud(cedula, "estudio")
    assert [s.etapa and s.etapa.nombre for s in consultar()] == [None, "estudio"]


def test_ve_el_cambio_al_instante(consultar, nucleo, cedula):
    radicado = nucleo.solicitud(cedula, "estudio")
    consultar()
    nucleo.cambiar_solicitud(radicado, etapa="aprobacion", actualizada_en=AHORA)
    assert consultar()[0].etapa.nombre == "aprobacion"


def test_no_lleva_montos_ni_la_nota_del_analista(consultar, nucleo, cedula):
    nucleo.solicitud(cedula, monto=98_765_432, observacion="cliente con embargo")
    assert set(Solicitud.__dataclass_fields__) == {
        "radicado", "producto", "etapa", "desde", "prometida_para", "vencida",
    }  # fmt: skip
    assert not [dato for dato in ("98765432", "embargo") if dato in repr(consultar())]
