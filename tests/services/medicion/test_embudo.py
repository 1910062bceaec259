"""What a turn's events tell of the errand: begun, asked, resolved, left."""

import asyncio
import json
from datetime import timedelta

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from proalto.channel.tracker_store import TurnoRepetido
from proalto.services.medicion import embudo
from proalto.services.medicion.embudo import Situacion, derivar
from proalto.services.medicion.gestiones import DEJAN, GESTIONES, PREGUNTAS, de_accion
from tests.channel.charla import almacen, dominio, turno
from tests.conftest import conectar, nuevo_contacto
from tests.tree.arbol import dominio as yaml_del_dominio

NADA = Situacion()
EN_SALDO = Situacion("consultar_saldo", "identidad_form.cedula")


def accion(nombre):
    return {"event": "action", "name": nombre}


def dice(respuesta):
    return {"event": "bot", "text": "…", "metadata": {"utter_action": respuesta}}


def pide(formulario, slot):
    return [accion(formulario), {"event": "slot", "name": "requested_slot", "value": slot}]


def hechos(antes, *eventos, formulario=""):
    return [(h.tipo.removeprefix("gestion_"), h.gestion, dict(h.datos)) for h in derivar(antes, eventos, formulario)]


def test_pedir_el_saldo_empieza_la_gestion_y_cuenta_cada_pregunta():
    assert hechos(NADA, accion("action_consultar_saldo"), *pide("identidad_form", "cedula"),
                  formulario="identidad_form") == [
        ("iniciada", "consultar_saldo", {}), ("paso", "consultar_saldo", {"paso": "identidad_form.cedula"}),
    ]  # fmt: skip


def test_la_misma_pregunta_otra_vez_no_es_otro_paso():
    assert hechos(EN_SALDO, accion("utter_faq"), *pide("identidad_form", "cedula"), formulario="identidad_form") == []


def test_retomarla_tras_la_identidad_no_la_empieza_otra_vez_y_decir_el_saldo_la_resuelve():
    antes = Situacion("consultar_saldo", "identidad_form.codigo")
    eventos = [accion("identidad_form"), {"event": "slot", "name": "requested_slot", "value": None},
               accion("action_retomar"), accion("action_consultar_saldo"), dice("utter_saldo"),
               dice("utter_algo_mas")]  # fmt: skip
    assert hechos(antes, *eventos) == [("resuelta", "consultar_saldo", {})]


def test_dos_creditos_dichos_a_la_vez_la_resuelven_una_vez():
    assert hechos(EN_SALDO, dice("utter_saldo"), dice("utter_saldo_en_mora")) == [("resuelta", "consultar_saldo", {})]


@pytest.mark.parametrize(("respuesta", "motivo"), [
    ("utter_cancelado", "cancelar"), ("utter_menu", "menu"), ("utter_caso_asesor", "persona"),
    ("utter_sin_autorizacion", "sin_autorizacion"), ("utter_despedida", "despedida"), ("utter_falla", "falla"),
])  # fmt: skip
def test_se_deja_en_la_ultima_pregunta_y_se_dice_por_que(respuesta, motivo):
    assert hechos(EN_SALDO, accion("x"), dice(respuesta)) == [
        ("dejada", "consultar_saldo", {"motivo": motivo, "paso": "identidad_form.cedula"})
    ]


def test_despedirse_dentro_de_un_formulario_que_sigue_no_la_deja():
    eventos = [accion("utter_despedida"), dice("utter_despedida"), *pide("identidad_form", "cedula")]
    assert hechos(EN_SALDO, *eventos, formulario="identidad_form") == []


def test_otra_gestion_deja_la_anterior():
    assert hechos(EN_SALDO, accion("action_pedir_renovacion"))[:2] == [
        ("dejada", "consultar_saldo", {"motivo": "otra_gestion", "paso": "identidad_form.cedula"}),
        ("iniciada", "pedir_renovacion", {}),
    ]


def test_una_pregunta_frecuente_no_es_una_gestion_ni_deja_la_que_hay():
    assert hechos(NADA, accion("utter_faq"), dice("utter_faq/tasas")) == []
    assert hechos(EN_SALDO, accion("action_consultar_politica"), dice("utter_politica")) == []


def test_resuelta_no_se_deja_despues():
    assert hechos(NADA, accion("action_negar"), dice("utter_despedida")) == []


def test_los_documentos_siguen_la_solicitud_mas_nueva_aunque_hayan_pasado_dias():
    antes = Situacion(solicitud="pedir_renovacion")
    assert hechos(antes, accion("action_decir_revision"), dice("utter_tramite_radicado")) == [
        ("iniciada", "pedir_renovacion", {}), ("resuelta", "pedir_renovacion", {}),
    ]  # fmt: skip


def test_no_entendido_se_cuenta_con_la_gestion_que_habia():
    assert hechos(EN_SALDO, accion("action_no_entendi"), formulario="identidad_form") == [
        ("no_entendido", "consultar_saldo", {})
    ]


def test_cada_nombre_de_la_tabla_existe_en_el_dominio():
    domain = yaml_del_dominio()
    respuestas = {r for gestion in GESTIONES.values() for r in gestion.resuelven} | set(PREGUNTAS) | set(DEJAN)
    assert respuestas - set(domain["responses"]) == set()
    acciones = {a for gestion in GESTIONES.values() for a in gestion.acciones} | {f"action_{g}" for g in GESTIONES}
    assert acciones - set(domain["actions"]) == set()
    assert set(GESTIONES) <= set(domain["intents"]) and de_accion("action_hablar_con_asesor") == ""


# Recorded, as the tracker store does it


@pytest.fixture
def store(app):
    return almacen(app)


def guardados(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT tipo, gestion, datos, clave FROM asistente.eventos WHERE contacto_id = %s ORDER BY id",
            [contacto.id],
        )
        return cursor.fetchall()


def bot(respuesta):
    return BotUttered("El saldo de 79876543 es 5.000.000", metadata={"utter_action": respuesta})


def hace(nombre):
    return ActionExecuted(nombre)


def test_el_almacen_guarda_los_hechos_con_el_turno_y_sin_datos_personales(app, store, contacto):
    turno(
        store,
        contacto,
        "quiero mi saldo, cédula 79876543",
        entre=[hace("action_consultar_saldo")],
        wamid="wamid.SECRETO",
    )
    turno(store, contacto, entre=[hace("action_consultar_saldo"), bot("utter_saldo")])
    filas = guardados(app, contacto)
    assert [(tipo, gestion) for tipo, gestion, _, _ in filas] == [
        ("gestion_iniciada", "consultar_saldo"), ("gestion_resuelta", "consultar_saldo"),
    ]  # fmt: skip
    dicho = json.dumps([(datos, clave) for _, _, datos, clave in filas])
    assert "79876543" not in dicho and "SECRETO" not in dicho and contacto.address.phone not in dicho


def test_tras_un_dia_de_silencio_pedirla_otra_vez_empieza_otra(app, store, contacto, reloj):
    turno(store, contacto, entre=[hace("action_consultar_saldo")])
    reloj.pasa(hours=23)
    turno(store, contacto, entre=[hace("action_consultar_saldo")])
    assert len(guardados(app, contacto)) == 1
    reloj.pasa(hours=2)
    turno(store, contacto, entre=[hace("action_consultar_saldo")])
    assert [tipo for tipo, *_ in guardados(app, contacto)] == ["gestion_iniciada"] * 2


def test_un_turno_que_no_se_guarda_no_deja_hechos(app, store, contacto):
    uno, otro = turno(store, contacto), almacen(app)
    viejo = uno.copy()
    viejo.turnos_leidos = (0, 0)
    viejo.update_with_events([UserUttered("otra vez"), hace("action_consultar_saldo")], dominio())
    with pytest.raises(TurnoRepetido):
        asyncio.run(otro.save(viejo))
    assert guardados(app, contacto) == []


def test_el_turno_se_cuenta_una_vez_con_su_espera_y_sin_el_wamid(app, db):
    contacto = nuevo_contacto(app)
    for _ in range(2):
        with db.transaction() as tx:
            embudo.anotar_turno(tx, contacto.id, "wamid.HBgMNTczMDA", 1.23456, app.now())
    ((tipo, _, datos, clave),) = guardados(app, contacto)
    assert (tipo, datos) == ("turno", {"segundos": 1.235}) and "HBgM" not in clave


def test_la_situacion_olvida_lo_de_hace_mas_de_un_dia_menos_la_solicitud(app, db, store, contacto, reloj):
    turno(store, contacto, entre=[hace("action_pedir_credito_nuevo"), bot("utter_credito_nuevo")])
    with db.transaction() as tx:
        assert embudo.situacion(tx, contacto.id, app.now()) == Situacion(
            "pedir_credito_nuevo", "empleado_o_pensionado", "pedir_credito_nuevo"
        )
        despues = app.now() + timedelta(hours=24, seconds=1)
        assert embudo.situacion(tx, contacto.id, despues) == Situacion(solicitud="pedir_credito_nuevo")
