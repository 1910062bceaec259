"""The comparison as two Markdown tables: what each candidate understands, and what it costs."""

from __future__ import annotations

from typing import Any

ESTILOS = ("limpio", "sin tildes", "abreviado", "con errores", "largo", "indirecto")
ENTIENDE = (
    "candidato", "frases", "exactitud", "F1", *ESTILOS,
    "fuera detectado", "propio rechazado", "fuera, si se rechaza 4 % de lo propio", "error de calibración",
)  # fmt: skip
CUESTA = (
    "candidato", "frases", "épocas", "entrenar", "s por época", "100 épocas", "MB al entrenar", "MB", "p50", "p95",
)  # fmt: skip


def markdown(comparacion: dict[str, Any]) -> str:
    """Return both tables, the candidates in the given order."""
    entiende = [_entiende(nombre, cifras) for nombre, cifras in comparacion.items()]
    cuesta = [_cuesta(nombre, cifras) for nombre, cifras in comparacion.items()]
    return f"{_tabla(ENTIENDE, entiende)}\n\n{_tabla(CUESTA, cuesta)}\n"


def _entiende(nombre: str, cifras: dict[str, Any]) -> list[str]:
    partes = [cifras["exactitud"], cifras["f1_macro"], *(cifras["por_estilo"][estilo] for estilo in ESTILOS)]
    partes += [cifras["fuera_de_alcance_detectado"], cifras["propio_rechazado"], cifras["fuera_con_poco_rechazo"]]
    calibracion = f"{cifras['error_de_calibracion']:.2f}".replace(".", ",")
    return [nombre, _miles(cifras["frases"]), *map(_porcentaje, partes), calibracion]


def _cuesta(nombre: str, cifras: dict[str, Any]) -> list[str]:
    epocas, segundos = cifras["epocas"], cifras["entrenar_s"]
    por_epoca = segundos / epocas if epocas else None
    return [
        nombre,
        _miles(cifras["frases"]),
        str(epocas or "-"),
        _tiempo(segundos),
        "-" if por_epoca is None else f"{por_epoca:.{0 if por_epoca >= 10 else 1}f}".replace(".", ","),
        "-" if por_epoca is None else _tiempo(por_epoca * 100),
        *(_miles(cifras[clave]) for clave in ("entrenar_mb", "memoria_mb")),
        *(f"{cifras[clave]:.0f} ms" for clave in ("ms_p50", "ms_p95")),
    ]


def _tabla(titulos: tuple[str, ...], filas: list[list[str]]) -> str:
    lineas = [list(titulos), ["---"] * len(titulos), *filas]
    return "\n".join("| " + " | ".join(linea) + " |" for linea in lineas)


def _porcentaje(parte: float | None) -> str:
    return "no llega" if parte is None else f"{parte * 100:.1f}".replace(".", ",")


def _miles(numero: int) -> str:
    return f"{numero:,}".replace(",", ".")


def _tiempo(segundos: float) -> str:
    return f"{segundos:.0f} s" if segundos < 120 else f"{segundos / 60:.0f} min"
