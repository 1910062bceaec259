"""What a process writes: types and places; never what an exception says, what was around it, or a long number."""

import logging
import subprocess
import sys

import pytest
import structlog

from proalto import logs
from proalto.channel.mends.bitacora import sin_datos
from proalto.settings import ROOT

DICHO = "Rosalba Quintero"
PROGRAMA = """
import logging, threading, asyncio
from proalto.logs import configure
configure("prueba")
secreto = "Rosalba Quintero"
registro = logging.getLogger("biblioteca.ajena")
try:
    raise ValueError(f"no existe {secreto}")
except ValueError:
    registro.exception("fallo con cédula %s de %s", "52998877", "rosalba@correo.co")
registro.warning("pesos 7.654.321 a wamid.HBgMNTczMDAx== en 2026", extra={})
registro.error("mal %d", "x")
registro.error("pila", stack_info=True)
def caer():
    raise RuntimeError(secreto)
hilo = threading.Thread(target=caer); hilo.start(); hilo.join()
async def sola():
    asyncio.get_running_loop().call_soon(caer)
    await asyncio.sleep(0.05)
asyncio.run(sola())
raise KeyError(secreto)
"""


def test_ni_las_excepciones_ni_los_hilos_ni_el_final_dicen_lo_que_llevaban():
    hecho = subprocess.run([sys.executable, "-c", PROGRAMA], cwd=ROOT, text=True, capture_output=True, timeout=60)
    dicho = hecho.stdout + hecho.stderr
    assert hecho.returncode == 1
    for nada in (DICHO, "Rosalba", "52998877", "correo.co", "7.654.321", "HBgMNTcz", "Traceback", "secreto"):
        assert nada not in dicho, dicho
    assert dicho.count("RuntimeError at <string>:") == 2 and "[ValueError at <string>:" in dicho
    assert "ended by KeyError at <string>:" in dicho and "en 2026" in dicho


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        ("contact 42 failed: HTTP 503", "contact 42 failed: HTTP 503"),
        ("cc 52.998.877 y 52998877", "cc […] y […]"),
        ("a.b+c@d.co escribió", "[…] escribió"),
        ("id wamid.HBgMNTczMDAxAA==", "id […]"),
        ("message 7 not sent: GraphError Meta#131053", "message 7 not sent: GraphError Meta#131053"),
        ("Meta#573001234567, code 131053, x52998877", "Meta#[…], code […], x[…]"),
    ],
)
def test_lo_que_se_tapa_y_lo_que_no(antes, despues):
    assert logs.ocultar(antes) == despues


def test_de_un_suceso_de_rasa_queda_su_nombre_y_el_tipo_del_error():
    try:
        raise ValueError(DICHO)
    except ValueError as error:
        info = error
    suceso = {"event": "processor.fallo", "level": "error", "text": DICHO, "slots": {"cedula": "52"}, "exc_info": info}
    queda = sin_datos(None, "error", suceso)
    assert queda.keys() == {"event", "level", "error"} and queda["error"].startswith("ValueError at ")
    assert DICHO not in str(queda)


def test_la_bitacora_de_rasa_no_muestra_las_variables(capsys):
    pasos = [
        structlog.dev.set_exc_info,
        sin_datos,
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(),
    ]
    registro = structlog.wrap_logger(structlog.PrintLogger(), processors=pasos)
    secreto = DICHO
    try:
        raise ValueError(secreto)
    except ValueError:
        registro.exception("rasa.fallo", text=secreto)
    dicho = capsys.readouterr().out
    assert "rasa.fallo" in dicho and "ValueError at" in dicho and DICHO not in dicho


def test_configurar_no_cambia_lo_que_otra_prueba_ve():
    assert logging.getLogRecordFactory() is not logs._sin_datos
