"""Habeas data: what a text must say, and what counts as an authorization."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

from actions.autorizacion import ActionAskAutorizacion, ValidateAutorizacionForm
from actions.menu import ActionMenu
from actions.saldo import ActionConsultarSaldo
from proalto.formats.texto import plegar, sin_barra
from proalto.services.consentimiento.autorizacion import (
    Evento,
    Finalidad,
    autoriza,
    decision,
    exigir_autorizacion,
    mostrar,
    responder,
    revocar,
    vigentes,
)
from proalto.services.conversacion.lectura import leer
from proalto.services.conversacion.opciones import Opcion, guardar
from proalto.services.operacion import textos
from proalto.whatsapp.payloads import MAX_INTERACTIVE_BODY, MAX_TEXT
from tests.actions.ayuda import Charla, autorizar, dominio, identificar
from tests.conftest import conectar, nuevo_wamid, otra_vez

FRASES = [
    linea
    for linea in (Path(__file__).with_name("frases_ambiguas.txt")).read_text(encoding="utf-8").splitlines()
    if not linea.startswith("#")
]


# L-02: what each request must state, as words that say it and nothing else would.
ELEMENTOS = {
    "tratamiento y finalidades": r"(trataria|usaria) tu .* (solo para: 1\).*2\).*3\).*4\)|\*solo\* para avisarte)",
    "que datos": r"tu numero de whatsapp, .*nombre.*datos de tus creditos",
    "es facultativo": r"es \*opcional\*",
    "derechos": r"conocer, actualizar, rectificar y suprimir tus datos, pedir prueba de esta autorizacion, revocarla y "
    r"quejarte ante la sic",
    "quien responde": r"responsable: proalto s\.a\.s\., calle 100 # 19-61, bogota",
    "telefono y correo": r"tel\. 601 745 0000, datos@proalto\.co",
}


POLITICA = {
    "quien": r"proalto s\.a\.s\., domiciliada en bogota\. direccion: calle 100 .*correo: .*telefono: ",
    "tratamiento y finalidades": r"los usamos para verificar tu identidad",
    "derechos": r"\*tus derechos\.\*",
    "area": r"el area de proteccion de datos personales",
    "procedimiento": r"10 dias habiles .*15 dias habiles",
    "vigencia": r"rige desde el \d+ de \w+ de \d{4}\. (?:conservamos|lo de un credito vivo lo guardamos) .*"
    r"\bdespues(?: por los terminos que fija la ley|: .*\b\d+ (?:dias|anos?)\b)",
}


def documentos(nombre):
    archivos = sorted((textos.CARPETA / nombre).glob("v*.txt"))
    assert archivos
    return [textos.de_archivo(nombre, archivo) for archivo in archivos]


def llano(texto):
    return re.sub(r"\s+", " ", plegar(texto))


# -- L-02 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("documento", documentos("autorizacion") + documentos("publicidad"), ids=str)
@pytest.mark.parametrize("elemento", ELEMENTOS)
def test_L02_cada_version_dice_sus_seis_elementos(documento, elemento):
    assert re.search(ELEMENTOS[elemento], llano(documento.texto))


@pytest.mark.parametrize("elemento", ELEMENTOS)
def test_L02_si_falta_un_elemento_se_nota(elemento):
    texto = llano(textos.vigente("autorizacion").texto)
    assert not re.search(ELEMENTOS[elemento], re.sub(ELEMENTOS[elemento], "", texto))


@pytest.mark.parametrize("documento", documentos("politica"), ids=str)
@pytest.mark.parametrize("elemento", POLITICA)
def test_L08_cada_version_de_la_politica_dice_sus_seis_puntos(documento, elemento):
    assert re.search(POLITICA[elemento], llano(documento.texto))


def test_L02_caben_en_un_mensaje_de_whatsapp_con_la_presentacion():
    presentacion = dominio().responses["utter_presentacion"][0]["text"]
    junto = f"{presentacion}\n\n{textos.vigente('autorizacion').texto}"
    assert len(junto) <= MAX_INTERACTIVE_BODY
    assert all(len(d.texto) <= MAX_INTERACTIVE_BODY for d in documentos("autorizacion") + documentos("publicidad"))
    assert all(len(d.texto) <= MAX_TEXT for d in documentos("politica"))


# -- L-03 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aceptadas", [c for n in range(3) for c in itertools.combinations(Finalidad, n)], ids=str)
def test_L03_las_finalidades_se_aceptan_por_separado_y_el_servicio_solo_pide_la_necesaria(
    app, contacto, nucleo, aceptadas
):
    for finalidad in Finalidad:
        evento = Evento.ACEPTADA if finalidad in aceptadas else Evento.RECHAZADA
        mostrar(app.db, app.cipher, otra_vez(contacto), app.now(), finalidad)
        responder(app.db, app.cipher, otra_vez(contacto), evento, "toque", app.now(), finalidad)
    cedula = nucleo.cliente(celular=contacto.address.phone)
    nucleo.credito(cedula)
    identificar(app, contacto, cedula)
    dicho = Charla(app, contacto).dice("cuánto debo").corre(ActionConsultarSaldo)
    menu = Charla(app, contacto).dice("menú").corre(ActionMenu)
    if Finalidad.ATENCION in aceptadas:
        assert "7.654.321" in dicho.texto and menu.sigue is None
    else:
        assert dicho.sigue == menu.sigue == "autorizacion_form" and "7.654.321" not in dicho.texto
    with app.db.transaction() as tx:
        anuncios = autoriza(tx, contacto.id, Finalidad.PUBLICIDAD)
    assert anuncios == (set(aceptadas) == set(Finalidad))


def test_L03_aceptar_lo_necesario_no_acepta_la_publicidad_ni_la_pregunta(app, contacto):
    dicho = Charla(app, contacto).dice("hola").valida(ActionAskAutorizacion)
    autorizar(app, contacto)
    assert not [opcion for opcion in dicho.opciones if "ofertas" in opcion.lower()]
    assert decision(app.db, contacto, Finalidad.PUBLICIDAD) is None
    assert set(vigentes(app.db, contacto)) == {Finalidad.ATENCION}


def test_L03_la_publicidad_solo_se_pregunta_desde_mis_datos():
    que_la_piden = [
        nombre
        for nombre, variantes in dominio().responses.items()
        for boton in variantes[0].get("buttons", [])
        if boton["payload"].startswith(("/ver_ofertas", "/aceptar_ofertas"))
    ]
    assert sorted(que_la_piden) == ["utter_mis_datos", "utter_pedir_ofertas"]


def test_L03_revocar_la_publicidad_deja_lo_necesario(app, contacto):
    autorizar(app, contacto)
    mostrar(app.db, app.cipher, contacto, app.now(), Finalidad.PUBLICIDAD)
    responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "toque", app.now(), Finalidad.PUBLICIDAD)
    revocar(app.db, app.cipher, otra_vez(contacto), Finalidad.PUBLICIDAD, "NO MÁS", app.now())
    assert set(vigentes(app.db, contacto)) == {Finalidad.ATENCION}
    exigir_autorizacion(app.db, contacto)


# -- L-04 --------------------------------------------------------------------------------------------------------


def test_L04_las_frases_son_quinientas_y_distintas():
    assert len(set(FRASES)) == len(FRASES) >= 500


def test_L04_nada_ambiguo_se_anota_como_autorizacion(app, contacto):
    """Each phrase comes as a message to the question that is open, with its buttons offered, as the worker reads it."""
    charla = Charla(app, contacto).dice("hola")
    charla.valida(ActionAskAutorizacion)
    _ofrecer_botones(app, contacto)
    charla.abre("autorizacion_form", "autorizacion", tramite="action_consultar_saldo")
    aceptadas = []
    for frase in FRASES:
        texto, payload = leer(app.db, app.cipher, contacto.id, "text", frase, "", "", app.now())
        _llega(charla, texto, payload)
        charla.valida(ValidateAutorizacionForm)
        if decision(app.db, contacto) is Evento.ACEPTADA:
            aceptadas.append(frase)
            break
    assert aceptadas == []
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT evento FROM asistente.autorizaciones WHERE contacto_id = %s", (contacto.id,))
        assert {evento for (evento,) in cursor.fetchall()} <= {"mostrada", "rechazada"}


@pytest.mark.parametrize("dicho", ["Acepto", "sí, acepto", "AUTORIZO.", "acepto!"])
def test_L04_las_palabras_expresas_si_autorizan_con_los_botones_ofrecidos(app, contacto, dicho):
    charla = Charla(app, contacto).dice("hola")
    charla.valida(ActionAskAutorizacion)
    _ofrecer_botones(app, contacto)
    charla.abre("autorizacion_form", "autorizacion")
    _llega(charla, *leer(app.db, app.cipher, contacto.id, "text", dicho, "", "", app.now()))
    charla.valida(ValidateAutorizacionForm)
    assert decision(app.db, contacto) is Evento.ACEPTADA


@pytest.mark.parametrize("dicho", ["1", "uno", "Sí, quiero ofertas", "si quiero ofertas", "la primera"])
def test_L04_las_ofertas_no_se_aceptan_escribiendo(app, contacto, dicho):
    with app.db.transaction() as tx:
        guardar(tx, app.cipher, contacto.id, nuevo_wamid(), [Opcion("Sí, quiero ofertas", "/aceptar_ofertas")])
    assert leer(app.db, app.cipher, contacto.id, "text", dicho, "", "", app.now()) == (dicho, "")


def _ofrecer_botones(app, contacto):
    """Offer what domain.yml offers below the question, so that its titles, numbers and synonyms choose them."""
    botones = dominio().responses["utter_pedir_autorizacion"][0]["buttons"]
    opciones = [Opcion(b["title"], b["payload"], "", tuple(b.get("sinonimos", ()))) for b in botones]
    with app.db.transaction() as tx:
        guardar(tx, app.cipher, contacto.id, nuevo_wamid(), opciones)


def _llega(charla, texto, payload):
    wamid = nuevo_wamid()
    charla.contacto = replace(charla.contacto, wamid=wamid)
    charla._llega(payload or sin_barra(texto), [], wamid, payload[1:] or "nlu_fallback")  # as the channel does
