"""What is left to a child that has shut itself in."""

import os
import signal
import subprocess
import sys

import pytest

from proalto.gateways.archivos import process
from proalto.gateways.archivos.motivos import LIMITES
from tests.gateways.archivos.medicion import RAIZ

ANTES = """
import os, socket, sys, mmap
sys.path.insert(0, {raiz!r})
from proalto.gateways.archivos import sandbox, seccomp
if not {filtro}:
    seccomp.install = lambda: False
filtra = sandbox.shut({memoria}, {segundos})
def intentar():
    {intento}
try:
    intentar()
    os.write(1, b"pudo")
except (OSError, MemoryError) as error:
    os.write(1, type(error).__name__.encode())
os._exit(0)
"""


MIRAR = """
import os, json
print("listo")
print(json.dumps({"ambiente": dict(os.environ), "abiertos": os.listdir("/proc/self/fd")}))
"""


def intentar(intento, *, filtro=True, memoria=64 * 2**20, segundos=5):
    codigo = ANTES.format(raiz=str(RAIZ), intento=intento, filtro=filtro, memoria=memoria, segundos=segundos)
    return subprocess.run([sys.executable, "-I", "-c", codigo], stdout=subprocess.PIPE, check=False)


@pytest.mark.parametrize("filtro", [True, False])
@pytest.mark.parametrize(
    "intento",
    [
        "open('/etc/hostname')",
        "open('/tmp/proalto-prueba', 'w')",
        "os.listdir('/')",
        "os.dup(1)",
        "os.close(0); open('/etc/hostname')",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "os.pipe()",
        "os.memfd_create('x')",
    ],
)
def test_no_abre_archivos_ni_conexiones_ni_aunque_el_nucleo_no_filtre(intento, filtro):
    assert intentar(intento, filtro=filtro).stdout in (b"OSError", b"PermissionError")


@pytest.mark.parametrize(
    "intento",
    [
        "os.kill(os.getppid(), 0)",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "os.setuid(0)",
        "os.unlink('/tmp/x')",
        "os.chdir('/')",
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99))",
    ],
)
def test_no_lanza_procesos_ni_toca_los_de_otros(intento):
    assert intentar(intento).stdout in (b"OSError", b"PermissionError", b"BlockingIOError", b"ValueError", b"")


def test_trabaja_y_contesta():
    assert intentar("bytearray(32 * 2**20); sum(range(1000)); os.getpid()").stdout == b"pudo"


@pytest.mark.parametrize("pedido", ["bytearray(80 * 2**20)", "mmap.mmap(-1, 80 * 2**20)"])
def test_no_pasa_de_su_memoria(pedido):
    assert intentar(pedido).stdout in (b"MemoryError", b"OSError")


def test_no_pasa_de_su_tiempo():
    assert intentar("while True: pass", segundos=1).returncode in (-signal.SIGXCPU, -signal.SIGALRM)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to give up")
def test_deja_de_ser_root():
    assert intentar("assert os.getuid() == os.geteuid() == os.getgid() == 65534", filtro=False).stdout == b"pudo"


def test_ningun_secreto_ni_archivo_abierto_llega_al_hijo(monkeypatch):
    monkeypatch.setenv("DATA_KEYS", "un-secreto")
    monkeypatch.setattr(process, "_BOOT", MIRAR)
    visto, _ = process.ask({}, b"", LIMITES)
    assert set(visto["ambiente"]) <= {"MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert len(visto["abiertos"]) == 4  # three streams, and the list itself
