"""Two requests in one message, as the trained model reads them and as the customer lives them."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
import yaml

from launcher.modelo import MODELO
from proalto.nlu.modelo import Modelo, cargar
from proalto.nlu.pedidos import PALABRAS, dos_pedidos, partir
from tests.matriz.mundo import Mundo
from tests.matriz.persona import SALDO, Persona
from tests.matriz.rutas import Toca
from tests.tree.arbol import leer

pytestmark = pytest.mark.e2e
SALDO_, SOLICITUD, PAZ = "consultar_saldo", "consultar_estado_solicitud", "pedir_paz_y_salvo"
RENOVAR, NUEVO, ASESOR = "pedir_renovacion", "pedir_credito_nuevo", "hablar_con_asesor"
ACTUALIZAR, CONOCER = "actualizar_mis_datos", "conocer_mis_datos"
DOS = [
    ("quiero mi saldo y el paz y salvo", SALDO_, PAZ),
    ("quiero saber mi saldo y también el paz y salvo", SALDO_, PAZ),
    ("necesito mi saldo y saber en qué va mi solicitud", SALDO_, SOLICITUD),
    ("cuanto debo y en q va mi solicitud", SALDO_, SOLICITUD),
    ("buenas tardes, quiero saber cuánto debo y renovar mi crédito", SALDO_, RENOVAR),
    ("quiero renovar y saber mi saldo", RENOVAR, SALDO_),
    ("necesito el paz y salvo y quiero pedir un crédito nuevo", PAZ, NUEVO),
    ("quiero pedir un crédito nuevo y saber cuánto debo del que tengo", NUEVO, SALDO_),
    ("saldo y paz y salvo", SALDO_, PAZ),
    ("paz y salvo y saldo", PAZ, SALDO_),
    ("deme mi saldo. Además necesito un paz y salvo", SALDO_, PAZ),
    ("me regala el saldo, y de paso el certificado de paz y salvo", SALDO_, PAZ),
    ("kiero saber cuanto devo y ademas renobar", SALDO_, RENOVAR),
    ("quiero saber el estado de mi solicitud y cuánto debo", SOLICITUD, SALDO_),
    ("necesito hablar con un asesor y saber mi saldo", ASESOR, SALDO_),
    ("quiero mi saldo y hablar con un asesor", ASESOR, SALDO_),
    ("dígame cuánto me falta por pagar y si me pueden renovar", SALDO_, RENOVAR),
    ("señorita buenas, me colabora con el saldo y con el paz y salvo por favor", SALDO_, PAZ),
    ("quiero consultar mi saldo, y también quiero actualizar mi celular", SALDO_, ACTUALIZAR),
    ("quiero saber qué datos tienen míos y cuánto debo", CONOCER, SALDO_),
    ("necesito dos cosas: mi saldo y el paz y salvo", SALDO_, PAZ),
    ("mándeme el paz y salvo y dígame si me aprobaron el nuevo", PAZ, SOLICITUD),
    ("¿me aprobaron el crédito? ¿y cuánto debo del otro?", SOLICITUD, SALDO_),
    ("quiero renovar mi libranza y que un asesor me llame", ASESOR, RENOVAR),
    ("ya me desembolsaron? y cuanto es mi saldo", SOLICITUD, SALDO_),
    ("saldo, paz y salvo", SALDO_, PAZ),
    ("primero el saldo y después el paz y salvo", SALDO_, PAZ),
]
UNO = [
    ("mi saldo y mi próxima cuota", SALDO_),
    ("hola quiero mi saldo", SALDO_),
    ("buenas tardes, cuánto debo", SALDO_),
    ("saldo y cuotas pagadas", SALDO_),
    ("cuánto debo y cuándo me descuentan", SALDO_),
    ("quiero saber cuánto debo y cuántas cuotas me faltan", SALDO_),
    ("tengo un crédito con ustedes y quiero saber el saldo", SALDO_),
    ("quiero el paz y salvo", PAZ),
    ("paz y salvo por favor y gracias", PAZ),
    ("ya pagué mi crédito y necesito el paz y salvo", PAZ),
    ("ya terminé de pagar, deme el paz y salvo", PAZ),
    ("no quiero el saldo, quiero el paz y salvo", PAZ),
    ("quiero renovar mi crédito y que me presten más", RENOVAR),
    ("quiero renovar, ya pagué más de la mitad", RENOVAR),
    ("hice una solicitud de crédito y quiero saber en qué va", SOLICITUD),
    ("quiero saber si me aprobaron y cuándo desembolsan", SOLICITUD),
    ("buenas, soy pensionado y quiero un crédito", NUEVO),
    ("necesito plata y quiero que me presten", NUEVO),
    ("quiero un asesor, no entiendo nada", ASESOR),
    ("quiero hablar con un asesor y que me explique", ASESOR),
    ("me descontaron de más y quiero poner una queja", "poner_queja"),
    ("yo terminé de pagar y me siguen descontando", "poner_queja"),
    ("no me llegó el código y quiero otro", "no_recibi_codigo"),
    ("qué requisitos piden y qué tasa manejan", "faq"),
    ("hola y buenas tardes", "saludar"),
    ("gracias y hasta luego", "despedirse"),
]


@pytest.fixture(scope="module")
def modelo(mundo: Mundo, tmp_path_factory: pytest.TempPathFactory) -> Modelo:
    """The classifier's numbers, as they are in the trained model."""
    carpeta = tmp_path_factory.mktemp("modelo")
    with tarfile.open(MODELO) as paquete:
        for miembro in paquete.getmembers():
            if Path(miembro.name).name in ("modelo.json", "modelo.npz"):
                miembro.name = Path(miembro.name).name
                paquete.extract(miembro, carpeta)
    return cargar(carpeta)


@pytest.mark.parametrize(("texto", "primero", "segundo"), DOS)
def test_de_dos_pedidos_se_sabe_cual_va_primero_y_cual_espera(
    mundo: Mundo, texto: str, primero: str, segundo: str
) -> None:
    leido = mundo.entiende(texto)
    assert leido["intent"]["name"] == primero
    assert [entidad["value"] for entidad in leido["entities"]] == [segundo]


@pytest.mark.parametrize(("texto", "intencion"), UNO)
def test_lo_que_es_un_solo_pedido_no_se_parte(mundo: Mundo, texto: str, intencion: str) -> None:
    leido = mundo.entiende(texto)
    assert (leido["intent"]["name"], leido["entities"]) == (intencion, [])


def test_casi_ninguna_frase_de_un_solo_pedido_se_toma_por_dos(modelo: Modelo) -> None:
    pedidos = yaml.safe_load(leer("config.yml"))["pipeline"][0]["pedidos"]
    bloques = yaml.safe_load(leer("tests/nlu/test_nlu.yml"))["nlu"]
    frases = [linea.removeprefix("- ") for bloque in bloques for linea in bloque["examples"].splitlines()]
    partidas = [frase for frase in frases if len(frase.split()) <= PALABRAS and len(partir(frase)) > 1]
    assert len(partidas) > 100
    enteras = modelo.mejores(partidas)
    tomadas = [f for f, entera in zip(partidas, enteras) if dos_pedidos(f, entera, modelo, pedidos)]
    assert len(tomadas) <= len(frases) // 500, tomadas


def test_se_atienden_los_dos_uno_tras_otro(persona: Persona) -> None:
    persona.llega_a("quiero mi saldo y el paz y salvo", "autorizacion_form", "autorizacion")
    assert "primero con *Consultar mi saldo* y después con *Generar paz y salvo*" in persona.texto
    persona.termina()
    assert SALDO in persona.texto and "También me pediste *Generar paz y salvo*" in persona.texto
    assert "algo más" not in persona.texto
    persona.dice(Toca("Sí, sigamos"))
    assert persona.turno.intencion == PAZ and "También me pediste" not in persona.texto


@pytest.mark.parametrize("dice", ["sí", "dale", "sí, sigamos", "1"])
def test_un_si_escrito_sigue_con_lo_segundo(persona: Persona, dice: str) -> None:
    persona.dice("quiero hablar con un asesor y que me digan mi saldo")
    assert persona.casos()[0][1] in persona.texto
    assert "También me pediste *Consultar mi saldo*" in persona.texto
    persona.dice(dice)
    persona.termina()
    assert SALDO in persona.texto and "También me pediste" not in persona.texto


def test_un_no_cierra_y_lo_segundo_no_se_vuelve_a_ofrecer(persona: Persona) -> None:
    persona.dice("quiero hablar con un asesor y que me digan mi saldo")
    persona.dice("no")
    assert persona.turno.respuestas == ["utter_despedida"]
    persona.dice("muchas gracias")
    assert persona.turno.respuestas == ["utter_agradecimiento"]


def test_lo_segundo_sobrevive_a_una_interrupcion_y_a_una_hora_de_silencio(persona: Persona) -> None:
    persona.llega_a("quiero mi saldo y el paz y salvo", "identidad_form", "fecha_expedicion")
    persona.dice("¿qué tasas manejan?")
    persona.pasan(70)
    persona.dice("hola")
    assert "Estábamos en *Consultar mi saldo*" in persona.texto
    persona.dice("sí")
    persona.termina()
    assert SALDO in persona.texto and "También me pediste *Generar paz y salvo*" in persona.texto


def test_el_menu_olvida_lo_segundo(persona: Persona) -> None:
    persona.llega_a("quiero mi saldo y el paz y salvo", "identidad_form", "cedula")
    persona.dice("menú")
    persona.dice("quiero mi saldo")
    persona.termina()
    assert SALDO in persona.texto and "También me pediste" not in persona.texto


def test_un_boton_no_pide_dos_cosas(persona: Persona) -> None:
    persona.dice("hola")
    persona.dice(Toca("Acepto"))
    persona.dice(Toca("Generar paz y salvo"))
    assert "También" not in persona.texto and "apenas terminemos" not in persona.texto
