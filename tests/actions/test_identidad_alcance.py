"""What the customer reads when a session is good and still does not open everything."""

from __future__ import annotations

from datetime import date

import pytest

from actions.credito_nuevo import ActionPedirCreditoNuevo
from actions.identidad import ActionOtraPersona, ValidateIdentidadForm
from actions.menu import ActionSaludar
from actions.paz_y_salvo import ActionPedirPazYSalvo
from actions.saldo import ActionConsultarSaldo
from actions.seguir import ActionSeguirTramite
from proalto.services.credito.tramites import abrir_tramite, tramite_abierto
from proalto.services.identificacion import senales
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Nivel
from tests.actions.ayuda import Charla, autorizar, codigo_recibido
from tests.services.identificacion.vigilancia import llenar_de_errados
from tests.services.pasos import Pasos, telefono_nuevo

FORM = "identidad_form"


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


def pide_codigo(charla, cedula, nivel="N2"):
    charla.abre(FORM, "fecha_expedicion", cedula=cedula, nivel=nivel, tramite="action_consultar_saldo")
    dicho = charla.dice("3 de mayo de 1998").valida(ValidateIdentidadForm)
    charla.abre(FORM, "codigo")
    return dicho


def entra(app, charla, cedula, nivel="N2"):
    pide_codigo(charla, cedula, nivel)
    return charla.dice(codigo_recibido(app, charla.contacto)[1]).valida(ValidateIdentidadForm)


def senal(app, contacto):
    with app.db.transaction() as tx:
        senales.anotar(tx, app.cipher, senales.NUMERO, contacto.id, contacto.address.phone, contacto.wamid, app.now())


def test_desde_otro_chat_se_dice_el_saldo_y_no_se_entrega_el_paz_y_salvo(app, charla, nucleo):
    cedula = nucleo.cliente(telefono_nuevo(), date(1998, 5, 3))
    nucleo.pagado(cedula)
    assert "confirmé" in entra(app, charla, cedula).texto
    negado = charla.toca("/pedir_paz_y_salvo").corre(ActionPedirPazYSalvo)
    assert "celular registrado" in negado.texto and "24 horas" in negado.texto
    assert negado.documentos == [] and negado.sigue is None
    assert "celular registrado" not in charla.toca("/consultar_saldo").corre(ActionConsultarSaldo).texto


def test_con_un_celular_de_dos_lo_hace_un_asesor(app, charla, contacto, nucleo):
    cedula = nucleo.cliente(contacto.address.phone, date(1998, 5, 3))
    nucleo.cliente(contacto.address.phone)
    nucleo.pagado(cedula)
    entra(app, charla, cedula)
    negado = charla.toca("/pedir_paz_y_salvo").corre(ActionPedirPazYSalvo)
    assert "más de una persona" in negado.texto and "asesor" in negado.texto and negado.documentos == []


def test_mientras_enfria_se_dice_hasta_cuando_y_el_formulario_termina(app, charla, contacto, nucleo):
    cedula = nucleo.cliente(contacto.address.phone, date(1998, 5, 3))
    senal(app, contacto)
    dicho = entra(app, charla, cedula)
    assert (
        "desde *el sábado 21 de noviembre" in dicho.texto
        and ".." not in dicho.texto
        and "código es correcto" in dicho.texto
    )
    assert dicho.slots["tramite"] is None and dicho.slots["codigo"] is None
    otra_vez = charla.abre(FORM, "", nivel="N2").dice("cuánto debo").valida(ValidateIdentidadForm)
    assert otra_vez.texto == "" or "21 de noviembre" in otra_vez.texto


def test_para_n1_el_codigo_basta_aunque_enfrie(app, charla, contacto, nucleo):
    cedula = nucleo.cliente(contacto.address.phone, date(1998, 5, 3))
    senal(app, contacto)
    dicho = entra(app, charla, cedula, Nivel.N1.name)
    assert "confirmé" in dicho.texto and dicho.slots["codigo"] == "verificado"


def test_con_codigos_de_ocho_cifras_se_dice_cuantas_son(app, charla, contacto, nucleo, sin_errados):
    cedula = nucleo.cliente(contacto.address.phone, date(1998, 5, 3))
    llenar_de_errados(Pasos(app, nucleo, contacto), LIMITES.codigos_malos_del_sistema_24h)
    pide_codigo(charla, cedula)
    assert "exactamente 8" in charla.dice("es 123456").valida(ValidateIdentidadForm).texto


def test_otra_persona_borra_la_conversacion(charla):
    dicho = charla.toca("/otra_persona").corre(ActionOtraPersona)
    assert "cerré la sesión anterior" in dicho.texto
    assert [evento["event"] for evento in dicho.eventos] == ["restart"]


def test_otra_persona_no_ve_ni_sigue_la_solicitud_que_la_primera_dejo(app, charla, contacto):
    de_la_primera = {"segmento": "empleado", "nombres": "Ana Prueba", "monto": "5000000"}
    for producto in ("credito_nuevo", "renovacion"):
        abrir_tramite(app.db, app.cipher, contacto, producto, de_la_primera, app.now())
    dicho = charla.toca("/otra_persona").corre(ActionOtraPersona)
    assert "siguen su curso" in dicho.texto
    assert "sin terminar" not in charla.dice("hola").corre(ActionSaludar).texto
    assert charla.toca("/seguir_tramite").corre(ActionSeguirTramite).sigue == "action_menu"
    assert "sin terminar" not in charla.toca("/pedir_credito_nuevo").corre(ActionPedirCreditoNuevo).texto
    nuevo = abrir_tramite(app.db, app.cipher, contacto, "credito_nuevo", {}, app.now())
    assert nuevo.datos == {} and tramite_abierto(app.db, app.cipher, contacto).id == nuevo.id
