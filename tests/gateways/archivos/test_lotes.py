"""All the hostile files and all the good ones, inspected and measured: what issue 4 asks for."""

import pytest

from proalto.gateways.archivos.motivos import Motivo
from tests.gateways.archivos import buenos, hostiles
from tests.gateways.archivos.medicion import medir

MEGA_KB = 1024


@pytest.fixture(scope="module")
def malos(tmp_path_factory):
    return medir(hostiles.todos(), tmp_path_factory.mktemp("hostiles"))


@pytest.fixture(scope="module")
def sanos(tmp_path_factory):
    return medir(buenos.todos(), tmp_path_factory.mktemp("buenos"))


def tabla(medidas):
    return "\n".join(f"{m.veredicto:22} {m.segundos:5.1f} s {m.crecio_kb:6} KB  {m.nombre}" for m in medidas)


def veredictos(medicion, grupo):
    return {m.veredicto for m in medicion.medidas if m.nombre.startswith(f"{grupo}: ")}


def test_son_bastantes_y_no_hay_dos_iguales(malos, sanos):
    assert len({m.nombre for m in malos.medidas}) == len(malos.medidas) >= 300
    assert len({m.nombre for m in sanos.medidas}) == len(sanos.medidas) >= 100


def test_ningun_hostil_se_acepta(malos):
    pasaron = [m for m in malos.medidas if m.veredicto == "bien"]
    assert not pasaron, tabla(pasaron)


def test_todos_los_buenos_se_aceptan(sanos):
    rechazados = [m for m in sanos.medidas if m.veredicto != "bien"]
    assert not rechazados, tabla(rechazados)


def test_cada_veredicto_tarda_menos_de_diez_segundos(malos, sanos):
    lentos = [m for m in malos.medidas + sanos.medidas if m.segundos >= 10]
    assert not lentos, tabla(lentos)


def test_ningun_proceso_crece_cien_megas(malos, sanos):
    assert malos.hijo_crecio_kb < 100 * MEGA_KB and sanos.hijo_crecio_kb < 100 * MEGA_KB
    pesados = [m for m in malos.medidas + sanos.medidas if m.crecio_kb >= 16 * MEGA_KB]
    assert not pesados, tabla(pesados)  # the one that asks receives the clean picture, and no more


def test_cada_clase_de_hostil_se_rechaza_por_lo_que_es(malos):
    assert veredictos(malos, "activos") == {"activo"}
    assert veredictos(malos, "protegidos") == {"protegido"}
    assert veredictos(malos, "formatos") == {"formato", "virus"}
    assert veredictos(malos, "dobles") == {"mezclado", "virus"}
    assert veredictos(malos, "ilegibles") == {"oscura", "clara", "borrosa", "pequena"}


def test_hay_un_hostil_para_cada_motivo(malos):
    vistos = {m.veredicto for m in malos.medidas} - {"ausente"}  # on a busy machine, the one that never ends
    assert vistos | {"tardo"} == {motivo.value for motivo in Motivo}
