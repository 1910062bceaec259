"""24-hour window, pair limit and throughput, on a clock that stands still."""

from typing import Any

import pytest

TEXTO = {"type": "text", "text": {"body": "Hola"}}
PLANTILLA = {"type": "template", "template": {"name": "aviso_pago", "language": {"code": "es_CO"}}}


def codigo(answer: Any) -> int:
    return 0 if answer.status_code == 200 else int(answer.get_json()["error"]["code"])


@pytest.mark.parametrize(("horas", "esperado"), [(0, 0), (23.9, 0), (24, 131047), (72, 131047)])
def test_la_ventana_dura_24_horas(bench: Any, horas: float, esperado: int) -> None:
    bench.customer()
    bench.clock.advance(horas * 3600)
    assert codigo(bench.send(**TEXTO)) == esperado


def test_fuera_de_la_ventana_pasan_las_plantillas(bench: Any) -> None:
    assert codigo(bench.send(**TEXTO)) == 131047
    assert codigo(bench.send(**PLANTILLA)) == 0
    assert bench.chat()["mensajes"][0]["tipo"] == "template"


def test_la_ventana_cerrada_puede_fallar_despues(bench: Any) -> None:
    bench.customer()
    bench.api("/condiciones", "PATCH", ventana="estado")
    bench.clock.advance(25 * 3600)
    assert codigo(bench.send(**TEXTO)) == 0
    bench.scheduler.run(5)
    assert [(s["status"], s["errors"][0]["code"]) for s in bench.webhook.statuses] == [("failed", 131047)]
    assert bench.chat()["mensajes"][-1]["estado"] == "fallido"


@pytest.mark.parametrize(("abre", "esperado"), [(False, 131047), (True, 0)])
def test_una_reaccion_abre_la_ventana_solo_si_se_pide(bench: Any, abre: bool, esperado: int) -> None:
    phone = bench.customer()
    bench.api("/condiciones", "PATCH", reaccion_abre_ventana=abre)
    mensaje = bench.chat()["mensajes"][0]["id"]
    bench.clock.advance(25 * 3600)
    bench.api(f"/telefonos/{phone}/mensajes", tipo="reaction", mensaje=mensaje, emoji="👍")
    assert codigo(bench.send(**TEXTO)) == esperado


def test_pasan_45_de_golpe_y_luego_uno_cada_seis_segundos(bench: Any) -> None:
    bench.customer()
    assert [codigo(bench.send(**TEXTO)) for _ in range(46)] == [0] * 45 + [131056]
    bench.clock.advance(6)
    assert [codigo(bench.send(**TEXTO)) for _ in range(2)] == [0, 131056]


def test_el_limite_de_un_cliente_no_frena_a_otro(bench: Any) -> None:
    bench.customer()
    bench.api("/telefonos", numero="573007654321")
    bench.api("/telefonos/573007654321/mensajes", texto="hola")
    for _ in range(46):
        last = bench.send(**TEXTO)
    assert codigo(last) == 131056
    assert codigo(bench.graph({"to": "573007654321", **TEXTO})) == 0


def test_en_modo_estricto_la_rafaga_se_paga(bench: Any) -> None:
    bench.customer()
    bench.api("/condiciones", "PATCH", limite_par="estricto")
    assert {codigo(bench.send(**TEXTO)) for _ in range(20)} == {0}
    bench.clock.advance(119)
    assert codigo(bench.send(**TEXTO)) == 131056
    bench.clock.advance(1)
    assert codigo(bench.send(**TEXTO)) == 0


def test_no_pasan_mas_de_80_por_segundo(bench: Any) -> None:
    bench.customer()
    bench.clock.advance(2)
    bench.api("/condiciones", "PATCH", limite_par="apagado")
    assert [codigo(bench.send(**TEXTO)) for _ in range(81)] == [0] * 80 + [130429]
    bench.clock.advance(1)
    assert codigo(bench.send(**TEXTO)) == 0
