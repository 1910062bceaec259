"""L-37: the RUNEOL code and the name of the operator, to whoever asks (Ley 1527 de 2012 art. 14)."""

import re

import yaml

from proalto.settings import ROOT

DOMINIO = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def test_L37_la_respuesta_dice_el_codigo_y_el_nombre_del_operador():
    (dicho,) = (variante["text"] for variante in DOMINIO["responses"]["utter_faq/runeol"])
    assert re.search(r"código \*[\w-]{4,}\*", dicho) and "ProAlto S.A.S." in dicho and "RUNEOL" in dicho
    assert "Ley 1527 de 2012" in dicho


def test_L37_se_pregunta_sin_autorizacion_ni_identidad():
    reglas = yaml.safe_load((ROOT / "data/rules.yml").read_text(encoding="utf-8"))["rules"]
    (regla,) = [r for r in reglas if r["steps"][0] == {"intent": "faq"}]
    assert "condition" not in regla and [paso.get("action") for paso in regla["steps"][1:]] == ["utter_faq"]


def test_L37_son_legales_se_entiende():
    nlu = yaml.safe_load((ROOT / "data/nlu.yml").read_text(encoding="utf-8"))["nlu"]
    (frases,) = (uno["examples"] for uno in nlu if uno.get("intent") == "faq/runeol")
    assert len(frases.splitlines()) >= 50 and "código runeol" in frases and "¿son legales?" in frases


def test_L37_el_codigo_de_ejemplo_no_sale_a_produccion():
    ejemplos = (ROOT / "parametros/datos_de_ejemplo.csv").read_text(encoding="utf-8")
    (dicho,) = (variante["text"] for variante in DOMINIO["responses"]["utter_faq/runeol"])
    codigo = re.search(r"código \*([\w-]+)\*", dicho)[1]
    assert "EJEMPLO" not in codigo or codigo in ejemplos
