"""Meta's templates as registered (`textos/plantillas/`): what the product sends fits them, and Meta's rules."""

import json
import re

import pytest

from proalto import bootstrap
from proalto.services.contacto.novedades import Plantilla, _de_plantilla
from proalto.services.credito.etapas import vigentes
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import Clase, PlantillaInvalida
from proalto.settings import ROOT, from_environ
from simulator.graph.checks.template import category, check_template, read_templates
from simulator.graph.errors import GraphError
from tests.conftest import ENTORNO

CARPETA = ROOT / "textos" / "plantillas"
REGISTRADAS = {archivo.stem: json.loads(archivo.read_text()) for archivo in sorted(CARPETA.glob("*.json"))}
AJUSTES = from_environ(ENTORNO | {"OTP_CHANNEL": "whatsapp"})
LIBRO = read_templates(CARPETA)


def aviso(nombre=AJUSTES.avisos_template, idioma=AJUSTES.avisos_template_language, etapa="estudio"):
    return _de_plantilla(Plantilla(nombre, idioma), "SOL-900113", vigentes()[etapa])


@pytest.mark.parametrize("etapa", vigentes())
def test_el_aviso_de_cada_etapa_cabe_en_la_plantilla_registrada(etapa):
    check_template(aviso(etapa=etapa), LIBRO)
    assert category(aviso(etapa=etapa)["template"], LIBRO) == "utility"


def test_el_codigo_tambien():
    codigo = bootstrap.code_delivery(AJUSTES).cuerpo("482913")
    check_template(codigo, LIBRO)
    assert category(codigo["template"], LIBRO) == "authentication"


def test_otro_nombre_u_otro_idioma_no_pasan():
    for otra in (aviso(nombre="otra"), aviso(idioma="es")):
        with pytest.raises(GraphError):
            check_template(otra, LIBRO)


@pytest.mark.parametrize("nombre", REGISTRADAS)
def test_cada_plantilla_cumple_las_reglas_de_meta(nombre):
    plantilla = REGISTRADAS[nombre]
    assert plantilla["name"] == nombre and re.fullmatch(r"[a-z0-9_]{1,512}", nombre)
    cuerpo = next(c for c in plantilla["components"] if c["type"] == "BODY")
    texto = cuerpo.get("text", "sin variables")
    assert len(texto) <= 1024 and not re.search(r"^\s*\{\{|\}\}\W*$", texto)  # no variable first or last
    botones = [b for c in plantilla["components"] if c["type"] == "BUTTONS" for b in c["buttons"]]
    assert [b["text"] for b in botones if len(b["text"]) > 25] == []


def test_la_plantilla_no_lleva_mas_dato_que_el_radicado_y_la_etapa():
    assert set(re.findall(r"\{\{(\d+)\}\}", REGISTRADAS["cambio_de_solicitud"]["components"][0]["text"])) == {"1", "2"}
    parametros = aviso()["template"]["components"][0]["parameters"]
    assert [parametro["text"] for parametro in parametros] == ["SOL-900113", "Estudio"]


def test_cada_plantilla_tiene_su_clase_y_cada_clase_su_plantilla():
    filas = (CARPETA.parent / "plantillas.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(fila.split(",")[0] for fila in filas) == sorted(REGISTRADAS) == sorted(plantillas.registradas())
    assert plantillas.clase("nadie_la_registro") is None


@pytest.mark.parametrize("nombre", REGISTRADAS)
def test_se_sabe_que_llena_cada_lugar(nombre):
    registrada = plantillas.registradas()[nombre]
    lugares = set(re.findall(r"\{\{(\d+)\}\}", registrada.cuerpo))
    if registrada.cuerpo:  # Meta keeps the words of a code's template
        assert lugares == {str(n) for n in range(1, len(registrada.datos) + 1)}


@pytest.mark.parametrize("plantilla", plantillas.disponibles(), ids=lambda plantilla: plantilla.nombre)
def test_lo_que_manda_un_asesor_cabe_en_la_plantilla_registrada_y_se_ve_antes(plantilla):
    valores = [f"Dato {n}" for n in range(len(plantilla.datos))]
    check_template(plantillas.rellenar(plantilla, valores), LIBRO)
    visto = plantillas.ver(plantilla, valores)
    assert all(valor in visto for valor in valores) and "{{" not in visto


@pytest.mark.parametrize("valores", [[], ["Ana"], ["Ana", "", "A-1"], ["Ana", " ** ", "A-1"], ["x" * 121, "L", "A-1"]])
def test_datos_que_no_sirven_no_salen(valores):
    with pytest.raises(PlantillaInvalida):
        plantillas.rellenar(plantillas.para_asesor("retomar_caso"), valores)


def test_un_dato_no_parte_la_linea_ni_se_ve_en_negrilla():
    visto = plantillas.ver(plantillas.para_asesor("retomar_caso"), ["Ana\n*María*", "Laura", "A-1"])
    assert visto.startswith("Hola, Ana María. ") and "\n" not in visto


@pytest.mark.parametrize("nombre", ["codigo_verificacion", "cambio_de_solicitud", "otra"])
def test_un_asesor_no_manda_las_que_manda_el_asistente(nombre):
    with pytest.raises(PlantillaInvalida):
        plantillas.para_asesor(nombre)


def test_ninguna_plantilla_de_asesor_cobra_ni_vende():
    assert {plantilla.clase for plantilla in plantillas.disponibles()} <= {Clase.RESPUESTA, Clase.SOLICITADA}
