"""The signature: other programs must find it whole, over all of the file, and forbidding every change."""

import io
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pikepdf
import pytest
import time_machine
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from proalto.gateways.certificado import dibujar
from proalto.gateways.firma import DE_DESARROLLO, EMISOR_DE_DESARROLLO, Firma
from proalto.gateways.imprenta import CertificadoVencido, FirmaImposible
from tests.gateways.papel import SITIO, TEXTOS, certificado


@pytest.fixture(scope="module")
def carpeta(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def firma(carpeta):
    return Firma.de_desarrollo(carpeta)


@pytest.fixture(scope="module")
def firmado(firma):
    return firma.firmar(dibujar(certificado(cuantas=30), TEXTOS, SITIO), "Certificado")


def validar(pdf, firma):
    lector = PdfFileReader(io.BytesIO(pdf))
    (incrustada,) = lector.embedded_signatures
    raiz = Certificate.load(firma.certificado.public_bytes(Encoding.DER))
    return validate_pdf_signature(incrustada, ValidationContext(trust_roots=[raiz])), incrustada


def test_pyhanko_la_da_por_buena_sobre_todo_el_archivo_y_sin_cambios(firma, firmado):
    estado, incrustada = validar(firmado, firma)
    assert estado.intact and estado.valid and estado.trusted and estado.docmdp_ok and estado.bottom_line
    assert estado.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert incrustada.docmdp_level is MDPPerm.NO_CHANGES
    assert incrustada.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_qpdf_la_acepta_y_sigue_siendo_pdf_a(firmado):
    with pikepdf.open(io.BytesIO(firmado)) as pdf:
        assert pdf.check_pdf_syntax() == [] and len(pdf.pages) == 2
        assert str(pdf.docinfo["/Title"]) == "Certificado"
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2U"


@pytest.mark.parametrize("parte", [0.1, 0.3, 0.5, 0.7])
def test_un_solo_bit_cambiado_la_invalida(firma, firmado, parte):
    tocado = bytearray(firmado)
    tocado[int(len(tocado) * parte)] ^= 1
    try:
        estado, _ = validar(bytes(tocado), firma)
    except Exception:  # noqa: BLE001 - or so broken that it cannot be read
        return
    assert not estado.bottom_line


def test_lo_agregado_al_final_queda_fuera_de_la_firma(firma, firmado):
    estado, _ = validar(firmado + b"\n% algo", firma)
    assert estado.coverage is not SignatureCoverageLevel.ENTIRE_FILE


def test_la_llave_de_desarrollo_se_hace_una_vez_y_solo_la_lee_su_dueno(carpeta, firma):
    archivo = carpeta / DE_DESARROLLO
    assert stat.S_IMODE(archivo.stat().st_mode) == 0o600
    assert Firma.de_desarrollo(carpeta).certificado == firma.certificado
    assert firma.certificado.subject.rfc4514_string() == f"CN={EMISOR_DE_DESARROLLO}"
    assert os.listdir(carpeta) == [DE_DESARROLLO]


def test_procesos_que_arrancan_juntos_acuerdan_una_sola_llave(tmp_path):
    with ThreadPoolExecutor(4) as hilos:
        firmas = list(hilos.map(lambda _: Firma.de_desarrollo(tmp_path / "nueva"), range(4)))
    assert len({una.certificado.serial_number for una in firmas}) == 1
    assert os.listdir(tmp_path / "nueva") == [DE_DESARROLLO]


def test_varios_hilos_firman_a_la_vez(firma):
    pdf = dibujar(certificado(), TEXTOS, SITIO)
    with ThreadPoolExecutor(3) as hilos:
        for firmado in hilos.map(lambda _: firma.firmar(pdf, "x"), range(3)):
            assert validar(firmado, firma)[0].bottom_line


@pytest.fixture
def p12(tmp_path, carpeta, firma):
    """The operator's own file, with a password."""
    llave, suyo, _ = pkcs12.load_key_and_certificates((carpeta / DE_DESARROLLO).read_bytes(), None)

    def guardar(llave=llave, cifrado=None):
        cifrado = cifrado or BestAvailableEncryption(b"clave")
        archivo = tmp_path / "propio.p12"
        archivo.write_bytes(pkcs12.serialize_key_and_certificates(b"x", llave, suyo, None, cifrado))
        return archivo

    return guardar


def test_firma_con_la_llave_del_operador(p12, firma, firmado):
    propia = Firma.de_archivo(p12(), "clave")
    assert validar(propia.firmar(dibujar(certificado(), TEXTOS, SITIO), "x"), firma)[0].bottom_line


def test_lo_que_no_sirve_para_firmar_se_dice_con_el_archivo_y_sin_la_clave(p12, tmp_path):
    (tmp_path / "basura.p12").write_bytes(b"esto no es")
    casos = [
        (tmp_path / "falta.p12", "clave"), (p12(), "clave-errada"), (tmp_path / "basura.p12", ""),
        (p12(None, NoEncryption()), ""),
    ]  # fmt: skip
    for archivo, clave in casos:
        with pytest.raises(FirmaImposible) as error:
            Firma.de_archivo(archivo, clave)
        assert str(archivo) in str(error.value) and "clave-errada" not in str(error.value)


def test_un_certificado_vencido_no_firma(carpeta):
    firma = Firma.de_desarrollo(carpeta)
    with time_machine.travel(datetime.now(timezone.utc) + timedelta(days=3700)):
        for vencida in (firma, Firma.de_desarrollo(carpeta)):
            with pytest.raises(CertificadoVencido, match="vale del"):
                vencida.firmar(b"", "x")
