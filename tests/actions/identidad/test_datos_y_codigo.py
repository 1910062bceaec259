"""Proving who one is, as the customer reads it: cédula, date and code, and nothing told to who guesses."""

import pytest

from actions.identidad import ActionCorregirDatos, ActionReenviarCodigo, ValidateIdentidadForm
from actions.saldo import ActionConsultarSaldo
from tests.actions.ayuda import Charla, codigo_recibido
from tests.actions.identidad.charlas import CELULAR, FORM, con_codigo, identificado
from tests.conftest import nuevo_contacto, otra_vez


def otro(codigo):
    return f"{(int(codigo) + 1) % 1_000_000:06d}"


def test_el_camino_entero_abre_la_sesion_y_no_guarda_los_datos_en_los_slots(app, charla, contacto, cedula):
    assert charla.dice(f"es la {cedula}").valida(ValidateIdentidadForm).slots["cedula"] == cedula
    dicho = con_codigo(charla, cedula)
    assert "mensaje de texto" in dicho.texto and charla.slot("fecha_expedicion") == "recibida"
    telefono, codigo = codigo_recibido(app, contacto)
    assert telefono == CELULAR
    assert "confirmé" in charla.dice(codigo).valida(ValidateIdentidadForm).texto
    assert charla.slot("codigo") == "verificado"
    assert identificado(app, contacto) == cedula


@pytest.mark.parametrize("escrito", ["79.876.543", "C.C. 79876543", "mi cédula es 79 876 543 gracias", "79876543"])
def test_entiende_la_cedula_como_la_escriban(charla, escrito):
    assert charla.dice(escrito).valida(ValidateIdentidadForm).slots["cedula"] == "79876543"


@pytest.mark.parametrize("escrito", ["1234", "123456789012"])
def test_una_cedula_imposible_se_explica_y_se_vuelve_a_pedir(charla, escrito):
    dicho = charla.dice(escrito).valida(ValidateIdentidadForm)
    assert "5 y 10 dígitos" in dicho.texto
    assert charla.slot("cedula") is None


@pytest.mark.parametrize("escrito", ["¿para qué la necesitan?", "qué tasas tienen", "no la sé"])
@pytest.mark.parametrize("pide", ["cedula", "fecha_expedicion", "codigo"])
def test_lo_que_no_es_un_intento_queda_para_las_reglas(charla, pide, escrito):
    charla.abre(FORM, pide)
    dicho = charla.dice(escrito).valida(ValidateIdentidadForm)
    assert (dicho.texto, dicho.eventos) == ("", [])


@pytest.mark.parametrize("escrito", ["31/02/1998", "45 13 1998", "03/05/2030"])
def test_rechaza_una_fecha_imposible_o_futura(app, charla, contacto, cedula, escrito):
    charla.abre(FORM, "fecha_expedicion", cedula=cedula)
    dicho = charla.dice(escrito).valida(ValidateIdentidadForm)
    assert "día, mes y año" in dicho.texto
    assert charla.slot("fecha_expedicion") is None


def test_una_cedula_desconocida_y_una_fecha_errada_dicen_lo_mismo_que_una_buena(app, nucleo, cedula):
    dichos = set()
    for numero, fecha in ((cedula, "03/05/1998"), (cedula, "04/05/1998"), ("99999", "03/05/1998")):
        contacto = nuevo_contacto(app)
        charla = Charla(app, contacto)
        dicho = con_codigo(charla, numero, fecha)
        assert dicho.slots == {"fecha_expedicion": "recibida"}
        dichos.add((dicho.texto, charla.dice("123456").valida(ValidateIdentidadForm).texto))
    assert len(dichos) == 1


def test_a_un_senuelo_no_le_llega_codigo(app, charla, contacto, cedula):
    con_codigo(charla, cedula, "04/05/1998")
    with pytest.raises(IndexError):
        codigo_recibido(app, contacto)


def test_puede_corregir_la_cedula_cuando_ya_le_piden_otra_cosa(charla, cedula):
    charla.abre(FORM, "codigo", cedula="99999", fecha_expedicion="recibida")
    dicho = charla.dice(f"perdón, mi cédula es {cedula}").valida(ValidateIdentidadForm)
    assert dicho.slots == {"cedula": cedula, "fecha_expedicion": None, "codigo": None}


@pytest.mark.parametrize("pide", ["fecha_expedicion", "codigo"])
def test_una_correccion_termina_la_sesion_de_quien_estaba_antes(app, charla, contacto, cedula, pide):
    con_codigo(charla, cedula)
    charla.dice(codigo_recibido(app, contacto)[1]).valida(ValidateIdentidadForm)
    charla.abre(FORM, pide)
    charla.dice("mi cedula es 79876543").valida(ValidateIdentidadForm)
    assert identificado(app, contacto) is None


@pytest.mark.parametrize("escrito", ["12345", "1234567"])
def test_un_codigo_que_no_tiene_seis_numeros_no_gasta_un_intento(app, charla, contacto, cedula, escrito):
    con_codigo(charla, cedula)
    assert "exactamente 6" in charla.dice(escrito).valida(ValidateIdentidadForm).texto
    codigo = codigo_recibido(app, contacto)[1]
    assert "quedan: 2" in charla.dice(otro(codigo)).valida(ValidateIdentidadForm).texto


def test_tres_codigos_errados_lo_acaban_y_el_bueno_ya_no_sirve(app, charla, contacto, cedula):
    con_codigo(charla, cedula)
    codigo = codigo_recibido(app, contacto)[1]
    textos = [charla.dice(otro(codigo)).valida(ValidateIdentidadForm).texto for _ in range(3)]
    assert ["quedan: 2" in textos[0], "quedan: 1" in textos[1], "ya no sirve" in textos[2]] == [True] * 3
    assert "ya no sirve" in charla.dice(codigo).valida(ValidateIdentidadForm).texto
    assert identificado(app, contacto) is None
    assert charla.slot("codigo") is None


def test_un_turno_repetido_no_gasta_otro_intento(app, charla, contacto, cedula):
    con_codigo(charla, cedula)
    errado = otro(codigo_recibido(app, contacto)[1])
    textos = [charla.dice(errado, wamid=f"wamid.rep.{cedula}").valida(ValidateIdentidadForm).texto for _ in range(3)]
    assert len(set(textos)) == 1 and "quedan: 2" in textos[0]


def test_un_codigo_vencido_se_dice(app, charla, contacto, cedula, reloj):
    con_codigo(charla, cedula)
    codigo = codigo_recibido(app, contacto)[1]
    reloj.pasa(minutes=5, seconds=1)
    assert "venció" in charla.dice(codigo).valida(ValidateIdentidadForm).texto
    assert identificado(app, contacto) is None


def test_otro_chat_no_puede_usar_el_codigo(app, charla, contacto, cedula):
    con_codigo(charla, cedula)
    intruso = nuevo_contacto(app)
    otra = Charla(app, intruso).abre(FORM, "codigo", cedula=cedula, fecha_expedicion="recibida")
    dicho = otra.dice(codigo_recibido(app, contacto)[1]).valida(ValidateIdentidadForm)
    assert "confirmemos otra vez que eres tú" in dicho.texto and otra.slot("cedula") is None
    assert identificado(app, intruso) is None


def test_demasiados_datos_malos_hacen_pausa_y_cierran_el_formulario(charla, cedula):
    for _ in range(3):
        con_codigo(charla, cedula, "04/05/1998")
    dicho = con_codigo(charla, cedula, "03/05/1998")
    assert "pausa" in dicho.texto
    assert {"cedula", "codigo", "tramite", "requested_slot"} <= {n for n, v in dicho.slots.items() if v is None}
    assert {"event": "active_loop", "name": None} in [{k: e.get(k) for k in ("event", "name")} for e in dicho.eventos]


def test_demasiadas_cedulas_distintas_hacen_pausa(charla):
    dichos = [charla.dice(str(80_000_000 + n)).valida(ValidateIdentidadForm).texto for n in range(4)]
    assert dichos[:3] == ["", "", ""] and "pausa" in dichos[3]


@pytest.mark.parametrize("accion", [ActionReenviarCodigo, ActionConsultarSaldo])
def test_al_empezar_o_volver_no_lee_como_dato_lo_que_atendio_otra_accion(charla, accion):
    charla.dice("¿el crédito 79876543 sigue?").corre(accion)
    assert charla.valida(ValidateIdentidadForm).eventos == []


def test_reenviar_pide_paciencia_y_despues_envia_otro_codigo(app, charla, contacto, cedula, reloj):
    con_codigo(charla, cedula)
    primero = codigo_recibido(app, contacto)[1]
    assert "En 60 s" in charla.dice("no me llegó").corre(ActionReenviarCodigo).texto
    reloj.pasa(seconds=61)
    assert "recibirás un código" in charla.dice("no me llegó").corre(ActionReenviarCodigo).texto
    segundo = codigo_recibido(app, otra_vez(contacto))[1]
    assert len(app.sms.sent) == 2
    if primero != segundo:
        assert "no es correcto" in charla.dice(primero).valida(ValidateIdentidadForm).texto
    assert "confirmé" in charla.dice(segundo).valida(ValidateIdentidadForm).texto


def test_reenviar_sin_codigo_pedido_lo_dice(charla):
    assert "no tienes un código pendiente" in charla.dice("no me llegó").corre(ActionReenviarCodigo).texto


def test_reenviar_a_un_senuelo_dice_lo_mismo(app, charla, contacto, cedula, reloj):
    con_codigo(charla, cedula, "04/05/1998")
    assert "En 60 s" in charla.dice("no me llegó").corre(ActionReenviarCodigo).texto
    reloj.pasa(seconds=61)
    assert "recibirás un código" in charla.dice("no me llegó").corre(ActionReenviarCodigo).texto
    assert app.sms.sent == []


def test_corregir_datos_empieza_otra_vez_sin_perder_el_tramite(charla):
    charla.abre(FORM, "codigo", cedula="79876543", fecha_expedicion="recibida")
    dicho = charla.toca("/corregir_datos").corre(ActionCorregirDatos)
    assert dicho.slots == {"cedula": None, "fecha_expedicion": None, "codigo": None}
    assert charla.slot("tramite") == "action_consultar_saldo"


def test_corregir_datos_desde_un_mensaje_viejo_muestra_el_menu(app, contacto):
    dicho = Charla(app, contacto).toca("/corregir_datos").corre(ActionCorregirDatos)
    assert dicho.eventos == [] and "Consultar mi saldo" in dicho.opciones
