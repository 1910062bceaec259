"""What must be true before going live: a product that is ready passes, and each thing that is not is named."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from proalto.db.database import Database, Transaction
from proalto.gateways.antivirus import AntivirusAway
from proalto.prelaunch import __main__ as orden
from proalto.prelaunch import ambiente, base, busquedas, firma, maquina, meta, papeles
from proalto.prelaunch.hallazgos import Contexto
from proalto.prelaunch.revisiones import REVISIONES, revisar
from proalto.settings import SettingsError, from_environ
from proalto.whatsapp.errors import GraphUnreachable
from tests.conftest import ENTORNO, conectar
from tests.prelaunch.conftest import BUENO, CUENTA, MemoryAntivirus, Respuesta, en_meta, llave
from tests.services.gente import persona, sql


def problemas(contexto):
    return [f"{hallado.nombre}: {uno.que}" for hallado in revisar(contexto) for uno in hallado.problemas]


def con(contexto, **cambios):
    """The same product with other settings."""
    return replace(contexto, app=replace(contexto.app, settings=replace(contexto.ajustes, **cambios)))


def quejas(mirada, contexto):
    return [uno.que for uno in mirada(contexto)]


# -- TODO --
def test_un_producto_listo_no_tiene_nada_que_corregir(listo):
    assert problemas(listo) == []


def test_la_orden_dice_que_falta_y_como_se_corrige(listo, capsys):
    assert orden.main(lambda: replace(listo.app, antivirus=None)) == 1
    dicho = capsys.readouterr().out
    assert "✗ Antivirus:" in dicho and "    → Pon ANTIVIRUS_URL" in dicho and "por corregir" in dicho


def test_con_un_entorno_a_medias_dice_que_falta_y_revisa_los_papeles(capsys):
    def construir():
        raise SettingsError("Variables de entorno: faltan DATA_KEYS.")

    assert orden.main(construir) == 1
    dicho = capsys.readouterr().out
    assert "✗ Entorno: Variables de entorno: faltan DATA_KEYS." in dicho and "Datos de la empresa" in dicho
    assert "Antivirus" not in dicho


def test_con_la_demostracion_dice_muchas(app, monkeypatch):
    ajustes = replace(app.settings, demo=True)
    monkeypatch.setattr(maquina, "hora_de", lambda url: app.now())
    hallados = revisar(Contexto(app.now(), replace(app, settings=ajustes)))
    con_algo = [hallado.nombre for hallado in hallados if hallado.problemas]
    assert len(con_algo) >= 14 and len(REVISIONES) == len(hallados)
    for nombre in ("Modo de producción", "Firma de certificados", "Datos de la empresa", "Lo que alguien declara"):
        assert nombre in con_algo


# -- EL ENTORNO --
@pytest.mark.parametrize(
    ("mirada", "cambios", "dicho"),
    [
        (ambiente.modo, {"produccion": False}, "PROALTO_ENV"),
        (ambiente.modo, {"demo": True}, "DEMO=1"),
        (ambiente.secretos, {"data_keys": ("a" * 40,)}, "n.º 1 es débil"),
        (ambiente.secretos, {"data_keys": (BUENO["DATA_KEYS"], "corta")}, "n.º 2 es débil"),
        (ambiente.secretos, {"mesa_secret_key": "corta"}, "MESA_SECRET_KEY"),
        (ambiente.secretos, {"mesa_secret_key": "cambiame-" * 5}, "MESA_SECRET_KEY"),
        (ambiente.secretos, {"mesa_secret_key": BUENO["DATA_KEYS"]}, "en dos variables"),
        (ambiente.direcciones, {"public_url": "http://asistente.proalto.co"}, "PUBLIC_URL"),
        (ambiente.direcciones, {"public_url": "https://127.0.0.1:8000"}, "PUBLIC_URL"),
        (ambiente.direcciones, {"public_url": "https://asistente.tu-dominio.example"}, "PUBLIC_URL"),
        (ambiente.direcciones, {"proxies": 0}, "PROXIES=0"),
        (ambiente.direcciones, {"mesa_host": "0.0.0.0"}, "MESA_HOST"),  # noqa: S104
        (ambiente.direcciones, {"rasa_urls": ("http://8.8.8.8:5005",)}, "red interna"),
        (ambiente.direcciones, {"actions_urls": ("http://acciones.proalto.co:5055",)}, "red interna"),
        (ambiente.bases, {"database_url": None}, "embebida"),
        (ambiente.bases, {"nucleo_database_url": None}, "NUCLEO_DATABASE_URL no está"),
        (ambiente.bases, {"nucleo_database_url": "postgresql://u@10.0.0.9/n"}, "sin comprobar el servidor"),
        (ambiente.bases, {"database_url": "postgresql://u:cambiame-x@127.0.0.1/n"}, "contraseña del ejemplo"),
    ],
)  # fmt: skip
def test_del_entorno_dice_lo_que_no_sirve(listo, mirada, cambios, dicho):
    assert quejas(mirada, listo) == []
    (que,) = quejas(mirada, con(listo, **cambios))
    assert dicho in que


def test_meta_de_mentira_no_es_meta(listo):
    whatsapp = replace(listo.ajustes.whatsapp, api_url="http://127.0.0.1:8080")
    assert "no es Meta" in quejas(ambiente.modo, con(listo, whatsapp=whatsapp))[0]


def test_ninguna_queja_repite_un_secreto(listo):
    malo = con(listo, data_keys=("secretisimo",), mesa_secret_key="secretisimo", produccion=False)
    assert [uno for uno in problemas(malo) if "secretisimo" in uno] == []


def test_el_entorno_que_lee_cualquiera_se_nombra(listo):
    env = listo.raiz / ".env"
    env.write_text("DATA_KEYS=x\n")
    env.chmod(0o644)
    assert quejas(ambiente.archivos, listo) == [f"{env} lo puede leer cualquiera"]
    env.chmod(0o600)
    assert quejas(ambiente.archivos, listo) == []


def test_la_cuenta_de_whatsapp_es_una_variable_mas():
    assert from_environ(ENTORNO).whatsapp.business_account_id is None
    assert from_environ(ENTORNO | {"WHATSAPP_BUSINESS_ACCOUNT_ID": "1"}).whatsapp.business_account_id == "1"


# -- LAS BASES --
def test_dice_que_las_tablas_son_de_otra_version(listo, monkeypatch):
    monkeypatch.setattr(base, "newest_revision", lambda: "9999")
    assert quejas(base.migraciones, listo) == ["Las tablas no son las de esta versión"]


def test_dice_que_roles_faltan_y_cual_puede_todo(listo, app, monkeypatch):
    sql(app, "CREATE ROLE rol_sin_freno BYPASSRLS")
    monkeypatch.setattr(base, "ROLES", ("rol_sin_freno", "rol_que_no_hay"))
    try:
        faltan, puede = quejas(base.roles, listo)
        assert "rol_que_no_hay" in faltan and "rol_sin_freno puede saltarse los permisos" in puede
    finally:
        sql(app, "DROP ROLE rol_sin_freno")


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ("ALTER TABLE nucleo.creditos DROP COLUMN tasa_mensual", "creditos.tasa_mensual: no está"),
        ("ALTER TABLE nucleo.creditos ALTER COLUMN dias_mora TYPE text", "creditos.dias_mora: text"),
        ("CREATE TABLE nucleo.clientes_viejos (id int)", "clientes_viejos.id: integer, y el contrato pide que no esté"),
        ("GRANT UPDATE ON nucleo.clientes TO lector_de_prueba", "puede escribir en nucleo.clientes"),
    ],
)
def test_dice_en_que_incumple_nucleo(listo, app, cambio, dicho):
    assert quejas(base.nucleo, listo) == []
    with conectar(app.settings.database_url) as conexion:
        conexion.autocommit = False
        with conexion.cursor() as cursor:
            cursor.execute(cambio)
            cursor.execute("SET ROLE lector_de_prueba")
            falsa = FalsaBase(cursor)
            contexto = replace(listo, app=replace(listo.app, nucleo=falsa))
            hallado = quejas(base.nucleo, contexto)
        conexion.rollback()
    assert len(hallado) == 1 and dicho in hallado[0]


# -- LAS BUSQUEDAS --
@pytest.fixture
def tabla(app, listo):
    """A context whose `nucleo` may be changed: it is asked within a transaction that is rolled back."""
    with conectar(app.settings.database_url) as conexion:
        conexion.autocommit = False
        with conexion.cursor() as cursor:
            yield cursor, replace(listo, app=replace(listo.app, nucleo=FalsaBase(cursor)))
        conexion.rollback()


@pytest.mark.parametrize(
    ("indice", "columna"),
    [
        ("nucleo.clientes_celular_idx", "clientes.celular"),
        ("nucleo.creditos_cedula_idx", "creditos.cedula"),
        ("nucleo.solicitudes_cedula_idx", "solicitudes.cedula"),
    ],
)
def test_dice_que_busqueda_no_tiene_indice_aunque_la_tabla_este_vacia(tabla, indice, columna):
    cursor, contexto = tabla
    assert quejas(busquedas.indices, contexto) == []
    cursor.execute(f"DROP INDEX {indice}")
    (que,) = quejas(busquedas.indices, contexto)
    assert f"por nucleo.{columna} no tiene índice: recorre nucleo.{columna.split('.')[0]} entera" in que


def test_una_vista_que_se_arma_entera_para_buscar_en_ella_tampoco_sirve(tabla):
    cursor, contexto = tabla
    cursor.execute("ALTER TABLE nucleo.clientes RENAME TO personas")
    cursor.execute(
        "CREATE VIEW nucleo.clientes AS WITH todas AS MATERIALIZED (SELECT * FROM nucleo.personas) SELECT * FROM todas;"
        "GRANT SELECT ON nucleo.clientes TO lector_de_prueba"
    )
    hallado = quejas(busquedas.indices, contexto)
    assert len(hallado) == 2 and all("no tiene índice: recorre la vista entera" in uno for uno in hallado)


def test_dice_que_la_busqueda_recorre_una_tabla_grande_que_nadie_ha_contado(tabla):
    cursor, contexto = tabla
    cursor.execute("INSERT INTO nucleo.clientes (cedula, celular) SELECT n, n + 5e10 FROM generate_series(1, 20000) n")
    cursor.execute("ANALYZE nucleo.clientes")
    assert quejas(busquedas.indices, contexto) == []
    cursor.execute("SET LOCAL random_page_cost = 1e6")  # as a server that was told wrong, or knows no better
    hallado = quejas(busquedas.indices, contexto)
    assert "La búsqueda por nucleo.clientes.celular recorre nucleo.clientes entera, que es grande" in hallado


def test_sin_la_base_del_prestamista_sus_busquedas_quedan_sin_comprobar(listo):
    caida = replace(listo, app=replace(listo.app, nucleo=Database("host=/nadie", name="nadie")))
    hallados = list(busquedas.indices(caida))
    assert len(hallados) == len(busquedas.BUSQUEDAS) and not any(uno.comprobado for uno in hallados)


class FalsaBase:
    """A Database whose transactions are within somebody else's, to be rolled back."""

    def __init__(self, cursor):
        self._cursor = cursor

    @contextmanager
    def transaction(self):
        self._cursor.execute("SAVEPOINT mirada")
        tx = Transaction(self._cursor.connection)
        tx._begin = ""
        yield tx
        self._cursor.execute("ROLLBACK TO mirada")


def test_los_clientes_de_la_demostracion_no_pasan_por_verdaderos(listo, nucleo):
    nucleo.insertar("clientes", cedula="99901101", celular="573005550101")
    assert "clientes inventados" in quejas(base.nucleo, listo)[0]
    sql(listo.app, "DELETE FROM nucleo.clientes WHERE cedula = '99901101'")


def test_si_la_base_no_responde_no_dice_que_este_bien(listo):
    caida = Database("host=/nadie", name="nadie")
    contexto = replace(listo, app=replace(listo.app, db=caida, nucleo=caida))
    for mirada in (base.migraciones, base.roles, base.nucleo, base.mesa):
        hallados = list(mirada(contexto))
        assert hallados and not any(uno.comprobado for uno in hallados)


# -- LA MESA --
def test_sin_supervisor_que_haya_entrado_nadie_abre(listo):
    sql(listo.app, "UPDATE asistente.usuarios SET totp_paso = NULL")
    que, quienes = quejas(base.mesa, listo)
    assert "Ningún supervisor" in que and "No han cambiado" in quienes


def test_las_cuentas_de_la_demostracion_y_los_equipos_sin_nadie_se_nombran(listo):
    sql(listo.app, "UPDATE asistente.usuarios SET equipos = '{servicio}'")
    persona(listo.app, "asesor", (), usuario="laura", nombre="Laura Gómez", clave_temporal=False, totp_paso=0)
    hallado = quejas(base.mesa, listo)
    assert "La cuenta laura es de la demostración" in hallado
    assert {f"El equipo {equipo} no tiene a nadie" for equipo in ("comercial", "reclamos", "fraude", "datos")} < {
        *hallado
    }
    sql(listo.app, "UPDATE asistente.usuarios SET activo = false WHERE usuario = 'laura'")


# -- LA FIRMA --
@pytest.mark.parametrize(
    ("como", "dicho"),
    [({"dias": -1}, "vale del"), ({"dias": 20}, "vence el"), ({"propia": True}, "autofirmado")],
)
def test_la_firma_que_no_sirve_para_otros(listo, tmp_path, como, dicho):
    archivo = llave(tmp_path / "otra.p12", listo.now, **como)
    (que,) = quejas(firma.certificado, con(listo, certificado_p12=archivo))
    assert dicho in que


def test_la_firma_que_no_esta_o_no_abre(listo, tmp_path):
    assert "no está" in quejas(firma.certificado, con(listo, certificado_p12=None))[0]
    assert "no se puede leer" in quejas(firma.certificado, con(listo, certificado_p12=tmp_path / "nada"))[0]
    assert "la clave no lo abre" in quejas(firma.certificado, con(listo, certificado_p12_clave="otra"))[0]


# -- LA MAQUINA --
class Callado:
    def revisar(self, contenido):
        raise AntivirusAway("timeout", permanent=False)


def test_un_antivirus_sin_firmas_o_callado_no_es_un_antivirus(listo):
    sin_firmas = replace(listo, app=replace(listo.app, antivirus=MemoryAntivirus(firmas=False)))
    assert quejas(maquina.antivirus, sin_firmas) == ["El antivirus dejó pasar el virus de prueba"]
    (callado,) = maquina.antivirus(replace(listo, app=replace(listo.app, antivirus=Callado())))
    assert not callado.comprobado


def test_el_reloj_que_se_corre_se_nota(listo, monkeypatch):
    ahora = datetime.now(timezone.utc)
    monkeypatch.setattr(maquina, "DESFASE", timedelta(seconds=30))
    monkeypatch.setattr(maquina, "hora_de", lambda url: ahora + timedelta(minutes=2))
    (meta_,) = quejas(maquina.reloj, replace(listo, now=ahora))
    assert "Meta" in meta_ and "120 s" in meta_
    base_, _ = quejas(maquina.reloj, replace(listo, now=ahora - timedelta(hours=1)))
    assert "base de datos" in base_


def test_el_modelo_cambiado_no_pasa(listo):
    modelos = listo.raiz / "models"
    (modelos / "asistente.tar.gz").write_bytes(b"otro")
    assert "alguien lo cambió" in quejas(maquina.modelo, listo)[0]
    (modelos / "asistente.tar.sha256").unlink()
    assert "no está fijado" in quejas(maquina.modelo, listo)[0]
    (modelos / "asistente.tar.gz").unlink()
    assert quejas(maquina.modelo, listo) == ["No hay modelo entrenado"]


@pytest.mark.parametrize(
    ("contesta", "dicho"),
    [
        (lambda url, token, reto: Respuesta(200, reto), "acepta cualquier token"),
        (lambda url, token, reto: Respuesta(403, ""), "no contesta lo que Meta espera"),
    ],
)
def test_el_webhook_que_contesta_mal(listo, monkeypatch, contesta, dicho):
    monkeypatch.setattr(maquina, "_preguntar", contesta)
    assert dicho in quejas(maquina.webhook, listo)[0]


# -- META --
def test_las_plantillas_que_dicen_otra_cosa_se_nombran(listo):
    cuerpo = [{"type": "BODY", "text": "Hola. Te escribimos para ofrecerte un crédito."}]
    listo.app.whatsapp.objects[f"{CUENTA}/message_templates"] = en_meta(
        calificacion={"status": "REJECTED"}, alerta_caso={"category": "MARKETING"}, retomar_caso={"components": cuerpo},
        pedir_documento={"name": "otra"},
    )  # fmt: skip
    hallado = quejas(meta.plantillas, listo)
    assert len(hallado) == 4
    for plantilla, dicho in (
        ("calificacion", "no está aprobada: REJECTED"), ("alerta_caso", "quedó como MARKETING"),
        ("retomar_caso", "no dice lo mismo"), ("pedir_documento", "no está registrada"),
    ):  # fmt: skip
        assert any(plantilla in uno and dicho in uno for uno in hallado)


def test_un_boton_distinto_tambien_es_otra_cosa(listo):
    suyas = en_meta()
    aviso = next(una for una in suyas["data"] if una["name"] == "cambio_de_solicitud")
    aviso["components"] = [aviso["components"][0]]
    listo.app.whatsapp.objects[f"{CUENTA}/message_templates"] = suyas
    assert "no dice lo mismo" in quejas(meta.plantillas, listo)[0]


def test_lee_todas_las_paginas_de_plantillas(listo, monkeypatch):
    todas, pedidas = en_meta()["data"], []

    def look(path, **fields):
        pedidas.append(fields)
        pagina = int(fields.get("after", "0"))
        paging = {"cursors": {"after": str(pagina + 1)}} | ({"next": "https://x"} if pagina < len(todas) - 1 else {})
        return {"data": [todas[pagina]], "paging": paging}

    monkeypatch.setattr(listo.app.whatsapp, "look", look)
    assert quejas(meta.plantillas, listo) == [] and len(pedidas) == len(todas)


def test_un_token_muerto_es_un_problema_y_una_red_caida_una_duda(listo):
    for mirada in (meta.token, meta.suscripcion, meta.plantillas):
        listo.app.whatsapp.fail_next(190, 401)
        (muerto,) = mirada(listo)
        assert muerto.comprobado and "190" in muerto.que
        listo.app.whatsapp.fail_next_with(GraphUnreachable("no connection"))
        (duda,) = mirada(listo)
        assert not duda.comprobado and "no respondió" in duda.que
        listo.app.whatsapp.fail_next(None, 503)
        assert not next(iter(mirada(listo))).comprobado


def test_sin_suscripcion_o_con_mala_fama_se_dice(listo):
    listo.app.whatsapp.objects[f"{CUENTA}/subscribed_apps"] = {"data": []}
    listo.app.whatsapp.objects[""] = {"quality_rating": "RED"}
    assert "Ninguna aplicación" in quejas(meta.suscripcion, listo)[0] and "RED" in quejas(meta.token, listo)[0]


# -- LOS PAPELES --
def test_los_datos_inventados_de_la_empresa_se_nombran_con_su_archivo(listo):
    (listo.raiz / "parametros/datos_de_ejemplo.csv").write_text("valor,que_es\n601 745 0000,el teléfono\n")
    (que,) = quejas(papeles.empresa, listo)
    assert "601 745 0000" in que and "textos/" in que


def test_lo_que_quedo_sin_llenar_se_nombra(listo):
    (listo.raiz / "textos/disculpa.txt").write_text("Llama a [teléfono de la empresa].\n")
    assert quejas(papeles.empresa, listo) == ["textos/disculpa.txt tiene algo sin llenar"]


def test_de_un_texto_con_versiones_solo_cuenta_la_que_rige(listo):
    carpeta = listo.raiz / "textos/politica"
    viejas = sorted(carpeta.glob("v*.txt"))
    for vieja in viejas:
        vieja.write_text("Calle Falsa 123")
    assert quejas(papeles.empresa, listo)
    (carpeta / "v99.txt").write_text("Todo bien.")
    assert quejas(papeles.empresa, listo) == []


def test_a_la_politica_no_le_puede_faltar_nada(listo):
    (listo.raiz / "textos/politica/v99.txt").write_text("ProAlto trata tus datos.")
    assert len(quejas(papeles.politica, listo)) == len(papeles.EN_POLITICA)


def test_las_declaraciones_faltan_y_caducan(listo):
    archivo = listo.raiz / "parametros/declaraciones.csv"
    cabeza = "codigo,que_se_declara,dias,quien,fecha\n"
    archivo.write_text(cabeza + "copia,Se probó la copia,90,,\n")
    assert quejas(papeles.declaraciones, listo) == ["Nadie ha declarado: Se probó la copia"]
    for fecha in ("2026-08-01", "2026-12-01"):  # too old, and not yet
        archivo.write_text(cabeza + f"copia,Se probó la copia,90,Ana,{fecha}\n")
        assert "se repite cada 90 días" in quejas(papeles.declaraciones, listo)[0]


def test_la_tasa_de_un_mes_sin_certificar_se_dice(listo):
    assert quejas(papeles.tasa_maxima, listo) == []
    assert "ninguna fila rige hoy" in quejas(papeles.tasa_maxima, replace(listo, now=listo.now + timedelta(days=40)))[0]


@pytest.mark.parametrize("ano", range(2024, 2036))
def test_el_calendario_de_cada_ano_tiene_sus_festivos(ano):
    assert quejas(papeles.dias_festivos, Contexto(datetime(ano, 6, 1, tzinfo=timezone.utc))) == []


def test_un_calendario_sin_festivos_se_nota(monkeypatch):
    monkeypatch.setattr(papeles, "es_habil", lambda dia: dia.weekday() < 5)
    assert len(quejas(papeles.dias_festivos, Contexto(datetime(2026, 6, 1, tzinfo=timezone.utc)))) == 2
