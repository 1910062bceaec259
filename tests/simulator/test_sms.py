"""Twilio's dialect."""

from base64 import b64encode
from typing import Any

import pytest

CUENTA = "AC" + "0" * 32
FORMA = {"To": "+573001234567", "From": "+15005550006", "Body": "Tu código es 482913"}


def enviar(bench: Any, clave: str = "clave-sms", cuenta: str = CUENTA, **cambios: str) -> Any:
    auth = b64encode(f"{CUENTA}:{clave}".encode()).decode()
    form = {name: value for name, value in {**FORMA, **cambios}.items() if value}
    headers = {"Authorization": f"Basic {auth}"}
    return bench.client.post(f"/2010-04-01/Accounts/{cuenta}/Messages.json", data=form, headers=headers)


def test_el_sms_llega_al_telefono_con_ese_numero(bench: Any) -> None:
    bench.customer()
    answer = enviar(bench)
    assert answer.status_code == 201
    assert answer.get_json()["sid"].startswith("SM")
    assert answer.get_json()["status"] == "queued"
    assert [s["texto"] for s in bench.chat()["sms"]] == ["Tu código es 482913"]


def test_crea_el_telefono_si_no_estaba(bench: Any) -> None:
    enviar(bench, To="+573005556677")
    assert len(bench.chat("573005556677")["sms"]) == 1


@pytest.mark.parametrize(
    ("cambios", "status", "code"),
    [
        ({"clave": "otra"}, 401, 20003),
        ({"cuenta": "AC1"}, 404, 20404),
        ({"To": ""}, 400, 21604),
        ({"To": "3001234567"}, 400, 21211),
        ({"From": ""}, 400, 21603),
        ({"From": "+573001234567"}, 400, 21266),
        ({"Body": ""}, 400, 21602),
        ({"Body": "a" * 1601}, 400, 21617),
    ],
)
def test_rechaza_como_twilio(bench: Any, cambios: dict[str, str], status: int, code: int) -> None:
    answer = enviar(bench, **cambios)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert bench.api("/telefonos", "GET") == []


def test_un_fallo_inyectado_solo_toca_los_sms(bench: Any) -> None:
    bench.customer()
    bench.api("/fallas", codigo=503, donde="sms")
    assert bench.send().status_code == 200
    assert enviar(bench).status_code == 503
    assert enviar(bench).status_code == 201
