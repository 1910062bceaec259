"""The lender's announcements: signed, fresh, once; and only a hint."""

import hashlib
import hmac
import json
import uuid
from dataclasses import replace

import pytest

from proalto.canal.app import create_app
from proalto.services.operacion.trabajos import AVISAR
from tests.conftest import conectar

RUTA, SECRETO = "/avisos/solicitudes", "secreto-de-los-avisos"


@pytest.fixture
def cliente(app):
    return create_app(replace(app, settings=replace(app.settings, avisos_secret=SECRETO))).test_client()


def firmar(cuerpo, secreto=SECRETO):
    return "sha256=" + hmac.new(secreto.encode(), cuerpo, hashlib.sha256).hexdigest()


def anuncio(app, radicado="SOL-000001", **partes):
    normales = {"id": uuid.uuid4().hex, "momento": int(app.now().timestamp()), "radicado": radicado}
    return json.dumps(normales | partes, ensure_ascii=True).encode()


def anunciar(cliente, cuerpo, firma=None):
    cabeceras = {"X-ProAlto-Signature": firmar(cuerpo) if firma is None else firma}
    return cliente.post(RUTA, data=cuerpo, headers=cabeceras, content_type="application/json")


def despertados(app):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'radicado' FROM asistente.procrastinate_jobs WHERE task_name = %s", (AVISAR,))
        return [radicado for (radicado,) in cursor]


def test_un_anuncio_firmado_despierta_al_worker_por_ese_radicado(app, cliente):
    respuesta = anunciar(cliente, anuncio(app, "SOL-BUENO"))
    assert (respuesta.status_code, respuesta.get_json()) == (200, {"estado": "recibido"})
    assert "SOL-BUENO" in despertados(app)


def test_el_mismo_anuncio_otra_vez_no_hace_nada(app, cliente):
    cuerpo = anuncio(app, "SOL-REPETIDO")
    estados = [anunciar(cliente, cuerpo).get_json()["estado"] for _ in range(3)]
    assert estados == ["recibido", "repetido", "repetido"]
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute("DELETE FROM asistente.procrastinate_jobs")
    assert anunciar(cliente, cuerpo).get_json()["estado"] == "repetido" and despertados(app) == []


def test_lo_mal_firmado_recibe_siempre_lo_mismo_y_no_despierta_a_nadie(app, cliente):
    cuerpo = anuncio(app, "SOL-FALSO")
    buena = firmar(cuerpo)
    malas = ["", "sha256=", buena[:-1], buena.upper(), firmar(cuerpo, "otro"), firmar(cuerpo + b" "), "ñ", buena[7:]]
    respuestas = [anunciar(cliente, cuerpo, firma) for firma in malas]
    respuestas += [cliente.post(RUTA, data=cuerpo), anunciar(cliente, b"{no es json", "sha256=0")]
    assert {(r.status_code, r.data) for r in respuestas} == {(401, b"")}
    assert "SOL-FALSO" not in despertados(app)


@pytest.mark.parametrize("segundos, codigo", [(-301, 400), (-299, 200), (0, 200), (299, 200), (301, 400)])
def test_un_anuncio_viejo_o_del_futuro_no_se_recibe(app, cliente, segundos, codigo):
    momento = int(app.now().timestamp()) + segundos
    respuesta = anunciar(cliente, anuncio(app, momento=momento))
    assert respuesta.status_code == codigo
    if codigo == 400:
        assert "5 minutos" in respuesta.get_json()["error"]


def test_pasada_la_hora_un_anuncio_se_olvida_pero_ya_es_viejo(app, cliente, reloj):
    cuerpo = anuncio(app, "SOL-VIEJO")
    anunciar(cliente, cuerpo)
    reloj.pasa(hours=2)
    anunciar(cliente, anuncio(app))
    assert anunciar(cliente, cuerpo).status_code == 400
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.anuncios WHERE id = %s", (json.loads(cuerpo)["id"],))
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "partes",
    [{"radicado": ""}, {"radicado": None}, {"radicado": 7}, {"radicado": "x" * 65}, {"id": ""}, {"id": "x" * 65},
     {"momento": "ayer"}, {"momento": None}, {"momento": 1.5}, {"momento": True}],
)  # fmt: skip
def test_lo_mal_escrito_se_explica_a_quien_si_firma(app, cliente, partes):
    respuesta = anunciar(cliente, anuncio(app, **partes))
    assert respuesta.status_code == 400 and "radicado" in respuesta.get_json()["error"]


@pytest.mark.parametrize("cuerpo", [b"", b"{", b"[]", b"null", b"\xff"])
def test_lo_que_no_es_un_objeto_tambien(cliente, cuerpo):
    assert anunciar(cliente, cuerpo).status_code == 400


def test_sin_secreto_la_ruta_no_existe(app):
    cuerpo = anuncio(app)
    assert anunciar(create_app(app).test_client(), cuerpo, firmar(cuerpo, "")).status_code == 404


def test_sin_base_de_datos_pide_que_lo_manden_otra_vez(app_sin_base):
    settings = replace(app_sin_base.settings, avisos_secret=SECRETO)
    cliente = create_app(replace(app_sin_base, settings=settings)).test_client()
    respuesta = anunciar(cliente, anuncio(app_sin_base))
    assert respuesta.status_code == 503 and respuesta.headers["Retry-After"]
