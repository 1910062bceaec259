"""`make prelaunch` says what is missing before the first customer, and how it is mended: the environment and Meta."""

from dataclasses import replace

import pytest

from proalto.prelaunch import __main__ as orden
from proalto.prelaunch import ambiente, maquina, meta
from proalto.prelaunch.hallazgos import Contexto
from proalto.prelaunch.revisiones import REVISIONES, revisar
from proalto.settings import SettingsError, from_environ
from proalto.whatsapp.errors import GraphUnreachable
from tests.conftest import ENTORNO
from tests.prelaunch.conftest import BUENO, CUENTA, en_meta
from tests.prelaunch.mirada import con, quejas


def problemas(contexto):
    return [f"{hallado.nombre}: {uno.que}" for hallado in revisar(contexto) for uno in hallado.problemas]


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
