"""The door, as a browser meets it."""

from proalto.services import claves
from proalto.services.acceso import SECRETO_DEMO, codigo_de


def test_con_clave_y_codigo_se_entra(app, anonimo, demo):
    from dataclasses import replace

    from tests.mesa.conftest import _cliente

    cliente = _cliente(replace(app, settings=replace(app.settings, demo=True)))
    respuesta = cliente.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO)
    assert (respuesta.status_code, respuesta.location) == (303, "/codigo"), respuesta.get_data(as_text=True)
    assert cliente.get("/").location == "/codigo"
    respuesta = cliente.envia("/codigo", codigo=codigo_de(SECRETO_DEMO, app.now()))
    assert respuesta.status_code == 303, respuesta.get_data(as_text=True)
    assert cliente.get("/").status_code == 303 and cliente.get("/").location != "/entrar"
    assert cliente.get("/nada").status_code == 404
