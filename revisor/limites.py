"""How many phrases make an intent known, and for how long an answer holds. WhatsApp's figures are in payloads.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

VIGENCIA = timedelta(days=365)  # after it, somebody must read a FAQ answer again

# What customers come for, besides faq/; the rest is courtesy, and what holds a conversation together.
DEL_CLIENTE = frozenset({
    "consultar_saldo", "consultar_estado_solicitud", "pedir_paz_y_salvo", "pedir_renovacion", "pedir_credito_nuevo",
    "hablar_con_asesor", "poner_queja", "reportar_fraude", "consultar_politica_datos", "conocer_mis_datos",
    "actualizar_mis_datos", "suprimir_mis_datos", "revocar_autorizacion", "activar_notificaciones",
    "desactivar_notificaciones", "elegir_hora_de_avisos", "no_recibi_codigo", "adjuntar_documento",
})  # fmt: skip


@dataclass(frozen=True)
class Minimos:
    """How many different phrases each intent needs in `data/`, and in `tests/nlu/test_nlu.yml` (`medida`)."""

    del_cliente: int = 60
    las_demas: int = 40
    medida: int = 25
    aparte: Mapping[str, int] = field(default_factory=lambda: {"fuera_de_alcance": 200})

    def de(self, intencion: str) -> int:
        """Return what `intencion` needs in `data/`."""
        if intencion in self.aparte:
            return self.aparte[intencion]
        return self.del_cliente if intencion in DEL_CLIENTE or intencion.startswith("faq/") else self.las_demas
