"""A new crédito through signed webhooks: questions, three files at once, a radicado with its evidence."""

import io

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e
RESPUESTAS = ("Ana María Prueba", "52.123.456", "Soledad, Atlántico", "Panadería La Espiga", "10 millones", "5 años")


def foto(texto: str, borrosa: bool = False) -> bytes:
    """Return a JPEG of a page with words on it."""
    hoja = Image.new("RGB", (1200, 1600), (190, 186, 178))
    pluma = ImageDraw.Draw(hoja)
    letra = ImageFont.load_default(size=44)
    for renglon in range(22):
        pluma.text((80, 60 + renglon * 68), f"{texto} {renglon} " * 4, fill="black", font=letra)
    if borrosa:
        hoja = hoja.filter(ImageFilter.GaussianBlur(12))
    salida = io.BytesIO()
    hoja.save(salida, "JPEG", quality=85)
    return salida.getvalue()


def pdf(paginas: int) -> bytes:
    documento = FPDF()
    for pagina in range(paginas):
        documento.add_page()
        documento.set_font("helvetica", size=14)
        documento.multi_cell(0, 8, f"Desprendible de pago {pagina} " * 30)
    return bytes(documento.output())


def archivo(producto, cliente, contenido, leyenda="", tipo="image"):
    media = {"id": producto.graph.poner_archivo(contenido), "mime_type": "image/jpeg"}
    return cliente.mensaje(tipo, media | ({"caption": leyenda} if leyenda else {}))


def manda(producto, cliente, *mensajes, respuestas=2):
    """Send files in one webhook; the receipt comes first, then the verdicts."""
    assert producto.meta.enviar(producto.meta.sobre(*mensajes)).status_code == 200
    return cliente.lee(respuestas)


def en_documentos(producto: Producto):
    """Return a customer who has answered the questions."""
    cliente = producto.cliente()
    cliente.escribe("quiero pedir un préstamo")
    cliente.toca("Acepto")
    assert "nombres y apellidos" in cliente.toca("Soy empleado")
    for respuesta in RESPUESTAS:
        cliente.escribe(respuesta)
    cliente.toca("En la tarde")
    assert "Ana María Prueba" in cliente.toca("Por WhatsApp")
    assert "Vas *0 de 3*" in cliente.toca("Está bien")
    return cliente


def test_tres_archivos_a_la_vez_radican_la_solicitud(producto: Producto) -> None:
    cliente = en_documentos(producto)
    dicho = manda(
        producto, cliente,
        archivo(producto, cliente, foto("cedula"), "mi cédula"),
        archivo(producto, cliente, pdf(2), "", "document"),
        archivo(producto, cliente, foto("certificado"), "certificado laboral"),
    )  # fmt: skip
    assert "Recibí tus 3 archivos" in dicho
    for guardado in ("Cédula", "Desprendibles de pago", "Certificado de ingresos"):
        assert f"Guardé *{guardado}*" in dicho
    assert "radicada con el número *W-" in dicho and "equipo comercial del Caribe" in dicho
    assert producto.sql(
        "SELECT t.estado, evidencia IS NOT NULL, count(*) FROM asistente.tramites t "
        "JOIN asistente.documentos d ON d.tramite_id = t.id JOIN asistente.contactos c ON c.id = t.contacto_id "
        "WHERE telefono = %s AND d.estado = 'aceptado' GROUP BY 1, 2", cliente.telefono,
    ) == [("radicado", True, 3)]  # fmt: skip
    assert "radicada" not in cliente.escribe("menú")


def test_cada_rechazo_dice_por_que_y_la_solicitud_sigue(producto: Producto) -> None:
    cliente = en_documentos(producto)
    assert "borrosa" in manda(producto, cliente, archivo(producto, cliente, foto("cedula", borrosa=True)))
    assert "No puedo abrir ese tipo" in manda(producto, cliente, archivo(producto, cliente, b"PK\x03\x04" + b"x" * 900))
    assert "tasa" in cliente.escribe("qué tasa manejan")
    assert "Vas *1 de 3*" in manda(producto, cliente, archivo(producto, cliente, foto("cedula")))
    assert "¿Qué documento" in cliente.toca("Es otro documento")
    assert "Guardé *Certificado de ingresos*" in cliente.toca("Certificado de ingresos")
    cliente.toca("Terminar así")
    assert "te pedirá lo que falta: Cédula, Desprendibles de pago" in cliente.toca("Radicar así")


def test_un_archivo_antes_de_pedir_nada_espera_y_entra_despues(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.leidos = 0
    dicho = manda(producto, cliente, archivo(producto, cliente, foto("cedula"), "mi cedula"), respuestas=1)
    assert "¿Autorizas" in dicho
    assert "Todavía no lo he abierto" in cliente.toca("Acepto")
    assert producto.sql(
        "SELECT count(*) FROM asistente.documentos d JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s AND contenido IS NOT NULL", cliente.telefono,
    ) == [(0,)]  # fmt: skip
    cliente.toca("Crédito nuevo")
    cliente.toca("Soy pensionado", respuestas=2)
    assert producto.sql(
        "SELECT d.estado, requisito FROM asistente.documentos d JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s", cliente.telefono,
    ) == [("aceptado", "cedula")]  # fmt: skip
