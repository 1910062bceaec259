"""Settings: half an environment is refused, with everything that is missing named at once."""

import pytest

from proalto.settings import EXAMPLE_MARK, SettingsError, from_environ

NECESARIAS = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_ACCESS_TOKEN": "token",
    "WHATSAPP_APP_SECRET": "secreto",
    "WHATSAPP_VERIFY_TOKEN": "verificacion",
    "DATA_KEYS": "llave-nueva,llave-vieja",
    "MESA_SECRET_KEY": "llave-de-la-mesa",
}
DE_TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+573000000000"}


DE_PRODUCCION = {"PROALTO_ENV": "produccion", "CERTIFICADO_P12": "/etc/proalto/firma.p12", "CERTIFICADO_P12_CLAVE": "c"}


def queja(environ):
    with pytest.raises(SettingsError) as caught:
        from_environ(environ)
    return str(caught.value)


def test_nombra_todo_lo_que_falta_de_una_vez():
    dicho = queja({"OTP_CHANNEL": "sms"})
    assert all(nombre in dicho for nombre in NECESARIAS | DE_TWILIO)


@pytest.mark.parametrize("nombre", sorted(NECESARIAS))
def test_cada_secreto_hace_falta_y_en_blanco_es_como_si_no_estuviera(nombre):
    sin_el = {clave: valor for clave, valor in NECESARIAS.items() if clave != nombre}
    assert [otro for otro in NECESARIAS if otro in queja(sin_el)] == [nombre]
    assert nombre in queja(NECESARIAS | {nombre: "  "})


def test_twilio_solo_hace_falta_si_los_codigos_van_por_sms():
    assert from_environ(NECESARIAS).twilio is None
    assert all(nombre in queja(NECESARIAS | {"OTP_CHANNEL": "sms"}) for nombre in DE_TWILIO)
    ajustes = from_environ(NECESARIAS | DE_TWILIO | {"OTP_CHANNEL": "sms"})
    assert ajustes.twilio is not None and ajustes.twilio.api_url == "https://api.twilio.com"


@pytest.mark.parametrize("nombre", sorted(NECESARIAS))
def test_en_produccion_rechaza_el_valor_de_ejemplo(nombre):
    ejemplo = NECESARIAS | {nombre: f"{EXAMPLE_MARK}-por-favor"}
    assert nombre in queja(ejemplo | {"PROALTO_ENV": "produccion"})
    from_environ(ejemplo)


def test_dice_a_la_vez_lo_que_falta_y_lo_que_no_sirve():
    dicho = queja({"CANAL_PORT": "ochenta", "OTP_CHANNEL": "paloma", "PROALTO_ENV": "casi"})
    assert all(nombre in dicho for nombre in (*NECESARIAS, "CANAL_PORT", "OTP_CHANNEL", "PROALTO_ENV"))


@pytest.mark.parametrize("valor", ["0", "65536", "-1", "80a", "8 0", "²", "1e3"])
@pytest.mark.parametrize("nombre", ["CANAL_PORT", "RASA_PORT", "ACTIONS_PORT"])
def test_un_puerto_imposible_se_nombra(nombre, valor):
    assert nombre in queja(NECESARIAS | {nombre: valor})


@pytest.mark.parametrize("valor", [",", " , ,", ",,,"])
def test_unas_llaves_vacias_son_ninguna_llave(valor):
    assert "DATA_KEYS" in queja(NECESARIAS | {"DATA_KEYS": valor})


def test_la_llave_mas_nueva_va_primero():
    assert from_environ(NECESARIAS | {"DATA_KEYS": " nueva , vieja ,"}).data_keys == ("nueva", "vieja")


def test_sin_mas_que_lo_necesario_usa_lo_normal():
    ajustes = from_environ(NECESARIAS)
    assert (ajustes.canal_port, ajustes.rasa_port, ajustes.actions_port) == (8000, 5005, 5055)
    assert (ajustes.database_url, ajustes.nucleo_database_url, ajustes.produccion) == (None, None, False)
    assert ajustes.whatsapp.api_url == "https://graph.facebook.com" and ajustes.otp_channel == "whatsapp"


def test_las_rasas_son_las_que_se_digan_o_la_de_su_puerto():
    assert from_environ(NECESARIAS | {"RASA_HOST": "rasa", "RASA_PORT": "6005"}).rasa_urls == ("http://rasa:6005",)
    ajustes = from_environ(NECESARIAS | {"RASA_URLS": "http://a:1/, http://b:2,http://a:1,", "ACTIONS_HOST": "x"})
    assert ajustes.rasa_urls == ("http://a:1", "http://b:2") and ajustes.actions_urls == ("http://x:5055",)


@pytest.mark.parametrize("variable", ["RASA_URLS", "ACTIONS_URLS"])
@pytest.mark.parametrize(
    "valor", ["rasa:5005", "http://rasa", "http://rasa:0", "https://rasa:1", "http://a:1/x", ",", "si"]
)
def test_una_direccion_mal_escrita_se_nombra(variable, valor):
    assert variable in queja(NECESARIAS | {variable: valor})


def test_la_direccion_publica_sigue_al_puerto_y_pierde_la_barra_del_final():
    assert from_environ(NECESARIAS | {"CANAL_PORT": "8123"}).public_url == "http://127.0.0.1:8123"
    assert from_environ(NECESARIAS | {"PUBLIC_URL": "https://proalto.co/"}).public_url == "https://proalto.co"


@pytest.mark.parametrize("valor", ["tcp://127.0.0.1:3310", "tcp://clamav:3310", "unix:///run/clamav/clamd.ctl"])
def test_el_antivirus_es_un_puerto_o_un_socket(valor):
    assert from_environ(NECESARIAS | {"ANTIVIRUS_URL": f" {valor} "}).antivirus_url == valor
    assert from_environ(NECESARIAS | {"ANTIVIRUS_URL": ""}).antivirus_url is None


@pytest.mark.parametrize(
    "valor", ["127.0.0.1:3310", "tcp://clamav", "tcp://clamav:0", "tcp://:3310", "http://x:3310", "unix://run/x", "si"]
)
def test_un_antivirus_mal_escrito_se_nombra_y_no_se_toma_por_ninguno(valor):
    assert "ANTIVIRUS_URL" in queja(NECESARIAS | {"ANTIVIRUS_URL": valor})


def test_la_queja_no_dice_ningun_secreto():
    dicho = queja(
        NECESARIAS | {"PROALTO_ENV": "produccion", "WHATSAPP_APP_SECRET": f"{EXAMPLE_MARK}-7f3a", "CANAL_PORT": "x"}
    )
    assert "7f3a" not in dicho and NECESARIAS["WHATSAPP_ACCESS_TOKEN"] not in dicho.split()


def test_en_produccion_no_arranca_sin_con_que_firmar():
    assert "CERTIFICADO_P12" in queja(NECESARIAS | {"PROALTO_ENV": "produccion"})
    for nombre in ("CERTIFICADO_P12", "CERTIFICADO_P12_CLAVE"):
        assert nombre in queja(NECESARIAS | DE_PRODUCCION | {nombre: f"{EXAMPLE_MARK}-por-favor"})
    ajustes = from_environ(NECESARIAS | DE_PRODUCCION)
    assert (str(ajustes.certificado_p12), ajustes.certificado_p12_clave) == ("/etc/proalto/firma.p12", "c")


@pytest.mark.parametrize("valor", ["", f"{EXAMPLE_MARK}-ruta.p12"])
def test_en_desarrollo_sin_llave_propia_se_firma_con_una_de_prueba(valor):
    assert from_environ(NECESARIAS | {"CERTIFICADO_P12": valor}).certificado_p12 is None


@pytest.mark.parametrize("valor", ["-1", "6", "uno", "1.5"])
def test_los_proxies_son_de_cero_a_cinco(valor):
    assert "PROXIES" in queja(NECESARIAS | {"PROXIES": valor})
    assert (from_environ(NECESARIAS).proxies, from_environ(NECESARIAS | {"PROXIES": "1"}).proxies) == (0, 1)


def test_la_demostracion_no_va_en_produccion():
    assert from_environ(NECESARIAS | {"DEMO": "1"}).demo and not from_environ(NECESARIAS).demo
    assert "DEMO" in queja(NECESARIAS | DE_PRODUCCION | {"DEMO": "1"})


def test_la_mesa_no_se_abre_a_la_red_sola():
    assert from_environ(NECESARIAS).mesa_url == "http://127.0.0.1:8001"


def test_en_produccion_la_llave_de_la_mesa_no_es_la_del_ejemplo():
    assert "MESA_SECRET_KEY" in queja(NECESARIAS | DE_PRODUCCION | {"MESA_SECRET_KEY": f"{EXAMPLE_MARK}-llave"})
