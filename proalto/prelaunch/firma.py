"""The key that signs certificates: it opens, it is valid for a while, and somebody else vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from proalto.gateways.imprenta import FirmaImposible
from proalto.prelaunch.hallazgos import Contexto, Problema

MARGEN = timedelta(days=45)  # a new one takes weeks of papers
CAPITULO = "docs/operacion.md, «La firma de los certificados»"


def certificado(contexto: Contexto) -> Iterator[Problema]:
    """The paz y salvo is signed with a certificate that others accept."""
    from proalto.gateways.firma import Firma

    ajustes = contexto.ajustes
    if ajustes.certificado_p12 is None:
        yield Problema("CERTIFICADO_P12 no está: los paz y salvo saldrían «sin validez»", f"Consíguelo: {CAPITULO}.")
        return
    try:
        leido = Firma.de_archivo(ajustes.certificado_p12, ajustes.certificado_p12_clave).certificado
    except FirmaImposible as error:
        yield Problema(str(error), f"Revisa el archivo y CERTIFICADO_P12_CLAVE: {CAPITULO}.")
        return
    desde, hasta = leido.not_valid_before_utc, leido.not_valid_after_utc
    if not desde <= contexto.now <= hasta:
        yield Problema(f"El certificado de firma vale del {desde:%Y-%m-%d} al {hasta:%Y-%m-%d}", "Renuévalo.")
    elif hasta - contexto.now < MARGEN:
        yield Problema(f"El certificado de firma vence el {hasta:%Y-%m-%d}", "Pide ya el que sigue.")
    if leido.issuer == leido.subject:
        yield Problema(
            "El certificado de firma es autofirmado: solo nos prueba algo a nosotros",
            "Usa uno de una entidad acreditada por ONAC (Ley 527 de 1999).",
        )
