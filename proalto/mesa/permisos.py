"""What each role may do: the one table. A page that no line names is shut to everybody (`sesion.py`)."""

from __future__ import annotations

from proalto.services.atencion import entrega_de_evidencia
from proalto.services.mesa.usuarios import Rol

TODOS = tuple(Rol)
ATIENDEN = (Rol.ASESOR, Rol.SUPERVISOR)  # they speak with customers
MIRAN_CASOS = (Rol.ASESOR, Rol.SUPERVISOR, Rol.AUDITOR)
APRUEBAN_EVIDENCIA = entrega_de_evidencia.APRUEBAN
DIRIGEN = (Rol.SUPERVISOR,)  # people, and what stands in the way of them
MIRAN_AUDITORIA = (Rol.SUPERVISOR, Rol.AUDITOR)
ESCRIBEN_RESPUESTAS = (Rol.SUPERVISOR, Rol.CONTENIDO)
MIRAN_FALLIDOS = (Rol.SUPERVISOR, Rol.CONTENIDO, Rol.AUDITOR)
MIRAN_INDICADORES = TODOS  # an advisor sees only their own

# What the top of each page offers, in this order, if that page exists. The first is where somebody arrives.
MENU = (
    ("Casos", "/casos", MIRAN_CASOS),
    ("Conversaciones", "/conversaciones", MIRAN_CASOS),
    ("Indicadores", "/indicadores", MIRAN_INDICADORES),
    ("Fallidos", "/fallidos", MIRAN_FALLIDOS),
    ("Respuestas", "/respuestas", ESCRIBEN_RESPUESTAS),
    ("Acuerdos", "/acuerdos", DIRIGEN),
    ("Personas", "/personas", DIRIGEN),
    ("Auditoría", "/auditoria", MIRAN_AUDITORIA),
)
