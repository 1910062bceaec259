"""One name, every room. That the YAML files have the same topics is the linter's to say."""

from tests.tree.arbol import RAIZ


def test_saldo_tiene_su_archivo_en_cada_cuarto():
    cuartos = (
        "actions/saldo.py",
        "proalto/services/saldo.py",
        "proalto/db/queries/nucleo/saldo.sql",
        "tests/services/test_saldo.py",
        "tests/actions/test_saldo.py",
        "tests/conversations/test_saldo.yml",
    )
    assert [cuarto for cuarto in cuartos if not (RAIZ / cuarto).exists()] == []
