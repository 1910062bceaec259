"""Without Rasa: the fixed menu once an outage, and what it offers."""

import threading

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion import conversaciones
from proalto.services.conversacion.menu_fijo import filas, palabras_del_menu
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.operacion.textos import partes, vigente
from proalto.worker.atender import SEGUNDOS_FIJA
from proalto.worker.rasa import RasaAway, TurnRefused
from tests.conftest import nuevo_contacto
from tests.worker.buzon import Buzon, ids_de
from tests.worker.rasa_caida import clases, ronda

FIJO = partes("menu_fijo")


def bloqueos(buzon):
    filas = buzon.sql("SELECT clase FROM asistente.bloqueos WHERE contacto_id = %s ORDER BY 1", buzon.contacto.id)
    return [clase for (clase,) in filas]


def test_la_ronda_ofrece_el_menu_a_quien_lleva_rato_esperando_y_una_sola_vez(caido):
    caido.llega("cuánto debo")
    caido.atiende()
    ronda(caido)
    assert caido.salientes() == []
    caido.pasa(seconds=3.6)
    for _ in range(2):
        ronda(caido)
    caido.llega("hola?")
    caido.pasa(seconds=3.6)
    ronda(caido)
    assert (caido.textos(), clases(caido)) == ([palabras_del_menu()], ["menu_fijo"])
    assert list(ids_de(caido.salientes()[0]["cuerpo"])) == [fila.titulo for fila in filas()]


def test_en_otra_caida_se_ofrece_otra_vez(caido):
    for _ in range(2):
        caido.rasa.viva = False
        caido.llega("cuánto debo")
        caido.atiende()
        caido.pasa(seconds=4)
        ronda(caido)
        caido.rasa.viva = True
        caido.atiende()
    assert clases(caido) == ["menu_fijo", "respuesta"] * 2


def test_mientras_rasa_contesta_nadie_recibe_el_menu_aunque_espere(caido):
    caido.rasa.viva = True
    caido.llega("uno")
    caido.atiende()
    caido.llega("dos")
    caido.pasa(seconds=30)
    ronda(caido)
    assert clases(caido) == ["respuesta"]


def test_a_quien_acaba_de_leer_una_respuesta_no_se_le_dice_encima_que_no_se_puede_responder(caido):
    for escrito in ("¿cuánto debo?", "¿qué tasas manejan?"):
        caido.llega(escrito)
    caido.pasa(seconds=4)
    caido.rasa.viva = True
    caido.rasa.en_fila.extend([[{"text": "Debes poco."}], RasaAway("ConnectError")])
    caido.atiende()
    ronda(caido)
    assert clases(caido) == ["respuesta"]
    caido.pasa(seconds=4)
    ronda(caido)
    assert clases(caido)[-1] == "menu_fijo"


def test_un_turno_congelado_basta_para_saberlo(caido, monkeypatch):
    dicho = threading.Event()
    monkeypatch.setattr("proalto.worker.presencia.PACIENCIA_EN_FRIO", 0.2)

    def congelada(*args):
        assert dicho.wait(10)
        raise RasaAway("ReadTimeout")

    caido.rasa.turn = congelada
    caido.llega("cuánto debo")
    hilo = threading.Thread(target=caido.atiende)
    hilo.start()
    hilo.join(0.5)
    caido.pasa(seconds=4)
    ronda(caido)
    dicho.set()
    hilo.join(10)
    assert caido.textos() == [palabras_del_menu()]


@pytest.mark.parametrize(
    "escrito, dicho, casos",
    [
        ("política de datos", vigente("politica").texto, []),
        ("asesor", FIJO["hablar_con_asesor"], ["asesor"]),
        ("no fui yo", FIJO["reportar_fraude"], ["fraude"]),
        ("baja", FIJO["sin_avisos"], []),
    ],
)
def test_lo_que_ofrece_se_hace_al_momento_sin_rasa(caido, escrito, dicho, casos):
    wamid = caido.llega(escrito)
    caido.atiende()
    (texto,) = caido.textos()
    assert texto.startswith(dicho.partition("*{folio}*")[0])
    assert (caido.entrante(wamid), caido.casos(), clases(caido)) == ("atendido", casos, ["menu_fijo"])
    assert caido.rasa.esperas == (SEGUNDOS_FIJA,)
    detenido = {"no fui yo": ["cobranza", "publicidad"], "baja": ["publicidad"]}
    assert bloqueos(caido) == detenido.get(escrito, [])
    caido.atiende()
    assert len(caido.salientes()) == 1


def test_tambien_si_rasa_rechaza_el_turno(caido):
    caido.rasa.viva = True
    caido.rasa.en_fila.append(TurnRefused("HTTP 500"))
    caido.llega("no fui yo")
    caido.atiende()
    assert (caido.casos(), clases(caido)) == (["fraude"], ["menu_fijo"])


@pytest.mark.parametrize("fila", range(4))
def test_tocar_una_fila_del_menu_o_escribir_su_numero_es_lo_mismo(caido, fila):
    esperando = caido.llega("cuánto debo")
    caido.atiende()
    caido.pasa(seconds=4)
    ronda(caido)
    (titulo, id_) = list(ids_de(caido.salientes()[0]["cuerpo"]).items())[fila]
    tocado = caido.llega("", "interactive", option_id=id_, option_title=titulo)
    caido.atiende()
    numero = caido.llega(str(fila + 1))
    caido.atiende()
    assert [caido.entrante(wamid) for wamid in (esperando, tocado, numero)] == ["pendiente", "atendido", "atendido"]
    assert clases(caido) == ["menu_fijo"] * 3


def test_un_numero_que_ya_esperaba_no_elige_en_el_menu_que_llego_despues(caido):
    caido.llega("cuánto debo")
    numero = caido.llega("2")
    caido.atiende()
    caido.pasa(seconds=4)
    ronda(caido)
    caido.sql("UPDATE asistente.mensajes_salientes SET creado_en = now() WHERE contacto_id = %s", caido.contacto.id)
    caido.atiende()
    assert (caido.entrante(numero), caido.casos()) == ("pendiente", [])


def test_al_volver_rasa_tocar_el_menu_fijo_es_su_orden(caido):
    caido.llega("cuánto debo")
    caido.atiende()
    caido.pasa(seconds=4)
    ronda(caido)
    ids = ids_de(caido.salientes()[0]["cuerpo"])
    caido.rasa.viva = True
    caido.atiende()
    caido.llega("", "interactive", option_id=ids["No fui yo"], option_title="No fui yo")
    caido.atiende()
    assert caido.rasa.leidos[-1] == ("", "/reportar_fraude")


def test_con_una_persona_nada_cambia(caido, reloj, laura):
    caso = abrir_caso(caido.app.db, caido.app.cipher, caido.contacto, "asesor", reloj())
    with caido.app.db.transaction() as tx:
        conversaciones.tomar(tx, caido.contacto.id, caso.id, laura.id, reloj())
    wamid = caido.llega("no fui yo")
    caido.atencion.adelantar(caido.contacto.id, wamid)
    assert caido.entrante(wamid) == "pendiente"
    caido.atiende()
    caido.pasa(seconds=4)
    ronda(caido)
    assert (caido.entrante(wamid), clases(caido), caido.casos()) == ("a_persona", [], ["asesor"])


def test_un_turno_nuestro_nunca_recibe_el_menu(caido):
    with caido.app.db.transaction() as tx:
        bandeja_entrada.encolar_interno(tx, caido.app.cipher, caido.contacto.id, "vuelve:x", "/volver_de_asesor")
    for _ in range(3):
        caido.atiende()
        caido.pasa(seconds=10)
        ronda(caido)
    assert caido.salientes() == []


def test_un_caso_que_ya_estaba_abierto_se_dice(caido, reloj):
    caso = abrir_caso(caido.app.db, caido.app.cipher, caido.contacto, "asesor", reloj())
    caido.llega("asesor")
    caido.atiende()
    reloj.pasa(days=5)
    caido.llega("asesor")
    caido.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = now() WHERE contacto_id = %s", caido.contacto.id)
    caido.atiende()
    primero, despues = caido.textos()
    assert primero.startswith(f"Ya tienes el caso *{caso.folio}*") and caido.casos() == ["asesor"]
    assert f"*{caso.folio}*" in despues and "te pido disculpas" in despues


def test_una_foto_que_llego_sin_rasa_sigue_siendo_un_documento(caido):
    caido.llega(tipo="image")
    caido.pasa(seconds=2)
    caido.atiende()
    caido.pasa(seconds=4)
    ronda(caido)
    caido.rasa.viva = True
    caido.atiende()
    assert (caido.rasa.leidos, clases(caido)) == ([("", "/adjuntar_documento")], ["menu_fijo", "respuesta"])


def test_al_volver_rasa_lo_que_espera_no_espera_mas(caido, monkeypatch):
    monkeypatch.setattr("proalto.worker.presencia.AUSENCIA", 0.0)
    caido.llega("cuánto debo")
    caido.atiende()
    caido.rasa.viva = True
    otro = Buzon(caido.app, nuevo_contacto(caido.app))
    otro.llega("hola, buenas, una pregunta: ¿abren hoy?")
    caido.atencion.atender(otro.contacto.id)
    ronda(caido)
    caido.atiende()
    assert clases(caido) == ["respuesta"]
