"""Paz y salvo, as the customer reads it."""

from dataclasses import replace
from datetime import date

import pytest

from actions.paz_y_salvo import ActionPedirPazYSalvo, ActionReclamarPago
from proalto import bootstrap
from proalto.db.database import Database
from proalto.gateways.imprenta import CertificadoVencido
from proalto.services.credito.certificados import verificar
from proalto.services.operacion.textos import partes
from proalto.worker.mensajes import juntar
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.conftest import conectar, nuevo_wamid


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    return Charla(app, contacto).dice("necesito mi paz y salvo")


def casos(app, contacto):
    with conectar(app.settings.database_url) as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT tipo, folio FROM asistente.casos WHERE contacto_id = %s ORDER BY id", (contacto.id,))
        return cursor.fetchall()


def test_quien_pago_todo_recibe_el_archivo_y_como_comprobarlo(app, charla, nucleo, cedula):
    nucleo.pagado(cedula)
    dicho = charla.corre(ActionPedirPazYSalvo)
    (documento,) = dicho.documentos
    assert documento == {
        "tipo": "certificado", "referencia": app.imprenta.impresos[0].folio, "nombre": "Paz y salvo ProAlto.pdf"
    }  # fmt: skip
    assert "código QR" in dicho.texto and f"{app.settings.public_url}/v/" in dicho.texto and dicho.opciones == []
    assert verificar(app.db, app.cipher, documento["referencia"]).cedula_final == cedula[-3:]


def test_el_archivo_y_sus_palabras_son_un_solo_mensaje(charla, nucleo, cedula):
    nucleo.pagado(cedula)
    (mensaje,) = juntar(charla.corre(ActionPedirPazYSalvo).respuestas)
    assert mensaje.documento and mensaje.texto.startswith("¡Felicitaciones!")


def test_pedido_otra_vez_es_el_mismo_y_lo_dice(charla, nucleo, cedula):
    nucleo.pagado(cedula)
    primero = charla.corre(ActionPedirPazYSalvo)
    segundo = charla.dice("mándemelo otra vez").corre(ActionPedirPazYSalvo)
    assert primero.documentos == segundo.documentos
    assert "otra vez" in segundo.texto and "otra vez" not in primero.texto


def test_un_turno_repetido_dice_lo_mismo(app, contacto, charla, nucleo, cedula):
    nucleo.pagado(cedula)
    wamid = nuevo_wamid()
    dichos = [Charla(app, contacto).dice("paz y salvo", wamid=wamid).corre(ActionPedirPazYSalvo) for _ in range(2)]
    assert dichos[0].respuestas == dichos[1].respuestas and len(app.imprenta.impresos) == 1


def test_quien_debe_sabe_cuanto_y_en_que_y_puede_ver_su_saldo(charla, nucleo, cedula):
    uno = nucleo.credito(cedula, saldo=1_234_567, fecha_desembolso=date(2024, 1, 1))
    otro = nucleo.credito(cedula, saldo=7_000_000, estado="en_mora", dias_mora=5)
    dicho = charla.corre(ActionPedirPazYSalvo)
    texto = dicho.texto.replace("\u00a0", " ")
    assert f"…{uno[-6:]}: *$ 1.234.567*" in texto and f"…{otro[-6:]}: *$ 7.000.000*" in texto
    assert dicho.opciones == ["Consultar mi saldo", "Ya lo pagué", "Ver menú"] and dicho.documentos == []
    assert dicho.respuestas[0]["buttons"][0]["payload"] == "/consultar_saldo"


def test_con_treinta_deudas_los_mensajes_caben_en_whatsapp(charla, nucleo, cedula):
    for _ in range(30):
        nucleo.credito(cedula, saldo=123_456_789)
    assert charla.corre(ActionPedirPazYSalvo).texto.count("123.456.789") == 30


def test_ya_lo_pague_abre_un_caso_con_su_numero(app, charla, contacto, nucleo, cedula):
    nucleo.credito(cedula)
    charla.corre(ActionPedirPazYSalvo)
    dicho = charla.toca("/reclamar_pago").corre(ActionReclamarPago)
    ((tipo, folio),) = casos(app, contacto)
    assert tipo == "paz_y_salvo" and folio in dicho.texto and "revisar una persona" in dicho.texto


def test_lo_dudoso_abre_el_caso_solo_y_no_dice_por_que(app, charla, contacto, nucleo, cedula):
    nucleo.pagado(cedula, estado="castigado", saldo=987_654)
    dicho = charla.corre(ActionPedirPazYSalvo)
    ((tipo, folio),) = casos(app, contacto)
    assert tipo == "paz_y_salvo" and folio in dicho.texto and "987.654" not in dicho.texto
    otra = charla.dice("¿y mi paz y salvo?").corre(ActionPedirPazYSalvo)
    assert casos(app, contacto) == [(tipo, folio)] and "Ya tienes el caso" in otra.texto


def test_quien_nunca_tuvo_credito_lo_sabe_y_tiene_a_quien_preguntar(charla):
    dicho = charla.corre(ActionPedirPazYSalvo)
    assert "No encuentro créditos a tu nombre" in dicho.texto
    assert dicho.opciones == ["Hablar con un asesor", "Solicitar crédito", "Ver menú"]


def test_sin_autorizacion_la_pide_y_recuerda_el_tramite(app, contacto):
    dicho = Charla(app, contacto).dice("paz y salvo").corre(ActionPedirPazYSalvo)
    assert (dicho.sigue, dicho.texto, dicho.slots["tramite"]) == ("autorizacion_form", "", "action_pedir_paz_y_salvo")


def test_sin_identidad_la_pide_aunque_los_slots_digan_otra_cosa(app, contacto, nucleo, cedula):
    autorizar(app, contacto)
    nucleo.pagado(cedula)
    charla = Charla(app, contacto).abre("identidad_form", "", cedula=cedula, fecha_expedicion="x", codigo="verificado")
    dicho = charla.dice("paz y salvo").corre(ActionPedirPazYSalvo)
    assert (dicho.sigue, dicho.documentos) == ("identidad_form", []) and app.imprenta.impresos == []


def test_con_la_base_del_prestamista_caida_el_turno_falla_entero(app, charla, contacto):
    caida = replace(app, nucleo=Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida"))
    charla.app = caida
    with pytest.raises(Exception, match="OperationalError"):
        charla.corre(ActionPedirPazYSalvo)


def test_si_no_se_puede_firmar_lo_expide_una_persona_y_el_operador_lo_sabe(
    app, charla, contacto, nucleo, cedula, caplog
):
    class Vencida:
        def imprimir(self, certificado):
            raise CertificadoVencido("CERTIFICADO_P12 (x): el certificado vale del 2025-01-01 al 2026-01-01")

    nucleo.pagado(cedula)
    charla.app = replace(app, imprenta=Vencida())
    assert "revisar una persona" in charla.corre(ActionPedirPazYSalvo).texto
    assert [tipo for tipo, _ in casos(app, contacto)] == ["paz_y_salvo"]
    assert "2026-01-01" in caplog.text and cedula not in caplog.text


def test_un_error_de_programa_al_imprimir_da_disculpa_y_caso(app, charla, contacto, nucleo, cedula, caplog):
    class Rota:
        def imprimir(self, certificado):
            raise ValueError(certificado.nombre)

    nucleo.pagado(cedula)
    charla.app = replace(app, imprenta=Rota())
    dicho = charla.corre(ActionPedirPazYSalvo)
    assert [tipo for tipo, _ in casos(app, contacto)] == ["falla"] and dicho.documentos == []
    assert "Prueba" not in caplog.text


def test_al_arrancar_se_prepara_la_imprenta_y_con_una_app_ya_hecha_no(app, monkeypatch):
    preparadas = []
    monkeypatch.setattr(type(app.imprenta), "preparar", lambda self: preparadas.append(self))
    monkeypatch.setattr(bootstrap, "app", lambda: app)
    ActionPedirPazYSalvo(app)
    assert preparadas == []
    ActionPedirPazYSalvo()
    assert preparadas == [app.imprenta]


def test_el_nombre_del_archivo_sale_de_los_textos():
    assert partes("paz_y_salvo")["archivo"] == "Paz y salvo ProAlto.pdf"
