"""Before the first customer: the databases, the desk, the signature and the machine."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from proalto.db.database import Database
from proalto.gateways.antivirus import AntivirusAway
from proalto.prelaunch import base, firma, maquina
from tests.conftest import conectar
from tests.prelaunch.conftest import MemoryAntivirus, Respuesta, llave
from tests.prelaunch.mirada import FalsaBase, con, quejas
from tests.services.gente import persona, sql


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
