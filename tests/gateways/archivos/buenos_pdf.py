"""Good PDFs: from scanners, offices, banks, and from programs that write them not quite right."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import fpdf
import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fpdf.enums import XPos, YPos
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf

from tests.gateways.archivos.dibujos import desprendible, jpeg
from tests.gateways.archivos.papeles import DIBUJO, armar, en_flujos, flujo, otra_vez, pdf

Muestra = tuple[str, bytes]
ENLACE = b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (%s) >> >>"


def escaneos() -> Iterator[Muestra]:
    hoja = desprendible()
    for paginas in (1, 2, 3, 5, 8, 13, 20):
        yield f"escaner, {paginas} paginas", escaneado([hoja.resize((620, 802))] * paginas)
    yield "escaner en gris", escaneado([hoja.convert("L")])
    yield "escaner de un bit (CCITT)", escaneado([hoja.convert("1")])
    yield "escaner a 300 puntos", escaneado([hoja.resize((2_550, 3_300))])
    yield "escaner a 600 puntos", escaneado([hoja.convert("L").resize((5_100, 6_600))])
    yield "escaner a 600 puntos en color", escaneado([hoja.resize((5_100, 6_600))])
    yield "escaner con JPEG 2000", escaneado([hoja.convert("RGBA")])
    yield "escaner con paleta", escaneado([hoja.quantize(16)])
    yield "foto dentro de un pdf", fpdf_con(lambda hoja_pdf: hoja_pdf.image(io.BytesIO(jpeg(desprendible())), w=180))
    yield "escaneado de lado", girado(escaneado([hoja.convert("L")]), 90)


def escaneado(hojas: list[Image.Image]) -> bytes:
    salida = io.BytesIO()
    hojas[0].save(salida, "PDF", save_all=True, append_images=hojas[1:], resolution=150)
    return salida.getvalue()


def girado(contenido: bytes, grados: int) -> bytes:
    with pikepdf.open(io.BytesIO(contenido)) as abierto:
        for pagina in abierto.pages:
            pagina.rotate(grados, relative=True)
        salida = io.BytesIO()
        abierto.save(salida)
        return salida.getvalue()


def textos() -> Iterator[Muestra]:
    yield "certificado de una pagina", fpdf_con(lambda hoja: hoja.multi_cell(0, 8, "Certificado laboral. " * 40))
    yield "nomina con tabla", fpdf_con(con_tabla)
    yield "con enlaces", fpdf_con(con_enlaces)
    yield "con indice", fpdf_con(con_indice)
    yield "veinte paginas de texto", fpdf_con(veinte_paginas)
    yield "con formulario", pdf(b"/AcroForm << /Fields [5 0 R] /DA (/Helv 12 Tf) >>", b"/Annots [5 0 R]", [CAMPO])
    yield "con resaltado", pdf(pagina=b"/Annots [" + RESALTADO + b"]")
    for enlace in ENLACES:
        yield f"enlace {enlace.decode()}", pdf(pagina=b"/Annots [" + ENLACE % enlace + b"]")
    yield "abre en la primera pagina", pdf(b"/OpenAction [3 0 R /FitH 700]")
    yield "abre con una accion que va a la pagina", pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")
    yield "habla de /JS y de /Launch en un titulo", pdf(otros=[b"<< /Title (como usar /JS y /AA) /Author (/EF) >>"])
    yield "etiquetado por Word", etiquetado()
    yield "firmado", firmado()


ENLACES = (b"www.banco.com.co", b"mailto:nomina@empresa.co", b"tel:+576017450000", b"HTTPS://x.co/?a=/JS", b"/pagos")
RESALTADO = b"<< /Type /Annot /Subtype /Highlight /Rect [0 0 9 9] /QuadPoints [0 9 9 9 0 0 9 0] >>"
CAMPO = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nombre) /V (Claudia) /Rect [72 650 300 670] /P 3 0 R "
    b"/MK << /BC [0] >> /F 4 >>"
)


def fpdf_con(escribir: Callable[[fpdf.FPDF], object]) -> bytes:
    hoja = fpdf.FPDF()
    hoja.set_creation_date(datetime(2026, 1, 2, tzinfo=timezone.utc))
    hoja.add_page()
    hoja.set_font("Helvetica", size=12)
    escribir(hoja)
    return bytes(hoja.output())


def veinte_paginas(hoja: fpdf.FPDF) -> None:
    for numero in range(1, 20):
        hoja.multi_cell(0, 8, f"Pagina {numero}", new_x=XPos.LMARGIN)
        hoja.add_page()


def con_tabla(hoja: fpdf.FPDF) -> None:
    with hoja.table() as tabla:
        for numero in range(40):
            tabla.row([f"Concepto {numero}", "$ 1.234.567", "Descuento"])


def con_enlaces(hoja: fpdf.FPDF) -> None:
    hoja.cell(0, 10, "empresa.co", link="https://empresa.co/nomina", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    destino = hoja.add_link(page=1)
    hoja.cell(0, 10, "volver", link=destino)


def con_indice(hoja: fpdf.FPDF) -> None:
    for capitulo in range(5):
        hoja.start_section(f"Capitulo {capitulo}")
        hoja.multi_cell(0, 8, "texto " * 200, new_x=XPos.LMARGIN)


def etiquetado() -> bytes:
    """Every word with its own element, as an accessible document has."""
    palabras = [b"<< /Type /StructElem /S /Span /P 5 0 R /K %d /Pg 3 0 R >>" % numero for numero in range(6_000)]
    arbol = b"<< /Type /StructTreeRoot /K [" + b" ".join(b"%d 0 R" % (6 + n) for n in range(6_000)) + b"] >>"
    return en_flujos(pdf(b"/StructTreeRoot 5 0 R /MarkInfo << /Marked true >>", otros=[arbol, *palabras]))


def firmado() -> bytes:
    """With a digital signature, as those of public entities."""
    llave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Entidad")])
    desde = datetime(2026, 1, 1, tzinfo=timezone.utc)
    certificado = (
        x509.CertificateBuilder()
        .subject_name(nombre)
        .issuer_name(nombre)
        .public_key(llave.public_key())
        .serial_number(7)
        .not_valid_before(desde)
        .not_valid_after(desde + timedelta(days=900))
        .sign(llave, hashes.SHA256())
    )
    firmante = SimpleSigner.load_pkcs12_data(_pkcs12(llave, certificado), [], passphrase=None)
    papel = IncrementalPdfFileWriter(io.BytesIO(fpdf_con(lambda hoja: hoja.cell(0, 10, "Certificado"))))
    return sign_pdf(papel, PdfSignatureMetadata(field_name="Firma"), firmante).getvalue()


def _pkcs12(llave: ec.EllipticCurvePrivateKey, certificado: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import NoEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

    return serialize_key_and_certificates(b"f", llave, certificado, None, NoEncryption())


def versiones() -> Iterator[Muestra]:
    papel = fpdf_con(con_tabla)
    for version in ("1.3", "1.4", "1.5", "1.6", "1.7", "2.0"):
        yield f"version {version}", otra_vez(papel, force_version=version)
    yield "con flujos de objetos", en_flujos(papel)
    yield "linealizado", otra_vez(papel, linearize=True)
    yield "linealizado con flujos", otra_vez(en_flujos(papel), linearize=True)
    suelto = pikepdf.StreamDecodeLevel.generalized
    yield "sin comprimir", otra_vez(papel, compress_streams=False, stream_decode_level=suelto)
    yield "con una segunda revision", papel + revision(papel)


def revision(antes: bytes) -> bytes:
    """What a program appends when it saves only what changed."""
    cuerpo = b"\n900 0 obj\n<< /Producer (otra mano) >>\nendobj\n"
    tabla = len(antes) + len(cuerpo)
    previa = int(antes.rpartition(b"startxref")[2].split()[0])
    raiz = re.findall(rb"/Root \d+ 0 R", antes)[-1]
    return cuerpo + (
        b"xref\n900 1\n%010d 00000 n \ntrailer\n<< /Size 901 %s /Info 900 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(antes) + 1, raiz, previa, tabla)
    )


def rarezas() -> Iterator[Muestra]:
    papel = pdf()
    yield "sin salto al final", papel.rstrip()
    yield "con ceros al final", papel + b"\x00" * 3_000
    yield "con un resto despues del final", papel + b"\r\n<!-- correo -->\r\n" + bytes(range(128, 256))
    yield "con marca de orden de bytes", b"\xef\xbb\xbf" + papel
    yield "con un salto antes", b"\r\n" + papel
    yield "con startxref equivocado", papel.replace(b"startxref\n", b"startxref\n9")
    yield "sin %%EOF", papel.replace(b"%%EOF", b"")
    yield "con el largo del flujo equivocado", pdf(contenido=flujo(DIBUJO).replace(b"/Length ", b"/Length 9"))
    yield "contenido comprimido", pdf(contenido=flujo(DIBUJO * 500, comprimido=True))
    yield "contenido en pedazos", pdf(b"", b"/Contents [4 0 R 5 0 R]", [flujo(DIBUJO)])
    yield "factura angosta", pdf(pagina=b"/MediaBox [0 0 226 3000]")
    yield "hoja A3", pdf(pagina=b"/MediaBox [0 0 842 1191]")
    yield "recortada", pdf(pagina=b"/CropBox [50 50 500 700]")
    yield "con unidad propia", pdf(pagina=b"/UserUnit 2")
    yield "arbol de paginas con tres ramas", arbol()
    yield (
        "con metadatos",
        pdf(
            b"/Metadata 5 0 R",
            otros=[flujo(b"<?xpacket?><x:xmpmeta/>" + b" " * 2_000, b"/Type /Metadata /Subtype /XML")],
        ),
    )
    yield (
        "version 1.0",
        armar(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
            },
            version=b"1.0",
        ),
    )


def arbol() -> bytes:
    """Three branches of three pages, which take size and letters from above."""
    ramas = {
        4 + r: b"<< /Type /Pages /Parent 2 0 R /Count 3 /Kids [%d 0 R %d 0 R %d 0 R] >>"
        % tuple(range(10 + 3 * r, 13 + 3 * r))
        for r in range(3)
    }
    hojas = {10 + n: b"<< /Type /Page /Parent %d 0 R >>" % (4 + n // 3) for n in range(9)}
    raiz = b"<< /Type /Pages /Count 9 /MediaBox [0 0 612 792] /Kids [4 0 R 5 0 R 6 0 R] >>"
    return armar({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: raiz, **ramas, **hojas})


GRUPOS = (escaneos, textos, versiones, rarezas)
