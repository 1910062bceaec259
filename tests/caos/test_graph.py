"""The scripted double: what the product's own client sees of each fault, and what the history says that Meta took."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from caos import graph as modulo
from caos.graph import GraphCaos
from caos.guion import ACEPTA_Y_CALLA, ACEPTA_Y_CORTA, BASURA, CALLA, FALLAS, GOTEA, RECHAZOS, REINICIA, Guion
from caos.historia import Historia, leer
from proalto.errors import OutsideError
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.errors import GraphError, GraphTimeout, RetryPolicy

POLITICAS = {"429": RetryPolicy.SOON, "par": RetryPolicy.PAIR, "500": RetryPolicy.SOON, "503": RetryPolicy.SOON,
             "401": RetryPolicy.STOP}  # fmt: skip


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphCaos]:
    monkeypatch.setattr(modulo, "SILENCIO", 0.6)
    monkeypatch.setattr(modulo, "PAUSA_ENTRE_BYTES", 0.0005)
    graph = GraphCaos(Historia(tmp_path / "historia.jsonl"))
    yield graph
    graph.cerrar()


def cliente(graph: GraphCaos) -> WhatsAppClient:
    return WhatsAppClient(graph.url, "v25.0", "106540352242922", "token", timeout=(1, 0.4))


def enviar(graph: GraphCaos, falla: str) -> str:
    graph.guion = Guion({falla: 1.0}, random.Random(1)) if falla else None
    return cliente(graph).send(payloads.addressed(payloads.text("hola"), Address(phone="573101112233"), "7")).wamid


def tomados(graph: GraphCaos) -> list[str]:
    return [e["wamid"] for e in leer(graph._historia.archivo) if e["tipo"] == "salida"]


@pytest.mark.parametrize("falla", RECHAZOS)
def test_lo_que_rechaza_no_lo_toma_y_el_producto_sabe_por_que(graph: GraphCaos, falla: str) -> None:
    with pytest.raises(GraphError) as error:
        enviar(graph, falla)
    assert error.value.policy is POLITICAS[falla]
    assert tomados(graph) == []


@pytest.mark.parametrize("falla", [CALLA, REINICIA])
def test_sin_respuesta_y_sin_tomarlo_el_producto_duda(graph: GraphCaos, falla: str) -> None:
    with pytest.raises(GraphTimeout):
        enviar(graph, falla)
    assert tomados(graph) == []


@pytest.mark.parametrize("falla", [ACEPTA_Y_CORTA, ACEPTA_Y_CALLA, BASURA])
def test_lo_que_toma_y_no_dice_lo_cuenta_y_el_producto_duda(graph: GraphCaos, falla: str) -> None:
    oidos: list[str] = []
    graph.al_aceptar.append(lambda cuerpo, wamid: oidos.append(wamid))
    with pytest.raises(GraphTimeout):
        enviar(graph, falla)
    assert len(oidos) == 1 and tomados(graph) == oidos


@pytest.mark.parametrize("falla", ["", GOTEA])
def test_lo_que_toma_bien_o_despacio_llega(graph: GraphCaos, falla: str) -> None:
    assert [enviar(graph, falla)] == tomados(graph)


def test_despues_de_una_falla_la_misma_sesion_sirve(graph: GraphCaos) -> None:
    whatsapp = cliente(graph)
    mensaje = payloads.addressed(payloads.text("hola"), Address(phone="573101112233"), "7")
    for falla in FALLAS:
        graph.guion = Guion({falla: 1.0}, random.Random(1))
        with suppress(OutsideError):
            whatsapp.send(mensaje)
        graph.guion = None
        assert whatsapp.send(mensaje).wamid == tomados(graph)[-1]


def test_un_guion_con_faltas_no_sirve() -> None:
    for probabilidades in ({"500": 0.6, "429": 0.6}, {"otra": 0.1}):
        with pytest.raises(ValueError, match="not a script"):
            Guion(probabilidades, random.Random(1))


def test_la_misma_semilla_da_las_mismas_fallas() -> None:
    tiros = [[Guion({"500": 0.3, "calla": 0.2}, random.Random(5)).falla() for _ in range(1)] for _ in range(2)]
    largos = []
    for _ in range(2):
        guion = Guion({"500": 0.3, "calla": 0.2}, random.Random(5))
        largos.append([guion.falla() for _ in range(200)])
    assert tiros[0] == tiros[1] and largos[0] == largos[1] and set(largos[0]) == {"", "500", "calla"}
