"""How far a session reaches: an unknown chat for a day, a mobile of two customers for ever; and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from proalto.formats.codigo import leer_codigo
from proalto.services.atencion import gestion_casos
from proalto.services.credito.inicio_renovacion import iniciar_renovacion
from proalto.services.credito.paz_y_salvo import AunDebe, emitir_paz_y_salvo
from proalto.services.credito.renovacion import Elegible, evaluar_renovacion
from proalto.services.credito.saldo import consultar_saldo
from proalto.services.credito.solicitud import consultar_solicitudes
from proalto.services.identificacion import avisos_de_seguridad, desafios, presupuesto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import (
    CON_CELULAR_COMPARTIDO,
    DESDE_OTRO_CHAT,
    Capacidad,
    CelularCompartido,
    Nivel,
    NoDesdeEsteChat,
    exigir_identidad,
)
from tests.actions.ayuda import autorizar
from tests.conftest import AHORA, conectar, nuevo_wamid
from tests.services.identificacion.test_desafios import gastar_diez
from tests.services.identificacion.test_senales import avisados, avisar
from tests.services.pasos import BIEN, CON_CODIGO, NIVEL_1, Pasos, malo, telefono_nuevo


@pytest.fixture
def telefono():
    return telefono_nuevo()


@pytest.fixture
def cedula(nucleo, telefono):
    return nucleo.cliente(telefono)


def puede(pasos):
    """Return what this chat's session may do now."""
    a, puede = pasos.app, set()
    for capacidad in Capacidad:
        try:
            exigir_identidad(a.db, a.cipher, pasos.contacto, Nivel.N2, a.now(), capacidad)
        except (NoDesdeEsteChat, CelularCompartido):
            continue
        puede.add(capacidad)
    return puede


def casos(app, contacto_id=None):
    """Return the cases of a lock: (folio, contact, whose)."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT caso.folio, contacto.telefono, caso.cedula_hmac FROM asistente.casos AS caso"
            " JOIN asistente.contactos AS contacto ON contacto.id = caso.contacto_id"
            " WHERE caso.tipo = 'bloqueo' AND caso.estado <> 'cerrado' ORDER BY caso.id"
        )
        return cursor.fetchall()


def test_desde_el_celular_registrado_se_puede_todo(pasos):
    cedula = pasos.nucleo.cliente(pasos.contacto.address.phone)
    pasos.entra(cedula)
    assert puede(pasos) == set(Capacidad)
    assert avisados(pasos.app, pasos.contacto.address.phone) == []


def test_desde_otro_chat_el_primer_dia_hay_saldo_y_etapa_y_nada_mas(pasos, cedula, reloj):
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT) == {Capacidad.ETAPA, Capacidad.SALDO, Capacidad.OFERTA}
    reloj.pasa(hours=23.9)
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT)
    reloj.pasa(minutes=6)
    assert puede(pasos) == set(Capacidad)


def test_un_chat_que_no_vuelve_en_90_dias_empieza_otra_vez(pasos, cedula, telefono, reloj):
    pasos.entra(cedula)
    reloj.pasa(days=90)
    actualizar(pasos, cedula, reloj)
    pasos.entra(cedula)
    assert puede(pasos) == set(Capacidad)
    reloj.pasa(days=90, seconds=1)
    actualizar(pasos, cedula, reloj)
    pasos.entra(cedula)
    assert puede(pasos) == set(DESDE_OTRO_CHAT)
    assert len(avisados(pasos.app, telefono)) == 2


def actualizar(pasos, cedula, reloj):
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE nucleo.clientes SET celular_confirmado_en = %s WHERE cedula = %s", (reloj().date(), cedula)
        )


def test_cada_tramite_pide_lo_que_va_a_hacer(app, pasos, cedula):
    pasos.nucleo.credito(cedula)
    pasos.nucleo.solicitud(cedula)
    autorizar(app, pasos.contacto)
    pasos.entra(cedula)
    quien = app.db, app.nucleo, app.cipher
    assert len(consultar_saldo(*quien, pasos.contacto, app.now())) == 1
    assert len(evaluar_renovacion(*quien, pasos.contacto, app.now())) == 1
    assert consultar_solicitudes(*quien, pasos.contacto, app.now())
    with pytest.raises(NoDesdeEsteChat):
        emitir_paz_y_salvo(*quien, app.imprenta, pasos.contacto, app.now())
    with pytest.raises(NoDesdeEsteChat):
        iniciar_renovacion(*quien, pasos.contacto, Elegible("L-1", None, None, ()), None, app.now())


def test_un_celular_de_dos_clientes_no_abre_documentos_nunca(app, pasos, nucleo, reloj):
    telefono = pasos.contacto.address.phone
    una, otra = nucleo.cliente(telefono), nucleo.cliente(telefono)
    nucleo.credito(una)
    autorizar(app, pasos.contacto)
    assert pasos.entra_con_numero(una) == NIVEL_1
    reloj.pasa(days=2)
    pasos.entra(una)
    assert puede(pasos) == set(CON_CELULAR_COMPARTIDO) == {Capacidad.ETAPA, Capacidad.SALDO}
    assert len(consultar_saldo(app.db, app.nucleo, app.cipher, pasos.contacto, app.now())) == 1
    with pytest.raises(CelularCompartido):
        emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, pasos.contacto, app.now())
    with conectar(nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE nucleo.clientes SET celular = %s WHERE cedula = %s", (telefono_nuevo(), otra))
    reloj.pasa(hours=1)
    pasos.entra(una)
    with pytest.raises(AunDebe):
        emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, pasos.contacto, app.now())


def test_sin_decir_para_que_una_sesion_restringida_no_sirve_sobre_n1(app, pasos, cedula):
    pasos.entra(cedula)
    with pytest.raises(NoDesdeEsteChat):
        exigir_identidad(app.db, app.cipher, pasos.contacto, Nivel.N2, app.now())
    assert exigir_identidad(app.db, app.cipher, pasos.contacto, Nivel.N1, app.now()).cedula == cedula


def test_la_primera_consulta_desde_otro_chat_se_avisa_una_sola_vez(app, pasos, cedula, telefono, reloj):
    for _ in range(2):
        pasos.entra(cedula)
        reloj.pasa(hours=25)
    assert [a.split(".")[0] for a in avisados(app, telefono)] == [
        "ProAlto: se consultaron tus datos desde otro WhatsApp"
    ]
    pasos.otro().entra(cedula)
    assert len(avisados(app, telefono)) == 2
    assert avisar(app) == 0


def test_el_aviso_sale_por_la_cola_del_celular_y_no_por_la_de_quien_pregunta(app, pasos, cedula, telefono):
    pasos.entra(cedula)
    avisar(app)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT contacto.telefono, canal FROM asistente.mensajes_salientes AS saliente JOIN asistente.contactos AS"
            " contacto ON contacto.id = saliente.contacto_id WHERE clase = 'seguridad' AND contacto.telefono = %s",
            (telefono,),
        )
        assert cursor.fetchall() == [(telefono, "sms")]


def test_tres_chats_que_presentan_una_cedula_en_un_dia_se_avisan_una_vez(app, pasos, cedula, telefono, reloj):
    for esperados in (0, 0, 1, 1, 1):
        assert pasos.otro().presenta(cedula) == BIEN
        assert len(avisados(app, telefono)) == esperados
    reloj.pasa(hours=24, seconds=1)
    for esperados in (1, 1, 2):
        pasos.otro().presenta(cedula)
        assert len(avisados(app, telefono)) == esperados


def test_el_chat_del_titular_no_es_uno_de_los_tres(app, nucleo, pasos):
    cedula = nucleo.cliente(pasos.contacto.address.phone)
    for chat in (pasos, pasos.otro(), pasos.otro()):
        chat.presenta(cedula)
    assert avisados(app, pasos.contacto.address.phone) == []
    pasos.otro().presenta(cedula)
    assert len(avisados(app, pasos.contacto.address.phone)) == 1


def test_muchos_chats_con_una_cedula_desconocida_no_avisan_a_nadie(app, pasos):
    for _ in range(4):
        assert pasos.otro().presenta("1234567890") == BIEN
    assert avisar(app) == 0


def test_diez_codigos_malos_avisan_al_celular_y_abren_un_caso_de_fraude(app, pasos, cedula, telefono, reloj):
    gastar_diez(pasos, cedula, reloj)
    antes = len(casos(app))
    assert any("bloqueamos la consulta" in aviso for aviso in avisados(app, telefono))
    (_folio, de_quien, huella), *_ = casos(app)[antes:]
    assert de_quien == telefono and bytes(huella) == app.cipher.keyed_hash("cedula", cedula)
    assert avisar(app) == 0 and len(casos(app)) == antes + 1


def test_el_bloqueo_cierra_lo_abierto_y_ningun_codigo_vivo_abre_ya(app, pasos, cedula, reloj):
    for chat, intentos in ((pasos, 3), (pasos.otro(), 3), (pasos, 3)):
        chat.da_fecha(cedula)
        codigo = chat.recibe()
        for _ in range(intentos):
            chat.prueba(malo(codigo))
        reloj.pasa(minutes=31)
    vecino, ultimo = pasos.otro(), pasos.otro()
    vecino.da_fecha(cedula)
    vivo = vecino.recibe()
    ultimo.da_fecha(cedula)
    codigo = ultimo.recibe()
    assert ultimo.prueba(malo(codigo)) == "quedan 2"
    assert [ultimo.prueba(codigo), ultimo.prueba(codigo)] == ["quedan 1", "quedan 0"]  # as a decoy would
    assert vecino.prueba(vivo) == "quedan 2" and vecino.titular(Nivel.N1) is None


def cerrar(app, folio, usuario, causa):
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, usuario, app.now(), causa=causa)


@pytest.mark.parametrize(("causa", "abre"), [("identidad_confirmada", True), ("intento_de_estafa", False)])
def test_solo_quien_confirma_la_identidad_desbloquea(app, pasos, cedula, telefono, laura, reloj, causa, abre):
    gastar_diez(pasos, cedula, reloj)
    avisar(app)
    reloj.pasa(hours=25)
    (folio,) = [folio for folio, de_quien, _ in casos(app) if de_quien == telefono]
    assert pasos.da_fecha(cedula) == BIEN and pasos.recibe() is None
    cerrar(app, folio, laura, causa)
    reloj.pasa(minutes=31)
    assert pasos.otro().da_fecha(cedula) == BIEN
    chat = pasos.otro()
    chat.da_fecha(cedula)
    assert (chat.recibe() is not None) is abre


def test_reabrir_el_caso_bloquea_otra_vez(app, pasos, cedula, telefono, laura, reloj):
    gastar_diez(pasos, cedula, reloj)
    avisar(app)
    (folio,) = [folio for folio, de_quien, _ in casos(app) if de_quien == telefono]
    cerrar(app, folio, laura, "identidad_confirmada")
    with app.db.transaction() as tx:
        gestion_casos.reabrir(tx, folio, laura, app.now())
    reloj.pasa(hours=25)
    assert pasos.otro().da_fecha(cedula) == BIEN
    chat = pasos.otro()
    chat.da_fecha(cedula)
    assert chat.recibe() is None


def llenar_de_errados(pasos, cuantos, hace=timedelta()):
    """Let the system have seen so many wrong codes, of nobody in particular."""
    with conectar(pasos.nucleo.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO asistente.intentos_identidad"
            " (contacto_id, cedula_hmac, paso, bien, wamid_origen, ocurrido_en)"
            " SELECT %s, 'x', 'codigo', false, %s || n, %s FROM generate_series(1, %s) AS n",
            (pasos.contacto.id, nuevo_wamid(), pasos.app.now() - hace, cuantos),
        )


def test_mil_codigos_errados_en_un_dia_alargan_los_codigos_y_el_numero_solo_ya_no_abre(app, pasos, sin_errados):
    propia = pasos.nucleo.cliente(pasos.contacto.address.phone)
    llenar_de_errados(pasos, LIMITES.codigos_malos_del_sistema_24h - 1)
    assert pasos.entra_con_numero(propia) == NIVEL_1
    pasos.da_fecha(propia)
    assert len(pasos.recibe()) == 6 and desafios.digitos(app.db, pasos.contacto, app.now()) == 6
    llenar_de_errados(pasos, 1)
    assert pasos.entra_con_numero(propia) == CON_CODIGO
    pasos.da_fecha(propia)
    codigo = pasos.recibe()
    assert len(codigo) == 8 and desafios.digitos(app.db, pasos.contacto, app.now()) == 8
    assert pasos.prueba(codigo) == BIEN and pasos.titular() == propia


def test_el_presupuesto_es_de_las_ultimas_24_horas(app, pasos, sin_errados, reloj):
    llenar_de_errados(pasos, LIMITES.codigos_malos_del_sistema_24h, timedelta(hours=23, minutes=59))
    with app.db.transaction() as tx:
        assert presupuesto.agotado(tx, app.now()) is True
        assert presupuesto.agotado(tx, reloj.pasa(minutes=1)) is False


def test_un_codigo_de_ocho_cifras_se_lee_entero():
    assert leer_codigo("es 1234 5678", 8) == "12345678"
    assert leer_codigo("es 123456", 8) is None and leer_codigo("12345678") is None


def test_los_avisos_de_quien_fue_borrado_no_detienen_a_los_demas(app, pasos, cedula, telefono):
    pasos.entra(cedula)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO asistente.avisos_de_seguridad (clave, clase, contacto_id, cedula_hmac, celular, creado_en)"
            " VALUES (%s, 'otro_chat', %s, 'x', 'nada que se pueda leer', %s)",
            (nuevo_wamid(), pasos.contacto.id, AHORA - timedelta(days=1)),
        )
    assert avisar(app) == 1
    assert len(avisados(app, telefono)) == 1


def test_cuando_la_base_del_prestamista_no_esta_el_aviso_espera(app, pasos, cedula, telefono, monkeypatch):
    class Ausente(Exception):
        pass

    class Nadie:
        def transaction(self):
            raise Ausente

    for _ in range(3):
        pasos.otro().presenta(cedula)
    with pytest.raises(Ausente):
        avisos_de_seguridad.avisar(app.db, Nadie(), app.cipher, app.envio, app.now())
    assert len(avisados(app, telefono)) == 1


def test_dos_chats_a_la_vez_no_se_estorban(pasos, cedula):
    una, otra = pasos, Pasos(pasos.app, pasos.nucleo, pasos.otro().contacto)
    una.presenta(cedula), otra.presenta(cedula)
    una.da_fecha(cedula), otra.da_fecha(cedula)
    assert (otra.prueba(otra.recibe()), una.prueba(una.recibe())) == (BIEN, BIEN)
    assert una.titular() == otra.titular() == cedula
