"""The proof of a consent: two trails, a chain that shows any change, and a copy for the customer (L-05, L-06)."""

import os
import re
import subprocess
import sys
import time
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest

from actions.autorizacion import ActionAskAutorizacion, ValidateAutorizacionForm
from proalto.gateways.llaves import de_contacto
from proalto.services.consentimiento import autorizacion, prueba_de_autorizacion
from proalto.services.consentimiento.autorizacion import Evento, Finalidad
from proalto.services.consentimiento.cadenas import Ruptura
from proalto.services.consentimiento.libro_de_autorizaciones import QUIEN
from proalto.services.mensajeria.bandeja_entrada import recibir
from proalto.services.mesa import auditoria
from proalto.services.operacion import llaves_guardadas
from proalto.services.operacion.textos import vigente
from proalto.settings import ROOT
from proalto.whatsapp.address import Address
from proalto.worker.enviar import enviar
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import ENTORNO, conectar, nuevo_contacto, otra_vez
from tests.services.mensajes import estado, webhook
from tests.worker.buzon import Buzon, RasaDePrueba


@pytest.fixture
def conversado(app, contacto):
    """A contact who was shown the authorization by a real message that was delivered and read, and tapped Acepto."""
    charla = Charla(app, contacto)
    buzon = Buzon(app, contacto, RasaDePrueba())
    _turno(charla, buzon, "cuánto debo", ActionAskAutorizacion)
    charla.abre("autorizacion_form", "autorizacion", tramite="action_menu")
    _turno(charla, buzon, "Sí, acepto", ValidateAutorizacionForm)
    return contacto


def _turno(charla, buzon, texto, accion):
    wamid = buzon.llega(texto)
    charla.contacto = type(buzon.contacto)(buzon.contacto.id, buzon.contacto.address, wamid)
    charla.dice(texto, wamid)
    buzon.rasa.en_fila = deque([charla.valida(accion).respuestas])
    buzon.atiende()
    enviar(buzon.app, buzon.contacto.id)


def reporta(app, wamid, palabra, cuando):
    recibir(app.db, app.cipher, webhook(statuses=(replace(estado(wamid, palabra), occurred_at=cuando),)), app.now())


def sin_candado(app, tabla, *ordenes):
    """Do what only who owns the database could do."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE asistente.{tabla} DISABLE TRIGGER USER")
        for orden, *valores in ordenes:
            cursor.execute(orden, valores)
        cursor.execute(f"ALTER TABLE asistente.{tabla} ENABLE TRIGGER USER")


def pruebas(app, contacto):
    return prueba_de_autorizacion.reunir(app.db, app.cipher, contacto.id)


def paginas(pdf):
    documento = pypdfium2.PdfDocument(pdf)
    try:
        return re.sub(r"\s+", " ", " ".join(hoja.get_textpage().get_text_range() for hoja in documento))
    finally:
        documento.close()


# -- L-05 --------------------------------------------------------------------------------------------------------


def test_L05_de_la_fila_se_reconstruye_el_mensaje_exacto_que_salio(app, conversado):
    mostrada, aceptada = pruebas(app, conversado)
    (enviado,) = [m for m in app.whatsapp.sent if m["type"] == "interactive"]
    assert enviado["to"] == f"+{conversado.address.phone}"
    assert mostrada.entrada.texto == enviado["interactive"]["body"]["text"]  # word by word, from the row alone
    assert mostrada.mensaje.palabras == mostrada.entrada.texto and mostrada.integra
    assert mostrada.mensaje.wamid.startswith("wamid.") and mostrada.mensaje.wamid != mostrada.entrada.wamid
    assert (aceptada.entrada.sha256, aceptada.mensaje) == (mostrada.entrada.sha256, None)


def test_L05_lo_mostrado_dice_si_llego_y_si_se_leyo(app, conversado):
    (mostrada, _) = pruebas(app, conversado)
    assert (mostrada.mensaje.entregado_en, mostrada.mensaje.leido_en) == (None, None)
    llego = datetime(2026, 11, 18, 15, 0, 7, tzinfo=timezone.utc)
    reporta(app, mostrada.mensaje.wamid, "delivered", llego)
    reporta(app, mostrada.mensaje.wamid, "read", llego + timedelta(seconds=30))
    (mostrada, _) = pruebas(app, conversado)
    assert mostrada.mensaje.estado == "leido"
    assert (mostrada.mensaje.entregado_en, mostrada.mensaje.leido_en) == (llego, llego + timedelta(seconds=30))


def test_L05_lo_respondido_dice_que_cuando_y_quien_sin_guardar_su_numero(app, conversado):
    (_, aceptada) = pruebas(app, conversado)
    entrada = aceptada.entrada
    assert (entrada.evento, entrada.respuesta, entrada.ocurrido_en) == (Evento.ACEPTADA, "Sí, acepto", app.now())
    assert entrada.wamid.startswith("wamid.")
    assert entrada.quien == app.cipher.keyed_hash(QUIEN, conversado.address.phone)
    assert "Sí, acepto" not in repr(aceptada)


def test_L05_quien_solo_tiene_nombre_de_usuario_tambien_queda(app, contacto):
    sin_numero = replace(contacto, address=Address(bsuid="CO.123"))
    autorizar(app, sin_numero)
    assert {p.entrada.quien for p in pruebas(app, contacto)} == {app.cipher.keyed_hash(QUIEN, "CO.123")}


def test_L05_la_prueba_sobrevive_a_que_se_borre_la_llave_de_sus_mensajes(app, conversado):
    with app.db.transaction() as tx:
        llaves_guardadas.destruir(tx, de_contacto(conversado.id), app.now())
    app.cipher.forget(de_contacto(conversado.id))
    mostrada, aceptada = pruebas(app, conversado)
    assert mostrada.mensaje.palabras is None and mostrada.mensaje.wamid and mostrada.integra
    assert mostrada.entrada.texto == vigente("autorizacion").texto
    assert aceptada.entrada.respuesta == "Sí, acepto"


@pytest.mark.parametrize(
    "cambio",
    [
        "evento = 'rechazada'", "finalidad = 'publicidad'", "wamid_origen = 'otro'", "respuesta = 'x'",
        "quien_hmac = 'x'",
        "ocurrido_en = ocurrido_en - interval '1 day'", "version = 'v1'", "cadena = repeat('0', 64)",
        "quien_hmac = NULL", "respuesta = NULL",
    ],
)  # fmt: skip
def test_L05_la_cadena_dice_que_fila_se_cambio(app, conversado, cambio):
    otro = nuevo_contacto(app)
    autorizar(app, otro)
    assert autorizacion.verificar_cadena(app.db) == []
    cambiada = pruebas(app, conversado)[1].entrada.id
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS public.antes AS SELECT * FROM asistente.autorizaciones")
    sin_candado(app, "autorizaciones", (f"UPDATE asistente.autorizaciones SET {cambio} WHERE id = %s", cambiada))  # noqa: S608
    rotas = autorizacion.verificar_cadena(app.db)
    assert Ruptura("autorizaciones", str(cambiada)) in rotas and len(rotas) == 1
    columnas = "evento, finalidad, wamid_origen, respuesta, quien_hmac, ocurrido_en, version, cadena"
    de_vuelta = f"UPDATE asistente.autorizaciones AS a SET ({columnas}) = (SELECT {columnas} FROM public.antes AS b"  # noqa: S608
    orden = de_vuelta + " WHERE b.id = a.id) WHERE id = %s"
    sin_candado(app, "autorizaciones", (orden, cambiada), ("DROP TABLE public.antes",))
    assert autorizacion.verificar_cadena(app.db) == []


def test_L05_quitar_una_fila_del_medio_se_nota_en_la_siguiente(app, conversado):
    autorizacion.revocar(app.db, app.cipher, otra_vez(conversado), Finalidad.ATENCION, "ya no", app.now())
    _, del_medio, ultima = [p.entrada.id for p in pruebas(app, conversado)]
    sin_candado(app, "autorizaciones", ("DELETE FROM asistente.autorizaciones WHERE id = %s", del_medio))
    assert autorizacion.verificar_cadena(app.db) == [Ruptura("autorizaciones", str(ultima))]
    sin_candado(app, "autorizaciones", ("DELETE FROM asistente.autorizaciones WHERE contacto_id = %s", conversado.id))


def test_L05_cambiar_un_texto_mostrado_se_nota(app, conversado):
    texto = vigente("autorizacion")
    orden = "UPDATE asistente.textos_mostrados SET texto = %s WHERE sha256 = %s"
    sin_candado(app, "textos_mostrados", (orden, texto.texto + " y publicidad", texto.sha256))
    assert autorizacion.verificar_cadena(app.db) == [Ruptura("textos_mostrados", f"autorizacion/{texto.version}")]
    assert not pruebas(app, conversado)[0].integra
    sin_candado(app, "textos_mostrados", (orden, texto.texto, texto.sha256))
    assert autorizacion.verificar_cadena(app.db) == []


# -- the auditor's command ---------------------------------------------------------------------------------------


@pytest.fixture
def cadena(dsn):
    def cadena(*argumentos):
        minimo = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME") if nombre in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "proalto.cadena", *argumentos], cwd=ROOT, text=True, capture_output=True,
            env=minimo | ENTORNO | {"DATABASE_URL": dsn},
        )  # fmt: skip

    return cadena


def test_L05_el_auditor_ve_si_algo_cambio_y_con_un_sello_si_falta_el_final(app, conversado, cadena):
    with app.db.transaction() as tx:
        auditoria.anotar(tx, None, "prueba", "caso:1", app.now())
    entera = cadena()
    sellos = re.findall(r"sello: (\S+)", entera.stdout)
    assert (entera.returncode, len(sellos)) == (0, 2) and entera.stdout.count("sin rupturas") == 2
    igual = cadena(*sellos)
    assert igual.returncode == 0 and igual.stdout.count("todo sigue igual") == 2
    ultima = pruebas(app, conversado)[-1].entrada.id
    sin_candado(app, "autorizaciones", ("DELETE FROM asistente.autorizaciones WHERE id = %s", ultima))
    sola = cadena()
    assert sola.returncode == 0  # a chain alone cannot tell that its end is missing
    contra_el_sello = cadena(*sellos)
    assert contra_el_sello.returncode == 1 and contra_el_sello.stdout.count("NO coincide") == 1
    sin_candado(app, "auditoria", ("UPDATE asistente.auditoria SET accion = 'otra'",))
    rota = cadena()
    assert rota.returncode == 1 and "no cuadra: auditoria, fila" in rota.stdout


def test_L05_un_sello_que_no_lo_es_dice_como_se_usa(cadena):
    mal = cadena("autorizaciones:1:corto")
    assert mal.returncode == 2 and "Uso:" in mal.stderr


# -- L-06 --------------------------------------------------------------------------------------------------------


def test_L06_la_copia_trae_todo_palabra_por_palabra_en_menos_de_un_minuto(app, conversado):
    autorizacion.mostrar(app.db, app.cipher, otra_vez(conversado), app.now(), Finalidad.PUBLICIDAD)
    quien = (app.db, app.cipher, otra_vez(conversado))
    autorizacion.responder(*quien, Evento.RECHAZADA, "rechazar_ofertas", app.now(), Finalidad.PUBLICIDAD)
    empieza = time.monotonic()
    pdf = autorizacion.copia(app.db, app.cipher, conversado, app.now())
    assert time.monotonic() - empieza < 60
    dicho = paginas(pdf)
    for prueba in pruebas(app, conversado):
        assert prueba.entrada.sha256 in dicho and prueba.entrada.cadena in dicho
        for parrafo in prueba.entrada.texto.split("\n"):
            assert " ".join(parrafo.split()) in dicho
    for esperado in ("«Sí, acepto»", "«No quiero ofertas (botón)»", "Autorizado desde el 18 de noviembre de 2026",
                     "No autorizado", f"••••{conversado.address.phone[-4:]}"):  # fmt: skip
        assert esperado in dicho
    assert conversado.address.phone not in dicho


def test_L06_quien_no_ha_respondido_nada_tambien_recibe_su_constancia(app, contacto):
    dicho = paginas(autorizacion.copia(app.db, app.cipher, contacto, app.now()))
    assert "No hay ningún registro" in dicho and dicho.count("No autorizado") == 2


def test_L06_un_libro_largo_no_pierde_ningun_renglon(app, contacto):
    for n in range(25):
        autorizar(app, otra_vez(contacto))
        autorizacion.revocar(app.db, app.cipher, otra_vez(contacto), Finalidad.ATENCION, f"ya no {n}", app.now())
    dicho = paginas(autorizacion.copia(app.db, app.cipher, contacto, app.now()))
    assert all(f"«ya no {n}»" in dicho for n in range(25)) and "75. Retiraste tu autorización" in dicho
