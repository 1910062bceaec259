"""The digital signature: PAdES by pyHanko, certifying that nothing may change (DocMDP 1).

What fpdf2 signs by itself, validators cannot read. A signature proves to others who signed only if its certificate
comes from an entity that they trust (in Colombia, one accredited by ONAC: Ley 527 de 1999).
"""

from __future__ import annotations

import logging
import os
import secrets
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from proalto.gateways.imprenta import CertificadoVencido, FirmaImposible

logging.getLogger("pyhanko").setLevel(logging.ERROR)
CAMPO = "FirmaProAlto"
DE_DESARROLLO, EMISOR_DE_DESARROLLO = "certificado-desarrollo.p12", "ProAlto DESARROLLO"
VIGENCIA_DE_DESARROLLO = timedelta(days=3650)


class Firma:
    """A private key with its certificate; threads may share it."""

    def __init__(self, datos: bytes, clave: str, origen: str) -> None:
        secreto = clave.encode() or None
        try:
            llave, certificado, _ = pkcs12.load_key_and_certificates(datos, secreto)
        except ValueError as error:
            raise FirmaImposible(f"{origen}: no es PKCS#12, o la clave no lo abre") from error
        if llave is None or certificado is None:
            raise FirmaImposible(f"{origen}: le falta la llave privada o el certificado")
        self.certificado, self._origen = certificado, origen
        self._signer = SimpleSigner.load_pkcs12_data(datos, [], secreto)

    @classmethod
    def de_archivo(cls, archivo: Path, clave: str) -> Firma:
        """Open the operator's key; raise FirmaImposible if it cannot sign."""
        try:
            datos = archivo.read_bytes()
        except OSError as error:
            raise FirmaImposible(f"CERTIFICADO_P12 ({archivo}): no se puede leer") from error
        return cls(datos, clave, f"CERTIFICADO_P12 ({archivo})")

    @classmethod
    def de_desarrollo(cls, carpeta: Path) -> Firma:
        """Open this folder's development key; the first time, make it."""
        archivo = carpeta / DE_DESARROLLO
        if not archivo.exists():
            _guardar(archivo, _llave_nueva())
        return cls(archivo.read_bytes(), "", str(archivo))

    def firmar(self, pdf: bytes, titulo: str) -> bytes:
        """Return the PDF with a signature that covers all of it; raise CertificadoVencido.

        `titulo` is the one of its XMP metadata, said again where older viewers look; fpdf2 leaves that out of PDF/A.
        """
        self._exigir_vigencia()
        metadata = PdfSignatureMetadata(
            field_name=CAMPO,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        )
        firmado = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        writer.set_info(DictionaryObject({pdf_name("/Title"): TextStringObject(titulo)}))  # type: ignore[no-untyped-call]
        sign_pdf(writer, metadata, self._signer, output=firmado)
        return firmado.getvalue()

    def _exigir_vigencia(self) -> None:
        desde, hasta = self.certificado.not_valid_before_utc, self.certificado.not_valid_after_utc
        if not desde <= datetime.now(timezone.utc) <= hasta:
            raise CertificadoVencido(f"{self._origen}: el certificado vale del {desde:%Y-%m-%d} al {hasta:%Y-%m-%d}")


def _llave_nueva() -> bytes:
    """Return a new self-signed key as PKCS#12 without a password: the file's mode guards it."""
    llave = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, EMISOR_DE_DESARROLLO)])
    ahora = datetime.now(timezone.utc)
    certificado = (
        x509.CertificateBuilder()
        .subject_name(nombre)
        .issuer_name(nombre)
        .public_key(llave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + VIGENCIA_DE_DESARROLLO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(llave, hashes.SHA256())
    )  # fmt: skip
    return pkcs12.serialize_key_and_certificates(
        EMISOR_DE_DESARROLLO.encode(), llave, certificado, None, NoEncryption()
    )


def _guardar(archivo: Path, datos: bytes) -> None:
    """Write the file whole or not at all, for its owner only; whoever comes second leaves the first one's."""
    archivo.parent.mkdir(parents=True, exist_ok=True)
    borrador = archivo.with_name(f".{archivo.name}.{secrets.token_hex(4)}")
    descriptor = os.open(borrador, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as salida:
            salida.write(datos)
        os.link(borrador, archivo)
    except FileExistsError:
        pass
    finally:
        borrador.unlink()
