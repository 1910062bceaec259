"""L-22: who asks for their data gets all of them, readable, and nobody else's."""

from __future__ import annotations

import json
import time

import pypdfium2
import pytest

from actions.mis_datos import ActionConocerMisDatos
from proalto.db.database import atendiendo
from proalto.services.atencion.casos import abrir_caso
from proalto.services.credito.tramites import abrir_tramite
from proalto.services.datos import mis_datos
from proalto.services.datos.informe_de_datos import informe, tablas
from proalto.services.identificacion.sesiones import FaltaIdentidad, Nivel
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.gente_de_datos import identificar, sql
from tests.services import mundo_de_mesa as gente


@pytest.fixture
def ana(app, nucleo, contacto):
    """A customer with a crédito, who has written, filed, complained and proved who she is."""
    cedula = nucleo.cliente(nombres="Ana María", apellidos="Prueba Ñáñez", correo="ana@ejemplo.co")
    nucleo.credito(cedula, monto=9_876_501)
    autorizar(app, contacto)
    gente.recibido(app, contacto, "hola, quería saber mi saldo 😀")
    gente.enviado(app, contacto, "Tu saldo es $1.000")
    identificar(app, contacto, cedula)
    abrir_tramite(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", {"monto": "5000000"}, app.now())
    abrir_caso(app.db, app.cipher, otra_vez(contacto), "queja", app.now())
    folio = abrir_caso(app.db, app.cipher, otra_vez(contacto), "asesor", app.now()).folio
    gente.nota(app, folio, gente.usuario(app, f"u{contacto.id}"), "la llamé y no contestó")
    gente.documento(app, contacto, b"%PDF-1.7 desprendible")
    return contacto, cedula


def conocer(app, contacto):
    """Ask as the actions do: serving that contact."""
    with atendiendo(contacto.id):
        return mis_datos.conocer(app.db, app.nucleo, app.cipher, contacto, app.now())


def contar(app, contacto, cedula):
    """Count, by a query of its own, what there is in every table with a contact or the hash of a cédula."""
    tablas = sql(
        app,
        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
        " WHERE table_schema = 'asistente' AND column_name IN ('contacto_id', 'cedula_hmac') GROUP BY 1",
    )
    huella, cuentas = app.cipher.keyed_hash("cedula", cedula), {}
    for tabla, columnas in tablas:
        condiciones = {"contacto_id": "contacto_id = %(c)s", "cedula_hmac": "cedula_hmac = %(h)s"}
        donde = " OR ".join(condiciones[columna] for columna in columnas)
        sentencia = f"SELECT count(*) FROM asistente.{tabla} WHERE {donde}"  # noqa: S608
        with app.db.transaction() as tx, tx._connection.cursor() as cursor:
            cursor.execute(sentencia, {"c": contacto.id, "h": huella})
            cuentas[tabla] = cursor.fetchone()[0]
    return {tabla: cuantas for tabla, cuantas in cuentas.items() if cuantas}


def test_L22_el_expediente_tiene_cada_fila_de_cada_tabla_que_lleva_a_la_persona(app, ana):
    contacto, cedula = ana
    folio = conocer(app, otra_vez(contacto))
    expediente = mis_datos.abrir(app.db, app.cipher, folio)
    contadas = contar(app, contacto, cedula)
    assert {tabla: expediente.conteo.get(tabla, 0) for tabla in contadas} == contadas
    assert {"mensajes_entrantes", "autorizaciones", "tramites", "casos", "documentos", "sesiones"} <= set(contadas)
    assert expediente.conteo["notas"] == 1 and expediente.conteo["relojes"] == 4 and expediente.conteo["contactos"] == 1
    assert expediente.de_otras_personas == {}


def test_L22_llega_en_pdf_y_en_json_con_las_palabras_de_la_persona(app, ana):
    contacto, cedula = ana
    antes = time.monotonic()
    dicho = Charla(app, otra_vez(contacto)).toca("/conocer_mis_datos").corre(ActionConocerMisDatos)
    papeles = {uno["tipo"]: entregas.abrir(app.db, app.cipher, Documento(**uno)) for uno in dicho.documentos}
    assert time.monotonic() - antes < 60
    assert papeles["mis_datos"].mime == "application/pdf" and papeles["mis_datos_json"].mime == "text/plain"
    pdf = pypdfium2.PdfDocument(papeles["mis_datos"].contenido)
    leido = "\n".join(pagina.get_textpage().get_text_range() for pagina in pdf)
    for palabra in ("Prueba Ñáñez", "ana@ejemplo.co", "quería saber mi saldo", "Tu saldo es $1.000", "9876501",
                    "la llamé y no contestó", "5000000", cedula[-4:]):  # fmt: skip
        assert palabra in leido
    entero = json.loads(papeles["mis_datos_json"].contenido)
    assert entero["prestamista"]["cliente"][0]["cedula"] == cedula
    assert entero["asistente"]["mensajes_entrantes"][0]["cuerpo"]["texto"] == "hola, quería saber mi saldo 😀"
    assert entero["asistente"]["autorizaciones"][1]["respuesta"] == "Acepto"


def test_L22_no_lleva_lo_que_serviria_a_quien_adivina(app, ana):
    contacto, _ = ana
    folio = conocer(app, otra_vez(contacto))
    filas = [fila for unas in mis_datos.abrir(app.db, app.cipher, folio).asistente.values() for fila in unas]
    assert not [columna for fila in filas for columna in fila if columna.endswith(("hmac", "senuelo"))]


def test_L22_en_un_celular_compartido_no_sale_nada_de_la_otra_persona(app, nucleo, contacto, reloj):
    suya, ajena = nucleo.cliente(nombres="Carmen"), nucleo.cliente(nombres="Hernando")
    autorizar(app, contacto)
    identificar(app, contacto, ajena)
    gente.recibido(app, contacto, "cuánto debe Hernando", reloj.pasa(minutes=1))
    abrir_caso(app.db, app.cipher, otra_vez(contacto), "queja", app.now())
    reloj.pasa(hours=3)
    gente.recibido(app, contacto, "nadie sabe quién escribe", app.now())
    reloj.pasa(hours=3)
    identificar(app, contacto, suya)
    gente.recibido(app, contacto, "soy Carmen", reloj.pasa(minutes=1))
    folio = conocer(app, otra_vez(contacto))
    expediente = mis_datos.abrir(app.db, app.cipher, folio)
    todo = json.dumps(vars(expediente), ensure_ascii=False, default=str)
    assert "soy Carmen" in todo and "Carmen" in str(expediente.prestamista)
    for ajeno in ("Hernando", ajena, "nadie sabe quién escribe"):
        assert ajeno not in todo
    assert expediente.de_otras_personas["mensajes_entrantes"] == 2 and expediente.de_otras_personas["casos"] == 1


def test_L22_lo_de_otro_chat_de_la_misma_persona_tambien_sale(app, nucleo, contacto):
    cedula, otro = nucleo.cliente(), nuevo_contacto(app)
    identificar(app, otro, cedula)
    abrir_caso(app.db, app.cipher, otro, "queja", app.now())
    identificar(app, contacto, cedula)
    expediente = mis_datos.abrir(app.db, app.cipher, conocer(app, otra_vez(contacto)))
    assert expediente.conteo["casos"] == 1 and expediente.conteo["sesiones"] == 2


def test_L22_lo_que_se_escribio_en_otro_chat_no_sale_pero_se_dice_como_pedirlo(app, nucleo, contacto):
    cedula, otro = nucleo.cliente(), nuevo_contacto(app)
    autorizar(app, otro)
    gente.recibido(app, otro, "esto lo escribí en el otro celular")
    identificar(app, otro, cedula)
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    expediente = mis_datos.abrir(app.db, app.cipher, conocer(app, otra_vez(contacto)))
    assert "el otro celular" not in json.dumps(vars(expediente), ensure_ascii=False, default=str)
    assert expediente.otros_chats == 1 and "pídelo desde ese número" in informe(expediente).entrada


def test_L22_quien_solo_ha_escrito_desde_aqui_no_oye_de_otros_numeros(app, ana):
    contacto, _ = ana
    expediente = mis_datos.abrir(app.db, app.cipher, conocer(app, otra_vez(contacto)))
    assert expediente.otros_chats == 0 and "otro número" not in informe(expediente).entrada


def test_L22_cada_tabla_que_puede_salir_tiene_nombre_para_la_persona(app):
    de_personas = sql(
        app,
        "SELECT DISTINCT table_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name) WHERE table_schema = 'asistente' AND table_type = 'BASE TABLE'"
        " AND column_name IN ('contacto_id', 'cedula_hmac', 'caso_id', 'tramite_id', 'saliente_id')",
    )
    assert {tabla for (tabla,) in de_personas} - set(tablas()) == set()


@pytest.mark.parametrize("nivel", [None, Nivel.N1])
def test_L22_sin_probar_quien_es_no_se_entrega_nada(app, nucleo, contacto, nivel):
    if nivel:
        identificar(app, contacto, nucleo.cliente(), nivel)
    with pytest.raises(FaltaIdentidad):
        conocer(app, contacto)
    dicho = Charla(app, contacto).toca("/conocer_mis_datos").corre(ActionConocerMisDatos)
    assert dicho.documentos == [] and dicho.sigue == "identidad_form"


def test_L22_el_mismo_mensaje_repetido_entrega_lo_mismo_una_vez(app, ana):
    contacto, _ = ana
    suyo = otra_vez(contacto)
    folios = {conocer(app, suyo) for _ in range(2)}
    assert len(folios) == 1
    ((cuantas,),) = sql(app, "SELECT count(*) FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id)
    assert cuantas == 1
