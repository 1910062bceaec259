"""`rasa test` holds a conversation over every rule."""

from itertools import pairwise

import yaml

from tests.tree.arbol import RAIZ, leer

HISTORIAS = [yaml.safe_load(f.read_text()) for f in sorted((RAIZ / "tests/conversations").glob("test_*.yml"))]
PASOS = [paso for archivo in HISTORIAS for historia in archivo["stories"] for paso in historia["steps"]]


def test_cada_regla_tiene_su_conversacion():
    reglas = yaml.safe_load(leer("data/rules.yml"))["rules"]
    pares = set()
    for antes, despues in pairwise(PASOS):
        pares.add((str(antes.get("intent", antes.get("active_loop"))).split("/")[0], despues.get("action")))
    dichas = {(next((p["intent"] for p in regla["steps"] if "intent" in p), "None"), regla["steps"][-1]["action"])
              for regla in reglas}  # fmt: skip
    assert dichas - pares == set()


def test_ninguna_conversacion_se_llama_como_otra():
    titulos = [historia["story"] for archivo in HISTORIAS for historia in archivo["stories"]]
    assert len(titulos) > 90 and len(titulos) == len(set(titulos))
