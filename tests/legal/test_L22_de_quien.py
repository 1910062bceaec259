"""L-22: of a phone that several people use, whoever asks for their data gets their own and nothing of the rest."""

from __future__ import annotations

import json
from dataclasses import replace

from proalto.services.atencion.casos import abrir_caso
from proalto.services.credito.tramites import abrir_tramite, radicar
from proalto.services.datos import mis_datos
from proalto.services.identificacion import identidad
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import identificar
from tests.legal.test_L22_conocer import conocer
from tests.services import mundo_de_mesa as gente


def entero(expediente):
    return json.dumps(vars(expediente), ensure_ascii=False, default=str)


def pedido(app, contacto):
    return mis_datos.abrir(app.db, app.cipher, conocer(app, otra_vez(contacto)))


def radica(app, contacto, documento, ingresos):
    datos = {"documento_identidad": documento, "ingresos": ingresos, "segmento": "pensionado"}
    abrir_tramite(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", datos, app.now())
    radicar(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", app.now())


def test_L22_la_solicitud_que_otro_radico_sin_identificarse_no_sale(app, nucleo, contacto, reloj):
    ella = nucleo.cliente(nombres="Carmen")
    autorizar(app, contacto)
    gente.recibido(app, contacto, "soy Hernando y gano 4.321.000")
    radica(app, contacto, "1098765432", "4.321.000")
    gente.documento(app, contacto, b"%PDF-1.7 de Hernando")
    reloj.pasa(days=3)
    identificar(app, contacto, ella)
    radica(app, contacto, ella, "2.222.000")
    expediente = pedido(app, contacto)
    assert "4.321.000" not in entero(expediente) and "1098765432" not in entero(expediente)
    assert [uno["datos"]["ingresos"] for uno in expediente.asistente["tramites"]] == ["2.222.000"]
    assert expediente.de_otras_personas["tramites"] == expediente.de_otras_personas["documentos"] == 1


def test_L22_lo_que_ella_radico_sin_identificarse_si_sale(app, nucleo, contacto, reloj):
    ella, el = nucleo.cliente(), nucleo.cliente()
    autorizar(app, contacto)
    radica(app, contacto, ella, "2.222.000")
    identificar(app, contacto, el)
    reloj.pasa(hours=3)
    identificar(app, contacto, ella)
    assert pedido(app, contacto).conteo["tramites"] == 1


def test_L22_de_la_conversacion_de_su_caso_sale_lo_de_su_rato(app, nucleo, contacto, reloj):
    ella, el = nucleo.cliente(nombres="Carmen"), nucleo.cliente(nombres="Hernando")
    autorizar(app, contacto)
    identificar(app, contacto, el)
    gente.recibido(app, contacto, "saldo", app.now())
    gente.enviado(app, contacto, "Hernando, debes $8.888.888")
    reloj.pasa(hours=3)
    identificar(app, contacto, ella)
    gente.recibido(app, contacto, "tengo una queja", app.now())
    abrir_caso(app.db, app.cipher, otra_vez(contacto), "queja", app.now())
    expediente = pedido(app, contacto)
    assert "8.888.888" not in entero(expediente)
    assert [linea["texto"] for linea in expediente.asistente["casos"][0]["transcripcion"]] == ["tengo una queja"]


def test_L22_en_un_chat_de_ella_sola_la_conversacion_de_su_caso_sale_entera(app, nucleo, contacto, reloj):
    autorizar(app, contacto)
    gente.recibido(app, contacto, "hola", app.now())
    reloj.pasa(hours=3)
    identificar(app, contacto, nucleo.cliente())
    abrir_caso(app.db, app.cipher, otra_vez(contacto), "queja", app.now())
    lineas = pedido(app, contacto).asistente["casos"][0]["transcripcion"]
    assert "hola" in [linea["texto"] for linea in lineas]


def test_L22_de_su_caso_en_otro_chat_tampoco_sale_lo_que_dijo_otro(app, nucleo, contacto, reloj):
    otro, ella, el = nuevo_contacto(app), nucleo.cliente(), nucleo.cliente()
    autorizar(app, otro)
    identificar(app, otro, el)
    gente.enviado(app, otro, "Hernando, debes $8.888.888")
    reloj.pasa(hours=3)
    identificar(app, otro, ella)
    gente.recibido(app, otro, "tengo una queja", app.now())
    abrir_caso(app.db, app.cipher, otra_vez(otro), "queja", app.now())
    identificar(app, contacto, ella)
    expediente = pedido(app, contacto)
    assert expediente.conteo["casos"] == 1 and "8.888.888" not in entero(expediente)


def test_L22_no_dice_desde_que_telefono_escribio_quien_puso_su_cedula(app, nucleo, contacto):
    curioso, ella = nuevo_contacto(app), nucleo.cliente()
    identidad.presentar_cedula(app.db, app.cipher, replace(curioso, wamid="wamid.NUMERO"), ella, app.now())
    gente.insertar(app, "avisos_de_seguridad", clave="otro_chat:wamid.NUMERO", clase="otro_chat",
                   contacto_id=curioso.id, cedula_hmac=app.cipher.keyed_hash("cedula", ella),
                   creado_en=app.now())  # fmt: skip
    identificar(app, contacto, ella)
    expediente = pedido(app, contacto)
    assert "NUMERO" not in entero(expediente)
    (intento,) = expediente.asistente["intentos_identidad"]
    assert "contacto_id" not in intento and intento["paso"] == "cedula"
    assert len(expediente.asistente["avisos_de_seguridad"]) == 1
    assert expediente.asistente["sesiones"][0]["contacto_id"] == contacto.id
