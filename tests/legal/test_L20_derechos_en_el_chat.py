"""L-06, L-07, L-14, L-15, L-20 and L-23: what somebody may do about personal data in the chat, in any state."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import pypdfium2
import pytest

from actions.asesor import ActionPonerQueja
from actions.autorizacion import ActionConsultarPolitica
from actions.mis_datos import (
    ActionActualizarMisDatos,
    ActionActuarPorTitular,
    ActionConocerMisDatos,
    ActionPedirCopiaAutorizacion,
    ActionRevocarAutorizacion,
    ActionSuprimirMisDatos,
)
from proalto.services import supresion
from proalto.services.consentimiento.autorizacion import Evento, decision
from proalto.services.datos import vencimientos_de_datos
from proalto.services.datos.derechos import Conservado
from proalto.services.identificacion.sesiones import Nivel
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento
from proalto.services.operacion.textos import vigente
from tests.actions.ayuda import Charla, autorizar, dominio
from tests.conftest import otra_vez
from tests.legal.gente_de_datos import identificar, solicitud, sql

FOLIO = re.compile(r"\*([AD]-\w{7})\*")
EN_CURSO = [("", ""), ("autorizacion_form", "autorizacion"), ("identidad_form", "cedula"),
            ("identidad_form", "codigo"), ("credito_nuevo_form", "monto"), ("renovacion_form", "renovacion_respuesta"),
            ("encuesta_form", "comentario"), ("correccion_form", "que_corregir")]  # fmt: skip
PREGUNTA = "correccion_form"  # it asks what must be changed
DEBE = Conservado("Tu crédito vigente", "Decreto 1377 de 2013, art. 9", None)


@pytest.fixture
def borrado(monkeypatch):
    """Stand in for the module that erases, of which only the contract matters here."""
    hecho = SimpleNamespace(conservado=(), borrados=[])
    hecho.que_se_conserva = lambda *_: hecho.conservado

    def borrar(db, nucleo, cipher, contacto, cedula_hmac, motivo, now):
        hecho.borrados.append((contacto.id, motivo))
        return SimpleNamespace(folio="B-1", borrado={"turnos": 1}, conservado=(), sha256="0" * 64)

    hecho.borrar = borrar
    monkeypatch.setitem(sys.modules, "proalto.services.supresion.borrado", hecho)
    monkeypatch.setattr(supresion, "borrado", hecho, raising=False)  # where `from proalto.services import` looks first
    return hecho


def folio_de(dicho):
    return FOLIO.search(dicho.texto)[1]


def casos(app, contacto):
    return sql(app, "SELECT folio, tipo FROM casos WHERE contacto_id = %s ORDER BY id", contacto.id)


def en(app, contacto, formulario, pide):
    charla = Charla(app, contacto)
    return charla.abre(formulario, pide) if formulario else charla


def test_L06_la_copia_de_la_autorizacion_llega_en_pdf(app, nucleo, contacto):
    autorizar(app, contacto)
    identificar(app, contacto, nucleo.cliente(), Nivel.N1)
    dicho = Charla(app, otra_vez(contacto)).dice("quiero ver mi autorización").corre(ActionPedirCopiaAutorizacion)
    (papel,) = dicho.documentos
    archivo = entregas.abrir(app.db, app.cipher, Documento(**papel))
    assert archivo.mime == "application/pdf" and papel["nombre"].endswith(".pdf")
    leido = "".join(hoja.get_textpage().get_text_range() for hoja in pypdfium2.PdfDocument(archivo.contenido))
    assert "Acepto" in leido and vigente("autorizacion").sha256[:16] in "".join(leido.split())
    assert solicitud(app, folio_de(dicho))["estado"] == "favorable"


def test_L06_sin_identificarse_no_se_entrega(app, contacto):
    autorizar(app, contacto)
    dicho = Charla(app, contacto).dice("quiero ver mi autorización").corre(ActionPedirCopiaAutorizacion)
    assert dicho.documentos == [] and dicho.sigue == "identidad_form"


def test_L06_donde_no_se_mostro_ninguna_se_dice(app, nucleo, contacto):
    identificar(app, contacto, nucleo.cliente())
    dicho = Charla(app, otra_vez(contacto)).dice("quiero ver mi autorización").corre(ActionPedirCopiaAutorizacion)
    assert dicho.documentos == [] and "ninguna autorización" in dicho.texto


@pytest.mark.parametrize(("formulario", "pide"), EN_CURSO)
def test_L07_la_politica_vigente_se_ve_en_cualquier_estado(app, contacto, formulario, pide):
    dicho = en(app, contacto, formulario, pide).dice("política").corre(ActionConsultarPolitica)
    assert vigente("politica").texto in dicho.texto and dicho.eventos == []


def test_L14_nada_de_lo_que_se_dice_de_los_derechos_cobra(app):
    partes = [
        nombre
        for nombre in dominio().responses
        if re.match(r"utter_(mis_datos|copia|actualizar|suprimir|revocar|datos|actuar)", nombre)
    ]
    textos = [una["text"] for nombre in partes for una in dominio().responses[nombre]]
    assert len(textos) >= 13
    assert not [texto for texto in textos if re.search(r"\$|pag[ao]r?\b|tarifa|valor|cobr", texto.lower())]
    assert any("gratis" in texto for texto in textos)


def test_L14_se_puede_pedir_todas_las_veces_sin_costo_ni_espera(app, nucleo, contacto, reloj):
    identificar(app, contacto, nucleo.cliente())
    folios = set()
    for _ in range(3):
        reloj.pasa(minutes=1)
        dicho = Charla(app, otra_vez(contacto)).toca("/conocer_mis_datos").corre(ActionConocerMisDatos)
        assert len(dicho.documentos) == 2
        folios.add(folio_de(dicho))
    assert len(folios) == 3


@pytest.mark.parametrize("palabras", [
    "soy la esposa del titular y quiero saber cuánto debe", "mi papá falleció y soy su heredero",
    "soy el apoderado, represento al cliente",
])  # fmt: skip
def test_L15_heredero_conyuge_o_apoderado_un_caso_con_documentos_y_ningun_dato(app, nucleo, contacto, palabras):
    cedula = nucleo.cliente(celular=contacto.address.phone, nombres="Zoraida", apellidos="Inconfundible")
    nucleo.credito(cedula, saldo=7_654_321)
    identificar(app, contacto, cedula)  # not even on the customer's own phone
    dicho = Charla(app, otra_vez(contacto)).dice(palabras).corre(ActionActuarPorTitular)
    folio = folio_de(dicho)
    assert (folio, "datos") in casos(app, contacto) and solicitud(app, folio)["derecho"] == "representar"
    assert "registro civil" in dicho.texto and "poder" in dicho.texto and dicho.documentos == []
    for dato in ("Zoraida", "Inconfundible", cedula, "7.654.321", "vigente"):
        assert dato not in dicho.texto


def test_L20_revocar_es_inmediato_para_quien_escribe_en_ese_chat_y_tan_facil_como_darla(app, contacto, borrado):
    autorizar(app, contacto)
    assert decision(app.db, contacto) is Evento.ACEPTADA
    dicho = Charla(app, otra_vez(contacto)).dice("ya no autorizo nada").corre(ActionRevocarAutorizacion)
    assert decision(app.db, contacto) is not Evento.ACEPTADA  # at once: no identity, no person, no second step
    assert solicitud(app, folio_de(dicho))["tramite"] == "reclamo" and dicho.sigue is None
    bloqueada = sql(app, "SELECT clase FROM bloqueos WHERE contacto_id = %s AND hasta IS NULL", contacto.id)
    assert ("publicidad",) in bloqueada


def test_L20_a_quien_no_la_dio_no_se_le_dice_que_se_retiro_y_a_quien_repite_si(app, contacto, borrado):
    dicho = Charla(app, contacto).dice("ya no autorizo nada").corre(ActionRevocarAutorizacion)
    assert "no tengo una autorización tuya que retirar" in dicho.texto and "retiré" not in dicho.texto
    assert solicitud(app, folio_de(dicho))["derecho"] == "revocar"
    autorizar(app, otra_vez(contacto))
    for _ in range(2):
        repetida = Charla(app, otra_vez(contacto)).dice("ya no autorizo nada").corre(ActionRevocarAutorizacion)
        assert "retiré la autorización que diste" in repetida.texto


def test_L20_palabras_que_podrian_querer_otra_cosa_no_retiran_nada_hasta_confirmar(app, contacto, borrado):
    autorizar(app, contacto)
    dicho = Charla(app, contacto).dice("necesito la autorización mía", confianza=0.82).corre(ActionRevocarAutorizacion)
    assert dicho.opciones == ["Sí, retirarla", "Enviarme una copia", "Ninguna de las dos"]
    assert decision(app.db, contacto) is Evento.ACEPTADA
    Charla(app, otra_vez(contacto)).toca("/revocar_autorizacion").corre(ActionRevocarAutorizacion)
    assert decision(app.db, contacto) is Evento.REVOCADA


def test_L20_con_un_credito_vigente_lo_accesorio_se_va_y_lo_que_queda_se_dice_con_su_ley(
    app, nucleo, contacto, borrado
):
    autorizar(app, contacto)
    cedula = nucleo.cliente()
    nucleo.credito(cedula)
    identificar(app, contacto, cedula)
    borrado.conservado = (DEBE,)
    for accion, payload in (
        (ActionRevocarAutorizacion, "/revocar_autorizacion"),
        (ActionSuprimirMisDatos, "/suprimir_mis_datos"),
    ):
        dicho = Charla(app, otra_vez(contacto)).toca(payload).corre(accion)
        assert DEBE.que in dicho.texto and DEBE.norma in dicho.texto
    assert ("publicidad",) in sql(app, "SELECT clase FROM bloqueos WHERE contacto_id = %s", contacto.id)
    assert borrado.borrados == []


def test_L20_quien_no_se_ha_identificado_no_se_entera_de_lo_que_se_conserva(app, nucleo, contacto, borrado):
    nucleo.credito(nucleo.cliente(celular=contacto.address.phone))
    borrado.conservado = (DEBE,)
    dicho = Charla(app, contacto).dice("borren mis datos").corre(ActionSuprimirMisDatos)
    assert DEBE.que not in dicho.texto and folio_de(dicho)


def test_L20_un_chat_en_el_que_nadie_se_identifico_se_borra_con_su_sola_palabra(app, contacto, borrado, reloj):
    pedido = Charla(app, contacto).dice("borren mis datos").corre(ActionSuprimirMisDatos)
    assert "Sí, bórralo todo" in pedido.opciones
    hecho = (
        Charla(app, otra_vez(contacto)).toca('/suprimir_mis_datos{"confirmar": "borrar"}').corre(ActionSuprimirMisDatos)
    )
    assert folio_de(hecho) == folio_de(pedido) and solicitud(app, folio_de(hecho))["estado"] == "por_borrar"
    assert vencimientos_de_datos.borrar_autorizados(app.db, app.nucleo, app.cipher, app.now()) == 0  # the answer first
    reloj.pasa(minutes=3)
    vencimientos_de_datos.borrar_autorizados(app.db, app.nucleo, app.cipher, app.now())
    assert borrado.borrados == [(contacto.id, folio_de(hecho))]
    assert solicitud(app, folio_de(hecho))["estado"] == "favorable"
    assert sql(app, "SELECT estado, causa FROM casos WHERE folio = %s", folio_de(hecho)) == [
        ("cerrado", "datos_supresion")
    ]


def test_L20_si_alguien_se_identifico_el_boton_no_borra_nada_sin_un_asesor(app, nucleo, contacto, borrado, reloj):
    identificar(app, contacto, nucleo.cliente())
    Charla(app, otra_vez(contacto)).toca('/suprimir_mis_datos{"confirmar": "borrar"}').corre(ActionSuprimirMisDatos)
    reloj.pasa(hours=2)
    vencimientos_de_datos.borrar_autorizados(app.db, app.nucleo, app.cipher, app.now())
    assert borrado.borrados == []
    assert sql(app, "SELECT estado FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id) == [("en_curso",)]


def test_L20_confirmar_quien_soy_pide_una_identidad_de_los_ultimos_cinco_minutos(app, nucleo, contacto, borrado, reloj):
    primero = Charla(app, contacto).dice("corrijan mi dirección").corre(ActionActualizarMisDatos)
    assert "Confirmar quién soy" in primero.opciones and solicitud(app, folio_de(primero))["nivel"] is None
    assert primero.sigue is None  # first, who they are
    toca = '/actualizar_mis_datos{"confirmar": "identidad"}'
    assert Charla(app, otra_vez(contacto)).toca(toca).corre(ActionActualizarMisDatos).sigue == "identidad_form"
    identificar(app, contacto, nucleo.cliente())
    reloj.pasa(minutes=6)
    assert Charla(app, otra_vez(contacto)).toca(toca).corre(ActionActualizarMisDatos).sigue == "identidad_form"
    identificar(app, contacto, nucleo.cliente())
    despues = Charla(app, otra_vez(contacto)).toca(toca).corre(ActionActualizarMisDatos)
    assert folio_de(despues) == folio_de(primero) and solicitud(app, folio_de(primero))["nivel"] == 2
    assert despues.sigue == PREGUNTA and len(casos(app, contacto)) == 1


def test_L20_a_quien_ya_se_identifico_se_le_pregunta_que_corregir_la_primera_vez_y_las_demas(app, nucleo, contacto):
    identificar(app, contacto, nucleo.cliente())
    for palabras in ("corrijan mi dirección", "quiero actualizar mis datos"):
        dicho = Charla(app, otra_vez(contacto)).dice(palabras).corre(ActionActualizarMisDatos)
        assert dicho.sigue == PREGUNTA and folio_de(dicho) and dicho.opciones == []
    assert len(casos(app, contacto)) == 1


@pytest.mark.parametrize(("formulario", "pide"), EN_CURSO)
@pytest.mark.parametrize(("accion", "palabras"), [
    (ActionPonerQueja, "esto es un derecho de petición: exijo respuesta"),
    (ActionSuprimirMisDatos, "borren mis datos"),
    (ActionActualizarMisDatos, "corrijan mi nombre"),
    (ActionActuarPorTitular, "soy la viuda"),
])  # fmt: skip
def test_L23_una_peticion_en_cualquier_estado_tiene_radicado_sin_identificarse(
    app, contacto, borrado, formulario, pide, accion, palabras
):
    dicho = en(app, contacto, formulario, pide).dice(palabras).corre(accion)
    assert folio_de(dicho) in [folio for folio, _ in casos(app, contacto)] and dicho.sigue is None


def test_L23_el_mismo_mensaje_repetido_tiene_un_solo_radicado(app, contacto, borrado):
    charla = Charla(app, contacto)
    folios = {folio_de(charla.dice("borren mis datos", contacto.wamid).corre(ActionSuprimirMisDatos)) for _ in range(2)}
    assert len(folios) == 1 and len(casos(app, contacto)) == 1
