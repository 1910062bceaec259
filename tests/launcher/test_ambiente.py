"""The environment of the processes: the demo stays at home, and keys are made once."""

import stat

import pytest

from launcher import ambiente
from proalto.settings import SettingsError, from_environ

DE_LA_CALLE = {
    "WHATSAPP_API_URL": "https://graph.facebook.com",
    "WHATSAPP_ACCESS_TOKEN": "token-de-verdad",
    "WHATSAPP_APP_SECRET": "secreto-de-verdad",
    "TWILIO_API_URL": "https://api.twilio.com",
    "TWILIO_AUTH_TOKEN": "twilio-de-verdad",
    "OTP_CHANNEL": "whatsapp",
}
SUYAS = (*DE_LA_CALLE, *ambiente.DE_DEMO, *ambiente.DE_DESARROLLO, "SIMULADOR_PORT", "HOST", "PROALTO_ENV", "DEMO")


@pytest.fixture(autouse=True)
def carpeta(tmp_path, monkeypatch):
    """A project of our own, with nothing in its `.env` nor in the shell."""
    monkeypatch.setattr(ambiente, "ROOT", tmp_path)
    for nombre in SUYAS:
        monkeypatch.delenv(nombre, raising=False)
    monkeypatch.setenv("RUN_DIR", str(tmp_path / "run"))
    return tmp_path


def test_la_demo_nunca_sale_de_casa_diga_lo_que_diga_el_ambiente(carpeta, monkeypatch):
    for nombre, valor in DE_LA_CALLE.items():
        monkeypatch.setenv(nombre, valor)
    (carpeta / ".env").write_text("WHATSAPP_VERIFY_TOKEN=de-verdad\nTWILIO_FROM=+571\n")
    demo = ambiente.cargar(demo=True)
    ajustes = from_environ(demo)
    assert ajustes.whatsapp.api_url == ajustes.twilio.api_url == "http://127.0.0.1:8080"
    assert not [nombre for nombre, valor in demo.items() if "de-verdad" in valor or valor == "+571"]
    assert demo["HOST"] == "127.0.0.1"


def test_la_demo_nunca_firma_con_una_llave_de_verdad(monkeypatch):
    monkeypatch.setenv("CERTIFICADO_P12", "/etc/proalto/firma.p12")
    monkeypatch.setenv("PROXIES", "1")
    ajustes = from_environ(ambiente.cargar(demo=True))
    assert (ajustes.certificado_p12, ajustes.proxies) == (None, 0)


def test_la_mesa_de_la_demo_no_se_abre_a_la_red(monkeypatch):
    monkeypatch.setenv("MESA_HOST", "0.0.0.0")  # noqa: S104
    ajustes = from_environ(ambiente.cargar(demo=True))
    assert (ajustes.mesa_host, ajustes.demo) == ("127.0.0.1", True)


def test_la_demo_sigue_al_puerto_del_simulador(monkeypatch):
    monkeypatch.setenv("SIMULADOR_PORT", "9191")
    assert ambiente.cargar(demo=True)["WHATSAPP_API_URL"] == "http://127.0.0.1:9191"


def test_las_llaves_se_hacen_una_vez_y_solo_las_lee_su_dueno(carpeta):
    una, otra = ambiente.cargar(demo=True), ambiente.cargar(demo=True)
    archivo = carpeta / "run" / "claves.env"
    assert stat.S_IMODE(archivo.stat().st_mode) == 0o600
    for nombre in ("DATA_KEYS", "MESA_SECRET_KEY", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"):
        assert una[nombre] == otra[nombre] and len(una[nombre]) >= 32
        assert archivo.read_text().count(f"{nombre}=") == 1
    assert len({una[nombre] for nombre in ("DATA_KEYS", "MESA_SECRET_KEY", "WHATSAPP_APP_SECRET")}) == 3


def test_a_unas_llaves_incompletas_solo_se_les_agrega(carpeta):
    (carpeta / "run").mkdir()
    (carpeta / "run" / "claves.env").write_text("DATA_KEYS=la-de-siempre-con-bastante-largo\n")
    assert ambiente.cargar(demo=True)["DATA_KEYS"] == "la-de-siempre-con-bastante-largo"


def test_lo_que_dice_la_consola_gana_al_archivo(carpeta, monkeypatch):
    (carpeta / ".env").write_text("PUBLIC_URL=https://archivo\nDATA_KEYS=del-archivo\nCANAL_PORT=\n")
    monkeypatch.setenv("PUBLIC_URL", "https://consola")
    entorno = ambiente.cargar(demo=False)
    assert (entorno["PUBLIC_URL"], entorno["DATA_KEYS"]) == ("https://consola", "del-archivo")


def test_fuera_de_la_demo_no_se_inventan_los_secretos_de_meta():
    with pytest.raises(SettingsError, match="WHATSAPP_APP_SECRET"):
        from_environ(ambiente.cargar(demo=False))


def test_en_produccion_no_se_inventa_ninguna_llave(monkeypatch):
    monkeypatch.setenv("PROALTO_ENV", "produccion")
    entorno = ambiente.cargar(demo=False)
    assert not entorno.get("DATA_KEYS") and not entorno.get("MESA_SECRET_KEY")
