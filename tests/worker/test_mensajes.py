"""Few messages that read well, and none that Meta would refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.services.conversacion.opciones import Opcion
from proalto.services.mensajeria.entregas import Documento
from proalto.services.operacion.textos import texto
from proalto.whatsapp.payloads import MAX_BUTTON_TITLE, MAX_CAPTION, MAX_INTERACTIVE_BODY, MAX_ROW_TITLE, MAX_TEXT
from proalto.worker.mensajes import Mensaje, cuerpo, juntar, partir


def boton(titulo, **mas):
    return {"title": titulo, "payload": f"/{titulo.lower()}", **mas}


def test_los_textos_de_un_turno_son_un_solo_mensaje():
    assert juntar([{"text": "uno"}, {"text": " dos "}, {"text": "tres"}]) == [Mensaje("uno\n\ndos\n\ntres")]


def test_las_opciones_van_bajo_las_palabras_que_las_preceden():
    mensajes = juntar([{"text": "uno"}, {"text": "¿cuál?", "buttons": [boton("A")]}, {"text": "después"}])
    assert [(m.texto, [o.titulo for o in m.opciones]) for m in mensajes] == [("uno\n\n¿cuál?", ["A"]), ("después", [])]


def test_dos_preguntas_con_opciones_son_dos_mensajes():
    mensajes = juntar([{"text": "uno", "buttons": [boton("A")]}, {"text": "dos", "buttons": [boton("B")]}])
    assert [m.texto for m in mensajes] == ["uno", "dos"]


def test_opciones_sin_palabras_llevan_las_de_la_lista():
    (mensaje,) = juntar([{"buttons": [boton("A")]}])
    assert mensaje.texto == texto("boton_de_lista")


@pytest.mark.parametrize("respuestas", [[], [{}], [{"custom": {"x": 1}}]])
def test_sin_palabras_ni_opciones_no_hay_mensaje(respuestas):
    assert juntar(respuestas) == []


def test_lo_que_no_cabe_sobre_los_botones_va_antes_como_texto():
    largo = "palabra " * 200
    mensajes = juntar([{"text": largo}, {"text": "¿Seguimos?", "buttons": [boton("Sí")]}])
    assert [len(m.opciones) for m in mensajes] == [0, 1]
    assert mensajes[1].texto == "¿Seguimos?"


def test_una_pregunta_larguisima_deja_sus_botones_al_final():
    mensajes = juntar([{"text": "palabra " * 700, "buttons": [boton("Sí")]}])
    assert [len(m.opciones) for m in mensajes] == [0] * (len(mensajes) - 1) + [1]
    assert len(mensajes[-1].texto) <= MAX_INTERACTIVE_BODY


@pytest.mark.parametrize(
    "titulos, mas, tipo",
    [
        (["Sí", "No"], {}, "button"),
        (["a", "b", "c"], {}, "button"),
        (["a", "b", "c", "d"], {}, "list"),
        (["Sí"], {"description": "de verdad"}, "list"),
        (["x" * (MAX_BUTTON_TITLE + 1)], {}, "list"),
    ],
)
def test_hasta_tres_opciones_cortas_son_botones_y_las_demas_una_lista(titulos, mas, tipo):
    (mensaje,) = juntar([{"text": "¿?", "buttons": [boton(titulo, **mas) for titulo in titulos]}])
    assert cuerpo(mensaje, [str(n) for n in range(len(titulos))])["interactive"]["type"] == tipo


def test_mas_de_diez_opciones_se_quedan_en_diez():
    (mensaje,) = juntar([{"text": "¿?", "buttons": [boton(str(n)) for n in range(15)]}])
    assert [opcion.titulo for opcion in mensaje.opciones] == [str(n) for n in range(10)]


def test_el_mensaje_lleva_ids_opacos_y_no_la_orden():
    (mensaje,) = juntar([{"text": "¿?", "buttons": [boton("Saldo")]}])
    escrito = str(cuerpo(mensaje, ["id-opaco"]))
    assert "id-opaco" in escrito and "/saldo" not in escrito


def test_parte_entre_parrafos_antes_que_entre_lineas_y_palabras():
    assert partir("uno dos\ntres\n\ncuatro cinco", 20) == ["uno dos\ntres", "cuatro cinco"]
    assert partir("uno dos\ntres cuatro", 14) == ["uno dos", "tres cuatro"]
    assert partir("uno dos tres", 8) == ["uno dos", "tres"]
    assert partir("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


palabras = st.text("abñ¿🙂", min_size=1, max_size=30)
textos = st.lists(st.tuples(palabras, st.sampled_from([" ", "\n", "\n\n", "  "])), min_size=1, max_size=400).map(
    lambda pares: "".join(palabra + blanco for palabra, blanco in pares)
)
titulos = st.lists(st.text("abcdef", min_size=1, max_size=MAX_ROW_TITLE), min_size=1, max_size=10, unique=True)
respuestas = st.lists(
    st.fixed_dictionaries({"text": textos}, optional={"buttons": titulos.map(lambda ts: [boton(t) for t in ts])}),
    min_size=1, max_size=4,
)  # fmt: skip


@given(textos, st.integers(10, 500))
def test_partir_no_pierde_palabras_ni_pasa_del_limite(largo, limite):
    trozos = partir(largo.strip(), limite)
    assert all(0 < len(trozo) <= limite for trozo in trozos)
    assert "".join("".join(trozos).split()) == "".join(largo.split())


@given(respuestas)
def test_todo_lo_que_se_junta_cabe_en_whatsapp_y_nada_se_pierde(dichas):
    mensajes = juntar(dichas)
    for mensaje in mensajes:
        assert len(mensaje.texto) <= (MAX_INTERACTIVE_BODY if mensaje.opciones else MAX_TEXT)
        assert cuerpo(mensaje, [f"id{n}" for n in range(len(mensaje.opciones))])["type"]
    assert "".join("".join(m.texto for m in mensajes).split()) == "".join("".join(d["text"] for d in dichas).split())
    ofrecidas = [b["title"] for dicha in dichas for b in dicha.get("buttons", [])]
    assert [o.titulo for m in mensajes for o in m.opciones] == ofrecidas


def test_los_sinonimos_de_una_opcion_llegan_hasta_donde_se_guardan():
    (mensaje,) = juntar(
        [{"text": "¿?", "buttons": [boton("Saldo", sinonimos=["mi saldo"], description="lo que debes")]}]
    )
    assert mensaje.opciones == [Opcion("Saldo", "/saldo", "lo que debes", ("mi saldo",))]


ARCHIVO = {"tipo": "certificado", "referencia": "F", "nombre": "Paz y salvo ProAlto.pdf"}


def test_las_palabras_que_van_antes_de_un_archivo_son_su_leyenda():
    respuestas = [{"text": "uno"}, {"text": "aquí está"}, {"custom": {"documento": ARCHIVO}}, {"text": "después"}]
    con_archivo, despues = juntar(respuestas)
    assert (con_archivo.texto, con_archivo.documento) == ("uno\n\naquí está", Documento(**ARCHIVO))
    assert (despues.texto, despues.documento) == ("después", None)
    assert cuerpo(con_archivo, []) == {
        "type": "document", "documento": ARCHIVO, "leyenda": "uno\n\naquí está"
    }  # fmt: skip


def test_unas_palabras_que_no_caben_en_la_leyenda_van_antes():
    largo = "palabra " * 200
    antes, con_archivo = juntar([{"text": largo}, {"custom": {"documento": ARCHIVO}}])
    assert antes.texto == largo.strip() and len(largo) > MAX_CAPTION
    assert (con_archivo.texto, con_archivo.documento) == ("", Documento(**ARCHIVO))


def test_un_archivo_y_botones_son_dos_mensajes_en_su_orden():
    mensajes = juntar([{"custom": {"documento": ARCHIVO}}, {"text": "¿Algo más?", "buttons": [boton("Sí")]}])
    assert [(m.texto, bool(m.documento), len(m.opciones)) for m in mensajes] == [
        ("", True, 0),
        ("¿Algo más?", False, 1),
    ]
