"""`/v/<folio>`: the public page, as whoever receives a certificate sees it."""

import io
import re
import tempfile
from dataclasses import replace

import pytest

from proalto.canal.app import create_app
from proalto.canal.certificados import MAX_ARCHIVO
from proalto.services.credito.certificados import pdf_de, revocar
from proalto.services.credito.folios import nuevo_folio
from proalto.services.operacion.visitas import POR_MINUTO
from tests.conftest import ENTORNO
from tests.services.credito.test_paz_y_salvo import emitir
from tests.services.credito.test_saldo import autorizar, identificar_como


@pytest.fixture(autouse=True)
def otra_ip(reloj):
    """Each test is another minute, so that none spends the visits of the next."""
    otra_ip.turnos = getattr(otra_ip, "turnos", 0) + 1
    reloj.pasa(minutes=2 * otra_ip.turnos)


@pytest.fixture
def cedula(app, contacto, nucleo):
    cedula = nucleo.cliente(correo="ana@correo.example")
    nucleo.pagado(cedula)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    return cedula


@pytest.fixture
def folio(app, contacto, cedula):
    return emitir(app, contacto).folio


@pytest.fixture
def pdf(app, folio):
    return pdf_de(app.db, app.cipher, folio)


@pytest.fixture
def navegador_(app):
    return create_app(app).test_client()


def subir(cliente, folio, contenido, campo="archivo"):
    return cliente.post(f"/v/{folio}", data={campo: (io.BytesIO(contenido), "paz y salvo.pdf")})


def errado(folio):
    return folio[:-1] + ("0" if folio[-1] != "0" else "1")


def test_uno_vigente_dice_lo_justo_y_nada_mas(navegador_, folio, cedula):
    respuesta = navegador_.get(f"/v/{folio}")
    dicho = respuesta.text
    assert respuesta.status_code == 200
    for dato in ("Certificado válido", "Vigente", "A. P.", cedula[-3:], folio, "18 de noviembre de 2026"):
        assert dato in dicho
    assert "no válido" not in dicho
    assert cedula not in dicho and cedula[-4:] not in dicho and "Ana" not in dicho and "Prueba" not in dicho


def test_da_igual_como_se_copie_el_folio(navegador_, folio):
    for escrito in (folio.lower(), folio.replace("-", ""), folio.replace("-", "%20")):
        assert "Certificado válido" in navegador_.get(f"/v/{escrito}").text


def test_mal_copiado_desconocido_y_revocado_se_ven_igual_byte_por_byte(app, navegador_, folio):
    revocar(app.db, app.cipher, folio, "pago devuelto", app.now())
    respuestas = [
        navegador_.get(f"/v/{uno}") for uno in (folio, nuevo_folio(app.cipher), errado(folio), "x", "x" * 300)
    ]
    assert len({respuesta.data for respuesta in respuestas}) == 1
    assert len({(respuesta.status_code, tuple(respuesta.headers)) for respuesta in respuestas}) == 1
    assert "no válido" in respuestas[0].text and "revoc" not in respuestas[0].text


def test_lo_que_alguien_ponga_en_la_direccion_no_vuelve_en_la_pagina(navegador_):
    for ataque in ("<script>alert(1)", "%3Cimg%20src=x%3E", "{{7*7}}", "%00", "%ED%A0%80", "' OR 1=1 --"):
        respuesta = navegador_.get(f"/v/{ataque}")
        assert respuesta.status_code == 200 and "no válido" in respuesta.text
        assert "alert(1)" not in respuesta.text and "src=x" not in respuesta.text and "49" not in respuesta.text


# -- EL ARCHIVO --
def test_el_archivo_expedido_es_autentico(navegador_, folio, pdf):
    respuesta = subir(navegador_, folio, pdf)
    assert respuesta.status_code == 200
    assert "Archivo auténtico" in respuesta.text and "no válido" not in respuesta.text


@pytest.mark.parametrize("cambio", [
    lambda pdf: pdf[:9] + bytes([pdf[9] ^ 1]) + pdf[10:], lambda pdf: pdf + b"\n% mas", lambda pdf: pdf[:-1],
    lambda pdf: b"%PDF-1.7 otro",
], ids=["un bit", "agregado", "cortado", "otro"])  # fmt: skip
def test_cualquier_otro_no_es_valido(navegador_, folio, pdf, cambio):
    respuesta = subir(navegador_, folio, cambio(pdf))
    assert "no válido" in respuesta.text and "auténtico" not in respuesta.text
    assert "A. P." not in respuesta.text


def test_con_un_folio_que_no_vale_el_archivo_no_se_mira(app, navegador_, folio, pdf):
    revocar(app.db, app.cipher, folio, "pago devuelto", app.now())
    plana = navegador_.get(f"/v/{folio}").data
    assert [subir(navegador_, uno, pdf).data for uno in (folio, nuevo_folio(app.cipher), errado(folio))] == [plana] * 3


@pytest.mark.parametrize(("datos", "status"), [
    ({}, 400),
    ({"otra": "cosa"}, 400),
    ({"archivo": "esto es texto"}, 400),
    ({"archivo": (io.BytesIO(b""), "vacio.pdf")}, 400),
])  # fmt: skip
def test_sin_archivo_lo_pide(navegador_, folio, datos, status):
    respuesta = navegador_.post(f"/v/{folio}", data=datos, content_type="multipart/form-data")
    assert respuesta.status_code == status and "Falta el archivo" in respuesta.text


def test_lo_de_mas_de_dos_megas_se_rechaza_sin_leerlo(navegador_, folio):
    for tamano in (MAX_ARCHIVO + 1, 3 * MAX_ARCHIVO):
        respuesta = subir(navegador_, folio, b"x" * tamano)
        assert respuesta.status_code == 413 and "demasiado grande" in respuesta.text
    assert subir(navegador_, folio, b"x" * MAX_ARCHIVO).status_code == 200


def test_lo_subido_no_toca_el_disco(navegador_, folio, monkeypatch):
    def prohibido(*_args, **_kwargs):
        raise AssertionError("a file on disk")

    for nombre in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, nombre, prohibido)
        monkeypatch.setattr(f"werkzeug.formparser.{nombre}", prohibido, raising=False)
    assert "no válido" in subir(navegador_, folio, b"x" * 1_900_000).text


# -- CUANTAS VECES --
def test_la_undecima_espera_en_espanol_y_dice_cuanto(navegador_, folio):
    respuestas = [navegador_.get(f"/v/{folio if n % 2 else 'x'}") for n in range(POR_MINUTO + 1)]
    assert [r.status_code for r in respuestas] == [200] * POR_MINUTO + [429]
    assert respuestas[-1].headers["Retry-After"] == "60" and "Espere un momento" in respuestas[-1].text
    assert subir(navegador_, folio, b"x").status_code == 429


def test_la_cuenta_es_una_para_todos_los_procesos(app, folio):
    procesos = [create_app(app).test_client() for _ in range(3)]
    estados = [procesos[n % 3].get(f"/v/{folio}").status_code for n in range(POR_MINUTO + 1)]
    assert estados.count(429) == 1


def desde(cliente, folio, ip, **cabeceras):
    return cliente.get(f"/v/{folio}", environ_base={"REMOTE_ADDR": ip}, headers=cabeceras).status_code


def test_detras_de_un_proxy_cuenta_la_ip_que_el_proxy_vio(app, folio):
    cliente = create_app(replace(app, settings=replace(app.settings, proxies=1))).test_client()
    for n in range(POR_MINUTO):  # whatever the visitor writes first, the proxy adds the truth at the end
        assert desde(cliente, folio, "127.0.0.1", **{"X-Forwarded-For": f"1.2.3.{n}, 203.0.113.5"}) == 200
    assert desde(cliente, folio, "127.0.0.1", **{"X-Forwarded-For": "9.9.9.9, 203.0.113.5"}) == 429
    assert desde(cliente, folio, "127.0.0.1", **{"X-Forwarded-For": "203.0.113.6"}) == 200


def test_sin_proxy_la_cabecera_no_engana(app, folio):
    cliente = create_app(app).test_client()
    estados = [desde(cliente, folio, "203.0.113.9", **{"X-Forwarded-For": f"1.2.3.{n}"}) for n in range(POR_MINUTO + 1)]
    assert estados[-1] == 429


# -- LO DEMAS --
def test_cabeceras_estrictas_sin_guion_ni_estilo_en_la_pagina(navegador_, folio):
    respuesta = navegador_.get(f"/v/{folio}")
    assert respuesta.headers["Cache-Control"] == "no-store"
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in respuesta.headers["X-Robots-Tag"] and "noindex" in respuesta.text
    assert respuesta.headers["Referrer-Policy"] == "no-referrer" and "Set-Cookie" not in respuesta.headers
    politica = respuesta.headers["Content-Security-Policy"]
    assert "default-src 'none'" in politica and "frame-ancestors 'none'" in politica and "unsafe" not in politica
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", respuesta.text) and 'lang="es-CO"' in respuesta.text


@pytest.mark.parametrize("metodo", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("ruta", ["/v/x", "/v/", "/v/estilo.css"])
def test_otros_metodos_no(navegador_, metodo, ruta):
    assert navegador_.open(ruta, method=metodo).status_code == 405


def test_la_entrada_lleva_al_folio_escrito(navegador_, folio):
    assert 'name="folio"' in navegador_.get("/v/").text
    respuesta = navegador_.get("/v/", query_string={"folio": f" {folio.lower()} "})
    assert respuesta.status_code == 303 and respuesta.headers["Location"].endswith(f"/v/{folio.lower()}")
    assert "Certificado válido" in navegador_.get(respuesta.headers["Location"]).text
    fuera = navegador_.get("/v/", query_string={"folio": "//otro.example/../" + "x" * 500})
    assert fuera.headers["Location"].startswith("/v/%2F%2Fotro.example") and len(fuera.headers["Location"]) < 300


def test_la_hoja_de_estilo_y_el_icono_se_sirven_y_no_gastan_visitas(navegador_, folio):
    for _ in range(POR_MINUTO + 2):
        assert navegador_.get("/v/estilo.css").mimetype == "text/css"
    icono = navegador_.get("/v/icono.svg")
    assert icono.mimetype == "image/svg+xml" and "no-store" not in icono.headers["Cache-Control"]
    assert navegador_.get(f"/v/{folio}").status_code == 200
    assert navegador_.get("/v/otro.css").mimetype == "text/html"


def test_sin_base_lo_dice_con_un_503(app_sin_base):
    respuesta = create_app(app_sin_base).test_client().get("/v/x")
    assert respuesta.status_code == 503 and "Fuera de servicio" in respuesta.text


def test_el_webhook_sigue_con_sus_propias_cabeceras(navegador_):
    respuesta = navegador_.get(
        "/webhooks/whatsapp",
        query_string={
            "hub.mode": "subscribe",
            "hub.verify_token": ENTORNO["WHATSAPP_VERIFY_TOKEN"],
            "hub.challenge": "7",
        },
    )
    assert respuesta.text == "7" and respuesta.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; frame"
    )
