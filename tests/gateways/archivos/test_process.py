"""The parent and a child that misbehaves."""

import logging

import pytest

from proalto.gateways.archivos import inspeccion, process
from proalto.gateways.archivos.inspeccion import inspeccionar
from proalto.gateways.archivos.motivos import LIMITES, ArchivoRechazado, Limites, Motivo
from proalto.gateways.archivos.process import ChildDied, RevisorAway, ask
from tests.gateways.archivos.papeles import pdf

LISTO = "import os, sys, time; os.write(1, b'listo\\n'); "


@pytest.fixture
def hijo(monkeypatch):
    return lambda codigo: monkeypatch.setattr(process, "_BOOT", codigo)


def test_lo_que_dice_el_hijo_llega_entero(hijo):
    hijo(
        LISTO + "c = sys.stdin.buffer.read(); os.write(1, b'{\"n\": %d}\\n' % len(c)); sys.stdout.buffer.write(c[::-1])"
    )
    contenido = bytes(range(256)) * 20_000
    assert ask({}, contenido, LIMITES) == ({"n": len(contenido)}, contenido[::-1])


@pytest.mark.parametrize(
    "codigo",
    ["pass", "raise SystemExit(3)", "import nada_de_nada", "print('hola')", "import os; os.abort()"],
)
def test_si_no_alcanza_a_empezar_la_culpa_no_es_del_archivo(hijo, codigo):
    hijo(codigo)
    with pytest.raises(RevisorAway) as caught:
        inspeccionar(pdf())
    assert not caught.value.permanent


def test_si_no_hay_python_la_culpa_no_es_del_archivo(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/no/hay/python")
    with pytest.raises(RevisorAway):
        inspeccionar(pdf())


@pytest.mark.parametrize(
    "codigo",
    [
        "os.abort()",
        "os.kill(os.getpid(), 11)",
        "os._exit(1)",
        "pass",
        "print('no es json')",
        "print('[1]')",
        "print('{}')",
        'print(\'{"motivo": "otro"}\')',
        "print('{\"motivo\": 7}')",
        'print(\'{"paginas": "x", "ancho": 1, "alto": 1}\')',
        'print(\'{"paginas": 1, "ancho": 1, "alto": 1}\\nMZ un programa\')',
    ],
)
def test_un_hijo_muerto_o_tomado_por_el_archivo_es_un_archivo_danado(hijo, codigo):
    hijo(LISTO + codigo)
    with pytest.raises(ArchivoRechazado) as caught:
        inspeccionar(pdf())
    assert caught.value.motivo is Motivo.danado


def test_un_hijo_que_no_acaba_se_termina(hijo):
    hijo(LISTO + "\nwhile True: pass")
    with pytest.raises((ChildDied, RevisorAway)) as caught:
        ask({}, b"", Limites(segundos=1))
    assert isinstance(caught.value, RevisorAway) or caught.value.late


def test_un_hijo_que_espera_sin_trabajar_es_una_maquina_ocupada(hijo):
    hijo(LISTO + "time.sleep(60)")
    with pytest.raises(RevisorAway):
        ask({}, b"", Limites(segundos=1))


def test_un_hijo_que_no_para_de_hablar_se_termina(hijo, monkeypatch):
    monkeypatch.setattr(process, "_ANSWER_BYTES", 2**20)
    hijo(LISTO + "\nwhile True: os.write(1, bytes(2**16))")
    with pytest.raises((ChildDied, RevisorAway)):
        ask({}, b"", Limites(segundos=20))


def test_lo_que_se_anota_no_dice_nada_del_archivo(hijo, caplog):
    hijo(LISTO + "os.abort()")
    with caplog.at_level(logging.DEBUG), pytest.raises(ArchivoRechazado):
        inspeccionar(pdf(b"/Canario (99901101)"))
    (nota,) = [registro.getMessage() for registro in caplog.records if registro.name == inspeccion.__name__]
    assert "99901101" not in nota and "exit" in nota
