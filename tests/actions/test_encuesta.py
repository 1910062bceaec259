"""How was it, as the customer reads and answers it."""

import pytest
from rasa.shared.core.events import UserUttered

from actions.encuesta import (
    ActionCalificar,
    ActionDejarEncuesta,
    ActionEncuestaLista,
    ActionPedirCalificacion,
    ValidateEncuestaForm,
)
from actions.menu import ActionSaludar
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import conectar, nuevo_wamid

FORM = "encuesta_form"


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


@pytest.fixture
def sql(app):
    conexion = conectar(app.settings.database_url)

    def correr(consulta, *valores):
        with conexion.cursor() as cursor:
            cursor.execute(f"SET search_path = asistente; {consulta}", valores)
            return cursor.fetchall()

    yield correr
    conexion.close()


@pytest.fixture
def encuesta(app, contacto, sql):
    """A survey about an errand that was just sent."""
    return enviada(app, contacto, sql)


def enviada(app, contacto, sql, caso_id=None):
    ((id_,),) = sql(
        "INSERT INTO encuestas (contacto_id, clave, gestion, caso_id, estado, enviar_en, enviada_en, creada_en) VALUES"
        " (%s, gen_random_uuid(), 'consultar_saldo', %s, 'enviada', %s, %s, %s) RETURNING id",
        contacto.id, caso_id, *[app.now()] * 3,
    )  # fmt: skip
    return id_


def de_caso(app, contacto, sql):
    ((caso_id,),) = sql(
        "INSERT INTO casos (folio, contacto_id, tipo, estado, transcripcion, prometido_para, wamid_origen, creado_en,"
        " cerrado_en, causa) VALUES ('A-2345678', %s, 'queja', 'cerrado', '', %s, gen_random_uuid(), %s, %s, 'x')"
        " ON CONFLICT (folio) DO UPDATE SET contacto_id = excluded.contacto_id RETURNING id",
        contacto.id, *[app.now()] * 3,
    )  # fmt: skip
    return enviada(app, contacto, sql, caso_id)


def guardado(sql, encuesta, columna="puntaje"):
    return sql(f"SELECT {columna} FROM encuestas WHERE id = %s", encuesta)[0][0]  # noqa: S608


def califica(charla, encuesta, puntaje):
    return charla.toca(f'/calificar{{"encuesta": "{encuesta}", "puntaje": "{puntaje}"}}').corre(ActionCalificar)


def escribe(charla, texto, intencion="nlu_fallback", confianza=0.9):
    """Say something that the model took for this."""
    charla.tracker.update(UserUttered(texto, {"name": intencion, "confidence": confianza}, message_id=nuevo_wamid()))
    return charla.valida(ValidateEncuestaForm)


def comentando(charla, encuesta, pide="comentario", puntaje=5):
    califica(charla, encuesta, puntaje)
    return charla.abre(FORM, pide, encuesta=str(encuesta))


def test_pregunta_por_el_tramite_con_su_nombre_y_del_uno_al_cinco(charla, encuesta):
    dicho = charla.toca(f'/pedir_calificacion{{"encuesta": "{encuesta}"}}').corre(ActionPedirCalificacion)
    assert "*Consultar mi saldo*" in dicho.texto
    assert dicho.opciones == ["1 Muy mala", "2 Mala", "3 Regular", "4 Buena", "5 Excelente"]
    assert dicho.respuestas[0]["buttons"][4]["payload"] == f'/calificar{{"encuesta": "{encuesta}", "puntaje": "5"}}'


def test_pregunta_por_el_caso_con_su_folio(app, charla, contacto, sql):
    encuesta = de_caso(app, contacto, sql)
    dicho = charla.toca(f'/pedir_calificacion{{"encuesta": "{encuesta}"}}').corre(ActionPedirCalificacion)
    assert "*A-2345678*" in dicho.texto


def test_en_medio_de_un_formulario_no_pregunta_y_lo_deja_para_despues(charla, encuesta, sql):
    charla.abre("identidad_form", "cedula")
    dicho = charla.toca(f'/pedir_calificacion{{"encuesta": "{encuesta}"}}').corre(ActionPedirCalificacion)
    assert (dicho.texto, guardado(sql, encuesta, "estado")) == ("", "programada")


@pytest.mark.parametrize(
    ("puntaje", "dice"), [(1, "siento"), (2, "siento"), (3, "Gracias por tu"), (5, "Gracias por tu")]
)
def test_calificar_guarda_agradece_y_pregunta_por_que(charla, encuesta, sql, puntaje, dice):
    dicho = califica(charla, encuesta, puntaje)
    assert dice in dicho.texto and dicho.sigue == FORM and guardado(sql, encuesta) == puntaje
    assert dicho.slots["recomienda"] == "omitido"  # an errand's survey ends with the comment


def test_de_un_caso_tambien_pregunta_si_nos_recomienda(app, charla, contacto, sql):
    assert califica(charla, de_caso(app, contacto, sql), 4).slots["recomienda"] is None


def test_calificar_otra_vez_dice_que_ya_la_tenia(charla, encuesta, sql):
    califica(charla, encuesta, 5)
    dicho = califica(charla, encuesta, 1)
    assert "Ya tenía tu calificación" in dicho.texto and dicho.sigue is None and guardado(sql, encuesta) == 5


def test_calificar_tarde_o_la_de_otro_agradece_y_no_guarda(charla, encuesta, sql, reloj):
    assert "Gracias" in califica(charla, 999_999, 3).texto
    reloj.pasa(hours=73)
    assert califica(charla, encuesta, 3).sigue is None and guardado(sql, encuesta) is None


def test_calificar_en_medio_de_otro_formulario_lo_deja_seguir(charla, encuesta, sql):
    charla.abre("identidad_form", "cedula")
    assert califica(charla, encuesta, 5).sigue is None and guardado(sql, encuesta) == 5


@pytest.mark.parametrize(("dicho", "intencion", "confianza"), [
    ("me atendieron con mucho cariño", "nlu_fallback", 0.3),
    ("muy amable la señorita", "charla", 0.95),
    ("no encontraba mi saldo", "consultar_saldo", 0.5),
    ("llueve mucho en Cali", "fuera_de_alcance", 0.99),
])  # fmt: skip
def test_lo_que_dice_es_el_comentario(app, charla, encuesta, sql, dicho, intencion, confianza):
    comentando(charla, encuesta)
    assert escribe(charla, dicho, intencion, confianza).slots == {"comentario": "hecho"}
    sellado = bytes(guardado(sql, encuesta, "comentario"))
    assert app.cipher.decrypt(sellado, "encuestas.comentario").decode() == dicho


@pytest.mark.parametrize("intencion", ["consultar_saldo", "hablar_con_asesor", "pedir_menu", "faq", "reportar_fraude",
                                       "crisis", "cancelar", "saludar"])  # fmt: skip
def test_quien_pide_otra_cosa_no_esta_comentando(charla, encuesta, sql, intencion):
    comentando(charla, encuesta)
    assert escribe(charla, "otra cosa", intencion).eventos == []
    assert guardado(sql, encuesta, "comentario") is None


@pytest.mark.parametrize("intencion", ["poner_queja", "expresar_enojo"])
def test_una_queja_se_guarda_y_ademas_la_atiende_una_persona(charla, encuesta, sql, intencion):
    comentando(charla, encuesta)
    assert escribe(charla, "esto es el colmo", intencion).eventos == []
    assert guardado(sql, encuesta, "comentario") is not None


def test_sin_comentario_un_no_o_unas_gracias_terminan_sin_guardar_nada(charla, encuesta, sql):
    comentando(charla, encuesta)
    assert charla.toca("/omitir_pregunta").valida(ValidateEncuestaForm).slots == {"comentario": "omitido"}
    for intencion in ("negar", "agradecer", "despedirse"):
        assert escribe(charla, "no", intencion).slots == {"comentario": "omitido"}
    assert guardado(sql, encuesta, "comentario") is None


def test_un_si_o_un_repita_vuelven_a_preguntar(charla, encuesta):
    comentando(charla, encuesta)
    for intencion in ("afirmar", "repetir"):
        assert escribe(charla, "sí", intencion).slots == {"comentario": None}


def test_lo_que_escribe_al_otro_dia_no_es_un_comentario(charla, encuesta, sql, reloj):
    comentando(charla, encuesta)
    reloj.pasa(hours=13)
    assert escribe(charla, "hola vecino").eventos == [] and guardado(sql, encuesta, "comentario") is None


@pytest.mark.parametrize(("dicho", "numero"), [("10", 10), ("un nueve", 9), ("0", 0), ("le pongo 8/10", 8)])
def test_recomienda_del_cero_al_diez(app, charla, contacto, sql, dicho, numero):
    encuesta = de_caso(app, contacto, sql)
    comentando(charla, encuesta, "recomienda")
    assert escribe(charla, dicho).slots == {"recomienda": "hecho"} and guardado(sql, encuesta, "recomienda") == numero


def test_lo_que_no_es_un_numero_se_pregunta_otra_vez_y_un_pedido_se_atiende(app, charla, contacto, sql):
    encuesta = de_caso(app, contacto, sql)
    comentando(charla, encuesta, "recomienda")
    assert escribe(charla, "once de diez").slots == {"recomienda": None}
    assert escribe(charla, "no", "negar").slots == {"recomienda": "omitido"}
    assert escribe(charla, "quiero mi saldo", "consultar_saldo").eventos == []
    assert guardado(sql, encuesta, "recomienda") is None


def test_al_terminar_agradece_y_olvida_lo_contestado(charla, encuesta):
    comentando(charla, encuesta)
    dicho = charla.dice("x").corre(ActionEncuestaLista)
    assert "Gracias" in dicho.texto and dicho.slots == {"encuesta": None, "comentario": None, "recomienda": None}


def test_dejarla_no_dice_nada_y_un_saludo_la_deja(charla, encuesta):
    comentando(charla, encuesta)
    assert charla.dice("hola").corre(ActionSaludar).texto.startswith("¿En qué te puedo ayudar")
    comentando(charla, encuesta)
    charla.dice("x").corre(ActionDejarEncuesta)
    assert charla.tracker.active_loop_name is None
