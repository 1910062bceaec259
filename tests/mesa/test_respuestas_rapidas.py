"""The pages of canned replies."""

import re
import uuid

import pytest

from proalto.services.mesa import respuestas_rapidas
from proalto.services.mesa.usuarios import Rol


@pytest.fixture
def editor(mesa):
    return mesa(Rol.CONTENIDO)


def forma(**cambios):
    base = {"titulo": f"T {uuid.uuid4().hex[:6]}", "texto": "Hola, {nombre}.", "equipos": ["servicio"], "activa": "si"}
    return base | cambios


def leer(respuesta):
    return respuesta.get_data(as_text=True)


def buscar(editor, titulo):
    return re.search(rf'href="(/respuestas/\d+)">{titulo}<', leer(editor.get("/respuestas")))


def test_la_lista_empieza_con_las_de_fabrica_y_con_ejemplos(editor):
    pagina = leer(editor.get("/respuestas"))
    assert "Hola, Ana. Soy Laura Gómez, de ProAlto." in pagina and "{nombre}" not in pagina and ".." not in pagina


def test_escribir_cambiar_y_borrar(editor):
    datos = forma()
    assert editor.envia("/respuestas/nueva", **datos).location == "/respuestas"
    ruta = buscar(editor, datos["titulo"])[1]
    assert "Hola, {nombre}." in leer(editor.get(ruta)) and 'value="servicio" checked' in leer(editor.get(ruta))
    editor.envia(ruta, **(datos | {"activa": "", "texto": "Otra cosa."}))
    assert "sin usar" in leer(editor.get("/respuestas")) and "Otra cosa." in leer(editor.get(ruta))
    assert editor.envia(f"{ruta}/borrar").location == "/respuestas" and buscar(editor, datos["titulo"]) is None


@pytest.mark.parametrize(("cambio", "dice"), [
    ({"texto": "Debes {monto}"}, "variable que no existe"), ({"texto": "¿Por qué no has pagado?"}, "Ley 2300"),
    ({"texto": "x" * 901}, "muy largo"), ({"texto": "Usted escríbame y te ayudo."}, "ratos de usted"),
    ({"titulo": ""}, "Ponle un título"), ({"texto": " "}, "Falta el texto"), ({"equipos": ["ventas"]}, "no existe"),
    ({"titulo": "Saludo"}, "otra respuesta con ese título"),
])  # fmt: skip
def test_lo_que_no_se_puede_se_explica_y_no_se_guarda(app, editor, cambio, dice):
    editor.get("/respuestas")
    antes = respuestas_rapidas.todas(app.db, app.now())
    respuesta = editor.envia("/respuestas/nueva", **forma(**cambio))
    assert respuesta.status_code == 400 and dice in leer(respuesta)
    assert respuestas_rapidas.todas(app.db, app.now()) == antes


def test_lo_escrito_nunca_es_codigo(editor):
    malo = "<script>alert(1)</script>"
    editor.envia("/respuestas/nueva", **forma(titulo=malo, texto=malo))
    pagina = leer(editor.get("/respuestas"))
    assert malo not in pagina and "&lt;script&gt;" in pagina


@pytest.mark.parametrize("ruta", ["/respuestas/987654", "/respuestas/987654/borrar"])
def test_la_que_no_existe_no_tiene_pagina(editor, ruta):
    assert editor.envia(ruta, **forma()).status_code == 404
