"""Injected failures, over a real connection where the connection is what fails."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from simulator.__main__ import QuietHandler
from simulator.app import create_app


@pytest.fixture
def url(bench: Any) -> Iterator[str]:
    bench.customer()
    server = make_server("127.0.0.1", 0, create_app(bench.world), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def enviar(url: str) -> requests.Response:
    body = {"messaging_product": "whatsapp", "to": "+573001234567", "type": "text", "text": {"body": "Hola"}}
    headers = {"Authorization": "Bearer token-de-prueba"}
    return requests.post(f"{url}/v23.0/106540352242922/messages", json=body, headers=headers, timeout=5)


def test_el_codigo_falla_las_veces_pedidas(bench: Any) -> None:
    bench.customer()
    bench.api("/fallas", codigo=131056, veces=3)
    answers = [bench.send() for _ in range(4)]
    assert [a.status_code for a in answers] == [400, 400, 400, 200]
    assert answers[0].get_json()["error"]["code"] == 131056
    assert bench.api("/fallas", "GET") == []


def test_el_acuse_de_lectura_no_gasta_el_fallo(bench: Any) -> None:
    bench.customer()
    bench.api("/fallas", codigo=131000)
    bench.graph({"status": "read", "message_id": bench.webhook.messages[0]["id"]})
    assert bench.send().status_code == 500


def test_un_fallo_puede_llegar_como_estado(bench: Any) -> None:
    bench.customer()
    bench.api("/fallas", codigo=131026, como="estado")
    assert bench.send().status_code == 200
    bench.scheduler.run(5)
    assert [s["status"] for s in bench.webhook.statuses] == ["failed"]


@pytest.mark.parametrize(("codigo", "enviados"), [("reiniciar", 0), ("colgar", 0), ("aceptar_y_cortar", 1)])
def test_la_conexion_se_corta_sin_respuesta(bench: Any, url: str, codigo: str, enviados: int) -> None:
    bench.api("/fallas", codigo=codigo, segundos=0.1)
    with pytest.raises(requests.ConnectionError):
        enviar(url)
    assert sum(m["de"] == "negocio" for m in bench.chat()["mensajes"]) == enviados
    assert enviar(url).status_code == 200


@pytest.mark.parametrize(
    "order", [{"codigo": "otro"}, {"codigo": True}, {"codigo": 2, "veces": 0}, {"codigo": 2, "donde": "luna"}]
)
def test_un_pedido_sin_sentido_se_rechaza(bench: Any, order: dict[str, Any]) -> None:
    assert "error" in bench.api("/fallas", **order)
    assert bench.api("/fallas", "GET") == []
