"""What people do with cases: who may, what it changes, and what stays written of it."""

import pytest

from proalto.services.atencion import casos, gestion_casos, relojes
from proalto.services.atencion.causas import CausaInvalida
from proalto.services.atencion.gestion_casos import CasoSinCerrar
from proalto.services.atencion.notas import NotaInvalida, notas
from proalto.services.atencion.permisos_de_caso import CasoCerrado, NoEsDeTuEquipo, SinPermiso
from proalto.services.atencion.prioridades import DanoDesconocido
from tests.conftest import nuevo_contacto
from tests.services.gente import caso, eventos, persona, sql, ver


@pytest.fixture
def laura(app):
    return persona(app, equipos=("servicio", "comercial"))


@pytest.fixture
def marta(app):
    return persona(app, "supervisor", ())


def hacer(app, que, *args, **kwargs):
    with app.db.transaction() as tx:
        return getattr(gestion_casos, que)(tx, *args, **kwargs)


def cerrar(app, folio, quien, causa="informacion"):
    return hacer(app, "cerrar", app.cipher, folio, quien, app.now(), causa=causa)


def transferir(app, folio, quien, equipo, a=None, motivo=""):
    return hacer(app, "transferir", app.cipher, folio, quien, app.now(), equipo=equipo, a=a, motivo=motivo)


def los_relojes(app, caso_id):
    with app.db.transaction() as tx:
        return relojes.de_caso(tx, caso_id)


def auditadas(app, folio):
    filas = sql(app, "SELECT accion, detalle FROM asistente.auditoria WHERE objeto = %s ORDER BY id", f"caso:{folio}")
    return [accion for accion, _ in filas]


# -- QUIÉN PUEDE --
@pytest.mark.parametrize(
    "acto",
    [
        lambda app, folio, quien: hacer(app, "tomar_caso", folio, quien, app.now()),
        lambda app, folio, quien: transferir(app, folio, quien, "servicio"),
        lambda app, folio, quien: hacer(app, "pausar", folio, quien, app.now()),
        lambda app, folio, quien: hacer(app, "reanudar", folio, quien, app.now()),
        lambda app, folio, quien: cerrar(app, folio, quien),
        lambda app, folio, quien: hacer(app, "reabrir", folio, quien, app.now()),
        lambda app, folio, quien: hacer(app, "anotar_nota", app.cipher, folio, quien, "hola", app.now()),
        lambda app, folio, quien: hacer(app, "cambiar_dano", folio, quien, "vida", app.now()),
        lambda app, folio, quien: hacer(app, "registrar_llamada", folio, quien, app.now()),
    ],
    ids=["tomar", "transferir", "pausar", "reanudar", "cerrar", "reabrir", "nota", "dano", "llamada"],
)
def test_ni_otro_equipo_ni_auditor_ni_contenido_ni_quien_se_fue_tocan_un_caso(app, acto):
    suyo = caso(app, "queja")
    for quien, error in (
        (persona(app, equipos=("servicio",)), NoEsDeTuEquipo),
        (persona(app, "auditor", ("reclamos",)), SinPermiso),
        (persona(app, "contenido", ("reclamos",)), SinPermiso),
        (persona(app, equipos=("reclamos",), activo=False, disponible=False), SinPermiso),
    ):
        with pytest.raises(error):
            acto(app, suyo.folio, quien)
    assert ver(app, suyo.folio) == suyo and auditadas(app, suyo.folio) == []


def test_el_supervisor_toca_los_de_todos(app, marta):
    for tipo in ("queja", "fraude", "asesor"):
        assert hacer(app, "tomar_caso", caso(app, tipo).folio, marta, app.now()).usuario_id == marta.id


# -- TOMAR Y TRANSFERIR --
def test_tomar_lo_pone_a_su_nombre_y_otra_vez_no_cambia_nada(app, laura):
    folio = caso(app).folio
    tomado = hacer(app, "tomar_caso", folio, laura, app.now())
    assert (tomado.usuario_id, tomado.asignado_en) == (laura.id, app.now())
    assert hacer(app, "tomar_caso", folio, laura, app.now()) == tomado
    assert eventos(app, tomado.id) == ["caso_abierto", "caso_asignado"] and auditadas(app, folio) == ["caso_tomado"]


def test_un_companero_del_equipo_puede_tomarlo(app, laura):
    folio = caso(app).folio
    hacer(app, "tomar_caso", folio, laura, app.now())
    otra = persona(app)
    assert hacer(app, "tomar_caso", folio, otra, app.now()).usuario_id == otra.id


def test_transferir_no_reinicia_ningun_reloj(app, laura, reloj):
    suyo = caso(app)
    antes = los_relojes(app, suyo.id)
    reloj.pasa(minutes=50)
    despues = transferir(app, suyo.folio, laura, "fraude", motivo="Dice que no fue él")
    assert los_relojes(app, suyo.id) == antes
    assert (despues.equipo, despues.usuario_id, despues.prometido_para) == ("fraude", None, suyo.prometido_para)


def test_el_motivo_queda_como_nota_y_no_en_el_registro(app, laura, marta):
    suyo = caso(app)
    transferir(app, suyo.folio, laura, "reclamos", motivo="  Su cédula es 40123456 ")
    with app.db.transaction() as tx:
        (nota,) = notas(tx, app.cipher, suyo.id)
    assert (nota.texto, nota.usuario_id, nota.nombre) == ("Su cédula es 40123456", laura.id, laura.nombre)
    registro = sql(app, "SELECT detalle FROM asistente.auditoria") + sql(app, "SELECT datos FROM asistente.eventos")
    assert "40123456" not in str(registro) and "40123456" not in repr(nota)


def test_a_alguien_solo_si_puede_atenderlo(app, laura):
    folio, andres = caso(app).folio, persona(app, equipos=("reclamos",))
    with pytest.raises(NoEsDeTuEquipo):
        transferir(app, folio, laura, "fraude", a=andres.id)
    assert transferir(app, folio, laura, "reclamos", a=andres.id).usuario_id == andres.id


# -- PAUSAR, RESPONDER, CERRAR, REABRIR --
def test_en_pausa_los_relojes_paran_y_el_cliente_los_echa_a_andar(app, laura, reloj):
    suyo = caso(app)
    reloj.pasa(minutes=30)
    assert hacer(app, "pausar", suyo.folio, laura, app.now()).estado == "en_pausa"
    reloj.pasa(days=5)
    assert {r.transcurrido(app.now()).total_seconds() for r in los_relojes(app, suyo.id).values()} == {1800}
    hacer(app, "registrar_mensaje_cliente", suyo.id, app.now())
    assert ver(app, suyo.folio).estado == "abierto"
    assert eventos(app, suyo.id)[1:] == ["caso_en_pausa", "caso_reanudado"]
    hacer(app, "registrar_mensaje_cliente", suyo.id, app.now())
    assert len(eventos(app, suyo.id)) == 3


def test_la_primera_respuesta_para_su_reloj_y_lo_pone_a_nombre_de_quien_escribio(app, laura, reloj):
    suyo = caso(app)
    primera = reloj.pasa(minutes=90)
    hacer(app, "registrar_respuesta", suyo.id, laura.id, primera)
    hacer(app, "registrar_respuesta", suyo.id, persona(app).id, reloj.pasa(minutes=5))
    quedo, suyos = ver(app, suyo.folio), los_relojes(app, suyo.id)
    assert (quedo.estado, quedo.usuario_id, quedo.respondido_en) == ("en_atencion", laura.id, primera)
    assert (suyos["respuesta"].cumplido_en, suyos["respuesta"].a_tiempo) == (primera, True)
    assert suyos["solucion"].corre_desde is not None
    assert eventos(app, suyo.id) == ["caso_abierto", "caso_asignado", "caso_respondido"]


def test_responder_tarde_queda_como_tarde(app, laura, reloj):
    suyo = caso(app)
    hacer(app, "registrar_respuesta", suyo.id, laura.id, reloj.pasa(minutes=121))
    assert los_relojes(app, suyo.id)["respuesta"].a_tiempo is False


def test_cerrar_pide_una_causa_de_su_tipo_y_acaba_los_relojes(app, laura):
    suyo = caso(app)
    for mala in ("nada", "suplantacion_confirmada", ""):
        with pytest.raises(CausaInvalida):
            cerrar(app, suyo.folio, laura, mala)
    cerrado = cerrar(app, suyo.folio, laura)
    assert (cerrado.estado, cerrado.causa, cerrado.cerrado_por) == ("cerrado", "informacion", laura.id)
    assert all(r.cumplido_en and r.corre_desde is None for r in los_relojes(app, suyo.id).values())
    assert eventos(app, suyo.id)[-1] == "caso_cerrado"


def test_con_un_caso_cerrado_solo_se_reabre_o_se_anota(app, laura):
    suyo = caso(app)
    cerrar(app, suyo.folio, laura)
    for acto in (
        lambda: hacer(app, "tomar_caso", suyo.folio, laura, app.now()),
        lambda: transferir(app, suyo.folio, laura, "fraude"),
        lambda: hacer(app, "pausar", suyo.folio, laura, app.now()),
        lambda: cerrar(app, suyo.folio, laura),
        lambda: hacer(app, "registrar_respuesta", suyo.id, laura.id, app.now()),
    ):
        with pytest.raises(CasoCerrado):
            acto()
    hacer(app, "anotar_nota", app.cipher, suyo.folio, laura, "Llamó a dar las gracias", app.now())


def test_reabrir_sigue_el_reloj_donde_iba(app, laura, reloj):
    suyo = caso(app)
    hacer(app, "registrar_respuesta", suyo.id, laura.id, reloj.pasa(minutes=10))
    reloj.pasa(minutes=20)
    cerrar(app, suyo.folio, laura)
    reloj.pasa(days=1)
    abierto = hacer(app, "reabrir", suyo.folio, laura, app.now())
    assert (abierto.estado, abierto.reaperturas, abierto.cerrado_en, abierto.causa) == ("en_atencion", 1, None, None)
    suyos = los_relojes(app, suyo.id)
    assert suyos["respuesta"].cumplido_en is not None and suyos["solucion"].cumplido_en is None
    assert suyos["solucion"].transcurrido(reloj.pasa(minutes=5)).total_seconds() == 35 * 60
    with pytest.raises(CasoSinCerrar):
        hacer(app, "reabrir", suyo.folio, laura, app.now())


# -- LO DEMÁS --
def test_el_dano_cambia_la_prioridad(app, laura):
    suyo = caso(app)
    grave = hacer(app, "cambiar_dano", suyo.folio, laura, "vida", app.now())
    assert (suyo.prioridad, grave.prioridad, grave.puntos) == (4, 1, suyo.puntos + 60)
    with pytest.raises(DanoDesconocido):
        hacer(app, "cambiar_dano", suyo.folio, laura, "feo", app.now())


@pytest.mark.parametrize("mala", ["", "  \n", "a" * 4001])
def test_una_nota_dice_algo_y_no_un_libro(app, laura, mala):
    with pytest.raises(NotaInvalida):
        hacer(app, "anotar_nota", app.cipher, caso(app).folio, laura, mala, app.now())


def test_quien_entra_a_una_conversacion_sin_caso_lo_abre_a_su_nombre_y_en_su_equipo(app):
    andres, contacto = persona(app, equipos=("reclamos", "fraude")), nuevo_contacto(app)
    suyo = hacer(app, "abrir_de_asesor", app.cipher, contacto.id, andres, app.now())
    assert (suyo.tipo, suyo.usuario_id, suyo.equipo, suyo.estado) == ("asesor", andres.id, "reclamos", "abierto")
    assert hacer(app, "abrir_de_asesor", app.cipher, contacto.id, andres, app.now()).id == suyo.id
    with app.db.transaction() as tx:
        assert casos.abierto_de(tx, contacto.id) == suyo.id
        assert casos.abierto_de(tx, nuevo_contacto(app).id) is None


def test_quien_ya_hablo_por_telefono_contesto_el_caso_y_el_lead_quedo_contactado(app, laura):
    lead = caso(app, "credito_nuevo")
    for _ in range(2):
        hacer(app, "registrar_llamada", lead.folio, laura, app.now())
    despues = ver(app, lead.folio)
    assert (despues.estado, despues.usuario_id, despues.respondido_en) == ("en_atencion", laura.id, app.now())
    assert los_relojes(app, lead.id)["respuesta"].a_tiempo
    assert eventos(app, lead.id).count("lead_contactado") == 1
