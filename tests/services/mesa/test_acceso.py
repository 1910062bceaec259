"""Getting in with a password: what may be tried, what it costs, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from proalto.services.mesa import acceso, claves, cuentas_demo, usuarios
from proalto.services.mesa.acceso import CodigoErrado, NoEntra, SinIntentos
from proalto.services.mesa.claves import ClaveDebil
from proalto.services.mesa.usuarios import Rol, SinUsuario
from tests.conftest import conectar
from tests.services.acceso import CLAVE, codigo, confirma, entra, nueva_persona

DE_VERDAD = claves._argon2  # before `claves_ligeras`


pytestmark = pytest.mark.usefixtures("claves_ligeras")


def en_la_base(app, quien):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT fallos, bloqueado_hasta FROM asistente.usuarios WHERE id = %s", (quien.id,))
        return cursor.fetchone()


# -- LA CLAVE --
def test_cincuenta_a_la_vez_no_prueban_mas_de_cinco_claves(app, alguien, monkeypatch):
    quien, _ = alguien
    miradas = []
    de_verdad = claves.coincide
    monkeypatch.setattr(
        claves, "coincide", lambda guardada, clave: miradas.append(guardada) or de_verdad(guardada, clave)
    )

    def probar(n):
        with suppress(NoEntra):
            entra(app, quien, f"clave equivocada {n}")

    with ThreadPoolExecutor(50) as hilos:
        list(hilos.map(probar, range(50)))
    assert len(miradas) == 50  # everybody pays the same work
    assert len([guardada for guardada in miradas if guardada]) == acceso.MAXIMO
    assert en_la_base(app, quien)[1] == app.now() + acceso.BLOQUEO


def test_bloqueada_ni_con_la_clave_buena_y_a_los_quince_minutos_si(app, alguien):
    quien, _ = alguien
    for n in range(acceso.MAXIMO):
        with pytest.raises(NoEntra):
            entra(app, quien, f"equivocada {n}")
    with pytest.raises(NoEntra):
        entra(app, quien)
    app.now.pasa(minutes=15)
    assert entra(app, quien)


def test_acertar_la_clave_no_borra_los_fallos_del_codigo(app, alguien):
    quien, _ = alguien
    for _ in range(acceso.MAXIMO):
        token = entra(app, quien)
        with pytest.raises(CodigoErrado):
            confirma(app, quien, token, "000000")
    with pytest.raises(NoEntra):
        entra(app, quien)


def test_entrar_del_todo_borra_los_fallos(app, alguien):
    quien, secreto = alguien
    for n in range(acceso.MAXIMO - 1):
        with pytest.raises(NoEntra):
            entra(app, quien, f"equivocada {n}")
    confirma(app, quien, entra(app, quien), codigo(app, secreto))
    assert en_la_base(app, quien) == (0, None)


@pytest.mark.parametrize("clave", [CLAVE, "otra cosa"])
def test_quien_no_existe_y_quien_ya_no_trabaja_cuestan_lo_mismo_y_dicen_lo_mismo(app, alguien, monkeypatch, clave):
    quien, _ = alguien
    jefa, _ = nueva_persona(app, rol=Rol.SUPERVISOR)
    usuarios.activar(app.db, quien.id, False, jefa, app.now())
    miradas = []
    monkeypatch.setattr(PasswordHasher, "verify", lambda *_: miradas.append(1) and False)
    errores = []
    for usuario in ("nadie-con-este-nombre", quien.usuario, "' OR 1=1 --", ""):
        with pytest.raises(NoEntra) as error:
            acceso.entrar(app.db, app.cipher, usuario, clave, app.now())
        errores.append(repr(error.value))
    assert len(miradas) == 4 and len(set(errores)) == 1


def test_el_usuario_se_escribe_como_salga_y_la_clave_no(app, alguien):
    quien, _ = alguien
    assert acceso.entrar(app.db, app.cipher, f" {quien.usuario.upper()} ", CLAVE, app.now())
    with pytest.raises(NoEntra):
        entra(app, quien, CLAVE.upper())


@pytest.mark.parametrize(("clave", "razon"), [
    ("corta", "corta"), ("x" * 201, "larga"), ("aaaaaaaaaaaaaaaa", "facil"), (claves.DE_LA_DEMO, "facil"),
    ("soy rosa y entro", "nombre"), ("la nino de siempre", "nombre"),
])  # fmt: skip
def test_una_clave_debil_no_se_acepta(app, alguien, clave, razon):
    quien, _ = alguien
    with pytest.raises(ClaveDebil) as error:
        acceso.cambiar_clave(app.db, quien, CLAVE, clave, app.now())
    assert error.value.razon == razon


def test_la_nueva_no_puede_ser_la_misma_y_hay_que_saber_la_vieja(app, alguien):
    quien, _ = alguien
    with pytest.raises(ClaveDebil, match="misma"):
        acceso.cambiar_clave(app.db, quien, CLAVE, CLAVE, app.now())
    for n in range(acceso.MAXIMO):
        with pytest.raises(NoEntra):
            acceso.cambiar_clave(app.db, quien, f"no es {n}", "una frase nueva y larga", app.now())
    with pytest.raises(SinIntentos):
        acceso.cambiar_clave(app.db, quien, CLAVE, "una frase nueva y larga", app.now())


def test_lo_guardado_es_argon2id_con_los_parametros_de_la_norma():
    una, otra = DE_VERDAD.hash("x"), DE_VERDAD.hash("x")
    assert una.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and una != otra


def test_las_temporales_no_se_repiten_ni_se_confunden():
    hechas = {claves.temporal() for _ in range(500)}
    assert len(hechas) == 500 and not set("".join(hechas)) & set("01ilo")


# -- SUPERVISOR --
def test_un_supervisor_desbloquea(app, alguien):
    quien, _ = alguien
    for n in range(acceso.MAXIMO):
        with pytest.raises(NoEntra):
            entra(app, quien, f"equivocada {n}")
    acceso.desbloquear(app.db, quien.id, quien, app.now())
    assert entra(app, quien)


def test_con_otro_celular_el_viejo_ya_no_sirve(app, alguien):
    quien, secreto = alguien
    acceso.restablecer_segundo(app.db, quien.id, quien, app.now())
    token = entra(app, quien)
    with pytest.raises(CodigoErrado):
        confirma(app, quien, token, codigo(app, secreto))
    assert acceso.inscripcion(app.db, app.cipher, quien)


@pytest.mark.parametrize("orden", [acceso.restablecer_clave, acceso.restablecer_segundo, acceso.desbloquear])
def test_a_nadie_no_se_le_restablece_nada(app, alguien, orden):
    with pytest.raises(SinUsuario):
        orden(app.db, 987_654, alguien[0], app.now())


# -- DEMOSTRACION --
def test_las_cuentas_de_la_demostracion_no_se_crean_fuera_de_ella(app):
    with pytest.raises(cuentas_demo.SoloEnLaDemo):
        cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=False)


def test_ni_su_clave_ni_su_celular_abren_fuera_de_ella(app):
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    laura = next(uno for uno in usuarios.todos(app.db) if uno.usuario == "laura")
    assert entra(app, laura, claves.DE_LA_DEMO, demo=True)
    with pytest.raises(NoEntra):
        entra(app, laura, claves.DE_LA_DEMO)
    acceso.cambiar_clave(app.db, laura, claves.DE_LA_DEMO, CLAVE, app.now())
    token = entra(app, laura)
    with pytest.raises(CodigoErrado):
        confirma(app, laura, token, codigo(app, acceso.SECRETO_DEMO))
    assert confirma(app, laura, token, codigo(app, acceso.SECRETO_DEMO), demo=True)


def test_cargarlas_otra_vez_no_las_cambia(app):
    for _ in range(2):
        cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    laura = next(uno for uno in usuarios.todos(app.db) if uno.usuario == "laura")
    assert replace(laura, id=0).equipos == ("servicio", "comercial")
