"""Advertising and its ledger: NO MÁS is a revocation, accepting anew opens what it closed, each with its own role."""

import pytest

from proalto.db.database import atendiendo
from proalto.services.consentimiento.autorizacion import Evento, Finalidad, decision, mostrar
from proalto.services.consentimiento.libro_de_autorizaciones import leer, verificar
from proalto.services.consentimiento.publicidad import aceptar
from proalto.services.contacto import bloqueos
from proalto.services.contacto.acuerdos_de_contacto import Canal, canal_autorizado
from proalto.services.datos.derechos import revocar_publicidad
from proalto.services.mensajeria.plantillas import Clase
from proalto.worker.enviar import vaciar
from tests.actions.ayuda import autorizar
from tests.conftest import como, conectar, otra_vez
from tests.legal.reglas import PUBLICIDAD, de_cada_clase
from tests.worker.buzon import Buzon


@pytest.fixture
def contacto(app, contacto):
    autorizar(app, contacto)
    mostrar(app.db, app.cipher, contacto, app.now(), Finalidad.PUBLICIDAD)
    return contacto


@pytest.fixture
def buzon(app, contacto):
    """What the gateway receives, with the gateway's own role."""
    return Buzon(como(app, "canal"), contacto)


def acepta(app, contacto, wamid=""):
    uno = como(app, "actions")
    suyo = type(contacto)(contacto.id, contacto.address, wamid) if wamid else otra_vez(contacto)
    with atendiendo(contacto.id):
        return aceptar(uno.db, uno.cipher, suyo, "aceptar_ofertas", uno.now())


def de_publicidad(app, contacto):
    libro = leer(app.db, app.cipher, contacto.id)
    return [(e.evento, e.respuesta) for e in libro if e.finalidad is Finalidad.PUBLICIDAD and e.respuesta]


def puede_salir(app, contacto):
    with app.db.transaction() as tx:
        return bloqueos.puede_salir(tx, contacto.id, Clase.PUBLICIDAD)


def anuncio(app, contacto):
    uno = Buzon(como(app, "worker"), contacto)
    uno.encola(PUBLICIDAD, clase="plantilla")
    vaciar(uno.app, contacto.id)
    ultimo = uno.salientes()[-1]
    return ultimo["estado"], ultimo["motivo"]


def test_quien_dijo_baja_y_despues_acepta_la_recibe_de_verdad(app, contacto, buzon, monkeypatch):
    de_cada_clase(monkeypatch)
    assert anuncio(app, contacto) == ("fallido", "sin_permiso")
    buzon.llega("BAJA")
    assert anuncio(app, contacto) == ("fallido", "bloqueado")
    assert acepta(app, contacto)
    assert anuncio(app, contacto) == ("aceptado", None)
    buzon.llega("no más")
    assert anuncio(app, contacto) == ("fallido", "bloqueado")


def test_la_baja_queda_en_el_libro_con_sus_palabras_sin_rasa_ni_worker(app, contacto, buzon):
    assert acepta(app, contacto)
    buzon.llega("No me manden más publicidad")
    assert decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.REVOCADA
    assert de_publicidad(app, contacto) == [
        (Evento.ACEPTADA, "aceptar_ofertas"),
        (Evento.REVOCADA, "No me manden más publicidad"),
    ]
    assert decision(app.db, contacto) is Evento.ACEPTADA, "what is necessary goes on"
    assert verificar(app.db) == []


def test_el_mismo_mensaje_otra_vez_no_la_escribe_dos_veces(app, contacto, buzon):
    wamid = buzon.llega("baja")
    Buzon(como(app, "worker"), contacto).atiende()
    buzon.llega("baja", wamid=wamid)
    assert de_publicidad(app, contacto) == [(Evento.REVOCADA, "baja")]


def test_aceptar_levanta_tambien_lo_que_revoco_en_sus_datos(app, contacto):
    revocar_publicidad(app.db, app.cipher, otra_vez(contacto), "revoco", app.now())
    assert not puede_salir(app, contacto)
    assert acepta(app, contacto) and puede_salir(app, contacto)


def test_aceptar_no_levanta_lo_de_una_suplantacion(app, contacto):
    with app.db.transaction() as tx:
        bloqueos.detener(tx, contacto.id, bloqueos.SUPLANTACION, app.now(), caso_id=None, cedula_hmac=None)
    assert acepta(app, contacto) and not puede_salir(app, contacto)


def test_aceptar_publicidad_no_abre_el_chat_al_cobro(app, contacto):
    assert acepta(app, contacto)
    huella = app.cipher.keyed_hash("cedula", "79876543")
    with app.db.transaction() as tx:
        assert canal_autorizado(tx, contacto.id, Canal.WHATSAPP.value, app.now())
        assert not canal_autorizado(tx, contacto.id, Canal.WHATSAPP.value, app.now(), huella)


def test_el_documento_es_el_texto_que_se_mostro_y_se_anota_una_vez(app, contacto):
    mostrado = leer(app.db, app.cipher, contacto.id)[-1]
    for _ in range(2):
        assert acepta(app, contacto)
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "SELECT documento, informado_en FROM asistente.canales_autorizados WHERE contacto_id = %s", (contacto.id,)
        )
        assert cursor.fetchall() == [(f"publicidad {mostrado.version} {mostrado.sha256}", mostrado.ocurrido_en)]


def test_un_no_mas_que_llego_despues_del_toque_pesa_mas_que_el(app, contacto, buzon):
    """The tap waited for Rasa; the gateway has understood NO MÁS meanwhile."""
    toque = buzon.llega("Sí, quiero ofertas")
    buzon.llega("NO MÁS")
    assert not acepta(app, contacto, toque)
    assert not puede_salir(app, contacto) and decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.REVOCADA
    assert acepta(app, contacto, buzon.llega("Sí, quiero ofertas")) and puede_salir(app, contacto)


def test_si_algo_falla_no_queda_ni_lo_uno_ni_lo_otro(app, contacto, buzon, monkeypatch):
    buzon.llega("baja")
    monkeypatch.setattr("proalto.services.contacto.acuerdos_de_contacto.autorizar_canal", que_falla)
    with pytest.raises(RuntimeError):
        acepta(app, contacto)
    assert not puede_salir(app, contacto) and decision(app.db, contacto, Finalidad.PUBLICIDAD) is Evento.REVOCADA


def que_falla(*_, **__):
    raise RuntimeError("down")
