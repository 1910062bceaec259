"""Entering the desk: five tries however they come, a code once, and nothing told to who guesses."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pyotp
import pytest
from argon2 import PasswordHasher

from proalto.services import acceso, claves, cuentas_demo, sesiones_mesa, usuarios
from proalto.services.acceso import CodigoErrado, CodigoUsado, NoEntra, SinIntentos
from proalto.services.claves import ClaveDebil
from proalto.services.usuarios import Datos, Rol, SinUsuario
from tests.conftest import conectar

DE_VERDAD = claves._argon2  # before `claves_ligeras`
CLAVE = "una frase que nadie mas diria"


pytestmark = pytest.mark.usefixtures("claves_ligeras")


@pytest.fixture
def alguien(app):
    """Somebody with their own password and telephone; `secreto` is the telephone's."""
    return nueva_persona(app)


def nueva_persona(app, usuario=None, rol=Rol.ASESOR):
    usuario = usuario or f"p{pyotp.random_base32()[:10].lower()}"
    usuario_id, temporal = usuarios.crear(
        app.db, app.cipher, Datos(usuario, "Rosa Niño", rol, ("servicio",)), None, app.now()
    )
    with app.db.transaction() as tx:
        quien = usuarios.por_id(tx, usuario_id)
    token = acceso.entrar(app.db, app.cipher, usuario, temporal, app.now())
    secreto = acceso.secreto_legible(acceso.inscripcion(app.db, app.cipher, quien)).replace(" ", "")
    acceso.confirmar(app.db, app.cipher, quien, token, acceso.codigo_de(secreto, app.now()), app.now())
    acceso.cambiar_clave(app.db, quien, temporal, CLAVE, app.now())
    app.now.pasa(seconds=90)  # what was used to enrol is behind
    return quien, secreto


def entra(app, quien, clave=CLAVE, **como):
    return acceso.entrar(app.db, app.cipher, quien.usuario, clave, app.now(), **como)


def confirma(app, quien, token, codigo, **como):
    return acceso.confirmar(app.db, app.cipher, quien, token, codigo, app.now(), **como)


def codigo(app, secreto, pasos=0):
    return pyotp.TOTP(secreto).at(int(app.now().timestamp()) + acceso.PASO * pasos)


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


# -- SESIONES --
def viva(app, token, cuenta=True):
    return sesiones_mesa.viva(app.db, token, app.now(), cuenta=cuenta)


def dentro(app, alguien):
    quien, secreto = alguien
    app.now.pasa(seconds=60)
    return confirma(app, quien, entra(app, quien), codigo(app, secreto))


def test_tras_el_codigo_la_sesion_es_otra_y_la_de_antes_no_sirve(app, alguien):
    quien, secreto = alguien
    antes = entra(app, quien)
    despues = confirma(app, quien, antes, codigo(app, secreto))
    assert antes != despues and viva(app, antes) is None and viva(app, despues)["completa"]


def test_en_la_base_solo_esta_la_huella(app, alguien):
    token = dentro(app, alguien)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM asistente.sesiones_mesa AS s")
        assert token not in str(cursor.fetchall()) and len(token) >= 43


def test_quince_minutos_sin_uso_la_cierran_y_usarla_la_alarga(app, alguien):
    token = dentro(app, alguien)
    for _ in range(3):
        app.now.pasa(minutes=14)
        assert viva(app, token)
    app.now.pasa(minutes=15)
    assert viva(app, token) is None


def test_lo_que_la_pagina_pide_sola_no_la_alarga(app, alguien):
    token = dentro(app, alguien)
    for _ in range(14):
        app.now.pasa(minutes=1)
        assert viva(app, token, cuenta=False)
    app.now.pasa(minutes=1)
    assert viva(app, token, cuenta=False) is None


def test_a_las_ocho_horas_se_cierra_aunque_se_use(app, alguien):
    token = dentro(app, alguien)
    for _ in range(47):
        app.now.pasa(minutes=10)
        assert viva(app, token)
    app.now.pasa(minutes=10)
    assert viva(app, token) is None


def test_salir_la_cierra_de_este_lado_y_ya_no_se_reciben_casos(app, alguien):
    token = dentro(app, alguien)
    usuarios.ponerse(app.db, alguien[0], True, app.now())
    acceso.salir(app.db, token, app.now())
    acceso.salir(app.db, token, app.now())  # a second time does nothing
    assert viva(app, token) is None
    with app.db.transaction() as tx:
        assert not usuarios.por_id(tx, alguien[0].id).disponible


def cambiar_rol(app, quien, jefa):
    usuarios.editar(app.db, app.cipher, quien.id, Datos("", "Rosa Niño", Rol.CONTENIDO), jefa, app.now())


@pytest.mark.parametrize("cambio", [
    lambda app, quien, jefa: acceso.restablecer_clave(app.db, quien.id, jefa, app.now()),
    lambda app, quien, jefa: acceso.restablecer_segundo(app.db, quien.id, jefa, app.now()),
    lambda app, quien, jefa: usuarios.activar(app.db, quien.id, False, jefa, app.now()),
    lambda app, quien, jefa: acceso.cambiar_clave(app.db, quien, CLAVE, "otra frase bien larga", app.now()),
    cambiar_rol,
], ids=["clave", "celular", "desactivar", "propia", "rol"])  # fmt: skip
def test_cada_cambio_de_entrada_cierra_las_sesiones(app, alguien, cambio):
    jefa, _ = nueva_persona(app, rol=Rol.SUPERVISOR)
    token = dentro(app, alguien)
    cambio(app, alguien[0], jefa)
    assert viva(app, token) is None


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
