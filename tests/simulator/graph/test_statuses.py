"""The ladder of statuses, and every way it can be bent."""

from typing import Any

import pytest


def escalera(bench: Any) -> list[str]:
    bench.customer()
    wamid = bench.send(type="text", text={"body": "Hola"}, biz_opaque_callback_data="turno-7").get_json()["messages"][
        0
    ]["id"]
    bench.scheduler.run(10)
    assert {s["id"] for s in bench.webhook.statuses} == {wamid}
    return [s["status"] for s in bench.webhook.statuses]


def test_sube_enviado_entregado_leido_con_precio_y_dato_de_vuelta(bench: Any) -> None:
    assert escalera(bench) == ["sent", "delivered", "read"]
    sent, delivered, read = bench.webhook.statuses
    assert {s["biz_opaque_callback_data"] for s in (sent, delivered, read)} == {"turno-7"}
    assert delivered["pricing"] == {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    assert "pricing" not in read
    assert "conversation" not in sent
    assert bench.chat()["mensajes"][-1]["estado"] == "leido"


@pytest.mark.parametrize(
    ("condiciones", "esperado"),
    [
        ({"saltar_entregado": True}, ["sent", "read"]),
        ({"lectura": False}, ["sent", "delivered"]),
        ({"desorden": True}, ["read", "delivered", "sent"]),
        ({"duplicar": True}, ["sent", "sent", "delivered", "delivered", "read", "read"]),
    ],
)
def test_las_condiciones_doblan_la_escalera(bench: Any, condiciones: dict[str, bool], esperado: list[str]) -> None:
    bench.api("/condiciones", "PATCH", **condiciones)
    assert escalera(bench) == esperado


def test_el_dialecto_clasico_no_conoce_bsuid_y_si_conversacion(bench: Any) -> None:
    bench.api("/condiciones", "PATCH", dialecto="clasico")
    escalera(bench)
    assert "from_user_id" not in bench.webhook.messages[0]
    assert "recipient_user_id" not in bench.webhook.statuses[0]
    assert "conversation" in bench.webhook.statuses[0]


def test_un_numero_sin_whatsapp_falla_despues(bench: Any) -> None:
    bench.customer()
    bench.api("/condiciones", "PATCH", sin_whatsapp=["+573001234567"])
    assert bench.send().status_code == 200
    bench.scheduler.run(5)
    assert [(s["status"], s["errors"][0]["code"]) for s in bench.webhook.statuses] == [("failed", 131026)]
