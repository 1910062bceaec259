"""Processors: only what docs/encargados.md authorizes leaves for each of them (L-13)."""

import inspect
import re
from types import SimpleNamespace

import pytest
import requests

from proalto.gateways.sms import TwilioSms
from proalto.services.operacion.textos import texto, vigente
from proalto.settings import ROOT, TwilioSettings
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.client import WhatsAppClient
from proalto.whatsapp.payloads import Option

REGISTRO = (ROOT / "docs" / "encargados.md").read_text(encoding="utf-8")
NUMERO, BSUID = "573001112233", "CO.1234"
MUCHAS = [Option("a", "A", "uno"), Option("b", "B"), Option("c", "C", "tres"), Option("d", "D")]
# Each builder with everything that it can say; `addressed` adds the addressee to each.
CUERPOS = {
    "text": [payloads.text("hola")],
    "buttons": [payloads.buttons("¿sí?", MUCHAS[:3])],
    "listing": [payloads.listing("¿cuál?", "Ver", MUCHAS)],
    "document": [payloads.document("9", "a.pdf", "toma"), payloads.document("9", "a.pdf")],
    "template": [
        payloads.template("codigo_verificacion", "es_CO", [], otp_code="482913"),
        payloads.template("calificacion", "es_CO", ["A-1"], replies=["x", "y"]),
        payloads.template("sola", "es_CO", []),
    ],
    "read_receipt": [payloads.read_receipt("wamid.A", typing=True)],
}
# Doors to the outside world: whom each speaks to. A new one must be looked at here and in the register.
PUERTAS = {
    "proalto/gateways/antivirus.py": "ours: the antivirus of the house",
    "proalto/gateways/hora.py": "Meta: what time it is, with nothing said",
    "proalto/gateways/sms.py": "Twilio",
    "proalto/gateways/vecino.py": "ours: between processes",
    "proalto/whatsapp/client.py": "Meta",
    "proalto/whatsapp/download.py": "Meta",
    "proalto/whatsapp/transport.py": "Meta",
    "proalto/prelaunch/maquina.py": "ours: our own public address, with the token of the webhook",
    "proalto/worker/rasa.py": "ours: Rasa",
    "proalto/channel/mends/acciones.py": "ours: the action server",
    "proalto/db/waiting.py": "ours: PostgreSQL",
}
SALE = re.compile(
    r"^\s*(?:import|from) (?:requests|http\.client|urllib\.request|socket|smtplib|ftplib|httpx|aiohttp)\b"
)


class Sesion:
    """Keeps what would leave, and answers as Meta and Twilio do."""

    def __init__(self):
        self.salidas = []

    def request(self, method, url, **contenido):
        self.salidas.append(contenido)
        respuesta = requests.Response()
        respuesta.status_code = 200
        respuesta._content = b'{"messages": [{"id": "wamid.X"}], "id": "8001", "url": "https://x", "success": true}'
        return respuesta

    def post(self, url, **contenido):
        self.salidas.append(contenido)
        return SimpleNamespace(status_code=201, json=lambda: {"sid": "SM1"})


def autorizados(titulo):
    """Return the fields of a table of the register."""
    parte = REGISTRO.split(f"## {titulo}\n")[1].split("\n## ")[0]
    campos = set(re.findall(r"^\| `([^`]+)` \|", parte, re.MULTILINE))
    assert campos
    return campos


def caminos(valor, antes=""):
    """Return the path of every leaf of a payload."""
    if isinstance(valor, dict):
        return {c for clave, v in valor.items() for c in caminos(v, f"{antes}.{clave}" if antes else clave)}
    if isinstance(valor, list):
        return {camino for v in valor for camino in caminos(v, f"{antes}[]")}
    return {antes}


@pytest.fixture
def meta():
    sesion = Sesion()
    return WhatsAppClient("https://graph.invalid", "v23.0", "6055", "token", session=sesion), sesion


def enviados(meta):
    cliente, sesion = meta
    for nombre, cuerpos in CUERPOS.items():
        for cuerpo in cuerpos:
            if nombre == "read_receipt":
                cliente.read(cuerpo["message_id"], typing=True)
                continue
            for quien in (Address(phone=NUMERO), Address(bsuid=BSUID), Address(phone=NUMERO, bsuid=BSUID)):
                cliente.send(payloads.addressed(cuerpo, quien, "saliente-42"))
    return [salida["json"] for salida in sesion.salidas]


def test_L13_estan_todas_las_maneras_de_escribirle_a_meta():
    funciones = inspect.getmembers(payloads, inspect.isfunction)
    publicas = {n for n, f in funciones if f.__module__ == payloads.__name__ and not n.startswith("_")}
    assert publicas == {*CUERPOS, "addressed"}


def test_L13_a_meta_solo_salen_los_campos_autorizados_y_todos_existen(meta):
    salen = set().union(*(caminos(enviado) for enviado in enviados(meta)))
    assert salen == autorizados("Lo que recibe Meta")


def test_L13_a_meta_va_una_sola_direccion_y_el_dato_de_vuelta_no_es_personal(meta):
    for enviado in enviados(meta):
        if "status" not in enviado:
            assert len({"to", "recipient"} & set(enviado)) == 1
            assert enviado["biz_opaque_callback_data"] == "saliente-42"


def test_L13_con_un_archivo_va_el_archivo_y_nada_mas(meta):
    cliente, sesion = meta
    cliente.upload(b"%PDF", "a.pdf", "application/pdf")
    cliente.describe_media("77")
    subida, pregunta = sesion.salidas
    assert set(subida["data"]) == {"messaging_product", "type"} and set(subida["files"]) == {"file"}
    assert set(pregunta["params"]) == {"phone_number_id"}
    for nombre in ("messaging_product", "type", "file", "phone_number_id"):
        assert f"`{nombre}`" in REGISTRO


def test_L13_a_twilio_solo_salen_los_campos_autorizados():
    sesion = Sesion()
    ajustes = TwilioSettings("https://twilio.invalid", "AC1", "t", "+573000000000")
    TwilioSms(ajustes, sesion).send(NUMERO, texto("sms_codigo").format(codigo="482913"))
    (salida,) = sesion.salidas
    assert set(salida["data"]) == autorizados("Lo que recibe Twilio")
    assert set(re.findall(r"\{(\w+)\}", texto("sms_codigo"))) == {"codigo"}


def test_L13_no_hay_otra_puerta_por_la_que_salgan_datos():
    fuentes = [f for cuarto in ("proalto", "actions") for f in sorted((ROOT / cuarto).rglob("*.py"))]
    con_salida = {
        str(fuente.relative_to(ROOT))
        for fuente in fuentes
        if any(SALE.match(linea) for linea in fuente.read_text(encoding="utf-8").splitlines())
    }
    assert con_salida == set(PUERTAS)


def test_L13_el_registro_dice_donde_y_con_que_contrato_y_la_politica_los_nombra():
    for encargado in ("Meta", "Twilio", "servidores"):
        (fila,) = [
            linea for linea in REGISTRO.splitlines() if linea.startswith("| ") and encargado in linea.split("|")[1]
        ]
        assert len([celda for celda in fila.split("|") if celda.strip()]) == 5 and "⚖" in fila
        assert encargado in vigente("politica").texto
    assert "Estados Unidos" in vigente("politica").texto
