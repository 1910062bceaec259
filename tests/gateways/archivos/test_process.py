"""The parent and a child that misbehaves."""

import json
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
        "print('[' * 100_000)",
        "print('no es json')",
        "print('[1]')",
        "print('{}')",
        'print(\'{"motivo": "otro"}\')',
        "print('{\"motivo\": 7}')",
        'print(\'{"paginas": "x", "ancho": 1, "alto": 1}\')',
    ],
)
def test_un_hijo_muerto_o_tomado_por_el_archivo_es_un_archivo_danado(hijo, codigo):
    hijo(LISTO + codigo)
    with pytest.raises(ArchivoRechazado) as caught:
        inspeccionar(pdf())
    assert caught.value.motivo is Motivo.danado


@pytest.mark.parametrize("bytes_", ["b''", "b'MZ un programa'", "b'%PDF-1.7'"])
def test_lo_que_vuelve_de_una_imagen_es_otra_imagen_y_nunca_la_original(hijo, bytes_):
    hijo(LISTO + f'os.write(1, b\'{{"paginas": 1, "ancho": 1, "alto": 1}}\\n\' + {bytes_})')
    with pytest.raises(ArchivoRechazado):
        inspeccionar(b"\xff\xd8\xff original")


@pytest.mark.parametrize("dicho", [(0, 1, 1), (21, 1, 1), (-1, 1, 1), (1, 0, 1), (1, 1, 10**9)])
def test_numeros_imposibles_no_se_creen(hijo, dicho):
    datos = dict(zip(("paginas", "ancho", "alto"), dicho))
    hijo(LISTO + f"print({json.dumps(datos)!r})")
    with pytest.raises(ArchivoRechazado):
        inspeccionar(pdf())


def test_un_hijo_que_no_acaba_se_termina(hijo):
    hijo(LISTO + "\nwhile True: pass")
    with pytest.raises((ChildDied, RevisorAway)) as caught:
        ask({}, b"", Limites(segundos=1))
    assert isinstance(caught.value, RevisorAway) or caught.value.late


@pytest.mark.parametrize("codigo", ["time.sleep(60)", "os.close(1); time.sleep(60)"])
def test_un_hijo_que_espera_sin_trabajar_es_una_maquina_ocupada(hijo, codigo):
    hijo(LISTO + codigo)
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
