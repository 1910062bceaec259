"""L-18 to L-20: the mark of a claim, what happens when nobody answers, and what may be denied."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta, timezone

import pytest

from proalto.db.database import atendiendo
from proalto.services.credito.renovacion import evaluar_renovacion
from proalto.services.credito.saldo import RequiereAsesor
from proalto.services.datos import gestion_de_datos, plazos_legales, solicitudes_de_datos, vencimientos_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.datos.gestion_de_datos import (
    FaltaFundamento,
    FaltaIdentificarse,
    PlazoVencido,
    Respuesta,
)
from proalto.worker.enviar import enviar
from tests.actions.ayuda import autorizar
from tests.conftest import como, nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import alertas, en, hacer, identificar, radicar, revisar, solicitud, sql
from tests.services import mundo_de_mesa as gente

CASOS = 1000 if os.environ.get("AUDITORIA") == "1" else 40


pytestmark = pytest.mark.usefixtures("nada_mas_por_revisar")


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


def de_quien_se_sabe(app, nucleo, derecho):
    """File a right of somebody who proved who they are, and return its folio."""
    quien = nuevo_contacto(app)
    identificar(app, quien, nucleo.cliente())
    return radicar(app, derecho, quien)[1]


def test_L19_ningun_caso_se_vence_sin_sus_tres_alarmas(app, nucleo, reloj):
    dado, folios = random.Random(19), []
    for _ in range(CASOS):
        reloj.ahora = datetime(2026, 11, 18, tzinfo=timezone.utc) + timedelta(minutes=dado.randrange(20 * 24 * 60))
        folios.append(de_quien_se_sabe(app, nucleo, dado.choice(list(Derecho))))
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


def test_L19_el_silencio_favorece_escala_y_ya_no_se_puede_negar(app, nucleo, andres, reloj):
    folio = de_quien_se_sabe(app, nucleo, Derecho.REVOCAR)
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
