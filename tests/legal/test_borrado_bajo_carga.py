"""L-20 under load: many are erased while others write, and while turns of the erased come late from another process."""

from __future__ import annotations

import logging
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timezone
from pathlib import Path

import psycopg2.errors
import pytest

from proalto import bootstrap
from proalto.db.database import DatabaseAway
from proalto.errors import ProAltoError
from proalto.gateways.cipher import LlaveDestruida
from proalto.services.mensajeria import bandeja_entrada
from proalto.services.supresion import borrado, pruebas_de_borrado
from proalto.worker import limpieza
from tests.conftest import nuevo_contacto
from tests.legal import cliente_completo, rastros
from tests.legal.borrados import QUEDA, huella_de
from tests.legal.cliente_completo import Cliente
from tests.services.gente import sql
from tests.services.mensajes import mensaje, webhook

PAUSA = 0.05  # seconds between what each one does: two cores carry all of them
COMPLETA = os.environ.get("AUDITORIA") == "1"
BORRADOS, VIVOS, CARRIL = (100, 20, 4) if COMPLETA else (10, 4, 3)


class Gentio:
    """Customers who write all the while; counts what they wrote and whatever went wrong."""

    def __init__(self, vivos: list[Cliente]) -> None:
        self.vivos, self.escritos, self.errores = vivos, Counter[int](), list[str]()
        self._basta = threading.Event()
        self._hilos = [threading.Thread(target=self._escribir, args=(uno,), daemon=True) for uno in vivos]

    def __enter__(self) -> Gentio:
        for hilo in self._hilos:
            hilo.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._basta.set()
        for hilo in self._hilos:
            hilo.join(60)

    def _escribir(self, quien: Cliente) -> None:
        while not self._basta.wait(PAUSA):
            try:
                quien.escribe(f"mensaje {self.escritos[quien.contacto.id]} de {quien.frase}")
                self.escritos[quien.contacto.id] += 1
            except DatabaseAway:
                continue  # a machine this slow; the customer would be attended again
            except Exception as error:  # noqa: BLE001 - counted, and the test fails
                self.errores.append(type(error).__name__)


class Tardios:
    """Another process whose turns of a contact go on coming while it is erased, and after."""

    def __init__(self, cliente: Cliente) -> None:
        app = cliente.app
        self.cliente, self.guardados, self.negados = cliente, 0, 0
        self._cipher = bootstrap.cipher(app.settings, app.settings.database_url or "")
        self._cipher.encrypt(b"", "x", de=cliente.contacto.id)  # it has the key, and remembers it for a minute
        self._basta, self._uno = threading.Event(), threading.Event()
        self._hilo = threading.Thread(target=self._llegar, daemon=True)
        self._hilo.start()
        assert self._uno.wait(60), "no turn came before the erasure"

    def termina(self) -> None:
        """Let three more come, now that it is erased."""
        self._hilo.join(60)
        self._basta.set()

    def _llegar(self) -> None:
        n = 100
        while not self._basta.wait(PAUSA) and self.negados < 3:
            n += 1
            try:
                self._guardar(n)
                self.guardados += 1
                self._uno.set()
            except DatabaseAway:
                continue
            except (psycopg2.errors.ForeignKeyViolation, LlaveDestruida):
                self.negados += 1

    def _guardar(self, n: int) -> None:
        suyo, frase = self.cliente.contacto.id, self.cliente.frase
        sellado = self._cipher.seal([{"event": "user", "text": frase}], "turnos.eventos", de=suyo)
        wamid = rastros.en_wamid(self.cliente.telefono)
        with self.cliente.app.db.transaction() as tx:
            tx.run("asistente.turnos.guardar", contacto_id=suyo, n=n, wamid=wamid, eventos=sellado, estado=sellado)


@pytest.fixture
def registro(tmp_path: Path):
    """What the product logs, in a file, as the launcher keeps it."""
    carpeta = tmp_path / "logs"
    carpeta.mkdir()
    manejador = logging.FileHandler(carpeta / "worker.log", encoding="utf-8")
    raiz = logging.getLogger()
    antes, raiz.level = raiz.level, logging.DEBUG
    raiz.addHandler(manejador)
    yield tmp_path
    raiz.removeHandler(manejador)
    raiz.level = antes


def test_L20_borrados_bajo_carga_sin_dejar_rastro(app, nucleo, reloj, laura, registro):
    reloj.ahora = datetime.now(timezone.utc)
    vivos = [cliente_completo.nuevo(app, nucleo) for _ in range(VIVOS)]
    gente = [cliente_completo.nuevo(app, nucleo).vive(laura.id) for _ in range(BORRADOS)]
    canarios = [canario for uno in gente for canario in uno.canarios]
    assert len(rastros.en_la_base(app, canarios)) >= 12
    with Gentio(vivos) as gentio, ThreadPoolExecutor(CARRIL) as carriles:
        tardios = list(carriles.map(_borrar_con_turnos_tardios, gente[1:]))
        _por_el_worker(gente[0], reloj)
    pruebas_de_borrado.anotar(app.db, registro, app.now())
    assert len(tardios) == BORRADOS - 1 and borrado.por_hacer(app.db, app.now()) == []
    assert all(uno.negados for uno in tardios) and sum(uno.guardados for uno in tardios) > 0
    assert rastros.en_la_base(app, canarios) <= QUEDA
    assert rastros.en_archivos(registro, canarios) == []
    assert "is done" in (registro / "logs" / "worker.log").read_text(encoding="utf-8")
    _nadie_mas_perdio_nada(app, gentio)


def _borrar_con_turnos_tardios(uno: Cliente) -> Tardios:
    tardios = Tardios(uno)
    _borrar(uno)
    tardios.termina()
    return tardios


def _borrar(uno: Cliente) -> tuple[str, int]:
    app = uno.app
    while True:
        try:
            hecho = borrado.borrar(app.db, app.nucleo, app.cipher, uno.contacto, huella_de(uno), "supresion", app.now())
        except DatabaseAway:  # the lender's base, or ours, was too slow: it goes on where it stood
            continue
        return hecho.folio, sum(hecho.borrado.values())


def _por_el_worker(uno: Cliente, reloj) -> None:
    app = uno.app
    borrado.pedir(app.db, app.cipher, uno.contacto, huella_de(uno), "supresion", app.now())
    reloj.pasa(hours=2)
    while borrado.por_hacer(app.db, app.now()):
        limpieza.revisar(app)


def _nadie_mas_perdio_nada(app, gentio: Gentio) -> None:
    assert gentio.errores == [] and all(gentio.escritos[uno.contacto.id] > 0 for uno in gentio.vivos)
    for uno in gentio.vivos:
        ((cuantos,),) = sql(
            app, "SELECT count(*) FROM asistente.mensajes_entrantes WHERE contacto_id = %s", uno.contacto.id
        )
        assert cuantos >= gentio.escritos[uno.contacto.id]


def test_L20_lo_que_llega_mientras_se_borra_es_de_alguien_nuevo_o_se_borra(app, nucleo, reloj, laura):
    """The webhook never fails, and no message hangs from the erased contact."""
    reloj.ahora = datetime.now(timezone.utc)
    for _ in range(20 if COMPLETA else 4):
        uno = cliente_completo.nuevo(app, nucleo).vive(laura.id)
        llega = lambda texto, quien=uno: bandeja_entrada.recibir(  # noqa: E731
            app.db, app.cipher, webhook(mensaje(quien.contacto.address, texto)), app.now()
        )
        with ThreadPoolExecutor(4) as hilos:
            mensajes = [hilos.submit(llega, f"tarde {n}") for n in range(12)]
            _borrar(uno)
            assert [hecho.result().nuevos for hecho in as_completed(mensajes)] == [1] * 12
        assert rastros.en_la_base(app, (uno.frase, uno.cedula, uno.nombre)) == set()
        assert sql(app, "SELECT 1 FROM asistente.mensajes_entrantes WHERE contacto_id = %s", uno.contacto.id) == []


def test_L20_el_worker_borra_lo_pedido_y_lo_que_meta_guarda(app, nucleo, reloj, laura, tmp_path, monkeypatch):
    reloj.ahora = datetime.now(timezone.utc)
    uno = cliente_completo.nuevo(app, nucleo).vive(laura.id)
    borrado.pedir(app.db, app.cipher, uno.contacto, huella_de(uno), "supresion", app.now())
    reloj.pasa(hours=2)
    monkeypatch.setattr(limpieza.retencion, "toca", lambda *_: False)
    for _ in range(1 + BORRADOS // 20):  # a round takes fifty files, and whom others erased had some too
        limpieza.revisar(app)
    assert rastros.en_la_base(app, uno.canarios) <= QUEDA
    assert sql(app, "SELECT 1 FROM asistente.medios_por_borrar") == []
    assert sql(app, "SELECT 1 FROM asistente.borrados WHERE anotado_en IS NULL AND estado = 'hecho'") == []


def test_L20_una_parte_que_falla_no_detiene_las_demas(app, nucleo, reloj, laura, monkeypatch, caplog):
    reloj.ahora = datetime.now(timezone.utc)
    uno = cliente_completo.nuevo(app, nucleo).vive(laura.id)
    borrado.pedir(app.db, app.cipher, uno.contacto, huella_de(uno), "supresion", app.now())
    reloj.pasa(hours=2)

    def cae(*_):
        raise ProAltoError(uno.frase)

    monkeypatch.setattr(limpieza.pruebas_de_borrado, "anotar", cae)
    limpieza.revisar(app)
    assert rastros.en_la_base(app, uno.canarios) <= QUEDA and uno.frase not in caplog.text


def test_L20_un_contacto_cualquiera_no_tiene_borrado(app):
    assert nuevo_contacto(app).id not in {c for (c,) in sql(app, "SELECT contacto_id FROM asistente.borrados")}
