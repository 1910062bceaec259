"""Every check, in the order in which an operator mends things. A new one is a line here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proalto.prelaunch import ambiente, base, busquedas, firma, maquina, meta, papeles
from proalto.prelaunch.hallazgos import Contexto, Problema, Revision

REVISIONES: Sequence[Revision] = (
    Revision("Modo de producción", ambiente.modo),
    Revision("Secretos", ambiente.secretos),
    Revision("Direcciones y proxies", ambiente.direcciones),
    Revision("Bases de datos", ambiente.bases),
    Revision("Archivos con secretos", ambiente.archivos),
    Revision("Migraciones", base.migraciones),
    Revision("Roles de PostgreSQL", base.roles),
    Revision("Contrato de nucleo", base.nucleo),
    Revision("Búsquedas en nucleo", busquedas.indices),
    Revision("Quién entra a la mesa", base.mesa),
    Revision("Firma de certificados", firma.certificado),
    Revision("Antivirus", maquina.antivirus),
    Revision("Modelo", maquina.modelo),
    Revision("Reloj", maquina.reloj),
    Revision("Webhook", maquina.webhook),
    Revision("Token y número de WhatsApp", meta.token),
    Revision("Suscripción de la cuenta", meta.suscripcion),
    Revision("Plantillas", meta.plantillas),
    Revision("Datos de la empresa", papeles.empresa, de_papel=True),
    Revision("Política de datos", papeles.politica, de_papel=True),
    Revision("Tasa máxima legal", papeles.tasa_maxima, de_papel=True),
    Revision("Festivos", papeles.dias_festivos, de_papel=True),
    Revision("Registro Nacional de Bases de Datos", papeles.registro_de_bases, de_papel=True),
    Revision("Lo que alguien declara", papeles.declaraciones, de_papel=True),
)


@dataclass(frozen=True)
class Hallado:
    """One check and what it found; nothing, when all is well."""

    nombre: str
    problemas: tuple[Problema, ...]


def revisar(contexto: Contexto) -> list[Hallado]:
    """Run every check that can be run: without an App, those that only read papers."""
    cuales = [revision for revision in REVISIONES if revision.de_papel or contexto.app is not None]
    return [Hallado(revision.nombre, tuple(revision.mirar(contexto))) for revision in cuales]
