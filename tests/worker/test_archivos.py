"""A file of ours in the chat: uploaded once, sent in its place, never a silence."""

import pytest

from proalto.services.conversacion.transcripcion import transcribir
from proalto.services.credito.certificados import revocar
from proalto.services.credito.paz_y_salvo import emitir_paz_y_salvo
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento, SinDocumento
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.errors import GraphTimeout, GraphUnreachable
from proalto.worker.enviar import vaciar
from tests.services.credito.test_saldo import autorizar, identificar_como

NOMBRE = "Paz y salvo ProAlto.pdf"
MEDIO_DESCONOCIDO, TOKEN, RITMO, VENTANA = 131009, 190, 131056, 131047


@pytest.fixture
def envia(app, buzon):
    buzon.abre_ventana()
    return lambda: vaciar(app, buzon.contacto.id)


@pytest.fixture
def documento(app, buzon, contacto, nucleo):
    """A certificate that was just issued to the contact."""
    cedula = nucleo.cliente()
    nucleo.pagado(cedula)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    emision = emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, contacto, app.now())
    return Documento("certificado", emision.folio, NOMBRE)


@pytest.fixture
def encola(buzon, documento):
    return lambda leyenda="Aquí está": buzon.encola(entregas.cuerpo(documento, leyenda))


def enviados(app):
    return [m["document"] if m["type"] == "document" else m["text"]["body"] for m in app.whatsapp.sent]


def pdf_de(app, documento):
    return entregas.abrir(app.db, app.cipher, documento).contenido


def test_el_archivo_sale_con_su_nombre_y_su_leyenda_y_en_su_lugar(app, buzon, envia, encola, documento):
    buzon.encola(payloads.text("antes"))
    encola()
    buzon.encola(payloads.text("después"))
    envia()
    ((media_id, contenido),) = app.whatsapp.uploads.items()
    assert contenido == pdf_de(app, documento)
    assert enviados(app) == ["antes", {"id": media_id, "filename": NOMBRE, "caption": "Aquí está"}, "después"]
    mensaje = app.whatsapp.sent[1]
    assert mensaje["to"].lstrip("+") == buzon.contacto.address.phone
    assert mensaje["biz_opaque_callback_data"] == str(buzon.salientes()[1]["id"])
    assert buzon.estados() == ["aceptado"] * 3


def test_sin_palabras_no_lleva_leyenda(app, envia, encola):
    encola("")
    envia()
    assert set(enviados(app)[0]) == {"id", "filename"}


def test_pedido_otra_vez_no_se_sube_otra_vez(app, envia, encola):
    for _ in range(3):
        encola()
    envia()
    assert len(app.whatsapp.uploads) == 1 and len({d["id"] for d in enviados(app)}) == 1 and len(enviados(app)) == 3


def test_lo_que_meta_tiro_se_sube_de_nuevo_en_el_mismo_intento(app, buzon, envia, encola, documento):
    entregas.anotar_subida(app.db, documento, "viejo")
    encola()
    app.whatsapp.fail_next(MEDIO_DESCONOCIDO)
    envia()
    (media_id,) = app.whatsapp.uploads
    assert [d["id"] for d in enviados(app)] == [media_id] == [entregas.subido(app.db, documento)]
    assert buzon.estados() == ["aceptado"]


def test_lo_subido_hace_29_dias_se_sube_de_nuevo(app, buzon, envia, encola, documento):
    entregas.anotar_subida(app.db, documento, "viejo")
    buzon.sql("UPDATE asistente.documentos_subidos SET subido_en = now() - interval '29 days 1 minute'")
    encola()
    envia()
    assert [d["id"] for d in enviados(app)] == list(app.whatsapp.uploads)


@pytest.mark.parametrize("fallo", [GraphTimeout("x"), GraphUnreachable("x")])
def test_una_subida_sin_respuesta_se_repite_pronto_y_no_dobla_el_mensaje(app, buzon, envia, encola, fallo):
    encola()
    app.whatsapp.fail_next_with(fallo)
    envia()
    assert (buzon.estados(), enviados(app)) == (["pendiente"], [])
    buzon.pasa(seconds=5)
    envia()
    assert (buzon.estados(), len(enviados(app))) == (["aceptado"], 1)


def test_un_envio_sin_respuesta_es_incierto_y_luego_no_sube_otra_vez(app, buzon, envia, encola, documento):
    entregas.anotar_subida(app.db, documento, "sirve")
    encola()
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    envia()
    assert (buzon.estados(), enviados(app)) == (["incierto"], [])
    buzon.pasa(seconds=31)
    envia()
    assert (buzon.estados(), [d["id"] for d in enviados(app)], app.whatsapp.uploads) == (["aceptado"], ["sirve"], {})


@pytest.mark.parametrize("codigo", [TOKEN, RITMO, 131000])
def test_un_rechazo_pasajero_espera_con_el_archivo_ya_subido(app, buzon, envia, encola, documento, codigo):
    entregas.anotar_subida(app.db, documento, "sirve")
    encola()
    app.whatsapp.fail_next(codigo)
    envia()
    assert (buzon.estados(), entregas.subido(app.db, documento)) == (["pendiente"], "sirve")
    buzon.pasa(minutes=10)
    envia()
    assert [d["id"] for d in enviados(app)] == ["sirve"] and app.whatsapp.uploads == {}


def test_si_no_se_puede_subir_el_cliente_lo_sabe_y_una_persona_lo_atiende(app, buzon, envia, encola):
    encola()
    app.whatsapp.fail_next(131053)
    envia()
    assert [(s["clase"], s["estado"]) for s in buzon.salientes()] == [("respuesta", "fallido"), ("aviso", "aceptado")]
    assert enviados(app) == [texto("documento_no_enviado")]
    assert buzon.casos() == ["falla"]


def test_un_certificado_revocado_antes_de_salir_no_sale(app, buzon, envia, encola, documento):
    entregas.anotar_subida(app.db, documento, "ya-en-meta")
    encola()
    revocar(app.db, app.cipher, documento.referencia, "pago devuelto", app.now())
    envia()
    assert enviados(app) == [texto("documento_no_enviado")] and buzon.casos() == ["falla"]
    assert buzon.estados() == ["fallido", "aceptado"]


def test_con_la_ventana_cerrada_no_insiste_ni_sube_otra_vez(app, buzon, envia, encola, documento):
    entregas.anotar_subida(app.db, documento, "sirve")
    encola()
    app.whatsapp.fail_next(VENTANA)
    envia()
    assert buzon.estados()[0] == "fallido" and buzon.casos() == ["falla"]
    assert app.whatsapp.uploads == {} and entregas.subido(app.db, documento) == "sirve"


def test_un_archivo_de_tipo_desconocido_no_detiene_a_los_demas(app, buzon, envia):
    buzon.encola(entregas.cuerpo(Documento("otro", "x", "x.pdf"), ""))
    buzon.encola(payloads.text("sigue"))
    envia()
    assert enviados(app) == ["sigue", texto("documento_no_enviado")]


def test_lo_guardado_no_repite_el_archivo(app, buzon, encola, documento):
    encola()
    (saliente,) = buzon.salientes()
    assert saliente["cuerpo"] == {
        "type": "document",
        "documento": {"tipo": "certificado", "referencia": documento.referencia, "nombre": NOMBRE},
        "leyenda": "Aquí está",
    }


def test_la_transcripcion_nombra_el_archivo(app, contacto, encola):
    encola()
    with app.db.transaction() as tx:
        assert transcribir(tx, app.cipher, contacto.id)[-1]["texto"] == f"[{NOMBRE}] Aquí está"


def test_la_bitacora_no_dice_el_folio(app, envia, encola, documento, caplog):
    encola()
    app.whatsapp.fail_next(131053)
    envia()
    assert "131053" in caplog.text and documento.referencia not in caplog.text


def test_no_se_abre_lo_que_no_hay(app):
    with pytest.raises(SinDocumento):
        entregas.abrir(app.db, app.cipher, Documento("certificado", "no-existe", "x"))
