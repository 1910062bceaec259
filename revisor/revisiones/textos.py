"""The words in `textos/`: titles of "¿quisiste decir...?", versions of legal texts, notices."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from proalto.formats.texto import normalizar
from proalto.whatsapp.payloads import MAX_LIST_BUTTON, MAX_ROW_TITLE
from revisor.hallazgo import Hallazgo, Lugar, hallar, parecido
from revisor.proyecto import Proyecto
from revisor.trato import de_usted_o_vos

TITULOS = "textos/titulos.csv"
BOTON_DE_LISTA = "textos/boton_de_lista.txt"
SMS = "textos/sms_codigo.txt"
CERTIFICADO = "paz_y_salvo"  # it speaks of the customer to third parties
VERSIONES = "textos/versiones.csv"
LEGALES = ("autorizacion", "publicidad", "politica")
VERSION = re.compile(r"v[1-9]\d*\.txt")


def revisar(proyecto: Proyecto) -> Iterator[Hallazgo]:
    yield from _titulos(proyecto)
    yield from _versiones(proyecto.raiz)
    yield from _boton(proyecto.raiz)
    yield from _sms(proyecto.raiz)
    for archivo in sorted((proyecto.raiz / "textos").glob("*.txt")):
        for numero, renglon in enumerate(_leer(archivo).splitlines(), start=1):
            nombre = str(archivo.relative_to(proyecto.raiz))
            if archivo.stem == CERTIFICADO:
                continue
            yield from de_usted_o_vos(archivo.stem, Lugar(nombre, numero), renglon)


def _leer(archivo: Path) -> str:
    return archivo.read_text(encoding="utf-8", errors="replace") if archivo.is_file() else ""


def _titulos(proyecto: Proyecto) -> Iterator[Hallazgo]:
    filas = list(csv.reader(_leer(proyecto.raiz / TITULOS).splitlines()))
    if not filas or filas[0] != ["intencion", "titulo"]:
        yield hallar(Lugar(TITULOS), "titulos", "no empieza por «intencion,titulo».", "Déjale esa primera línea.")
        return
    vistos: dict[str, str] = {}
    for linea, fila in enumerate(filas[1:], start=2):
        if not fila:
            continue
        if len(fila) != 2:
            yield hallar(Lugar(TITULOS, linea), "titulos", "la línea no es intención,título.", "Revisa sus comas.")
            continue
        yield from _titulo(proyecto, Lugar(TITULOS, linea), *fila)
        if (otra := vistos.setdefault(normalizar(fila[1]), fila[0])) != fila[0]:
            problema = f"«{fila[1]}» es también el título de {otra}."
            yield hallar(Lugar(TITULOS, linea), fila[0], problema, "Cambia uno: juntos no se distinguen.")


def _titulo(proyecto: Proyecto, lugar: Lugar, intencion: str, titulo: str) -> Iterator[Hallazgo]:
    if not 0 < len(titulo) <= MAX_ROW_TITLE:
        problema = (
            f"el título «{titulo}» tiene {len(titulo)} caracteres y en una fila de la lista caben {MAX_ROW_TITLE}."
        )
        yield hallar(lugar, intencion, problema, "Acórtalo." if titulo else "Escríbelo.")
    conocidas = proyecto.frases if "/" in intencion else proyecto.nombres("intents")
    if intencion not in conocidas:
        remedio = parecido(intencion, conocidas, "Corrígela, o borra la línea.")
        yield hallar(lugar, intencion, "no es una intención.", remedio)
    yield from de_usted_o_vos(intencion, lugar, titulo)


def _versiones(raiz: Path) -> Iterator[Hallazgo]:
    publicadas = _publicadas(raiz)
    for carpeta in LEGALES:
        for archivo in sorted((raiz / "textos" / carpeta).glob("*")):
            lugar, dicha = Lugar(str(archivo.relative_to(raiz))), publicadas.pop((carpeta, archivo.stem), None)
            if not VERSION.fullmatch(archivo.name):
                yield hallar(lugar, carpeta, "no se llama como una versión.", "Llámalo v2.txt, v3.txt...")
            elif not (texto := _leer(archivo).strip()):
                yield hallar(lugar, carpeta, "está vacío.", "Escríbelo, o bórralo.")
            else:
                yield from _publicada(lugar, carpeta, archivo.stem, hashlib.sha256(texto.encode()).hexdigest(), dicha)
    for carpeta, version in publicadas:
        problema = f"dice que se publicó {carpeta}/{version}.txt, y no está."
        yield hallar(Lugar(VERSIONES), carpeta, problema, "Lo publicado no se borra: recupéralo.")


def _publicada(lugar: Lugar, carpeta: str, version: str, huella: str, dicha: str | None) -> Iterator[Hallazgo]:
    """A published text is never edited: customers answered to those very words."""
    if dicha is None:
        remedio = (
            "Cuando esté listo, agrega este renglón, con «si» o «no» según cambie para qué se usan los datos: "
            f"{carpeta},{version},{huella},si"
        )
        yield hallar(lugar, carpeta, f"no está en {VERSIONES}.", remedio)
    elif dicha != huella:
        problema = "ya se publicó, y ahora dice otra cosa."
        yield hallar(lugar, carpeta, problema, "Déjalo como estaba y escribe la versión siguiente.")


def _publicadas(raiz: Path) -> dict[tuple[str, str], str]:
    renglones = [r for r in _leer(raiz / VERSIONES).splitlines() if r.strip() and not r.startswith("#")]
    return {(fila[0], fila[1]): fila[2] for fila in csv.reader(renglones[1:]) if len(fila) == 4}


def _boton(raiz: Path) -> Iterator[Hallazgo]:
    titulo = _leer(raiz / BOTON_DE_LISTA).strip()
    if not 0 < len(titulo) <= MAX_LIST_BUTTON:
        problema = f"«{titulo}» tiene {len(titulo)} caracteres y en el botón de la lista caben {MAX_LIST_BUTTON}."
        yield hallar(Lugar(BOTON_DE_LISTA), "boton_de_lista", problema, "Acórtalo." if titulo else "Escríbelo.")


def _sms(raiz: Path) -> Iterator[Hallazgo]:
    huecos = re.findall(r"\{([^}]*)\}?|(\})", _leer(raiz / SMS))
    if [hueco for hueco, _ in huecos] != ["codigo"]:
        problema = "debe llevar {codigo} una sola vez, y ninguna otra llave."
        yield hallar(Lugar(SMS), "sms_codigo", problema, "Sin él, el código no se podría enviar.")
