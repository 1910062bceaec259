"""One name, every room. That the YAML files have the same topics is the linter's to say."""

import pytest

from tests.tree.arbol import RAIZ


@pytest.mark.parametrize("tema", ["saldo", "solicitud", "paz_y_salvo", "renovacion", "credito_nuevo"])
def test_cada_tramite_tiene_su_archivo_en_cada_cuarto(tema):
    cuartos = (
        f"actions/{tema}.py",
        f"proalto/services/credito/{tema}.py",
        f"tests/services/credito/test_{tema}.py",
        f"tests/actions/test_{tema}.py",
        f"tests/conversations/test_{tema}.yml",
        f"tests/e2e/test_{tema}.py",
    )
    assert [cuarto for cuarto in cuartos if not (RAIZ / cuarto).exists()] == []


@pytest.mark.parametrize("tema", ["saldo", "paz_y_salvo", "solicitud", "renovacion"])
def test_lo_que_se_pregunta_al_prestamista_se_llama_como_el_tema(tema):
    assert (RAIZ / f"proalto/db/queries/nucleo/{tema}.sql").exists()


@pytest.mark.parametrize("tema", ["saldo", "paz_y_salvo", "credito_nuevo"])
def test_lo_que_el_cliente_ve_distinto_se_mira_en_un_navegador(tema):
    assert (RAIZ / f"tests/navegador/test_{tema}.py").exists()
