"""Who says to be under 18, in many ways; and all that sounds alike and is not."""

import pytest

from proalto.formats.menor import dice_ser_menor, es_menor_sin_duda

MENORES = [
    "tengo 16 años", "Tengo 16 años.", "TENGO 16 AÑOS", "tengo 16 anos", "tengo 16 añitos", "tengo 16 anios",
    "tengo16 años", "tngo 17 años", "yo tengo 15 años", "hola, tengo 17 años",
    "hola tengo 17 años y quiero un préstamo", "tengo 17 años de edad", "tengo dieciséis años",
    "tengo diecisiete años", "Tengo diez y seis años", "tengo quince añitos", "tengo solo 14 años",
    "apenas tengo 16 años", "tengo apenas 16 años", "tengo 16 años ¿me prestan?",
    "tengo 17 años, trabajo los sábados", "tengo 17 años pero mi papá trabaja allá", "tengo 17 años y 3 meses",
    "tengo 17 años y tres meses de edad", "tengo 16 años cumplidos", "tengo 16 años apenas", "es que tengo 13 años",
    "quiero un crédito, tengo 17 años", "mi edad es 16", "Edad: 17", "mi edad es de 15 años", "edad 14",
    "soy menor de edad", "Soy menor de edad, ¿puedo pedir?", "soy menor", "soy un menor de edad",
    "todavía soy menor de edad", "sigo siendo menor de edad", "soy menor pero trabajo", "no soy mayor de edad",
    "aún no soy mayor de edad", "todavía no soy mayor", "aún no cumplo 18", "todavía no cumplo los 18",
    "no he cumplido 18 años", "no he cumplido los dieciocho", "aún no tengo 18", "todavía no tengo los 18 años",
    "no tengo 18 años todavía", "cumplo 18 en diciembre", "voy a cumplir 18 el otro año",
    "me faltan dos meses para cumplir 18", "acabo de cumplir 16", "voy a cumplir 17", "cumplí 15 ayer",
    "cumplí 16 años", "soy una niña de 12 años", "soy un joven de 16 años", "soy una muchacha de 17",
    "soy estudiante de 16 años", "soy un pelado de 15", "soy un niño", "solo tengo tarjeta de identidad",
    "todavía tengo tarjeta de identidad", "tengo tarjeta de identidad", "tengo 11 años y quiero hablar con alguien",
    "tengo 16 años, mi mamá es pensionada", "buenas tardes señorita tengo 17 años gracias",
    "tengo 17 años se puede?",
]  # fmt: skip

NO_LO_SON = [
    "", "hola", "tengo 16 años trabajando", "tengo 16 años de servicio", "tengo 16 cuotas", "tengo 16 cuotas pagadas",
    "tengo 16 años en la empresa", "tengo 16 años con ustedes", "tengo 15 años como docente",
    "tengo 10 años pensionado", "tengo 12 años siendo cliente", "tengo 16 años de antigüedad",
    "tengo 17 años y 3 meses trabajando", "tengo 16 años pagando ese crédito", "tengo 16 años de casada",
    "tengo 14 años laborando en la alcaldía", "tengo 16 años y medio de servicio", "tengo 16 años y llevo pagando",
    "tengo 16 años cotizando", "tengo 16 años de docente", "tengo 5 años que no pido crédito",
    "tengo 8 años sin cambiar de trabajo", "tengo 60 años", "tengo 67 años de edad", "tengo 160 años",
    "tengo 18 años", "tengo 21 años", "tengo sesenta y cinco años", "tengo 16", "16 años", "16",
    "llevo 16 años trabajando", "hace 16 años pedí un crédito", "desde hace 16 años", "mi hijo tiene 16 años",
    "mi hija es menor de edad", "tengo un hijo de 16 años", "tengo una hija menor de edad",
    "tengo dos hijos menores de edad", "mi nieta, edad: 16", "el carro tiene 16 años", "tengo un carro de 16 años",
    "cuando tenía 16 años", "trabajo desde los 16 años", "quiero pagar a 16 meses", "a 12 años",
    "el plazo es de 10 años", "tengo 16 millones", "tengo 17 mil pesos", "¿prestan a menores de edad?",
    "si soy menor de edad me prestan", "soy menor que mi esposo", "soy el menor de los hermanos",
    "soy el hermano menor", "no soy menor de edad", "soy mayor de edad", "tengo más de 16 años de experiencia",
    "el crédito tiene 16 años", "la tasa es menor", "una cuota menor", "tengo un saldo menor",
    "soy pensionada hace 16 años", "mi antigüedad es de 16 años", "me faltan 16 años para pensionarme",
    "me faltan 12 cuotas para cumplir 18 cuotas", "no tengo 18 millones", "no he cumplido 18 cuotas",
    "cumplí 16 años de servicio", "cumplí 15 años en la policía", "voy a cumplir 17 años de trabajar en el colegio",
    "acabo de cumplir 10 años en la empresa", "pido la menor cuota", "tengo 16 años pagados",
    "tengo un crédito de 16 años", "tengo 15 años de estar afiliado", "tengo 16 años y todavía debo",
    "perdí la tarjeta de identidad de mi hijo", "tengo la tarjeta de identidad de mi nieto",
    "tengo 9 años de pensionada", "tengo 7 años aquí", "tengo 7 años ahí",
    "ya tengo 10 años de ser cliente de ustedes", "tengo 13 años viuda", "edad de pensión 62",
    "cumplo 18 años de casado el viernes", "tengo 16 años y trabajo en la alcaldía desde entonces",
]  # fmt: skip


@pytest.mark.parametrize("dicho", MENORES)
def test_quien_dice_ser_menor_lo_dice(dicho):
    assert dice_ser_menor(dicho)


@pytest.mark.parametrize("dicho", NO_LO_SON)
def test_los_anos_de_otra_cosa_no_son_una_edad(dicho):
    assert not dice_ser_menor(dicho)


def test_un_texto_larguisimo_no_lo_detiene():
    assert not dice_ser_menor("tengo " * 20_000 + "16 cuotas")


@pytest.mark.parametrize(
    "dicho", ["soy menor", "Hola, soy menor de edad", "tengo tarjeta de identidad", "solo tengo tarjeta de identidad"]
)
def test_hay_palabras_que_no_dejan_duda(dicho):
    assert es_menor_sin_duda(dicho) and dice_ser_menor(dicho)


@pytest.mark.parametrize(
    "dicho",
    ["tengo 6 años y estoy al día", "Tengo 10 años, me descuentan por nómina", "en el magisterio tengo 12 años",
     "tengo 5 años", "tengo 17 años se puede?", "tengo 16 años",
     "si soy menor de edad me prestan", "soy mayor de edad"],
)  # fmt: skip
def test_unos_anos_siempre_dejan_duda(dicho):
    assert not es_menor_sin_duda(dicho)
