"""How the desk calls what a right over personal data is about, and how it stands."""

from __future__ import annotations

DERECHOS = {
    "conocer": "Conocer sus datos", "copia": "Copia de la autorización", "actualizar": "Corregir sus datos",
    "suprimir": "Borrar sus datos", "revocar": "Revocar la autorización", "representar": "Pide por otra persona",
}  # fmt: skip
REGIMENES = {"1581": "Ley 1581", "1266": "Ley 1266", "ambos": "Leyes 1581 y 1266"}
ESTADOS = {
    "en_curso": "en curso", "incompleta": "espera lo que falta", "trasladada": "trasladada", "desistida": "desistida",
    "por_borrar": "autorizada, se está borrando", "favorable": "respondida a favor", "negada": "negada",
    "silencio": "resuelto a favor por silencio",
}  # fmt: skip
ALERTAS = {
    "datos_50": "va en la mitad del plazo de la ley", "datos_80": "va en el 80 % del plazo de la ley",
    "datos_uno": "queda un día hábil del plazo de la ley", "datos_vencida": "se venció el plazo de la ley",
    "datos_silencio": "resuelto a favor por silencio", "datos_sin_marcar": "falta marcar «reclamo en trámite»",
    "datos_falta_sin_decir": "no le llegó el pedido de lo que falta: pídelo otra vez",
    "datos_desistida": "no completó su reclamo: se entiende desistido",
}  # fmt: skip
