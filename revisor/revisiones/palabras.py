"""What a customer reads: that it fits, that WhatsApp shows it as it is written, and that it says tú."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proalto.whatsapp.payloads import MAX_INTERACTIVE_BODY, MAX_TEXT
from revisor.dominio import DATO, Variante
from revisor.hallazgo import Hallazgo, hallar
from revisor.lectura import Palabra
from revisor.proyecto import Proyecto
from revisor.trato import de_usted_o_vos

# What looks right in a document and is read with its signs on a phone (WhatsApp "format your messages").
NO_SE_VE = (
    (re.compile(r"\*\*"), "«**» se lee tal cual en WhatsApp.", "La negrita va con un asterisco: *así*."),
    (re.compile(r"__"), "«__» se lee tal cual en WhatsApp.", "La cursiva va con una raya baja: _así_."),
    (re.compile(r"\[[^\]]*\]\([^)]*\)"), "un enlace [así](dirección) se lee con todos sus signos.",
     "Escribe la dirección sola: https://..."),
    (re.compile(r"^ *#{1,6} ", re.MULTILINE), "un título con # se lee con el signo.", "Ponlo en negrita: *así*."),
    (re.compile(r"</?(?:b|i|u|a|br|p|strong|em)\b[^>]*>", re.IGNORECASE), "las etiquetas <así> se leen tal cual.",
     "Usa *negrita* o _cursiva_."),
)  # fmt: skip
SUELTO = re.compile(r"(?<= )\*(?= )")  # 3 * 4: nobody takes it for bold


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    for respuesta in proyecto.respuestas.values():
        for variante in respuesta.variantes:
            yield from _cabe(respuesta.nombre, variante)
            for resto, palabra in variante.palabras:
                yield from _se_ve(respuesta.nombre + resto, palabra)
                yield from de_usted_o_vos(respuesta.nombre + resto, palabra)
            for boton in variante.botones:
                yield from _titulo(f'{respuesta.nombre}, botón "{boton.titulo}"', boton.titulo)


def _cabe(nombre: str, variante: Variante) -> Iterator[Hallazgo]:
    limite = MAX_INTERACTIVE_BODY if variante.botones else MAX_TEXT
    largo = len(DATO.sub("", variante.texto))
    if largo > limite:
        con = "en un mensaje con botones" if variante.botones else "en un mensaje"
        problema = f"el texto tiene {largo} caracteres y {con} caben {limite}: se partiría, y Meta cobra cada mensaje."
        yield hallar(variante.texto, nombre, problema, "Acórtalo.")


def _se_ve(donde: str, palabra: Palabra) -> Iterator[Hallazgo]:
    for patron, problema, remedio in NO_SE_VE:
        if patron.search(palabra):
            yield hallar(palabra, donde, problema, remedio)
            return
    negritas = SUELTO.sub("", palabra).split("*")
    if len(negritas) % 2 == 0:
        yield hallar(palabra, donde, "a un asterisco le falta su pareja.", "La negrita se abre y se cierra: *así*.")
    elif any(negrita != negrita.strip() or not negrita for negrita in negritas[1::2]):
        problema = "hay un espacio pegado por dentro a un asterisco, y la negrita no se ve."
        yield hallar(palabra, donde, problema, "Pega los asteriscos a las palabras: *así*.")


def _titulo(donde: str, titulo: Palabra) -> Iterator[Hallazgo]:
    if "*" in titulo or "\n" in titulo:
        problema = "un título no lleva negrita ni saltos de renglón."
        yield hallar(titulo, donde, problema, "Deja solo las palabras.")
