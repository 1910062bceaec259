"""Without Rasa: the fixed menu once an outage, what it offers, who overtakes whom, and the limits."""

import asyncio
import threading
import time

import pytest

from proalto.services import bandeja_entrada, conversaciones, limites_de_uso
from proalto.services.casos import abrir_caso
from proalto.services.mantenimiento import Mantenimiento
from proalto.services.menu_fijo import filas, palabras_del_menu
from proalto.services.textos import partes, vigente
from proalto.worker import demoras
from proalto.worker.atender import SEGUNDOS_FIJA, TURNOS_SEGUIDOS, Atencion
from proalto.worker.rasa import RasaAway, TurnRefused
from tests.conftest import nuevo_contacto
from tests.mesa.conftest import nuevo_usuario
from tests.services.mensajes import mensaje, webhook
from tests.worker.buzon import Buzon, RasaDePrueba, ids_de

FIJO = partes("menu_fijo")
CALMA = partes("limite")["contacto"]


class RasaMuerta(RasaDePrueba):
    """A Rasa that answers nobody until it is told to live."""

    viva, esperas = False, ()

    def turn(self, contacto_id, wamid, texto, payload, intento, segundos=None):
        self.esperas = (*self.esperas, segundos)
        if not self.viva:
            raise RasaAway("ConnectionError")
        return super().turn(contacto_id, wamid, texto, payload, intento, segundos)


@pytest.fixture
def caido(buzon):
    """A contact's inbox while Rasa is dead."""
    buzon.rasa = RasaMuerta()
    buzon.atencion = Atencion(buzon.app, buzon.rasa, Mantenimiento(buzon.app.whatsapp))
    buzon.atiende = lambda: buzon.atencion.atender(buzon.contacto.id)
    return buzon


@pytest.fixture
def laura(app):
    """An advisor."""
    return nuevo_usuario(app, nombre="Laura Gómez")


def ronda(buzon):
    demoras.ronda(buzon.app, buzon.atencion)


def bloqueos(buzon):
    filas = buzon.sql("SELECT clase FROM asistente.bloqueos WHERE contacto_id = %s ORDER BY 1", buzon.contacto.id)
    return [clase for (clase,) in filas]


def clases(buzon):
    return [saliente["clase"] for saliente in buzon.salientes()]


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


def test_lo_fijo_se_adelanta_y_lo_demas_se_contesta_despues_en_su_orden(caido):
    antes = [caido.llega("qué es libranza"), caido.llega("qué tasa manejan")]
    caido.atiende()
    fijo, luego = caido.llega("no fui yo"), caido.llega("y mi saldo")
    caido.atiende()
    assert [caido.entrante(w) for w in (*antes, fijo, luego)] == ["pendiente", "pendiente", "atendido", "pendiente"]
    caido.rasa.viva = True
    caido.pasa(seconds=20)
    caido.atiende()
    assert [turno[0] for turno in caido.rasa.turnos] == [*antes, luego]
    assert clases(caido) == ["menu_fijo", "respuesta", "respuesta", "respuesta"]


def test_lo_que_espera_al_primero_no_despierta_a_nadie_y_no_tarda_mas_que_el(caido):
    caido.llega("qué es libranza")
    caido.atiende()
    caido.llega("qué tasa manejan")
    caido.pasa(seconds=0.5)
    caido.atiende()
    with caido.app.db.transaction() as tx:
        assert caido.contacto.id not in bandeja_entrada.olvidados(tx)
    caido.rasa.viva = True
    caido.sql("UPDATE asistente.mensajes_entrantes SET proximo_intento = now() WHERE intentos > 0")
    caido.atiende()
    assert len(caido.rasa.turnos) == 2


def test_lo_fijo_no_espera_al_turno_que_esta_a_medias(caido):
    puede, empezo = threading.Event(), threading.Event()

    class Lenta(RasaDePrueba):
        def turn(self, *args):
            empezo.set()
            assert puede.wait(10)
            return super().turn(*args)

    lenta = Atencion(caido.app, Lenta(), Mantenimiento(caido.app.whatsapp))
    primero = caido.llega("qué es libranza")
    hilo = threading.Thread(target=lenta.atender, args=(caido.contacto.id,))
    hilo.start()
    assert empezo.wait(10)
    fijo = caido.llega("no fui yo")
    lenta.adelantar(caido.contacto.id, fijo)
    assert (caido.entrante(primero), caido.entrante(fijo)) == ("pendiente", "atendido")
    puede.set()
    hilo.join(10)
    assert (caido.entrante(primero), clases(caido), caido.casos()) == (
        "atendido", ["menu_fijo", "respuesta"], ["fraude"]
    )  # fmt: skip


def test_adelantar_lo_que_no_es_fijo_o_ya_se_contesto_no_hace_nada(caido):
    otro, fijo = caido.llega("cuánto debo"), caido.llega("asesor")
    caido.atencion.adelantar(caido.contacto.id, otro)
    for _ in range(2):
        caido.atencion.adelantar(caido.contacto.id, fijo)
    assert (caido.entrante(otro), caido.casos(), clases(caido)) == ("pendiente", ["asesor"], ["menu_fijo"])


def adelanta(buzon, wamid):
    """Do what the wake-up call of a fixed phrase makes the worker do, and return how many seconds it took."""
    antes = time.monotonic()
    asyncio.run(demoras.adelantar(buzon.app, buzon.atencion, buzon.contacto.id, wamid))
    return time.monotonic() - antes


def test_con_rasa_perdida_se_adelanta_al_momento(caido):
    caido.llega("cuánto debo")
    caido.atiende()
    fijo = caido.llega("no fui yo")
    assert adelanta(caido, fijo) < 1
    assert (caido.entrante(fijo), caido.casos()) == ("atendido", ["fraude"])


def test_si_rasa_puede_estar_bien_se_le_da_un_rato(caido, monkeypatch):
    monkeypatch.setattr(demoras, "ADELANTAR_TRAS", 0.6)
    fijo = caido.llega("no fui yo")
    assert adelanta(caido, fijo) >= 0.6
    assert (caido.entrante(fijo), caido.casos()) == ("atendido", ["fraude"])


def test_si_rasa_lo_contesta_en_ese_rato_no_se_hace_otra_vez(caido):
    caido.rasa.viva = True
    fijo = caido.llega("no fui yo")
    caido.atiende()
    assert adelanta(caido, fijo) < demoras.ADELANTAR_TRAS / 2
    assert (clases(caido), caido.casos()) == (["respuesta"], [])


def test_solo_lo_que_parece_fijo_pide_adelantarse(caido):
    fijo, *_ = caido.llega("NO FUI YO"), caido.llega("cuánto debo"), caido.llega(tipo="image")
    pedidos = caido.sql("SELECT args->>'wamid' FROM asistente.procrastinate_jobs WHERE task_name = 'adelantar'")
    assert [wamid for (wamid,) in pedidos if wamid == fijo] == [fijo]
    assert caido.sql("SELECT count(*) FROM asistente.procrastinate_jobs WHERE task_name = 'adelantar'"
                     " AND args->>'contacto_id' = %s", str(caido.contacto.id)) == [(1,)]  # fmt: skip


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


# -- Limits


@pytest.fixture
def estrecho(caido, monkeypatch):
    """Three messages a minute, one file an hour, and one contact in line is a crowd."""
    limites = limites_de_uso.Limites(3, 20, 30, 1, 60, 1, 20)
    monkeypatch.setattr(limites_de_uso, "vigentes", lambda: limites)
    caido.rasa.viva = True
    return caido


def rafaga(buzon, *textos):
    unos = [mensaje(buzon.contacto.address, texto) for texto in textos]
    bandeja_entrada.recibir(buzon.app.db, buzon.app.cipher, webhook(*unos), buzon.app.now())
    return [uno.wamid for uno in unos]


def atiende_todo(buzon):
    while buzon.sql("SELECT 1 FROM asistente.mensajes_entrantes WHERE contacto_id = %s AND estado = 'pendiente'",
                    buzon.contacto.id):  # fmt: skip
        buzon.atiende()


def test_lo_que_pasa_del_limite_acaba_sin_turno_y_con_una_sola_frase(estrecho):
    wamids = rafaga(estrecho, *(f"pregunta {n}" for n in range(100)))
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 3 + ["limitado"] * 97
    assert [turno[0] for turno in estrecho.rasa.turnos] == wamids[:3]
    assert estrecho.textos()[3:] == [CALMA] and clases(estrecho)[3:] == ["limite"]


def test_cuando_baja_el_ritmo_se_le_atiende_otra_vez(estrecho):
    rafaga(estrecho, *(f"pregunta {n}" for n in range(5)))
    atiende_todo(estrecho)
    estrecho.pasa(seconds=61)
    wamid = estrecho.llega("gracias por esperar")
    estrecho.atiende()
    assert estrecho.entrante(wamid) == "atendido"


def test_lo_fijo_pasa_siempre(estrecho):
    wamids = rafaga(estrecho, *("¿qué tasa?",) * 6, "no fui yo", "¿qué tasa?", "baja", "asesor")
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids[6:]] == ["atendido", "limitado", "atendido", "atendido"]
    assert sorted(estrecho.casos()) == ["asesor", "fraude"] and len(estrecho.rasa.turnos) == 3


def test_lo_fijo_pasa_aunque_viniera_pegado_a_lo_que_sobra(estrecho):
    wamids = rafaga(estrecho, *("¿qué tasa?",) * 3, "hola", "una pregunta", "no fui yo")
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids[3:]] == ["limitado", "limitado", "atendido"]
    assert estrecho.casos() == ["fraude"]


def test_lo_mismo_repetido_ya_esta_hecho_y_no_se_dice_cien_veces(estrecho):
    wamids = rafaga(estrecho, *("no fui yo",) * 50)
    atiende_todo(estrecho)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 4 + ["limitado"] * 46
    assert len(estrecho.salientes()) == 4 and CALMA not in estrecho.textos()


def test_lo_mismo_repetido_sin_rasa_tampoco(estrecho):
    estrecho.rasa.viva = False
    wamids = rafaga(estrecho, *("no fui yo",) * 20)
    for wamid in wamids:
        estrecho.atencion.adelantar(estrecho.contacto.id, wamid)
    assert [estrecho.entrante(w) for w in wamids] == ["atendido"] * 3 + ["limitado"] * 17


def test_lo_que_es_para_una_persona_pasa_siempre(estrecho, reloj, laura):
    caso = abrir_caso(estrecho.app.db, estrecho.app.cipher, estrecho.contacto, "asesor", reloj())
    with estrecho.app.db.transaction() as tx:
        conversaciones.tomar(tx, estrecho.contacto.id, caso.id, laura.id, reloj())
    wamids = rafaga(estrecho, *(f"dato {n}" for n in range(10)))
    atiende_todo(estrecho)
    assert {estrecho.entrante(w) for w in wamids} == {"a_persona"} and estrecho.salientes() == []


def test_los_archivos_tienen_su_propio_limite(estrecho):
    foto, otra = estrecho.llega(tipo="image"), estrecho.llega(tipo="audio")
    estrecho.pasa(seconds=3)
    estrecho.atiende()
    texto = estrecho.llega("y esto lo escribo")
    estrecho.atiende()
    assert [estrecho.entrante(w) for w in (foto, otra, texto)] == ["atendido", "limitado", "atendido"]


def test_un_contacto_con_mucho_que_decir_deja_pasar_a_los_demas(buzon):
    rafaga(buzon, *(f"pregunta {n}" for n in range(TURNOS_SEGUIDOS + 1)))
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")
    buzon.atiende()
    assert len(buzon.rasa.turnos) == TURNOS_SEGUIDOS
    assert buzon.sql("SELECT task_name FROM asistente.procrastinate_jobs WHERE task_name = 'atender'") == [("atender",)]
    buzon.atiende()
    assert len(buzon.rasa.turnos) == TURNOS_SEGUIDOS + 1


def test_con_mucha_gente_en_fila_quien_llega_lo_sabe_una_vez_y_nada_se_pierde(estrecho):
    fila = [Buzon(estrecho.app, nuevo_contacto(estrecho.app)) for _ in range(2)]
    for uno in fila:
        uno.llega("pregunta")
        uno.pasa(seconds=70)
    wamid = estrecho.llega("y yo")
    ronda(estrecho)
    assert estrecho.salientes() == []
    estrecho.pasa(seconds=4)
    for _ in range(2):
        ronda(estrecho)
    assert (clases(estrecho), estrecho.textos()) == (["limite"], [partes("limite")["todos"]])
    assert estrecho.entrante(wamid) == "pendiente"
    for uno in (*fila, estrecho):
        estrecho.atencion.atender(uno.contacto.id)
    assert estrecho.entrante(wamid) == "atendido"


def test_quien_ya_acepto_la_politica_va_antes_que_los_numeros_que_nadie_conoce(buzon):
    desconocido = Buzon(buzon.app, nuevo_contacto(buzon.app))
    buzon.sql(
        "INSERT INTO asistente.textos_mostrados VALUES ('x', 'autorizacion', 'v1', 'x', now()) ON CONFLICT DO NOTHING"
    )
    buzon.sql(
        "INSERT INTO asistente.autorizaciones (contacto_id, evento, version, sha256, wamid_origen, ocurrido_en, cadena)"
        " VALUES (%s, 'aceptada', 'v1', 'x', gen_random_uuid(), now(), 'x')", buzon.contacto.id,
    )  # fmt: skip
    desconocido.llega("compre ya")
    buzon.llega("cuánto debo")
    fila = buzon.sql(
        "SELECT (args->>'contacto_id')::bigint FROM asistente.procrastinate_jobs WHERE task_name = 'atender'"
        " AND (args->>'contacto_id')::bigint = ANY(%s) ORDER BY priority DESC, id",
        [desconocido.contacto.id, buzon.contacto.id],
    )
    assert fila == [(buzon.contacto.id,), (desconocido.contacto.id,)]
