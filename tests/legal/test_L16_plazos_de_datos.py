"""L-16 to L-19: the clocks of consultas and reclamos, with the acts of the desk and the rounds of the worker."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta, timezone

import pytest

from proalto.db.database import atendiendo
from proalto.services import gestion_de_datos, plazos_legales, solicitudes_de_datos, vencimientos_de_datos
from proalto.services.casos import abrir_caso
from proalto.services.derecho_pedido import Derecho
from proalto.services.gestion_de_datos import (
    FaltaFundamento,
    FaltaIdentificarse,
    PlazoVencido,
    Respuesta,
    TardeParaPedir,
    YaProrrogada,
)
from proalto.services.renovacion import evaluar_renovacion
from proalto.services.saldo import RequiereAsesor
from proalto.worker.enviar import enviar
from tests.actions.ayuda import autorizar
from tests.conftest import como, nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import identificar, solicitud, sql
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as gente

CASOS = 1000 if os.environ.get("AUDITORIA") == "1" else 40


@pytest.fixture
def andres(app):
    return nuevo_usuario(app, nombre="Andrés Rojas")


@pytest.fixture(autouse=True)
def nada_mas_por_revisar(app):
    """A test looks at its own requests: those of others have been looked at."""
    sql(app, "UPDATE solicitudes_de_datos SET revisar_en = 'infinity'")


def radicar(app, derecho, contacto=None, **otros):
    quien = contacto or nuevo_contacto(app)
    return quien, solicitudes_de_datos.radicar(app.db, app.cipher, quien, derecho, app.now(), **otros).folio


def hacer(app, que, folio, usuario, *resto):
    con_cifra = (app.cipher,) if que is not gestion_de_datos.marcar else ()
    with app.db.transaction() as tx:
        return que(tx, *con_cifra, folio, usuario, *resto, app.now())


def revisar(app, reloj, hasta):
    """Let the worker look at noon of every day until `hasta`, and once right after that moment."""
    while reloj.ahora + timedelta(days=1) < hasta:
        reloj.pasa(days=1)
        vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    reloj.ahora = hasta
    for _ in range(3):
        vencimientos_de_datos.revisar(app.db, app.cipher, app.now())


def alertas(app, folio):
    filas = sql(
        app, "SELECT clase FROM alertas JOIN casos ON casos.id = caso_id WHERE folio = %s ORDER BY alertas.id", folio
    )
    return [clase for (clase,) in filas]


def en(dia: date, hora: int = 12) -> datetime:
    return plazos_legales.comienzo(dia) + timedelta(hours=hora)


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


def test_L18_un_reclamo_de_quien_se_identifico_queda_marcado_de_una_vez(app, nucleo):
    cedula, quien = nucleo.cliente(), nuevo_contacto(app)
    identificar(app, quien, cedula)
    _, folio = radicar(app, Derecho.ACTUALIZAR, quien)
    assert solicitud(app, folio)["marcada_en"] == app.now()
    with app.db.transaction() as tx:
        huella = app.cipher.keyed_hash("cedula", cedula)
        assert solicitudes_de_datos.reclamo_en_tramite(tx, huella) == folio


def test_L18_sin_identificar_lo_marca_una_persona_y_a_los_dos_dias_habiles_se_avisa(app, andres, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    _, marcado = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.marcar, marcado, andres)
    revisar(app, reloj, en(date(2026, 11, 19), 23))
    assert alertas(app, folio) == []
    revisar(app, reloj, en(date(2026, 11, 20), 0))
    assert alertas(app, folio) == ["datos_sin_marcar"] and alertas(app, marcado) == []


def test_L18_con_un_reclamo_en_tramite_ninguna_renovacion_la_decide_un_programa(app, nucleo):
    cedula, quien = nucleo.cliente(), nuevo_contacto(app)
    nucleo.credito(cedula)
    autorizar(app, quien)
    identificar(app, quien, cedula)
    assert evaluar_renovacion(app.db, app.nucleo, app.cipher, quien, app.now())
    radicar(app, Derecho.ACTUALIZAR, otra_vez(quien))
    with pytest.raises(RequiereAsesor):
        evaluar_renovacion(app.db, app.nucleo, app.cipher, quien, app.now())


def test_L18_el_reclamo_hecho_desde_otro_chat_tambien_detiene_la_renovacion(app, nucleo):
    """As the actions ask it: with their own role, which sees the rows of the chat that it serves and no others."""
    cedula, suyo, otro = nucleo.cliente(), nuevo_contacto(app), nuevo_contacto(app)
    nucleo.credito(cedula)
    for chat in (suyo, otro):
        autorizar(app, chat)
        identificar(app, chat, cedula)
    acciones = como(app, "actions")
    with atendiendo(otro.id):
        assert evaluar_renovacion(acciones.db, acciones.nucleo, acciones.cipher, otro, app.now())
        radicar(app, Derecho.ACTUALIZAR, suyo)
        with pytest.raises(RequiereAsesor):
            evaluar_renovacion(acciones.db, acciones.nucleo, acciones.cipher, otro, app.now())


def test_L18_respondido_ya_no_esta_en_tramite(app, nucleo, andres):
    cedula, quien = nucleo.cliente(), nuevo_contacto(app)
    identificar(app, quien, cedula)
    _, folio = radicar(app, Derecho.ACTUALIZAR, quien)
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(True, "Corregimos tu celular."))
    with app.db.transaction() as tx:
        assert solicitudes_de_datos.reclamo_en_tramite(tx, app.cipher.keyed_hash("cedula", cedula)) is None


def test_L19_ningun_caso_se_vence_sin_sus_tres_alarmas(app, reloj):
    dado, folios = random.Random(19), []
    for _ in range(CASOS):
        reloj.ahora = datetime(2026, 11, 18, tzinfo=timezone.utc) + timedelta(minutes=dado.randrange(20 * 24 * 60))
        folios.append(radicar(app, dado.choice(list(Derecho)))[1])
    reloj.ahora = datetime(2026, 11, 18, tzinfo=timezone.utc)
    while reloj.ahora < datetime(2027, 2, 1, tzinfo=timezone.utc):
        reloj.pasa(hours=dado.choice([6, 30, 70, 200]))  # a worker that is down for days
        while vencimientos_de_datos.revisar(app.db, app.cipher, app.now()) == vencimientos_de_datos.POR_RONDA:
            pass
    for folio in folios:
        tres = [clase for clase in alertas(app, folio) if clase.endswith(":ley")]
        assert tres == ["datos_50:ley", "datos_80:ley", "datos_uno:ley"], folio
        una = solicitud(app, folio)
        assert una["estado"] == ("silencio" if una["tramite"] == "reclamo" else "en_curso")


def test_L19_el_silencio_favorece_escala_y_ya_no_se_puede_negar(app, andres, reloj):
    _, folio = radicar(app, Derecho.REVOCAR)
    reloj.ahora = plazos_legales.fin_de(date(2026, 12, 10)) - timedelta(seconds=1)
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["estado"] == "en_curso"
    reloj.pasa(seconds=1)
    with pytest.raises(PlazoVencido):  # also before the worker has looked
        hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "No.", "obligacion_vigente"))
    vencimientos_de_datos.revisar(app.db, app.cipher, app.now())
    assert solicitud(app, folio)["estado"] == "silencio" and "datos_silencio" in alertas(app, folio)
    assert sql(app, "SELECT prioridad FROM casos WHERE folio = %s", folio) == [(1,)]
    with pytest.raises(PlazoVencido):
        hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "No.", "obligacion_vigente"))
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(True, "Quedó retirada."))
    assert solicitud(app, folio)["estado"] == "favorable"


def test_L19_sin_datos_de_credito_no_hay_silencio_favorable_pero_se_alerta(app, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR, con_creditos=False)
    revisar(app, reloj, en(date(2026, 12, 11)))
    assert solicitud(app, folio)["estado"] == "en_curso" and alertas(app, folio)[-1] == "datos_vencida"


@pytest.mark.parametrize("derecho", [Derecho.SUPRIMIR, Derecho.REVOCAR])
def test_L20_se_niega_solo_por_un_deber_con_su_norma(app, andres, derecho):
    contacto, folio = radicar(app, derecho)
    gente.recibido(app, contacto, "hola", cuando=datetime.now(timezone.utc))
    for ninguno in ("", "porque_no"):
        with pytest.raises(FaltaFundamento):
            hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "No se puede.", ninguno))
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "No se puede.", "obligacion_vigente"))
    assert solicitud(app, folio)["fundamento"] == "obligacion_vigente"
    enviar(app, contacto.id)
    dicho = str(app.whatsapp.sent[-1])
    assert "No se puede." in dicho and "Decreto 1377" in dicho and "Superintendencia" in dicho


@pytest.mark.parametrize("derecho", [Derecho.SUPRIMIR, Derecho.ACTUALIZAR])
def test_L20_cambiar_o_borrar_pide_n2_de_los_ultimos_cinco_minutos_y_un_asesor(app, nucleo, andres, reloj, derecho):
    _, sin_probar = radicar(app, derecho)
    viejo = nuevo_contacto(app)
    identificar(app, viejo, nucleo.cliente())
    reloj.pasa(minutes=5, seconds=1)
    _, probada_antes = radicar(app, derecho, viejo)
    for folio in (sin_probar, probada_antes):
        with pytest.raises(FaltaIdentificarse):
            hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(True, "Hecho."))
    identificar(app, viejo, nucleo.cliente())
    _, reciente = radicar(app, derecho, otra_vez(viejo))
    hacer(app, gestion_de_datos.responder, reciente, andres, Respuesta(True, "Hecho."))
    assert solicitud(app, reciente)["estado"] == ("por_borrar" if derecho is Derecho.SUPRIMIR else "favorable")


def test_L17_un_caso_de_otra_cosa_no_tiene_plazo_de_datos(app, contacto, andres):
    folio = abrir_caso(app.db, app.cipher, contacto, "queja", app.now()).folio
    with pytest.raises(gestion_de_datos.NoEsDeDatos):
        hacer(app, gestion_de_datos.marcar, folio, andres)
