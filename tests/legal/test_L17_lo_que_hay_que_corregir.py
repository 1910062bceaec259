"""L-17: the facts of a claim (Ley 1581 art. 15 num. 1) are in its file, and whoever attends it reads them."""

from __future__ import annotations

from datetime import timedelta

from proalto.db.database import atendiendo
from proalto.services.datos import correcciones, mis_datos
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal import rastros
from tests.legal.borrados import borrar, quedan
from tests.legal.gente_de_datos import identificar, solicitud
from tests.mesa.conftest import mesa  # noqa: F401

DICHO = "dirección: calle 10 # 5-23, Barranquilla"


def anotar(app, contacto, texto=DICHO):
    return correcciones.anotar(app.db, app.nucleo, app.cipher, otra_vez(contacto), texto, app.now()).folio


def test_L17_el_asesor_lee_en_la_solicitud_lo_que_hay_que_corregir(app, nucleo, mesa):  # noqa: F811
    quien, cedula = nuevo_contacto(app), nucleo.cliente()
    identificar(app, quien, cedula)
    folio = anotar(app, quien)
    assert anotar(app, quien, f"mi cédula es {cedula}, está mal escrita") == folio
    vista = mesa("andres").get(f"/casos/{folio}").get_data(as_text=True)
    derecho = vista[vista.index('aria-label="Derecho sobre datos"') :]
    derecho = derecho[: derecho.index("</section>")]
    assert DICHO in derecho and derecho.count("Qué corregir") == 2
    assert cedula not in derecho  # until it is revealed, as in the rest of the page


def test_L17_se_le_entrega_a_la_persona_con_sus_datos(app, nucleo, contacto):
    identificar(app, contacto, nucleo.cliente())
    suya = anotar(app, contacto)
    with atendiendo(contacto.id):
        folio = mis_datos.conocer(app.db, app.nucleo, app.cipher, otra_vez(contacto), app.now())
    casos = mis_datos.abrir(app.db, app.cipher, folio).asistente["casos"]
    (caso,) = [caso for caso in casos if caso["folio"] == suya]
    assert [linea["texto"] for linea in caso["transcripcion"] if linea["de"] == "correccion"] == [DICHO]


def test_L17_anotar_no_mueve_el_plazo_de_la_ley(app, nucleo, contacto, reloj):
    identificar(app, contacto, nucleo.cliente())
    folio = anotar(app, contacto)
    vence = solicitud(app, folio)["vence_el"]
    reloj.ahora += timedelta(minutes=2)
    assert anotar(app, contacto, "y el correo: ana@ejemplo.co") == folio
    assert solicitud(app, folio)["vence_el"] == vence and solicitud(app, folio)["marcada_en"] is not None


def test_L17_quien_se_borra_deja_su_reclamo_vivo_bajo_custodia_con_lo_que_pidio(ana):
    app = ana.app
    identificar(app, ana.contacto, ana.cedula)
    folio = anotar(app, ana.contacto)
    borrar(ana)
    assert quedan(ana) <= rastros.permitidos()
    with app.db.transaction() as tx:
        assert [una.texto for una in correcciones.de_caso(tx, app.cipher, solicitud(app, folio)["caso_id"])] == [DICHO]
