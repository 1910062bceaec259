"""L-16 and L-17: until when a request about data is answered, and what makes that day another."""

from __future__ import annotations

from datetime import date

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.datos import gestion_de_datos, plazos_legales, solicitudes_de_datos, vencimientos_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.datos.gestion_de_datos import (
    PlazoVencido,
    TardeParaPedir,
    YaProrrogada,
    YaSePidio,
)
from proalto.worker.enviar import enviar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import alertas, en, hacer, identificar, radicar, revisar, solicitud, sql
from tests.services import mundo_de_mesa as gente

pytestmark = pytest.mark.usefixtures("nada_mas_por_revisar")


@pytest.mark.parametrize(("derecho", "tramite", "vence"), [
    (Derecho.CONOCER, "consulta", date(2026, 12, 1)),
    (Derecho.REPRESENTAR, "consulta", date(2026, 12, 1)),
    (Derecho.ACTUALIZAR, "reclamo", date(2026, 12, 10)),
    (Derecho.SUPRIMIR, "reclamo", date(2026, 12, 10)),
    (Derecho.REVOCAR, "reclamo", date(2026, 12, 10)),
])  # fmt: skip
def test_L16_y_L17_cada_derecho_tiene_su_tramite_y_su_fecha(app, derecho, tramite, vence):
    _, folio = radicar(app, derecho)
    una = solicitud(app, folio)
    assert (una["tramite"], una["vence_el"], una["regimen"]) == (tramite, vence, "ambos")


def test_L16_sin_mensaje_enviado_no_hay_prorroga(app, andres, reloj):
    _, folio = radicar(app, Derecho.REPRESENTAR)
    hacer(app, gestion_de_datos.prorrogar, folio, andres, "falta el archivo del crédito")
    revisar(app, reloj, en(date(2026, 12, 1)))
    assert solicitud(app, folio)["prorrogada_en"] is None and solicitud(app, folio)["vence_el"] == date(2026, 12, 1)
    revisar(app, reloj, en(date(2026, 12, 2)))
    assert "datos_vencida" in alertas(app, folio)


def test_L16_la_prorroga_vale_cuando_su_aviso_salio_antes_de_vencer(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.REPRESENTAR)
    hacer(app, gestion_de_datos.prorrogar, folio, andres, "falta el archivo del crédito")
    enviar(app, contacto.id)
    sql(app, "UPDATE mensajes_salientes SET actualizado_en = %s WHERE contacto_id = %s", app.now(), contacto.id)
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["vence_el"] == date(2026, 12, 9)
    assert app.whatsapp.sent[-1]["template"]["name"] == "datos_prorroga"
    with pytest.raises(YaProrrogada):
        hacer(app, gestion_de_datos.prorrogar, folio, andres, "otra vez")
    revisar(app, reloj, en(date(2026, 12, 9)))
    assert "datos_vencida" not in alertas(app, folio)


@pytest.mark.parametrize("estado", ["pendiente", "enviando", "incierto", "fallido"])
def test_L16_un_aviso_que_no_salio_no_prorroga(app, andres, estado):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.prorrogar, folio, andres, "falta el archivo")
    sql(app, "UPDATE mensajes_salientes SET estado = %s WHERE contacto_id = %s", estado, contacto.id)
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["prorrogada_en"] is None


def test_L16_un_aviso_que_salio_tarde_no_prorroga(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.REPRESENTAR)
    hacer(app, gestion_de_datos.prorrogar, folio, andres, "falta el archivo")
    sql(app, "UPDATE mensajes_salientes SET estado = 'leido', actualizado_en = %s WHERE contacto_id = %s",
        plazos_legales.fin_de(date(2026, 12, 1)), contacto.id)  # fmt: skip
    revisar(app, reloj, en(date(2026, 12, 2)))
    assert solicitud(app, folio)["prorrogada_en"] is None and "datos_vencida" in alertas(app, folio)


def test_L16_vencida_ya_no_se_prorroga(app, andres, reloj):
    _, folio = radicar(app, Derecho.REPRESENTAR)
    reloj.ahora = plazos_legales.fin_de(date(2026, 12, 1))
    with pytest.raises(PlazoVencido):
        hacer(app, gestion_de_datos.prorrogar, folio, andres, "tarde")


def test_L17_lo_que_falta_se_pide_en_cinco_dias_y_no_despues(app, andres, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    _, tarde = radicar(app, Derecho.ACTUALIZAR)
    reloj.pasa(days=5)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    assert solicitud(app, folio)["estado"] == "incompleta"
    reloj.pasa(days=1)
    with pytest.raises(TardeParaPedir):
        hacer(app, gestion_de_datos.pedir_falta, tarde, andres, "una copia de tu cédula")


def test_L17_lo_que_falta_se_pide_una_sola_vez_y_el_reloj_no_se_reinicia_sin_fin(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    with pytest.raises(YaSePidio):  # it would move the day on which it counts as withdrawn
        hacer(app, gestion_de_datos.pedir_falta, folio, andres, "otra cosa")
    reloj.pasa(hours=1)
    gente.recibido(app, contacto, "aquí está", cuando=app.now())
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["estado"] == "en_curso"
    with pytest.raises(YaSePidio):
        hacer(app, gestion_de_datos.pedir_falta, folio, andres, "otra cosa")


def test_L17_si_el_pedido_no_salio_el_plazo_no_espera_y_se_puede_pedir_otra_vez(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    antes = solicitud(app, folio)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    sql(app, "UPDATE mensajes_salientes SET estado = 'fallido' WHERE contacto_id = %s AND wamid_origen LIKE 'datos:%%'",
        contacto.id)  # fmt: skip
    reloj.pasa(hours=1)
    gente.recibido(app, contacto, "¿cómo va lo mío?", cuando=app.now())  # it completes nothing: nobody asked them
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio) == antes
    assert alertas(app, folio) == ["datos_falta_sin_decir"]
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    reloj.pasa(minutes=2)
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["estado"] == "incompleta"


def test_L17_los_cinco_dias_cuentan_desde_que_se_recibio(app, andres, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    sql(app, "UPDATE solicitudes_de_datos SET completa_en = completa_en + interval '9 days' WHERE folio = %s", folio)
    reloj.pasa(days=6)
    with pytest.raises(TardeParaPedir):
        hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")


def test_L17_completarlo_deja_atras_la_prorroga_que_dijo_otra_fecha(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.prorrogar, folio, andres, "falta el archivo")
    sql(app, "UPDATE mensajes_salientes SET estado = 'aceptado', actualizado_en = %s WHERE contacto_id = %s",
        app.now(), contacto.id)  # fmt: skip
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["prorrogada_en"] is not None
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    reloj.pasa(days=2)
    gente.recibido(app, contacto, "aquí está", cuando=app.now())
    revisar(app, reloj, app.now())
    completa = solicitud(app, folio)
    assert (completa["prorrogada_en"], completa["vence_el"]) == (None, date(2026, 12, 14))
    with app.db.transaction() as tx:
        una = solicitudes_de_datos.de_caso(tx, completa["caso_id"])
    assert una.plazo.vence == una.vence_el


def test_L17_trasladar_no_sirve_para_salir_de_un_plazo_vencido(app, andres, nucleo, reloj):
    quien = nuevo_contacto(app)
    identificar(app, quien, nucleo.cliente())
    _, en_silencio = radicar(app, Derecho.ACTUALIZAR, quien)
    _, vencida = radicar(app, Derecho.REPRESENTAR)
    revisar(app, reloj, en(date(2026, 12, 11)))
    for folio, estado in ((en_silencio, "silencio"), (vencida, "en_curso")):
        with pytest.raises(PlazoVencido):
            hacer(app, gestion_de_datos.trasladar, folio, andres, "DataCrédito")
        assert solicitud(app, folio)["estado"] == estado


def test_L17_lo_trasladado_no_cierra_el_derecho_para_siempre(app, andres):
    quien, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.trasladar, folio, andres, "DataCrédito")
    _, otro = radicar(app, Derecho.ACTUALIZAR, otra_vez(quien))
    assert otro != folio and solicitud(app, otro)["estado"] == "en_curso"


def test_L17_a_una_consulta_no_se_le_pide_completarla(app, andres):
    _, folio = radicar(app, Derecho.REPRESENTAR)
    with pytest.raises(TardeParaPedir):
        hacer(app, gestion_de_datos.pedir_falta, folio, andres, "algo")


def test_L17_completo_desde_que_escribe_y_el_plazo_cuenta_desde_ahi(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    revisar(app, reloj, en(date(2026, 12, 20)))
    assert solicitud(app, folio)["estado"] == "incompleta" and alertas(app, folio) == []
    gente.recibido(app, contacto, "aquí está", cuando=app.now())
    revisar(app, reloj, en(date(2026, 12, 22)))
    completa = solicitud(app, folio)
    assert completa["estado"] == "en_curso" and completa["vence_el"] == date(2027, 1, 13)


@pytest.mark.parametrize(("con_creditos", "sigue", "desiste"), [
    (False, date(2027, 1, 18), date(2027, 1, 19)),
    (None, date(2027, 1, 18), date(2027, 1, 19)),
])  # fmt: skip
def test_L17_sin_completar_se_entiende_desistido_a_los_dos_meses(app, andres, reloj, con_creditos, sigue, desiste):
    _, folio = radicar(app, Derecho.ACTUALIZAR, con_creditos=con_creditos)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    revisar(app, reloj, en(sigue))
    assert solicitud(app, folio)["estado"] == "incompleta"
    revisar(app, reloj, en(desiste))
    assert solicitud(app, folio)["estado"] == "desistida" and alertas(app, folio) == ["datos_desistida"]


def test_L17_lo_que_solo_es_de_la_1266_se_entiende_desistido_al_mes(app, andres, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    sql(app, "UPDATE solicitudes_de_datos SET regimen = '1266' WHERE folio = %s", folio)
    hacer(app, gestion_de_datos.pedir_falta, folio, andres, "una copia de tu cédula")
    revisar(app, reloj, en(date(2026, 12, 19)))
    assert solicitud(app, folio)["estado"] == "desistida"


def test_L17_lo_que_no_corresponde_se_traslada_se_dice_y_queda_si_fue_a_tiempo(app, andres, reloj):
    contacto, folio = radicar(app, Derecho.ACTUALIZAR)
    reloj.ahora = en(date(2026, 11, 20), 23)
    hacer(app, gestion_de_datos.trasladar, folio, andres, "DataCrédito")
    assert solicitud(app, folio)["estado"] == "trasladada"
    enviar(app, contacto.id)
    assert app.whatsapp.sent == []  # it went in time; telling it wakes nobody up
    reloj.pasa(hours=10)
    for espera in ("proximo_intento", "retenido_hasta"):  # PostgreSQL waits by its own clock
        corre = f"UPDATE mensajes_salientes SET {espera} = {espera} - interval '10 h' WHERE contacto_id = %s"  # noqa: S608
        sql(app, corre, contacto.id)
    enviar(app, contacto.id)
    cuerpo = app.whatsapp.sent[-1]["template"]
    assert cuerpo["name"] == "datos_traslado" and "DataCrédito" in str(cuerpo["components"])
    _, tarde = radicar(app, Derecho.ACTUALIZAR)
    reloj.pasa(days=10)
    hacer(app, gestion_de_datos.trasladar, tarde, andres, "DataCrédito")
    detalles = sql(app, "SELECT detalle ->> 'a_tiempo' FROM auditoria WHERE accion = 'datos_trasladados' ORDER BY id")
    assert detalles[-2:] == [("1",), ("0",)]


def test_L17_un_caso_de_otra_cosa_no_tiene_plazo_de_datos(app, contacto, andres):
    folio = abrir_caso(app.db, app.cipher, contacto, "queja", app.now()).folio
    with pytest.raises(gestion_de_datos.NoEsDeDatos):
        hacer(app, gestion_de_datos.marcar, folio, andres)
