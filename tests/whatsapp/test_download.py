from collections.abc import Iterator
from typing import Any

import pytest
import requests

from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.door import MediaRefused, MediaTooLarge
from proalto.whatsapp.download import Downloader
from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable
from proalto.whatsapp.transport import Bearer


class Spy(requests.Session):
    """Never reaches the network; tells where it would have gone."""

    def __init__(self) -> None:
        super().__init__()
        self.went: list[str] = []

    def get(self, url: Any, **_: Any) -> requests.Response:
        self.went.append(url)
        raise requests.ConnectTimeout


@pytest.fixture
def spy() -> Iterator[Spy]:
    yield Spy()


def fetch(spy: Spy, url: str, base_url: str = "https://graph.facebook.com") -> None:
    Downloader(base_url, spy, Bearer("T"), (1, 1)).fetch(url, 10)


@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://lookaside.fbsbx.com@example.com/x",
        "https://user:clave@lookaside.fbsbx.com/x",
        "https://example.com\\@lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com\\@example.com/x",
        "https://lookaside.fbsbx.com.example.com/x",
        "https://example.com/lookaside.fbsbx.com",
        "https://example.com#@lookaside.fbsbx.com/",
        "https://169.254.169.254/latest/meta-data",
        "http://localhost:5432/",
        "//lookaside.fbsbx.com/x",
        "file:///etc/passwd",
        "ftp://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:99999999/x",
        "https://[::1/x",
        "https://lookaside.fbsbx.com/\r\nHost: x",
        " https://lookaside.fbsbx.com/x",
        "https://lookasidе.fbsbx.com/x",
        "",
        "x" * 5000,
    ],
)
def test_no_va_a_direcciones_ajenas_o_tramposas(spy: Spy, url: str) -> None:
    with pytest.raises(MediaRefused) as caught:
        fetch(spy, url)
    assert spy.went == [] and caught.value.permanent


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://graph.facebook.com", "https://lookaside.fbsbx.com/whatsapp?mid=1&ext=2"),
        ("https://graph.facebook.com", "https://LOOKASIDE.fbsbx.com:443/x"),
        ("https://graph.facebook.com", "https://graph.facebook.com/x"),
        ("http://simulador:8080", "http://simulador:8080/archivos/1"),
        ("http://simulador:8080", "https://lookaside.fbsbx.com/x"),
    ],
)
def test_va_a_meta_y_a_la_direccion_configurada(spy: Spy, base_url: str, url: str) -> None:
    with pytest.raises(GraphUnreachable):
        fetch(spy, url, base_url)
    assert spy.went == [url]


@pytest.mark.parametrize("url", ["http://simulador/x", "http://simulador:5432/x", "https://simulador:8080/x"])
def test_la_direccion_configurada_es_tambien_su_puerto_y_su_esquema(spy: Spy, url: str) -> None:
    with pytest.raises(MediaRefused):
        fetch(spy, url, "http://simulador:8080")


def test_lleva_el_token_solo_a_lo_permitido(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer(status=302, headers={"Location": "https://example.com/x"})
    with pytest.raises(MediaRefused):
        client.download(f"{graph.url}/a", 10)
    (asked,) = graph.asked
    assert asked.headers["Authorization"] == "Bearer TOKEN-SECRETO"


def test_sigue_una_redireccion_dentro_de_lo_permitido_pero_no_sin_fin(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer(status=302, headers={"Location": "/b"})
    graph.will_answer(b"contenido")
    assert client.download(f"{graph.url}/a", 9) == b"contenido"
    for _ in range(9):
        graph.will_answer(status=302, headers={"Location": "/a"})
    with pytest.raises(MediaRefused):
        client.download(f"{graph.url}/a", 9)


def test_corta_al_pasar_el_limite_aunque_no_se_declare_el_largo(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer(b"x" * 200_000, headers={"Content-Length": ""})
    with pytest.raises(MediaTooLarge):
        client.download(f"{graph.url}/a", 100_000)


def test_un_archivo_a_medias_no_se_entrega(client: WhatsAppClient, graph: Any) -> None:
    graph.will_answer(b"x" * 50, headers={"Content-Length": "100"})
    with pytest.raises(GraphTimeout):
        client.download(f"{graph.url}/a", 1000)


def test_una_direccion_vencida_es_un_404(client: WhatsAppClient, graph: Any) -> None:
    with pytest.raises(GraphError) as caught:
        client.download(f"{graph.url}/vencida", 1000)
    assert caught.value.http_status == 404
