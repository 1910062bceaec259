"""The printing press and its twin keep one contract; only the real one is slow."""

import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest
import time_machine

from proalto.gateways.firma import DE_DESARROLLO
from proalto.gateways.imprenta import CertificadoVencido, FirmaImposible, ImprentaFirmada, MemoryImprenta
from proalto.settings import ROOT
from tests.gateways.papel import FOLIO, SITIO, TEXTOS, certificado, paginas


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return ImprentaFirmada(TEXTOS, SITIO, None, "", tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("cual", ["real", "memoria"])
def test_imprime_un_pdf_con_el_folio_y_nunca_dos_iguales(real, cual):
    imprenta = real if cual == "real" else MemoryImprenta()
    imprenta.preparar()
    uno, otro = imprenta.imprimir(certificado()), imprenta.imprimir(certificado())
    assert uno.startswith(b"%PDF-1.7") and uno.rstrip().endswith(b"%%EOF") and uno != otro
    assert FOLIO in ("".join(paginas(uno)) if cual == "real" else uno.decode())


def test_sin_llave_propia_lo_impreso_dice_que_es_de_prueba(real):
    assert all("sin validez" in hoja for hoja in paginas(real.imprimir(certificado())))


def test_con_llave_propia_no_lo_dice(real, tmp_path):
    real.preparar()
    propia = ImprentaFirmada(TEXTOS, SITIO, real._run_dir / DE_DESARROLLO, "", tmp_path)
    assert not [hoja for hoja in paginas(propia.imprimir(certificado())) if "sin validez" in hoja]
    assert list(tmp_path.iterdir()) == []


def test_una_llave_que_no_abre_se_sabe_al_arrancar(tmp_path):
    with pytest.raises(FirmaImposible, match="CERTIFICADO_P12"):
        ImprentaFirmada(TEXTOS, SITIO, tmp_path / "no.p12", "", tmp_path).preparar()


def test_con_el_certificado_vencido_arranca_lo_avisa_y_no_firma(real, caplog):
    real.preparar()
    with time_machine.travel(datetime.now(timezone.utc) + timedelta(days=3700)):
        real.preparar()
        assert "no certificate can be signed" in caplog.text and "vale del" in caplog.text
        with pytest.raises(CertificadoVencido):
            real.imprimir(certificado())


def test_lo_que_se_certifica_no_sale_en_una_bitacora():
    dicho = repr(certificado())
    assert "Zuluaga" not in dicho and "99901104" not in dicho


def test_quien_no_imprime_no_carga_lo_pesado():
    orden = "import sys, proalto.canal.app, proalto.worker.tareas; print({'fpdf', 'pyhanko'} & set(sys.modules))"
    dicho = subprocess.run([sys.executable, "-c", orden], cwd=ROOT, capture_output=True, text=True, check=True)
    assert dicho.stdout == "set()\n"
