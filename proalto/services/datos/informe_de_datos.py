"""What was gathered about a person, as a report they can read: their words first, codes and marks only in the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from proalto.formats.dias_habiles import BOGOTA, momento_exacto
from proalto.formats.tabla import leer_tabla
from proalto.gateways.informe import Informe, Seccion
from proalto.services.conversacion.transcripcion import mostrado
from proalto.services.datos.mis_datos import Expediente
from proalto.services.identificacion.de_quien import MOMENTOS
from proalto.services.operacion.textos import CARPETA, partes

RENGLONES = 300  # of one table: what is more, and everything whole, is in the JSON
CALLADAS = ("id", "contacto_id", "caso_id", "tramite_id", "saliente_id", "wamid", "wamid_origen", "unido_a", "grupo",
            "cadena", "sha256", "clave", "orden", "ordinal", "intentos", "proximo_intento", "reintenta_a",
            "descartados", "puntos", "usuario_id", "evidencia_sha256", "cuerpo", "transcripcion", "evidencia",
            "reenviado", "dudoso", "anterior_id", "posicion")  # fmt: skip


@dataclass(frozen=True)
class Tabla:
    """How a table is called for the person."""

    titulo: str
    para_que: str
    resumen: bool


@cache
def tablas() -> dict[str, Tabla]:
    """Return `textos/tablas_de_datos.csv`."""
    filas = leer_tabla(CARPETA / "tablas_de_datos.csv", ("tabla", "titulo", "para_que", "resumen"), ("tabla",))
    return {
        fila.texto("tabla"): Tabla(fila.texto("titulo"), fila.valores["para_que"], fila.si_o_no("resumen"))
        for fila in filas
    }


def informe(expediente: Expediente) -> Informe:
    """Return the report."""
    textos, generado = partes("mis_datos"), datetime.fromisoformat(expediente.generado_en)
    cliente = next(iter(expediente.prestamista["cliente"]), {})
    entrada = textos["entrada"].format(
        folio=expediente.folio, cedula=str(cliente.get("cedula") or "")[-4:], filas=sum(expediente.conteo.values())
    )
    ajenas = sum(expediente.de_otras_personas.values())
    if ajenas:
        entrada += "\n\n" + textos["ajenas"].format(ajenas=ajenas)
    if expediente.otros_chats:
        entrada += "\n\n" + textos["otros_chats"]
    secciones = [_resumen(expediente)]
    for parte, filas in expediente.prestamista.items():
        lineas = tuple(_campos(fila) for fila in filas) or (textos["nada"],)
        secciones.append(Seccion(textos[f"prestamista_{parte}"], "", lineas))
    for tabla in _en_orden(expediente):
        if not _nombre(tabla).resumen:
            secciones.append(_seccion(tabla, expediente))
    pie = textos["pie"].format(folio=expediente.folio)
    return Informe(textos["entidad"], textos["titulo"], pie, generado, tuple(secciones), entrada)


def _resumen(expediente: Expediente) -> Seccion:
    lineas = tuple(
        f"{_nombre(tabla).titulo}: {cuantas}. {_nombre(tabla).para_que}".strip()
        for tabla, cuantas in ((tabla, expediente.conteo[tabla]) for tabla in _en_orden(expediente))
    )
    return Seccion(partes("mis_datos")["cuanto_hay"], "", lineas)


def _seccion(tabla: str, expediente: Expediente) -> Seccion:
    filas, nombre = expediente.asistente[tabla], _nombre(tabla)
    lineas = [_linea(tabla, fila) for fila in filas[-RENGLONES:]]
    if len(filas) > RENGLONES:
        lineas.append(partes("mis_datos")["mas"].format(cuantos=len(filas) - RENGLONES))
    return Seccion(nombre.titulo, nombre.para_que, tuple(lineas))


def _linea(tabla: str, fila: Mapping[str, Any]) -> str:
    """Return a row in one line: when, the words if it has any, and what else it says."""
    cuando = next((str(fila[momento]) for momento in MOMENTOS if fila.get(momento)), "")
    cuerpo = fila.get("cuerpo")
    dicho = ""
    if isinstance(cuerpo, dict):
        dicho = mostrado(cuerpo) if tabla == "mensajes_salientes" else _escrito(cuerpo)
        return " · ".join(filter(None, (_fecha(cuando), dicho)))
    return " · ".join(filter(None, (_fecha(cuando), _campos({k: v for k, v in fila.items() if k not in MOMENTOS}))))


def _escrito(cuerpo: Mapping[str, Any]) -> str:
    nombres = ("texto", "opcion_titulo", "leyenda", "archivo")
    return next((str(cuerpo[nombre]) for nombre in nombres if cuerpo.get(nombre)), "")


def _campos(fila: Mapping[str, Any]) -> str:
    dichos = [
        f"{columna.replace('_', ' ')}: {_valor(valor)}"
        for columna, valor in fila.items()
        if columna not in CALLADAS and valor not in (None, "", [], {})
    ]
    return " · ".join(dichos)


def _valor(valor: Any) -> str:
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if isinstance(valor, dict):
        return ", ".join(f"{clave}: {_valor(dentro)}" for clave, dentro in valor.items() if dentro not in (None, ""))
    if isinstance(valor, list):
        return "; ".join(_valor(dentro) for dentro in valor)
    return _fecha(valor) if isinstance(valor, str) and len(valor) >= 19 and valor[10:11] == "T" else str(valor)


def _fecha(momento: str) -> str:
    try:
        cuando = datetime.fromisoformat(momento[:19] + "+00:00")
    except ValueError:
        return momento
    return momento_exacto(cuando.astimezone(BOGOTA))


def _nombre(tabla: str) -> Tabla:
    return tablas().get(tabla) or Tabla(tabla.replace("_", " ").capitalize(), "", False)


def _en_orden(expediente: Expediente) -> list[str]:
    """Return the tables that hold something, those with a title first, in its order."""
    conocidas = [tabla for tabla in tablas() if expediente.asistente.get(tabla)]
    return conocidas + sorted(set(expediente.asistente) - set(conocidas))
