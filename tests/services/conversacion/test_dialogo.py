"""The conversation as an advisor reads it."""

from datetime import timedelta

import pytest

from proalto.services.conversacion import dialogo
from proalto.services.conversacion.dialogo import CUANTAS, De
from proalto.services.mesa.tapado import TAPADO
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import Option
from tests.legal.gente_de_datos import identificar, sql
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo

UN_MINUTO = timedelta(minutes=1)


@pytest.fixture
def ayer(app):
    return app.now() - timedelta(days=1)


def ver(app, contacto, **params):
    return dialogo.ver(app.db, app.cipher, contacto.id, **params)


def test_estan_todos_en_orden(app, contacto, ayer):
    laura = nuevo_usuario(app, nombre="Laura Gómez")
    mundo.recibido(app, contacto, "hola", ayer)
    mundo.enviado(app, contacto, payloads.buttons("¿Qué necesitas?", [Option("1", "Mi saldo")]), ayer + UN_MINUTO)
    folio = mundo.caso(app, contacto)
    mundo.suceso(app, folio, "caso_abierto", ayer + 2 * UN_MINUTO)
    mundo.suceso(app, folio, "persona_toma", ayer + 3 * UN_MINUTO, laura.id)
    mundo.suceso(app, folio, "ans_aviso", ayer + 3 * UN_MINUTO)
    mundo.nota(app, folio, laura.id, "llamarla mañana", ayer + 4 * UN_MINUTO)
    mundo.enviado(app, contacto, "Hola, soy Laura", ayer + 5 * UN_MINUTO, clase="asesor", usuario_id=laura.id,
                  estado="fallido", error_codigo=131026)  # fmt: skip
    visto = ver(app, contacto)
    assert [(linea.de, linea.clase, linea.texto, linea.autor) for linea in visto.lineas] == [
        (De.CLIENTE, "text", "hola", ""),
        (De.ASISTENTE, "respuesta", "¿Qué necesitas?", ""),
        (De.SUCESO, "caso_abierto", "", ""),
        (De.SUCESO, "persona_toma", "", "Laura Gómez"),
        (De.NOTA, "nota", "llamarla mañana", "Laura Gómez"),
        (De.ASESOR, "asesor", "Hola, soy Laura", "Laura Gómez"),
    ]
    assert visto.lineas[1].opciones == ("Mi saldo",) and visto.lineas[1].entrega == "leido"
    assert (visto.lineas[-1].entrega, visto.lineas[-1].error) == ("fallido", 131026)
    assert visto.anterior is None


def test_un_boton_un_archivo_y_una_plantilla(app, contacto, ayer):
    mundo.recibido(app, contacto, opcion_id="x", opcion_titulo="Mi saldo", tipo="interactive", cuando=ayer)
    documento = mundo.documento(app, contacto, b"%PDF-1.4", archivo="cedula.pdf", leyenda="mi cédula",
                                cuando=ayer + UN_MINUTO)  # fmt: skip
    mundo.recibido(app, contacto, tipo="audio", media_id="9", cuando=ayer + 2 * UN_MINUTO)
    mundo.enviado(app, contacto, payloads.template("cambio_de_solicitud", "es_CO", ["SOL-1", "Estudio"]),
                  clase="plantilla")  # fmt: skip
    boton, archivo, audio, plantilla = ver(app, contacto).lineas
    assert (boton.clase, boton.texto) == ("boton", "Mi saldo")
    assert (archivo.texto, archivo.adjunto.nombre, archivo.adjunto.documento_id) == (
        "mi cédula",
        "cedula.pdf",
        documento,
    )
    assert audio.clase == "audio" and audio.adjunto.documento_id is None
    assert plantilla.clase == "plantilla" and plantilla.texto.startswith("Hola. Tu solicitud SOL-1")


def test_ningun_codigo_se_ve_ni_el_que_mandamos_ni_el_que_escribio(app, contacto):
    mundo.insertar(app, "desafios", contacto_id=contacto.id, cedula=b"x", cedula_hmac=b"h", senuelo=False, hmac=b"h",
                   creado_en=app.now(), expira_en=app.now() + 5 * UN_MINUTO, wamid_origen=contacto.wamid)  # fmt: skip
    mundo.enviado(app, contacto, {"texto": "Tu código es 482913"}, clase="codigo", canal="sms", estado="pendiente")
    for texto in ("482913", "es el 4 8 2 9 1 3", "cuatro ocho dos nueve uno tres"):
        mundo.recibido(app, contacto, texto, app.now() + UN_MINUTO)
    mundo.recibido(app, contacto, "quiero 500000", app.now() + timedelta(minutes=11))
    enviado, *escritos, despues = ver(app, contacto, revelar=True).lineas
    assert (enviado.clase, enviado.texto) == ("codigo", "")
    assert [linea.texto for linea in escritos] == [TAPADO] * 3
    assert despues.texto == "quiero 500000"


def test_usado_el_codigo_una_direccion_de_seis_cifras_se_lee(app, contacto):
    identificar(app, contacto, "79123456")
    ((huella,),) = sql(app, "SELECT cedula_hmac FROM asistente.sesiones WHERE contacto_id = %s", contacto.id)
    mundo.insertar(app, "desafios", contacto_id=contacto.id, cedula=b"x", cedula_hmac=huella, senuelo=False, hmac=b"h",
                   estado="usado", creado_en=app.now() - UN_MINUTO, expira_en=app.now() + 4 * UN_MINUTO,
                   wamid_origen=contacto.wamid)  # fmt: skip
    mundo.recibido(app, contacto, "482913", app.now() - UN_MINUTO / 2)
    mundo.recibido(app, contacto, "ahora es Calle 45 # 12-30", app.now() + UN_MINUTO)
    assert [linea.texto for linea in ver(app, contacto).lineas] == [TAPADO, "ahora es Calle 45 # 12-30"]


def test_la_cedula_se_tapa_hasta_que_se_revela_y_las_cifras_no(app, contacto):
    mundo.caso(app, contacto, cedula="79123456")
    mundo.recibido(app, contacto, "soy 79.123.456 y quiero 14000000")
    mundo.enviado(app, contacto, "Tu cédula 79123456 quedó bien")
    assert [linea.texto for linea in ver(app, contacto).lineas] == [
        "soy ••••3456 y quiero 14000000", "Tu cédula ••••3456 quedó bien",
    ]  # fmt: skip
    assert "79.123.456" in ver(app, contacto, revelar=True).lineas[0].texto


def test_van_los_ultimos_cien_y_los_anteriores_se_piden_sin_perder_ninguno(app, contacto, ayer):
    for i in range(CUANTAS + 30):
        mundo.recibido(app, contacto, f"m{i}", ayer + timedelta(seconds=i // 4))  # four in each moment
    ultimos = ver(app, contacto)
    assert ultimos.anterior is not None and len(ultimos.lineas) >= CUANTAS
    primeros = ver(app, contacto, antes=ultimos.anterior)
    assert primeros.anterior is None
    assert [linea.texto for linea in (*primeros.lineas, *ultimos.lineas)] == [f"m{i}" for i in range(CUANTAS + 30)]


def test_lo_de_otro_contacto_y_las_alertas_a_los_nuestros_no_estan(app, contacto):
    from tests.conftest import nuevo_contacto

    mundo.recibido(app, nuevo_contacto(app), "de otro")
    mundo.enviado(app, contacto, "¡Alerta para Marta!", clase="alerta")
    assert ver(app, contacto).lineas == []


def test_la_version_cambia_con_cada_cosa_que_se_ve(app, contacto):
    def version():
        with app.db.transaction() as tx:
            return dialogo.version(tx, contacto.id)

    folio, laura = mundo.caso(app, contacto), nuevo_usuario(app)
    vistas = [version()]
    mundo.recibido(app, contacto, "hola")
    vistas.append(version())
    saliente = mundo.enviado(app, contacto, "hola", estado="aceptado")
    vistas.append(version())
    mundo.cambiar(app, "mensajes_salientes", f"id = {saliente}", estado="leido", actualizado_en=app.now() + UN_MINUTO)
    vistas.append(version())
    mundo.nota(app, folio, laura.id, "ojo")
    vistas.append(version())
    mundo.suceso(app, folio, "caso_transferido")
    vistas.append(version())
    assert len(set(vistas)) == len(vistas)
    mundo.suceso(app, folio, "turno")
    assert version() == vistas[-1]
