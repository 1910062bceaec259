"""The report of a full run, and the list of experiments that the document promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caos import informe
from caos.contraste import lado_a_lado
from caos.correr import Corrida
from caos.experimentos import reloj
from caos.experimentos.base import Medida
from caos.experimentos.todo import TANDAS
from caos.experimentos.todos import POR_ID, TODOS
from caos.juez import Violacion
from proalto.settings import ROOT

CIFRAS = {
    "confirmados": 12_345, "enviados_por_meta": 20_000, "inciertos": 7, "inciertos_que_llegaron_dos_veces": 1,
    "muertes_por_punto": 4, "menu_fijo_s": {"n": 3, "p50": 1.2, "p95": 3.4, "max": 4.0},
    "recuperacion": {"rasa": {"muertes": 2, "respuesta_s": {"n": 2, "p50": 9.0, "p95": 21.0, "max": 21.0}}},
}  # fmt: skip


def corrida(**cambios: object) -> Corrida:
    una = {"que": "Matar a Rasa", "confirmados": 12_345, "muertes": 2, "espera_s": {"p50": 0.4, "p95": 9.0}}
    valores: dict[str, object] = {
        "nombre": "F-01", "semilla": 7, "orden": "python -m caos F-01 --semilla 7", "version": "abc1234",
        "experimentos": ["F-01"], "carpeta": "F-01-7", "segundos": 90.0, "muertes": 6, "violaciones": [], "quejas": [],
        "cifras": CIFRAS, "por_experimento": {"F-01": una},
    }  # fmt: skip
    return Corrida(**(valores | cambios))  # type: ignore[arg-type]


def test_la_tabla_dice_cuanto_se_probo_y_que_salio() -> None:
    tabla = informe.tabla([corrida()])
    assert "12.345 mensajes confirmados, 6 muertes, 0 violaciones" in tabla
    assert "| F-01 | Matar a Rasa | 7 | 12.345 | 6 | 0,4 / 9,0 | ✓ |" in tabla
    assert "| Rasa | 2 | 9,0 | 21,0 | 21,0 |" in tabla
    assert "el menú fijo salió 3 veces" in tabla


def test_la_tabla_no_calla_lo_que_salio_mal() -> None:
    mala = corrida(violaciones=[Violacion("I1", "acknowledged and not stored", "w")], quejas=["F-01: tarde"])
    tabla = informe.tabla([mala])
    assert "1 violaciones en la tanda; F-01: tarde" in tabla and "✓" not in tabla
    evidencia = informe.evidencia([mala, corrida()])
    assert not mala.cumple and [una["cumple"] for una in evidencia["corridas"]] == [False, True]
    assert evidencia["ordenes"] == ["python -m caos F-01 --semilla 7"]


def test_el_contraste_dice_que_le_paso_a_cada_uno_con_la_misma_falla(tmp_path: Path) -> None:
    de_fabrica = tmp_path / "stock.json"
    assert list(lado_a_lado([corrida()], de_fabrica)) == []
    de_fabrica.write_text('{"experimentos": {"F-01": {"que": "Matar a Rasa", "enviados": 200, "perdidos": 3}}}')
    *_, tabla = lado_a_lado([corrida()], de_fabrica)
    assert "| F-01 | Matar a Rasa | 200 | – | 3 |" in tabla
    assert tabla.endswith("| 12345 mensajes, 2 muertes: sin violaciones |")
    junta = corrida(por_experimento={"F-03, F-01": corrida().por_experimento["F-01"]})
    *_, tabla = lado_a_lado([junta], de_fabrica)
    assert tabla.endswith("| 12345 mensajes, 2 muertes: sin violaciones |")
    *_, tabla = lado_a_lado([corrida(violaciones=[Violacion("I1", "not stored", "w")])], de_fabrica)
    assert tabla.endswith("1 violaciones en la tanda |")


def test_se_escribe_entre_las_marcas_y_lo_demas_queda() -> None:
    documento = f"antes\n{informe.EMPIEZA}\nviejo\n{informe.TERMINA}\ndespués\n"
    nuevo = informe.insertar(informe.insertar(documento, "uno"), "dos")
    assert nuevo == f"antes\n{informe.EMPIEZA}\n\ndos\n\n{informe.TERMINA}\ndespués\n"
    with pytest.raises(ValueError, match="marks"):
        informe.insertar("sin marcas", "uno")
    informe.insertar(informe.DOCUMENTO.read_text(encoding="utf-8"), "sirve")


def test_el_documento_nombra_cada_experimento() -> None:
    documento = informe.DOCUMENTO.read_text(encoding="utf-8")
    nombrados = set(re.findall(r"^\| (F-\d\d) \|", documento, re.MULTILINE))
    assert nombrados == {f"F-{n:02}" for n in range(1, 17)}
    assert nombrados - {"F-07"} == {x.id[:4] for x in TODOS}


def test_todo_incluye_cada_experimento() -> None:
    en_todo = " ".join(x.id for _, _, lista in TANDAS for x in lista)
    assert all(x.id[:4] in en_todo for x in TODOS)
    assert all(id in POR_ID for _, _, lista in TANDAS for id in [x.id for x in lista])
    for _, _, lista in TANDAS:  # they share a start, so what the start needs is the same
        assert len({(tuple(x.entorno.items()), x.proxy, x.disco_mb) for x in lista}) == 1


def test_las_pruebas_del_reloj_estan_donde_se_dice() -> None:
    assert all((ROOT / prueba).exists() for prueba in reloj.PRUEBAS)


def test_una_parte_de_un_experimento_es_al_menos_una_vez() -> None:
    assert (Medida(0.1).veces(20), Medida(0.001).veces(20), Medida(0.1).segundos(60)) == (2, 1, 6.0)
