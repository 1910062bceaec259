"""F-16: the machine is lost under load. A new one is made of base and WAL; and the dead disk is read, too."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

import psutil

from caos import respaldo
from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida
from caos.postgres import Postgres
from caos.respaldo import Respaldo

RTO = 600.0


def f16(e: Escenario, medida: Medida) -> list[str]:
    """Kill everything at once while customers write; go on elsewhere, with what the backup has."""
    quejas = []
    muerta = e.producto.run_dir
    copia = Respaldo(e.mundo.nucleo.dsn, muerta.parent / "respaldo")
    with e.carga(4.0, 30):
        time.sleep(10)
        copia.empezar()
        if not respaldo.esperar_replica(e.mundo.nucleo.dsn):
            quejas.append("quien recibe el WAL nunca estuvo al día")
        time.sleep(medida.segundos(40))
        desde = time.monotonic()
        confirmados = _perder(e)
        copia.terminar()
        viva = muerta.parent / "otra" / "run"
        viva.mkdir(parents=True)
        shutil.copy(muerta / "claves.env", viva / "claves.env")
        copia.restaurar(viva / "postgres")
        e.renacer(viva)
        e.contestar(3, RTO)
        rto = time.monotonic() - desde
        e.historia.anotar("maquina", que="de vuelta", segundos=round(rto, 1))
        if rto > RTO:
            quejas.append(f"la primera respuesta llegó {rto:.0f} s después de perder la máquina")
        time.sleep(10)
    return quejas + _del_disco(e, muerta / "postgres", confirmados)


def _perder(e: Escenario) -> int:
    """Kill every process of the product at the same time; return how many messages were acknowledged by then."""
    e.enfermero.cerrar()
    launcher = e.producto.launcher
    todos = [launcher, *launcher.children(recursive=True), *e.postgres.familia()]
    e.historia.anotar("muerte", parte="maquina", pid=launcher.pid)
    for proceso in todos:
        try:
            proceso.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(todos, 10)
    return e.mundo.meta.confirmados


def _del_disco(e: Escenario, datos: Path, confirmados: int) -> list[str]:
    """Start a server on a copy of the dead machine's disk and count: all that was acknowledged is there."""
    destino = datos.parent / "copia"
    respaldo.copiar(datos, destino)
    servidor = Postgres(destino)
    if not servidor.iniciar():
        return ["no server starts on the copy of the disk"]
    cuantos = e.consulta_en(servidor, "SELECT count(*) FROM asistente.mensajes_entrantes WHERE tipo <> 'interno'")
    principal = servidor.principal()
    if principal is not None:
        principal.send_signal(signal.SIGINT)
        principal.wait(20)
    e.historia.anotar("maquina", que="disco copiado", confirmados=confirmados, guardados=cuantos)
    return [] if cuantos >= confirmados else [f"{confirmados - cuantos} acknowledged messages are not on the disk"]


F16 = Experimento("F-16", "La máquina se pierde: base y WAL en otra, y el disco muerto", f16, limite=False)
