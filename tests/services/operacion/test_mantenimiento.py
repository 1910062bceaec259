"""The notice that we are down: once an hour for each person, and never another trouble."""

import threading

import pytest

from proalto.services.operacion import mantenimiento
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.services.operacion.textos import texto
from proalto.whatsapp.address import Address
from proalto.whatsapp.errors import GraphTimeout
from proalto.whatsapp.memory import MemoryWhatsApp

ANA, LUIS = Address("573001112233"), Address(None, "CO.1")


@pytest.fixture
def segundos(monkeypatch):
    """The monotonic clock, in a list of one."""
    ahora = [5.0]  # a machine that has just started
    monkeypatch.setattr(mantenimiento.time, "monotonic", lambda: ahora[0])
    return ahora


def test_avisa_una_vez_por_hora_a_cada_uno(segundos):
    whatsapp = MemoryWhatsApp()
    aviso = Mantenimiento(whatsapp)
    for _ in range(3):
        aviso.avisar(ANA)
        aviso.avisar(LUIS)
    assert [p.get("to") or p["recipient"] for p in whatsapp.sent] == ["+573001112233", "CO.1"]
    assert whatsapp.sent[0]["text"]["body"] == texto("mantenimiento")
    segundos[0] += 3599
    aviso.avisar(ANA)
    assert len(whatsapp.sent) == 2
    segundos[0] += 1
    aviso.avisar(ANA)
    assert len(whatsapp.sent) == 3


def test_muchos_mensajes_a_la_vez_reciben_un_solo_aviso(segundos):
    whatsapp = MemoryWhatsApp()
    aviso = Mantenimiento(whatsapp)
    hilos = [threading.Thread(target=aviso.avisar, args=(ANA,)) for _ in range(8)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(whatsapp.sent) == 1


def test_si_meta_tampoco_responde_no_pasa_nada_mas(segundos):
    whatsapp = MemoryWhatsApp()
    whatsapp.fail_next_with(GraphTimeout("x"))
    aviso = Mantenimiento(whatsapp)
    aviso.avisar(ANA)
    aviso.avisar(LUIS)
    assert len(whatsapp.sent) == 1


def test_no_recuerda_sin_limite(segundos, monkeypatch):
    monkeypatch.setattr(mantenimiento, "RECUERDA", 2)
    whatsapp = MemoryWhatsApp()
    aviso = Mantenimiento(whatsapp)
    for telefono in ("571", "572", "573", "573", "571"):
        aviso.avisar(Address(telefono))
    assert [p["to"] for p in whatsapp.sent] == ["+571", "+572", "+573", "+571"]
