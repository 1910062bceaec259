"""What goes to a person: a case, once, with the time that was promised."""

import pytest

from actions.asesor import (
    ActionCrisis,
    ActionHablarConAsesor,
    ActionPonerQueja,
    ActionReportarFraude,
)
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.services.atencion import casos, gestion_casos
from tests.actions.ayuda import Charla
from tests.conftest import conectar
from tests.mesa.conftest import nuevo_usuario

DERIVAN = [ActionHablarConAsesor, ActionPonerQueja, ActionReportarFraude]


@pytest.fixture
def charla(app, contacto):
    return Charla(app, contacto).dice("necesito ayuda")


def los_casos(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT tipo, folio, prometido_para FROM asistente.casos WHERE contacto_id = %s ORDER BY id", (contacto.id,)
        )
        return cursor.fetchall()


@pytest.mark.parametrize("accion", DERIVAN)
def test_abre_el_caso_sin_pedir_autorizacion_ni_identidad_y_dice_su_folio_y_cuando(app, charla, contacto, accion):
    dicho = charla.corre(accion)
    ((tipo, folio, prometido),) = los_casos(app, contacto)
    assert (tipo, dicho.sigue) == (accion.tipo, None)
    assert folio in dicho.texto and momento_en_palabras(prometido, app.now()) in dicho.texto


def test_la_segunda_vez_recuerda_el_mismo_caso(app, charla, contacto):
    charla.corre(ActionHablarConAsesor)
    dicho = charla.dice("¿y el asesor?").corre(ActionHablarConAsesor)
    ((_, folio, _),) = los_casos(app, contacto)
    assert "Ya tienes" in dicho.texto and folio in dicho.texto


@pytest.mark.parametrize("despues", [{"minutes": 1}, {"days": 4}])  # 4 days: the promised time has passed
def test_una_crisis_dicha_otra_vez_oye_otra_vez_las_lineas(app, charla, contacto, reloj, despues):
    charla.corre(ActionCrisis)
    reloj.pasa(**despues)
    dicho = charla.dice("ya tengo las pastillas en la mano").corre(ActionCrisis)
    ((_, folio, prometido),) = los_casos(app, contacto)
    assert all(linea in dicho.texto for linea in ("192", "106", "123", folio))
    assert "Ya tienes" not in dicho.texto and momento_en_palabras(prometido, app.now()) not in dicho.texto


def test_un_turno_repetido_dice_lo_mismo_y_no_abre_otro_caso(app, contacto):
    textos = {
        Charla(app, contacto).dice("asesor", wamid=f"wamid.caso.{contacto.id}").corre(ActionHablarConAsesor).texto
        for _ in range(2)
    }
    assert len(textos) == 1 and len(los_casos(app, contacto)) == 1


def test_una_queja_y_un_fraude_son_casos_distintos(app, charla, contacto):
    charla.corre(ActionPonerQueja)
    charla.dice("no fui yo").corre(ActionReportarFraude)
    assert [tipo for tipo, *_ in los_casos(app, contacto)] == ["queja", "fraude"]


def test_desde_un_formulario_lo_deja(charla):
    charla.abre("identidad_form", "codigo", tramite="action_consultar_saldo", cedula="1").dice("asesor")
    charla.corre(ActionHablarConAsesor)
    assert charla.tracker.active_loop_name is None
    assert charla.slot("tramite") is None and charla.slot("cedula") is None


def test_pedir_otra_vez_una_persona_reanuda_el_caso_que_esperaba_al_cliente(app, charla, contacto):
    charla.corre(ActionHablarConAsesor)
    with app.db.transaction() as tx:
        gestion_casos.esperar_cliente(tx, casos.abierto_de(tx, contacto.id), app.now())
    charla.dice("asesor").corre(ActionHablarConAsesor)
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT estado FROM asistente.casos WHERE contacto_id = %s", (contacto.id,))
        assert cursor.fetchall() == [("abierto",)]


def test_quien_pide_una_persona_vuelve_a_la_que_ya_lo_atiende(app, charla, contacto):
    charla.corre(ActionPonerQueja)
    with app.db.transaction() as tx:
        queja = casos.abierto_de(tx, contacto.id)
        gestion_casos.registrar_respuesta(tx, queja, nuevo_usuario(app).id, app.now())
        gestion_casos.esperar_cliente(tx, queja, app.now())
    dicho = charla.dice("asesor").corre(ActionHablarConAsesor)
    ((tipo, folio, _),) = los_casos(app, contacto)
    assert tipo == "queja" and folio in dicho.texto
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT estado FROM asistente.casos WHERE folio = %s", (folio,))
        assert cursor.fetchall() == [("en_atencion",)]


def test_una_queja_que_nadie_ha_leido_no_hace_esperar_a_quien_pide_una_persona(app, charla, contacto):
    charla.corre(ActionPonerQueja)
    charla.dice("asesor").corre(ActionHablarConAsesor)
    assert [tipo for tipo, _, _ in los_casos(app, contacto)] == ["queja", "asesor"]
