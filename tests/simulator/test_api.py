"""The simulator's own API, its page and its settings."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.app import create_app
from simulator.events import Hub
from simulator.settings import REQUIRED, SettingsMissing, read_settings
from simulator.world import build_world


def test_salud(bench: Any) -> None:
    assert bench.client.get("/salud").get_json() == {"estado": "ok"}


def test_el_mismo_numero_es_el_mismo_telefono(bench: Any) -> None:
    first, again = (bench.api("/telefonos", numero="+57 300 123 4567", nombre=name) for name in ("Ana", "Ana María"))
    assert first["id"] == again["id"]
    assert bench.chat()["telefono"]["nombre"] == "Ana María"


@pytest.mark.parametrize("numero", ["12", "abc", "0573001234567", "5730012345678901"])
def test_rechaza_un_numero_imposible(bench: Any, numero: str) -> None:
    assert "error" in bench.api("/telefonos", numero=numero)


def test_lo_desconocido_es_404(bench: Any) -> None:
    assert bench.client.get("/simulador/api/telefonos/t9/chat").status_code == 404


@pytest.mark.parametrize("cambio", [{"lote": "muchos"}, {"inventada": 1}, {"duplicar": "sí"}, {"retraso": -1}])
def test_una_condicion_imposible_no_cambia_nada(bench: Any, cambio: dict[str, Any]) -> None:
    before = bench.api("/condiciones", "GET")
    assert "error" in bench.api("/condiciones", "PATCH", desorden=True, **cambio)
    assert bench.api("/condiciones", "GET") == before


def test_reiniciar_deja_todo_como_nuevo(bench: Any) -> None:
    bench.customer()
    bench.api("/condiciones", "PATCH", lote="entradas")
    bench.api("/reiniciar")
    assert bench.api("/telefonos", "GET") == []
    assert bench.api("/condiciones", "GET")["lote"] == "no"


def test_la_pagina_no_admite_codigo_ajeno(bench: Any) -> None:
    policy = bench.client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_los_archivos_de_un_chat_no_pueden_ejecutar_nada(bench: Any) -> None:
    media = bench.world.media.receive(b"<script>", "text/html", "a.html")
    answer = bench.client.get(f"/simulador/api/media/{media.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_ofrece_los_clientes_del_archivo(bench: Any, tmp_path: Path) -> None:
    path = tmp_path / "clientes.json"
    path.write_text(json.dumps([{"nombre": "Ana", "celular": "573001234567"}]), encoding="utf-8")
    world = build_world(replace(bench.world.settings, clientes=path), bench.clock, bench.scheduler, bench.webhook)
    assert create_app(world).test_client().get("/simulador/api/clientes").get_json()[0]["nombre"] == "Ana"


def test_los_eventos_llegan_en_orden() -> None:
    hub = Hub()
    stream = hub.stream()
    next(stream)
    hub.publish("sms", n=1)
    hub.publish("sms", n=2)
    assert [json.loads(next(stream)[6:])["n"] for _ in range(2)] == [1, 2]


def test_quien_no_lee_los_eventos_no_frena_a_nadie() -> None:
    hub = Hub()
    stream = hub.stream()
    next(stream)
    for n in range(1500):
        hub.publish("sms", n=n)
    received = sum(1 for _ in stream)
    assert received == 1000


@pytest.mark.parametrize("name", REQUIRED)
def test_nombra_la_variable_que_falta(name: str) -> None:
    env = {key: "x" for key in REQUIRED if key != name}
    with pytest.raises(SettingsMissing, match=name):
        read_settings(env)


def test_el_webhook_sigue_al_puerto_del_canal() -> None:
    settings = read_settings({**dict.fromkeys(REQUIRED, "x"), "CANAL_PORT": "9000"})
    assert settings.webhook_url == "http://127.0.0.1:9000/webhooks/whatsapp"
