"""The stage of an application and the notices of its changes, as a customer on WhatsApp lives them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from datetime import date, datetime, timezone

import pytest
import requests

from tests.conftest import conectar
from tests.e2e.cliente import Cliente
from tests.e2e.doble import opciones_de, texto_de
from tests.e2e.producto import SECRETO_AVISOS, Producto

pytestmark = pytest.mark.e2e
RONDA = 20.0


def nuevo(producto: Producto, etapa: str = "recepcion", celular: str | None = None) -> tuple[Cliente, str, str]:
    """Return a customer, the cédula and the radicado of their application; their own number is the registered one."""
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=celular or cliente.telefono, celular_confirmado_en=date.today())
    radicado = producto.nucleo.solicitud(cedula, etapa, radicado=f"SOL-{uuid.uuid4().hex[:8]}")
    cambiar(producto, radicado, etapa)
    return cliente, cedula, radicado


def cambiar(producto: Producto, radicado: str, etapa: str) -> None:
    producto.nucleo.cambiar_solicitud(radicado, etapa=etapa, actualizada_en=datetime.now(timezone.utc))


def preguntar(cliente: Cliente, cedula: str) -> str:
    """Ask for the stage in a first conversation, and identify with cédula and date; return the end."""
    cliente.escribe("¿en qué va mi solicitud?")
    assert "número de cédula" in cliente.toca("Acepto")
    assert "fecha de expedición" in cliente.escribe(cedula)
    return cliente.escribe("3 de mayo de 1998")


def plantillas(producto: Producto, cliente: Cliente) -> list[dict[str, object]]:
    return [m for m in producto.graph.para(cliente.telefono) if m["type"] == "template"]


def avisos(producto: Producto, cliente: Cliente, radicado: str) -> list[str]:
    """Return the words of every notice that reached the customer, templates included."""
    enviados = producto.graph.para(cliente.telefono)
    return [
        texto_de(m)
        for m in enviados
        if "Novedad" in texto_de(m) or (m["type"] == "template" and radicado in texto_de(m))
    ]


def esperar_avisos(producto: Producto, cliente: Cliente, radicado: str, cuantos: int, segundos: float) -> list[str]:
    limite = time.monotonic() + segundos
    while len(avisos(producto, cliente, radicado)) < cuantos:
        assert time.monotonic() < limite, avisos(producto, cliente, radicado)
        time.sleep(0.2)
    return avisos(producto, cliente, radicado)


def envejecer(producto: Producto, cliente: Cliente, horas: int) -> None:
    """Make as if the customer had written so many hours earlier."""
    connection = conectar(producto.nucleo.dsn)
    connection.cursor().execute(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = recibido_en - make_interval(hours => %s),"
        " enviado_en = enviado_en - make_interval(hours => %s)"
        " WHERE contacto_id = (SELECT id FROM asistente.contactos WHERE telefono = %s)",
        (horas, horas, cliente.telefono),
    )
    connection.close()


def anunciar(producto: Producto, radicado: str) -> int:
    """Announce a change as the lender's system does, by a signed POST."""
    anuncio = {"id": uuid.uuid4().hex, "momento": int(time.time()), "radicado": radicado}
    cuerpo = json.dumps(anuncio).encode()
    firma = hmac.new(SECRETO_AVISOS.encode(), cuerpo, hashlib.sha256).hexdigest()
    cabeceras = {"X-ProAlto-Signature": f"sha256={firma}", "Content-Type": "application/json"}
    return requests.post(f"{producto.url}/avisos/solicitudes", data=cuerpo, headers=cabeceras, timeout=10).status_code


def notificar(producto: Producto, radicado: str) -> None:
    connection = conectar(producto.nucleo.dsn)
    connection.cursor().execute("SELECT pg_notify('solicitudes_cambiadas', %s)", (radicado,))
    connection.close()


def test_desde_su_numero_la_etapa_no_pide_codigo_y_el_saldo_si(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto, "estudio")
    producto.nucleo.credito(cedula, saldo=3_141_592)
    dicho = preguntar(cliente, cedula)
    assert radicado in dicho and "*Estudio*" in dicho and "2 de 4" in dicho and "prometido" in dicho
    assert "14.000.000" not in dicho and not plantillas(producto, cliente)
    assert list(opciones_de(producto.graph.para(cliente.telefono)[-1])) == [
        "Avísame si cambia", "Ver menú", "No, gracias",
    ]  # fmt: skip
    codigo_pedido = cliente.escribe("¿y cuánto debo?", respuestas=2)
    assert "Escribe aquí el código" in codigo_pedido and "número de cédula" not in codigo_pedido
    assert "3.141.592" in cliente.escribe(cliente.codigo())


def test_desde_otro_telefono_hace_falta_el_codigo(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto, "aprobacion", celular="573009997766")
    cliente.escribe("mi solicitud en qué etapa está")
    cliente.toca("Acepto")
    cliente.escribe(cedula)
    assert "Si los datos coinciden" in cliente.escribe("3 de mayo de 1998")
    codigo = texto_de(producto.graph.esperar(1, "573009997766")[-1])
    assert radicado in cliente.escribe(codigo)


def test_un_cambio_llega_antes_de_un_minuto_y_una_sola_vez(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto)
    preguntar(cliente, cedula)
    assert radicado in cliente.toca("Avísame si cambia")
    cambiar(producto, radicado, "estudio")
    (aviso,) = esperar_avisos(producto, cliente, radicado, 1, 60)
    assert radicado in aviso and "*Estudio*" in aviso and "14.000.000" not in aviso
    for _ in range(3):
        assert anunciar(producto, radicado) == 200
        notificar(producto, radicado)
    time.sleep(RONDA + 4)
    assert len(avisos(producto, cliente, radicado)) == 1


def test_de_la_ventana_a_la_plantilla_de_un_reinicio_a_otro_y_hasta_que_diga_que_no_mas(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto)
    preguntar(cliente, cedula)
    cliente.escribe("sí, avísame")
    assert "cualquier hora" in cliente.escribe("avísenme a cualquier hora")  # else the law's hours hold a template back

    producto.matar("worker")
    cambiar(producto, radicado, "estudio")  # nobody is there to see it
    producto.sano()
    assert "*Estudio*" in esperar_avisos(producto, cliente, radicado, 1, 60)[0]

    envejecer(producto, cliente, 30)
    cambiar(producto, radicado, "aprobacion")
    assert anunciar(producto, radicado) == 200
    assert esperar_avisos(producto, cliente, radicado, 2, 60)[1] == f"{radicado} Aprobación"
    plantilla = plantillas(producto, cliente)[-1]["template"]
    assert (plantilla["name"], plantilla["language"]) == ("cambio_de_solicitud", {"code": "es_CO"})

    producto.matar("worker")
    producto.sano()
    boton = {"payload": "No más avisos", "text": "No más avisos"}
    assert "no te envío más avisos" in cliente.manda("button", boton)
    cambiar(producto, radicado, "desembolso")
    anunciar(producto, radicado)
    notificar(producto, radicado)
    time.sleep(RONDA + 4)
    assert len(avisos(producto, cliente, radicado)) == 2


def test_la_etapa_final_se_avisa_y_ya_no_hay_mas(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto, "aprobacion")
    preguntar(cliente, cedula)
    cliente.toca("Avísame si cambia")
    cambiar(producto, radicado, "negada")
    notificar(producto, radicado)
    (aviso,) = esperar_avisos(producto, cliente, radicado, 1, 60)
    assert "*Negada*" in aviso and "último aviso" in aviso
    cambiar(producto, radicado, "estudio")
    anunciar(producto, radicado)
    time.sleep(RONDA + 4)
    assert len(avisos(producto, cliente, radicado)) == 1
    assert "*Estudio*" in cliente.escribe("en qué va mi solicitud")


def test_varias_solicitudes_se_eligen_de_una_lista(producto: Producto) -> None:
    cliente, cedula, radicado = nuevo(producto, "estudio")
    otra = producto.nucleo.solicitud(cedula, "negada", radicado=f"SOL-{uuid.uuid4().hex[:8]}")
    assert "2 solicitudes" in preguntar(cliente, cedula)
    assert set(opciones_de(producto.graph.para(cliente.telefono)[-1])) == {radicado, otra}
    dicho = cliente.toca(otra)
    assert "*Negada*" in dicho and radicado not in dicho


def test_un_anuncio_sin_firma_no_entra(producto: Producto) -> None:
    cuerpo = json.dumps({"id": "x", "momento": int(time.time()), "radicado": "SOL-1"}).encode()
    assert requests.post(f"{producto.url}/avisos/solicitudes", data=cuerpo, timeout=10).status_code == 401
