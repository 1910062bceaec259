"""The law's clocks as they run: when a request is looked at again, and who is told."""

from datetime import date, timedelta

import pytest

from proalto.services.atencion.gestion_casos import tomar_caso
from proalto.services.datos import gestion_de_datos
from proalto.services.datos.plazos_legales import fin_de
from proalto.services.datos.solicitudes_de_datos import Derecho
from proalto.services.datos.vencimientos_de_datos import MIRAR_DE_NUEVO, revisar
from tests.legal.conftest import nada_mas_por_revisar
from tests.legal.gente_de_datos import alertas, en, hacer, radicar, sql
from tests.legal.gente_de_datos import revisar as revisar_hasta
from tests.worker.test_plazos import supervisor

__all__ = ["nada_mas_por_revisar"]
pytestmark = pytest.mark.usefixtures("nada_mas_por_revisar")


def avisados(app, folio):
    """Return how many messages about this case went to the mobiles of supervisors."""
    salientes = "SELECT count(*) FROM mensajes_salientes AS m JOIN casos AS c"
    del_caso = " ON m.wamid_origen LIKE 'alerta%%:' || c.id || ':%%' WHERE folio = %s"
    ((cuantos,),) = sql(app, salientes + del_caso, folio)
    return cuantos


def mirar(app):
    """Let the worker look once; return at how many requests it looked."""
    return revisar(app.db, app.cipher, app.now())


def test_lo_que_se_miro_se_deja_en_paz_hasta_que_su_plazo_pida_algo(app, reloj):
    radicar(app, Derecho.ACTUALIZAR)
    assert [mirar(app), mirar(app)] == [1, 0]
    reloj.pasa(hours=20)
    assert mirar(app) == 0


def test_lo_vencido_se_mira_una_vez_al_dia(app, reloj):
    radicar(app, Derecho.ACTUALIZAR, con_creditos=False)  # of a claim about credit, silence decides
    reloj.ahora = fin_de(date(2026, 12, 10))
    assert [mirar(app), mirar(app)] == [1, 0]
    reloj.pasa(hours=24)
    assert [mirar(app), mirar(app)] == [1, 0]


def test_lo_incompleto_se_mira_cada_minuto_por_si_la_persona_escribe(app, laura, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.pedir_falta, folio, laura, "una copia de tu cédula")
    mirar(app)
    assert mirar(app) == 0
    reloj.pasa(seconds=MIRAR_DE_NUEVO.total_seconds())
    assert [mirar(app), mirar(app)] == [1, 0]


def test_un_reclamo_que_ya_se_marco_no_se_alerta_al_llegar_su_mitad(app, laura, reloj):
    _, folio = radicar(app, Derecho.ACTUALIZAR)
    hacer(app, gestion_de_datos.marcar, folio, laura)
    revisar_hasta(app, reloj, en(date(2026, 12, 1)))
    assert alertas(app, folio) == ["datos_50:ley"]


def test_las_primeras_alarmas_son_de_quien_lo_lleva_y_la_ultima_de_los_supervisores(app, laura, reloj):
    _, folio = radicar(app, Derecho.CONOCER)
    supervisor(app, "573001112233")
    with app.db.transaction() as tx:
        tomar_caso(tx, folio, laura, app.now())
    revisar_hasta(app, reloj, fin_de(date(2026, 11, 29)) - timedelta(seconds=1))
    assert avisados(app, folio) == 0
    revisar_hasta(app, reloj, fin_de(date(2026, 12, 1)) - timedelta(seconds=1))
    assert avisados(app, folio) == 1
    filas = sql(app, "SELECT clase, alertas.usuario_id FROM alertas JOIN casos ON casos.id = caso_id WHERE folio = %s"
                     " ORDER BY alertas.id", folio)  # fmt: skip
    assert filas == [("datos_50:ley", laura.id), ("datos_80:ley", laura.id), ("datos_uno:ley", None)]
    marcas = sql(app, "SELECT datos ->> 'marca' FROM eventos JOIN casos ON casos.id = caso_id WHERE folio = %s"
                      " AND eventos.tipo = 'datos_aviso' ORDER BY eventos.id", folio)  # fmt: skip
    assert marcas == [("50",), ("80",), ("uno",)]
