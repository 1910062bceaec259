"""Identity in the worker: the words first and the code after, on a floor; BLOQUEAR; another person on the phone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.atencion.gestion_casos import tomar_caso
from proalto.services.conversacion import conversaciones
from proalto.services.identificacion import identidad, piso
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Capacidad, FaltaIdentidad, Nivel, exigir_identidad
from proalto.services.operacion.textos import partes, texto
from proalto.settings import ROOT
from proalto.worker.enviar import vaciar
from proalto.worker.rasa import RasaAway
from tests.actions.ayuda import identificar
from tests.conftest import nuevo_contacto
from tests.mesa.conftest import nuevo_usuario
from tests.services.pasos import EXPEDICION, telefono_nuevo


class RasaQueIdentifica:
    """A Rasa whose turn gives cédula and date, and answers the words that it always answers."""

    def __init__(self, app, contacto, cedula):
        self._app, self._contacto, self._cedula = app, contacto, cedula

    def turn(self, contacto_id, wamid, texto, payload, intento, segundos=None):
        a = self._app
        contacto = Contacto(contacto_id, self._contacto.address, wamid)
        identidad.verificar_dato(a.db, a.nucleo, a.cipher, a.envio, contacto, self._cedula, EXPEDICION, a.now())
        return [{"text": "Te enviamos un código."}]


def cuando_salen(buzon):
    """Return (clase, seconds from now until it is due) of the outbox, in the order in which it leaves."""
    return buzon.sql(
        "SELECT clase, extract(epoch FROM proximo_intento - clock_timestamp())::float FROM mensajes_salientes"
        " WHERE contacto_id = %s ORDER BY clase = 'codigo', id", buzon.contacto.id,
    )  # fmt: skip


def test_la_respuesta_espera_al_piso_y_el_codigo_a_la_respuesta(buzon, nucleo):
    cedula = nucleo.cliente(telefono_nuevo(), celular_confirmado_en=buzon.app.now().date())
    buzon.rasa = RasaQueIdentifica(buzon.app, buzon.contacto, cedula)
    buzon.llega("3 de mayo de 1998")
    buzon.atiende()
    (respuesta, en), (codigo, despues) = cuando_salen(buzon)
    assert (respuesta, codigo) == ("respuesta", "codigo")
    assert 0 < en < 1.4 and abs(despues - en) < 0.2
    assert vaciar(buzon.app, buzon.contacto.id) is not None  # nothing leaves yet
    assert buzon.app.sms.sent == [] and buzon.app.whatsapp.sent == []
    buzon.pasa(seconds=2)
    assert vaciar(buzon.app, buzon.contacto.id) is None
    assert len(buzon.app.sms.sent) == 1 and len(buzon.app.whatsapp.sent) == 1


def test_lo_que_no_es_identidad_sale_enseguida(buzon):
    buzon.llega("menú")
    buzon.atiende()
    ((_, en),) = cuando_salen(buzon)
    assert en <= 0


def test_si_el_turno_se_cae_el_codigo_sale_a_los_diez_segundos(buzon, nucleo):
    a, cedula = buzon.app, nucleo.cliente(telefono_nuevo(), celular_confirmado_en=buzon.app.now().date())
    identidad.verificar_dato(a.db, a.nucleo, a.cipher, a.envio, buzon.contacto, cedula, EXPEDICION, a.now())
    ((_, en),) = cuando_salen(buzon)
    assert 8 < en <= LIMITES.codigo_rescate.total_seconds() == 10
    buzon.pasa(seconds=11)
    vaciar(a, buzon.contacto.id)
    assert len(a.sms.sent) == 1


@pytest.mark.parametrize(
    ("tardo", "vaiven", "falta"),
    [(0.0, 0.0, 1.2), (0.3, 0.1, 1.0), (0.3, -0.2, 0.7), (1.2, 0.0, 0.0), (1.3, 0.0, 1.1), (1.3, 0.2, 0.1), (5, 0, 1)],
)
def test_el_piso_y_sus_multiplos(tardo, vaiven, falta):
    en = piso.falta(timedelta(seconds=tardo), timedelta(seconds=vaiven))
    assert en.total_seconds() == pytest.approx(falta)


def abre(app, contacto, nivel=Nivel.N2):
    try:
        return exigir_identidad(app.db, app.cipher, contacto, nivel, app.now(), Capacidad.SALDO).cedula
    except FaltaIdentidad:
        return None


@pytest.fixture
def cedula(buzon, nucleo):
    return nucleo.cliente(buzon.contacto.address.phone, celular_confirmado_en=buzon.app.now().date())


@pytest.mark.parametrize("palabra", ["BLOQUEAR", "bloquear", " Bloquear. ", "¡BLOQUEAR!", "por favor bloquear"])
def test_bloquear_desde_el_celular_registrado_cierra_y_pasa_a_una_persona(buzon, cedula, palabra):
    identificar(buzon.app, buzon.contacto, cedula)
    buzon.llega(palabra)
    buzon.atiende()
    assert abre(buzon.app, buzon.contacto, Nivel.N1) is None
    assert buzon.casos() == ["bloqueo"] and buzon.rasa.turnos == []
    assert ["Cerramos las consultas" in texto for texto in buzon.textos()] == [True]
    assert "601 745 0000" in buzon.textos()[0]
    assert "asesor" not in buzon.textos()[0]  # it would open a second case, attended later than this one
    identidad.verificar_dato(
        buzon.app.db, buzon.app.nucleo, buzon.app.cipher, buzon.app.envio, buzon.contacto, cedula, EXPEDICION,
        buzon.app.now(),
    )  # fmt: skip
    assert [saliente["clase"] for saliente in buzon.salientes()] == ["menu_fijo"]


@pytest.mark.parametrize("palabra", ["¿qué es bloquear?", "no quiero bloquear", "bloquear mi tarjeta"])
def test_hablar_de_bloquear_no_bloquea(buzon, cedula, palabra):
    buzon.llega(palabra)
    buzon.atiende()
    assert buzon.casos() == [] and len(buzon.rasa.turnos) == 1


def test_bloquear_desde_un_numero_que_no_es_de_nadie_dice_lo_mismo_y_no_abre_caso(buzon):
    buzon.llega("BLOQUEAR")
    buzon.atiende()
    assert buzon.casos() == []
    assert ["Cerramos las consultas" in texto for texto in buzon.textos()] == [True]


def test_bloquear_cierra_lo_que_otro_chat_tenia_abierto_con_esa_cedula(buzon, cedula):
    otro = nuevo_contacto(buzon.app)
    with buzon.app.db.transaction() as tx:
        tx.run(
            "asistente.sesiones.abrir", contacto_id=otro.id,
            cedula=buzon.app.cipher.encrypt(cedula.encode(), "cedula", de=otro.id),
            cedula_hmac=buzon.app.cipher.keyed_hash("cedula", cedula), nivel=2, now=buzon.app.now(),
            celular_hmac=None, restringida_hasta=None, compartida=False,
        )  # fmt: skip
    assert abre(buzon.app, otro) == cedula
    buzon.llega("BLOQUEAR")
    buzon.atiende()
    assert abre(buzon.app, otro) is None


def test_bloquear_vale_tambien_mientras_habla_una_persona_que_lo_lee(buzon, cedula):
    app = buzon.app
    caso = abrir_caso(app.db, app.cipher, buzon.contacto, "asesor", app.now())
    with app.db.transaction() as tx:
        usuario = nuevo_usuario(app)
        tomar_caso(tx, caso.folio, usuario, app.now())
        conversaciones.tomar(tx, buzon.contacto.id, caso.id, usuario.id, app.now())
    buzon.llega("BLOQUEAR")
    buzon.atiende()
    assert sorted(buzon.casos()) == ["asesor", "bloqueo"]
    assert buzon.textos() == []


@pytest.mark.parametrize(
    "palabras", ["soy otra persona", "Soy otra persona.", "cerrar sesión", "Va a escribir otra persona"]
)
def test_otra_persona_termina_la_sesion_y_la_conversacion_empieza_de_nuevo(buzon, cedula, palabras):
    identificar(buzon.app, buzon.contacto, cedula)
    buzon.llega(palabras)
    buzon.atiende()
    assert abre(buzon.app, buzon.contacto, Nivel.N1) is None
    assert buzon.rasa.leidos == [("", "/otra_persona")]


def test_otra_persona_termina_la_sesion_aunque_hable_una_persona(buzon, cedula):
    app = buzon.app
    identificar(app, buzon.contacto, cedula)
    caso = abrir_caso(app.db, app.cipher, buzon.contacto, "asesor", app.now())
    with app.db.transaction() as tx:
        conversaciones.tomar(tx, buzon.contacto.id, caso.id, nuevo_usuario(app).id, app.now())
    buzon.llega("soy otra persona")
    buzon.atiende()
    assert abre(app, buzon.contacto, Nivel.N1) is None and buzon.rasa.turnos == []


def test_otra_persona_termina_la_sesion_aunque_rasa_no_este(buzon, cedula):
    identificar(buzon.app, buzon.contacto, cedula)
    buzon.rasa.en_fila.append(RasaAway("x"))
    buzon.llega("soy otra persona")
    buzon.atiende()
    assert abre(buzon.app, buzon.contacto, Nivel.N1) is None


def test_el_reloj_del_buzon_es_el_de_ahora(buzon):
    assert abs(buzon.app.now() - datetime.now(timezone.utc)) < timedelta(minutes=2)


def test_lo_que_sale_al_celular_no_dice_que_haya_un_credito():
    """Whoever holds the phone, and whoever has only applied for one, learns nothing of it (Ley 2300 art. 4)."""
    plantillas = [archivo.read_text(encoding="utf-8") for archivo in (ROOT / "textos/plantillas").glob("seguridad_*")]
    dichos = [*partes("seguridad").values(), texto("sms_codigo"), *plantillas]
    assert len(plantillas) == 4
    assert [d for d in dichos if re.search(r"cr[eé]dito|saldo|deuda|libranza|pr[eé]stamo", d, re.IGNORECASE)] == []
