"""Who gets a waiting case."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from proalto.services.atencion import enrutamiento, gestion_casos
from proalto.services.mesa.guardia import Asesor, elegir
from tests.conftest import nuevo_contacto
from tests.services.atencion.reparto import cerrar, dueno, responder, ronda
from tests.services.gente import caso, eventos, persona, sql, vistos

pytestmark = pytest.mark.usefixtures("mesa_vacia")


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
