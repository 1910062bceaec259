"""The consent ledger: only explicit words, append-only, chained, and each answer to the text that was shown."""

import hashlib
from datetime import timedelta

import psycopg2
import pytest

from proalto.services.consentimiento import versiones
from proalto.services.consentimiento.autorizacion import (
    RESPUESTA,
    Evento,
    FaltaAutorizacion,
    Finalidad,
    NadaMostrado,
    Vigente,
    autoriza,
    avisar_correccion,
    decision,
    exigir_autorizacion,
    leer_respuesta,
    mostrar,
    responder,
    revocar,
    vigentes,
)
from proalto.services.consentimiento.cadenas import seguir
from proalto.services.consentimiento.libro_de_autorizaciones import eslabon, sello
from proalto.services.consentimiento.respuesta_expresa import ACEPTAN, RECHAZAN
from proalto.services.operacion import textos
from tests.conftest import conectar, nuevo_contacto, otra_vez

# None of these is consent (Decreto 1377 art. 7): silence, courtesy, doubt, conditions, or going on with the errand.
AMBIGUAS = [
    "", " ", "si", "Sí", "sí señor", "si señora", "ok", "OK gracias", "okay", "dale", "listo", "listo pues", "bueno",
    "bueno pues", "claro", "claro que sí", "por supuesto", "vale", "de una", "hágale", "correcto", "de acuerdo",
    "estoy de acuerdo", "está bien", "perfecto", "entendido", "👍", "👌", "✅", "1", "uno", "la primera", "sip", "aja",
    "mmm", "puede ser", "tal vez", "creo que sí", "no sé", "lo pienso", "después", "ahora no", "luego", "nop", "no",
    "¿acepto?", "¿qué pasa si acepto?", "acepto pero no mis datos sensibles", "acepto si me prestan", "no sé si acepto",
    "todavía no acepto", "si no acepto qué pasa", "me toca aceptar?", "tengo que autorizar", "¿quién autoriza?",
    "quiero saber mi saldo", "mi cédula es 52123456", "gracias", "muchas gracias", "hola", "menú", "asesor",
    "acepto acepto no", "ya había aceptado", "mi hijo autoriza", "acepto que me llamen", "autorizo a mi esposa",
    "no autorizo nada todavía", "acepto /autorizar", "autorizó mi esposo", "leído",
]  # fmt: skip


@pytest.mark.parametrize("dicho", AMBIGUAS)
def test_lo_ambiguo_no_autoriza(dicho):
    assert leer_respuesta(dicho) is not Evento.ACEPTADA


def test_la_tabla_de_lo_ambiguo_es_larga():
    assert len(set(AMBIGUAS)) >= 60


@pytest.mark.parametrize(
    "dicho", ["Acepto", "ACEPTO.", "Sí, acepto", "  si autorizo! ", "Autorizo el tratamiento de mis datos."]
)
def test_las_palabras_expresas_autorizan(dicho):
    assert leer_respuesta(dicho) is Evento.ACEPTADA


@pytest.mark.parametrize("dicho", ["No acepto", "no autorizo.", "Rechazo", "No los autorizo"])
def test_las_negativas_expresas_rechazan(dicho):
    assert leer_respuesta(dicho) is Evento.RECHAZADA


def test_ninguna_frase_acepta_y_rechaza_a_la_vez():
    assert not ACEPTAN & RECHAZAN and all("no" not in frase.split() for frase in ACEPTAN)


def contestar(app, contacto, evento=Evento.ACEPTADA, literal="Sí, acepto"):
    responder(app.db, app.cipher, contacto, evento, literal, app.now())


def libro(app, contacto):
    with app.db.transaction() as tx:
        return tx.all("asistente.autorizacion.libro", contacto_id=contacto.id)


def cadena_rota_en(contacto_id, filas):
    """Return the position of the first entry that does not follow from the ones before it, or None."""
    suyas = [fila | {"contacto_id": contacto_id} for fila in filas]
    return next((n for n, (_, cuadra) in enumerate(seguir(suyas, eslabon)) if not cuadra), None)


def test_no_hay_respuesta_a_lo_que_no_se_mostro(app, contacto):
    mostrar(app.db, app.cipher, nuevo_contacto(app), app.now())
    with pytest.raises(NadaMostrado):
        contestar(app, contacto)
    assert libro(app, contacto) == []


def test_mostrar_no_es_aceptar(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)


@pytest.mark.parametrize("evento", [Evento.RECHAZADA, Evento.REVOCADA])
def test_manda_la_ultima_respuesta(app, contacto, evento):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    exigir_autorizacion(app.db, contacto)
    contestar(app, otra_vez(contacto), evento, "ya no")
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)
    contestar(app, otra_vez(contacto))
    exigir_autorizacion(app.db, contacto)


def test_la_autorizacion_es_de_cada_contacto(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    assert decision(app.db, nuevo_contacto(app)) is None


def test_el_mensaje_repetido_no_anota_dos_veces(app, contacto):
    for _ in range(3):
        mostrar(app.db, app.cipher, contacto, app.now())
        contestar(app, contacto)
    assert [fila["evento"] for fila in libro(app, contacto)] == ["mostrada", "aceptada"]


def test_guarda_las_palabras_literales_cifradas_y_el_texto_exacto(app, contacto):
    documento = mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto, literal="Sí, ACEPTO.")
    *_, fila = libro(app, contacto)
    assert app.cipher.decrypt(fila["respuesta"], RESPUESTA).decode() == "Sí, ACEPTO."
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT texto FROM asistente.textos_mostrados WHERE sha256 = %s", (fila["sha256"],))
        (mostrado,) = cursor.fetchone()
    assert mostrado == documento.texto
    assert hashlib.sha256(mostrado.encode()).hexdigest() == fila["sha256"]


@pytest.mark.parametrize("tabla", ["autorizaciones", "textos_mostrados"])
@pytest.mark.parametrize(
    "orden", ["UPDATE asistente.{} SET version = 'v9'", "DELETE FROM asistente.{}", "TRUNCATE asistente.{} CASCADE"]
)
def test_el_libro_solo_se_agrega(app, contacto, tabla, orden):
    mostrar(app.db, app.cipher, contacto, app.now())
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.RaiseException, match="append-only"):
        cursor.execute(orden.format(tabla))
    connection.close()


def test_la_cadena_se_verifica_y_se_rompe_si_una_fila_cambia(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    contestar(app, otra_vez(contacto), Evento.REVOCADA, "ya no autorizo")
    filas = libro(app, contacto)
    assert len(filas) == 3 and cadena_rota_en(contacto.id, filas) is None
    antes = {"ocurrido_en": filas[1]["ocurrido_en"] - timedelta(days=1)}
    cambios = ({"evento": "rechazada"}, {"sha256": "0" * 64}, {"wamid_origen": "otro"}, {"respuesta": b"otra"}, antes)
    for cambio in cambios:
        assert cadena_rota_en(contacto.id, [filas[0], filas[1] | cambio, filas[2]]) == 1
    assert cadena_rota_en(contacto.id, [filas[0], filas[2]]) == 1
    assert cadena_rota_en(contacto.id + 1, filas) == 0


@pytest.fixture
def carpeta(tmp_path, monkeypatch):
    """A folder of texts of our own, with version 9 of the authorization."""
    monkeypatch.setattr(textos, "CARPETA", tmp_path)
    (tmp_path / "autorizacion").mkdir()
    (tmp_path / "versiones.csv").write_text(",".join(versiones.COLUMNAS) + "\n", encoding="utf-8")
    yield publicar(tmp_path, 9)
    textos.vigente.cache_clear()
    versiones._leer.cache_clear()


def publicar(carpeta, version, cambia="si"):
    archivo = carpeta / "autorizacion" / f"v{version}.txt"
    archivo.write_text(f"Texto {version} {carpeta}\n", encoding="utf-8")
    huella = textos.de_archivo("autorizacion", archivo).sha256
    with (carpeta / "versiones.csv").open("a", encoding="utf-8") as tabla:
        tabla.write(f"autorizacion,v{version},{huella},{cambia}\n")
    textos.vigente.cache_clear()
    versiones._leer.cache_clear()
    return carpeta


def test_una_version_nueva_pregunta_otra_vez(app, contacto, carpeta):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    exigir_autorizacion(app.db, contacto)
    publicar(carpeta, 10)
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)
    assert mostrar(app.db, app.cipher, otra_vez(contacto), app.now()).version == "v10"
    contestar(app, otra_vez(contacto))
    exigir_autorizacion(app.db, contacto)


def test_la_respuesta_es_al_texto_que_se_mostro_aunque_ya_haya_uno_nuevo(app, contacto, carpeta):
    leido = mostrar(app.db, app.cipher, contacto, app.now())
    publicar(carpeta, 10)
    mostrar(app.db, app.cipher, nuevo_contacto(app), app.now())
    contestar(app, otra_vez(contacto))
    assert libro(app, contacto)[-1]["sha256"] == leido.sha256
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)


def test_una_correccion_no_pregunta_otra_vez_y_se_avisa_una(app, contacto, carpeta):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    assert avisar_correccion(app.db, app.cipher, contacto, app.now()) is None
    publicar(carpeta, 10, "no")
    exigir_autorizacion(app.db, contacto)
    assert avisar_correccion(app.db, app.cipher, otra_vez(contacto), app.now()).version == "v10"
    assert avisar_correccion(app.db, app.cipher, otra_vez(contacto), app.now()) is None
    assert [fila["evento"] for fila in libro(app, contacto)] == ["mostrada", "aceptada", "avisada"]
    exigir_autorizacion(app.db, contacto)
    publicar(carpeta, 11, "si")
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)
    assert avisar_correccion(app.db, app.cipher, otra_vez(contacto), app.now()) is None


def test_una_correccion_despues_de_un_cambio_no_revive_lo_que_se_acepto_antes(app, contacto, carpeta):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    publicar(carpeta, 10, "si")
    publicar(carpeta, 11, "no")
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)


def test_un_texto_que_no_se_publico_no_hereda_ninguna_respuesta(app, contacto, carpeta):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    (carpeta / "autorizacion" / "v10.txt").write_text("Sin publicar", encoding="utf-8")
    textos.vigente.cache_clear()
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)


def test_la_cadena_ata_la_finalidad_y_a_quien_respondio(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now(), Finalidad.PUBLICIDAD)
    (fila,) = libro(app, contacto)
    assert cadena_rota_en(contacto.id, [fila]) is None
    for cambio in ({"finalidad": "atencion"}, {"quien_hmac": b"otro"}, {"quien_hmac": None}):
        assert cadena_rota_en(contacto.id, [fila | cambio]) == 0


def test_lo_escrito_antes_de_haber_finalidades_sigue_atado_como_estaba(contacto, app):
    partes = ("", str(contacto.id), "aceptada", "f" * 64, "wamid.x", hashlib.sha256(b"r").hexdigest())
    cuando = app.now()
    cadena = hashlib.sha256("|".join((*partes, cuando.isoformat())).encode()).hexdigest()
    fila = {"evento": "aceptada", "sha256": "f" * 64, "wamid_origen": "wamid.x", "respuesta": b"r",
            "ocurrido_en": cuando, "finalidad": "atencion", "quien_hmac": None, "cadena": cadena}  # fmt: skip
    assert cadena_rota_en(contacto.id, [fila]) is None
    assert cadena_rota_en(contacto.id, [fila | {"finalidad": "publicidad"}]) == 0


def test_revocar_es_una_fila_nueva_y_vale_desde_ya(app, contacto, reloj):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    assert vigentes(app.db, contacto) == {Finalidad.ATENCION: Vigente(Finalidad.ATENCION, "v2", app.now())}
    antes = libro(app, contacto)
    reloj.pasa(minutes=1)
    revocar(app.db, app.cipher, otra_vez(contacto), Finalidad.ATENCION, "revoco", app.now())
    assert libro(app, contacto)[:2] == antes and libro(app, contacto)[2]["evento"] == "revocada"
    assert vigentes(app.db, contacto) == {}
    with pytest.raises(FaltaAutorizacion):
        exigir_autorizacion(app.db, contacto)


def test_quien_nunca_fue_preguntado_tambien_puede_decir_que_no(app, contacto):
    for _ in range(2):  # the same message, taken twice
        revocar(app.db, app.cipher, contacto, Finalidad.PUBLICIDAD, "NO MÁS", app.now())
    (fila,) = libro(app, contacto)
    assert (fila["evento"], fila["finalidad"], fila["version"]) == ("revocada", "publicidad", "v1")


def test_sin_mensaje_del_cliente_dos_contactos_revocan_cada_uno(app, contacto):
    otro = nuevo_contacto(app)
    for uno in (contacto, otro):
        revocar(app.db, app.cipher, type(uno)(uno.id, uno.address), Finalidad.PUBLICIDAD, "en la mesa", app.now())
    assert len(libro(app, contacto)) == len(libro(app, otro)) == 1


def test_el_sello_cambia_con_cada_fila_y_el_de_antes_se_puede_repetir(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    hasta, antes = sello(app.db)
    with app.db.transaction() as tx:
        filas = tx.all("asistente.autorizacion.cadenas", desde=0, hasta=hasta, cuantos=10_000)
    assert (
        hasta == filas[-1]["id"] and antes == hashlib.sha256("".join(f["cadena"] for f in filas).encode()).hexdigest()
    )
    contestar(app, contacto)
    despues, nuevo = sello(app.db)
    assert despues > hasta and nuevo != antes and sello(app.db, hasta) == (hasta, antes)


def test_la_publicidad_se_pregunta_y_se_responde_aparte(app, contacto):
    mostrar(app.db, app.cipher, contacto, app.now())
    contestar(app, contacto)
    documento = mostrar(app.db, app.cipher, otra_vez(contacto), app.now(), Finalidad.PUBLICIDAD)
    assert documento.nombre == "publicidad" and Finalidad.PUBLICIDAD not in vigentes(app.db, contacto)
    responder(app.db, app.cipher, otra_vez(contacto), Evento.ACEPTADA, "Sí", app.now(), Finalidad.PUBLICIDAD)
    assert set(vigentes(app.db, contacto)) == set(Finalidad)
    revocar(app.db, app.cipher, otra_vez(contacto), Finalidad.ATENCION, "ya no", app.now())
    with app.db.transaction() as tx:
        assert not any(autoriza(tx, contacto.id, finalidad) for finalidad in Finalidad)
