"""Magic bytes decide."""

import pytest

from proalto.gateways.archivos import signatures
from tests.gateways.archivos.hostiles import TEXTOS, tar_y, zip_con


@pytest.mark.parametrize(
    ("comienzo", "tipo"),
    [
        (b"\xff\xd8\xff\xe1", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4", "pdf"), (b"\r\n%PDF-1.4", "pdf"), (b"\xff\xd8", None),
        (b"\x89PNG\r\n", None), (b"%pdf-1.7", None), (b"%PDF", None),
        (b" \xff\xd8\xff", None), (b"x%PDF-1.7", None), (b"\x00%PDF-1.7", None), (b" " * 20 + b"%PDF-1.7", None),
        (b"GIF89a", None), (b"", None),
    ],
)  # fmt: skip
def test_solo_valen_tres_comienzos(comienzo, tipo):
    assert signatures.kind(comienzo + b" resto") == tipo


@pytest.mark.parametrize("cola", [b"", b"\n", b"\x00" * 30])
def test_un_zip_se_reconoce_por_su_final(cola):
    assert signatures.is_also_an_archive(b"\xff\xd8\xff" + bytes(99) + zip_con(a=b"x") + cola)
    assert signatures.is_also_an_archive(tar_y(b"%PDF-1.7\n"))


def test_un_zip_con_un_comentario_largo_se_reconoce():
    paquete = bytearray(zip_con(a=b"x"))
    paquete[-2:] = (60_000).to_bytes(2, "little")
    assert signatures.is_also_an_archive(bytes(paquete) + b"c" * 60_000)


@pytest.mark.parametrize("cerca", [b"PK\x05\x06", b"PK\x05\x06" + bytes(10), b"PK\x05\x06" + bytes(18) + b"x" * 900])
def test_cuatro_bytes_iguales_no_son_un_zip(cerca):
    assert not signatures.is_also_an_archive(b"\xff\xd8\xff" + cerca)


@pytest.mark.parametrize(
    "nombre", ["html", "svg", "php", "exe", "elf", "ole (word viejo)", "rar", "7z", "cab", "rtf", "sh"]
)
def test_lo_escondido_se_reconoce(nombre):
    assert signatures.hides_something(b"\n\x00 " + TEXTOS[nombre])


def test_millones_de_ceros_detras_no_hacen_lenta_la_busqueda():
    cola = b"\x00" * (8 * 2**20)
    assert not signatures.hides_something_behind(cola) and not signatures.hides_something_behind(cola + b"x")
