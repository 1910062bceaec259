from decimal import Decimal

import pytest

from proalto.formats.tasa import tasa


@pytest.mark.parametrize(
    ("valor", "dicho"),
    [("1.62", "1,62 %"), ("1.6", "1,60 %"), ("1.600", "1,60 %"), ("2", "2,00 %"), ("1.5825", "1,5825 %"),
     ("0", "0,00 %"), ("10", "10,00 %"), ("24.36", "24,36 %")],
)  # fmt: skip
def test_la_tasa_se_lee_con_coma(valor: str, dicho: str) -> None:
    assert tasa(Decimal(valor)).replace("\u00a0", " ") == dicho
