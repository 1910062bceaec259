"""`python -m proalto.incidente`: write down a security incident, and its report to the SIC (docs/incidentes.md)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from proalto import settings as settings_module
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA
from proalto.formats.fecha import fecha_en_palabras
from proalto.gateways.expedientes import Expedientes
from proalto.services.datos import incidentes
from proalto.services.datos.incidentes import CAMPOS, Estado, Incidente
from proalto.services.operacion.textos import partes, vigente

CARPETA = "incidentes"
ALARMAS = (Estado.SIN_ESCALAR, Estado.POR_VENCER, Estado.VENCIDO)
NO_HAY = "No hay un incidente con ese código. Los que hay: "
QUEJAS = {
    incidentes.DatoDeAlguien: "Descríbelo sin cédulas, teléfonos ni correos: el reporte lo leerán otros.",
    incidentes.CampoDesconocido: f"Falta el texto, es muy largo, o el campo no es uno de: {', '.join(CAMPOS)}.",
    incidentes.FueraDeOrden: "Las fechas van en orden (detectado, escalado, reportado), sin futuro y una sola vez.",
}


class NoHay(ProAltoError):
    """There is no incident with this code."""


def main(argumentos: Sequence[str], carpeta: Path | None = None, now: datetime | None = None) -> int:
    """Return the exit code: 0 done and nothing urgent, 1 something to do soon or not done, 2 not understood."""
    orden = _ordenes().parse_args(argumentos)
    try:
        donde = carpeta or settings_module.from_environ().run_dir / CARPETA
        return int(orden.hacer(Expedientes(donde), orden, now or datetime.now(timezone.utc)))
    except NoHay as error:
        print(error, file=sys.stderr)
    except ProAltoError as error:
        print(QUEJAS.get(type(error), str(error)), file=sys.stderr)
    return 1


def _abrir(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    codigo = incidentes.siguiente_codigo(expedientes.nombres(), now)
    incidente = incidentes.abrir(codigo, orden.que_paso, orden.detectado or now, now)
    expedientes.guardar(codigo, _como_json(incidente), nuevo=True)
    print(f"{codigo}. Ahora: escálalo a quien responde por los datos.\n  incidente escalar {codigo} «nombre y cargo»")
    return 0


def _escalar(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    incidente = incidentes.escalar(_leer(expedientes, orden.codigo), orden.quien, orden.cuando or now, now)
    expedientes.guardar(incidente.codigo, _como_json(incidente))
    assert incidente.vence_en is not None
    print(f"{incidente.codigo}: el reporte a la SIC vence el {fecha_en_palabras(incidente.vence_en)}.")
    return 0


def _anotar(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    incidente = incidentes.anotar(_leer(expedientes, orden.codigo), orden.campo, orden.texto)
    expedientes.guardar(incidente.codigo, _como_json(incidente))
    print(f"{incidente.codigo}: falta {', '.join(incidente.faltan)}." if incidente.faltan else "Está completo.")
    return 0


def _informe(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    incidente = _leer(expedientes, orden.codigo)
    texto = incidentes.informe(incidente, partes("incidente"), _quien_responde(), now)
    print(expedientes.escribir_informe(incidente.codigo, texto))
    if incidente.faltan or incidente.escalado_en is None:
        print(f"Le falta: {', '.join((*incidente.faltan, *(() if incidente.escalado_en else ('escalar',))))}.")
        return 1
    return 0


def _reportado(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    incidente = incidentes.reportar(_leer(expedientes, orden.codigo), orden.radicado, now)
    expedientes.guardar(incidente.codigo, _como_json(incidente))
    print(f"{incidente.codigo}: reportado.")
    return 0


def _lista(expedientes: Expedientes, orden: argparse.Namespace, now: datetime) -> int:
    todos = [_leer(expedientes, codigo) for codigo in expedientes.nombres()]
    for uno in todos:
        vence = f", vence el {fecha_en_palabras(uno.vence_en)}" if uno.vence_en else ""
        print(f"{uno.codigo}: {uno.estado(now).value}{vence}")
    if not todos:
        print("Ninguno.")
    return 1 if any(uno.estado(now) in ALARMAS for uno in todos) else 0


def _leer(expedientes: Expedientes, codigo: str) -> Incidente:
    guardado = expedientes.leer(codigo)
    if guardado is None:
        raise NoHay(NO_HAY + (", ".join(expedientes.nombres()) or "ninguno"))
    momentos = {campo: guardado[campo] and datetime.fromisoformat(guardado[campo]) for campo in MOMENTOS}
    return Incidente(**(guardado | momentos))


MOMENTOS = ("detectado_en", "escalado_en", "reportado_en")


def _como_json(incidente: Incidente) -> dict[str, Any]:
    momentos = {campo: getattr(incidente, campo) and getattr(incidente, campo).isoformat() for campo in MOMENTOS}
    return vars(incidente) | momentos | {"dichos": dict(incidente.dichos)}


def _quien_responde() -> str:
    """Return the paragraph of the policy in force that says who answers for the data."""
    parrafos = vigente("politica").texto.split("\n\n")
    return next(
        (uno.split("*", 2)[-1].strip() for uno in parrafos if "Quién responde" in uno), partes("extracto")["entidad"]
    )


def _momento(texto: str) -> datetime:
    leido = datetime.fromisoformat(texto)
    return leido if leido.tzinfo else leido.replace(tzinfo=BOGOTA)


def _ordenes() -> argparse.ArgumentParser:
    raiz = argparse.ArgumentParser(
        prog="python -m launcher incidente", description="Incidentes de seguridad con datos."
    )
    ordenes = raiz.add_subparsers(required=True, metavar="ORDEN")
    cuando: dict[str, Any] = {"type": _momento, "help": "AAAA-MM-DDTHH:MM, hora de Bogotá; si no, ahora"}
    abrir = _orden(ordenes, "abrir", "se detectó uno", _abrir)
    abrir.add_argument("que_paso", help="qué pasó, sin datos de nadie")
    abrir.add_argument("--detectado", **cuando)
    escalar = _orden(ordenes, "escalar", "lo sabe quien responde por los datos", _escalar, "codigo", "quien")
    escalar.add_argument("--cuando", **cuando)
    anotar = _orden(ordenes, "anotar", "un campo del reporte", _anotar, "codigo")
    anotar.add_argument("campo", choices=CAMPOS)
    anotar.add_argument("texto")
    _orden(ordenes, "informe", "escribe el reporte lleno", _informe, "codigo")
    _orden(ordenes, "reportado", "ya se radicó en la SIC", _reportado, "codigo", "radicado")
    _orden(ordenes, "lista", "cuáles hay y cuándo vencen; termina en 1 si alguno urge", _lista)
    return raiz


def _orden(ordenes: Any, nombre: str, ayuda: str, hacer: Callable[..., int], *datos: str) -> argparse.ArgumentParser:
    orden: argparse.ArgumentParser = ordenes.add_parser(nombre, help=ayuda)
    orden.set_defaults(hacer=hacer)
    for dato in datos:
        orden.add_argument(dato)
    return orden


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
