import random

import pytest

from proalto.whatsapp.errors import POLICIES, GraphError, RetryPolicy, delay_seconds, policy_for


@pytest.mark.parametrize(
    ("code", "policy"),
    [
        (190, RetryPolicy.STOP),
        (0, RetryPolicy.STOP),
        (200, RetryPolicy.STOP),
        (299, RetryPolicy.STOP),
        (131042, RetryPolicy.STOP),
        (131048, RetryPolicy.STOP),
        (131000, RetryPolicy.SOON),
        (130429, RetryPolicy.SOON),
        (80007, RetryPolicy.LATER),
        (131057, RetryPolicy.LATER),
        (131056, RetryPolicy.PAIR),
        (131047, RetryPolicy.WINDOW_CLOSED),
        (100, RetryPolicy.NEVER),
        (131026, RetryPolicy.NEVER),
        (131062, RetryPolicy.NEVER),
        (132001, RetryPolicy.NEVER),
    ],
)
def test_el_codigo_decide_aunque_el_http_diga_otra_cosa(code: int, policy: RetryPolicy) -> None:
    assert {policy_for(code, http_status) for http_status in (200, 400, 429, 500)} == {policy}


@pytest.mark.parametrize(
    ("http_status", "policy"),
    [
        (400, RetryPolicy.NEVER),
        (404, RetryPolicy.NEVER),
        (401, RetryPolicy.STOP),
        (403, RetryPolicy.STOP),
        (429, RetryPolicy.LATER),
        (500, RetryPolicy.SOON),
        (503, RetryPolicy.SOON),
    ],
)
@pytest.mark.parametrize("code", [None, 999999])
def test_sin_codigo_conocido_decide_el_http(code: int | None, http_status: int, policy: RetryPolicy) -> None:
    assert policy_for(code, http_status) is policy


def test_cada_codigo_esta_en_una_sola_fila_de_la_tabla() -> None:
    from proalto.whatsapp.errors import _CODES

    listed = [code for _, codes in _CODES for code in codes]
    assert len(listed) == len(set(listed)) == len(POLICIES)


@pytest.mark.parametrize("code", [131026, 131047])
def test_lo_que_no_pasara_es_permanente(code: int) -> None:
    assert GraphError(code, 400).permanent


@pytest.mark.parametrize("code", [190, 131056, 131000, 4])
def test_lo_que_puede_pasar_despues_no_es_permanente(code: int) -> None:
    assert not GraphError(code, 400).permanent


def test_el_par_espera_cuatro_a_la_n_y_nunca_menos() -> None:
    waits = [delay_seconds(RetryPolicy.PAIR, attempt, lambda: 0.0) for attempt in range(4)]
    assert waits == [1, 4, 16, 64]
    assert delay_seconds(RetryPolicy.PAIR, 2, random.Random(1).random) >= 16


@pytest.mark.parametrize(
    ("policy", "cap"),
    [
        (RetryPolicy.SOON, 300),
        (RetryPolicy.LATER, 3600),
        (RetryPolicy.PAIR, 80),
        (RetryPolicy.STOP, 375),
    ],
)
def test_la_espera_no_baja_ni_pasa_de_su_tope(policy: RetryPolicy, cap: float) -> None:
    waits = [delay_seconds(policy, attempt, lambda: 0.999) for attempt in (0, 1, 2, 5, 20, 10_000)]
    assert waits == sorted(waits)
    assert waits[0] > 0 and waits[-1] <= cap


def test_la_espera_de_dos_envios_no_es_la_misma() -> None:
    chance = random.Random(7).random
    assert len({delay_seconds(RetryPolicy.SOON, 3, chance) for _ in range(20)}) == 20


@pytest.mark.parametrize("policy", [RetryPolicy.NEVER, RetryPolicy.WINDOW_CLOSED])
def test_no_hay_espera_para_lo_que_no_se_reenvia(policy: RetryPolicy) -> None:
    with pytest.raises(ValueError):
        delay_seconds(policy, 0, random.random)


def test_los_detalles_no_salen_en_el_texto_del_error() -> None:
    error = GraphError(131009, 400, details="parameter +573001112233 is not valid")
    assert "573001112233" not in f"{error} {error!r}"
    assert "131009" in str(error)
