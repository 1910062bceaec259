"""Before an affirmative act nothing but where to route is processed (L-01): random conversations, the whole product."""

from __future__ import annotations

import os
import random
import re
import string
from collections import Counter
from dataclasses import replace

import pytest
import yaml

from launcher.modelo import entrenar_si_hace_falta
from proalto import bootstrap
from proalto import settings as settings_module
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import Evento
from proalto.settings import ROOT
from proalto.whatsapp.memory import MemoryWhatsApp
from tests.conftest import ENTORNO, Nucleo, carpeta_abierta, conectar
from tests.e2e.doble import opciones_de
from tests.matriz.mundo import Mundo
from tests.matriz.persona import Persona

pytestmark = pytest.mark.e2e

CUANTAS = 5000 if os.environ.get("AUDITORIA") else 40
SEMILLA = int(os.environ.get("SEMILLA", "1581"))
MARCA = "zafiro"
DONDE_PUEDE_ESTAR = {"mensajes_entrantes", "autorizaciones.respuesta"}  # the inbox and the consent ledger, encrypted
ARCHIVOS = {"image": {"mime_type": "image/jpeg"}, "document": {"mime_type": "application/pdf"}}
ACEPTAR = {"Acepto"}


class WhatsAppQueMira(MemoryWhatsApp):
    """Tells which files were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.descargas: list[str] = []

    def describe_media(self, media_id):
        self.descargas.append(media_id)
        return super().describe_media(media_id)

    def download(self, url, limit_bytes):
        self.descargas.append(url)
        return super().download(url, limit_bytes)


@pytest.fixture(scope="module")
def cifrado():
    """What was encrypted, as (context, plain bytes)."""
    return []


@pytest.fixture(scope="module")
def mundo(dsn, cifrado):
    entrenar_si_hace_falta(os.environ, carpeta_abierta("entrenar") / "train.log")
    settings = settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn, "OTP_CHANNEL": "whatsapp"})
    app = replace(bootstrap.build(settings), whatsapp=WhatsAppQueMira())
    cifrar = Cipher.encrypt

    def encrypt(cipher, value, context, *, de):
        cifrado.append((context, bytes(value)))
        return cifrar(cipher, value, context, de=de)

    with pytest.MonkeyPatch.context() as parche:  # the class: each process of the product has a cipher of its own
        parche.setattr(Cipher, "encrypt", encrypt)
        mundo = Mundo(app)
        yield mundo
        mundo.cerrar()
    app.db.close()
    app.nucleo.close()


def frases():
    """Return everything that designers teach: what customers write, of every intent."""
    nlu = yaml.safe_load((ROOT / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    dichas = [linea[2:] for tema in nlu if "intent" in tema for linea in tema["examples"].splitlines()]
    return [re.sub(r"\[([^]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", dicha) for dicha in dichas]


def marca(azar):
    return MARCA + "".join(azar.choices(string.ascii_lowercase, k=10))


class Desconocido(Persona):
    """Somebody who writes, taps and sends, and never says yes. Even their profile's name is marked."""

    def __init__(self, mundo, nucleo, azar):
        super().__init__(mundo, nucleo)
        self.azar, self.perfil = azar, marca(azar)

    def mensaje(self, tipo, contenido):
        valor = super().mensaje(tipo, contenido)
        valor["contacts"][0]["profile"]["name"] = self.perfil
        return valor

    def hace_algo(self, dichas):
        """Do one thing at random; return what kind it was."""
        cual = self.azar.choices(("escribe", "archivo", "toca", "otro"), (10, 3, 4, 1))[0]
        getattr(self, f"_{cual}")(dichas)
        return cual

    def _escribe(self, dichas):
        palabras = self.azar.choice(dichas).split()
        if leido := self.azar.random() < 0.8:
            palabras.insert(self.azar.randint(0, len(palabras)), marca(self.azar))
        self.escribe(" ".join(palabras) if leido else f"{' '.join(palabras)} {marca(self.azar)}")

    def _archivo(self, _):
        tipo = self.azar.choice(list(ARCHIVOS))
        media_id = self.mundo.app.whatsapp.put_media(b"%PDF-1.4 " + marca(self.azar).encode(), "application/pdf")
        contenido = ARCHIVOS[tipo] | {"id": media_id, "sha256": "x", "caption": f"mi cédula {marca(self.azar)}"}
        self.manda(tipo, contenido | ({"filename": f"{marca(self.azar)}.pdf"} if tipo == "document" else {}))

    def _toca(self, dichas):
        titulos = {t for m in self.meta.graph.para(self.destino) for t in opciones_de(m)} - ACEPTAR
        if not titulos:
            self._escribe(dichas)
        else:
            self.toca(self.azar.choice(sorted(titulos)))

    def _otro(self, _):
        ubicacion = {"latitude": 4.6, "longitude": -74.1, "name": marca(self.azar), "address": marca(self.azar)}
        self.manda("location", ubicacion)


def test_L01_antes_de_autorizar_lo_que_se_dice_solo_esta_en_la_bandeja(mundo, dsn, cifrado):
    azar, dichas, hechas = random.Random(SEMILLA), frases(), Counter()
    for _ in range(CUANTAS):
        quien = Desconocido(mundo, Nucleo(dsn), azar)
        for _ in range(azar.randint(1, 4)):
            hechas[quien.hace_algo(dichas)] += 1
    assert min(hechas.values()) > CUANTAS // 20 and len(hechas) == 4
    marcados = [(contexto, plano) for contexto, plano in cifrado if MARCA.encode() in plano]
    assert len(marcados) > CUANTAS  # the marks did come in
    assert {contexto for contexto, _ in marcados} - DONDE_PUEDE_ESTAR == set()
    assert en_claro(dsn) == []
    assert _respuestas_de_aceptacion(dsn) == 0


def test_L01_los_archivos_de_antes_no_se_descargan_ni_cuando_el_worker_busca_que_revisar(mundo, dsn):
    quien = Desconocido(mundo, Nucleo(dsn), random.Random(SEMILLA))
    mundo.app.whatsapp.descargas.clear()  # others may have sent proof of a case (test_soportes_de_un_caso.py)
    quien.escribe("hola")
    for _ in range(3):
        quien._archivo(None)
    with conectar(dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, contenido, estado FROM asistente.documentos WHERE contacto_id = %s", [quien.contacto_id]
        )
        filas = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM asistente.procrastinate_jobs WHERE task_name LIKE %s"
                       " AND (args->>'documento_id')::bigint = ANY(%s)",
                       ["%revis%", [f[0] for f in filas]])  # fmt: skip
        assert cursor.fetchall() == [(0,)]
    assert len(filas) == 3 and {(contenido, estado) for _, contenido, estado in filas} == {(None, "en_espera")}
    assert mundo.app.whatsapp.descargas == []


def test_L01_lo_que_se_dice_al_pedir_una_persona_tampoco_se_copia_en_el_caso(mundo, dsn, cifrado):
    quien = Desconocido(mundo, Nucleo(dsn), random.Random(SEMILLA))
    desde = len(cifrado)
    dicho = quien.escribe(f"quiero hablar con un asesor {marca(quien.azar)}")
    (caso,) = quien.casos()
    assert caso[1] in dicho
    assert {c for c, plano in cifrado[desde:] if MARCA.encode() in plano} == {"mensajes_entrantes"}


def en_claro(dsn):
    """Return the tables where a mark can be read without any key."""
    with conectar(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'asistente'"
                       " AND table_type = 'BASE TABLE'")  # fmt: skip
        tablas = [tabla for (tabla,) in cursor.fetchall()]
        assert len(tablas) > 30
        hallados = []
        for tabla in tablas:
            cursor.execute(f"SELECT count(*) FROM asistente.{tabla} AS t WHERE to_jsonb(t)::text ~ %s",  # noqa: S608
                           [f"{MARCA}|{MARCA.encode().hex()}"])  # fmt: skip
            hallados += [tabla] if cursor.fetchone()[0] else []
    return hallados


def _respuestas_de_aceptacion(dsn):
    with conectar(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM asistente.autorizaciones WHERE evento = %s", [Evento.ACEPTADA.value])
        return int(cursor.fetchone()[0])
