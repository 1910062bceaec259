"""Ley 2573 de 2026: what is kept of an application, "no fui yo", both terms, the mark, and who hands evidence over."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import psycopg2
import pytest

from actions.asesor import ActionReportarFraude
from proalto.mesa import palabras
from proalto.services import (
    auditoria,
    causas,
    entrega_de_evidencia,
    gestion_casos,
    plazos_de_suplantacion,
    suplantaciones,
)
from proalto.services.casos import abrir_caso
from proalto.services.causas import CausaInvalida
from proalto.services.entrega_de_evidencia import NoEsSuplantacion, NoSePuede
from proalto.services.expediente import HECHOS, HUELLAS, LEEME
from proalto.services.mantenimiento import Mantenimiento
from proalto.services.permisos_de_caso import NoEsDeTuEquipo, SinPermiso
from proalto.services.suplantaciones import LEYENDA
from proalto.services.tramites import abrir_tramite, radicar
from proalto.services.usuarios import Rol
from proalto.worker.atender import Atencion
from proalto.worker.enviar import vaciar
from tests.actions.ayuda import Charla, autorizar
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.reglas import BOGOTA, COBRANZA, autoriza, bogota, de_cada_clase, festivos
from tests.mesa.conftest import GALLETA, navegante, nuevo_usuario, sesiones_mesa
from tests.services import mundo_de_mesa as mundo
from tests.services.gente import sql
from tests.services.pasos import Pasos
from tests.worker.buzon import Buzon

DATOS = {"segmento": "empleado", "nombres": "Ana Prueba", "departamento": "Atlántico"}
PDF = b"%PDF-1.7 la cedula que mandaron"


@pytest.fixture
def gente(app):
    """(an advisor of fraud, a supervisor, an auditor), each with a browser at the desk."""
    return [nuevo_usuario(app, rol) for rol in (Rol.ASESOR, Rol.SUPERVISOR, Rol.AUDITOR)]


@pytest.fixture
def folio(app, contacto):
    return abrir_caso(app.db, app.cipher, contacto, "fraude", app.now()).folio


def entra(app, quien):
    cliente = navegante(app)
    with app.db.transaction() as tx:
        cliente.set_cookie(GALLETA, sesiones_mesa.abrir(tx, quien.id, app.now(), completa=True))
    return cliente


def habil(dia, cuantos):
    """The n-th business day after a day, one at a time, by the holidays of the tests."""
    while cuantos:
        dia += timedelta(days=1)
        cuantos -= dia.weekday() < 5 and dia not in festivos(dia.year)
    return dia


def pedir(app, folio, quien, radicado=""):
    with app.db.transaction() as tx:
        return entrega_de_evidencia.pedir(tx, folio, radicado, quien, app.now())


def aprobar(app, entrega, quien):
    with app.db.transaction() as tx:
        return entrega_de_evidencia.aprobar(tx, entrega, quien, app.now())


def abierto(paquete):
    with zipfile.ZipFile(io.BytesIO(paquete)) as zip_:
        assert zip_.testzip() is None
        return {nombre: zip_.read(nombre) for nombre in zip_.namelist()}


# -- L-31 and L-33: the bundle --


@pytest.fixture
def solicitud(app, nucleo):
    """An application of another chat, with its identity, its file, its messages: (contact, cédula, radicado, code)."""
    pasos = Pasos(app, nucleo, nuevo_contacto(app))
    cedula = nucleo.cliente("573001112233")
    codigo = pasos.entra(cedula)
    quien = pasos.contacto
    autorizar(app, quien)
    abrir_tramite(app.db, app.cipher, quien, "credito_nuevo", DATOS, app.now())
    mundo.recibido(app, quien, "quiero un crédito de 14 millones")
    mundo.enviado(app, quien, "Con gusto")
    mundo.documento(app, quien, PDF)
    radicado = radicar(app.db, app.cipher, otra_vez(quien), "credito_nuevo", app.now()).numero
    return quien, cedula, radicado, codigo


def test_L31_al_radicar_queda_con_que_se_probo_quien_era(app, solicitud):
    ((sellada,),) = sql(app, "SELECT evidencia FROM asistente.tramites WHERE radicado = %s", solicitud[2])
    prueba = app.cipher.unseal(bytes(sellada), "tramites.evidencia")
    (codigo,) = prueba["codigos"]
    assert (codigo["estado"], set(codigo)) == ("usado", {"wamid_origen", "estado", "intentos", "creado_en"})
    assert prueba["identidad"]["nivel"] == 2 and prueba["momento"] == app.now().isoformat()
    assert all(len(uno["sha256"]) == 64 and uno["wamid"] for uno in prueba["mensajes"]) and prueba["mensajes"]


def test_L33_el_expediente_trae_lo_que_se_recibio_y_cada_huella_se_comprueba(app, gente, contacto, solicitud):
    quien, cedula, radicado, _ = solicitud
    laura, sofia, _ = gente
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


def test_L33_el_expediente_no_cita_mensajes_ni_dice_codigos(app, gente, contacto, solicitud):
    _, cedula, _, codigo = solicitud
    folio = mundo.caso(app, contacto, cedula, tipo="fraude", equipo="fraude")
    entrega = pedir(app, folio, gente[0])
    aprobar(app, entrega, gente[1])
    archivos = abierto(entrega_de_evidencia.bajar(app.db, app.cipher, entrega, gente[0], app.now())[1])
    assert b"14 millones" not in archivos[HECHOS]
    assert codigo.encode() not in archivos[HECHOS]


def test_L33_uno_pide_y_otro_aprueba_y_nadie_hace_las_dos(app, gente, folio):
    laura, sofia, tomas = gente
    for quien in gente[1:]:
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


def test_L33_la_entrega_vence_antes_y_despues_de_aprobarla(app, gente, folio, reloj):
    laura, sofia, _ = gente
    tarde, a_tiempo = pedir(app, folio, laura), pedir(app, folio, laura)
    aprobar(app, a_tiempo, sofia)
    reloj.pasa(days=1, seconds=1)
    with pytest.raises(NoSePuede):
        entrega_de_evidencia.bajar(app.db, app.cipher, a_tiempo, laura, app.now())
    reloj.pasa(days=2)
    with pytest.raises(NoSePuede):
        aprobar(app, tarde, sofia)


def test_L33_todo_queda_en_la_auditoria_y_a_nadie_sin_permiso_se_le_da(app, gente, folio):
    laura, sofia, tomas = gente
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


def test_L33_solo_un_caso_de_fraude_tiene_expediente(app, gente, contacto):
    queja = abrir_caso(app.db, app.cipher, contacto, "queja", app.now()).folio
    with pytest.raises(NoEsSuplantacion):
        pedir(app, queja, gente[1])
    with app.db.transaction() as tx, pytest.raises(NoEsSuplantacion):
        entrega_de_evidencia.marcar_victima(tx, queja, gente[1], app.now())


def test_L33_en_la_mesa_una_persona_pide_otra_aprueba_y_se_descarga(app, gente, folio):
    laura, sofia, tomas = (entra(app, quien) for quien in gente)
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


# -- L-32: stop at once, and the term with its date --


def test_L32_al_reportar_se_le_dice_hasta_cuando_puede_enviar_los_soportes(app, contacto):
    """The clock stands on Wednesday 18 November 2026: 8 and 25 December are holidays."""
    dicho = Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude).texto
    assert "20 días hábiles, hasta el *17 de diciembre de 2026*" in dicho and "Fiscalía" in dicho
    assert "a más tardar el *2 de diciembre de 2026*" in dicho


def test_L32_tambien_sin_rasa_y_sin_identificarse(app, contacto):
    buzon = Buzon(app, contacto)
    buzon.llega("NO FUI YO")
    ((wamid,),) = buzon.sql("SELECT wamid FROM asistente.mensajes_entrantes WHERE contacto_id = %s", contacto.id)
    Atencion(app, buzon.rasa, Mantenimiento(app.whatsapp)).adelantar(contacto.id, wamid)
    assert "hasta el *17 de diciembre de 2026*" in buzon.textos()[-1] and buzon.casos() == ["fraude"]


def test_L32_en_menos_de_sesenta_segundos_no_sale_ningun_cobro_de_esa_obligacion(app, contacto, monkeypatch):
    de_cada_clase(monkeypatch)
    huella = f"de-{contacto.id}".encode()
    autoriza(app, contacto, huella)
    buzon = Buzon(app, contacto)
    for _ in range(3):
        buzon.encola(COBRANZA, clase="plantilla", cedula_hmac=huella)
    abrir_caso(app.db, app.cipher, contacto, "fraude", app.now())
    vaciar(app, contacto.id)  # the very same second
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [("fallido", "bloqueado")] * 3
    assert app.whatsapp.sent == []


def test_L32_cerrar_el_caso_no_vuelve_a_encender_los_cobros(app, gente, contacto, folio, monkeypatch):
    de_cada_clase(monkeypatch)
    autoriza(app, contacto, b"otra-mas")
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, gente[1], app.now(), causa="suplantacion_respondida")
    buzon = Buzon(app, contacto)
    buzon.encola(COBRANZA, clase="plantilla", cedula_hmac=b"otra-mas")
    vaciar(app, contacto.id)
    assert buzon.salientes()[-1]["motivo"] == "bloqueado"


# -- L-33: the term to answer, and the mark --


@pytest.mark.parametrize(
    "reportado",
    [
        bogota(2026, 11, 18, 10), bogota(2026, 11, 20, 23, 59), bogota(2026, 12, 24, 15), bogota(2027, 3, 22),
        bogota(2028, 2, 28, 12), bogota(2029, 12, 31, 23, 59), bogota(2026, 12, 8, 9), bogota(2030, 1, 5, 0, 1),
    ],
)  # fmt: skip
def test_L33_diez_dias_habiles_para_responder_y_veinte_para_los_soportes(app, contacto, reloj, reportado):
    reloj.ahora = reportado
    caso = abrir_caso(app.db, app.cipher, contacto, "fraude", app.now())
    with app.db.transaction() as tx:
        reporte = suplantaciones.de_caso(tx, caso.id)
    dia = reportado.astimezone(BOGOTA).date()
    assert (reporte.responder_hasta, reporte.soportes_hasta) == (habil(dia, 10), habil(dia, 20))


def test_L33_reportar_otra_vez_no_alarga_los_plazos(app, contacto, folio, reloj):
    reloj.pasa(days=5)
    caso = abrir_caso(app.db, app.cipher, otra_vez(contacto), "fraude", app.now())
    with app.db.transaction() as tx:
        reporte = suplantaciones.de_caso(tx, caso.id)
    assert (caso.nuevo, reporte.responder_hasta) == (False, date(2026, 12, 2))


def test_L33_el_reloj_del_caso_vence_antes_que_el_de_la_ley(app, contacto, folio):
    ((vence,),) = sql(app, "SELECT r.vence_en FROM asistente.relojes r JOIN asistente.casos c ON c.id = r.caso_id"
                      " WHERE c.folio = %s AND reloj = 'solucion'", folio)  # fmt: skip
    assert vence.astimezone(BOGOTA).date() <= date(2026, 12, 2)


def test_L33_la_marca_se_pone_una_vez_y_se_ve(app, gente, folio):
    laura = entra(app, gente[0])
    for _ in range(2):
        assert laura.envia(f"/casos/{folio}/victima").status_code == 303
    pagina = laura.get(f"/casos/{folio}").get_data(as_text=True)
    assert LEYENDA in pagina and "02/12/2026" in pagina and "17/12/2026" in pagina
    lineas = auditoria.buscar(app.db, auditoria.Filtro(objeto=f"caso:{folio}"))
    assert [una.accion for una in lineas].count("victima_marcada") == 1


def test_L33_mientras_no_se_le_responda_y_despues_con_la_marca_nada_suyo_se_reporta(app, gente, nucleo):
    pasos = Pasos(app, nucleo, nuevo_contacto(app))
    cedula = nucleo.cliente("573001112244")
    pasos.entra(cedula)
    huella = app.cipher.keyed_hash("cedula", cedula)

    def disputa():
        with app.db.transaction() as tx:
            return suplantaciones.en_disputa(tx, huella)

    assert not disputa()
    folio = abrir_caso(app.db, app.cipher, pasos.contacto, "fraude", app.now()).folio
    assert disputa()
    with app.db.transaction() as tx:
        entrega_de_evidencia.marcar_victima(tx, folio, gente[1], app.now())
        gestion_casos.cerrar(tx, app.cipher, folio, gente[1], app.now(), causa="suplantacion_confirmada")
    assert disputa()


# -- L-34: it is not ours to decide --


def test_L34_ninguna_causa_de_cierre_dice_que_no_hubo_y_la_vieja_no_se_acepta(app, gente, folio):
    assert "suplantacion_descartada" not in [causa.codigo for causa in causas.para("fraude")]
    with app.db.transaction() as tx, pytest.raises(CausaInvalida):
        gestion_casos.cerrar(tx, app.cipher, folio, gente[1], app.now(), causa="suplantacion_descartada")
    assert "no lo decide ProAlto" in entra(app, gente[1]).get(f"/casos/{folio}").get_data(as_text=True)


def test_L33_el_plazo_de_la_ley_avisa_antes_el_dia_y_despues_aunque_el_caso_este_en_pausa(app, gente, folio, reloj):
    """It was reported on Wednesday 18 November: the tenth business day is Wednesday 2 December."""
    with app.db.transaction() as tx:
        gestion_casos.pausar(tx, folio, gente[1], app.now())

    def avisos(dia, hora=8):
        reloj.ahora = bogota(2026, *dia, hora)
        plazos_de_suplantacion.avisar(app.db, app.now())
        plazos_de_suplantacion.avisar(app.db, app.now())
        return [clase for (clase,) in sql(app, "SELECT a.clase FROM asistente.alertas a JOIN asistente.casos c"
                " ON c.id = a.caso_id WHERE c.folio = %s AND a.clase LIKE 'ley%%' ORDER BY a.id", folio)]  # fmt: skip

    assert avisos((11, 27)) == []
    assert avisos((11, 30)) == ["ley_pronto"]
    assert avisos((12, 2), 23) == ["ley_pronto", "ley_hoy"]
    assert avisos((12, 3)) == ["ley_pronto", "ley_hoy", "ley_paso"]
    assert all(palabras.alerta(cual) for cual in plazos_de_suplantacion.AVISOS)


def test_L33_lo_que_ya_se_respondio_no_avisa(app, gente, folio, reloj):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, gente[1], app.now(), causa="suplantacion_confirmada")
    reloj.ahora = bogota(2026, 12, 30)
    plazos_de_suplantacion.avisar(app.db, app.now())
    assert sql(app, "SELECT 1 FROM asistente.alertas a JOIN asistente.casos c ON c.id = a.caso_id"
               " WHERE c.folio = %s AND a.clase LIKE 'ley%%'", folio) == []  # fmt: skip
