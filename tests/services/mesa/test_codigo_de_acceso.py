"""Getting in, the second step: the code of one's own phone."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from proalto.services.mesa import acceso
from proalto.services.mesa.acceso import CodigoErrado, CodigoUsado, SinIntentos
from tests.conftest import conectar
from tests.services.acceso import codigo, confirma, entra, viva

pytestmark = pytest.mark.usefixtures("claves_ligeras")


# -- EL CODIGO --
def test_un_codigo_sirve_una_vez(app, alguien):
    quien, secreto = alguien
    confirma(app, quien, entra(app, quien), codigo(app, secreto))
    with pytest.raises(CodigoUsado):
        confirma(app, quien, entra(app, quien), codigo(app, secreto))
    app.now.pasa(seconds=30)
    assert confirma(app, quien, entra(app, quien), codigo(app, secreto))


def test_cincuenta_a_la_vez_no_prueban_mas_de_cinco_codigos(app, alguien, monkeypatch):
    quien, _ = alguien
    token, miradas = entra(app, quien), []
    monkeypatch.setattr(acceso, "_paso_de", lambda _, codigo, __: miradas.append(codigo))

    def probar(n):
        with suppress(CodigoErrado, SinIntentos):
            confirma(app, quien, token, f"{n:06d}")

    with ThreadPoolExecutor(50) as hilos:
        list(hilos.map(probar, range(50)))
    assert len(miradas) == acceso.MAXIMO
    assert viva(app, token) is None  # and the door is shut


def test_cuatro_a_la_vez_con_el_mismo_codigo_entra_uno(app, alguien):
    quien, secreto = alguien
    tokens = [entra(app, quien) for _ in range(4)]
    dicho = codigo(app, secreto)

    def probar(token):
        try:
            return confirma(app, quien, token, dicho)
        except (CodigoUsado, SinIntentos):
            return None

    with ThreadPoolExecutor(4) as hilos:
        entraron = list(filter(None, hilos.map(probar, tokens)))
    assert len(entraron) == 1


@pytest.mark.parametrize(("pasos", "vale"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_se_perdona_un_paso_de_reloj_y_no_dos(app, alguien, pasos, vale):
    quien, secreto = alguien
    token = entra(app, quien)
    if vale:
        assert confirma(app, quien, token, codigo(app, secreto, pasos))
    else:
        with pytest.raises(CodigoErrado):
            confirma(app, quien, token, codigo(app, secreto, pasos))


def test_despues_del_siguiente_no_vale_el_anterior(app, alguien):
    quien, secreto = alguien
    confirma(app, quien, entra(app, quien), codigo(app, secreto, 1))
    with pytest.raises(CodigoUsado):
        confirma(app, quien, entra(app, quien), codigo(app, secreto, 0))


@pytest.mark.parametrize("raro", ["", "١٢٣٤٥٦", "12345", "ñ", "1" * 4000, "\x00"])
def test_un_codigo_raro_es_un_codigo_errado(app, alguien, raro):
    quien, _ = alguien
    with pytest.raises(CodigoErrado):
        confirma(app, quien, entra(app, quien), raro)


def test_el_secreto_queda_cifrado_y_es_solo_de_quien_es(app, alguien):
    quien, secreto = alguien
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT totp FROM asistente.usuarios WHERE id = %s", (quien.id,))
        guardado = bytes(cursor.fetchone()[0])
    assert secreto.encode() not in guardado
    assert app.cipher.decrypt(guardado, f"usuarios.totp:{quien.usuario}") == secreto.encode()


def test_unido_el_celular_no_se_vuelve_a_ensenar_su_secreto(app, alguien):
    quien, _ = alguien
    entra(app, quien)
    assert acceso.inscripcion(app.db, app.cipher, quien) is None
