"""Ley 2300 de 2023 through the real worker and PostgreSQL: nothing leaves without a class, and what each class may."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from proalto import bootstrap
from proalto.formats.tabla import TablaInvalida
from proalto.formats.texto import plegar
from proalto.gateways.rne import MemoryRne
from proalto.services.atencion.casos import abrir_caso
from proalto.services.contacto import acuerdos_de_contacto
from proalto.services.contacto.acuerdos_de_contacto import Canal, Preferencia
from proalto.services.contacto.reglas_de_contacto import DE_LA_BANDEJA, REGULADAS, para_que
from proalto.services.credito.saldo import consultar_saldo
from proalto.services.identificacion.sesiones import CEDULA, FaltaIdentidad, Nivel, abrir_sesion
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import Clase
from proalto.services.mensajeria.salientes import Motivo
from proalto.services.mesa.usuarios import Rol
from proalto.settings import from_environ
from proalto.whatsapp import payloads
from proalto.worker.enviar import vaciar
from tests.actions.ayuda import autorizar
from tests.conftest import ENTORNO, nuevo_contacto, otra_vez
from tests.legal.reglas import (
    COBRANZA,
    ESPERA,
    HUELLA,
    SALE,
    VICTIMA,
    autoriza,
    bogota,
    cobra,
    no,
    pasa,
    plantillas_reales,
    sale,
)
from tests.mesa.conftest import GALLETA, navegante, nuevo_usuario, sesiones_mesa

pytestmark = pytest.mark.usefixtures("cada_clase")


# -- L-40: without a class nothing leaves --


@pytest.mark.parametrize("nombre", ["nadie_la_registro", "Cobranza", "retomar_caso "])
def test_L40_una_plantilla_sin_clase_no_sale_y_se_ve_en_fallidos(app, deudor, mesa, nombre):
    deudor.encola(payloads.template(nombre, "es", []), clase="plantilla")
    assert sale(app, deudor) == no(Motivo.SIN_CLASE)
    assert app.whatsapp.sent == []
    pagina = mesa.get("/fallidos?motivo=sin_clase").get_data(as_text=True)
    assert f"saliente:{deudor.salientes()[-1]['id']}" in pagina and "nadie dijo para qué es" in pagina.lower()


def test_L40_un_texto_que_nadie_clasifico_no_sale_ni_con_la_ventana_abierta(app, deudor):
    deudor.abre_ventana()
    for clase in ("plantilla", "alerta"):  # they are templates, or nothing
        deudor.encola(payloads.text("¡Aprovecha!"), clase=clase)
        assert sale(app, deudor) == no(Motivo.SIN_CLASE)
    deudor.encola(payloads.text("Hola"))
    assert sale(app, deudor) == SALE


def test_L40_un_sms_sin_clase_no_sale(app, deudor):
    deudor.encola({"texto": "hola"}, clase="plantilla", canal="sms", destino=deudor.contacto.address.phone)
    assert sale(app, deudor) == no(Motivo.SIN_CLASE) and app.sms.sent == []


def test_L40_todo_lo_que_el_producto_registra_tiene_clase_y_nada_de_eso_cobra_ni_vende():
    reales = [nombre for nombre in plantillas.registradas() if nombre not in {c.value for c in Clase}]
    assert len(reales) >= 7
    for nombre in reales:
        assert para_que(payloads.template(nombre, "es", []), "plantilla", None) is not None
        assert plantillas.clase(nombre) not in REGULADAS
    assert not set(DE_LA_BANDEJA.values()) & set(REGULADAS)


def test_L40_quien_escribe_puede_hacerla_mas_estricta_y_nunca_menos():
    cobro, respuesta = COBRANZA, payloads.template("respuesta", "es", [])
    assert para_que(respuesta, "plantilla", "cobranza") is Clase.COBRANZA
    assert para_que(cobro, "plantilla", "respuesta") is Clase.COBRANZA
    assert para_que(payloads.template("ninguna", "es", []), "plantilla", "respuesta") is None
    assert para_que(payloads.text("Debes"), "respuesta", "cobranza") is Clase.COBRANZA


@pytest.mark.parametrize("clase", [Clase.RESPUESTA, Clase.SOLICITADA, Clase.SEGURIDAD])
def test_L40_lo_demas_sale_sin_permisos_de_nadie(app, deudor, clase):
    deudor.encola(payloads.template(clase.value, "es", []), clase="plantilla")
    assert sale(app, deudor) == SALE


NOCHE = bogota(2026, 11, 18, 23)


NOVEDAD = payloads.template("cambio_de_solicitud", "es_CO", ["SOL-1", "Estudio"])


def test_L47_un_aviso_pedido_espera_por_defecto_una_hora_decente(app, deudor):
    app.now.ahora = NOCHE
    deudor.encola(NOVEDAD, clase="novedad")
    assert sale(app, deudor) == ESPERA
    pasa(app, deudor, bogota(2026, 11, 19, 7, 0, 1))
    assert sale(app, deudor) == SALE


def test_L47_a_cualquier_hora_si_la_persona_lo_pide_y_otra_vez_no_si_cambia_de_idea(app, deudor):
    app.now.ahora = NOCHE
    acuerdos_de_contacto.preferir(app.db, deudor.contacto, Preferencia.CUALQUIERA, app.now())
    deudor.encola(NOVEDAD, clase="novedad")
    assert sale(app, deudor) == SALE
    acuerdos_de_contacto.preferir(app.db, otra_vez(deudor.contacto), Preferencia.HABIL, app.now())
    deudor.encola(NOVEDAD, clase="novedad")
    assert sale(app, deudor) == ESPERA


def test_L47_a_quien_esta_escribiendo_no_lo_despierta_nadie(app, deudor):
    app.now.ahora = NOCHE
    deudor.abre_ventana()
    deudor.sql(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = %s, enviado_en = NULL", NOCHE - timedelta(minutes=29)
    )
    deudor.encola(NOVEDAD, clase="novedad")
    assert sale(app, deudor) == SALE
    deudor.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = %s", NOCHE - timedelta(minutes=31))
    deudor.encola(NOVEDAD, clase="novedad")
    assert sale(app, deudor) == ESPERA


def test_L47_un_codigo_y_una_respuesta_salen_a_cualquier_hora(app, deudor):
    app.now.ahora = NOCHE
    deudor.abre_ventana()
    deudor.encola(payloads.template("codigo_verificacion", "es", ["123456"], otp_code="123456"), clase="codigo")
    deudor.encola(payloads.text("Hola"))
    vaciar(app, deudor.contacto.id)
    assert len(app.whatsapp.sent) == 2


def anuncio(deudor):
    deudor.encola({"texto": "Promo"}, clase="plantilla", canal="sms", destino=deudor.contacto.address.phone,
                 proposito=Clase.PUBLICIDAD)  # fmt: skip


def test_L48_no_hay_publicidad_por_sms_a_un_numero_excluido_ni_sin_consultarlo(app, deudor, con_permiso):
    autoriza(app, deudor.contacto, HUELLA, Canal.SMS)
    telefono = deudor.contacto.address.phone
    anuncio(deudor)
    assert app.rne is None and sale(app, deudor) == no(Motivo.EXCLUIDO)
    anuncio(deudor)
    assert sale(replace(app, rne=MemoryRne(telefono)), deudor) == no(Motivo.EXCLUIDO)
    ausente = MemoryRne()
    ausente.away = True
    anuncio(deudor)
    assert sale(replace(app, rne=ausente), deudor) == ESPERA
    assert app.sms.sent == []
    pasa(app, deudor, app.now() + timedelta(minutes=11))
    assert sale(replace(app, rne=MemoryRne("573000000001")), deudor) == SALE
    assert [destino for destino, _ in app.sms.sent] == [telefono]


# -- and impersonation, which stops all of it (L-32) --


def test_L32_el_reporte_detiene_el_cobro_de_esa_obligacion_en_cualquier_chat(app, db, deudor):
    """The victim reports from one chat and proves who they are there; what collects goes to another one."""
    autoriza(app, deudor.contacto, VICTIMA)
    suyo = nuevo_contacto(app)
    abrir_caso(db, app.cipher, suyo, "fraude", app.now())  # before anybody knows who writes
    with db.transaction() as tx:
        abrir_sesion(tx, suyo.id, app.cipher.encrypt(b"1", CEDULA, de=suyo.id), VICTIMA, Nivel.N2, app.now())
    cobra(deudor, huella=VICTIMA)
    assert sale(app, deudor) == no(Motivo.BLOQUEADO)


@pytest.fixture
def mesa(app):
    """The desk, entered by a supervisor."""
    cliente, quien = navegante(app), nuevo_usuario(app, Rol.SUPERVISOR)
    with app.db.transaction() as tx:
        cliente.set_cookie(GALLETA, sesiones_mesa.abrir(tx, quien.id, app.now(), completa=True))
    return cliente


# -- L-40 again: what can never leave does not let the product start --


def test_L40_una_plantilla_configurada_que_nadie_registro_no_deja_arrancar():
    for cambios in ({"AVISOS_TEMPLATE": "otra"}, {"OTP_CHANNEL": "whatsapp", "OTP_TEMPLATE": "otra"}):
        with pytest.raises(TablaInvalida, match="falta la fila de otra"):
            bootstrap.build(from_environ(ENTORNO | {"DATABASE_URL": "postgresql://nadie"} | cambios))


# -- L-45 again: whoever we do not know learns of no debt --


@pytest.mark.parametrize("nombre", [n for n in plantillas_reales if n != "codigo_verificacion"])
def test_L45_ninguna_plantilla_nombra_una_deuda_ni_un_saldo(nombre):
    """A template reaches whoever holds the phone, who may be a relative or a colleague."""
    dicho = plegar(plantillas_reales[nombre].cuerpo + " " + plantillas_reales[nombre].titulo)
    assert not re.search(r"\b(?:deuda|debes?|mora|saldo|cuotas?|cobr\w+|credito|pag\w+)\b", dicho)


def test_L45_a_quien_no_probo_quien_es_no_se_le_dice_nada_de_un_credito(app, contacto, nucleo):
    """From the very number that is registered for the debtor, and from any other."""
    cedula = nucleo.cliente(contacto.address.phone)
    nucleo.credito(cedula, estado="en_mora", dias_mora=90)
    for quien in (contacto, nuevo_contacto(app)):
        autorizar(app, quien)
        with pytest.raises(FaltaIdentidad):
            consultar_saldo(app.db, app.nucleo, app.cipher, quien, app.now())
