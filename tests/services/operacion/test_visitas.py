"""Ten visits a minute for each address, exactly, however many ask at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from proalto.services.operacion import visitas
from proalto.services.operacion.visitas import POR_MINUTO, DemasiadasVisitas, visitar
from tests.conftest import conectar


@pytest.fixture
def ip():
    return f"10.{uuid.uuid4().int % 256}.{uuid.uuid4().int % 256}.{uuid.uuid4().int % 256}"


def entra(app, ip):
    try:
        visitar(app.db, app.cipher, ip, app.now())
    except DemasiadasVisitas as error:
        return error.segundos
    return 0


def test_la_undecima_del_minuto_espera_y_dice_cuanto(app, ip, reloj):
    esperas = []
    for _ in range(POR_MINUTO + 2):
        esperas.append(entra(app, ip))
        reloj.pasa(seconds=2)
    assert esperas == [0] * POR_MINUTO + [40, 38]


def test_en_ningun_minuto_caben_mas(app, ip, reloj):
    momentos = []
    for _ in range(300):
        if not entra(app, ip):
            momentos.append(reloj.ahora)
        reloj.pasa(seconds=1)
    assert all((b - a).total_seconds() >= 60 for a, b in zip(momentos, momentos[POR_MINUTO:]))
    assert len(momentos) >= 4 * POR_MINUTO


def test_insistir_no_alarga_la_espera(app, ip, reloj):
    for _ in range(POR_MINUTO):
        entra(app, ip)
    for _ in range(30):
        reloj.pasa(seconds=1)
        assert entra(app, ip)
    reloj.pasa(seconds=30)
    assert entra(app, ip) == 0


def test_una_direccion_no_gasta_las_de_otra(app, ip):
    for _ in range(POR_MINUTO + 1):
        ultima = entra(app, ip)
    assert ultima and entra(app, "192.0.2.7") == 0


def test_cuarenta_a_la_vez_y_entran_diez(app, ip):
    with ThreadPoolExecutor(8) as hilos:
        esperas = list(hilos.map(lambda _: entra(app, ip), range(40)))
    assert esperas.count(0) == POR_MINUTO


@pytest.mark.parametrize(("una", "otra", "misma"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
    ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("::ffff:192.0.2.1", "192.0.2.1", True),
    ("192.0.2.1", "192.0.2.2", False),
    ("no es una ip", "", False),
])  # fmt: skip
def test_de_ipv6_cuenta_la_red_de_la_casa(una, otra, misma):
    assert (visitas._casa(una) == visitas._casa(otra)) == misma


def test_la_direccion_no_se_guarda_y_lo_viejo_se_olvida(app, ip, reloj, monkeypatch):
    monkeypatch.setattr(visitas, "LIMPIAR_CADA", 1)
    entra(app, ip)
    reloj.pasa(minutes=2)
    entra(app, "192.0.2.9")
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT visitante FROM asistente.visitas")
        quedan = [bytes(fila[0]) for fila in cursor]
    assert app.cipher.keyed_hash("visitante", "192.0.2.9") in quedan
    assert app.cipher.keyed_hash("visitante", ip) not in quedan
