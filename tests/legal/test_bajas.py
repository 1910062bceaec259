"""Ley 2300 art. 5 par. 2: who wants no more advertising says so in their own words, and our own code understands."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
import yaml

from proalto.formats.baja import pide_baja
from proalto.services.contacto import bloqueos, reglas_de_contacto
from proalto.services.contacto.suscripciones import cancelar
from proalto.services.conversacion import frases_fijas
from proalto.services.conversacion.frases_fijas import Orden
from proalto.services.mensajeria.plantillas import Clase
from proalto.settings import ROOT
from proalto.worker.enviar import vaciar
from proalto.worker.rasa import RasaAway
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.reglas import COBRANZA, PUBLICIDAD, autoriza, de_cada_clase
from tests.worker.buzon import Buzon

AQUI = Path(__file__).parent
BAJAS = (AQUI / "bajas.txt").read_text(encoding="utf-8").splitlines()
NO_BAJAS = (AQUI / "no_bajas.txt").read_text(encoding="utf-8").splitlines()
# What the conversation's designers filed under another intent, and is an order to stop all the same.
TAMBIEN_SON = {"stop", "ya no más"}


def sin_tildes(texto):
    return "".join(letra for letra in unicodedata.normalize("NFD", texto) if not unicodedata.combining(letra))


def test_L44_hay_trescientas_formas_y_cien_que_no_lo_son():
    assert len(set(BAJAS)) >= 300 and len(set(NO_BAJAS)) >= 101 and not set(BAJAS) & set(NO_BAJAS)


@pytest.mark.parametrize(
    "como",
    [str, str.upper, str.capitalize, sin_tildes, "{} 😡".format, "  ¡{}!!  ".format, "Hola, {}".format, "{}\n".format],
    ids=["tal cual", "mayúsculas", "inicial", "sin tildes", "emoji", "signos", "saludo", "renglón"],
)
def test_L44_se_entiende_de_todas_esas_formas_y_como_se_escriba(como):
    perdidas = [frase for frase in BAJAS if frases_fijas.pedida(como(frase), "") is not Orden.BAJA]
    assert perdidas == []


def test_L44_no_se_confunde_con_lo_que_dice_otra_cosa():
    assert [frase for frase in NO_BAJAS if pide_baja(frase) or pide_baja(frase.upper())] == []


def test_L44_no_se_confunde_con_nada_de_lo_que_el_asistente_aprendio():
    """Every phrase of another intent, as the designers wrote it: thousands that our code must leave to Rasa."""
    miradas, confundidas = 0, set()
    for archivo in ("data/nlu.yml", "tests/nlu/test_nlu.yml"):
        for bloque in yaml.safe_load((ROOT / archivo).read_text(encoding="utf-8"))["nlu"]:
            if bloque.get("intent") in (None, "desactivar_notificaciones"):
                continue
            for renglon in str(bloque["examples"]).splitlines():
                frase = re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", renglon.strip().removeprefix("- "))
                miradas += 1
                if pide_baja(frase):
                    confundidas.add(frase.lower())
    assert miradas > 10_000 and confundidas <= TAMBIEN_SON


def test_L44_un_mensaje_largo_o_raro_no_cuesta_ni_se_confunde():
    antes = time.monotonic()
    for raro in (
        "no más " * 5_000,
        "no " * 53,
        "ni un mensaje ni " * 9,
        "\u202eno más\u202c",
        "🙏" * 160,
        "",
        " ",
        "n" * 160,
    ):
        assert pide_baja(raro) in (True, False)
    assert time.monotonic() - antes < 2
    assert not pide_baja("no más " * 5_000)


@pytest.fixture
def buzon(app, contacto, monkeypatch):
    """Somebody who accepted advertising by WhatsApp, and a Rasa that is dead."""
    de_cada_clase(monkeypatch)
    monkeypatch.setattr(reglas_de_contacto, "autoriza", lambda tx, contacto_id, finalidad: True)
    autoriza(app, contacto, f"de-{contacto.id}".encode())
    uno = Buzon(app, contacto)

    def muerta(*_):
        raise RasaAway("ConnectionError")

    uno.rasa.turn = muerta
    return uno


def anuncio(buzon):
    buzon.encola(PUBLICIDAD, clase="plantilla")
    vaciar(buzon.app, buzon.contacto.id)
    ultimo = buzon.salientes()[-1]
    return ultimo["estado"], ultimo["motivo"]


@pytest.mark.parametrize("frase", BAJAS[::25])
def test_L44_detiene_la_publicidad_en_el_acto_aunque_no_haya_rasa_ni_worker(app, buzon, frase):
    antes = time.monotonic()
    buzon.llega(frase)  # the gateway stored it; nobody has attended it yet
    assert anuncio(buzon) == ("fallido", "bloqueado")
    assert time.monotonic() - antes < 5 and app.whatsapp.sent == []


def test_L44_antes_de_la_baja_sale_y_lo_que_ya_esperaba_tampoco_sale_despues(app, buzon):
    assert anuncio(buzon) == ("aceptado", None)
    buzon.encola(PUBLICIDAD, clase="plantilla")
    buzon.llega("NO MÁS")
    vaciar(app, buzon.contacto.id)
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [("aceptado", None), ("fallido", "bloqueado")]


def test_L44_se_le_contesta_sin_rasa_y_el_cobro_no_es_publicidad(app, buzon):
    buzon.llega("ya no me escriban")
    buzon.atiende()
    assert "no te enviamos ofertas" in buzon.textos()[-1]
    with app.db.transaction() as tx:
        assert bloqueos.puede_salir(tx, buzon.contacto.id, Clase.COBRANZA)
        assert not bloqueos.puede_salir(tx, buzon.contacto.id, Clase.PUBLICIDAD)
    assert COBRANZA["template"]["name"] == Clase.COBRANZA.value


def test_L44_tambien_cuando_es_rasa_quien_lo_entiende(app, contacto):
    """In words that only the model knows: the action and the fixed menu end in the same service."""
    cancelar(app.db, app.cipher, contacto, "no más", app.now())
    with app.db.transaction() as tx:
        assert not bloqueos.puede_salir(tx, contacto.id, Clase.PUBLICIDAD)


def test_L44_con_rasa_viva_no_depende_del_modelo(app, contacto):
    buzon = Buzon(app, contacto)
    buzon.llega("no m escriban mas")
    buzon.atiende()
    assert buzon.rasa.leidos == [("", "/desactivar_notificaciones")]


def test_L44_preguntar_por_el_saldo_no_es_darse_de_baja(app, buzon):
    buzon.llega("no más quiero saber mi saldo")
    assert anuncio(buzon) == ("aceptado", None)


def test_L44_quien_acepta_otra_vez_vuelve_a_recibirla_y_la_suplantacion_no_se_levanta(app, db, contacto):
    with db.transaction() as tx:
        bloqueos.dar_de_baja(tx, contacto.id, app.now())
        bloqueos.dar_de_baja(tx, contacto.id, app.now())
        bloqueos.deshacer_baja(tx, contacto.id, app.now())
        assert bloqueos.puede_salir(tx, contacto.id, Clase.PUBLICIDAD)
        bloqueos.detener(tx, contacto.id, bloqueos.SUPLANTACION, app.now(), caso_id=None, cedula_hmac=None)
        bloqueos.deshacer_baja(tx, contacto.id, app.now())
        assert not bloqueos.puede_salir(tx, contacto.id, Clase.PUBLICIDAD)


def test_L44_la_baja_de_uno_no_es_la_de_otro(app, buzon):
    Buzon(app, nuevo_contacto(app)).llega("STOP")
    assert anuncio(buzon) == ("aceptado", None)
    assert otra_vez(buzon.contacto).id == buzon.contacto.id
