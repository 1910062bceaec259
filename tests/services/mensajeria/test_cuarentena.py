"""A webhook that somebody sends again, or makes up with another date, is kept and shown, and nobody answers it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from proalto.services.mensajeria import bandeja_entrada, fallidos
from proalto.services.mensajeria.cuarentena import DEL_FUTURO, VIEJO
from tests.conftest import conectar
from tests.services.mensajes import mensaje, webhook


@pytest.fixture
def llega(app, contacto):
    """Take in a message of the contact's whose own date is so far from now; return its row and its wake-up calls."""

    def llega(**desfase):
        uno = replace(mensaje(contacto.address, "hola"), sent_at=app.now() + timedelta(**desfase))
        recibido = bandeja_entrada.recibir(app.db, app.cipher, webhook(uno), app.now())
        with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
            cursor.execute("SELECT estado, cuarentena FROM asistente.mensajes_entrantes WHERE wamid = %s", (uno.wamid,))
            fila = cursor.fetchone()
            cursor.execute(
                "SELECT count(*) FROM asistente.procrastinate_jobs WHERE lock = %s OR args->>'wamid' = %s",
                (f"atender:{contacto.id}", uno.wamid),
            )
            return recibido.nuevos, fila, cursor.fetchone()[0] > 0

    return llega


@pytest.mark.parametrize(
    ("desfase", "motivo"),
    [
        ({"days": -7, "hours": -1, "seconds": -1}, VIEJO),
        ({"days": -400}, VIEJO),
        ({"minutes": 5, "seconds": 1}, DEL_FUTURO),
    ],
)
def test_lo_que_no_puede_ser_de_ahora_se_guarda_y_no_se_contesta(llega, desfase, motivo):
    assert llega(**desfase) == (1, ("fallido", motivo), False)


@pytest.mark.parametrize("desfase", [{"days": -7, "hours": -1}, {"seconds": -2}, {"minutes": 5}])
def test_lo_que_meta_pudo_tardar_se_contesta(llega, desfase):
    assert llega(**desfase) == (1, ("pendiente", None), True)


def test_quien_opera_lo_ve_y_sabe_por_que(app, llega, contacto):
    llega(days=-30)
    vistos = fallidos.ver(app.db, fallidos.Filtro(), datetime.now(timezone.utc))
    (suyo,) = [uno for uno in vistos if uno.contacto_id == contacto.id]
    assert suyo.motivo == VIEJO
