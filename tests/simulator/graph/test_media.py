"""Two hops, an address that dies, and files that Meta would not carry."""

import hashlib
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest

AUTH = {"Authorization": "Bearer token-de-prueba"}
PDF = b"%PDF-1.7 certificado"


def subir(bench: Any, content: bytes = PDF, mime: str = "application/pdf", product: str = "whatsapp") -> Any:
    data = {"messaging_product": product, "type": mime, "file": (BytesIO(content), "a.pdf", mime)}
    return bench.client.post("/v23.0/106540352242922/media", data=data, headers=AUTH)


def test_lo_que_se_sube_llega_al_telefono(bench: Any) -> None:
    phone, media = bench.customer(), subir(bench).get_json()["id"]
    assert media.isdigit()
    bench.send(type="document", document={"id": media, "filename": "paz_y_salvo.pdf"})
    archivo = bench.chat(phone)["mensajes"][-1]["archivo"]
    assert (archivo["nombre"], archivo["tamano"]) == ("paz_y_salvo.pdf", len(PDF))
    assert bench.client.get(archivo["url"]).data == PDF


@pytest.mark.parametrize(
    ("content", "mime", "code"),
    [
        (b"MZ", "application/x-msdownload", 100),
        (b"<svg/>", "image/svg+xml", 100),
        (b"no es pdf", "application/pdf", 131053),
        (b"", "text/plain", 131053),
        (b"\x89PNG" + bytes(5 * 1024 * 1024), "image/png", 131053),
    ],
)
def test_rechaza_archivos_que_meta_no_lleva(bench: Any, content: bytes, mime: str, code: int) -> None:
    assert subir(bench, content, mime).get_json()["error"]["code"] == code


def test_un_pdf_no_se_envia_como_imagen(bench: Any) -> None:
    bench.customer()
    media = subir(bench).get_json()["id"]
    assert bench.send(type="image", image={"id": media}).get_json()["error"]["code"] == 131053


def test_la_descarga_da_dos_saltos_y_pide_el_token_en_ambos(bench: Any) -> None:
    phone = bench.customer()
    data = {"archivo": (BytesIO(PDF), "cedula.pdf", "application/pdf"), "caption": "Mi cédula"}
    bench.client.post(f"/simulador/api/telefonos/{phone}/mensajes", data=data)
    bench.scheduler.run(0)
    document = bench.webhook.messages[-1]["document"]
    assert document["sha256"] == b64encode(hashlib.sha256(PDF).digest()).decode()
    assert (document["filename"], document["caption"]) == ("cedula.pdf", "Mi cédula")
    about = bench.client.get(f"/v23.0/{document['id']}", headers=AUTH).get_json()
    assert about["file_size"] == str(len(PDF))
    assert bench.client.get(about["url"]).status_code == 401
    assert bench.client.get(about["url"], headers=AUTH).data == PDF
    part = bench.client.get(about["url"], headers={**AUTH, "Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"%PDF")


def test_la_direccion_muere_a_los_cinco_minutos_y_el_archivo_no(bench: Any) -> None:
    media = subir(bench).get_json()["id"]
    url = bench.client.get(f"/v23.0/{media}", headers=AUTH).get_json()["url"]
    bench.clock.advance(299)
    assert bench.client.get(url, headers=AUTH).status_code == 200
    bench.clock.advance(1)
    assert bench.client.get(url, headers=AUTH).status_code == 404
    assert bench.client.get(f"/v23.0/{media}", headers=AUTH).status_code == 200


def test_lo_borrado_lo_vencido_y_lo_ajeno_no_existen(bench: Any) -> None:
    media = subir(bench).get_json()["id"]
    ajeno = bench.client.get(f"/v23.0/{media}?phone_number_id=1", headers=AUTH)
    assert ajeno.get_json()["error"]["error_subcode"] == 33
    assert bench.client.delete(f"/v23.0/{media}", headers=AUTH).get_json() == {"success": True}
    assert bench.client.get(f"/v23.0/{media}", headers=AUTH).get_json()["error"]["error_subcode"] == 33
    otro = subir(bench).get_json()["id"]
    bench.clock.advance(30 * 86_400)
    assert bench.client.get(f"/v23.0/{otro}", headers=AUTH).status_code == 400
