"""Encryption at rest: rotation, context, and bytes that somebody touched."""

import pytest

from proalto.gateways.cipher import Cipher, Undecipherable

VIEJA, NUEVA = "llave-vieja-0123456789", "llave-nueva-0123456789"
CONTEXTO = "mensajes_entrantes"


def test_lo_cifrado_con_la_llave_anterior_se_lee_y_lo_nuevo_lleva_la_nueva():
    antes, despues = Cipher([VIEJA]), Cipher([NUEVA, VIEJA])
    assert despues.unseal(antes.seal({"texto": "¿Cuánto?"}, CONTEXTO), CONTEXTO) == {"texto": "¿Cuánto?"}
    nuevo = despues.encrypt(b"x", CONTEXTO)
    assert Cipher([NUEVA]).decrypt(nuevo, CONTEXTO) == b"x"
    with pytest.raises(Undecipherable):
        antes.decrypt(nuevo, CONTEXTO)


def test_las_huellas_no_cambian_al_agregar_una_llave():
    assert Cipher([NUEVA, VIEJA]).keyed_hash("cedula", "52") == Cipher([VIEJA]).keyed_hash("cedula", "52")
    assert Cipher([NUEVA, VIEJA]).internal_token("rasa") == Cipher([VIEJA]).internal_token("rasa")


def test_las_huellas_dependen_de_la_llave_y_del_uso():
    cipher = Cipher([VIEJA])
    huellas = {
        cipher.keyed_hash("cedula", "52"), cipher.keyed_hash("otp", "52"), cipher.keyed_hash("cedula", "53"),
        Cipher([NUEVA]).keyed_hash("cedula", "52"),
    }  # fmt: skip
    assert len(huellas) == 4 and all(len(huella) == 32 for huella in huellas)


def test_un_valor_movido_a_otra_columna_no_se_lee():
    cipher = Cipher([VIEJA])
    with pytest.raises(Undecipherable):
        cipher.decrypt(cipher.encrypt(b"52123456", "cedula"), "casos:A-1")


def test_ningun_byte_se_puede_cambiar():
    cipher = Cipher([VIEJA])
    sellado = cipher.encrypt(b"52123456", CONTEXTO)
    for posicion in range(len(sellado)):
        tocado = bytearray(sellado)
        tocado[posicion] ^= 1
        with pytest.raises(Undecipherable):
            cipher.decrypt(bytes(tocado), CONTEXTO)


def test_ningun_pedazo_se_lee():
    cipher = Cipher([VIEJA])
    sellado = cipher.encrypt(b"52123456", CONTEXTO)
    for largo in range(len(sellado)):
        with pytest.raises(Undecipherable):
            cipher.decrypt(sellado[:largo], CONTEXTO)


def test_dos_veces_lo_mismo_no_se_ve_igual_y_no_deja_ver_el_original():
    cipher = Cipher([VIEJA])
    uno, otro = cipher.encrypt(b"52123456", CONTEXTO), cipher.encrypt(b"52123456", CONTEXTO)
    assert uno != otro and b"52123456" not in uno


def test_lee_lo_que_psycopg2_devuelve():
    cipher = Cipher([VIEJA])
    assert cipher.decrypt(memoryview(cipher.encrypt(b"x", CONTEXTO)), CONTEXTO) == b"x"


def test_el_error_no_dice_el_contenido():
    cipher = Cipher([VIEJA])
    with pytest.raises(Undecipherable) as caught:
        cipher.decrypt(cipher.encrypt(b"52123456", "cedula")[:-1], "cedula")
    assert "52123456" not in str(caught.value) and VIEJA not in str(caught.value)
