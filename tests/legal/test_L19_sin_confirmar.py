"""L-19 and L-23: what nobody proved to be theirs has an end, and no case is closed with a right that is unanswered."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from proalto.services.atencion import gestion_casos
from proalto.services.datos import gestion_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.datos.gestion_de_datos import Respuesta, YaSeConfirmo
from proalto.services.datos.solicitudes_de_datos import SinResponder
from proalto.services.supresion import borrado
from proalto.services.supresion.conservacion import RECLAMO
from proalto.worker.enviar import enviar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import alertas, en, hacer, identificar, radicar, revisar, solicitud, sql
from tests.services import mundo_de_mesa as gente

pytestmark = pytest.mark.usefixtures("nada_mas_por_revisar")
VENCIDO = en(date(2026, 12, 11))


def cerrar(app, folio, usuario, causa="datos_correccion"):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, usuario, app.now(), causa=causa)


def test_L19_el_silencio_no_favorece_a_quien_nadie_sabe_quien_es_pero_se_alerta(app, reloj):
    _, folio = radicar(app, Derecho.SUPRIMIR)
    revisar(app, reloj, VENCIDO)
    assert solicitud(app, folio)["estado"] == "en_curso" and alertas(app, folio)[-1] == "datos_vencida"


def test_L19_a_quien_no_se_identifico_se_le_puede_negar_por_un_deber_aun_vencido(app, andres, reloj):
    _, folio = radicar(app, Derecho.SUPRIMIR)
    revisar(app, reloj, VENCIDO)
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "No se puede.", "obligacion_vigente"))
    assert solicitud(app, folio)["estado"] == "negada"


@pytest.mark.parametrize("antes", ["en_curso", "silencio"])
def test_L19_sin_confirmar_termina_se_lo_dice_y_lo_puede_volver_a_pedir(app, andres, antes):
    contacto, folio = radicar(app, Derecho.SUPRIMIR)
    sql(app, "UPDATE solicitudes_de_datos SET estado = %s WHERE folio = %s", antes, folio)
    gente.recibido(app, contacto, "hola", cuando=datetime.now(timezone.utc))
    hacer(app, gestion_de_datos.sin_confirmar, folio, andres)
    final = solicitud(app, folio)
    assert (final["estado"], final["fundamento"]) == ("negada", "sin_confirmar")
    enviar(app, contacto.id)
    dicho = str(app.whatsapp.sent[-1])
    assert folio in dicho and "No pudimos confirmar quién eres" in dicho and "Superintendencia" in dicho
    cerrar(app, folio, andres)
    assert radicar(app, Derecho.SUPRIMIR, otra_vez(contacto))[1] != folio


def test_L19_sin_confirmar_termina_tambien_lo_que_ya_se_vencio(app, andres, reloj):
    _, folio = radicar(app, Derecho.SUPRIMIR)
    revisar(app, reloj, VENCIDO)
    hacer(app, gestion_de_datos.sin_confirmar, folio, andres)
    assert solicitud(app, folio)["estado"] == "negada"


def test_L19_sin_confirmar_cabe_entero_en_la_plantilla(app, andres):
    contacto, folio = radicar(app, Derecho.SUPRIMIR)
    hacer(app, gestion_de_datos.sin_confirmar, folio, andres)
    enviar(app, contacto.id)
    plantilla = app.whatsapp.sent[-1]["template"]
    assert plantilla["name"] == "datos_respuesta" and "así sí la atendemos" in str(plantilla["components"])


def test_L19_a_quien_si_se_identifico_no_se_le_dice_que_no_se_sabe_quien_es(app, nucleo, andres):
    quien = nuevo_contacto(app)
    identificar(app, quien, nucleo.cliente())
    _, folio = radicar(app, Derecho.SUPRIMIR, quien)
    with pytest.raises(YaSeConfirmo):
        hacer(app, gestion_de_datos.sin_confirmar, folio, andres)
    assert solicitud(app, folio)["estado"] == "en_curso"


@pytest.mark.parametrize("estado", ["en_curso", "incompleta", "silencio"])
def test_L23_el_caso_de_un_derecho_sin_responder_no_se_cierra(app, andres, estado):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    sql(app, "UPDATE solicitudes_de_datos SET estado = %s WHERE folio = %s", estado, folio)
    with pytest.raises(SinResponder):
        cerrar(app, folio, andres)
    assert sql(app, "SELECT estado FROM casos WHERE folio = %s", folio) == [("abierto",)]


def test_L23_respondido_se_cierra_y_lo_que_pida_despues_es_otra_solicitud(app, andres):
    quien, folio = radicar(app, Derecho.REVOCAR)
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(True, "Quedó retirada."))
    cerrar(app, folio, andres)
    assert sql(app, "SELECT estado FROM casos WHERE folio = %s", folio) == [("cerrado",)]
    assert radicar(app, Derecho.REVOCAR, otra_vez(quien))[1] != folio


def test_L20_se_conserva_lo_de_un_derecho_mientras_no_se_responda_y_no_mas(app, nucleo, andres):
    quien, folio = radicar(app, Derecho.ACTUALIZAR)

    def conservado():
        return {uno.que for uno in borrado.que_se_conserva(app.db, app.nucleo, app.cipher, quien, None, app.now())}

    sql(app, "UPDATE casos SET estado = 'cerrado', cerrado_en = %s, causa = 'otra' WHERE folio = %s", app.now(), folio)
    assert RECLAMO in conservado()
    sql(app, "UPDATE casos SET estado = 'abierto', cerrado_en = NULL, causa = NULL WHERE folio = %s", folio)
    assert RECLAMO in conservado()
    hacer(app, gestion_de_datos.responder, folio, andres, Respuesta(False, "Ya estaba bien."))
    assert RECLAMO not in conservado()


@pytest.mark.parametrize(("estado", "queda"), [("en_curso", True), ("negada", False)])
def test_L20_al_borrar_queda_el_caso_cuyo_derecho_no_se_ha_respondido_y_no_otro(app, estado, queda):
    quien, folio = radicar(app, Derecho.ACTUALIZAR)
    sql(app, "UPDATE solicitudes_de_datos SET estado = %s WHERE folio = %s", estado, folio)
    sql(app, "UPDATE casos SET estado = %s, cerrado_en = %s, causa = %s WHERE folio = %s",
        *(("cerrado", app.now(), "otra") if queda else ("abierto", None, None)), folio)  # fmt: skip
    borrado.borrar(app.db, app.nucleo, app.cipher, quien, None, "supresion", app.now())
    assert (sql(app, "SELECT contacto_id FROM casos WHERE folio = %s", folio) == [(quien.id,)]) is queda
