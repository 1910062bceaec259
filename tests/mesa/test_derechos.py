"""The page of a request over personal data: what it shows, and what its buttons do."""

from __future__ import annotations

import pytest

from proalto.services.datos import solicitudes_de_datos
from proalto.services.datos.derecho_pedido import Derecho
from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto
from tests.legal.gente_de_datos import identificar, solicitud, sql


def radicar(app, derecho, contacto=None):
    quien = contacto or nuevo_contacto(app)
    return solicitudes_de_datos.radicar(app.db, app.cipher, quien, derecho, app.now()).folio


def pagina(cliente, folio):
    return cliente.get(f"/casos/{folio}").get_data(as_text=True)


def auditadas(app, folio):
    return [
        accion for (accion,) in sql(app, "SELECT accion FROM auditoria WHERE objeto = %s ORDER BY id", f"caso:{folio}")
    ]


def test_el_caso_muestra_el_derecho_el_regimen_y_la_fecha_de_la_ley(app, mesa):
    folio, andres = radicar(app, Derecho.SUPRIMIR), mesa("andres")
    vista = pagina(andres, folio)
    for dicho in ("Borrar sus datos", "Leyes 1581 y 1266", "10/12/2026", "Reclamo", "Autorizar y borrar"):
        assert dicho in vista


def test_un_caso_de_otra_cosa_no_lo_muestra(app, mesa):
    from proalto.services.atencion.casos import abrir_caso

    folio = abrir_caso(app.db, app.cipher, nuevo_contacto(app), "queja", app.now()).folio
    assert "Vence por ley" not in pagina(mesa("andres"), folio)


@pytest.mark.parametrize(("ruta", "campos", "estado", "accion"), [
    ("falta", {"motivo": "una copia de tu cédula"}, "incompleta", "datos_falta_pedida"),
    ("prorrogar", {"motivo": "falta el archivo"}, "en_curso", "datos_prorroga_pedida"),
    ("trasladar", {"motivo": "la central de riesgo"}, "trasladada", "datos_trasladados"),
    ("marcar", {}, "en_curso", "reclamo_en_tramite"),
    ("responder", {"sentido": "negada", "respuesta": "No se puede.", "fundamento": "obligacion_vigente"}, "negada",
     "datos_respuesta_negada"),
    ("sin-confirmar", {}, "negada", "datos_sin_confirmar"),
])  # fmt: skip
def test_cada_boton_hace_lo_suyo_y_queda_en_la_auditoria(app, mesa, ruta, campos, estado, accion):
    folio = radicar(app, Derecho.REVOCAR)
    respuesta = mesa("andres").envia(f"/casos/{folio}/datos/{ruta}", **campos)
    assert respuesta.status_code == 303
    assert solicitud(app, folio)["estado"] == estado and auditadas(app, folio)[-1] == accion


def test_negar_sin_deber_legal_vuelve_con_lo_escrito_y_no_cambia_nada(app, mesa):
    folio = radicar(app, Derecho.SUPRIMIR)
    respuesta = mesa("andres").envia(f"/casos/{folio}/datos/responder", sentido="negada", respuesta="Porque no.")
    cuerpo = respuesta.get_data(as_text=True)
    assert respuesta.status_code == 422 and "elige el deber legal" in cuerpo and "Porque no." in cuerpo
    assert solicitud(app, folio)["estado"] == "en_curso"


def test_autorizar_un_borrado_pide_que_la_persona_se_haya_identificado(app, mesa, nucleo):
    folio = radicar(app, Derecho.SUPRIMIR)
    andres = mesa("andres")
    respuesta = andres.envia(f"/casos/{folio}/datos/responder", sentido="favorable", respuesta="Listo.")
    assert respuesta.status_code == 422 and solicitud(app, folio)["estado"] == "en_curso"
    quien = nuevo_contacto(app)
    identificar(app, quien, nucleo.cliente())
    otro = radicar(app, Derecho.SUPRIMIR, quien)
    andres.envia(f"/casos/{otro}/datos/responder", sentido="favorable", respuesta="Listo.")
    assert solicitud(app, otro)["estado"] == "por_borrar"


@pytest.mark.parametrize("quien", [Rol.AUDITOR, Rol.CONTENIDO, "laura"])
def test_quien_no_es_de_protección_de_datos_no_puede(app, mesa, quien):
    folio = radicar(app, Derecho.REVOCAR)
    respuesta = mesa(quien).envia(f"/casos/{folio}/datos/marcar")
    assert respuesta.status_code in (303, 403) and solicitud(app, folio)["marcada_en"] is None


def test_resuelto_por_silencio_se_dice_y_ya_no_ofrece_negar(app, mesa):
    folio = radicar(app, Derecho.REVOCAR)
    sql(app, "UPDATE solicitudes_de_datos SET estado = 'silencio' WHERE folio = %s", folio)
    vista = pagina(mesa("andres"), folio)
    assert "resuelto a favor por silencio" in vista and "Responder negando" not in vista


def test_sin_confirmar_se_ofrece_solo_de_quien_no_se_identifico(app, mesa, nucleo):
    andres, quien = mesa("andres"), nuevo_contacto(app)
    identificar(app, quien, nucleo.cliente())
    assert "No se pudo confirmar quién es" in pagina(andres, radicar(app, Derecho.REVOCAR))
    assert "No se pudo confirmar quién es" not in pagina(andres, radicar(app, Derecho.REVOCAR, quien))


def test_cerrar_sin_responder_el_derecho_vuelve_con_lo_escrito_y_nada_sale(app, mesa):
    folio, andres = radicar(app, Derecho.REVOCAR), mesa("andres")
    respuesta = andres.envia(f"/casos/{folio}/cerrar", causa="datos_correccion", despedida="Hasta luego.")
    cuerpo = respuesta.get_data(as_text=True)
    assert respuesta.status_code == 422 and "sin responder: respóndelo" in cuerpo and "Hasta luego." in cuerpo
    assert sql(app, "SELECT estado FROM casos WHERE folio = %s", folio) == [("abierto",)]
    salientes = "SELECT count(*) FROM mensajes_salientes s JOIN casos c USING (contacto_id) WHERE c.folio = %s"
    assert sql(app, salientes, folio) == [(0,)]
    andres.envia(f"/casos/{folio}/datos/responder", sentido="favorable", respuesta="Quedó retirada.")
    assert andres.envia(f"/casos/{folio}/cerrar", causa="datos_correccion").status_code == 303


def test_pedir_dos_veces_lo_que_falta_vuelve_con_por_que_no(app, mesa):
    folio, andres = radicar(app, Derecho.REVOCAR), mesa("andres")
    assert andres.envia(f"/casos/{folio}/datos/falta", motivo="una copia").status_code == 303
    otra = andres.envia(f"/casos/{folio}/datos/falta", motivo="otra copia")
    assert otra.status_code == 422 and "ya se pidió una vez" in otra.get_data(as_text=True)
