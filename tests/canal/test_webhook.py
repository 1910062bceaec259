"""The webhook: nothing without a valid signature, nothing acknowledged that is not stored."""

import hashlib
import hmac
import json
import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from proalto.canal import webhook
from proalto.canal.app import MAX_BODY
from proalto.db.database import Database
from proalto.whatsapp.signature import sign
from tests.canal.conftest import RUTA, SECRETO, Meta, sobre, texto
from tests.conftest import ENTORNO, conectar, nuevo_wamid


def guardados(app, wamid):
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.mensajes_entrantes WHERE wamid = %s", (wamid,))
        (cuantos,) = cursor.fetchone()
    connection.close()
    return cuantos


def verificar(meta, **parametros):
    normales = {
        "hub.mode": "subscribe",
        "hub.verify_token": ENTORNO["WHATSAPP_VERIFY_TOKEN"],
        "hub.challenge": "1158201444",
    }
    return meta.client.get(RUTA, query_string=normales | parametros)


def test_la_verificacion_devuelve_el_reto_tal_cual_y_como_texto(meta):
    respuesta = verificar(meta, **{"hub.challenge": "<b>1</b>"})
    assert (respuesta.status_code, respuesta.data, respuesta.mimetype) == (200, b"<b>1</b>", "text/plain")
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("parametro", "valor"),
    [("verify_token", "otra"), ("verify_token", ""), ("verify_token", "ñandú"), ("mode", "unsubscribe"), ("mode", "")],
)
def test_una_verificacion_errada_no_devuelve_el_reto(meta, parametro, valor):
    respuesta = verificar(meta, **{f"hub.{parametro}": valor})
    assert (respuesta.status_code, respuesta.data) == (403, b"")


def test_una_verificacion_sin_nada_no_pasa(meta):
    assert meta.client.get(RUTA).status_code == 403


def firmas_malas(cuerpo):
    buena = sign(SECRETO, cuerpo)
    sha1 = hmac.new(SECRETO.encode(), cuerpo, hashlib.sha1).hexdigest()
    return ["", "sha256=", "sha256", buena[:-1], buena[:20], buena + "0", buena.upper(), buena.removeprefix("sha256="),
            "sha256=" + "0" * 64, "sha256=ñandú", "\xff" * 71, sign("otro", cuerpo), sign("", cuerpo),
            sign(SECRETO, cuerpo + b" "), f"sha1={sha1}", " " * 5000]  # fmt: skip


def test_toda_firma_mala_recibe_los_mismos_bytes_y_no_guarda_nada(app, meta):
    wamid = nuevo_wamid()
    cuerpo = sobre(texto("573001112233", "hola", wamid))
    sin_cabecera = meta.client.post(RUTA, data=cuerpo)
    vistas = {
        (r.status, r.data, tuple(r.headers))
        for r in [sin_cabecera, *(meta.manda(cuerpo, f) for f in firmas_malas(cuerpo))]
    }
    assert len(vistas) == 1
    ((estado, datos, cabeceras),) = vistas
    assert estado.startswith("401") and datos == b"" and SECRETO not in repr(cabeceras)
    assert guardados(app, wamid) == 0
    assert meta.manda(cuerpo).status_code == 200 and guardados(app, wamid) == 1


def test_la_firma_se_mira_antes_que_el_contenido(meta):
    assert meta.manda(b"{esto no es json", "sha256=0").status_code == 401


def test_un_lote_valido_queda_guardado_entero(app, meta):
    wamids = [nuevo_wamid() for _ in range(5)]
    mensajes = [texto(f"57300111220{n}", "¿Cuánto debo? ñ 🙂", wamid) for n, wamid in enumerate(wamids)]
    respuesta = meta.manda(sobre(*mensajes))
    assert (respuesta.status_code, respuesta.data) == (200, b"")
    assert [guardados(app, wamid) for wamid in wamids] == [1] * 5


def test_los_bytes_sin_escapar_tambien_verifican(app, meta):
    wamid = nuevo_wamid()
    cuerpo = json.dumps(json.loads(sobre(texto("573001112233", "señal 🙂", wamid))), ensure_ascii=False).encode()
    assert meta.manda(cuerpo).status_code == 200 and guardados(app, wamid) == 1


def test_lo_repetido_se_acepta_y_se_guarda_una_vez(app, meta):
    wamid = nuevo_wamid()
    cuerpo = sobre(*[texto("573001112233", "hola", wamid)] * 3)
    assert [meta.manda(cuerpo).status_code for _ in range(3)] == [200] * 3
    assert guardados(app, wamid) == 1


def test_lo_de_otro_numero_nuestro_se_acepta_y_no_se_guarda(app, meta):
    wamid = nuevo_wamid()
    assert meta.manda(sobre(texto("573001112233", "hola", wamid), numero="999")).status_code == 200
    assert guardados(app, wamid) == 0


@pytest.mark.parametrize("cuerpo", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":' * 5000, b'"hola"'])
def test_lo_que_no_es_un_webhook_recibe_400_sin_una_palabra_de_mas(meta, cuerpo, caplog):
    with caplog.at_level(logging.DEBUG):
        respuesta = meta.manda(cuerpo)
    assert (respuesta.status_code, respuesta.data) == (400, b"")
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "cuerpo", [b"{}", b'{"entry": 3}', b'{"object": "page", "entry": [{"changes": [{"field": "feed"}]}]}']
)
def test_lo_que_no_es_para_nosotros_se_acepta(meta, cuerpo):
    assert meta.manda(cuerpo).status_code == 200


def test_tres_megas_caben_y_mas_de_cuatro_no(app, meta):
    wamid = nuevo_wamid()
    relleno = [texto("573001112233", "x" * 4000) | {"type": "reaction"} for _ in range(10)]
    grande = sobre(texto("573001112233", "hola", wamid), *relleno).ljust(3 * 1024 * 1024)
    assert meta.manda(grande).status_code == 200 and guardados(app, wamid) == 1
    respuesta = meta.manda(b"x" * (MAX_BODY + 1), "sha256=0")
    assert respuesta.status_code == 413 and b"Traceback" not in respuesta.data


def test_sin_base_de_datos_pide_que_lo_manden_otra_vez_y_avisa_una_vez_a_cada_uno(app_sin_base):
    meta, ana, luis = Meta(app_sin_base), "573001110001", "573001110002"
    cuerpo = sobre(texto(ana, "hola"), texto(ana, "¿hay alguien?"), texto(luis, "buenas"))
    respuestas = [meta.manda(cuerpo) for _ in range(2)]
    assert [r.status_code for r in respuestas] == [503, 503] and respuestas[0].headers["Retry-After"]
    assert [payload["to"] for payload in app_sin_base.whatsapp.sent] == [f"+{ana}", f"+{luis}"]


def test_sin_base_de_datos_la_firma_sigue_mandando(app_sin_base):
    assert Meta(app_sin_base).manda(sobre(texto("573001110003", "hola")), "sha256=0").status_code == 401
    assert app_sin_base.whatsapp.sent == []


def test_con_la_base_congelada_no_se_amontonan_y_quedan_hilos_libres(app):
    """Each one that waits holds a thread for seconds: past a number they are refused at once."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as enchufe:
        base = Database(f"host=127.0.0.1 port={enchufe.getsockname()[1]} dbname=x user=x", name="congelada")
        meta = Meta(replace(app, db=base))

        def manda(numero):
            desde = time.monotonic()
            estado = meta.manda(sobre(estados=[{"id": f"wamid.{numero}", "status": "sent", "timestamp": "1"}]))
            return estado.status_code, time.monotonic() - desde

        with ThreadPoolExecutor(webhook.AT_ONCE + 20) as hilos:
            hechos = list(hilos.map(manda, range(webhook.AT_ONCE + 20)))
    assert {estado for estado, _ in hechos} == {503}
    assert sum(segundos < 1.5 for _, segundos in hechos) >= 20 and max(segundos for _, segundos in hechos) > 2
    assert meta.manda(sobre()).status_code in (200, 503)  # and the places were given back


def test_un_estado_de_entrega_sin_base_no_molesta_a_nadie(app_sin_base):
    estado = {"id": "wamid.X", "status": "read", "timestamp": "1763478000", "recipient_id": "573001110004"}
    assert Meta(app_sin_base).manda(sobre(estados=[estado])).status_code == 503
    assert app_sin_base.whatsapp.sent == []


def test_los_registros_no_llevan_lo_que_escribio_el_cliente(meta, caplog):
    with caplog.at_level(logging.DEBUG):
        meta.manda(sobre(texto("573001119999", "mi cedula es 52123456")))
    assert "stored 1 new" in caplog.text
    assert "52123456" not in caplog.text and "573001119999" not in caplog.text


@pytest.mark.parametrize("metodo", ["put", "delete", "patch"])
def test_otros_metodos_no_existen(meta, metodo):
    assert getattr(meta.client, metodo)(RUTA).status_code == 405
