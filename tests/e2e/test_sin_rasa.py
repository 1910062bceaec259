"""While Rasa is dead or frozen: the fixed menu within five seconds, what it offers works, the rest is answered later.

The launcher is held while Rasa must stay dead, or it would bring it back in the middle.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.cliente import Cliente
from tests.e2e.doble import opciones_de, texto_de
from tests.e2e.producto import Producto

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("con_menu_fijo")]
MENU = "no puedo consultar"
EN_SEGUNDOS = 5.0


@pytest.fixture(autouse=True)
def tibio(producto: Producto) -> None:
    """Let Rasa hold a turn first: its very first one takes seconds."""
    cliente = producto.cliente()
    dicho = cliente.escribe("hola")
    while "Autorización" not in dicho:
        dicho = cliente.lee(1, segundos=60)


@contextmanager
def sin(producto: Producto, parte: str, como: signal.Signals) -> Iterator[None]:
    """Take a part away: killed (and nobody to revive it) or frozen; then let it come back."""
    if como is signal.SIGKILL:
        producto.launcher.send_signal(signal.SIGSTOP)
        producto.matar(parte)
    else:
        producto.proceso(parte).send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        if como is signal.SIGKILL:
            producto.launcher.send_signal(signal.SIGCONT)
        else:
            producto.proceso(parte).send_signal(signal.SIGCONT)


def conocido(producto: Producto) -> Cliente:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    return cliente


def escribe_a_tiempo(cliente: Cliente, texto: str, respuestas: int = 1) -> str:
    """Write, and return what is answered within five seconds."""
    antes = time.monotonic()
    dicho = cliente.escribe(texto, respuestas)
    tardo = time.monotonic() - antes
    print(f"{texto[:20]}: {tardo:.2f} s")
    assert tardo < EN_SEGUNDOS
    return dicho


@pytest.mark.parametrize("como", [signal.SIGKILL, signal.SIGSTOP])
def test_el_menu_fijo_llega_en_cinco_segundos_y_lo_que_ofrece_funciona(
    producto: Producto, como: signal.Signals
) -> None:
    cliente, otra, tercera = conocido(producto), conocido(producto), conocido(producto)
    with sin(producto, "rasa", como):
        assert MENU in escribe_a_tiempo(cliente, "qué es libranza")
        assert escribe_a_tiempo(cliente, "horario de oficina", respuestas=0) == ""
        assert "Tratamiento de Información" in cliente.toca("Política de datos")
        assert "con el caso" in escribe_a_tiempo(cliente, "Hablar con un asesor, por favor")
        assert "Registré tu reporte" in escribe_a_tiempo(cliente, "¡NO FUI YO!")
        assert "no te enviamos ofertas" in escribe_a_tiempo(cliente, "baja")
        assert MENU in escribe_a_tiempo(otra, "menú")
        assert "Registré tu reporte" in escribe_a_tiempo(tercera, "no fui yo")
        time.sleep(2)
        assert len(producto.graph.para(cliente.destino)) == cliente.leidos
    dicho = cliente.lee(2, segundos=180).split("\n---\n")
    assert "descuento automático" in dicho[0]
    assert "Atendemos" in dicho[1]
    assert "¿En qué te puedo ayudar" in otra.lee(1, segundos=60)
    producto.sano(180)
    time.sleep(3)
    for uno in (cliente, otra, tercera):
        assert len(producto.graph.para(uno.destino)) == uno.leidos  # nothing twice
    assert [estado for (estado,) in estados(producto, cliente)] == ["atendido"]
    bloqueos = producto.sql(
        "SELECT DISTINCT clase FROM asistente.bloqueos JOIN asistente.contactos c ON c.id = contacto_id"
        " WHERE telefono = %s ORDER BY clase", cliente.telefono,
    )  # fmt: skip
    assert bloqueos == [("cobranza",), ("publicidad",)]


def test_sin_servidor_de_acciones_tambien(producto: Producto) -> None:
    cliente, otra = conocido(producto), conocido(producto)
    with sin(producto, "actions", signal.SIGSTOP):
        assert MENU in escribe_a_tiempo(cliente, "menú")
        assert "Registré tu reporte" in escribe_a_tiempo(cliente, "no fui yo")
        assert "con el caso" in escribe_a_tiempo(otra, "asesor")
    assert "¿En qué te puedo ayudar" in cliente.lee(1, segundos=60)
    producto.sano(180)
    time.sleep(3)
    for uno in (cliente, otra):
        assert len(producto.graph.para(uno.destino)) == uno.leidos


def test_no_fui_yo_no_espera_a_un_turno_que_se_quedo_a_medias(producto: Producto) -> None:
    clientes = [conocido(producto) for _ in range(5)]  # more than turns are held at once
    with sin(producto, "rasa", signal.SIGSTOP):
        for cliente in clientes:
            sobre = producto.meta.sobre(cliente.mensaje("text", {"body": "qué es libranza"}))
            assert producto.meta.enviar(sobre).status_code == 200
        time.sleep(0.5)
        ultimo = clientes[-1]
        ultimo.leidos = len(producto.graph.para(ultimo.destino))
        desde = time.monotonic()
        sobre = producto.meta.sobre(ultimo.mensaje("text", {"body": "no fui yo"}))
        assert producto.meta.enviar(sobre).status_code == 200
        while not any("Registré tu reporte" in texto_de(m) for m in producto.graph.para(ultimo.destino)):
            assert time.monotonic() - desde < EN_SEGUNDOS
            time.sleep(0.05)
    for cliente in clientes:
        hasta = time.monotonic() + 60
        while "descuento automático" not in " ".join(texto_de(m) for m in producto.graph.para(cliente.destino)):
            assert time.monotonic() < hasta
            time.sleep(0.2)
    producto.sano(180)


def test_una_foto_enviada_sin_rasa_se_recibe_como_documento_al_volver(producto: Producto) -> None:
    cliente = conocido(producto)
    with sin(producto, "rasa", signal.SIGSTOP):
        foto = {"id": "1", "mime_type": "image/jpeg", "sha256": "x"}
        assert MENU in cliente.manda("image", foto)
        menu = producto.graph.para(cliente.destino)[-1]
        assert list(opciones_de(menu)) == [
            "Política de datos", "Hablar con un asesor", "No fui yo", "No más mensajes"
        ]  # fmt: skip
    assert cliente.lee(1, segundos=90)
    documentos = producto.sql(
        "SELECT count(*) FROM asistente.documentos JOIN asistente.contactos c ON c.id = contacto_id"
        " WHERE telefono = %s", cliente.telefono,
    )  # fmt: skip
    assert documentos == [(1,)]
    producto.sano(180)


def test_cien_mensajes_en_un_segundo_acaban_todos_en_orden_y_nadie_mas_espera(producto: Producto) -> None:
    apurado, otro = conocido(producto), conocido(producto)
    producto.graph.llegadas.clear()
    mensajes = [apurado.mensaje("text", {"body": f"qué es libranza {n}"}) for n in range(100)]
    assert producto.meta.enviar(producto.meta.sobre(*mensajes)).status_code == 200
    assert "Atendemos" in escribe_a_tiempo(otro, "horario de oficina")
    hasta = time.monotonic() + 60
    while "pendiente" in {estado for (estado,) in estados(producto, apurado)}:
        assert time.monotonic() < hasta
        time.sleep(0.3)
    por_estado = dict(
        producto.sql(
            "SELECT estado, count(*) FROM asistente.mensajes_entrantes JOIN asistente.contactos c ON c.id = contacto_id"
            " WHERE telefono = %s GROUP BY 1", apurado.telefono,
        )
    )  # fmt: skip
    assert por_estado == {"atendido": 40, "limitado": 62}
    orden = producto.sql(
        "SELECT bool_and(bien) FROM (SELECT orden > lag(orden) OVER (ORDER BY s.id) IS NOT FALSE AS bien"
        " FROM asistente.mensajes_salientes s JOIN asistente.mensajes_entrantes e ON e.wamid = s.wamid_origen"
        " JOIN asistente.contactos c ON c.id = s.contacto_id WHERE telefono = %s AND clase = 'respuesta') x",
        apurado.telefono,
    )
    assert orden == [(True,)]


def estados(producto: Producto, cliente: Cliente) -> list[tuple[object, ...]]:
    return producto.sql(
        "SELECT DISTINCT estado FROM asistente.mensajes_entrantes JOIN asistente.contactos c ON c.id = contacto_id"
        " WHERE telefono = %s", cliente.telefono,
    )  # fmt: skip
