"""One name, every room: the topics are where a person looks for them, in the same order and words."""

import re

import pytest

from tests.tree.arbol import RAIZ, banners, dominio, leer

# A section of domain.yml: it ends where the next key at the margin begins.
SECCIONES = re.split(r"^(?=\w)", leer("domain.yml"), flags=re.MULTILINE)
TEMAS = banners(next(seccion for seccion in SECCIONES if seccion.startswith("intents:")))
TEXTOS = {seccion.split(":")[0]: seccion for seccion in SECCIONES if banners(seccion)} | {
    nombre: leer(nombre) for nombre in ("data/nlu.yml", "data/rules.yml", "data/stories.yml")
}


@pytest.mark.parametrize("nombre", TEXTOS)
def test_los_temas_van_en_el_mismo_orden_y_con_las_mismas_palabras(nombre):
    encontrados = banners(TEXTOS[nombre])
    assert encontrados == [tema for tema in TEMAS if tema in encontrados]


@pytest.mark.parametrize("archivo", ["domain.yml", "data/rules.yml"])
def test_ningun_tema_se_queda_sin_decir_algo_ni_sin_regla(archivo):
    dichos = TEXTOS["responses"] if archivo == "domain.yml" else TEXTOS[archivo]
    assert banners(dichos) == TEMAS


@pytest.mark.parametrize("tema", ["saldo", "paz_y_salvo"])
def test_cada_tramite_tiene_su_archivo_en_cada_cuarto(tema):
    cuartos = (
        f"actions/{tema}.py",
        f"proalto/services/{tema}.py",
        f"proalto/db/queries/nucleo/{tema}.sql",
        f"tests/services/test_{tema}.py",
        f"tests/actions/test_{tema}.py",
        f"tests/conversations/test_{tema}.yml",
        f"tests/e2e/test_{tema}.py",
        f"tests/navegador/test_{tema}.py",
    )
    assert [cuarto for cuarto in cuartos if not (RAIZ / cuarto).exists()] == []


def test_no_hay_respuestas_escritas_en_data():
    assert [f.name for f in (RAIZ / "data").glob("*.yml") if re.search(r"^responses:", f.read_text(), re.M)] == []


def test_toda_respuesta_del_dominio_la_dice_alguien():
    dicho = "\n".join(leer(f) for f in ("data/rules.yml", "data/stories.yml"))
    dicho += "\n".join(archivo.read_text() for archivo in (RAIZ / "actions").glob("*.py"))
    prefijos = (*re.findall(r'f"(utter_\w+?_)\{', dicho), "utter_ask_", "utter_faq/", "utter_charla/")
    mudas = [r for r in dominio()["responses"] if not r.startswith(prefijos) and not re.search(rf"\b{r}\b", dicho)]
    assert mudas == []
