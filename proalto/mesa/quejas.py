"""What a refusal of the services is called at the desk, and what can be done."""

from __future__ import annotations

from proalto.errors import ProAltoError
from proalto.services.atencion.causas import CausaInvalida
from proalto.services.atencion.entrega_de_evidencia import FaltaProbarQuienEs, NoEsSuplantacion, NoSePuede
from proalto.services.atencion.gestion_casos import CasoSinCerrar
from proalto.services.atencion.notas import NOTA_MAXIMA, NotaInvalida
from proalto.services.atencion.permisos_de_caso import CasoCerrado, NoEsDeTuEquipo
from proalto.services.atencion.prioridades import DanoDesconocido
from proalto.services.conversacion.respuestas import TEXTO_MAXIMO, TextoInvalido, VentanaCerrada
from proalto.services.datos.gestion_de_datos import (
    MOTIVO_MAXIMO,
    FaltaFundamento,
    FaltaIdentificarse,
    MotivoInvalido,
    NoEsDeDatos,
    PlazoVencido,
    TardeParaPedir,
    YaProrrogada,
    YaSeConfirmo,
    YaSePidio,
)
from proalto.services.datos.solicitudes_de_datos import SinResponder
from proalto.services.mensajeria.plantillas import DATO_MAXIMO, PlantillaInvalida
from proalto.services.mesa import equipos
from proalto.services.mesa.equipos import SinEquipo
from proalto.services.mesa.usuarios import SinUsuario

QUEJAS: tuple[tuple[type[ProAltoError], str], ...] = (
    (VentanaCerrada, "Pasaron 24 horas desde su último mensaje y WhatsApp ya no deja escribirle. Usa una plantilla."),
    (TextoInvalido, f"Escribe algo de hasta {TEXTO_MAXIMO} letras."),
    (NoEsSuplantacion, "Solo un caso de fraude tiene evidencia para entregar."),
    (
        FaltaProbarQuienEs,
        "Nadie confirmó en el chat quién es. Un supervisor debe pedirla, y escribir cómo se comprobó.",
    ),
    (NoSePuede, "Esa entrega ya venció, o le toca a otra persona: una pide y otra aprueba."),
    (CasoCerrado, "Este caso ya está cerrado. Reábrelo para seguir."),
    (CasoSinCerrar, "Este caso ya está abierto."),
    (SinResponder, "Este caso es de un derecho sobre datos sin responder: respóndelo y después ciérralo."),
    (
        PlantillaInvalida,
        f"Elige la plantilla y llena todos sus datos, cada uno de hasta {DATO_MAXIMO} letras, sin amenazar con"
        " reportes ni preguntar por el pago.",
    ),
    (NotaInvalida, f"Escribe una nota de hasta {NOTA_MAXIMA} letras."),
    (CausaInvalida, "Elige la causa del caso."),
    (SinEquipo, "Elige el equipo que lo recibe."),
    (SinUsuario, "Esa persona ya no está. Elige otra."),
    (DanoDesconocido, "Elige el daño de la lista."),
    (NoEsDeDatos, "Este caso no es de un derecho sobre datos, o ya se respondió."),
    (
        TardeParaPedir,
        "Lo que falta se pide solo en un reclamo y en los 5 días siguientes a recibirlo: cuenta completo.",
    ),
    (YaSePidio, "Lo que falta ya se pidió una vez, y no se pide otra: responde con lo que hay."),
    (YaSeConfirmo, "Quien lo pidió sí confirmó quién es: responde a favor o negando."),
    (YaProrrogada, "Esta solicitud ya se prorrogó, o espera lo que le falta."),
    (
        PlazoVencido,
        "El plazo de la ley ya se venció: no se puede prorrogar ni trasladar, y si es de crédito solo cabe favorable.",
    ),
    (FaltaFundamento, "Para negarlo, elige el deber legal que obliga a conservar los datos."),
    (
        FaltaIdentificarse,
        "Nadie confirmó quién es en los 5 minutos de la solicitud. Pídele que repita por el chat lo que quiere y toque "
        "«Confirmar quién soy».",
    ),
    (MotivoInvalido, f"Escribe las razones, de hasta {MOTIVO_MAXIMO} letras; la respuesta puede ser más larga."),
)
DE_QUIEN_RECIBE = "Esa persona no es de ese equipo. Elige otra, o deja que el equipo lo reparta."


def de(error: ProAltoError) -> str | None:
    """Return the words for an error, or None when it is not the person's to mend."""
    if isinstance(error, NoEsDeTuEquipo) and str(error) in equipos.vigentes():
        return DE_QUIEN_RECIBE
    return next((dicho for clase, dicho in QUEJAS if isinstance(error, clase)), None)
