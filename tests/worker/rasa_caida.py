"""A Rasa that answers nobody, and what its contacts see."""

from proalto.worker import demoras
from proalto.worker.rasa import RasaAway
from tests.worker.buzon import RasaDePrueba


class RasaMuerta(RasaDePrueba):
    """A Rasa that answers nobody until it is told to live."""

    viva, esperas = False, ()

    def turn(self, contacto_id, wamid, texto, payload, intento, segundos=None):
        self.esperas = (*self.esperas, segundos)
        if not self.viva:
            raise RasaAway("ConnectionError")
        return super().turn(contacto_id, wamid, texto, payload, intento, segundos)


def ronda(buzon):
    demoras.ronda(buzon.app, buzon.atencion)


def clases(buzon):
    return [saliente["clase"] for saliente in buzon.salientes()]
