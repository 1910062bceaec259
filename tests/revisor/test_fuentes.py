"""Each FAQ answer says where it comes from and since when."""

import pytest

from tests.revisor.ejemplo import DOMINIO, Falla, comprobar, estropear

FUENTE = "    # fuente: Ley 1527 de 2012, art. 3; vigente desde: 2026-11-01\n"
FALLAS = [
    Falla(DOMINIO, FUENTE, "", "utter_faq/tasas:", "utter_faq/tasas: no dice de dónde sale ni desde cuándo vale."),
    Falla(DOMINIO, FUENTE, "    # Ley 1527; vigente desde: 2026-11-01\n", "utter_faq/tasas:", "no dice de dónde sale"),
    Falla(DOMINIO, "Ley 1527 de 2012, art. 3;", ";", "# fuente:", "la fuente está vacía."),
    Falla(DOMINIO, "2026-11-01", "noviembre", "# fuente:", "«noviembre» no es una fecha. Escríbela así: 2026-11-01."),
    Falla(DOMINIO, "2026-11-01", "2026-11-31", "# fuente:", "«2026-11-31» no es una fecha."),
    Falla(DOMINIO, "2026-11-01", "2026-11-19", "# fuente:", "vale desde 2026-11-19, que no ha llegado."),
]  # fmt: skip


@pytest.mark.parametrize("falla", FALLAS, ids=str)
def test_halla_la_respuesta_sin_fuente(tmp_path, falla):
    assert not comprobar(tmp_path, falla).aviso


@pytest.mark.parametrize("fecha, avisa", [("2025-11-18", False), ("2025-11-17", True)])
def test_avisa_sin_estorbar_de_la_que_nadie_revisa_hace_un_ano(tmp_path, fecha, avisa):
    hallazgos = estropear(tmp_path, Falla(DOMINIO, "2026-11-01", fecha, "", ""))
    assert [h.aviso for h in hallazgos] == [True] * avisa
    assert all(f"aviso: utter_faq/tasas: nadie la revisa desde {fecha}" in str(h) for h in hallazgos)


def test_la_fuente_tambien_puede_ir_en_la_linea_del_nombre(tmp_path):
    nueva = f"  utter_faq/tasas: {FUENTE.strip()}\n"
    assert estropear(tmp_path, Falla(DOMINIO, f"  utter_faq/tasas:\n{FUENTE}", nueva, "", "")) == []
