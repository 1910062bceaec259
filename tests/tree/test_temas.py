"""One name, every room. That the YAML files have the same topics is the linter's to say."""

from tests.tree.arbol import RAIZ


@pytest.mark.parametrize("tema", ["saldo", "paz_y_salvo"])
def test_cada_tramite_tiene_su_archivo_en_cada_cuarto(tema):
    cuartos = (
        f"actions/{tema}.py",
        f"proalto/services/{tema}.py",
        f"proalto/db/queries/nucleo/{tema}.sql",
        f"tests/services/test_{tema}.py",
        f"tests/actions/test_{tema}.py",
        f"tests/conversations/test_{tema}.yml",
        f"tests/e2e/test_{tema}.py",
        f"tests/navegador/test_{tema}.py",
    )
    assert [cuarto for cuarto in cuartos if not (RAIZ / cuarto).exists()] == []
