"""Words that nobody at ProAlto may say: the same rules for designers, canned replies, templates and causes."""

import csv
import json
import shutil

import pytest

from proalto.formats.prohibido import CODIGOS, prohibido
from proalto.formats.tabla import TablaInvalida
from proalto.services.atencion import causas
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import PlantillaInvalida
from proalto.services.mesa import respuestas_rapidas
from proalto.settings import ROOT
from revisor.revision import revisar
from revisor.revisiones.prohibidas import DICHO
from tests.revisor.ejemplo import HOY, MINIMOS, escribir

MALAS = {
    "reporte": [
        "Te vamos a reportar a las centrales de riesgo.", "Te reportaremos en Datacrédito.", "Serás reportada.",
        "Vas a quedar reportado en DataCrédito.", "Si no pagas hoy, pasas a jurídico.",
        "Si no te pones al día y no pagas, te llega un reporte.", "Evita el reporte negativo: paga ya.",
        "Evita ser reportado en las centrales.", "Vamos a pasar tu caso a Datacrédito.", "Podrías quedar reportado.",
        "Procederemos a reportarte.", "Si sigues sin pagar y no cumples, embargaremos tu salario.",
        "Estás a un paso de estar en mora: estarás reportado.", "Le reportamos a las centrales.",
        "Si no cancelas, hablarás con nuestros abogados.",
    ],
    "suplantacion": [
        "Revisamos y no hubo suplantación.", "No encontramos ningún fraude.", "La suplantación fue descartada.",
        "Suplantación descartada", "Descartamos la suplantación.", "Fuiste tú quien pidió el crédito.",
        "Tú mismo firmaste el pagaré.", "Consta que lo pediste.", "La firma es tuya.", "No te creemos.",
        "Demuestra que no fuiste.", "No es cierto que te suplantaron.", "Para nosotros no existe falsedad.",
        "Esa selfie es tuya.", "No te suplantaron.",
    ],
    "por_que_no_paga": [
        "¿Por qué no has pagado?", "¿porque no pagas?", "Cuéntame la razón por la que estás en mora",
        "¿Qué pasó con el pago de este mes?", "Explícanos por qué no consignaste.", "¿A qué se debe el atraso?",
        "¿Cuál es el motivo de tu incumplimiento?", "Justifica tu retraso.",
    ],
    "terceros": [
        "Le contaremos a tu jefe.", "Vamos a llamar a tu familia.", "Tu hermano debe tres cuotas.",
        "Su empleada está en mora.", "Dile que tiene una deuda con nosotros.", "Avisaremos a tus referencias.",
        "Escribimos a su esposa por la cuota.", "Infórmale que le estamos cobrando.", "Tu papá se atrasó.",
    ],
}  # fmt: skip
BUENAS = [
    "Tu crédito está al día.", "Te cuento cómo pagar tu cuota.", "¿Por qué medio prefieres que te llame?",
    "Estudiamos cada caso, también si tienes un reporte.", "Registré tu reporte con el número A-7KQ2M9X.",
    "Cuando pagas una obligación en mora, el reporte negativo dura el doble del tiempo de la mora.",
    "Podemos ofrecerte un acuerdo de pago o cambiar la fecha de la cuota.", "Gracias por reportar lo que pasó.",
    "Todavía no te puedo expedir el paz y salvo, porque aparece saldo pendiente.", "Si no fuiste tú, no lo compartas.",
    "Ya detuvimos los mensajes de cobro mientras revisamos tu caso.", "Si alguien usó tus datos, puedes denunciar.",
    "Tu reporte de suplantación quedó con el número A-1. Te respondemos antes del 3 de diciembre.",
    "Puedes preguntarle a tu pagaduría cuándo hace el descuento.", "¿Quieres que te avise cuando cambie?",
    "El descuento lo hace tu pagaduría con la nómina.", "Una persona te escribirá por este chat.",
    "Cuéntame en qué te puedo ayudar.", "Tu cuota vence el 30 de noviembre.", "¿Cómo prefieres pagar?",
]  # fmt: skip
NUMERO = {"reporte": 30, "suplantacion": 34, "por_que_no_paga": 46, "terceros": 45}


def halladas(codigo):
    return [
        frase for frase in MALAS[codigo] if codigo not in prohibido(frase) or codigo not in prohibido(frase.upper())
    ]


def test_L30_nadie_amenaza_con_un_reporte_ni_lo_anuncia():
    assert halladas("reporte") == []


def test_L34_nadie_discute_una_suplantacion():
    assert halladas("suplantacion") == []


def test_L45_nadie_le_habla_de_una_deuda_a_otra_persona():
    assert halladas("terceros") == []


def test_L46_a_nadie_se_le_pregunta_por_que_no_pago():
    assert halladas("por_que_no_paga") == []


def test_L46_ofrecer_alternativas_y_hablar_de_pagos_si_se_puede():
    assert {frase: prohibido(frase) for frase in BUENAS if prohibido(frase)} == {}


def test_L30_hay_palabras_para_cada_falta_y_ninguna_de_mas():
    assert set(CODIGOS) == set(MALAS) == set(DICHO) == set(NUMERO)
    pagina = (ROOT / "proalto/mesa/templates/respuesta.html").read_text(encoding="utf-8")
    assert [codigo for codigo in CODIGOS if f'"{codigo}": ' not in pagina] == []


def sembrar(raiz, archivo, contenido):
    destino = raiz / archivo
    destino.parent.mkdir(parents=True, exist_ok=True)
    destino.write_text(contenido, encoding="utf-8")


@pytest.mark.parametrize("codigo", CODIGOS)
def test_L34_el_revisor_las_halla_en_cada_sitio_donde_se_escriben(tmp_path, codigo):
    """Under L-30, L-45 and L-46 too: a response, a text, a template, a canned reply, a cause of closing."""
    frase = MALAS[codigo][0]
    raiz = escribir(tmp_path)
    sembrar(raiz, "textos/nuevo.txt", f"Hola.\n{frase}\n")
    sembrar(raiz, "textos/respuestas_rapidas.csv", f'titulo,texto,equipos\nMala,"{frase}",\n')
    sembrar(raiz, "textos/plantillas/mala.json", json.dumps({"components": [{"type": "BODY", "text": frase}]}))
    sembrar(raiz, "parametros/causas.csv", f'codigo,titulo,tipos\nmala,"{frase}",fraude\n')
    dominio = raiz / "domain.yml"
    dominio.write_text(dominio.read_text().replace("Que te vaya *muy bien*.", frase), encoding="utf-8")
    donde = {h.archivo for h in revisar(raiz, HOY, MINIMOS) if h.problema == DICHO[codigo][0]}
    assert donde == {"domain.yml", "textos/nuevo.txt", "textos/respuestas_rapidas.csv", "textos/plantillas/mala.json",
                     "parametros/causas.csv"}  # fmt: skip


def test_L34_en_este_arbol_no_hay_ninguna():
    """What ProAlto says today, each answer and each text; and the linter itself runs over them in `make revisar`."""
    problemas = {problema for problema, _ in DICHO.values()}
    assert [str(h) for h in revisar(ROOT, HOY) if h.problema in problemas] == []


@pytest.mark.parametrize("codigo", CODIGOS)
def test_L46_una_respuesta_rapida_que_lo_diga_no_se_guarda(codigo):
    """Under each of the four: the desk refuses the words and says why."""
    for frase in MALAS[codigo]:
        assert codigo in respuestas_rapidas.revisar("t", frase)


def test_L46_ni_cabe_en_el_dato_de_una_plantilla():
    with pytest.raises(PlantillaInvalida):
        plantillas.rellenar(plantillas.para_asesor("retomar_caso"), ["Ana, ¿por qué no pagaste?", "Laura", "A-1"])


def test_L34_un_caso_de_fraude_no_se_cierra_diciendo_que_no_hubo_suplantacion(tmp_path):
    titulos = [f"{causa.codigo} {causa.titulo}" for causa in causas.para("fraude")]
    assert len(titulos) >= 4 and [titulo for titulo in titulos if "descartad" in titulo.lower()] == []
    tabla = tmp_path / "causas.csv"
    shutil.copy(ROOT / "parametros/causas.csv", tabla)
    with tabla.open("a", encoding="utf-8") as archivo:
        csv.writer(archivo).writerow(["no_era", "No hubo suplantación", "fraude"])
    with pytest.raises(TablaInvalida, match="Ley 2573"):
        causas.leer(tabla)
