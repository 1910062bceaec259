"""Nothing lost, nothing twice, never silent: the parts are killed, frozen and taken away."""

from __future__ import annotations

import json
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e


def respondidos(producto: Producto, cliente: str) -> int:
    return len(producto.graph.para(cliente))


def test_cincuenta_webhooks_repetidos_dan_una_respuesta(producto: Producto) -> None:
    cliente = producto.cliente()
    cuerpo = producto.meta.sobre(cliente.mensaje("text", {"body": "hola"}))
    with ThreadPoolExecutor(10) as hilos:
        assert {r.status_code for r in hilos.map(lambda _: producto.meta.enviar(cuerpo), range(50))} == {200}
    cliente.lee(1)
    time.sleep(3)
    assert respondidos(producto, cliente.destino) == 1


def test_doscientos_webhooks_malformados_no_rompen_nada(producto: Producto) -> None:
    azar = random.Random(7)
    cliente = producto.cliente()
    sano = json.loads(producto.meta.sobre(cliente.mensaje("reaction", {"emoji": "👍"})))
    codigos = set()
    for _ in range(200):
        codigos.add(producto.meta.enviar(_estropear(json.dumps(sano), azar).encode()).status_code)
    codigos.add(producto.meta.enviar(b"[" * 100_000).status_code)
    assert codigos <= {200, 400}
    assert producto.meta.enviar(b"{}", firma="sha256=00").status_code == 401
    assert "Traceback" not in (producto.run_dir / "logs" / "canal.log").read_text()


def _estropear(texto: str, azar: random.Random) -> str:
    """Change one thing of a JSON text: a value's type, a missing piece, a cut."""
    corte = azar.randrange(len(texto))
    return azar.choice(
        [
            texto[:corte],
            texto.replace('"messages"', '"messages_"', 1),
            texto.replace(azar.choice(['"entry"', '"changes"', '"value"', '"id"', '"from"']), '"x"', 1),
            texto.replace('"👍"', azar.choice(["null", "[]", "{}", "1e999", '"\\ud800"', '"\\u0000"']), 1),
            texto[:corte] + azar.choice("{}[],:\"'\\") + texto[corte:],
        ]
    )


def test_una_rafaga_se_responde_en_orden(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    preguntas = {
        "qué es libranza": "descuento automático",
        "horario de oficina": "Atendemos",
        "menú": "¿En qué te puedo",
    }
    mensajes = [cliente.mensaje("text", {"body": texto}) for texto in list(preguntas) * 3]
    assert producto.meta.enviar(producto.meta.sobre(*mensajes)).status_code == 200
    dicho = cliente.lee(9).split("\n---\n")
    assert [espera in parte for espera, parte in zip(list(preguntas.values()) * 3, dicho)] == [True] * 9


@pytest.mark.parametrize("parte", ["rasa", "worker", "actions", "canal"])
def test_una_parte_muerta_en_plena_conversacion_no_pierde_nada(producto: Producto, parte: str) -> None:
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    producto.nucleo.credito(cedula, saldo=4_321_000)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    antes = respondidos(producto, cliente.destino)
    if parte == "canal":
        producto.matar_y_esperar_otro(parte)
        producto.sano()
        cliente.escribe(cedula)
    else:
        assert producto.meta.enviar(producto.meta.sobre(cliente.mensaje("text", {"body": cedula}))).status_code == 200
        producto.matar(parte)
        cliente.leidos = antes
        cliente.lee(1, segundos=90)
        producto.sano()
        while "fecha de expedición" not in str(producto.graph.para(cliente.destino)[antes:]):
            cliente.lee(1, segundos=60)
    textos = [str(m) for m in producto.graph.para(cliente.destino)[antes:]]
    assert sum("fecha de expedición" in texto for texto in textos) == 1
    cliente.leidos = respondidos(producto, cliente.destino)
    cliente.escribe("3 de mayo de 1998", respuestas=2)
    assert "4.321.000" in cliente.escribe(cliente.codigo())


@pytest.mark.usefixtures("con_menu_fijo")
def test_sin_servidor_de_acciones_el_cliente_lo_sabe_en_15_segundos_y_luego_recibe_respuesta(
    producto: Producto,
) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    cliente.toca("Acepto")
    actions = producto.proceso("actions")
    actions.send_signal(signal.SIGSTOP)
    try:
        desde = time.monotonic()
        assert "no puedo consultar" in cliente.escribe("menú", respuestas=1)
        assert time.monotonic() - desde < 15
    finally:
        actions.send_signal(signal.SIGCONT)
    assert "¿En qué te puedo ayudar" in cliente.lee(1, segundos=40)
    time.sleep(2)
    assert respondidos(producto, cliente.destino) == cliente.leidos
    producto.sano()


def test_sin_base_de_datos_el_cliente_lo_sabe_y_luego_recibe_respuesta(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("hola")
    postgres = _postgres(producto)
    cuerpo = producto.meta.sobre(cliente.mensaje("text", {"body": "acepto"}))
    for proceso in postgres:
        proceso.send_signal(signal.SIGSTOP)
    try:
        cliente.leidos = respondidos(producto, cliente.destino)
        desde = time.monotonic()
        assert producto.meta.enviar(cuerpo).status_code == 503  # Meta will send it again
        assert "mantenimiento" in cliente.lee(1, segundos=15)
        assert producto.meta.enviar(cuerpo).status_code == 503
        assert time.monotonic() - desde < 30
    finally:
        for proceso in postgres:
            proceso.send_signal(signal.SIGCONT)
    producto.sano()
    assert producto.meta.enviar(cuerpo).status_code == 200
    assert "¿En qué te puedo ayudar" in cliente.lee(1, segundos=30)
    time.sleep(2)
    assert respondidos(producto, cliente.destino) == cliente.leidos


@pytest.mark.usefixtures("con_menu_fijo")
def test_los_registros_no_guardan_lo_que_la_gente_escribe(producto: Producto) -> None:
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    producto.nucleo.credito(cedula, saldo=8_642_097)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    cliente.escribe(cedula)
    cliente.escribe("3 de mayo de 1998", respuestas=2)
    codigo = cliente.codigo()
    assert "8.642.097" in cliente.escribe(codigo)
    actions = producto.proceso("actions")
    actions.send_signal(signal.SIGSTOP)
    try:
        assert "no puedo consultar" in cliente.escribe("secretísimo murciélago")
    finally:
        actions.send_signal(signal.SIGCONT)
    cliente.lee(1, segundos=40)
    registros = producto.registros()
    assert "turn failed" in registros or "waits" in registros  # the logs are being written
    for dato in (cedula, "1998", "murciélago", "8.642.097", "8642097", str(cliente.telefono)):
        assert dato not in registros, dato
    assert f" {codigo} " not in registros
    assert "wamid.entrada" not in registros  # a real wamid holds the phone, in base64


def _postgres(producto: Producto) -> list[psutil.Process]:
    """Return the embedded server's processes, the postmaster first."""
    postmaster = psutil.Process(int((producto.run_dir / "postgres" / "postmaster.pid").read_text().split()[0]))
    return [postmaster, *postmaster.children(recursive=True)]
