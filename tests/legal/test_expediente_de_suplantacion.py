"""Ley 2573 de 2026: what is kept of an application, and who hands it over as evidence."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import psycopg2
import pytest

from proalto.services.atencion import entrega_de_evidencia, notas
from proalto.services.atencion.casos import abrir_caso
from proalto.services.atencion.entrega_de_evidencia import FaltaProbarQuienEs, NoEsSuplantacion, NoSePuede
from proalto.services.atencion.expediente import HECHOS, HUELLAS, LEEME
from proalto.services.atencion.permisos_de_caso import NoEsDeTuEquipo, SinPermiso
from proalto.services.credito.tramites import abrir_tramite, radicar
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.mesa import auditoria
from tests.actions.ayuda import autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.suplantado import entra
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo
from tests.services.gente import sql
from tests.services.pasos import Pasos

DATOS = {"segmento": "empleado", "nombres": "Ana Prueba", "departamento": "Atlántico"}


PDF = b"%PDF-1.7 la cedula que mandaron"


def pedir(app, folio, quien, radicado="", prueba=""):
    with app.db.transaction() as tx:
        return entrega_de_evidencia.pedir(tx, app.cipher, folio, radicado, quien, app.now(), prueba=prueba)


def baja(app, folio, quien, aprueba, radicado="", prueba=""):
    entrega = pedir(app, folio, quien, radicado, prueba)
    aprobar(app, entrega, aprueba)
    return abierto(entrega_de_evidencia.bajar(app.db, app.cipher, entrega, quien, app.now())[1])


@pytest.fixture
def folio(app, contacto, nucleo):
    """The case of somebody who proved who they are, and says that it was not them."""
    folio, cedula = abrir_caso(app.db, app.cipher, contacto, "fraude", app.now()).folio, nucleo.cliente()
    sellada, huella = (
        app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id),
        app.cipher.keyed_hash("cedula", cedula),
    )
    sql(app, "UPDATE asistente.casos SET cedula = %s, cedula_hmac = %s WHERE folio = %s", sellada, huella, folio)
    return folio


def aprobar(app, entrega, quien):
    with app.db.transaction() as tx:
        return entrega_de_evidencia.aprobar(tx, entrega, quien, app.now())


def abierto(paquete):
    with zipfile.ZipFile(io.BytesIO(paquete)) as zip_:
        assert zip_.testzip() is None
        return {nombre: zip_.read(nombre) for nombre in zip_.namelist()}


@pytest.fixture
def solicitud(app, nucleo):
    """An application of another chat, with its identity, its file, its messages: (contact, cédula, radicado, code)."""
    pasos = Pasos(app, nucleo, nuevo_contacto(app))
    cedula = nucleo.cliente("573001112233")
    codigo = pasos.entra(cedula)
    quien = pasos.contacto
    autorizar(app, quien)
    tramite = abrir_tramite(app.db, app.cipher, quien, "credito_nuevo", DATOS, app.now())
    mundo.recibido(app, quien, "quiero un crédito de 14 millones")
    mundo.enviado(app, quien, "Con gusto")
    sql(
        app,
        "UPDATE asistente.documentos SET tramite_id = %s WHERE id = %s",
        tramite.id,
        mundo.documento(app, quien, PDF),
    )
    radicado = radicar(app.db, app.cipher, otra_vez(quien), "credito_nuevo", app.now()).numero
    return quien, cedula, radicado, codigo


def test_L31_al_radicar_queda_con_que_se_probo_quien_era(app, solicitud):
    ((sellada,),) = sql(app, "SELECT evidencia FROM asistente.tramites WHERE radicado = %s", solicitud[2])
    prueba = app.cipher.unseal(bytes(sellada), "tramites.evidencia")
    (codigo,) = prueba["codigos"]
    assert (codigo["estado"], set(codigo)) == ("usado", {"wamid_origen", "estado", "intentos", "creado_en"})
    assert prueba["identidad"]["nivel"] == 2 and prueba["momento"] == app.now().isoformat()
    assert all(len(uno["sha256"]) == 64 and uno["wamid"] for uno in prueba["mensajes"]) and prueba["mensajes"]


def test_L33_el_expediente_trae_lo_que_se_recibio_y_cada_huella_se_comprueba(app, los_de_fraude, contacto, solicitud):
    quien, cedula, radicado, _ = solicitud
    laura, sofia, _ = los_de_fraude
    folio = mundo.caso(app, contacto, cedula, tipo="fraude", equipo="fraude")
    entrega = pedir(app, folio, laura, radicado)
    assert aprobar(app, entrega, sofia) == folio
    nombre, paquete = entrega_de_evidencia.bajar(app.db, app.cipher, entrega, laura, app.now())
    archivos = abierto(paquete)
    assert nombre == f"expediente-{folio}.zip" and LEEME in archivos
    huellas = dict(reversed(linea.split("  ")) for linea in archivos[HUELLAS].decode().splitlines())
    contenidos = {n: c for n, c in archivos.items() if n != HUELLAS}
    assert huellas == {n: hashlib.sha256(c).hexdigest() for n, c in contenidos.items()}
    hechos = json.loads(archivos[HECHOS])
    assert hechos["caso"] == folio and quien.id in hechos["contactos"]
    (tramite,) = hechos["tramites"]
    assert (tramite["radicado"], tramite["evidencia"]["datos"]) == (radicado, DATOS)
    canonica = json.dumps(tramite["evidencia"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonica.encode()).hexdigest() == tramite["evidencia_sha256"]
    assert [c["estado"] for c in hechos["codigos"]] == ["usado"] and [s["nivel"] for s in hechos["sesiones"]] == [2]
    assert {paso["paso"] for paso in hechos["intentos"]} >= {"cedula", "dato", "codigo"}
    assert [a["evento"] for a in hechos["autorizaciones"]] == ["mostrada", "aceptada"]
    assert all(m["wamid"] and len(m["sha256"]) == 64 for m in hechos["recibidos"]) and hechos["enviados"]
    (documento,) = hechos["documentos"]
    assert archivos[documento["archivo"]] == PDF


def test_L33_el_expediente_no_cita_mensajes_ni_dice_codigos(app, los_de_fraude, contacto, solicitud):
    _, cedula, _, codigo = solicitud
    folio = mundo.caso(app, contacto, cedula, tipo="fraude", equipo="fraude")
    entrega = pedir(app, folio, los_de_fraude[0])
    aprobar(app, entrega, los_de_fraude[1])
    archivos = abierto(entrega_de_evidencia.bajar(app.db, app.cipher, entrega, los_de_fraude[0], app.now())[1])
    assert b"14 millones" not in archivos[HECHOS]
    assert codigo.encode() not in archivos[HECHOS]


def test_L33_en_un_celular_compartido_nada_es_de_otra_persona(app, nucleo, los_de_fraude, contacto):
    laura, sofia, _ = los_de_fraude
    suya, ajena = nucleo.cliente(), nucleo.cliente()
    autorizar(app, contacto)
    for cedula in (ajena, suya):
        datos = DATOS | {"documento_identidad": cedula}
        tramite = abrir_tramite(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", datos, app.now())
        documento = mundo.documento(app, contacto, PDF + cedula.encode())
        sql(app, "UPDATE asistente.documentos SET tramite_id = %s WHERE id = %s", tramite.id, documento)
        radicar(app.db, app.cipher, otra_vez(contacto), "credito_nuevo", app.now())
    mundo.documento(app, contacto, b"%PDF-1.7 de nadie se sabe quien")
    archivos = baja(app, mundo.caso(app, contacto, suya, tipo="fraude", equipo="fraude"), laura, sofia)
    assert [c for n, c in archivos.items() if n.startswith("documentos/")] == [PDF + suya.encode()]
    assert ajena.encode() not in archivos[HECHOS] and len(json.loads(archivos[HECHOS])["tramites"]) == 1


def test_L33_de_quien_no_probo_quien_es_solo_un_supervisor_que_dice_como_lo_comprobo(
    app, los_de_fraude, contacto, solicitud
):
    laura, sofia, tomas = los_de_fraude
    quien, _, radicado, _ = solicitud
    folio = abrir_caso(app.db, app.cipher, otra_vez(quien), "fraude", app.now()).folio
    sql(app, "UPDATE asistente.casos SET cedula = NULL, cedula_hmac = NULL WHERE folio = %s", folio)
    for pide, prueba in ((laura, ""), (laura, "vino a la oficina"), (sofia, ""), (sofia, "  ")):
        with pytest.raises(FaltaProbarQuienEs):
            pedir(app, folio, pide, radicado, prueba)
    archivos = baja(app, folio, sofia, tomas, radicado, "Vino a la oficina con su cédula")
    hechos = json.loads(archivos[HECHOS])
    assert [t["radicado"] for t in hechos["tramites"]] == [radicado]
    assert hechos["codigos"] == hechos["intentos"] == hechos["sesiones"] == []  # of whom, nobody knows
    with app.db.transaction() as tx:
        (nota,) = notas.notas(tx, app.cipher, mundo.caso_id(app, folio))
    assert nota.texto == "Vino a la oficina con su cédula"
    assert "identidad_probada_aparte" in {
        una.accion for una in auditoria.buscar(app.db, auditoria.Filtro(objeto=f"caso:{folio}"))
    }


def test_L33_uno_pide_y_otro_aprueba_y_nadie_hace_las_dos(app, los_de_fraude, folio):
    laura, sofia, tomas = los_de_fraude
    for quien in los_de_fraude[1:]:
        assert quien.rol in entrega_de_evidencia.APRUEBAN
    propia = pedir(app, folio, sofia)
    with pytest.raises(NoSePuede):
        aprobar(app, propia, sofia)
    with pytest.raises(NoSePuede):
        aprobar(app, propia, laura)
    with pytest.raises(NoSePuede):
        entrega_de_evidencia.bajar(app.db, app.cipher, propia, sofia, app.now())
    aprobar(app, propia, tomas)
    with pytest.raises(NoSePuede):  # once
        aprobar(app, propia, tomas)
    with pytest.raises(NoSePuede):  # nobody else takes it
        entrega_de_evidencia.bajar(app.db, app.cipher, propia, laura, app.now())
    assert entrega_de_evidencia.bajar(app.db, app.cipher, propia, tomas, app.now())
    with pytest.raises(psycopg2.errors.CheckViolation):
        sql(app, "UPDATE asistente.entregas_de_evidencia SET aprobada_por = pedida_por WHERE id = %s", propia)


def test_L33_la_entrega_vence_antes_y_despues_de_aprobarla(app, los_de_fraude, folio, reloj):
    laura, sofia, _ = los_de_fraude
    tarde, a_tiempo = pedir(app, folio, laura), pedir(app, folio, laura)
    aprobar(app, a_tiempo, sofia)
    reloj.pasa(days=1, seconds=1)
    with pytest.raises(NoSePuede):
        entrega_de_evidencia.bajar(app.db, app.cipher, a_tiempo, laura, app.now())
    reloj.pasa(days=2)
    with pytest.raises(NoSePuede):
        aprobar(app, tarde, sofia)


def test_L33_todo_queda_en_la_auditoria_y_a_nadie_sin_permiso_se_le_da(app, los_de_fraude, folio):
    laura, sofia, tomas = los_de_fraude
    entrega = pedir(app, folio, laura)
    aprobar(app, entrega, sofia)
    entrega_de_evidencia.bajar(app.db, app.cipher, entrega, laura, app.now())
    lineas = auditoria.buscar(app.db, auditoria.Filtro(objeto=f"caso:{folio}"))
    assert [(una.accion, una.detalle.get("entrega")) for una in reversed(lineas)] == [
        ("evidencia_pedida", entrega), ("evidencia_aprobada", entrega), ("evidencia_descargada", entrega),
    ]  # fmt: skip
    de_otro_equipo = nuevo_usuario(app, equipos=["comercial"])
    with pytest.raises(NoEsDeTuEquipo):
        pedir(app, folio, de_otro_equipo)
    with pytest.raises(SinPermiso):
        pedir(app, folio, tomas)
    with pytest.raises(NoSePuede):
        aprobar(app, pedir(app, folio, laura), replace(sofia, activo=False))


def test_L33_solo_un_caso_de_fraude_tiene_expediente(app, los_de_fraude, contacto):
    queja = abrir_caso(app.db, app.cipher, contacto, "queja", app.now()).folio
    with pytest.raises(NoEsSuplantacion):
        pedir(app, queja, los_de_fraude[1])
    with app.db.transaction() as tx, pytest.raises(NoEsSuplantacion):
        entrega_de_evidencia.marcar_victima(tx, queja, los_de_fraude[1], app.now())


def test_L33_en_la_mesa_una_persona_pide_otra_aprueba_y_se_descarga(app, los_de_fraude, folio):
    laura, sofia, tomas = (entra(app, quien) for quien in los_de_fraude)
    assert "Pedir la evidencia" in laura.get(f"/casos/{folio}").get_data(as_text=True)
    assert laura.envia(f"/casos/{folio}/evidencia", radicado="W-1").status_code == 303
    ((entrega,),) = sql(app, "SELECT max(id) FROM asistente.entregas_de_evidencia")
    assert "Aprobar la entrega" not in laura.get(f"/casos/{folio}").get_data(as_text=True)
    assert laura.envia(f"/evidencia/{entrega}/aprobar").status_code == 403
    assert laura.envia(f"/evidencia/{entrega}/descargar").status_code == 303  # not yet
    assert "Aprobar la entrega" in tomas.get(f"/casos/{folio}").get_data(as_text=True)
    assert tomas.envia(f"/evidencia/{entrega}/aprobar").status_code == 303
    bajado = laura.envia(f"/evidencia/{entrega}/descargar")
    assert (bajado.status_code, bajado.mimetype) == (200, "application/zip") and HECHOS in abierto(bajado.data)
    assert "attachment" in bajado.headers["Content-Disposition"] and bajado.headers["Cache-Control"] == "no-store"
    assert sofia.envia(f"/evidencia/{entrega}/descargar").status_code == 303  # neither asked nor agreed
    assert sofia.post(f"/evidencia/{entrega}/aprobar").status_code == 400  # without the form's own token


def test_L33_en_la_mesa_sin_identidad_solo_el_supervisor_ve_la_forma_y_debe_decir_como(app, los_de_fraude):
    laura, sofia, _ = (entra(app, quien) for quien in los_de_fraude)
    folio = abrir_caso(app.db, app.cipher, nuevo_contacto(app), "fraude", app.now()).folio
    assert 'name="prueba"' in sofia.get(f"/casos/{folio}").get_data(as_text=True)
    assert "Pedir la evidencia" not in laura.get(f"/casos/{folio}").get_data(as_text=True)
    cuantas = "SELECT count(*) FROM asistente.entregas_de_evidencia"
    antes = sql(app, cuantas)
    assert laura.envia(f"/casos/{folio}/evidencia", prueba="sí").status_code == 303
    assert sofia.envia(f"/casos/{folio}/evidencia", prueba="").status_code == 303 and sql(app, cuantas) == antes
    assert sofia.envia(f"/casos/{folio}/evidencia", prueba="Vino a la oficina").status_code == 303
    assert sql(app, cuantas) != antes
