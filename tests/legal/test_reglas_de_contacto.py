"""Ley 2300 de 2023 through the real worker and PostgreSQL: what may leave, when, how often, by what, and to whom."""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import psycopg2
import pytest

from proalto import bootstrap
from proalto.formats.tabla import TablaInvalida
from proalto.formats.texto import plegar
from proalto.gateways.rne import MemoryRne
from proalto.services import acuerdos_de_contacto, bandeja_entrada, plantillas, reglas_de_contacto
from proalto.services.acuerdos_de_contacto import AcuerdoInvalido, Canal, Instrumento, Preferencia
from proalto.services.bandeja_salida import olvidados
from proalto.services.casos import abrir_caso
from proalto.services.plantillas import Clase
from proalto.services.reglas_de_contacto import DE_LA_BANDEJA, REGULADAS, para_que
from proalto.services.saldo import consultar_saldo
from proalto.services.salientes import Motivo
from proalto.services.sesiones import CEDULA, FaltaIdentidad, Nivel, abrir_sesion
from proalto.services.usuarios import Rol
from proalto.settings import from_environ
from proalto.whatsapp import payloads
from proalto.whatsapp.errors import GraphTimeout, GraphUnreachable
from proalto.worker import enviar
from proalto.worker.enviar import vaciar
from tests.actions.ayuda import autorizar
from tests.conftest import ENTORNO, conectar, nuevo_contacto, otra_vez
from tests.legal.reglas import COBRANZA, PUBLICIDAD, autoriza, bogota, de_cada_clase, plantillas_reales
from tests.mesa.conftest import GALLETA, navegante, nuevo_usuario, sesiones_mesa
from tests.services.mensajes import mensaje, webhook
from tests.worker.buzon import Buzon

HUELLA, VICTIMA = b"huella-de-quien-debe", b"huella-de-la-victima"
VIERNES_AL_CIERRE = bogota(2026, 11, 20, 18, 59, 59)


@pytest.fixture(autouse=True)
def cada_clase(app, monkeypatch):
    """Each class has its template, and nobody has been tried yet."""
    de_cada_clase(monkeypatch)
    with conectar(app.settings.database_url).cursor() as cursor:
        cursor.execute("DELETE FROM asistente.intentos_de_contacto")


@pytest.fixture
def buzon(app, contacto):
    """Somebody who owes, and who lets us write to them by WhatsApp about it."""
    autoriza(app, contacto, HUELLA)
    return Buzon(app, contacto)


@pytest.fixture
def con_permiso(monkeypatch):
    """The consent ledger says that this customer accepts advertising."""
    monkeypatch.setattr(reglas_de_contacto, "autoriza", lambda tx, contacto_id, finalidad: True)


def cobra(buzon, huella=HUELLA, **como):
    buzon.encola(COBRANZA, clase="plantilla", cedula_hmac=huella, **como)


def sale(app, buzon):
    """Do what one wake-up call does; return (state, reason) of the newest message."""
    vaciar(app, buzon.contacto.id)
    ultimo = buzon.salientes()[-1]
    return ultimo["estado"], ultimo["motivo"]


def recien(app, buzon):
    """Let what waits be queued just now, by the clock that stands still."""
    buzon.sql("UPDATE asistente.mensajes_salientes SET creado_en = %s WHERE estado = 'pendiente'", app.now())


SALE, ESPERA = ("aceptado", None), ("pendiente", None)


def no(motivo):
    return "fallido", motivo.value


def pasa(app, buzon, momento):
    """Let the time come: the clock of Python, and what PostgreSQL was told to wait."""
    antes = momento - app.now()
    app.now.ahora = momento
    buzon.pasa(seconds=antes.total_seconds())
    buzon.sql("UPDATE asistente.mensajes_salientes SET retenido_hasta = retenido_hasta - %s", antes)


# -- L-40: without a class nothing leaves --


@pytest.mark.parametrize("nombre", ["nadie_la_registro", "Cobranza", "retomar_caso "])
def test_L40_una_plantilla_sin_clase_no_sale_y_se_ve_en_fallidos(app, buzon, mesa, nombre):
    buzon.encola(payloads.template(nombre, "es", []), clase="plantilla")
    assert sale(app, buzon) == no(Motivo.SIN_CLASE)
    assert app.whatsapp.sent == []
    pagina = mesa.get("/fallidos?motivo=sin_clase").get_data(as_text=True)
    assert f"saliente:{buzon.salientes()[-1]['id']}" in pagina and "nadie dijo para qué es" in pagina.lower()


def test_L40_un_texto_que_nadie_clasifico_no_sale_ni_con_la_ventana_abierta(app, buzon):
    buzon.abre_ventana()
    for clase in ("plantilla", "alerta"):  # they are templates, or nothing
        buzon.encola(payloads.text("¡Aprovecha!"), clase=clase)
        assert sale(app, buzon) == no(Motivo.SIN_CLASE)
    buzon.encola(payloads.text("Hola"))
    assert sale(app, buzon) == SALE


def test_L40_un_sms_sin_clase_no_sale(app, buzon):
    buzon.encola({"texto": "hola"}, clase="plantilla", canal="sms", destino=buzon.contacto.address.phone)
    assert sale(app, buzon) == no(Motivo.SIN_CLASE) and app.sms.sent == []


def test_L40_todo_lo_que_el_producto_registra_tiene_clase_y_nada_de_eso_cobra_ni_vende():
    reales = [nombre for nombre in plantillas.registradas() if nombre not in {c.value for c in Clase}]
    assert len(reales) >= 7
    for nombre in reales:
        assert para_que(payloads.template(nombre, "es", []), "plantilla", None) is not None
        assert plantillas.clase(nombre) not in REGULADAS
    assert not set(DE_LA_BANDEJA.values()) & set(REGULADAS)


def test_L40_quien_escribe_puede_hacerla_mas_estricta_y_nunca_menos():
    cobro, respuesta = COBRANZA, payloads.template("respuesta", "es", [])
    assert para_que(respuesta, "plantilla", "cobranza") is Clase.COBRANZA
    assert para_que(cobro, "plantilla", "respuesta") is Clase.COBRANZA
    assert para_que(payloads.template("ninguna", "es", []), "plantilla", "respuesta") is None
    assert para_que(payloads.text("Debes"), "respuesta", "cobranza") is Clase.COBRANZA


@pytest.mark.parametrize("clase", [Clase.RESPUESTA, Clase.SOLICITADA, Clase.SEGURIDAD])
def test_L40_lo_demas_sale_sin_permisos_de_nadie(app, buzon, clase):
    buzon.encola(payloads.template(clase.value, "es", []), clase="plantilla")
    assert sale(app, buzon) == SALE


# -- L-41: hours, looked at when it leaves --


def test_L41_lo_que_se_encola_el_viernes_al_cierre_sale_el_sabado_y_lo_demas_no_espera_detras(app, buzon):
    app.now.ahora = VIERNES_AL_CIERRE
    cobra(buzon)
    assert sale(app, buzon) == ESPERA and app.whatsapp.sent == []
    buzon.abre_ventana()
    buzon.encola(payloads.text("Tu saldo es..."))
    assert sale(app, buzon) == SALE
    assert [uno["type"] for uno in app.whatsapp.sent] == ["text"]
    pasa(app, buzon, bogota(2026, 11, 21, 8))
    vaciar(app, buzon.contacto.id)
    assert [uno["type"] for uno in app.whatsapp.sent] == ["text", "template"]


def test_L41_el_barrido_lo_despierta_a_su_hora_y_no_antes(app, buzon):
    def olvidado():
        with app.db.transaction() as tx:
            return buzon.contacto.id in olvidados(tx)

    app.now.ahora = VIERNES_AL_CIERRE
    cobra(buzon)
    vaciar(app, buzon.contacto.id)
    pasa(app, buzon, bogota(2026, 11, 21, 7, 59, 50))
    assert not olvidado()
    pasa(app, buzon, bogota(2026, 11, 21, 8, 0, 1))
    assert olvidado()


@pytest.mark.parametrize(
    "momento, como",
    [
        (bogota(2026, 11, 20, 7), SALE), (bogota(2026, 11, 20, 6, 59, 59), ESPERA),
        (bogota(2026, 11, 21, 14, 59), SALE), (bogota(2026, 11, 21, 15), ESPERA), (bogota(2026, 11, 22, 12), ESPERA),
        (bogota(2026, 12, 8, 12), ESPERA),
        (bogota(2027, 3, 25, 12), ESPERA),
    ],
)  # fmt: skip
def test_L41_cobro_y_publicidad_a_sus_horas_y_ni_domingos_ni_festivos(app, buzon, con_permiso, momento, como):
    app.now.ahora = momento
    cobra(buzon)
    recien(app, buzon)
    assert sale(app, buzon) == como
    otro = Buzon(app, nuevo_contacto(app))
    autoriza(app, otro.contacto, b"otra")
    otro.encola(PUBLICIDAD, clase="plantilla")
    recien(app, otro)
    assert sale(app, otro) == como


def test_L41_la_hora_se_mira_al_entregarlo_aunque_al_tomarlo_fuera_legal(app, buzon, monkeypatch):
    """The number's pace makes it wait between the first look and the door: by then it is too late."""
    app.now.ahora = bogota(2026, 11, 20, 18, 59, 40)

    def pasa_el_tiempo(_):
        app.now.ahora = bogota(2026, 11, 20, 19, 0, 1)

    monkeypatch.setattr(enviar.time, "sleep", pasa_el_tiempo)
    cobra(buzon)
    assert sale(app, buzon) == ESPERA and app.whatsapp.sent == []
    assert buzon.salientes()[-1]["intentos"] == 0
    assert (
        buzon.sql("SELECT FROM asistente.intentos_de_contacto WHERE persona = %s", f"contacto:{buzon.contacto.id}")
        == []
    )
    monkeypatch.undo()
    de_cada_clase(monkeypatch)
    pasa(app, buzon, bogota(2026, 11, 21, 8))
    assert sale(app, buzon) == SALE


def test_L41_lo_que_espero_tres_dias_ya_no_sale(app, buzon):
    cobra(buzon)
    buzon.sql("UPDATE asistente.mensajes_salientes SET creado_en = %s", app.now() - timedelta(days=3, minutes=1))
    assert sale(app, buzon) == no(Motivo.PASADO)


# -- L-42: one a day, one channel a week --


def test_L42_un_solo_contacto_de_cobro_al_dia_y_el_otro_espera_a_manana(app, buzon):
    cobra(buzon)
    assert sale(app, buzon) == SALE
    cobra(buzon)
    assert sale(app, buzon) == ESPERA
    pasa(app, buzon, bogota(2026, 11, 19, 6, 59, 58))
    assert sale(app, buzon) == ESPERA
    pasa(app, buzon, bogota(2026, 11, 19, 7, 0, 1))
    assert sale(app, buzon) == SALE
    assert len(app.whatsapp.sent) == 2


def test_L42_la_publicidad_cuenta_junto_con_el_cobro(app, buzon, con_permiso):
    cobra(buzon)
    assert sale(app, buzon) == SALE
    buzon.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, buzon) == ESPERA


def test_L42_el_intento_cuenta_aunque_no_se_sepa_si_llego_y_no_se_repite(app, buzon):
    app.whatsapp.fail_next_with(GraphTimeout("x"))
    cobra(buzon)
    assert sale(app, buzon) == ("incierto", None)
    cobra(buzon)
    buzon.pasa(seconds=31)
    vaciar(app, buzon.contacto.id)
    assert [(s["estado"], s["motivo"]) for s in buzon.salientes()] == [no(Motivo.INCIERTO), ESPERA]
    assert app.whatsapp.sent == []


def test_L42_cuenta_aunque_whatsapp_lo_rechace(app, buzon):
    app.whatsapp.fail_next(131026)
    cobra(buzon)
    assert sale(app, buzon) == no(Motivo.RECHAZADO)
    cobra(buzon)
    assert sale(app, buzon) == ESPERA


def test_L42_el_mismo_mensaje_que_no_llego_a_salir_se_puede_intentar_otra_vez(app, buzon):
    app.whatsapp.fail_next_with(GraphUnreachable("x"))
    cobra(buzon)
    assert sale(app, buzon) == ESPERA
    buzon.pasa(seconds=5)
    assert sale(app, buzon) == SALE


def test_L42_un_solo_canal_a_la_semana(app, buzon):
    autoriza(app, buzon.contacto, HUELLA, Canal.SMS)
    sms = {"clase": "plantilla", "canal": "sms", "destino": buzon.contacto.address.phone, "cedula_hmac": HUELLA,
           "proposito": Clase.COBRANZA}  # fmt: skip
    cobra(buzon)
    assert sale(app, buzon) == SALE
    pasa(app, buzon, bogota(2026, 11, 24, 10))
    buzon.encola({"texto": "Tu cuota está pendiente"}, **sms)
    recien(app, buzon)
    assert sale(app, buzon) == ESPERA and app.sms.sent == []
    pasa(app, buzon, bogota(2026, 11, 25, 10))  # a week later
    assert sale(app, buzon) == SALE and len(app.sms.sent) == 1


def test_L42_la_misma_persona_en_dos_chats_es_una_persona(app, buzon):
    otro = Buzon(app, nuevo_contacto(app))
    autoriza(app, otro.contacto, HUELLA)
    cobra(buzon)
    cobra(otro)
    assert (sale(app, buzon), sale(app, otro)) == (SALE, ESPERA)


@pytest.mark.parametrize("en_dos_chats", [False, True])
def test_L42_de_cincuenta_que_envian_a_la_vez_sale_a_lo_sumo_uno(app, buzon, en_dos_chats):
    """Fifty workers, each with a message of its own and every look it takes already taken, at the same door."""
    otro = nuevo_contacto(app)
    autoriza(app, otro, HUELLA)
    for _ in range(50):
        cobra(buzon)
    with app.db.transaction() as tx:
        row = tx.first("asistente.bandeja_salida.siguiente", contacto_id=buzon.contacto.id, espera_incierto=30)
        primero = enviar.bandeja_salida.siguiente(tx, app.cipher, buzon.contacto.id)
    ids = [fila["id"] for fila in buzon.salientes()]
    assert row["id"] == ids[0] and len(ids) == 50
    juntos, dichos = threading.Barrier(50), Counter()

    def pasar(n):
        contacto_id = otro.id if en_dos_chats and n % 2 else buzon.contacto.id
        saliente = replace(primero, id=ids[n])
        juntos.wait()
        with app.db.transaction() as tx:
            veredicto = reglas_de_contacto.salir(tx, contacto_id, saliente, None, None, app.now())
        dichos[type(veredicto).__name__] += 1

    with ThreadPoolExecutor(50) as hilos:
        list(hilos.map(pasar, range(50)))
    assert dichos == {"NoneType": 1, "Retenido": 49}
    contados = buzon.sql("SELECT DISTINCT saliente_id FROM asistente.intentos_de_contacto")
    assert len(contados) == 1


# -- L-43 and L-45: only by authorised channels, and only to the debtor --


def test_L43_sin_canal_autorizado_no_sale(app, contacto, con_permiso):
    buzon = Buzon(app, contacto)
    cobra(buzon)
    assert sale(app, buzon) == no(Motivo.SIN_CANAL)
    buzon.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, buzon) == no(Motivo.SIN_CANAL)


def test_L43_el_canal_que_termino_o_que_es_otro_tampoco_sirve(app, buzon):
    cobra(buzon)
    with app.db.transaction() as tx:
        acuerdos_de_contacto.terminar_canal(tx, buzon.contacto.id, Canal.WHATSAPP, app.now())
    autoriza(app, buzon.contacto, HUELLA, Canal.SMS)
    assert sale(app, buzon) == no(Motivo.SIN_CANAL)


def test_L43_un_canal_se_autoriza_despues_de_informarlo_y_por_escrito(app, contacto):
    for documento, informado in (("", app.now()), ("pagare-1", app.now() + timedelta(seconds=1))):
        with app.db.transaction() as tx, pytest.raises(AcuerdoInvalido):
            acuerdos_de_contacto.autorizar_canal(tx, contacto.id, HUELLA, Canal.SMS, documento, informado, app.now())


def test_L43_cuando_el_numero_cambia_de_manos_nada_queda_autorizado(app, buzon):
    cambio = replace(mensaje(buzon.contacto.address, "", "system"), text=None)
    bandeja_entrada.recibir(app.db, app.cipher, webhook(cambio), app.now())
    cobra(buzon)
    assert sale(app, buzon) == no(Motivo.SIN_CANAL)


def instrumento(**cambios):
    uno = Instrumento("pagare-1", bogota(2026, 1, 5), "otrosi-7", bogota(2026, 3, 2), [1, 7], time(19), time(21))
    return replace(uno, **cambios)


def test_L43_otras_horas_solo_por_un_instrumento_aparte_y_posterior(app, buzon):
    with app.db.transaction() as tx:
        acuerdos_de_contacto.pactar_horario(tx, buzon.contacto.id, instrumento(), app.now())
    cobra(buzon)
    assert sale(app, buzon) == ESPERA  # Wednesday at ten is not what was agreed
    pasa(app, buzon, bogota(2026, 11, 22, 19, 0, 1))
    recien(app, buzon)
    assert sale(app, buzon) == SALE  # a Sunday at seven in the evening, as they asked for


@pytest.mark.parametrize(
    "cambios",
    [
        {"instrumento": "pagare-1"}, {"instrumento": " "}, {"contrato": ""}, {"dias": []}, {"dias": [0]},
        {"instrumento_firmado_en": bogota(2026, 1, 5)}, {"instrumento_firmado_en": bogota(2025, 12, 31)},
        {"instrumento_firmado_en": bogota(2026, 12, 31)}, {"abre": time(21)},
    ],
)  # fmt: skip
def test_L43_lo_que_no_es_un_instrumento_aparte_y_posterior_no_cambia_las_horas(app, contacto, cambios):
    with app.db.transaction() as tx, pytest.raises(AcuerdoInvalido):
        acuerdos_de_contacto.pactar_horario(tx, contacto.id, instrumento(**cambios), app.now())


def test_L43_ni_escribiendolo_en_la_base_vale_el_mismo_contrato(app, buzon):
    sql = ("INSERT INTO asistente.horarios_pactados (contacto_id, contrato, contrato_firmado_en, instrumento,"
           " instrumento_firmado_en, dias, abre, cierra)"
           " VALUES (%s, 'p', %s, %s, %s, '{1}', '05:00', '23:00')")  # fmt: skip
    for papel, dia in (("p", 2), ("otrosi", 1)):
        with pytest.raises(psycopg2.errors.CheckViolation):
            buzon.sql(sql, buzon.contacto.id, bogota(2026, 1, 1), papel, bogota(2026, 1, dia))


@pytest.mark.parametrize("huella", [None, b"huella-de-otra-persona"])
def test_L45_un_cobro_no_sale_a_quien_no_es_el_deudor(app, buzon, huella):
    """The chat of a relative, an employer or a referee has authorised nothing for that debt; nor is it guessed."""
    cobra(buzon, huella=huella)
    assert sale(app, buzon) == no(Motivo.SIN_CANAL)


# -- L-44: advertising --


def test_L44_la_publicidad_pide_aceptacion_expresa(app, buzon):
    buzon.encola(PUBLICIDAD, clase="plantilla")
    assert sale(app, buzon) == no(Motivo.SIN_PERMISO)


# -- L-47: what was asked for --

NOCHE = bogota(2026, 11, 18, 23)
NOVEDAD = payloads.template("cambio_de_solicitud", "es_CO", ["SOL-1", "Estudio"])


def test_L47_un_aviso_pedido_espera_por_defecto_una_hora_decente(app, buzon):
    app.now.ahora = NOCHE
    buzon.encola(NOVEDAD, clase="novedad")
    assert sale(app, buzon) == ESPERA
    pasa(app, buzon, bogota(2026, 11, 19, 7, 0, 1))
    assert sale(app, buzon) == SALE


def test_L47_a_cualquier_hora_si_la_persona_lo_pide_y_otra_vez_no_si_cambia_de_idea(app, buzon):
    app.now.ahora = NOCHE
    acuerdos_de_contacto.preferir(app.db, buzon.contacto, Preferencia.CUALQUIERA, app.now())
    buzon.encola(NOVEDAD, clase="novedad")
    assert sale(app, buzon) == SALE
    acuerdos_de_contacto.preferir(app.db, otra_vez(buzon.contacto), Preferencia.HABIL, app.now())
    buzon.encola(NOVEDAD, clase="novedad")
    assert sale(app, buzon) == ESPERA


def test_L47_a_quien_esta_escribiendo_no_lo_despierta_nadie(app, buzon):
    app.now.ahora = NOCHE
    buzon.abre_ventana()
    buzon.sql(
        "UPDATE asistente.mensajes_entrantes SET recibido_en = %s, enviado_en = NULL", NOCHE - timedelta(minutes=29)
    )
    buzon.encola(NOVEDAD, clase="novedad")
    assert sale(app, buzon) == SALE
    buzon.sql("UPDATE asistente.mensajes_entrantes SET recibido_en = %s", NOCHE - timedelta(minutes=31))
    buzon.encola(NOVEDAD, clase="novedad")
    assert sale(app, buzon) == ESPERA


def test_L47_un_codigo_y_una_respuesta_salen_a_cualquier_hora(app, buzon):
    app.now.ahora = NOCHE
    buzon.abre_ventana()
    buzon.encola(payloads.template("codigo_verificacion", "es", ["123456"], otp_code="123456"), clase="codigo")
    buzon.encola(payloads.text("Hola"))
    vaciar(app, buzon.contacto.id)
    assert len(app.whatsapp.sent) == 2


# -- L-48: the register of excluded numbers --


def anuncio(buzon):
    buzon.encola({"texto": "Promo"}, clase="plantilla", canal="sms", destino=buzon.contacto.address.phone,
                 proposito=Clase.PUBLICIDAD)  # fmt: skip


def test_L48_no_hay_publicidad_por_sms_a_un_numero_excluido_ni_sin_consultarlo(app, buzon, con_permiso):
    autoriza(app, buzon.contacto, HUELLA, Canal.SMS)
    telefono = buzon.contacto.address.phone
    anuncio(buzon)
    assert app.rne is None and sale(app, buzon) == no(Motivo.EXCLUIDO)
    anuncio(buzon)
    assert sale(replace(app, rne=MemoryRne(telefono)), buzon) == no(Motivo.EXCLUIDO)
    ausente = MemoryRne()
    ausente.away = True
    anuncio(buzon)
    assert sale(replace(app, rne=ausente), buzon) == ESPERA
    assert app.sms.sent == []
    pasa(app, buzon, app.now() + timedelta(minutes=11))
    assert sale(replace(app, rne=MemoryRne("573000000001")), buzon) == SALE
    assert [destino for destino, _ in app.sms.sent] == [telefono]


# -- and impersonation, which stops all of it (L-32) --


def test_L32_el_reporte_detiene_el_cobro_de_esa_obligacion_en_cualquier_chat(app, db, buzon):
    """The victim reports from one chat and proves who they are there; what collects goes to another one."""
    autoriza(app, buzon.contacto, VICTIMA)
    suyo = nuevo_contacto(app)
    abrir_caso(db, app.cipher, suyo, "fraude", app.now())  # before anybody knows who writes
    with db.transaction() as tx:
        abrir_sesion(tx, suyo.id, app.cipher.encrypt(b"1", CEDULA, de=suyo.id), VICTIMA, Nivel.N2, app.now())
    cobra(buzon, huella=VICTIMA)
    assert sale(app, buzon) == no(Motivo.BLOQUEADO)


@pytest.fixture
def mesa(app):
    """The desk, entered by a supervisor."""
    cliente, quien = navegante(app), nuevo_usuario(app, Rol.SUPERVISOR)
    with app.db.transaction() as tx:
        cliente.set_cookie(GALLETA, sesiones_mesa.abrir(tx, quien.id, app.now(), completa=True))
    return cliente


# -- L-40 again: what can never leave does not let the product start --


def test_L40_una_plantilla_configurada_que_nadie_registro_no_deja_arrancar():
    for cambios in ({"AVISOS_TEMPLATE": "otra"}, {"OTP_CHANNEL": "whatsapp", "OTP_TEMPLATE": "otra"}):
        with pytest.raises(TablaInvalida, match="falta la fila de otra"):
            bootstrap.build(from_environ(ENTORNO | {"DATABASE_URL": "postgresql://nadie"} | cambios))


# -- L-45 again: whoever we do not know learns of no debt --


@pytest.mark.parametrize("nombre", [n for n in plantillas_reales if n != "codigo_verificacion"])
def test_L45_ninguna_plantilla_nombra_una_deuda_ni_un_saldo(nombre):
    """A template reaches whoever holds the phone, who may be a relative or a colleague."""
    dicho = plegar(plantillas_reales[nombre].cuerpo + " " + plantillas_reales[nombre].titulo)
    assert not re.search(r"\b(?:deuda|debes?|mora|saldo|cuotas?|cobr\w+|credito|pag\w+)\b", dicho)


def test_L45_a_quien_no_probo_quien_es_no_se_le_dice_nada_de_un_credito(app, contacto, nucleo):
    """From the very number that is registered for the debtor, and from any other."""
    cedula = nucleo.cliente(contacto.address.phone)
    nucleo.credito(cedula, estado="en_mora", dias_mora=90)
    for quien in (contacto, nuevo_contacto(app)):
        autorizar(app, quien)
        with pytest.raises(FaltaIdentidad):
            consultar_saldo(app.db, app.nucleo, app.cipher, quien, app.now())
