import json
from collections.abc import Callable

import pytest

from proalto.whatsapp.signature import is_valid, sign

SECRET = "secreto-de-la-app"


def test_concuerda_con_un_hmac_calculado_aparte() -> None:
    # printf 'The quick brown fox jumps over the lazy dog' | openssl dgst -sha256 -hmac key
    expected = "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    assert sign("key", b"The quick brown fox jumps over the lazy dog") == expected


def test_verifica_los_bytes_con_escapes_y_no_el_json_reescrito(webhook: Callable[[str], bytes]) -> None:
    body = webhook("texto_con_escapes")
    assert b"\\u00d1" in body
    header = sign(SECRET, body)
    rewritten = json.dumps(json.loads(body), ensure_ascii=False, indent=1).encode()
    assert is_valid(SECRET, body, header)
    assert json.loads(rewritten) == json.loads(body)
    assert not is_valid(SECRET, rewritten, header)


def test_verifica_tambien_un_cuerpo_en_utf8_sin_escapes(webhook: Callable[[str], bytes]) -> None:
    body = webhook("texto_con_telefono")
    assert "¿".encode() in body
    assert is_valid(SECRET, body, sign(SECRET, body))


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=00",
        "sha1=" + "0" * 40,
        "sha256=" + "0" * 64,
        "sha256=ñ\U0001f600",
        "sha256=\ud800",
        "x" * 100_000,
    ],
)
def test_rechaza_sin_reventar_una_cabecera_inservible(header: str | None) -> None:
    assert is_valid(SECRET, b"{}", header) is False


def test_rechaza_la_firma_de_otro_secreto_o_de_otro_cuerpo() -> None:
    assert not is_valid(SECRET, b"{}", sign("otro", b"{}"))
    assert not is_valid(SECRET, b"{} ", sign(SECRET, b"{}"))
    assert not is_valid(SECRET, b"{}", sign(SECRET, b"{}").removeprefix("sha256="))


def test_sin_secreto_nada_es_valido() -> None:
    assert not is_valid("", b"{}", sign("", b"{}"))
