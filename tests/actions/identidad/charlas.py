"""How far somebody gets in proving who they are."""

from datetime import date

from actions.identidad import ValidateIdentidadForm
from proalto.services.identificacion.sesiones import Capacidad, FaltaIdentidad, Nivel, exigir_identidad

FORM = "identidad_form"


EXPEDICION = date(1998, 5, 3)


CELULAR = "573001234567"


def con_codigo(charla, cedula, fecha="3 de mayo de 1998"):
    """Give cédula and date, and return what was said when the code left."""
    charla.abre(FORM, "fecha_expedicion", cedula=cedula)
    dicho = charla.dice(fecha).valida(ValidateIdentidadForm)
    charla.abre(FORM, "codigo")
    return dicho


def identificado(app, contacto):
    try:
        return exigir_identidad(app.db, app.cipher, contacto, Nivel.N2, app.now(), Capacidad.SALDO).cedula
    except FaltaIdentidad:
        return None
