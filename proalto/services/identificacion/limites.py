"""Every number of the identity protocol, in one place (the reasons: docs/decisiones/0003-identidad.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limites:
    codigo_digitos: int = 6
    codigo_vigencia: timedelta = timedelta(minutes=5)
    codigo_intentos: int = 3
    codigo_reenvio_esperas: tuple[timedelta, ...] = (
        timedelta(seconds=60),
        timedelta(seconds=120),
        timedelta(seconds=300),
    )
    reenvio_hasta: timedelta = timedelta(minutes=30)  # later, who is asking must be shown anew
    codigos_por_cliente_30min: int = 3
    codigos_por_cliente_24h: int = 5
    codigos_por_contacto_24h: int = 5
    codigos_malos_seguidos_bloquean: int = 10
    codigos_malos_del_sistema_24h: int = 1000  # then codes are longer, and the number opens nothing by itself
    codigo_digitos_en_alerta: int = 8
    datos_malos_por_contacto: int = 3  # within datos_pausa
    datos_pausa: timedelta = timedelta(minutes=15)
    datos_malos_por_contacto_24h: int = 5
    cedulas_por_contacto_24h: int = 3
    cedulas_por_contacto_30d: int = 5
    contactos_por_cedula_24h: int = 3
    sesion_ociosa: timedelta = timedelta(minutes=10)
    sesion_total: timedelta = timedelta(minutes=30)
    celular_confirmado: timedelta = timedelta(days=180)
    enfriamiento: timedelta = timedelta(hours=72)
    otro_chat_restringido: timedelta = timedelta(hours=24)
    pareja_recordada: timedelta = timedelta(days=90)
    respuesta_piso: timedelta = timedelta(seconds=1.2)
    respuesta_vaiven: timedelta = timedelta(seconds=0.2)
    codigo_rescate: timedelta = timedelta(seconds=10)  # a code leaves after its reply, or then at the latest


LIMITES = Limites()
