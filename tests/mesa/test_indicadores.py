"""The page of indicators: who sees what, that each chart has its words and its table, and that its CSV is safe."""

import csv
import io
import re
from datetime import datetime, timezone

import pytest

from proalto.gateways.cipher import CASA
from proalto.mesa.csv_seguro import celda
from proalto.mesa.graficos import barras, linea
from proalto.services.medicion.indicadores import textos
from proalto.services.mesa.usuarios import Rol, todos
from tests.conftest import conectar
from tests.mesa.conftest import nuevo_usuario
from tests.services.medicion.un_mes import Mes

FIN = datetime(2026, 12, 1, 15, 0, tzinfo=timezone.utc)
RANGO = "desde=2026-11-01&hasta=2026-11-30"
_vividas: set[str] = set()


@pytest.fixture
def vivida(app, reloj):
    """An app whose month was lived already, once for the module."""
    dsn = app.settings.database_url
    if dsn not in _vividas:
        Mes(app, reloj, semilla=7).vivir(70).conexion.close()
        _vividas.add(dsn)
    reloj.ahora = FIN
    return app


def filas(respuesta):
    texto = respuesta.get_data(as_text=True)
    assert texto.startswith("\ufeff")
    return list(csv.reader(io.StringIO(texto[1:])))


def sql(app, consulta, *valores):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute(f"SET search_path = asistente; {consulta}", valores)
        return cursor.fetchall() if cursor.description else []


def test_el_supervisor_ve_cada_indicador_con_su_definicion(mesa, vivida):
    pagina = mesa(Rol.SUPERVISOR).get(f"/indicadores?{RANGO}").get_data(as_text=True)
    for palabras in textos().values():
        assert palabras.titulo in pagina and palabras.definicion.replace("«", "«") in pagina
    assert "Dónde se quedan los clientes" in pagina and "Fecha de expedición" in pagina


def test_cada_grafico_tiene_titulo_descripcion_y_tabla_y_ningun_estilo_suelto(mesa, vivida):
    pagina = mesa(Rol.SUPERVISOR).get(f"/indicadores?{RANGO}").get_data(as_text=True)
    graficos = re.findall(r"<svg class=\"grafico\".*?</svg>", pagina, re.S)
    assert len(graficos) > 20
    for grafico in graficos:
        id_ = re.search(r'aria-labelledby="(\S+)-t', grafico)[1]
        assert f'<title id="{id_}-t">' in grafico and re.search(rf'<desc id="{id_}-d">[^<]+</desc>', grafico)
    ids = re.findall(r'\bid="([^"]+)"', pagina)
    assert len(ids) == len(set(ids))
    assert pagina.count("<details>") >= len(textos()) and "style=" not in pagina and "<script>" not in pagina


@pytest.mark.parametrize(("rol", "codigo"), [(Rol.SUPERVISOR, 200), (Rol.CONTENIDO, 200), (Rol.AUDITOR, 200),
                                             (Rol.ASESOR, 200)])  # fmt: skip
def test_todos_los_roles_entran(mesa, vivida, rol, codigo):
    assert mesa(rol).get("/indicadores").status_code == codigo


def test_quien_no_ha_entrado_no_ve_nada(anonimo):
    for ruta in ("/indicadores", "/indicadores/csat.csv", "/indicadores/comentarios"):
        assert anonimo.get(ruta).status_code == 303


def test_un_asesor_ve_solo_lo_suyo_aunque_pida_lo_de_otro(mesa, vivida):
    suyo, ajeno = sql(vivida, "SELECT usuario_id, count(*) FROM casos WHERE creado_en BETWEEN '2026-11-01 05:00+00'"
                              " AND '2026-12-01 04:59:59+00' GROUP BY 1 ORDER BY 1")[:2]  # fmt: skip
    laura = next(uno for uno in todos(vivida.db) if uno.id == suyo[0])
    cliente = mesa(laura)
    for pide in ("", f"&asesor={ajeno[0]}"):
        pagina = cliente.get(f"/indicadores?{RANGO}{pide}").get_data(as_text=True)
        assert "Indicadores de tus casos" in pagina and textos()["resolucion_automatica"].titulo not in pagina
        (*_, total) = filas(cliente.get(f"/indicadores/escalamientos.csv?{RANGO}{pide}"))
        assert int(total[1]) == suyo[1]
    assert mesa(Rol.SUPERVISOR).get(f"/indicadores/escalamientos.csv?{RANGO}").status_code == 200
    assert cliente.get(f"/indicadores/resolucion_automatica.csv?{RANGO}").status_code == 404
    assert cliente.get(f"/indicadores/embudo-consultar_saldo.csv?{RANGO}").status_code == 404


def test_el_csv_trae_cada_dia_y_el_total(mesa, vivida):
    encabezado, *dias, total = filas(mesa(Rol.SUPERVISOR).get(f"/indicadores/escalamientos.csv?{RANGO}&por=dia"))
    assert encabezado == ["periodo", "Casos que pasaron a una persona (casos)", "hechos contados"]
    assert [dia[0] for dia in dias] == [f"2026-11-{n:02d}" for n in range(1, 31)]
    assert total[0] == "2026-11-01 a 2026-11-30" and sum(int(dia[1]) for dia in dias) == int(total[1]) > 10


def test_el_csv_del_desglose_y_del_embudo_llevan_palabras(mesa, vivida):
    cliente = mesa(Rol.SUPERVISOR)
    desglose = filas(cliente.get(f"/indicadores/escalamientos-desglose.csv?{RANGO}"))
    assert desglose[0] == ["Tipo", "Casos", "Porcentaje"] and "Queja o reclamo" in [fila[0] for fila in desglose]
    embudo = filas(cliente.get(f"/indicadores/embudo-consultar_saldo.csv?{RANGO}"))
    assert embudo[1][0] == "Empezaron" and embudo[-1][0] == "Con respuesta" and embudo[2][0] == "Cédula"


def test_un_nombre_que_parece_formula_llega_como_texto(mesa, vivida):
    leads = filas(mesa(Rol.SUPERVISOR).get(f"/indicadores/leads-desglose.csv?{RANGO}"))
    assert "'=Marta" in {fila[0] for fila in leads[1:]}


@pytest.mark.parametrize(("valor", "queda"), [
    ("=1+1", "'=1+1"), ("+57", "'+57"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
    ("Ana", "Ana"), (-12.5, -12.5), (None, None), ("", ""),
])  # fmt: skip
def test_ninguna_celda_es_una_formula(valor, queda):
    assert celda(valor) == queda


@pytest.mark.parametrize("mal", ["desde=ayer", "desde=2026-13-01", "hasta=9999-99-99",
                                 "desde=2026-11-30&hasta=2026-11-01",
                                 "desde=2000-01-01", "desde=2021-01-01&hasta=2026-11-01"])  # fmt: skip
def test_un_periodo_que_no_se_entiende_se_dice(mesa, vivida, mal):
    respuesta = mesa(Rol.SUPERVISOR).get(f"/indicadores?{mal}")
    assert respuesta.status_code == 200 and "No entendí las fechas" in respuesta.get_data(as_text=True)


@pytest.mark.parametrize("raro", ["canal=<script>", "gestion=' OR 1=1", "equipo=x", "asesor=-1",
                                  "asesor=99999999999999999999",
                                  "asesor=²", "por=siglo",
                                  "canal=whatsapp&gestion=consultar_saldo&equipo=reclamos"])  # fmt: skip
def test_un_filtro_raro_no_rompe_nada(mesa, vivida, raro):
    respuesta = mesa(Rol.SUPERVISOR).get("/indicadores", query_string=raro)
    assert respuesta.status_code == 200 and "<script>" not in respuesta.get_data(as_text=True)


@pytest.mark.parametrize("clave", ["nada", "csat-otra", "embudo-nada", "..%2f..%2fetc", "embudo-"])
def test_un_csv_que_no_existe_no_existe(mesa, vivida, clave):
    assert mesa(Rol.SUPERVISOR).get(f"/indicadores/{clave}.csv").status_code == 404


def test_sin_un_solo_hecho_la_pagina_lo_dice(mesa, app):
    pagina = mesa(Rol.SUPERVISOR).get("/indicadores?desde=2021-01-01&hasta=2021-01-31").get_data(as_text=True)
    assert pagina.count("Sin datos") >= 10 and "None" not in pagina


def test_las_malas_se_marcan_y_leer_los_comentarios_queda_en_la_auditoria(mesa, vivida):
    hostil = "<img src=x onerror=alert(1)> pésimo"
    sellado = vivida.cipher.encrypt(hostil.encode(), "encuestas.comentario", de=CASA)
    ((id_,),) = sql(vivida, "SELECT id FROM encuestas WHERE puntaje <= 2 AND respondida_en > '2026-11-02'"
                            " AND respondida_en < '2026-11-29' LIMIT 1")  # fmt: skip
    sql(vivida, "UPDATE encuestas SET comentario = %s WHERE id = %s", sellado, id_)
    cliente = mesa(Rol.SUPERVISOR)
    panel = cliente.get(f"/indicadores?{RANGO}").get_data(as_text=True)
    ((malas,),) = sql(vivida, "SELECT count(*) FROM encuestas WHERE puntaje <= 2 AND respondida_en >="
                              " '2026-11-01 05:00+00' AND respondida_en < '2026-12-01 05:00+00'")  # fmt: skip
    assert f"<strong>{malas}</strong>" in panel
    pagina = cliente.get(f"/indicadores/comentarios?{RANGO}").get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt; pésimo" in pagina and "<img src=x" not in pagina
    assert 'class="tarjeta opinion mala"' in pagina
    assert sql(vivida, "SELECT count(*) FROM auditoria WHERE accion = 'comentarios_vistos' AND usuario_id = %s",
               cliente.usuario.id) == [(1,)]  # fmt: skip


def test_quien_escribe_contenidos_no_lee_comentarios(mesa, vivida):
    cliente = mesa(Rol.CONTENIDO)
    assert cliente.get("/indicadores/comentarios").status_code == 403
    assert "Leer qué dijeron" not in cliente.get(f"/indicadores?{RANGO}").get_data(as_text=True)


def test_un_asesor_no_lee_lo_que_dijeron_de_otro(mesa, vivida):
    nadie = nuevo_usuario(vivida)
    assert "nadie dejó comentarios" in mesa(nadie).get(f"/indicadores/comentarios?{RANGO}").get_data(as_text=True)


def test_la_linea_se_parte_donde_no_hay_datos_y_no_se_sale_del_dibujo():
    serie = [("2026-11-01", 10.0), ("2026-11-02", None), ("2026-11-03", 100.0), ("2026-11-04", 0.0)]
    dibujo = linea(serie, "%")
    assert len(dibujo.datos) == 3 and len(dibujo.tramos) == 1
    assert all(44 <= dato.x <= 348 and 26 <= dato.y <= 156 for dato in dibujo.datos)
    assert [marca.rotulo for marca in dibujo.eje_y] == ["0", "50", "100"]
    assert [marca.rotulo for marca in linea([("2026-S47", -20.0)], "puntos").eje_y] == ["-100", "0", "100"]
    assert linea([], "casos").datos == ()


def test_las_barras_no_se_salen_y_el_embudo_dice_donde_se_quedaron():
    dibujo = barras([("a", 200.0), ("b", 50.0), ("c", 0.0)], [150, 50, 0])
    assert [barra.largo for barra in dibujo.barras] == [300, 75, 0]
    assert [(barra.perdida, barra.se_quedaron) for barra in dibujo.barras] == [(225, 150), (75, 50), (0, 0)]
    assert barras([]).barras == ()
