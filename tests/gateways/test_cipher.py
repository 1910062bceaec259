"""Encryption at rest: rotation, context, and bytes that somebody touched."""

from types import SimpleNamespace

import pytest

from proalto.gateways import llavero
from proalto.gateways.cipher import CABECERA, Cipher, LlaveDestruida, Undecipherable, en_custodia
from proalto.gateways.llaves import LlavesEnMemoria, de_contacto
from proalto.gateways.maestras import Maestras

VIEJA, NUEVA = "llave-vieja-0123456789", "llave-nueva-0123456789"
CONTEXTO = "mensajes_entrantes"


def test_lo_de_un_cliente_olvidado_no_se_lee_ni_se_vuelve_a_cifrar():
    llaves = LlavesEnMemoria()
    cipher = Cipher([VIEJA], llaves)
    sellado, ajeno = cipher.encrypt(b"52123456", CONTEXTO, de=7), cipher.encrypt(b"otro", CONTEXTO, de=8)
    custodiado = cipher.encrypt(b"paz y salvo", CONTEXTO, de=en_custodia(7))
    llaves.destruir(de_contacto(7))
    for quien in (Cipher([VIEJA], llaves), cipher):
        quien.forget(de_contacto(7))
        with pytest.raises(Undecipherable):
            quien.decrypt(sellado, CONTEXTO)
        with pytest.raises(LlaveDestruida):
            quien.encrypt(b"algo nuevo", CONTEXTO, de=7)
        assert quien.decrypt(ajeno, CONTEXTO) == b"otro" and quien.decrypt(custodiado, CONTEXTO) == b"paz y salvo"


def test_otro_proceso_olvida_la_llave_destruida_en_un_minuto(monkeypatch):
    llaves, ahora = LlavesEnMemoria(), [0.0]
    monkeypatch.setattr(llavero, "time", SimpleNamespace(monotonic=lambda: ahora[0]))
    cipher = Cipher([VIEJA], llaves)
    sellado = cipher.encrypt(b"x", CONTEXTO, de=7)
    llaves.destruir(de_contacto(7))
    ahora[0] = 61.0
    with pytest.raises(Undecipherable):
        cipher.decrypt(sellado, CONTEXTO)


def test_se_cambia_de_llave_maestra_sin_tocar_lo_cifrado_y_la_vieja_se_retira():
    llaves = LlavesEnMemoria()
    antes, juntas = Cipher([VIEJA], llaves), Cipher([NUEVA, VIEJA], llaves)
    sellado, huella = antes.seal({"texto": "¿Cuánto?"}, CONTEXTO, de=7), antes.keyed_hash("cedula", "52")
    assert juntas.unseal(sellado, CONTEXTO) == {"texto": "¿Cuánto?"} and juntas.keyed_hash("cedula", "52") == huella
    assert juntas.rewrap() == 2 and juntas.rewrap() == 0
    sola = Cipher([NUEVA], llaves)
    assert sola.unseal(sellado, CONTEXTO) == {"texto": "¿Cuánto?"} and sola.keyed_hash("cedula", "52") == huella
    with pytest.raises(Undecipherable):
        Cipher([VIEJA], llaves).unseal(sellado, CONTEXTO)


def test_mientras_se_cambia_de_llave_los_procesos_se_siguen_reconociendo():
    vieja, juntas = Cipher([VIEJA]), Cipher([NUEVA, VIEJA])
    assert juntas.accepts_token("rasa", vieja.internal_token("rasa"))
    assert juntas.accepts_token("rasa", juntas.internal_token("rasa"))
    for ajena in ("", "ñ", vieja.internal_token("actions"), juntas.internal_token("rasa")):
        assert not vieja.accepts_token("rasa", ajena)


def test_lo_que_cifro_la_llave_maestra_misma_se_sigue_leyendo():
    viejo = Maestras([VIEJA]).envolver(b"52123456", CONTEXTO)
    assert Cipher([NUEVA, VIEJA]).decrypt(viejo, CONTEXTO) == b"52123456"
    with pytest.raises(Undecipherable):
        Cipher([NUEVA]).decrypt(viejo, CONTEXTO)


def test_las_huellas_dependen_de_la_llave_y_del_uso():
    cipher = Cipher([VIEJA])
    huellas = {
        cipher.keyed_hash("cedula", "52"), cipher.keyed_hash("otp", "52"), cipher.keyed_hash("cedula", "53"),
        Cipher([NUEVA]).keyed_hash("cedula", "52"),
    }  # fmt: skip
    assert len(huellas) == 4 and all(len(huella) == 32 for huella in huellas)


def test_lo_de_un_cliente_no_se_lee_como_de_otro():
    cipher = Cipher([VIEJA])
    de_ana, de_luis = cipher.encrypt(b"52123456", CONTEXTO, de=1), cipher.encrypt(b"x", CONTEXTO, de=2)
    with pytest.raises(Undecipherable):
        cipher.decrypt(de_luis[: CABECERA.size] + de_ana[CABECERA.size :], CONTEXTO)


def test_un_valor_movido_a_otra_columna_no_se_lee():
    cipher = Cipher([VIEJA])
    with pytest.raises(Undecipherable):
        cipher.decrypt(cipher.encrypt(b"52123456", "cedula", de=7), "casos:A-1")


def test_ningun_byte_se_puede_cambiar():
    cipher = Cipher([VIEJA])
    sellado = cipher.encrypt(b"52123456", CONTEXTO, de=7)
    for posicion in range(len(sellado)):
        tocado = bytearray(sellado)
        tocado[posicion] ^= 1
        with pytest.raises(Undecipherable):
            cipher.decrypt(bytes(tocado), CONTEXTO)


def test_ningun_pedazo_se_lee():
    cipher = Cipher([VIEJA])
    sellado = cipher.encrypt(b"52123456", CONTEXTO, de=7)
    for largo in range(len(sellado)):
        with pytest.raises(Undecipherable):
            cipher.decrypt(sellado[:largo], CONTEXTO)


def test_dos_veces_lo_mismo_no_se_ve_igual_y_no_deja_ver_el_original():
    cipher = Cipher([VIEJA])
    uno, otro = cipher.encrypt(b"52123456", CONTEXTO, de=7), cipher.encrypt(b"52123456", CONTEXTO, de=7)
    assert uno != otro and b"52123456" not in uno


def test_lee_lo_que_psycopg2_devuelve():
    cipher = Cipher([VIEJA])
    assert cipher.decrypt(memoryview(cipher.encrypt(b"x", CONTEXTO, de=7)), CONTEXTO) == b"x"


def test_el_error_no_dice_el_contenido():
    cipher = Cipher([VIEJA])
    with pytest.raises(Undecipherable) as caught:
        cipher.decrypt(cipher.encrypt(b"52123456", "cedula", de=7)[:-1], "cedula")
    assert "52123456" not in str(caught.value) and VIEJA not in str(caught.value)
