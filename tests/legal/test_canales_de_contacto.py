"""Ley 2300 de 2023 through the real worker and PostgreSQL: by what channel, and to whom."""

from dataclasses import replace
from datetime import time, timedelta

import psycopg2
import pytest

from proalto.services.contacto import acuerdos_de_contacto
from proalto.services.contacto.acuerdos_de_contacto import AcuerdoInvalido, Canal, Instrumento
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.mensajeria.salientes import Motivo
from tests.legal.reglas import (
    ESPERA,
    HUELLA,
    PUBLICIDAD,
    SALE,
    VICTIMA,
    autoriza,
    bogota,
    cobra,
    no,
    pasa,
    recien,
    sale,
)
from tests.services.mensajes import mensaje, webhook
from tests.worker.buzon import Buzon

pytestmark = pytest.mark.usefixtures("cada_clase")


# -- L-43 and L-45: only by authorised channels, and only to the debtor --


def test_L43_sin_canal_autorizado_no_sale(app, contacto, con_permiso):
    deudor = Buzon(app, contacto)
    cobra(deudor)
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)
    deudor.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)


def test_L43_el_canal_que_termino_o_que_es_otro_tampoco_sirve(app, deudor):
    cobra(deudor)
    with app.db.transaction() as tx:
        acuerdos_de_contacto.terminar_canal(tx, deudor.contacto.id, HUELLA, Canal.WHATSAPP, app.now())
    autoriza(app, deudor.contacto, HUELLA, Canal.SMS)
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)


def test_L43_un_canal_se_autoriza_despues_de_informarlo_y_por_escrito(app, contacto):
    for documento, informado in (("", app.now()), ("pagare-1", app.now() + timedelta(seconds=1))):
        with app.db.transaction() as tx, pytest.raises(AcuerdoInvalido):
            acuerdos_de_contacto.autorizar_canal(tx, contacto.id, HUELLA, Canal.SMS, documento, informado, app.now())


def test_L43_cuando_el_numero_cambia_de_manos_nada_queda_autorizado(app, deudor):
    cambio = replace(mensaje(deudor.contacto.address, "", "system"), text=None)
    bandeja_entrada.recibir(app.db, app.cipher, webhook(cambio), app.now())
    cobra(deudor)
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)


def instrumento(**cambios):
    uno = Instrumento("pagare-1", bogota(2026, 1, 5), "otrosi-7", bogota(2026, 3, 2), [1, 7], time(19), time(21))
    return replace(uno, **cambios)


def test_L43_otras_horas_solo_por_un_instrumento_aparte_y_posterior(app, deudor):
    with app.db.transaction() as tx:
        acuerdos_de_contacto.pactar_horario(tx, deudor.contacto.id, HUELLA, instrumento(), app.now())
    cobra(deudor)
    assert sale(app, deudor) == ESPERA  # Wednesday at ten is not what was agreed
    pasa(app, deudor, bogota(2026, 11, 22, 19, 0, 1))
    recien(app, deudor)
    assert sale(app, deudor) == SALE  # a Sunday at seven in the evening, as they asked for


@pytest.mark.parametrize(
    "cambios",
    [
        {"instrumento": "pagare-1"}, {"instrumento": " "}, {"contrato": ""}, {"dias": []}, {"dias": [0]},
        {"instrumento_firmado_en": bogota(2026, 1, 5)}, {"instrumento_firmado_en": bogota(2025, 12, 31)},
        {"instrumento_firmado_en": bogota(2026, 12, 31)}, {"abre": time(21)},
    ],
)  # fmt: skip
def test_L43_lo_que_no_es_un_instrumento_aparte_y_posterior_no_cambia_las_horas(app, contacto, cambios):
    with app.db.transaction() as tx, pytest.raises(AcuerdoInvalido):
        acuerdos_de_contacto.pactar_horario(tx, contacto.id, HUELLA, instrumento(**cambios), app.now())


@pytest.mark.parametrize(("de_quien", "esperado"), [(HUELLA, SALE), (VICTIMA, ESPERA)])
def test_L43_en_un_celular_de_dos_las_horas_que_pacto_una_no_son_las_de_la_otra(app, deudor, de_quien, esperado):
    autoriza(app, deudor.contacto, VICTIMA)
    with app.db.transaction() as tx:
        acuerdos_de_contacto.pactar_horario(tx, deudor.contacto.id, HUELLA, instrumento(), app.now())
    pasa(app, deudor, bogota(2026, 11, 22, 19, 0, 1))
    recien(app, deudor)
    cobra(deudor, huella=de_quien)
    assert sale(app, deudor) == esperado


def test_L43_terminar_el_canal_de_una_persona_no_quita_el_de_la_otra(app, deudor):
    autoriza(app, deudor.contacto, VICTIMA)
    with app.db.transaction() as tx:
        acuerdos_de_contacto.terminar_canal(tx, deudor.contacto.id, VICTIMA, Canal.WHATSAPP, app.now())
    cobra(deudor)
    assert sale(app, deudor) == SALE
    cobra(deudor, huella=VICTIMA)
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)


def test_L43_ni_escribiendolas_en_la_base_rigen_unas_horas_que_no_son_de_nadie(deudor):
    sql = ("INSERT INTO asistente.horarios_pactados (contacto_id, contrato, contrato_firmado_en, instrumento,"
           " instrumento_firmado_en, dias, abre, cierra)"
           " VALUES (%s, 'p', %s, 'otrosi', %s, '{1}', '05:00', '23:00')")  # fmt: skip
    with pytest.raises(psycopg2.errors.CheckViolation):
        deudor.sql(sql, deudor.contacto.id, bogota(2026, 1, 1), bogota(2026, 1, 2))


def test_L43_ni_escribiendolo_en_la_base_vale_el_mismo_contrato(app, deudor):
    sql = ("INSERT INTO asistente.horarios_pactados (contacto_id, cedula_hmac, contrato, contrato_firmado_en,"
           " instrumento, instrumento_firmado_en, dias, abre, cierra)"
           " VALUES (%s, %s, 'p', %s, %s, %s, '{1}', '05:00', '23:00')")  # fmt: skip
    for papel, dia in (("p", 2), ("otrosi", 1)):
        with pytest.raises(psycopg2.errors.CheckViolation):
            deudor.sql(sql, deudor.contacto.id, HUELLA, bogota(2026, 1, 1), papel, bogota(2026, 1, dia))


@pytest.mark.parametrize("huella", [None, b"huella-de-otra-persona"])
def test_L45_un_cobro_no_sale_a_quien_no_es_el_deudor(app, deudor, huella):
    """The chat of a relative, an employer or a referee has authorised nothing for that debt; nor is it guessed."""
    cobra(deudor, huella=huella)
    assert sale(app, deudor) == no(Motivo.SIN_CANAL)


# -- L-44: advertising --


def test_L44_la_publicidad_pide_aceptacion_expresa(app, deudor):
    deudor.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, deudor) == no(Motivo.SIN_PERMISO)
