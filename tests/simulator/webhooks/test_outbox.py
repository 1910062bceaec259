"""Signatures over the exact bytes, order, redelivery, batches."""

import hashlib
import hmac
import json
from typing import Any

import pytest
import requests

from simulator.webhooks.outbox import back_off


def textos(bench: Any) -> list[str]:
    return [m["text"]["body"] for m in bench.webhook.messages]


def escribir(bench: Any, numero: str, *lines: str) -> None:
    phone = bench.api("/telefonos", numero=numero)["id"]
    for line in lines:
        bench.api(f"/telefonos/{phone}/mensajes", texto=line)


def test_firma_los_bytes_exactos_con_escapes(bench: Any) -> None:
    bench.customer()
    body, headers = bench.webhook.received[0]
    assert b"\\u00bfQu\\u00e9 tal?" in body
    assert body.isascii()
    digest = hmac.new(b"secreto", body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"


@pytest.mark.parametrize(("firma", "presente"), [("mala", True), ("ausente", False)])
def test_puede_firmar_mal_o_no_firmar(bench: Any, firma: str, presente: bool) -> None:
    bench.api("/condiciones", "PATCH", firma=firma)
    bench.customer()
    body, headers = bench.webhook.received[0]
    right = "sha256=" + hmac.new(b"secreto", body, hashlib.sha256).hexdigest()
    assert ("X-Hub-Signature-256" in headers) is presente
    assert headers.get("X-Hub-Signature-256") != right


def test_la_espera_se_dobla_hasta_treinta_segundos() -> None:
    assert [back_off(n) for n in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]


def test_insiste_hasta_el_200_y_conserva_el_orden(bench: Any) -> None:
    bench.webhook.answers = [500, 503, 401]
    escribir(bench, "573001112233", "uno", "dos")
    bench.scheduler.run(0.5)
    assert textos(bench) == ["uno"]
    bench.scheduler.run(10)
    assert textos(bench) == ["uno"] * 4 + ["dos"]
    assert len({body for body, _ in bench.webhook.received[:4]}) == 1


def test_insiste_cuando_nadie_contesta(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def caido(url: str, body: bytes, headers: dict[str, str]) -> int:
        raise requests.ConnectionError

    monkeypatch.setattr(bench.world.courier, "_transport", caido)
    escribir(bench, "573001112233", "hola")
    bench.scheduler.run(3)
    assert bench.api("/webhooks", "GET")["pendientes"] == 1
    monkeypatch.undo()
    bench.scheduler.run(10)
    assert textos(bench) == ["hola"]
    assert bench.api("/webhooks", "GET")["pendientes"] == 0


def test_un_telefono_atascado_no_frena_a_otro(bench: Any) -> None:
    bench.webhook.answers = [500]
    escribir(bench, "573001112233", "atascado")
    escribir(bench, "573004445566", "libre")
    bench.scheduler.run(0.5)
    assert textos(bench) == ["atascado", "libre"]
    bench.scheduler.run(5)
    assert textos(bench) == ["atascado", "libre", "atascado"]


def test_el_chulo_doble_llega_con_el_200(bench: Any) -> None:
    bench.webhook.answers = [500]
    escribir(bench, "573001112233", "hola")
    bench.scheduler.run(0.5)
    assert bench.chat("573001112233")["mensajes"][0]["estado"] == "enviado"
    bench.scheduler.run(5)
    assert bench.chat("573001112233")["mensajes"][0]["estado"] == "entregado"


@pytest.mark.parametrize(("lote", "forma"), [("mensajes", (1, 1, 3)), ("cambios", (1, 3, 1)), ("entradas", (3, 1, 1))])
def test_agrupa_de_tres_maneras_a_dos_personas(bench: Any, lote: str, forma: tuple[int, int, int]) -> None:
    bench.api("/condiciones", "PATCH", lote=lote)
    escribir(bench, "573001112233", "uno", "dos")
    escribir(bench, "573004445566", "tres")
    bench.scheduler.run(2)
    (body, _), *rest = bench.webhook.received
    entries = json.loads(body)["entry"]
    changes = entries[0]["changes"]
    assert (len(entries), len(changes), len(changes[0]["value"]["messages"])) == forma
    assert rest == []
    assert textos(bench) == ["uno", "dos", "tres"]
    if lote == "mensajes":
        assert {c["wa_id"] for c in changes[0]["value"]["contacts"]} == {"573001112233", "573004445566"}


def test_el_retraso_detiene_los_webhooks(bench: Any) -> None:
    bench.api("/condiciones", "PATCH", retraso=3)
    escribir(bench, "573001112233", "hola")
    bench.scheduler.run(2.9)
    assert textos(bench) == []
    bench.scheduler.run(0.2)
    assert textos(bench) == ["hola"]
