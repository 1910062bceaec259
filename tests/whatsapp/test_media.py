import base64
import hashlib

import pytest

from proalto.whatsapp.media import same_sha256

CONTENT = b"desprendible"
DIGEST = hashlib.sha256(CONTENT)


@pytest.mark.parametrize("claimed", [DIGEST.hexdigest(), base64.b64encode(DIGEST.digest()).decode()])
def test_reconoce_la_huella_en_hexadecimal_y_en_base64(claimed: str) -> None:
    assert same_sha256(CONTENT, claimed)
    assert not same_sha256(CONTENT + b".", claimed)


@pytest.mark.parametrize("claimed", ["", "ñ", "\ud800", DIGEST.hexdigest()[:-1]])
def test_rechaza_una_huella_ilegible(claimed: str) -> None:
    assert not same_sha256(CONTENT, claimed)
