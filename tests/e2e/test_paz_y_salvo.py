"""The paz y salvo, from the first word to the file and to the page that says it is valid."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pikepdf
import pypdfium2
import pytest
import requests
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from proalto.settings import ROOT
from tests.e2e.cliente import Cliente
from tests.e2e.doble import Archivo, opciones_de
from tests.e2e.producto import Producto
from tests.e2e.test_saldo import identificarse

pytestmark = pytest.mark.e2e
NOMBRES = {"nombres": "Álvaro Ñoño", "apellidos": "O’Connor D'Achiardi 😀"}


def nuevo(producto: Producto) -> tuple[Cliente, str]:
    """Return a customer with a name that is hard to print."""
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    producto.sql(
        "UPDATE nucleo.clientes SET nombres = %s, apellidos = %s WHERE cedula = %s RETURNING cedula",
        *NOMBRES.values(), cedula,
    )  # fmt: skip
    return cliente, cedula


def pide(producto: Producto, cliente: Cliente, cedula: str) -> str:
    """Ask for it as a newcomer does, and return what comes at the end."""
    cliente.escribe("necesito el paz y salvo")
    cliente.toca("Acepto")
    return identificarse(producto, cliente, cedula)


def archivo(producto: Producto, cliente: Cliente) -> Archivo:
    """Return the file of the newest message to the customer."""
    return producto.graph.archivo(producto.graph.para(cliente.telefono)[-1])


def folio_de(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as abierto:
        return str(abierto.docinfo["/Title"]).rpartition(" ")[2]


def pagina(producto: Producto, folio: str, pdf: bytes | None = None) -> str:
    """Return what the public page says, waiting if it asks to."""
    for _ in range(3):
        url = f"{producto.url}/v/{folio}"
        archivos = {"archivo": ("x.pdf", pdf, "application/pdf")}
        respuesta = requests.get(url, timeout=10) if pdf is None else requests.post(url, files=archivos, timeout=10)
        if respuesta.status_code != 429:
            break
        time.sleep(int(respuesta.headers["Retry-After"]))
    assert respuesta.status_code == 200
    return respuesta.text


def test_quien_pago_todo_recibe_un_certificado_que_cualquiera_puede_comprobar(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    numeros = [producto.nucleo.pagado(cedula, fecha_cancelacion=date(2026, 3, n)) for n in (2, 15)]
    dicho = pide(producto, cliente, cedula)
    assert "código QR" in dicho and "/v/" in dicho
    mensaje = producto.graph.para(cliente.telefono)[-1]
    recibido = archivo(producto, cliente)
    assert mensaje["type"] == "document" and mensaje["document"]["filename"] == "Paz y salvo ProAlto.pdf"
    assert (recibido.nombre, recibido.mime) == ("Paz y salvo ProAlto.pdf", "application/pdf")

    texto = "".join(hoja.get_textpage().get_text_range() for hoja in pypdfium2.PdfDocument(recibido.contenido))
    folio = folio_de(recibido.contenido)
    for dato in ("Álvaro Ñoño O’Connor D'Achiardi", *numeros, "2 de marzo de 2026", "15 de marzo de 2026", folio):
        assert dato in texto
    assert f"{int(cedula):,}".replace(",", ".") in texto

    publica = pagina(producto, folio)
    assert "Certificado válido" in publica and "Á. Ñ. O. D." in publica and cedula[-3:] in publica
    assert cedula not in publica and "Álvaro" not in publica
    assert "Archivo auténtico" in pagina(producto, folio, recibido.contenido)
    volteado = bytearray(recibido.contenido)
    volteado[len(volteado) // 2] ^= 1
    for otro in (bytes(volteado), recibido.contenido + b"\n% algo"):
        assert "no válido" in pagina(producto, folio, otro)


def test_la_firma_es_buena_para_otros_programas(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    pide(producto, cliente, cedula)
    pdf = archivo(producto, cliente).contenido
    llave = (producto.run_dir / "certificado-desarrollo.p12").read_bytes()
    _, certificado, _ = pkcs12.load_key_and_certificates(llave, None)
    assert certificado is not None
    raiz = Certificate.load(certificado.public_bytes(Encoding.DER))
    (firma,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    estado = validate_pdf_signature(firma, ValidationContext(trust_roots=[raiz]))
    assert estado.bottom_line and estado.docmdp_ok and estado.coverage is SignatureCoverageLevel.ENTIRE_FILE
    with pikepdf.open(io.BytesIO(pdf)) as abierto:
        assert abierto.check_pdf_syntax() == []


def test_pedido_otra_vez_llega_el_mismo_sin_subirlo_de_nuevo(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    pide(producto, cliente, cedula)
    primero, subidos = producto.graph.para(cliente.telefono)[-1]["document"], len(producto.graph.archivos)
    assert "otra vez" in cliente.escribe("me regala el paz y salvo")
    segundo = producto.graph.para(cliente.telefono)[-1]["document"]
    assert (segundo["id"], len(producto.graph.archivos)) == (primero["id"], subidos)


def test_quien_debe_sabe_cuanto_y_con_un_boton_ve_el_detalle(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    numero = producto.nucleo.credito(cedula, saldo=3_456_789)
    dicho = pide(producto, cliente, cedula).replace("\u00a0", " ")
    assert "$ 3.456.789" in dicho and numero[-6:] in dicho
    botones = opciones_de(producto.graph.para(cliente.telefono)[-1])
    assert list(botones) == ["Consultar mi saldo", "Ya lo pagué", "Ver menú"]
    assert "Cuotas pagadas" in cliente.toca("Consultar mi saldo")


def test_quien_debia_y_paga_lo_recibe_al_instante(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    numero = producto.nucleo.credito(cedula)
    pide(producto, cliente, cedula)
    producto.nucleo.cambiar_credito(numero, estado="cancelado", saldo=0, fecha_cancelacion=date(2026, 11, 17))
    cliente.escribe("paz y salvo")
    assert archivo(producto, cliente).contenido.startswith(b"%PDF")


def test_ya_lo_pague_escrito_abre_un_caso(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.credito(cedula)
    pide(producto, cliente, cedula)
    assert "revisar una persona" in cliente.escribe("ya lo pagué")
    assert casos(producto, cliente) == [("paz_y_salvo",)]


def test_lo_castigado_lo_ve_una_persona(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula, estado="castigado", saldo=900_000)
    assert "caso" in pide(producto, cliente, cedula)
    assert casos(producto, cliente) == [("paz_y_salvo",)]


def casos(producto: Producto, cliente: Cliente) -> list[tuple[object, ...]]:
    return producto.sql(
        "SELECT tipo FROM asistente.casos JOIN asistente.contactos c ON c.id = contacto_id WHERE telefono = %s",
        cliente.telefono,
    )


def test_una_subida_que_falla_se_repite_y_el_archivo_llega_una_vez(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    producto.graph.subir_con += [(500, {"error": {"code": 131000}}), (503, {"error": {"code": 131016}})]
    pide(producto, cliente, cedula)
    time.sleep(2)
    documentos = [m for m in producto.graph.para(cliente.telefono) if m["type"] == "document"]
    assert len(documentos) == 1 and archivo(producto, cliente).contenido.startswith(b"%PDF")


def test_si_las_acciones_mueren_mientras_expiden_hay_un_solo_certificado(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    cliente.escribe("necesito el paz y salvo")
    cliente.toca("Acepto")
    cliente.escribe(f"mi cédula es {cedula}")
    cliente.escribe("3 de mayo del 98", respuestas=2)
    with ThreadPoolExecutor(1) as hilo:
        ultimo = hilo.submit(cliente.escribe, cliente.codigo())
        time.sleep(0.9)
        producto.matar("actions")
        ultimo.result()
    producto.sano()
    if not [m for m in producto.graph.para(cliente.telefono) if m["type"] == "document"]:
        cliente.lee(segundos=60)  # a notice of the delay came first
    expedidos = producto.sql(
        "SELECT count(*) FROM asistente.certificados JOIN asistente.contactos c ON c.id = contacto_id"
        " WHERE telefono = %s", cliente.telefono,
    )  # fmt: skip
    assert expedidos == [(1,)]
    assert len([m for m in producto.graph.para(cliente.telefono) if m["type"] == "document"]) == 1


def test_revocado_desde_la_consola_deja_de_valer_y_el_cliente_recibe_otro(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    pide(producto, cliente, cedula)
    primero = archivo(producto, cliente).contenido
    orden = [sys.executable, "-m", "launcher", "revocar", folio_de(primero), "pago devuelto"]
    entorno = os.environ | {"RUN_DIR": str(producto.run_dir), "DATABASE_URL": producto.nucleo.dsn}
    hecho = subprocess.run(orden, cwd=ROOT, env=entorno, capture_output=True, text=True)
    assert (hecho.returncode, hecho.stdout) == (0, f"Revocado: {folio_de(primero)}\n"), hecho.stderr
    assert "no válido" in pagina(producto, folio_de(primero))
    assert "no válido" in pagina(producto, folio_de(primero), primero)
    cliente.escribe("paz y salvo")
    segundo = archivo(producto, cliente).contenido
    assert folio_de(segundo) != folio_de(primero) and "Certificado válido" in pagina(producto, folio_de(segundo))


def test_los_registros_no_dicen_a_quien_ni_el_folio(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    producto.nucleo.pagado(cedula)
    pide(producto, cliente, cedula)
    folio = folio_de(archivo(producto, cliente).contenido)
    pagina(producto, folio)
    registros = producto.registros()
    assert folio not in registros and cedula not in registros and "Connor" not in registros
