"""Documents: what the checklist says of each, and what is said to whoever wants to end before time."""

from dataclasses import replace

import pytest

from actions.documentos import ActionOmitirDocumento, ActionTerminarDocumentos, ActionVerDocumentos, _fila
from proalto.services.credito.documentos import Avance
from proalto.services.credito.requisitos import requisitos
from proalto.services.credito.tramites import CONFIRMADO, SI, abrir_tramite, anotar_datos
from proalto.whatsapp.payloads import MAX_ROW_DESCRIPTION
from tests.actions.ayuda import Charla, autorizar

CEDULA = requisitos("credito_nuevo", "empleado")[0]


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


@pytest.fixture
def tramite(app, charla):
    return abrir_tramite(app.db, app.cipher, charla.contacto, "credito_nuevo", {"segmento": "empleado"}, app.now())


def lista(charla):
    botones = charla.toca("/ver_documentos").corre(ActionVerDocumentos).respuestas[0]["buttons"]
    return {boton["title"]: boton["description"] for boton in botones}


def test_lo_que_se_lleva_en_persona_queda_pendiente_y_no_como_guardado(charla, tramite):
    assert lista(charla)["Cédula"] == CEDULA.detalle
    charla.toca('/omitir_documento{"requisito": "cedula", "razon": "oficina"}').corre(ActionOmitirDocumento)
    assert lista(charla)["Cédula"] == f"Pendiente: {CEDULA.detalle}"


@pytest.mark.parametrize(("paginas", "omitido", "marca"), [
    (0, False, ""), (1, False, "✓ "), (0, True, "Pendiente: "), (1, True, "✓ "),
])  # fmt: skip
def test_solo_lo_que_llego_lleva_la_marca_de_guardado(paginas, omitido, marca):
    assert _fila(Avance(CEDULA, paginas, omitido), "reemplazar_documento")["description"] == marca + CEDULA.detalle


def test_la_marca_cabe_en_la_fila_aunque_el_detalle_la_llene():
    largo = Avance(replace(CEDULA, detalle="x" * MAX_ROW_DESCRIPTION), 0, omitido=True)
    assert len(_fila(largo, "reemplazar_documento")["description"]) == MAX_ROW_DESCRIPTION


def test_terminar_sin_haber_dado_los_datos_dice_como_seguir(charla, tramite):
    dicho = charla.toca("/terminar_documentos").corre(ActionTerminarDocumentos)
    assert "me faltan unos datos tuyos" in dicho.texto and "*crédito nuevo*" in dicho.texto
    assert "Vas" not in dicho.texto


def test_terminar_con_los_datos_dados_pregunta_si_se_radica_asi(app, charla, tramite):
    anotar_datos(app.db, app.cipher, charla.contacto, "credito_nuevo", {CONFIRMADO: SI}, app.now())
    dicho = charla.toca("/terminar_documentos").corre(ActionTerminarDocumentos)
    assert "Radicar así" in dicho.opciones and "cédula" in dicho.texto
