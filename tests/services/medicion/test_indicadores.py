"""A random month: every figure agrees with SQL that counts another way, over other tables where there are any."""

# ruff: noqa: E501, S608 - the SQL is this file's own, and reads better in long lines
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from proalto import bootstrap
from proalto import settings as settings_module
from proalto.services.medicion.historia import Filtros
from proalto.services.medicion.historia import leer as leer_historia
from proalto.services.medicion.indicadores import CALCULOS, calcular, embudos, textos
from proalto.services.medicion.medidas import DIA, SEMANA, casilla, casillas, percentil
from tests.conftest import ENTORNO, Reloj
from tests.services.medicion.un_mes import Mes
from tests.tree.arbol import leer

NOVIEMBRE = Filtros(date(2026, 11, 1), date(2026, 11, 30))
FIN = datetime(2026, 12, 20, tzinfo=timezone.utc)
# The period, the channel, the advisor and the team, in SQL of its own.
DENTRO = "({0} AT TIME ZONE 'America/Bogota')::date BETWEEN %(desde)s AND %(hasta)s"
DEL_CANAL = """(%(canal)s = '' OR EXISTS (SELECT 1 FROM contactos k WHERE k.id = {0}.contacto_id
               AND CASE %(canal)s WHEN 'whatsapp' THEN k.clave_local IS NULL ELSE k.clave_local IS NOT NULL END))"""
CASOS = f"""SELECT c.*, (SELECT min(e.ocurrido_en) FROM eventos e WHERE e.caso_id = c.id AND e.tipo = 'caso_cerrado')
            AS primer_cierre FROM casos c WHERE {DENTRO.format("c.creado_en")} AND {DEL_CANAL.format("c")}
            AND coalesce(%(usuario_id)s, c.usuario_id) = c.usuario_id AND %(equipo)s IN ('', c.equipo)
            AND %(gestion)s IN ('', c.gestion)"""
GESTIONES = f"""
  WITH hechos AS (
    SELECT *, sum((tipo = 'gestion_iniciada')::int) OVER w AS numero,
           coalesce(ocurrido_en - lag(ocurrido_en) OVER w > interval '24 hours', false) AS callo
    FROM eventos WHERE tipo LIKE 'gestion%%' WINDOW w AS (PARTITION BY contacto_id ORDER BY ocurrido_en, id)),
  tramos AS (
    SELECT *, bool_or(callo AND tipo <> 'gestion_iniciada') OVER (PARTITION BY contacto_id, numero
              ORDER BY ocurrido_en, id) AS roto FROM hechos),
  g AS (
    SELECT a.contacto_id, a.gestion, a.ocurrido_en AS inicio,
           (SELECT min(f.ocurrido_en) FROM tramos f WHERE f.contacto_id = a.contacto_id AND f.numero = a.numero
            AND f.tipo = 'gestion_resuelta' AND NOT f.roto) AS fin
    FROM tramos a WHERE a.tipo = 'gestion_iniciada' AND {DENTRO.format("a.ocurrido_en")} AND {DEL_CANAL.format("a")}
      AND %(gestion)s IN ('', a.gestion))
  SELECT g.*, EXISTS (SELECT FROM eventos p WHERE p.contacto_id = g.contacto_id AND p.tipo = 'persona_toma'
                      AND p.ocurrido_en BETWEEN g.inicio AND g.fin) AS toma FROM g"""
# Each minute of attention of these months, to be counted one by one.
HABILES = """CREATE TABLE IF NOT EXISTS minutos_de_atencion AS
  SELECT m FROM generate_series('2026-10-15'::timestamp, '2027-01-05', interval '1 minute') AS m
  WHERE m::date NOT IN ('2026-11-02', '2026-11-16', '2026-12-08', '2026-12-25', '2027-01-01')
    AND CASE WHEN extract(isodow FROM m) < 6 THEN m::time >= '08:00' AND m::time < '17:00'
             WHEN extract(isodow FROM m) = 6 THEN m::time >= '09:00' AND m::time < '12:00' ELSE false END;
  CREATE INDEX IF NOT EXISTS minutos_m ON minutos_de_atencion (m)"""
ENTRE = """(SELECT count(*) FROM minutos_de_atencion
            WHERE m >= {0} AT TIME ZONE 'America/Bogota' AND m < {1} AT TIME ZONE 'America/Bogota')"""
PERCENTIL = "percentile_cont({p}) WITHIN GROUP (ORDER BY {x})"
ENCUESTAS = f"""SELECT * FROM encuestas n WHERE {DENTRO.format("n.respondida_en")} AND {DEL_CANAL.format("n")}
                AND puntaje IS NOT NULL AND (%(usuario_id)s IS NULL OR n.usuario_id = %(usuario_id)s)
                AND (%(equipo)s = '' OR n.caso_id IN (SELECT id FROM casos WHERE equipo = %(equipo)s))
                AND %(gestion)s IN ('', n.gestion)"""
CUENTAS = {
    "resolucion_automatica": f"SELECT 100.0 * count(*) FILTER (WHERE fin IS NOT NULL AND NOT toma) / count(*), count(*)"
                             f" FROM ({GESTIONES}) g",
    "abandono": f"SELECT 100.0 * count(*) FILTER (WHERE fin IS NULL) / count(*), count(*) FROM ({GESTIONES}) g",
    "respuesta_asistente": f"""SELECT {PERCENTIL.format(p=0.5, x="extract(epoch FROM n.atendido_en - n.recibido_en)")}, count(*)
        FROM mensajes_entrantes n WHERE {DENTRO.format('n.atendido_en')} AND {DEL_CANAL.format('n')}""",
    "resolucion_asistente": f"""SELECT {PERCENTIL.format(p=0.5, x="extract(epoch FROM fin - inicio) / 60")}, count(*)
        FROM ({GESTIONES}) g WHERE fin IS NOT NULL AND NOT toma""",
    "escalamientos": f"SELECT count(*), count(*) FROM ({CASOS}) c",
    "respuesta_persona": f"""SELECT {PERCENTIL.format(p=0.5, x=ENTRE.format('c.creado_en', 'c.respondido_en'))}, count(*)
        FROM ({CASOS}) c WHERE respondido_en IS NOT NULL""",
    "resolucion_persona": f"""SELECT {PERCENTIL.format(p=0.5, x=ENTRE.format('c.creado_en', 'c.primer_cierre') + '/ 60.0')},
        count(*) FROM ({CASOS}) c WHERE cerrado_en IS NOT NULL""",
    "ans": f"""SELECT 100.0 * avg((NOT EXISTS (SELECT FROM eventos e WHERE e.tipo = 'ans_aviso' AND e.caso_id = c.id
        AND e.datos = jsonb_build_object('reloj', r.reloj, 'porcentaje', 100)))::int), count(*)
        FROM ({CASOS}) c JOIN relojes r ON r.caso_id = c.id""",
    "primer_contacto": f"""SELECT 100.0 * avg((reaperturas = 0 AND id NOT IN (SELECT caso_id FROM eventos
        WHERE tipo = 'caso_transferido'))::int), count(*) FROM ({CASOS}) c WHERE cerrado_en IS NOT NULL""",
    "reincidencia": f"""SELECT 100.0 * count(*) FILTER (WHERE EXISTS (SELECT FROM casos b WHERE b.contacto_id = c.contacto_id
        AND b.id < c.id AND b.creado_en > c.creado_en - interval '30 days')) / count(*), count(*) FROM ({CASOS}) c""",
    "csat": f"SELECT 100.0 * avg((puntaje > 3)::int), count(*) FROM ({ENCUESTAS}) n",
    "nps": f"""SELECT 100.0 * avg(CASE WHEN recomienda > 8 THEN 1 WHEN recomienda < 7 THEN -1 ELSE 0 END), count(*)
        FROM ({ENCUESTAS}) n WHERE recomienda IS NOT NULL""",
    "leads": f"""SELECT 100.0 * avg((respondido_en IS NOT NULL)::int), count(*) FROM ({CASOS}) c
        WHERE tipo IN ('credito_nuevo', 'renovacion')""",
}  # fmt: skip


@pytest.fixture(scope="module")
def vivido(dsn):
    """The month, lived once."""
    reloj = Reloj()
    app = bootstrap.build(settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn}), now=reloj)
    mes = Mes(app, reloj, semilla=20261101).vivir(160)
    mes.sql(HABILES)
    reloj.ahora = FIN
    yield mes
    mes.conexion.close()
    app.db.close()
    app.nucleo.close()


def contados(mes, filtros, por=DIA):
    return {uno.clave: uno for uno in calcular(leer_historia(mes.app.db, filtros, FIN), filtros, por)}


def por_sql(mes, clave, filtros):
    parametros = {nombre: getattr(filtros, nombre) for nombre in vars(filtros)}
    with mes.conexion.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute(CUENTAS[clave], parametros)
        valor, de = cursor.fetchone()
    return (None if valor is None else float(valor)), de


def filtros_de(mes, nombre):
    return {
        "todo": NOVIEMBRE,
        "una_gestion": replace(NOVIEMBRE, gestion="consultar_saldo"),
        "un_canal": replace(NOVIEMBRE, canal="whatsapp"),
        "la_consola": replace(NOVIEMBRE, canal="consola"),
        "un_asesor": replace(NOVIEMBRE, usuario_id=mes.asesores[0]),
        "un_equipo": replace(NOVIEMBRE, equipo="reclamos"),
        "tres_dias": Filtros(date(2026, 11, 9), date(2026, 11, 11)),
    }[nombre]


@pytest.mark.parametrize(
    "cuales", ["todo", "una_gestion", "un_canal", "la_consola", "un_asesor", "un_equipo", "tres_dias"]
)
@pytest.mark.parametrize("clave", CUENTAS)
def test_cada_indicador_coincide_con_una_cuenta_aparte(vivido, clave, cuales):
    filtros = filtros_de(vivido, cuales)
    indicadores = contados(vivido, filtros)
    if clave not in indicadores:  # the assistant's own have no advisor and no team
        assert cuales in ("un_asesor", "un_equipo") and textos()[clave].de == "asistente"
        return
    valor, de = por_sql(vivido, clave, filtros)
    total = indicadores[clave].total
    assert total.de == de
    assert total.valor == (None if valor is None else pytest.approx(valor, abs=0.051 if de > 1 else 0.06))
    if cuales == "todo":
        assert de > 20, "too few facts to prove anything"


@pytest.mark.parametrize("clave", ["resolucion_automatica", "escalamientos", "csat", "respuesta_asistente", "ans"])
def test_cada_dia_y_cada_semana_coinciden_tambien(vivido, clave):
    for una, cuadro in contados(vivido, NOVIEMBRE)[clave].serie:
        dia = date.fromisoformat(una)
        try:
            valor, de = por_sql(vivido, clave, Filtros(dia, dia))
        except Exception as error:  # noqa: BLE001 - SQL divides by no errands at all
            assert "division by zero" in str(error) and cuadro.valor is None
            continue
        assert (cuadro.de, cuadro.valor) == (de, None if valor is None else pytest.approx(valor, abs=0.051))
    semanas = contados(vivido, NOVIEMBRE, SEMANA)[clave].serie
    assert [una for una, _ in semanas] == [f"2026-S{n}" for n in range(44, 50)]
    assert sum(cuadro.de for _, cuadro in semanas) == contados(vivido, NOVIEMBRE)[clave].total.de


def test_el_embudo_de_cada_gestion_coincide_con_una_cuenta_aparte(vivido):
    with vivido.conexion.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute(
            f"""WITH g AS ({GESTIONES})
            SELECT g.gestion, e.datos ->> 'paso', count(DISTINCT (g.contacto_id, g.inicio)) FROM g JOIN eventos e
              ON e.contacto_id = g.contacto_id AND e.tipo = 'gestion_paso' AND e.ocurrido_en >= g.inicio
              AND NOT EXISTS (SELECT FROM eventos i WHERE i.contacto_id = g.contacto_id AND i.tipo = 'gestion_iniciada'
                              AND i.ocurrido_en > g.inicio AND i.ocurrido_en <= e.ocurrido_en)
            GROUP BY 1, 2""", vars(NOVIEMBRE)
        )  # fmt: skip
        esperado = {(gestion, paso): cuantos for gestion, paso, cuantos in cursor.fetchall()}
    dicho = {}
    for gestion, cuadro in embudos(leer_historia(vivido.app.db, NOVIEMBRE, FIN)):
        (_, empezaron, _), *pasos, (_, resueltas, _) = cuadro.filas
        assert empezaron == resueltas + sum(quedaron for _, _, quedaron in cuadro.filas)
        dicho |= {(gestion, paso): llegaron for paso, llegaron, _ in pasos}
    assert dicho == esperado and len(dicho) > 15


def test_donde_se_quedan_coincide_con_una_cuenta_aparte(vivido):
    with vivido.conexion.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute(
            f"""WITH g AS ({GESTIONES}), ultimos AS (
            SELECT g.gestion, (SELECT e.datos ->> 'paso' FROM eventos e WHERE e.contacto_id = g.contacto_id
              AND e.tipo = 'gestion_paso' AND e.ocurrido_en >= g.inicio AND e.ocurrido_en < coalesce((
                SELECT min(i.ocurrido_en) FROM eventos i WHERE i.contacto_id = g.contacto_id
                AND i.tipo = 'gestion_iniciada' AND i.ocurrido_en > g.inicio), 'infinity')
              ORDER BY e.id DESC LIMIT 1) AS paso FROM g WHERE fin IS NULL)
            SELECT gestion, coalesce(paso, 'empezaron'), count(*) FROM ultimos GROUP BY 1, 2""", vars(NOVIEMBRE)
        )  # fmt: skip
        esperado = {(gestion, paso): cuantos for gestion, paso, cuantos in cursor.fetchall()}
    dicho = {
        (gestion, paso): quedaron
        for gestion, cuadro in embudos(leer_historia(vivido.app.db, NOVIEMBRE, FIN))
        for paso, _, quedaron in cuadro.filas
        if quedaron
    }
    assert dicho == esperado and len({paso for _, paso in dicho}) == 4


def test_los_leads_por_asesor_y_zona_suman_lo_mismo(vivido):
    filas = contados(vivido, NOVIEMBRE)["leads"].total.filas
    with vivido.conexion.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute(f"SELECT usuario_id, coalesce(zona, ''), count(*), count(respondido_en), count(cerrado_en) FROM"
                       f" ({CASOS}) c WHERE tipo IN ('credito_nuevo', 'renovacion') GROUP BY 1, 2", vars(NOVIEMBRE))  # fmt: skip
        assert {fila[:5] for fila in filas} == set(cursor.fetchall())


def test_lo_no_entendido_y_los_mensajes_se_cuentan_todos(vivido):
    todo = Filtros(date(2026, 10, 1), date(2027, 1, 31))
    total = contados(vivido, todo, SEMANA)["no_entendidas"].total
    assert (total.valor, total.de) == (vivido.no_entendidos, vivido.turnos)


def test_los_escalamientos_por_tipo_coinciden(vivido):
    with vivido.conexion.cursor() as cursor:
        cursor.execute("SET search_path = asistente")
        cursor.execute(f"SELECT tipo, count(*) FROM ({CASOS}) c GROUP BY tipo", vars(NOVIEMBRE))
        esperado = dict(cursor.fetchall())
    assert {tipo: cuantos for tipo, cuantos, _ in contados(vivido, NOVIEMBRE)["escalamientos"].total.filas} == esperado


def test_sin_hechos_no_hay_cifras_y_nada_falla(vivido):
    vacio = Filtros(date(2020, 1, 1), date(2020, 1, 7))
    for clave, uno in contados(vivido, vacio).items():
        assert uno.total.valor in (None, 0) and uno.total.de == 0, clave
    assert embudos(leer_historia(vivido.app.db, vacio, FIN)) == []


def test_cada_calculo_tiene_sus_palabras_y_su_definicion_escrita():
    assert set(textos()) == set(CALCULOS)
    documento = leer("docs/indicadores.md")
    assert [p.titulo for p in textos().values() if f"### {p.titulo}" not in documento] == []


@pytest.mark.parametrize(("valores", "p", "es"), [([], 0.5, None), ([3], 0.9, 3), ([1, 2], 0.5, 1.5), ([5, 1, 3], 0.5, 3),
                                                  (list(range(11)), 0.9, 9)])  # fmt: skip
def test_el_percentil_es_el_de_siempre(valores, p, es):
    assert percentil(valores, p) == es


def test_los_dias_son_de_bogota_y_las_semanas_iso():
    noche = datetime(2026, 11, 16, 4, 59, tzinfo=timezone.utc)  # Sunday, 23:59 in Bogotá
    assert (casilla(noche, DIA), casilla(noche, SEMANA)) == ("2026-11-15", "2026-S46")
    assert casilla(noche + timedelta(minutes=1), SEMANA) == "2026-S47"
    assert casillas(date(2026, 12, 30), date(2027, 1, 4), SEMANA) == ["2026-S53", "2027-S01"]
    assert Counter(len(casillas(date(2026, 11, 1), date(2026, 11, 30), por)) for por in (DIA, SEMANA)) == {30: 1, 6: 1}
