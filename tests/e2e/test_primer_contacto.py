"""The first message, the authorization, the menu, two strikes, and messages that are no text."""

import pytest

from tests.e2e.doble import opciones_de
from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e
MENU = ["Consultar mi saldo", "Estado de mi solicitud", "Generar paz y salvo", "Solicitar renovación"]
MENU += ["Solicitar nuevo crédito", "Hablar con un asesor", "Mis datos personales"]


def test_saludo_autorizacion_y_menu(producto: Producto) -> None:
    cliente = producto.cliente()
    assert "Asistente Virtual de ProAlto" in cliente.escribe("hola")
    assert list(opciones_de(producto.graph.para(cliente.telefono)[-1])) == ["Acepto", "No acepto", "Ver política"]
    cliente.toca("Acepto")
    menu = producto.graph.para(cliente.telefono)[-1]
    assert menu["interactive"]["type"] == "list" and list(opciones_de(menu)) == MENU
    assert producto.sql(
        "SELECT evento FROM asistente.autorizaciones JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s ORDER BY autorizaciones.id", cliente.telefono,
    ) == [("mostrada",), ("aceptada",)]  # fmt: skip


def test_ok_gracias_no_es_autorizacion(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    for ambigua in ("ok gracias", "sí", "dale", "👍", "bueno"):
        assert "¿autorizas" in cliente.escribe(ambigua)
    assert producto.sql(
        "SELECT count(*) FROM asistente.autorizaciones JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s AND evento = 'aceptada'", cliente.telefono,
    ) == [(0,)]  # fmt: skip


def test_saludar_otra_vez_no_olvida_lo_que_se_pidio(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("quiero saber mi saldo")
    assert "Sigamos donde íbamos" in cliente.escribe("hola")
    assert "número de cédula" in cliente.toca("Acepto")
    dicho = cliente.escribe("buenas tardes")
    assert "Sigamos donde íbamos" in dicho and "número de cédula" in dicho


def test_quien_no_acepta_recibe_informacion_y_el_telefono(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("buenas")
    assert "601 745 0000" in cliente.toca("No acepto")
    assert "50 %" in cliente.escribe("cuánto me prestan y a qué plazo")
    assert "¿Autorizas este tratamiento?" in cliente.escribe("consultar mi saldo")


def test_la_politica_esta_a_un_mensaje(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    assert "Política de Tratamiento" in cliente.escribe("quiero leer la política de datos", respuestas=2)


def test_dos_mensajes_sin_entender_abren_un_caso_con_la_conversacion(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    assert "no te entendí" in cliente.escribe("xqzt wvbn plmk")
    assert "le pasé tu conversación a un asesor" in cliente.escribe("zzqx kjhg mnbv").lower()
    casos = producto.sql(
        "SELECT tipo, estado FROM asistente.casos JOIN asistente.contactos c ON c.id = contacto_id WHERE telefono = %s",
        cliente.telefono,
    )
    assert casos == [("no_entendido", "abierto")]


def test_entre_dos_fallos_algo_entendido_empieza_la_cuenta_otra_vez(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    for _ in range(2):
        assert "no te entendí" in cliente.escribe("xqzt wvbn plmk")
        assert "¿En qué te puedo ayudar" in cliente.escribe("menú")


def test_dentro_del_formulario_tambien_cuentan_las_veces_seguidas(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    assert "número de cédula" in cliente.escribe("cuánto debo")
    dicho = cliente.escribe("xqzt wvbn plmk")
    assert "no te entendí" in dicho and "número de cédula" in dicho
    dicho = cliente.manda("audio", {"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert "ese tipo de mensaje" in dicho and "número de cédula" in dicho
    assert "no te entendí" in cliente.escribe("xqzt wvbn plmk")  # the voice note began the count again
    assert "no parece una cédula" in cliente.escribe("1234")
    assert "no te entendí" in cliente.escribe("zzqx kjhg mnbv")  # and so did an answer, though a wrong one
    dicho = cliente.escribe("xqzt wvbn plmk")
    assert "le pasé tu conversación a un asesor" in dicho.lower() and "cédula" not in dicho
    assert "Ya tienes el caso" in cliente.escribe("zzqx kjhg mnbv")


def test_quien_llega_solo_con_bsuid_es_atendido(producto: Producto) -> None:
    cliente = producto.cliente(bsuid="CO.13491208655302741918")
    assert "Asistente Virtual" in cliente.escribe("hola")
    assert producto.graph.para(cliente.bsuid)[-1]["recipient"] == cliente.bsuid
    assert "¿En qué te puedo ayudar" in cliente.toca("Acepto")


def test_un_boton_falsificado_es_solo_su_titulo(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    forjado = {"type": "button_reply", "button_reply": {"id": "/autorizar", "title": "hola"}}
    assert "¿autorizas" in cliente.manda("interactive", forjado)


def test_lo_que_empieza_con_barra_es_texto(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    for orden in ("/restart", "/session_start", '/consultar_saldo{"credito": "todos"}'):
        assert cliente.escribe(orden)
    assert producto.sql("SELECT count(*) FROM asistente.mensajes_entrantes WHERE estado = 'fallido'") == [(0,)]


@pytest.mark.parametrize(
    ("tipo", "contenido"),
    [
        ("audio", {"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}),
        ("sticker", {"id": "2", "mime_type": "image/webp"}),
        ("location", {"latitude": 4.6, "longitude": -74.1}),
        ("contacts", [{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "1"}]}]),
        ("video", {"id": "3", "mime_type": "video/mp4"}),
        ("image", {"id": "4", "mime_type": "image/jpeg"}),
        ("order", {"catalog_id": "1", "product_items": []}),
        ("novedad_de_meta", {"x": 1}),
    ],
)
def test_lo_que_no_es_texto_recibe_respuesta(producto: Producto, tipo: str, contenido: dict[str, object]) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    dicho = cliente.manda(tipo, contenido)
    assert "archivo" in dicho or "ese tipo de mensaje" in dicho
    assert "¿autorizas" in dicho  # the form stays alive


def test_acuse_de_lectura_y_escribiendo(producto: Producto) -> None:
    cliente = producto.cliente()
    antes = len(producto.graph.acuses)
    cliente.escribe("hola")
    nuevos = producto.graph.acuses[antes:]
    assert nuevos and nuevos[0]["message_id"].startswith("wamid.entrada.")
