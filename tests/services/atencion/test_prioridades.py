"""What the lender decides about people and cases: the real tables are right, and a wrong one says where."""

import shutil

import pytest

from proalto.formats.tabla import TablaInvalida
from proalto.services.atencion import causas, prioridades, tipos_de_caso
from proalto.services.atencion.prioridades import Criterios
from proalto.services.mesa import equipos, horarios
from proalto.services.operacion.parametros import CARPETA

LECTORES = {
    "turnos.csv": horarios.leer,
    "equipos.csv": lambda tabla: equipos.leer(tabla, horarios.vigentes()),
    "prioridades.csv": prioridades.leer,
    "casos.csv": lambda tabla: tipos_de_caso.leer(tabla, equipos.vigentes(), prioridades.vigentes().danos),
    "causas.csv": causas.leer,
}


@pytest.fixture
def copiar(tmp_path):
    def cambiar(archivo, antes, despues):
        copia = tmp_path / "parametros" / archivo
        copia.parent.mkdir(exist_ok=True)
        shutil.copy(CARPETA / archivo, copia)
        texto = copia.read_text()
        assert texto.count(antes) == 1, antes
        copia.write_text(texto.replace(antes, despues))
        return copia, texto[: texto.index(antes)].count("\n") + 1

    return cambiar


@pytest.mark.parametrize(
    ("archivo", "antes", "despues", "queja"),
    [
        ("turnos.csv", "general,lunes,08:00", "general,lunes,8:00", "columna abre: dice «8:00» y debe ser una hora"),
        ("turnos.csv", "general,lunes,08:00", "general,lunes,25:00", "columna abre: dice «25:00» y debe ser una hora"),
        ("turnos.csv", "general,lunes,08:00,17:00", "general,lunes,08:00,07:00", "columna cierra: dice «07:00»"),
        ("turnos.csv", "partido,lunes,14:00", "partido,lunes,11:00", "columna abre: dice «11:00» y debe ser desde las"),
        ("turnos.csv", "general,sabado", "general,sábado", "columna dia: dice «sábado» y debe ser una de estas"),
        ("equipos.csv", "servicio,Servicio", "ventas,Servicio", "columna codigo: dice «ventas»"),
        ("equipos.csv", "fraude,general,5", "fraude,noche,5", "columna turno: dice «noche» y debe ser uno de los"),
        ("equipos.csv", "fraude,general,5", "fraude,general,0", "columna toma_minutos: dice «0»"),
        ("casos.csv", "asesor,servicio", "asesor,ventas", "columna equipo: dice «ventas»"),
        ("casos.csv", "yo»,fraude,suplantacion", "yo»,fraude,robo",
         "columna dano: dice «robo» y debe ser uno de los daños"),
        ("casos.csv", "suplantacion,30,4860,no", "suplantacion,30,4860,si", "columna encuesta: dice «si»"),
        ("casos.csv", "suplantacion,30,4860", "suplantacion,30,20", "columna solucion_minutos: dice «20»"),
        ("prioridades.csv", "segmento,pensionado", "segmento,jubilado", "columna valor: dice «jubilado»"),
        ("prioridades.csv", "nivel,1,3", "nivel,uno,3", "columna valor: dice «uno»"),
        ("prioridades.csv", "tipo,queja,15", "tipo,queja,-15", "columna puntos: dice «-15»"),
        ("causas.csv", "intento_de_estafa,Estafa en nombre de ProAlto,fraude|bloqueo",
         "intento_de_estafa,Estafa en nombre de ProAlto,fraudes|bloqueo",
         "columna tipos: dice «fraudes|bloqueo» y debe tener solo tipos de casos.csv, y fraudes no lo es"),
    ],
)  # fmt: skip
def test_una_tabla_mala_dice_archivo_linea_y_columna(copiar, archivo, antes, despues, queja):
    tabla, linea = copiar(archivo, antes, despues)
    with pytest.raises(TablaInvalida) as error:
        LECTORES[archivo](tabla)
    assert str(error.value).startswith(f"parametros/{archivo}, línea {linea}, {queja}")


@pytest.mark.parametrize(
    ("archivo", "quita", "queja"),
    [
        ("turnos.csv", "general,", "falta el turno general"),
        ("equipos.csv", "datos,", "falta la fila de datos"),
        ("casos.csv", "otro,", "falta la fila de otro"),
        ("prioridades.csv", "dano,ninguno", "falta la fila de dano ninguno"),
        ("prioridades.csv", "prioridad,2", "deben estar las filas de prioridad 1, 2 y 3"),
    ],
)
def test_lo_que_falta_se_nombra(tmp_path, archivo, quita, queja):
    tabla = tmp_path / "parametros" / archivo
    tabla.parent.mkdir()
    lineas = (CARPETA / archivo).read_text().splitlines()
    tabla.write_text("\n".join(linea for linea in lineas if not linea.startswith(quita)))
    with pytest.raises(TablaInvalida, match=queja):
        LECTORES[archivo](tabla)


def test_los_umbrales_van_de_mas_a_menos(copiar):
    tabla, _ = copiar("prioridades.csv", "prioridad,2,40", "prioridad,2,80")
    with pytest.raises(TablaInvalida, match="la prioridad 1 debe pedir más puntos"):
        prioridades.leer(tabla)


def test_los_puntos_se_suman_y_la_reincidencia_y_el_nivel_son_ese_o_mas():
    tabla = prioridades.vigentes()
    casos = [
        Criterios("queja"), Criterios("queja", "economico"), Criterios("queja", "economico", "pensionado"),
        Criterios("queja", "economico", "pensionado", 2), Criterios("queja", "economico", "pensionado", 9),
        Criterios("queja", "economico", "pensionado", 9, 2), Criterios("queja", "economico", "pensionado", 9, 3),
        Criterios("inventado", "inventado", "inventado"),
    ]  # fmt: skip
    assert [tabla.puntuar(caso) for caso in casos] == [15, 30, 40, 60, 70, 75, 75, 0]
    assert [tabla.prioridad(puntos) for puntos in (0, 14, 15, 39, 40, 69, 70, 999)] == [4, 4, 3, 3, 2, 2, 1, 1]


@pytest.mark.parametrize("tipo", ["fraude", "crisis"])
def test_la_vida_y_la_suplantacion_son_urgentes_siempre(tipo):
    suyo = tipos_de_caso.vigentes()[tipo]
    puntos = prioridades.vigentes().puntuar(Criterios(tipo, suyo.dano))
    assert prioridades.vigentes().prioridad(puntos) == 1


def test_los_tiempos_prometidos_son_los_de_siempre():
    suyos = {codigo: tipo.respuesta_minutos for codigo, tipo in tipos_de_caso.vigentes().items()}
    assert suyos == {
        "otro": 240,
        "asesor": 120, "no_entendido": 120, "queja": 240, "enojo": 60, "fraude": 30, "crisis": 30, "datos": 240,
        "falla": 120, "credito_nuevo": 480, "renovacion": 240, "revision": 240, "paz_y_salvo": 240, "bloqueo": 30,
    }  # fmt: skip


def test_cada_tipo_tiene_varias_causas_y_ninguna_ajena():
    for tipo in tipos_de_caso.TIPOS:
        suyas = [causa.codigo for causa in causas.para(tipo)]
        assert len(suyas) >= 5 and "otra" in suyas
    assert "suplantacion_confirmada" not in [causa.codigo for causa in causas.para("queja")]
