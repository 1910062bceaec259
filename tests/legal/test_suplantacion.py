"""Ley 2573 de 2026: "no fui yo", both terms, and the mark."""

from datetime import date, timedelta

import pytest

from actions.asesor import ActionReportarFraude
from proalto.mesa import palabras
from proalto.services.atencion import (
    causas,
    entrega_de_evidencia,
    gestion_casos,
    plazos_de_suplantacion,
    suplantaciones,
)
from proalto.services.atencion.casos import abrir_caso
from proalto.services.atencion.causas import CausaInvalida
from proalto.services.atencion.suplantaciones import LEYENDA
from proalto.services.mesa import auditoria
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from proalto.worker.enviar import vaciar
from tests.actions.ayuda import Charla
from tests.conftest import nuevo_contacto, otra_vez
from tests.legal.reglas import BOGOTA, COBRANZA, autoriza, bogota, de_cada_clase, festivos
from tests.legal.suplantado import entra
from tests.services.gente import sql
from tests.services.pasos import Pasos
from tests.worker.buzon import Buzon


def habil(dia, cuantos):
    """The n-th business day after a day, one at a time, by the holidays of the tests."""
    while cuantos:
        dia += timedelta(days=1)
        cuantos -= dia.weekday() < 5 and dia not in festivos(dia.year)
    return dia


# -- L-32: stop at once, and the term with its date --


def test_L32_al_reportar_se_le_dice_hasta_cuando_puede_enviar_los_soportes(app, contacto):
    """The clock stands on Wednesday 18 November 2026: 8 and 25 December are holidays."""
    dicho = Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude).texto
    assert "20 días hábiles, hasta el *17 de diciembre de 2026*" in dicho and "Fiscalía" in dicho
    assert "a más tardar el *2 de diciembre de 2026*" in dicho


def test_L32_dice_que_los_cobros_se_detuvieron_y_no_promete_atender_ya_a_quien_escribe_de_noche(app, contacto, reloj):
    reloj.ahora = bogota(2026, 11, 21, 22)  # a Saturday: nobody works until Monday
    dicho = Charla(app, contacto).dice("no fui yo").corre(ActionReportarFraude).texto
    assert "desde ya detuve los mensajes de cobro y de publicidad" in dicho
    assert "de inmediato" not in dicho and "te escribirá el lunes" in dicho


def test_L32_quien_reporta_otra_vez_vuelve_a_leer_sus_plazos(app, contacto):
    charla = Charla(app, contacto).dice("no fui yo")
    charla.corre(ActionReportarFraude)
    dicho = charla.dice("no fui yo").corre(ActionReportarFraude).texto
    assert "Ya tengo tu reporte" in dicho and "hasta el *17 de diciembre de 2026*" in dicho
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


def test_L32_cerrar_el_caso_no_vuelve_a_encender_los_cobros(app, los_de_fraude, contacto, folio, monkeypatch):
    de_cada_clase(monkeypatch)
    autoriza(app, contacto, b"otra-mas")
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, los_de_fraude[1], app.now(), causa="suplantacion_respondida")
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


def test_L33_la_marca_se_pone_una_vez_y_se_ve(app, los_de_fraude, folio):
    laura = entra(app, los_de_fraude[0])
    for _ in range(2):
        assert laura.envia(f"/casos/{folio}/victima").status_code == 303
    pagina = laura.get(f"/casos/{folio}").get_data(as_text=True)
    assert LEYENDA in pagina and "02/12/2026" in pagina and "17/12/2026" in pagina
    lineas = auditoria.buscar(app.db, auditoria.Filtro(objeto=f"caso:{folio}"))
    assert [una.accion for una in lineas].count("victima_marcada") == 1


def test_L33_mientras_no_se_le_responda_y_despues_con_la_marca_nada_suyo_se_reporta(app, los_de_fraude, nucleo):
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
        entrega_de_evidencia.marcar_victima(tx, folio, los_de_fraude[1], app.now())
        gestion_casos.cerrar(tx, app.cipher, folio, los_de_fraude[1], app.now(), causa="suplantacion_confirmada")
    assert disputa()


# -- L-34: it is not ours to decide --


def test_L34_ninguna_causa_de_cierre_dice_que_no_hubo_y_la_vieja_no_se_acepta(app, los_de_fraude, folio):
    assert "suplantacion_descartada" not in [causa.codigo for causa in causas.para("fraude")]
    with app.db.transaction() as tx, pytest.raises(CausaInvalida):
        gestion_casos.cerrar(tx, app.cipher, folio, los_de_fraude[1], app.now(), causa="suplantacion_descartada")
    assert "no lo decide ProAlto" in entra(app, los_de_fraude[1]).get(f"/casos/{folio}").get_data(as_text=True)


def test_L33_el_plazo_de_la_ley_avisa_antes_el_dia_y_despues_aunque_el_caso_este_en_pausa(
    app, los_de_fraude, folio, reloj
):
    """It was reported on Wednesday 18 November: the tenth business day is Wednesday 2 December."""
    with app.db.transaction() as tx:
        gestion_casos.pausar(tx, folio, los_de_fraude[1], app.now())

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


def test_L33_lo_que_ya_se_respondio_no_avisa(app, los_de_fraude, folio, reloj):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, los_de_fraude[1], app.now(), causa="suplantacion_confirmada")
    reloj.ahora = bogota(2026, 12, 30)
    plazos_de_suplantacion.avisar(app.db, app.now())
    assert sql(app, "SELECT 1 FROM asistente.alertas a JOIN asistente.casos c ON c.id = a.caso_id"
               " WHERE c.folio = %s AND a.clase LIKE 'ley%%'", folio) == []  # fmt: skip
