"""The queue page."""

from datetime import timedelta

import pytest

from proalto.services.atencion import alertas, cola
from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto, nuevo_wamid
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo
from tests.services.gente import sql


@pytest.fixture(autouse=True)
def sin_casos_de_antes(app):
    mundo.cambiar(app, "casos", "estado <> 'cerrado'", estado="cerrado", cerrado_en=app.now(), causa="otra")


def texto(respuesta):
    assert respuesta.status_code == 200, respuesta.status_code
    return respuesta.get_data(as_text=True)


def test_la_cola_dice_quien_que_y_cuanto_queda(app, mesa, nucleo):
    laura = mesa("laura")
    folio = mundo.caso(app, cedula=nucleo.cliente(nombres="Rosa"), prioridad=1, tipo="queja", gestion="consultar_saldo")
    mundo.reloj_de(app, folio, "respuesta", app.now() - timedelta(minutes=30), 120)
    mundo.reloj_de(app, folio, "solucion", app.now() - timedelta(minutes=90), 60)
    pagina = texto(laura.get("/casos"))
    for dicho in (folio, "Rosa", "Urgente", "Queja o reclamo", "Consultar mi saldo", "quedan 1 h 30 min", "25 %",
                  "venció hace 30 min", "sin responder", "1 con el tiempo vencido"):  # fmt: skip
        assert dicho in pagina, dicho


def test_los_filtros_van_en_la_direccion_y_los_absurdos_no_estorban(app, mesa):
    laura = mesa("laura")
    queja, otro = mundo.caso(app, tipo="queja"), mundo.caso(app)
    pagina = texto(laura.get("/casos?tipo=queja&prioridad=9&quien=nadie&estado=raro"))
    assert queja in pagina and otro not in pagina
    assert "/casos/lista?tipo=queja&amp;v=" in pagina


def test_una_cola_cortada_lo_dice(app, mesa, monkeypatch):
    monkeypatch.setattr(cola, "CUANTAS", 2)
    laura = mesa("laura")
    folios = [mundo.caso(app, prioridad=prioridad) for prioridad in (1, 2, 3)]
    pagina = texto(laura.get("/casos"))
    assert "<b>más de 2</b> casos" in pagina and "2 más urgentes" in pagina
    assert folios[0] in pagina and folios[2] not in pagina
    assert "más urgentes" not in texto(laura.get("/casos?prioridad=1"))


@pytest.mark.parametrize("ruta", ["/conversaciones/99999999999999999999", "/documentos/99999999999999999999"])
def test_un_numero_que_ninguna_fila_tiene_no_existe(mesa, ruta):
    assert mesa("laura").get(ruta).status_code == 404


def test_un_nulo_no_es_una_falla_nuestra(app, mesa):
    laura = mesa("laura")
    assert laura.get("/casos/%00").status_code == 404
    assert laura.get("/auditoria?entidad=%00").status_code in (400, 403)
    assert laura.envia("/respuestas", titulo="\0", texto="hola").status_code == 400


def test_el_refresco_sin_cambios_no_trae_nada(app, mesa):
    laura = mesa("laura")
    mundo.caso(app)
    version = texto(laura.get("/casos/lista")).partition("v=")[2][:16]
    assert laura.get(f"/casos/lista?v={version}", headers={"X-Refresco": "1"}).status_code == 204
    nuevo = mundo.caso(app)
    assert nuevo in texto(laura.get(f"/casos/lista?v={version}"))


def test_el_refresco_no_mantiene_abierta_una_sesion_sola(app, mesa, reloj):
    laura = mesa("laura")
    for _ in range(4):
        reloj.pasa(minutes=5)
        ultima = laura.get("/casos/lista", headers={"X-Refresco": "1", "HX-Request": "true"})
    assert ultima.headers.get("HX-Redirect") == "/entrar"


def test_una_alerta_se_ve_y_se_marca(app, mesa):
    marta = mesa("marta")
    folio = mundo.caso(app)
    with app.db.transaction() as tx:
        alertas.alertar(tx, mundo.caso_id(app, folio), "ans_100:respuesta", app.now())
    pagina = texto(marta.get("/casos"))
    assert "se venció el tiempo para responderle" in pagina
    alerta = pagina.partition("/alertas/")[2].partition("/vista")[0]
    assert marta.envia(f"/alertas/{alerta}/vista").status_code == 303
    assert "se venció" not in texto(marta.get("/casos"))


def test_quien_no_atiende_no_entra_y_el_auditor_solo_mira(app, mesa):
    folio = mundo.caso(app, nuevo_contacto(app))
    assert mesa(Rol.CONTENIDO).get("/casos").status_code == 403
    auditor = mesa(nuevo_usuario(app, Rol.AUDITOR, equipos=[]))
    assert folio in texto(auditor.get("/casos"))
    assert "/tomar" not in texto(auditor.get(f"/casos/{folio}"))
    assert auditor.envia(f"/casos/{folio}/tomar").status_code == 403


def test_el_nombre_de_un_cliente_no_es_html(app, mesa, nucleo):
    mundo.caso(app, cedula=nucleo.cliente(nombres="<img/src=x\u202eonerror=alert(1)>"))
    pagina = texto(mesa("laura").get("/casos"))
    assert "<img" not in pagina.partition("<main")[2] and "⟦U+202E⟧" in pagina


def test_los_cerrados_se_ven_con_su_filtro_y_un_caso_se_busca_por_su_numero(app, mesa):
    folio = mundo.caso(app)
    sql(app, "UPDATE asistente.casos SET estado = 'cerrado', causa = 'informacion', cerrado_en = %s WHERE folio = %s",
        app.now(), folio)  # fmt: skip
    laura = mesa("laura")
    assert folio not in laura.get("/casos").get_data(as_text=True)
    assert folio in laura.get("/casos?estado=cerrado").get_data(as_text=True)
    assert laura.get(f"/casos?folio=%20{folio.lower()}%20").location == f"/casos/{folio}"


def test_lo_que_el_cliente_escribio_a_una_persona_y_nadie_contesto_se_ve_aunque_hable_el_asistente(app, mesa, contacto):
    folio = mundo.caso(app, contacto, respondido_en=app.now())
    pagina = mesa("laura").get("/casos").get_data(as_text=True)
    assert "espera respuesta" not in pagina[pagina.index(folio) :].split("</tr>")[0]
    quien = mesa("laura").usuario.id
    sql(app, "INSERT INTO asistente.mensajes_salientes (contacto_id, wamid_origen, clase, ordinal, canal, usuario_id,"
             " creado_en) VALUES (%s, %s, 'asesor', 0, 'whatsapp', %s, now() - interval '1 hour')",
        contacto.id, nuevo_wamid(), quien)  # fmt: skip
    mundo.recibido(app, contacto, "¿sigues ahí?")
    sql(app, "UPDATE asistente.mensajes_entrantes SET estado = 'a_persona', recibido_en = now() WHERE contacto_id = %s",
        contacto.id)  # fmt: skip
    pagina = mesa("laura").get("/casos").get_data(as_text=True)
    assert "espera respuesta" in pagina[pagina.index(folio) :].split("</tr>")[0]
