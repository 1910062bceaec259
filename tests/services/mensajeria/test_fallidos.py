"""Dead letters: seen, tried again once as a new message, or put away."""

from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.contacto import ventana
from proalto.services.mensajeria import bandeja_entrada, fallidos
from proalto.services.mensajeria.fallidos import Filtro, NoSeReintenta, Sentido
from proalto.services.mesa import auditoria
from proalto.services.mesa.usuarios import Rol, Usuario
from proalto.whatsapp import payloads
from proalto.worker.enviar import vaciar
from tests.mesa.conftest import nuevo_usuario
from tests.services.mensajes import estado, webhook
from tests.worker.buzon import Buzon

DESTINATARIO, VENTANA, NO_QUIERE = 131026, 131047, 131050


@pytest.fixture
def quien(app) -> Usuario:
    return nuevo_usuario(app, Rol.SUPERVISOR)


@pytest.fixture
def buzon(app, contacto, reloj) -> Buzon:
    reloj.ahora = datetime.now(timezone.utc)
    buzon = Buzon(app, contacto)
    buzon.abre_ventana()
    return buzon


@pytest.fixture
def muere(app, buzon):
    """Queue a message and let Meta refuse it; return its key."""

    def morir(codigo=DESTINATARIO, cuerpo=None, **como) -> str:
        buzon.encola(cuerpo or payloads.text("hola"), **como)
        app.whatsapp.fail_next(codigo)
        vaciar(app, buzon.contacto.id)
        ultimo = buzon.salientes()[-1]
        assert ultimo["estado"] == "fallido"
        return f"saliente:{ultimo['id']}"

    return morir


def recibido(buzon, texto="menú", tipo="text", fallido=True) -> str:
    wamid = buzon.llega(texto, tipo)
    ((orden,),) = buzon.sql(
        "UPDATE asistente.mensajes_entrantes SET estado = %s, atendido_en = now() WHERE wamid = %s RETURNING orden",
        "fallido" if fallido else "atendido", wamid,
    )  # fmt: skip
    return f"entrante:{orden}"


def vistos(app, buzon, **filtro):
    todos = fallidos.ver(app.db, Filtro(**filtro), app.now())
    return [uno for uno in todos if uno.contacto_id == buzon.contacto.id]


def cuantos(app):
    with app.db.transaction() as tx:
        return fallidos.cuantos(tx, app.now())


def test_se_ve_lo_que_no_llego_y_lo_que_no_se_contesto(app, buzon, muere):
    entrante, saliente = recibido(buzon), muere()
    unos = vistos(app, buzon)
    assert [uno.clave for uno in unos] == [saliente, entrante]
    assert (unos[0].motivo, unos[0].codigo, unos[0].clase) == ("rechazado", DESTINATARIO, "respuesta")
    assert all(str(buzon.contacto.address.phone)[:-4] not in uno.telefono for uno in unos)


def test_no_se_ve_lo_que_salio_ni_lo_que_fallo_hace_mas_de_treinta_dias(app, buzon, muere):
    buzon.encola(payloads.text("bien"))
    vaciar(app, buzon.contacto.id)
    muere()
    recibido(buzon)
    assert len(vistos(app, buzon)) == 2
    buzon.pasa(days=30, minutes=1)
    buzon.sql("UPDATE asistente.mensajes_entrantes SET atendido_en = recibido_en")
    assert vistos(app, buzon) == []


def test_los_filtros(app, buzon, muere):
    entrante, rechazado = recibido(buzon), muere()
    assert [u.clave for u in vistos(app, buzon, sentido=Sentido.ENTRANTE)] == [entrante]
    assert [u.clave for u in vistos(app, buzon, motivo="rechazado")] == [rechazado]
    assert vistos(app, buzon, motivo="ventana") == []


def test_cuenta_lo_que_nadie_ha_mirado_y_los_codigos_no(app, buzon, muere, quien):
    antes = cuantos(app)
    uno, otro = muere(), recibido(buzon)
    muere(cuerpo=payloads.template("codigo_verificacion", "es", ["1"], otp_code="1"), clase="codigo")
    assert cuantos(app) == antes + 2
    fallidos.reintentar(app.db, app.cipher, uno, quien, app.now())
    assert cuantos(app) == antes + 1
    fallidos.descartar(app.db, otro, quien, app.now())
    assert cuantos(app) == antes


def test_reintentar_es_un_mensaje_nuevo_y_dos_veces_es_una(app, buzon, muere, quien):
    clave = muere()
    fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    vaciar(app, buzon.contacto.id)
    viejo, nuevo = buzon.salientes()
    assert (viejo["estado"], nuevo["estado"], nuevo["reintenta_a"]) == ("fallido", "aceptado", viejo["id"])
    assert nuevo["cuerpo"] == viejo["cuerpo"] and len(app.whatsapp.sent) == 1
    assert [u.reintento for u in vistos(app, buzon, todos=True)] == ["aceptado"]
    assert vistos(app, buzon) == []


def test_el_reintento_que_falla_se_puede_reintentar_a_su_vez(app, buzon, muere, quien):
    fallidos.reintentar(app.db, app.cipher, muere(), quien, app.now())
    app.whatsapp.fail_next(DESTINATARIO)
    vaciar(app, buzon.contacto.id)
    (segundo,) = vistos(app, buzon)
    fallidos.reintentar(app.db, app.cipher, segundo.clave, quien, app.now())
    vaciar(app, buzon.contacto.id)
    assert buzon.estados() == ["fallido", "fallido", "aceptado"]


def test_queda_en_la_auditoria_quien_reintento_y_quien_descarto(app, buzon, muere, quien):
    uno, otro = muere(), muere()
    fallidos.reintentar(app.db, app.cipher, uno, quien, app.now())
    fallidos.descartar(app.db, otro, quien, app.now())
    lineas = auditoria.buscar(app.db, auditoria.Filtro(usuario_id=quien.id))
    assert [(linea.accion, linea.objeto) for linea in lineas] == [
        ("fallido_descartado", otro), ("fallido_reintentado", uno),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("codigo", "como"),
    [
        (NO_QUIERE, {"cuerpo": payloads.template("retomar_caso", "es_CO", ["a", "b", "c"]), "clase": "plantilla"}),
        (DESTINATARIO, {"cuerpo": payloads.template("codigo_verificacion", "es", ["1"], otp_code="1"),
                        "clase": "codigo"}),
    ],
)  # fmt: skip
def test_lo_que_no_debe_salir_no_se_reintenta(app, buzon, muere, quien, codigo, como):
    clave = muere(codigo, **como)
    assert [uno.se_puede for uno in vistos(app, buzon)] == [False]
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    assert len(buzon.salientes()) == 1


def test_con_la_ventana_cerrada_no_se_reintenta_hasta_que_la_persona_vuelve_a_escribir(app, buzon, muere, quien):
    clave = muere(VENTANA)
    buzon.pasa(hours=25)
    assert [uno.se_puede for uno in vistos(app, buzon)] == [False]
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    buzon.abre_ventana()
    assert [uno.se_puede for uno in vistos(app, buzon)] == [True]
    fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())


def test_lo_que_no_se_contesto_vuelve_a_su_fila_y_el_asistente_lo_contesta(app, buzon, quien):
    clave = recibido(buzon, "cuánto debo")
    fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    buzon.atiende()
    assert buzon.rasa.leidos == [("cuánto debo", "")]
    assert [uno.reintento for uno in vistos(app, buzon, todos=True)] == ["atendido"]
    assert buzon.textos() == ["Leí: cuánto debo"]


def test_lo_que_se_dijo_en_varias_burbujas_vuelve_entero(app, buzon, quien):
    clave = recibido(buzon, "quiero saber")
    recibido(buzon, "cuánto debo")
    buzon.sql(
        "UPDATE asistente.mensajes_entrantes AS e SET unido_a = primera.wamid"
        " FROM asistente.mensajes_entrantes AS primera WHERE e.estado = 'fallido'"
        " AND e.contacto_id = %s AND primera.orden = %s AND e.orden > primera.orden",
        buzon.contacto.id, clave.partition(":")[2],
    )  # fmt: skip
    assert [uno.clave for uno in vistos(app, buzon)] == [clave]
    fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    nuevas = buzon.sql("SELECT estado FROM asistente.mensajes_entrantes WHERE contacto_id = %s"
                       " AND reintenta_a IS NOT NULL", buzon.contacto.id)  # fmt: skip
    assert nuevas == [("pendiente",), ("pendiente",)]


def test_volver_a_leer_no_abre_la_ventana_de_nuevo(app, buzon, quien):
    clave = recibido(buzon)
    buzon.pasa(hours=23)
    fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    with app.db.transaction() as tx:
        cierre = ventana.cierra_en(tx, buzon.contacto.id)
    assert cierre is not None and cierre - app.now() < timedelta(hours=1)


@pytest.mark.parametrize("tipo", ["image", "document", "audio"])
def test_un_archivo_no_se_vuelve_a_leer(app, buzon, quien, tipo):
    clave = recibido(buzon, tipo=tipo)
    assert [uno.se_puede for uno in vistos(app, buzon)] == [False]
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())


@pytest.mark.parametrize(
    "clave",
    ["", "saliente", "saliente:", "saliente:-1", "saliente:x", "otro:1", "saliente:99999999", "entrante:" + "9" * 40],
)
def test_una_clave_que_no_es_de_nadie(app, quien, clave):
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, clave, quien, app.now())
    with pytest.raises(NoSeReintenta):
        fallidos.descartar(app.db, clave, quien, app.now())


def test_lo_que_ya_salio_no_se_reintenta(app, buzon, quien):
    buzon.encola(payloads.text("bien"))
    vaciar(app, buzon.contacto.id)
    with pytest.raises(NoSeReintenta):
        fallidos.reintentar(app.db, app.cipher, f"saliente:{buzon.salientes()[0]['id']}", quien, app.now())


def test_lo_que_meta_fallo_despues_por_algo_pasajero_se_envia_solo_una_vez_mas(app, buzon):
    buzon.encola(payloads.text("hola"))
    vaciar(app, buzon.contacto.id)
    for _ in range(3):
        uno = buzon.salientes()[-1]
        ((wamid,),) = buzon.sql("SELECT wamid FROM asistente.mensajes_salientes WHERE id = %s", uno["id"])
        aviso = webhook(statuses=(estado(wamid, "failed", uno["id"], codigo=131000),))
        bandeja_entrada.recibir(app.db, app.cipher, aviso, app.now())
        buzon.pasa(seconds=5)
        vaciar(app, buzon.contacto.id)
    assert buzon.estados() == ["fallido", "fallido"] and len(app.whatsapp.sent) == 2
    assert vistos(app, buzon)[0].cuando > app.now() - timedelta(hours=1)
