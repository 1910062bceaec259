"""The summary card of a case."""

from datetime import timedelta

import pytest

from proalto.db.database import Database
from proalto.services.atencion.casos import SinCaso
from proalto.services.atencion.permisos_de_caso import NoEsDeTuEquipo
from proalto.services.credito.tramites import DATOS
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.services.mesa import ficha
from proalto.services.mesa.usuarios import Rol
from tests.conftest import nuevo_contacto, nuevo_wamid
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo


@pytest.fixture
def laura(app):
    return nuevo_usuario(app, equipos=["servicio"])


def ver(app, folio, quien, **otros):
    return ficha.ver(app.db, app.nucleo, app.cipher, folio, quien, app.now(), **otros)


def sesion(app, contacto, cedula, nivel):
    with app.db.transaction() as tx:
        huella = app.cipher.keyed_hash("cedula", cedula)
        abrir_sesion(
            tx,
            contacto.id,
            app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id),
            huella,
            nivel,
            app.now(),
        )


def test_lo_personal_va_tapado_hasta_que_se_revela(app, laura, nucleo):
    cedula = nucleo.cliente(nombres="Ana", apellidos="Ruiz", municipio="Cali", segmento="pensionado")
    folio = mundo.caso(app, nuevo_contacto(app, "573004445566"), cedula=cedula)
    tapada, revelada = ver(app, folio, laura), ver(app, folio, laura, revelar=True)
    assert (tapada.telefono, tapada.cedula) == ("••••5566", f"••••{cedula[-4:]}")
    assert revelada.telefono == "573004445566" and revelada.cedula.replace(".", "") == cedula
    assert cedula not in repr(revelada) and "573004445566" not in repr(revelada)
    assert (tapada.titular.nombre, tapada.titular.lugar, tapada.titular.segmento) == ("Ana Ruiz", "Cali", "pensionado")


def test_los_creditos_solo_de_quien_probo_ser_con_codigo(app, laura, nucleo, contacto):
    cedula = nucleo.cliente()
    numero = nucleo.credito(cedula)
    sin_probar = mundo.caso(app, contacto)
    assert ver(app, sin_probar, laura).titular.creditos is None
    sesion(app, contacto, cedula, Nivel.N1)
    vista = ver(app, sin_probar, laura)
    assert (vista.nivel_ahora, vista.titular.creditos) == (1, None) and vista.titular.nombre
    sesion(app, contacto, cedula, Nivel.N2)
    (credito,) = ver(app, sin_probar, laura).titular.creditos
    assert (credito.numero, credito.estado, credito.dias_mora) == (numero, "vigente", 0)


def test_una_sesion_que_ya_paso_no_cuenta(app, laura, nucleo, contacto, reloj):
    sesion(app, contacto, nucleo.cliente(), Nivel.N2)
    folio = mundo.caso(app, contacto)
    reloj.pasa(minutes=11)
    vista = ver(app, folio, laura)
    assert (vista.nivel_ahora, vista.cedula, vista.titular.creditos) == (None, None, None)


def test_el_nivel_de_otra_persona_en_el_mismo_telefono_no_se_suma(app, laura, nucleo, contacto):
    antes, despues = nucleo.cliente(nombres="Ana"), nucleo.cliente(nombres="Luis")
    nucleo.credito(antes)
    folio = mundo.caso(app, contacto, cedula=antes)
    mundo.cambiar(app, "casos", f"folio = '{folio}'", nivel=1)
    sesion(app, contacto, despues, Nivel.N2)
    vista = ver(app, folio, laura)
    assert vista.titular.nombre.startswith("Ana") and vista.titular.creditos is None


def test_sin_la_base_de_la_entidad_la_ficha_lo_dice(app, laura):
    folio = mundo.caso(app, cedula="12345678")
    lejos = Database("postgresql://127.0.0.1:1/nada", name="lejos")
    vista = ficha.ver(app.db, lejos, app.cipher, folio, laura, app.now())
    assert vista.titular.ausente and vista.titular.creditos is None


def test_lo_que_se_lleva_de_la_gestion_sin_codigos(app, laura, contacto):
    estado = {"slots": {"monto": "5000000", "codigo": "482913", "fecha_expedicion": "1998-05-03"}, "form": "form_x"}
    mundo.insertar(
        app,
        "turnos",
        contacto_id=contacto.id,
        n=1,
        eventos=app.cipher.seal([], "turnos.eventos", de=contacto.id),
        estado=app.cipher.seal(estado, "turnos.estado", de=contacto.id),
    )
    datos = {"nombres": "Ana Ruiz", "documento_identidad": "79123456", "plazo": "36", "confirmado": "si"}
    mundo.insertar(
        app,
        "tramites",
        contacto_id=contacto.id,
        producto="credito_nuevo",
        wamid_origen=nuevo_wamid(),
        datos=app.cipher.seal(datos, DATOS, de=contacto.id),
        creado_en=app.now(),
        actualizado_en=app.now(),
    )
    folio = mundo.caso(app, contacto)
    gestion = ver(app, folio, laura).gestion
    assert (gestion.formulario, gestion.producto) == ("form_x", "credito_nuevo")
    assert gestion.datos == [
        ("nombres", "Ana Ruiz"), ("documento_identidad", "••••3456"), ("monto", "5000000"), ("plazo", "36"),
    ]  # fmt: skip
    assert ("documento_identidad", "79123456") in ver(app, folio, laura, revelar=True).gestion.datos


def test_las_ultimas_fallas(app, laura, contacto):
    eventos = [
        {"event": "user", "text": "asdf 79123456", "timestamp": app.now().timestamp() - 60,
         "parse_data": {"intent": {"name": "nlu_fallback"}}},
        {"event": "user", "text": "hola", "timestamp": app.now().timestamp(),
         "parse_data": {"intent": {"name": "saludar"}}},
    ]  # fmt: skip
    mundo.insertar(
        app,
        "turnos",
        contacto_id=contacto.id,
        n=1,
        eventos=app.cipher.seal(eventos, "turnos.eventos", de=contacto.id),
        estado=app.cipher.seal({"slots": {}, "form": None}, "turnos.estado", de=contacto.id),
    )
    mundo.recibido(app, contacto, "x", app.now() - timedelta(minutes=5), estado="fallido")
    mundo.enviado(app, contacto, "x", app.now() - timedelta(minutes=3), estado="fallido", error_codigo=131026)
    mundo.recibido(app, contacto, "x", app.now() - timedelta(days=30), estado="fallido")
    fallas = ver(app, mundo.caso(app, contacto), laura).fallas
    assert [(falla.clase, falla.codigo, falla.texto) for falla in fallas] == [
        ("nlu_fallback", None, "asdf ••••••"), ("sin_entregar", 131026, ""), ("sin_respuesta", None, ""),
    ]  # fmt: skip


def test_los_documentos_los_otros_casos_y_lo_que_dejo_el_asistente(app, laura, contacto):
    otro = mundo.caso(app, contacto, tipo="queja")
    documento = mundo.documento(app, contacto, b"%PDF-1.4")
    vista = ver(app, mundo.caso(app, contacto, dejado="Rotuló mal: la cédula"), laura)
    assert [(d.id, d.requisito, d.guardado) for d in vista.documentos] == [(documento, "cedula", True)]
    assert [caso.folio for caso in vista.casos] == [otro]
    assert vista.dejado == ["Rotuló mal: la cédula"]


def test_el_caso_de_otro_equipo_no_se_ve(app, laura):
    ajeno, suyo = mundo.caso(app, equipo="fraude"), mundo.caso(app, equipo="fraude", usuario_id=laura.id)
    with pytest.raises(NoEsDeTuEquipo):
        ver(app, ajeno, laura)
    assert ver(app, suyo, laura).caso["folio"] == suyo
    for rol in (Rol.SUPERVISOR, Rol.AUDITOR):
        assert ver(app, ajeno, nuevo_usuario(app, rol, equipos=[])).caso["folio"] == ajeno
    with pytest.raises(SinCaso):
        ver(app, "A-NOESTA", laura)
