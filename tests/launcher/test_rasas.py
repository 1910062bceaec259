"""A new model is loaded beside the old one and takes over only when it is well. The Rasas here are small programs."""

import os
import socket
import sys
import time

import pytest
import requests

from launcher import modelo
from launcher import rasas as rasas_module
from launcher.procesos import Procesos, Programa
from launcher.rasas import Rasas
from proalto import modelo_rechazado
from proalto.gateways.vecino import contesta
from tests.launcher.test_procesos import esperar

# Serves what its model file says; one that says "malo" ends at once, one that says "mudo" never listens. Told to
# leave, it still finishes the answer that it was asked for.
PROGRAMA = """
import http.server, pathlib, signal, sys, threading, time
puerto, dice = int(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text()
if dice.strip() == "malo": sys.exit(1)
if dice == "mudo": time.sleep(600)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/lento": time.sleep(1)
        self.send_response(200); self.end_headers(); self.wfile.write(dice.encode())
    def log_message(self, *_): pass
servidor = http.server.ThreadingHTTPServer(("127.0.0.1", puerto), Handler)
servidor.daemon_threads = False
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=servidor.shutdown).start())
servidor.serve_forever(0.01)
servidor.server_close()
"""


class Escena:
    def __init__(self, carpeta, cuantas):
        self.procesos = Procesos(dict(os.environ), carpeta / "logs")
        enchufes = [socket.create_server(("127.0.0.1", 0)) for _ in range(cuantas + 1)]
        *self.puertos, self.libre = [enchufe.getsockname()[1] for enchufe in enchufes]
        for enchufe in enchufes:
            enchufe.close()
        self.run_dir, self.carpeta = carpeta, carpeta / modelo_rechazado.CARPETA
        self.rasas = Rasas(self.procesos, self.receta, self.sana, self.carpeta)

    def receta(self, indice, puerto, con):
        return Programa(f"rasa-{indice}", [sys.executable, "-S", "-c", PROGRAMA, str(puerto), str(con)])

    def sana(self, puerto):
        return contesta(f"http://127.0.0.1:{puerto}/", 0.5)

    def entrenar(self, dice):
        modelo.MODELO.parent.mkdir(exist_ok=True)
        modelo.MODELO.write_text(dice)
        modelo._marcar(f"huella de {dice}")

    def arrancar(self, dice="uno"):
        self.entrenar(dice)
        self.rasas.arrancar(tuple(self.puertos), self.libre)
        esperar(lambda: all(self.sana(puerto) for puerto in self.puertos))

    def cuidar(self, condicion, segundos=15.0):
        def paso():
            self.rasas.cuidar()
            self.procesos.cuidar()
            return condicion()

        esperar(paso, segundos)

    def copias(self):
        return [copia.read_text() for copia in self.carpeta.glob("*.tar.gz")]

    def atienden(self):
        """Return what each port says, in their order; nothing where nobody is."""
        dicho = {}
        for puerto in (*self.puertos, self.libre):
            if self.sana(puerto):
                dicho[puerto] = requests.get(f"http://127.0.0.1:{puerto}/", timeout=2).text
        return dicho


@pytest.fixture
def escena(tmp_path, monkeypatch):
    monkeypatch.setattr(modelo, "MODELO", tmp_path / "models" / "asistente.tar.gz")
    monkeypatch.setattr(rasas_module, "MIRAR_CADA", 0.05)
    monkeypatch.setattr(rasas_module, "NOTAR_EN", 0.2)
    monkeypatch.setattr(rasas_module, "CALENTAR_EN", 2.0)
    monkeypatch.setattr(rasas_module, "REINTENTAR_EN", 600.0)
    abiertas = []

    def montar(cuantas=1):
        abiertas.append(Escena(tmp_path, cuantas))
        return abiertas[-1]

    yield montar
    for abierta in abiertas:
        abierta.procesos.terminar()


def test_el_modelo_nuevo_toma_el_sitio_libre_y_deja_libre_el_del_viejo(escena, capsys):
    uno = escena()
    uno.arrancar("uno")
    (puerto,) = uno.puertos
    uno.entrenar("dos")
    uno.cuidar(lambda: uno.atienden() == {uno.libre: "dos"})
    uno.entrenar("tres")
    uno.cuidar(lambda: uno.atienden() == {puerto: "tres"})
    assert "con el modelo nuevo" in capsys.readouterr().out
    uno.cuidar(lambda: uno.copias() == ["tres"])


def test_en_ningun_momento_falta_quien_atienda_y_lo_que_esta_en_camino_termina(escena):
    uno = escena()
    uno.arrancar("uno")
    (puerto,) = uno.puertos
    uno.entrenar("dos")
    en_camino = requests.Session().get  # asked of the old one just before it is told to leave
    respuestas = []

    def nunca_falta():
        atienden = uno.atienden()
        assert atienden
        if len(atienden) == 2 and not respuestas:
            import threading

            hilo = threading.Thread(
                target=lambda: respuestas.append(en_camino(f"http://127.0.0.1:{puerto}/lento", timeout=5).text)
            )
            respuestas.append(hilo)
            hilo.start()
        return list(atienden.values()) == ["dos"]

    uno.cuidar(nunca_falta)
    respuestas[0].join()
    assert respuestas[1:] == ["uno"]


def test_varias_replicas_cambian_una_tras_otra(escena):
    tres = escena(3)
    tres.arrancar("uno")
    tres.entrenar("dos")
    a_la_vez = []

    def cambiadas():
        dicho = list(tres.atienden().values())
        a_la_vez.append(len(dicho))
        return dicho == ["dos"] * 3 and len(dicho) == 3

    tres.cuidar(cambiadas, 30)
    assert min(a_la_vez) >= 3 and max(a_la_vez) <= 4


@pytest.mark.parametrize(("dice", "razon"), [("malo", "el proceso terminó"), ("mudo", "no estuvo listo en 2 segundos")])
def test_un_modelo_que_no_sirve_se_dice_y_sigue_el_anterior(escena, capsys, dice, razon):
    uno = escena()
    uno.arrancar("uno")
    uno.entrenar(dice)
    dicho = []
    uno.cuidar(lambda: dicho.append(capsys.readouterr().out) or razon in "".join(dicho))
    assert uno.atienden() == {uno.puertos[0]: "uno"}
    desde = time.monotonic()
    uno.cuidar(lambda: time.monotonic() - desde > 0.5)  # it is not tried again and again
    assert "Hay un modelo nuevo" not in capsys.readouterr().out
    assert uno.copias() == ["uno"] and modelo_rechazado.hay(uno.run_dir)
    uno.entrenar("dos")
    uno.cuidar(lambda: uno.atienden() == {uno.libre: "dos"})
    uno.cuidar(lambda: not modelo_rechazado.hay(uno.run_dir))


def test_un_modelo_que_no_alcanzo_a_cargar_se_intenta_otra_vez(escena, capsys, monkeypatch):
    """A busy machine, not a bad model: nobody would train it again, as nothing of it changed."""
    monkeypatch.setattr(rasas_module, "REINTENTAR_EN", 0.3)
    uno = escena()
    uno.arrancar("uno")
    ocupada = [True]
    sana = uno.rasas._salud
    uno.rasas._salud = lambda puerto: not (ocupada[0] and puerto == uno.libre) and sana(puerto)
    monkeypatch.setattr(rasas_module, "CALENTAR_EN", 0.2)
    uno.entrenar("dos")
    dicho = []
    uno.cuidar(lambda: dicho.append(capsys.readouterr().out) or "".join(dicho).count("no estuvo listo") == 2)
    assert "otra vez al lado" in "".join(dicho) and modelo_rechazado.hay(uno.run_dir)
    ocupada[0] = False
    monkeypatch.setattr(rasas_module, "CALENTAR_EN", 5.0)
    uno.cuidar(lambda: uno.atienden() == {uno.libre: "dos"})
    uno.cuidar(lambda: uno.copias() == ["dos"] and not modelo_rechazado.hay(uno.run_dir))


def test_cada_intento_espera_mas_que_el_anterior_y_otro_modelo_empieza_de_nuevo(escena, capsys, monkeypatch):
    monkeypatch.setattr(rasas_module, "REINTENTAR_EN", 120.0)
    monkeypatch.setattr(rasas_module, "REINTENTAR_MAXIMO", 300.0)
    uno = escena()
    uno.arrancar("uno")

    def rechazado(dice):
        if dice:
            uno.entrenar(dice)
        else:
            uno.rasas._reintentar_en = 0.0  # its hour has come
        dicho = []
        uno.cuidar(lambda: dicho.append(capsys.readouterr().out) or "lo intento en" in "".join(dicho))
        return "".join(dicho).partition("lo intento en ")[2].strip()

    assert [rechazado(dice) for dice in ("malo", "", "", "malo ")] == [
        "2 minutos.", "4 minutos.", "5 minutos.", "2 minutos."
    ]  # fmt: skip


def test_un_modelo_que_no_es_el_que_se_entreno_se_mira_otra_vez_por_si_estaba_a_medias(escena, monkeypatch):
    monkeypatch.setattr(rasas_module, "REINTENTAR_EN", 0.2)
    uno = escena()
    uno.arrancar("uno")
    uno.entrenar("dos")
    modelo.MODELO.write_text("do")  # somebody copies it here by hand, its marks first
    uno.cuidar(lambda: modelo_rechazado.hay(uno.run_dir))
    modelo.MODELO.write_text("dos")
    uno.cuidar(lambda: uno.atienden() == {uno.libre: "dos"})
    uno.cuidar(lambda: not modelo_rechazado.hay(uno.run_dir))


def test_quien_vuelve_al_modelo_que_atiende_no_deja_nada_rechazado(escena):
    uno = escena()
    uno.arrancar("uno")
    uno.entrenar("malo")
    uno.cuidar(lambda: modelo_rechazado.hay(uno.run_dir))
    uno.entrenar("uno")
    uno.cuidar(lambda: not modelo_rechazado.hay(uno.run_dir))
    assert uno.atienden() == {uno.puertos[0]: "uno"}


def test_al_arrancar_no_se_recuerda_lo_que_otro_rechazo(escena):
    uno = escena()
    uno.carpeta.mkdir()
    modelo_rechazado.anotar(uno.carpeta, "de antes")
    uno.arrancar("uno")
    assert not modelo_rechazado.hay(uno.run_dir)


def test_una_replica_que_muere_vuelve_con_el_modelo_que_tenia(escena):
    uno = escena()
    uno.arrancar("uno")
    modelo.MODELO.write_text("malo")  # being trained: there is no mark yet
    uno.procesos._vivos[0].proceso.kill()
    uno.cuidar(lambda: uno.procesos._vivos[0].caidas == 1 and uno.atienden() == {uno.puertos[0]: "uno"})


def test_si_el_viejo_muere_mientras_se_carga_el_nuevo_el_relevo_sigue(escena):
    uno = escena()
    uno.arrancar("uno")
    uno.entrenar("dos")
    uno.cuidar(lambda: len(uno.procesos._vivos) == 2)
    uno.procesos._vivos[0].proceso.kill()
    uno.cuidar(lambda: uno.atienden() == {uno.libre: "dos"})


def test_el_mismo_modelo_entrenado_otra_vez_no_cambia_nada(escena, capsys):
    uno = escena()
    uno.arrancar("uno")
    modelo._marcar("otra huella")
    desde = time.monotonic()
    uno.cuidar(lambda: time.monotonic() - desde > 0.3)
    assert "nuevo" not in capsys.readouterr().out and len(uno.procesos._vivos) == 1
