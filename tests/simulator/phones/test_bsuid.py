"""Who has a number: the same person after a restart of the simulator, another one after the line changed hands."""

from simulator.clock import SystemClock
from simulator.events import Hub
from simulator.phones.store import PhoneStore

NUMERO = "573005550101"


def de_nuevo() -> PhoneStore:
    return PhoneStore(SystemClock(), Hub())


def test_el_mismo_numero_es_la_misma_persona_despues_de_reiniciar() -> None:
    assert de_nuevo().add(NUMERO).bsuid == de_nuevo().add(NUMERO).bsuid
    assert de_nuevo().add(NUMERO).bsuid != de_nuevo().add("573005550102").bsuid


def test_quien_recibe_la_linea_de_otro_es_otra_persona() -> None:
    phones = de_nuevo()
    primera = phones.add(NUMERO)
    antes = primera.bsuid
    phones.remove(primera)
    segunda = phones.add(NUMERO)
    assert segunda.bsuid != antes
    de_la_segunda = segunda.bsuid
    phones.change_number(segunda, "573005550109")
    assert len({antes, de_la_segunda, segunda.bsuid, phones.add(NUMERO).bsuid}) == 4


def test_vaciar_el_simulador_lo_deja_como_al_arrancar() -> None:
    phones = de_nuevo()
    antes = phones.add(NUMERO).bsuid
    phones.clear()
    assert phones.add(NUMERO).bsuid == antes
