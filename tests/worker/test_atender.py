"""A contact's turns: in order, once, told of a delay, and never left without a word."""

from dataclasses import replace

import pytest

from proalto.db.database import Database, DatabaseAway
from proalto.services.conversacion.menu_fijo import palabras_del_menu
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.services.operacion.textos import texto
from proalto.worker.atender import Atencion
from proalto.worker.rasa import RasaAway, TurnRefused
from tests.conftest import nuevo_contacto
from tests.worker.buzon import Buzon, ids_de

MENU = [
    {
        "text": "¿Qué necesitas?",
        "buttons": [
            {"title": "Consultar mi saldo", "payload": "/consultar_saldo", "sinonimos": ["saldo"]},
            {"title": "Ver menú", "payload": "/pedir_menu"},
        ],
    }
]


def test_responde_todo_lo_pendiente_en_el_orden_de_llegada(buzon):
    llegados = [buzon.llega(f"mensaje {n}") for n in range(3)]
    buzon.atiende()
    assert [turno[0] for turno in buzon.rasa.turnos] == llegados
    assert buzon.textos() == [f"Leí: mensaje {n}" for n in range(3)]
    assert {buzon.entrante(wamid) for wamid in llegados} == {"atendido"}


def test_lo_atendido_no_se_atiende_otra_vez(buzon):
    buzon.llega()
    buzon.atiende()
    buzon.atiende()
    assert len(buzon.rasa.turnos) == len(buzon.salientes()) == 1


def test_la_respuesta_despierta_el_envio_en_la_misma_transaccion(buzon):
    buzon.llega()
    buzon.atiende()
    trabajos = buzon.sql(
        "SELECT args FROM asistente.procrastinate_jobs WHERE task_name = 'enviar' AND status = 'todo'"
        " AND args->>'contacto_id' = %s", str(buzon.contacto.id)
    )  # fmt: skip
    assert len(trabajos) == 1


def test_si_rasa_no_esta_el_mensaje_espera_y_el_siguiente_no_se_adelanta(buzon):
    primero, segundo = buzon.llega("uno"), buzon.llega("dos")
    buzon.rasa.en_fila.append(RasaAway("HTTP 503"))
    buzon.atiende()
    assert [turno[0] for turno in buzon.rasa.turnos] == [primero]
    buzon.atiende()
    assert len(buzon.rasa.turnos) == 1
    buzon.pasa(seconds=2)
    buzon.atiende()
    assert [(turno[0], turno[3]) for turno in buzon.rasa.turnos[1:]] == [(primero, 2), (segundo, 1)]


def test_el_menu_fijo_llega_antes_de_cinco_segundos_y_una_sola_vez(buzon):
    buzon.llega()
    for segundos in (1, 2, 3, 20, 60):
        buzon.rasa.en_fila.append(RasaAway("HTTP 503"))
        buzon.atiende()
        buzon.pasa(seconds=segundos)
        if segundos < 3:
            assert buzon.salientes() == []
    assert buzon.textos() == [palabras_del_menu()]
    buzon.atiende()
    assert buzon.textos() == [palabras_del_menu(), "Leí: menú"]


def test_se_rinde_a_las_doce_horas_con_una_disculpa_y_un_caso(buzon):
    wamid = buzon.llega()
    buzon.pasa(hours=13)
    buzon.rasa.en_fila.append(RasaAway("HTTP 503"))
    buzon.atiende()
    assert (buzon.entrante(wamid), buzon.casos()) == ("fallido", ["falla"])
    assert buzon.textos() == [texto("disculpa")]


def test_un_turno_que_rasa_rechaza_tres_veces_se_da_por_perdido_y_sigue_el_siguiente(buzon):
    malo, bueno = buzon.llega("malo"), buzon.llega("bueno")
    buzon.rasa.en_fila.extend([TurnRefused("HTTP 500")] * 3)
    for _ in range(3):
        buzon.atiende()
        buzon.pasa(seconds=3)
    assert (buzon.entrante(malo), buzon.entrante(bueno)) == ("fallido", "atendido")
    assert buzon.textos()[-2:] == [texto("disculpa"), "Leí: bueno"]
    assert buzon.casos() == ["falla"]


def test_el_silencio_es_una_falla(buzon):
    wamid = buzon.llega()
    buzon.rasa.en_fila.append([])
    buzon.atiende()
    assert buzon.entrante(wamid) == "fallido"
    assert buzon.textos() == [texto("disculpa")]


def test_una_respuesta_tardia_de_otro_proceso_no_se_dice_dos_veces(app, contacto, buzon):
    wamid = buzon.llega()

    class RasaLenta(type(buzon.rasa)):
        def turn(self, *args):
            Buzon(app, contacto).atiende()  # meanwhile another worker answers the same message
            return [*MENU, {"text": "tarde"}]

    buzon.rasa = RasaLenta()
    buzon.atiende()
    assert buzon.entrante(wamid) == "atendido"
    assert buzon.textos() == ["Leí: menú"]
    assert buzon.sql("SELECT id FROM asistente.opciones WHERE contacto_id = %s", contacto.id) == []


def test_un_boton_tocado_es_su_orden(buzon):
    buzon.llega("menú")
    buzon.rasa.en_fila.append(MENU)
    buzon.atiende()
    ids = ids_de(buzon.salientes()[0]["cuerpo"])
    buzon.llega("", "interactive", option_id=ids["Consultar mi saldo"], option_title="Consultar mi saldo")
    buzon.atiende()
    assert buzon.rasa.leidos[-1] == ("", "/consultar_saldo")


@pytest.mark.parametrize("falso", ["/consultar_saldo", "inventado", "x" * 256])
def test_un_id_inventado_vale_lo_que_dice_su_titulo(buzon, falso):
    buzon.llega("", "interactive", option_id=falso, option_title="Consultar mi saldo")
    buzon.atiende()
    assert buzon.rasa.leidos == [("Consultar mi saldo", "")]


def test_el_boton_de_otra_persona_no_vale(app, buzon):
    otro = Buzon(app, nuevo_contacto(app))
    otro.llega("menú")
    otro.rasa.en_fila.append(MENU)
    otro.atiende()
    ajeno = ids_de(otro.salientes()[0]["cuerpo"])["Consultar mi saldo"]
    buzon.llega("", "interactive", option_id=ajeno, option_title="hola")
    buzon.atiende()
    assert buzon.rasa.leidos == [("hola", "")]


@pytest.mark.parametrize("escrito", ["1", "la primera", "Consultar mi saldo", "consultar MI saldo!", "saldo"])
def test_escribir_el_numero_el_titulo_o_un_sinonimo_es_tocar(buzon, escrito):
    buzon.llega("menú")
    buzon.rasa.en_fila.append(MENU)
    buzon.atiende()
    buzon.llega(escrito)
    buzon.atiende()
    assert buzon.rasa.leidos[-1] == ("", "/consultar_saldo")


@pytest.mark.parametrize("escrito", ["3", "cuánto es mi saldo hoy", "0"])
def test_lo_que_no_nombra_una_opcion_se_lee_tal_cual(buzon, escrito):
    buzon.llega("menú")
    buzon.rasa.en_fila.append(MENU)
    buzon.atiende()
    buzon.llega(escrito)
    buzon.atiende()
    assert buzon.rasa.leidos[-1] == (escrito, "")


def test_un_numero_no_elige_en_una_lista_que_ya_se_respondio(buzon):
    buzon.llega("menú")
    buzon.rasa.en_fila.append(MENU)
    buzon.atiende()
    for escrito in ("qué tasas tienen", "1"):
        buzon.llega(escrito)
        buzon.atiende()
    assert buzon.rasa.leidos[-1] == ("1", "")


@pytest.mark.parametrize(
    "tipo, payload",
    [
        ("image", "/adjuntar_documento"), ("document", "/adjuntar_documento"), ("audio", "/mensaje_no_admitido"),
        ("video", "/mensaje_no_admitido"), ("sticker", "/mensaje_no_admitido"), ("location", "/mensaje_no_admitido"),
        ("contacts", "/mensaje_no_admitido"), ("unknown", "/mensaje_no_admitido"), ("futuro", "/mensaje_no_admitido"),
    ],
)  # fmt: skip
def test_lo_que_no_son_palabras_tambien_recibe_respuesta(buzon, tipo, payload):
    buzon.llega(tipo=tipo)
    buzon.pasa(seconds=2)
    buzon.atiende()
    assert buzon.rasa.leidos == [("", payload)]


@pytest.mark.parametrize("vacio", ["", "   ", "\n"])
def test_un_texto_vacio_pide_palabras(buzon, vacio):
    buzon.llega(vacio)
    buzon.atiende()
    assert buzon.rasa.leidos == [("", "/mensaje_no_admitido")]


@pytest.mark.parametrize("tipo", ["reaction", "system", "revoke", "edit"])
def test_lo_que_no_espera_respuesta_no_la_tiene(buzon, tipo):
    wamid = buzon.llega(tipo=tipo)
    buzon.atiende()
    assert (buzon.rasa.turnos, buzon.entrante(wamid)) == ([], "ignorado")


def test_sin_base_de_datos_avisa_de_una_vez_por_whatsapp_y_no_toca_el_mensaje(app, buzon):
    wamid = buzon.llega()
    cerrada = Database("host=127.0.0.1 port=9 dbname=x user=x", name="x")

    class RasaQueVeCaerLaBase(type(buzon.rasa)):
        def turn(self, *args):
            raise DatabaseAway("gone")

    atencion = Atencion(replace(app, nucleo=cerrada), RasaQueVeCaerLaBase(), Mantenimiento(app.whatsapp))
    for _ in range(2):
        with pytest.raises(DatabaseAway):
            atencion.atender(buzon.contacto.id)
    assert [dicho["text"]["body"] for dicho in app.whatsapp.sent] == [texto("mantenimiento")]
    assert buzon.entrante(wamid) == "pendiente"
