import pytest

from proalto.whatsapp.address import Address, Contacts, is_bsuid


@pytest.mark.parametrize("value", ["CO.13491208655302741918", "MX.ENT.Ab9", "PE." + "a" * 128])
def test_reconoce_un_bsuid(value: str) -> None:
    assert is_bsuid(value)


@pytest.mark.parametrize("value", ["", "573001112233", "co.1", "CO.", "COL.1", "CO.1\n", "CO." + "a" * 129])
def test_no_confunde_otra_cosa_con_un_bsuid(value: str) -> None:
    assert not is_bsuid(value)


def test_un_id_de_usuario_de_forma_nueva_no_pierde_al_remitente() -> None:
    sender, _ = Contacts([]).sender_of({"from_user_id": "co_nuevo-formato.7"})
    assert sender == Address(None, "co_nuevo-formato.7")


def test_el_telefono_no_sale_en_repr() -> None:
    assert "573001112233" not in repr(Address("573001112233", "CO.1"))
