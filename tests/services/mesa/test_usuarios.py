"""People of the desk: checked, never deleted, and never without somebody who can let others in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from proalto.services.mesa import auditoria, usuarios
from proalto.services.mesa.usuarios import DatoInvalido, Datos, Rol, SinUsuario, UltimoSupervisor, UsuarioRepetido
from tests.conftest import conectar

BUENOS = Datos("ana.ruiz", "Ana Ruiz", Rol.ASESOR, ("servicio",), capacidad=5, celular="300 123 4567")

pytestmark = pytest.mark.usefixtures("claves_ligeras")


@pytest.fixture(autouse=True)
def vacia(app):
    """Nobody works here yet."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE asistente.usuarios SET activo = false, rol = 'asesor', usuario = 'viejo-' || id")


def crear(app, datos=BUENOS):
    usuario_id, _ = usuarios.crear(app.db, app.cipher, datos, None, app.now())
    with app.db.transaction() as tx:
        return usuarios.por_id(tx, usuario_id)


def jefe(app, usuario="jefe"):
    return crear(app, Datos(usuario, "Jefe Prueba", Rol.SUPERVISOR))


def test_se_guarda_lo_que_se_dijo_y_el_celular_cifrado(app):
    ana = crear(app)
    assert (ana.nombre, ana.rol, ana.equipos, ana.zonas, ana.turno) == (
        "Ana Ruiz",
        Rol.ASESOR,
        ("servicio",),
        ("*",),
        "general",
    )
    assert (ana.capacidad, ana.activo, ana.disponible) == (5, True, False)
    assert usuarios.datos_de(app.db, app.cipher, ana.id) == replace(BUENOS, celular="573001234567")
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT celular, clave FROM asistente.usuarios WHERE id = %s", (ana.id,))
        celular, clave = cursor.fetchone()
    assert b"3001234567" not in bytes(celular) and clave.startswith("$argon2id$")


@pytest.mark.parametrize(("cambio", "campo"), [
    ({"usuario": "Ana"}, "usuario"), ({"usuario": "a"}, "usuario"), ({"usuario": "ana ruiz"}, "usuario"),
    ({"nombre": "A"}, "nombre"), ({"nombre": "<b>Ana</b>"}, "nombre"), ({"nombre": "Ana " * 30}, "nombre"),
    ({"equipos": ()}, "equipos"), ({"equipos": ("ventas",)}, "equipos"), ({"zonas": ()}, "zonas"),
    ({"turno": "nunca"}, "turno"), ({"capacidad": 201}, "capacidad"), ({"capacidad": -1}, "capacidad"),
    ({"celular": "123"}, "celular"),
])  # fmt: skip
def test_un_dato_malo_se_nombra_y_no_se_guarda_nada(app, cambio, campo):
    antes = len(usuarios.todos(app.db))
    with pytest.raises(DatoInvalido) as error:
        crear(app, replace(BUENOS, **cambio))
    assert error.value.campo == campo and len(usuarios.todos(app.db)) == antes


def test_el_usuario_es_de_uno_solo(app):
    crear(app)
    with pytest.raises(UsuarioRepetido):
        crear(app)


def test_editar_no_cambia_el_usuario(app):
    ana, supervisor = crear(app), jefe(app)
    usuarios.editar(
        app.db, app.cipher, ana.id, replace(BUENOS, usuario="otra", nombre="Ana Ruíz"), supervisor, app.now()
    )
    with app.db.transaction() as tx:
        ahora = usuarios.por_id(tx, ana.id)
    assert (ahora.usuario, ahora.nombre) == ("ana.ruiz", "Ana Ruíz")


def test_el_ultimo_supervisor_ni_se_va_ni_cambia_de_rol(app):
    solo = jefe(app)
    with pytest.raises(UltimoSupervisor):
        usuarios.activar(app.db, solo.id, False, solo, app.now())
    with pytest.raises(UltimoSupervisor):
        usuarios.editar(app.db, app.cipher, solo.id, replace(BUENOS, rol=Rol.ASESOR), solo, app.now())
    otro = jefe(app, "otro.jefe")
    usuarios.activar(app.db, solo.id, False, otro, app.now())
    assert usuarios.hay_supervisor(app.db)


def test_dos_supervisores_que_se_quitan_a_la_vez_no_se_quitan_los_dos(app):
    pareja = [jefe(app, "jefe.uno"), jefe(app, "jefe.dos")]

    def quitar(cual):
        try:
            usuarios.activar(app.db, pareja[cual].id, False, pareja[1 - cual], app.now())
        except UltimoSupervisor:
            return False
        return True

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(quitar, (0, 1))) == [False, True]
    assert usuarios.hay_supervisor(app.db)


def test_quien_se_va_deja_de_estar_disponible_y_sigue_en_la_lista(app):
    ana, supervisor = crear(app), jefe(app)
    usuarios.ponerse(app.db, ana, True, app.now())
    usuarios.activar(app.db, ana.id, False, supervisor, app.now())
    usuarios.activar(app.db, ana.id, True, supervisor, app.now())
    ahora = next(uno for uno in usuarios.todos(app.db) if uno.id == ana.id)
    assert (ahora.activo, ahora.disponible) == (True, False)


def test_ponerse_disponible_dice_que_se_le_vio(app):
    ana = crear(app)
    usuarios.ponerse(app.db, ana, True, app.now())
    ficha = next(f for f in usuarios.fichas(app.db) if f.usuario.id == ana.id)
    assert ficha.usuario.disponible and ficha.visto_en == app.now() and ficha.clave_temporal and not ficha.inscrito


def test_quien_no_existe_es_un_error(app):
    supervisor = jefe(app)
    with app.db.transaction() as tx, pytest.raises(SinUsuario):
        usuarios.por_id(tx, 987_654)
    with pytest.raises(SinUsuario):
        usuarios.editar(app.db, app.cipher, 987_654, BUENOS, supervisor, app.now())


def test_cada_cambio_queda_en_la_auditoria_sin_datos_personales(app):
    ana, supervisor = crear(app), jefe(app)
    usuarios.editar(app.db, app.cipher, ana.id, replace(BUENOS, capacidad=9), supervisor, app.now())
    usuarios.activar(app.db, ana.id, False, supervisor, app.now())
    lineas = auditoria.buscar(app.db, auditoria.Filtro(objeto=f"usuario:{ana.id}"))
    assert [linea.accion for linea in lineas] == ["usuario_desactivado", "usuario_editado", "usuario_creado"]
    assert lineas[1].detalle["capacidad"] == 9 and "3001234567" not in str(lineas)


def test_quien_edita_personas_y_quien_escribe_en_la_auditoria_no_se_estorban(app):
    """Whoever holds people's rows then waits for the ledger; who has the ledger must still be able to point at them."""
    jefa, ana = jefe(app), crear(app)
    for retiene in ("supervisores", "bloquear"):
        params = {"usuario_id": ana.id} if retiene == "bloquear" else {}
        quien = ana if retiene == "bloquear" else jefa
        with app.db.transaction() as edita, ThreadPoolExecutor(1) as otro:
            edita.all(f"asistente.usuarios.{retiene}", **params)
            otro.submit(_audita, app, quien).result(timeout=2)


def _audita(app, quien):
    with app.db.transaction() as tx:
        auditoria.anotar(tx, quien.id, "caso_tomado", "caso:A-2222222", app.now())
