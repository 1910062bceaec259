"""Who gets a waiting case, who gets it next, and what is told to who waits."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from proalto.gateways.cipher import CASA
from proalto.services.atencion import enrutamiento, gestion_casos, notas
from proalto.services.atencion.enrutamiento import Puesto, enrutar, puesto
from proalto.services.conversacion import respuestas
from proalto.services.mesa.guardia import Asesor, elegir
from tests.conftest import conectar, nuevo_contacto
from tests.services.gente import caso, eventos, persona, sql, ver, vistos


@pytest.fixture(autouse=True)
def mesa_vacia(app):
    """Each test has its own people and its own queue."""
    conexion = conectar(app.settings.database_url)
    with conexion.cursor() as cursor:
        cursor.execute("UPDATE asistente.usuarios SET disponible = false, activo = false")
        cursor.execute("UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = '2000-01-01', causa = 'otra'"
                       " WHERE estado <> 'cerrado'")  # fmt: skip
        cursor.execute("UPDATE asistente.relojes SET corre_desde = NULL, vence_en = NULL, cumplido_en = now()")
    conexion.close()


def ronda(app):
    return enrutar(app.db, app.cipher, app.now())


def dueno(app, suyo):
    return ver(app, suyo.folio).usuario_id


def cerrar(app, suyo, quien):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, suyo.folio, quien, app.now(), causa="otra")


def responder(app, suyo, quien):
    with app.db.transaction() as tx:
        gestion_casos.registrar_respuesta(tx, suyo.id, quien.id, app.now())


def donde(app, suyo):
    with app.db.transaction() as tx:
        return puesto(tx, suyo.id, app.now())


# -- A QUIÉN --
def test_una_fila_que_nadie_atiende_no_deja_sin_turno_a_las_demas(app, monkeypatch):
    monkeypatch.setattr(enrutamiento, "POR_RONDA", 3)
    for _ in range(3):
        caso(app, "fraude")  # they come first, and nobody of that team is here
    quien, suyo = persona(app), caso(app)
    ronda(app)
    assert dueno(app, suyo) == quien.id


def test_un_caso_de_antes_de_los_relojes_tambien_se_reparte(app):
    quien, viejos = persona(app), [caso(app), caso(app)]
    for viejo in viejos:
        sql(app, "DELETE FROM asistente.relojes WHERE caso_id = %s", viejo.id)
    ronda(app)
    assert [dueno(app, viejo) for viejo in viejos] == [quien.id] * 2


def test_quien_atiende_dos_filas_toma_primero_lo_mas_urgente_de_ambas(app):
    suyo, urgente = caso(app), caso(app, "fraude")
    quien = persona(app, equipos=("servicio", "fraude"), capacidad=1)
    ronda(app)
    assert (dueno(app, urgente), dueno(app, suyo)) == (quien.id, None)


@pytest.mark.parametrize(
    "columnas",
    [{"disponible": False}, {"activo": False}, {"equipos": ("fraude",)}, {"rol": "supervisor"}, {"capacidad": 0},
     {"visto_en": None}, {"turno": "partido", "visto_en": "12:30"}],
    ids=["no disponible", "se fue", "otro equipo", "supervisor", "sin cupo", "no está", "fuera de su turno"],
)  # fmt: skip
def test_no_se_le_da_a_quien_no_puede(app, reloj, columnas):
    if columnas.get("visto_en") == "12:30":
        reloj.pasa(hours=2, minutes=30)  # 12:30 in Bogotá: between the two spans of `partido`
        columnas = columnas | {"visto_en": app.now()}
    persona(app, **columnas)
    suyo = caso(app)
    assert ronda(app) == 0 and dueno(app, suyo) is None


def test_quien_lleva_mas_de_diez_minutos_sin_verse_no_recibe(app, reloj):
    quien, suyo = persona(app), caso(app)
    reloj.pasa(minutes=11)
    assert ronda(app) == 0
    vistos(app)
    assert ronda(app) == 1 and dueno(app, suyo) == quien.id
    assert eventos(app, suyo.id) == ["caso_abierto", "caso_asignado"]


def test_primero_lo_urgente_y_despues_lo_que_vence_antes(app, reloj):
    quien = persona(app, equipos=("servicio", "fraude", "reclamos"), capacidad=1)
    viejo = caso(app)
    reloj.pasa(minutes=5)
    nuevo, fraude = caso(app), caso(app, "fraude")
    for suyo in (fraude, viejo, nuevo):
        assert ronda(app) == 1 and dueno(app, suyo) == quien.id
        cerrar(app, suyo, quien)
    assert ronda(app) == 0


def test_el_que_conoce_al_cliente_va_primero_si_esta_y_tiene_cupo(app, reloj):
    laura, libre, contacto = persona(app), persona(app), nuevo_contacto(app)
    primero = caso(app, contacto=contacto)
    with app.db.transaction() as tx:
        gestion_casos.tomar_caso(tx, primero.folio, laura, app.now())
    cerrar(app, primero, laura)
    otros = [caso(app) for _ in range(3)]
    for otro in otros:
        with app.db.transaction() as tx:
            gestion_casos.tomar_caso(tx, otro.folio, laura, app.now())
        responder(app, otro, laura)
    reloj.pasa(days=59)
    vistos(app)
    vuelve = caso(app, "falla", contacto)
    ronda(app)
    assert dueno(app, vuelve) == laura.id  # although the other one has nothing to do
    cerrar(app, vuelve, laura)
    reloj.pasa(days=61)
    vistos(app)
    despues = caso(app, "no_entendido", contacto)
    ronda(app)
    assert dueno(app, despues) == libre.id


def test_la_zona_cercana_antes_que_la_carga_y_la_carga_antes_que_el_turno_de_llegada():
    def asesor(n, zonas=("*",), carga=0, ultima=None):
        return Asesor(n, ("comercial",), zonas, 5, carga, ultima)

    caribe, todas, oriente = asesor(1, ("caribe",), 4), asesor(2, carga=1), asesor(3, ("oriente",))
    entre = [oriente, todas, caribe]
    assert elegir(entre, "comercial", "caribe", [], None) == caribe
    assert elegir(entre, "comercial", "caribe", [1], None) == todas
    assert elegir(entre, "comercial", "caribe", [1, 2], None) == oriente
    assert elegir(entre, "comercial", None, [], None) == oriente
    assert elegir(entre, "comercial", "caribe", [], 2) == todas
    assert elegir(entre, "servicio", "caribe", [], None) is None
    assert elegir([asesor(1, carga=5)], "comercial", None, [], 1) is None


def test_se_reparte_por_carga_y_nadie_pasa_de_su_cupo(app):
    uno, otro = persona(app, capacidad=2), persona(app, capacidad=3)
    todos = [caso(app) for _ in range(7)]
    assert ronda(app) == 5
    duenos = [dueno(app, suyo) for suyo in todos]
    assert (duenos.count(uno.id), duenos.count(otro.id), duenos.count(None)) == (2, 3, 2)
    cerrar(app, todos[duenos.index(uno.id)], uno)
    assert ronda(app) == 1


def test_lo_que_espera_al_cliente_no_ocupa_cupo_ni_se_reparte(app):
    quien, suyo = persona(app, capacidad=1), caso(app)
    ronda(app)
    with app.db.transaction() as tx:
        gestion_casos.pausar(tx, suyo.folio, quien, app.now())
    otro = caso(app)
    assert ronda(app) == 1 and dueno(app, otro) == quien.id


def test_dos_procesos_a_la_vez_no_dan_un_caso_dos_veces(app):
    for _ in range(4):
        persona(app, capacidad=10)
    suyos = [caso(app) for _ in range(30)]
    with ThreadPoolExecutor(6) as hilos:
        dados = sum(hilos.map(lambda _: ronda(app), range(18)))
    assert dados == 30
    assert all(eventos(app, suyo.id).count("caso_asignado") == 1 for suyo in suyos)
    cargas = sql(app, "SELECT count(*) FROM asistente.casos WHERE estado <> 'cerrado' GROUP BY usuario_id")
    assert sum(n for (n,) in cargas) == 30 and all(n <= 10 for (n,) in cargas)


# -- NADIE LO TOMA --
def test_quien_no_responde_a_tiempo_lo_pierde_y_pasa_al_siguiente(app, reloj):
    for _ in range(2):
        persona(app)
    suyo = caso(app)
    ronda(app)
    primero = dueno(app, suyo)
    reloj.pasa(minutes=14)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == primero
    reloj.pasa(minutes=1)
    ronda(app)
    despues = ver(app, suyo.folio)
    assert despues.usuario_id not in (primero, None) and despues.descartados == (primero,)
    assert alertas(app, suyo) == ["sin_tomar:1"]


def test_si_todos_lo_dejaron_vuelve_a_la_cola_y_lo_sabe_el_supervisor_una_vez_por_whatsapp(app, reloj):
    marta = persona(app, "supervisor", (), usuario="marta")
    celular = app.cipher.encrypt(b"573009998877", "usuarios.celular:marta", de=CASA)
    sql(app, "UPDATE asistente.usuarios SET celular = %s WHERE id = %s", celular, marta.id)
    quien, suyo = persona(app), caso(app)
    ronda(app)
    for vuelta in range(3):
        reloj.pasa(minutes=15)
        vistos(app)
        ronda(app)
        assert dueno(app, suyo) is None and ver(app, suyo.folio).descartados == ()
        ronda(app)
        assert dueno(app, suyo) == quien.id, vuelta
    assert alertas(app, suyo) == ["sin_tomar:1", "nadie:1", "sin_tomar:2", "nadie:2", "sin_tomar:3", "nadie:3"]
    origen = f"alerta:{suyo.id}:nadie:1:{marta.id}"
    assert sql(app, "SELECT wamid_origen FROM asistente.mensajes_salientes WHERE clase = 'alerta'") == [(origen,)]


def test_la_noche_no_cuenta_para_tomarlo(app, reloj):
    reloj.pasa(hours=6, minutes=50)  # 16:50
    quien, suyo = persona(app), caso(app)
    ronda(app)
    reloj.pasa(hours=15)  # 7:50 of the next day
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == quien.id and alertas(app, suyo) == []


def test_el_que_ya_respondio_no_lo_pierde(app, reloj):
    quien, suyo = persona(app), caso(app)
    ronda(app)
    responder(app, suyo, quien)
    reloj.pasa(days=2)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == quien.id


@pytest.fixture
def transferido(app, reloj):
    """A case that Ana answered and then handed to Luz, who takes cases too; a third one is there."""
    ana, luz, _ = (persona(app) for _ in range(3))
    suyo = caso(app)
    with app.db.transaction() as tx:
        gestion_casos.tomar_caso(tx, suyo.folio, ana, app.now())
    responder(app, suyo, ana)
    reloj.pasa(hours=1)
    vistos(app)
    with app.db.transaction() as tx:
        gestion_casos.transferir(
            tx, app.cipher, suyo.folio, ana, app.now(), equipo="servicio", a=luz.id, motivo="Ella sabe de esto"
        )
    return suyo, luz


def test_un_caso_ya_respondido_que_se_transfiere_a_quien_calla_vuelve_a_la_cola(app, reloj, transferido):
    suyo, luz = transferido
    reloj.pasa(minutes=14)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == luz.id
    reloj.pasa(minutes=1)
    ronda(app)
    despues = ver(app, suyo.folio)
    assert despues.usuario_id not in (luz.id, None) and despues.descartados == (luz.id,)
    assert despues.estado == "en_atencion" and alertas(app, suyo) == ["sin_tomar:1"]
    reloj.pasa(minutes=15)  # neither does who got it next, nor the third
    vistos(app)
    ronda(app)
    assert len(ver(app, suyo.folio).descartados) == 2 and alertas(app, suyo) == ["sin_tomar:1", "sin_tomar:2"]


@pytest.mark.parametrize("hace", ["escribe", "llama", "anota", "pausa"])
def test_quien_lo_recibio_y_da_senales_no_lo_pierde(app, reloj, transferido, hace):
    suyo, luz = transferido
    reloj.pasa(minutes=5)
    if hace == "escribe":
        valores = ["Ana", luz.nombre, suyo.folio]
        respuestas.enviar_plantilla(app.db, app.cipher, suyo.folio, luz, "retomar_caso", valores, "c1", app.now())
    with app.db.transaction() as tx:
        if hace == "llama":
            gestion_casos.registrar_llamada(tx, suyo.folio, luz, app.now())
        elif hace == "anota":
            notas.poner(tx, app.cipher, suyo.id, suyo.contacto_id, luz.id, "Pedí el extracto", app.now())
        elif hace == "pausa":
            gestion_casos.pausar(tx, suyo.folio, luz, app.now())
            gestion_casos.reanudar(tx, suyo.folio, luz, app.now())
    reloj.pasa(hours=3)
    vistos(app)
    ronda(app)
    assert dueno(app, suyo) == luz.id and alertas(app, suyo) == []


def alertas(app, suyo):
    return [c for (c,) in sql(app, "SELECT clase FROM asistente.alertas WHERE caso_id = %s ORDER BY id", suyo.id)]


# -- EL PUESTO --
def test_el_puesto_cuenta_los_que_van_antes_en_su_equipo(app):
    for _ in range(2):
        persona(app, capacidad=0)
    fila = [caso(app) for _ in range(3)]
    caso(app, "queja")
    assert [donde(app, suyo) for suyo in fila] == [Puesto(1, 0), Puesto(2, 8), Puesto(3, 15)]
    urgente = caso(app, "crisis")
    assert donde(app, urgente) == Puesto(1, 0) and donde(app, fila[0]) == Puesto(2, 8)


def test_sin_horario_sin_nadie_o_con_dueno_no_hay_puesto(app, reloj):
    suyo = caso(app)
    assert donde(app, suyo) is None  # nobody on duty: an estimate would be a lie
    quien = persona(app)
    assert donde(app, suyo) == Puesto(1, 0)
    ronda(app)
    assert dueno(app, suyo) == quien.id and donde(app, suyo) is None
    otro = caso(app)
    reloj.pasa(hours=9)
    vistos(app)
    assert donde(app, otro) is None


def test_el_tiempo_sale_de_lo_que_el_equipo_tarda(app, reloj):
    quien = persona(app, capacidad=0)
    for _ in range(5):
        suyo = caso(app)
        reloj.pasa(minutes=3)  # in the queue, which is not attending
        responder(app, suyo, quien)
        reloj.pasa(minutes=20)
        cerrar(app, suyo, quien)
    vistos(app)
    fila = [caso(app) for _ in range(3)]
    assert donde(app, fila[2]) == Puesto(3, 40)
