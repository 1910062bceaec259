"""Secrecy of who is a customer (Ley 1581 art. 4): the four ways in look and take the same.

An unknown cédula, a wrong date, a locked customer and the right one: same bytes, and the answer due at the same time.
The jitter is the same in all four here, so whatever is left comes from the branch alone. `AUDITORIA=1`: 1,000 trials.
"""

from __future__ import annotations

import json
import os
import random
from datetime import datetime, timezone
from statistics import median

import pytest
from scipy.stats import ks_2samp

from actions.identidad import ValidateIdentidadForm
from proalto.db.database import Transaction
from proalto.services.identificacion import piso
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria import bandeja_salida
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from tests.actions.ayuda import Charla
from tests.conftest import conectar, nuevo_contacto
from tests.services.identificacion.test_identidad import bloquear
from tests.services.pasos import EXPEDICION, OTRA_FECHA, Pasos, cedula_desconocida, malo, telefono_nuevo
from tests.worker.buzon import Buzon

VECES = 1000 if os.environ.get("AUDITORIA") else 40
P_MINIMA, MEDIANAS_SEGUNDOS = 0.05, 0.01
ESCRITO = {EXPEDICION: "3 de mayo de 1998", OTRA_FECHA: "1 de enero de 2001"}


class RasaConLaAccion:
    """Runs the very action of the form on one date, as the action server would, and renders domain.yml."""

    def __init__(self, app, cedula):
        self._app, self._cedula = app, cedula

    def turn(self, contacto_id, wamid, texto, payload, intento, segundos=None):
        contacto = Contacto(contacto_id, self.address, wamid)
        charla = Charla(self._app, contacto).abre("identidad_form", "fecha_expedicion", cedula=self._cedula)
        return charla.dice(texto, wamid).valida(ValidateIdentidadForm).respuestas


@pytest.fixture
def ramas(app, nucleo, reloj):
    """The four ways in: each gives a cédula and a date."""
    reloj.ahora = datetime.now(timezone.utc)
    hoy = reloj.ahora.date()

    def cliente():
        return nucleo.cliente(telefono_nuevo(), celular_confirmado_en=hoy)

    bloqueada = cliente()
    bloquear(Pasos(app, nucleo, nuevo_contacto(app)), bloqueada)
    return {
        "desconocida": lambda: (cedula_desconocida(), EXPEDICION),
        "errada": lambda: (cliente(), OTRA_FECHA),
        "bloqueada": lambda: (bloqueada, EXPEDICION),
        "buena": lambda: (cliente(), EXPEDICION),
    }


def turno(app, cedula, fecha):
    """Hold one turn in a new chat; return the bytes that will leave, and the seconds from arrival until they do."""
    buzon, rasa = Buzon(app, nuevo_contacto(app)), RasaConLaAccion(app, cedula)
    rasa.address = buzon.contacto.address
    wamid = buzon.llega(ESCRITO[fecha])
    empieza = datetime.now(timezone.utc)
    Atencion(app, rasa, Mantenimiento(app.whatsapp)).atender(buzon.contacto.id)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT cuerpo, proximo_intento FROM asistente.mensajes_salientes"
            " WHERE wamid_origen = %s AND clase = 'respuesta' ORDER BY id",
            (wamid,),
        )
        filas = cursor.fetchall()
    # A button's id is drawn anew for each message, as in any other turn.
    cuerpos = [app.cipher.unseal(cuerpo, bandeja_salida.CUERPO) for cuerpo, _ in filas]
    return json.dumps([_sin_ids(cuerpo) for cuerpo in cuerpos]), (filas[0][1] - empieza).total_seconds()


def _sin_ids(valor):
    if isinstance(valor, dict):
        return {clave: _sin_ids(hijo) for clave, hijo in valor.items() if clave != "id"}
    return [_sin_ids(hijo) for hijo in valor] if isinstance(valor, list) else valor


def test_L24_las_cuatro_ramas_dicen_lo_mismo_y_salen_al_mismo_tiempo(app, ramas, monkeypatch):
    dicho, tardo = {}, {nombre: [] for nombre in ramas}
    azar = {nombre: random.Random(20261121) for nombre in ramas}
    for rama in ramas.values():  # warm: connections, caches, the key of the first contact
        turno(app, *rama())
    for _ in range(VECES):
        for nombre, rama in ramas.items():
            monkeypatch.setattr(piso, "_azar", azar[nombre])
            bytes_, segundos = turno(app, *rama())
            dicho.setdefault(nombre, set()).add(bytes_)
            tardo[nombre].append(segundos)
    assert len(set.union(*dicho.values())) == 1 and all(len(suyos) == 1 for suyos in dicho.values())
    for nombre, otros in tardo.items():
        assert min(otros) >= 1.0
        assert ks_2samp(tardo["buena"], otros).pvalue > P_MINIMA, nombre
        assert abs(median(tardo["buena"]) - median(otros)) < MEDIANAS_SEGUNDOS, nombre


@pytest.fixture
def consultas(monkeypatch):
    """The names of the queries that are run, in order."""
    hechas = []
    for nombre in ("run", "first", "one", "all"):
        original = getattr(Transaction, nombre)

        def anotado(self, name, _original=original, **params):
            if not hechas or hechas[-1] != name:  # `one` may be built upon `first`
                hechas.append(name)
            return _original(self, name, **params)

        monkeypatch.setattr(Transaction, nombre, anotado)
    return hechas


def test_L24_las_cuatro_ramas_hacen_las_mismas_consultas(app, nucleo, ramas, consultas):
    """Not the clock but the work: the same looks, in the same order, until the last wrong code."""
    hechas = {}
    for nombre, rama in ramas.items():
        pasos, (cedula, fecha) = Pasos(app, nucleo, nuevo_contacto(app)), rama()
        app.cipher.encrypt(b"", "x", de=pasos.contacto.id)  # its data key is there
        consultas.clear()
        pasos.presenta(cedula)
        pasos.da_fecha(cedula, fecha)
        hechas[nombre] = list(consultas)
        codigo = pasos.recibe()
        consultas.clear()
        for _ in range(4):
            pasos.prueba(malo(codigo))
        hechas[nombre] += consultas
    assert len(hechas["buena"]) > 20
    for nombre, suyas in hechas.items():
        assert suyas == hechas["buena"], nombre
