"""Which addresses a link of a PDF may have."""

import pytest

from proalto.gateways.archivos.activo import _es_enlace


@pytest.mark.parametrize(
    "direccion",
    [
        b"https://www.banco.com.co/pagos?a=1#b", b"HTTP://x.co", b" https://x.co", b"mailto:nomina@empresa.co",
        b"tel:+576017450000", b"www.banco.com.co", b"www.banco.com:8080/x", b"/pagos", b"pagos.html", b"#arriba", b"",
    ],
)  # fmt: skip
def test_lleva_a_una_pagina_a_escribir_o_a_llamar(direccion):
    assert _es_enlace(direccion)


@pytest.mark.parametrize(
    "direccion",
    [
        b"javascript:alert(1)", b"JavaScript:alert(1)", b"  javascript:alert(1)", b"java\tscript:alert(1)",
        b"\x00javascript:alert(1)", b"\nfile:///etc/passwd", b"file:///etc/passwd", b"data:text/html,x", b"C:\\x.exe",
        b"\\\\1.2.3.4\\c$", b"//1.2.3.4/c$", b"ms-word:ofe|u|x", b"ftp://x.co", b"smb://x", b"vbscript:x",
        b"\xfe\xff\x00j\x00s",
    ],
)  # fmt: skip
def test_no_lleva_a_otra_parte(direccion):
    assert not _es_enlace(direccion)
