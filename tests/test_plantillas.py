"""Meta's templates as registered (`textos/plantillas/`): what the product sends fits them, and Meta's rules."""

import json
import re

import pytest

from proalto import bootstrap
from proalto.services.etapas import vigentes
from proalto.services.novedades import Plantilla, _de_plantilla
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
