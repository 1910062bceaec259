"""The Colombian municipio in what a customer wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.formats.parecido import parecidas
from proalto.formats.tabla import leer_tabla
from proalto.formats.texto import plegar

TABLA = Path(__file__).with_name("municipios.csv")
_PALABRA = re.compile(r"\w+")
_RELLENO = frozenset({
    "vivo", "resido", "estoy", "soy", "somos", "en", "de", "del", "la", "el", "mi", "ciudad",
    "municipio", "pueblo", "actualmente", "ahora", "es", "departamento", "depto", "dpto", "por",
    "favor", "gracias", "colombia", "aqui", "desde", "residencia", "vivimos",
})  # fmt: skip
_OTROS_DEPARTAMENTOS = {
    "valle": "Valle del Cauca", "guajira": "La Guajira", "san andres islas": "San Andrés y Providencia",
    "san andres": "San Andrés y Providencia", "bogota": "Bogotá D.C.", "n de santander": "Norte de Santander",
    "norte santander": "Norte de Santander", "nte de santander": "Norte de Santander", "dc": "Bogotá D.C.",
    "d c": "Bogotá D.C.", "distrito capital": "Bogotá D.C.", "ant": "Antioquia", "cund": "Cundinamarca",
}  # fmt: skip
_ABREVIADAS = {"pto": "puerto", "sta": "santa", "sto": "santo", "vcio": "villavicencio"}
_PALABRAS_MAXIMAS = 5
# A shorter name one edit away is too often another word ("casa", "pasto").
_LARGO_CORREGIBLE = 5
_LARGO_DOBLE = 9
_LARGO_MAXIMO = 30


@dataclass(frozen=True)
class Municipio:
    """A municipio and its departamento, as they are written: ("Cali", "Valle del Cauca")."""

    nombre: str
    departamento: str


def leer_municipio(texto: str) -> Municipio | None:
    """Return the municipio that `texto` names; None if none, two, or one not in the stated departamento.

    Known are the capitals and the most populous municipios. A name that two departamentos share needs one of
    them. A name with a wrong letter (two in a long one) counts only when nothing else is said.
    """
    palabras = [_ABREVIADAS.get(palabra, palabra) for palabra in _PALABRA.findall(plegar(texto))]
    hallados = _elegidos(_menciones(palabras)) or _corregidos(palabras)
    return hallados.pop() if len(hallados) == 1 else None


def _elegidos(menciones: Sequence[str]) -> set[Municipio]:
    """Return the municipios that agree with all that is named: each other name must be their departamento."""
    elegidos: set[Municipio] = set()
    for i, nombre in enumerate(menciones):
        otras = [*menciones[:i], *menciones[i + 1 :]]
        departamentos = {_departamentos()[otra] for otra in otras if otra in _departamentos()}
        if all(otra in _departamentos() or otra == nombre for otra in otras) and len(departamentos) <= 1:
            de_ahi = _por_nombre().get(nombre, ())
            elegidos.update(m for m in de_ahi if not departamentos or m.departamento in departamentos)
    return elegidos


def _corregidos(palabras: Sequence[str]) -> set[Municipio]:
    """Read a name with a wrong letter, alone or before its departamento."""
    for resto in (palabras, [p for p in palabras if p not in _RELLENO]):
        for fin in range(min(len(resto), _PALABRAS_MAXIMAS), 0, -1):
            departamento = _departamentos().get(" ".join(resto[fin:]))
            if fin < len(resto) and departamento is None:
                continue
            cercanos = {m for nombre in _parecidos(" ".join(resto[:fin])) for m in _por_nombre()[nombre]}
            if cercanos:
                return {m for m in cercanos if departamento in (None, m.departamento)}
    return set()


def _parecidos(nombre: str) -> list[str]:
    if not _LARGO_CORREGIBLE <= len(nombre) <= _LARGO_MAXIMO:
        return []
    return parecidas(nombre, _por_nombre(), tope=2 if len(nombre) >= _LARGO_DOBLE else 1)


def _menciones(palabras: Sequence[str]) -> list[str]:
    """Return the municipios and departamentos named in `palabras`, the longest at each place."""
    menciones: list[str] = []
    i = 0
    while i < len(palabras):
        trozos = (" ".join(palabras[i : i + n]) for n in range(_PALABRAS_MAXIMAS, 0, -1))
        nombre = next((t for t in trozos if t in _por_nombre() or t in _departamentos()), None)
        if nombre is not None:
            menciones.append(nombre)
        i += nombre.count(" ") + 1 if nombre else 1
    return menciones


def _clave(nombre: str) -> str:
    return " ".join(_PALABRA.findall(plegar(nombre)))


@cache
def _por_nombre() -> dict[str, tuple[Municipio, ...]]:
    por_nombre: dict[str, tuple[Municipio, ...]] = {}
    for fila in leer_tabla(TABLA, ("nombre", "departamento", "otros_nombres"), ("nombre", "departamento")):
        municipio = Municipio(fila.texto("nombre"), fila.texto("departamento"))
        for nombre in (municipio.nombre, *fila.partes("otros_nombres", alguna=False)):
            clave = _clave(nombre)
            por_nombre[clave] = (*por_nombre.get(clave, ()), municipio)
    return por_nombre


@cache
def _departamentos() -> dict[str, str]:
    nombres = {m.departamento for municipios in _por_nombre().values() for m in municipios}
    return {_clave(nombre): nombre for nombre in nombres} | _OTROS_DEPARTAMENTOS
