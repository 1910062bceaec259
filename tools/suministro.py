"""`python -m tools.suministro`: what could come in through the supply chain, or be left lying in the code.

bandit over what runs, each finding either mended or explained in `tools/aceptados.csv`; no secret that
`.secrets.baseline` does not know, and none there that nobody has looked at; every dependency with its hash; and no
address of a package index anywhere, for those who install decide where from. Without the network.

`python -m tools.suministro aceptar`, after looking at each: none of the secrets it finds is one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from proalto.formats.tabla import leer_tabla

RAIZ = Path(__file__).resolve().parent.parent
CODIGO = ("proalto", "actions", "launcher", "tools")
ACEPTADOS = "tools/aceptados.csv"
BASE = ".secrets.baseline"
CANDADOS = ("requirements.lock", "requirements-uv.lock")
NUCLEOS = 2
MOTIVO_MINIMO = 20
QUIENES_LO_BUSCAN = ("tools/suministro.py", "tests/tools/test_suministro.py")  # they say how it would read
_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,_-]+\])?==\S+( ; .+)? \\")
_HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")
_COMENTARIO = re.compile(r"\s*(#.*)?")
# Where packages come from, in any of the ways in which it can be said.
_INDICE = re.compile(
    r"""--(extra-)?index-url[=\s]+["']?https?:|--find-links[=\s]+["']?https?:|\b(index|extra-index|default)-?_?url\s*=
    |(PIP|UV)_[A-Z_]*(INDEX|FIND_LINKS)[A-Z_]*\s*[=:]|https?://[^\s"')]+/simple/?(\s|["')]|$)
    |https?://[^\s"')]+\.whl\b|\[\[?(tool\.uv\.index|source)\]""",
    re.VERBOSE,
)
_BINARIO = (".png", ".jpg", ".webp", ".pdf", ".ogg", ".ico", ".gz")


@dataclass(frozen=True)
class Aceptado:
    """A kind of finding that somebody has looked at: where, which rule, and how the line reads."""

    archivo: str
    regla: str
    linea: re.Pattern[str]
    motivo: str

    def cubre(self, hallazgo: Mapping[str, Any]) -> bool:
        """Tell whether a finding of bandit is of this kind."""
        archivo, linea = str(hallazgo["filename"]), str(hallazgo["linea"])
        return hallazgo["test_id"] == self.regla and fnmatch(archivo, self.archivo) and bool(self.linea.search(linea))


def main(argumentos: Sequence[str] = ()) -> int:
    """Return the exit code: 0 nothing to mend, 1 something."""
    if list(argumentos) == ["aceptar"]:
        aceptar(RAIZ)
        return 0
    with ThreadPoolExecutor(1) as hilo:
        hallados = hilo.submit(bandit, RAIZ)
        quejas = [*candados(RAIZ), *indices(RAIZ), *secretos(RAIZ)]
        quejas += sin_explicar(hallados.result(), aceptados(RAIZ / ACEPTADOS))
    for queja in quejas:
        print(f"✗ {queja}", file=sys.stderr)
    print("Cadena de suministro: nada por corregir." if not quejas else f"{len(quejas)} por corregir.")
    return 1 if quejas else 0


def bandit(raiz: Path, codigo: Sequence[str] = CODIGO) -> list[dict[str, Any]]:
    """Return bandit's findings; to each, `linea`: the line of code that it points at."""
    orden = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "--exit-zero", *codigo]
    salida = subprocess.run(orden, cwd=raiz, capture_output=True, check=True, text=True)
    informe = json.loads(salida.stdout)
    if informe["errors"]:
        raise RuntimeError(f"bandit could not read {informe['errors']}")
    hallazgos = []
    for hallazgo in informe["results"]:
        linea = (raiz / hallazgo["filename"]).read_text(encoding="utf-8").splitlines()[hallazgo["line_number"] - 1]
        hallazgos.append(hallazgo | {"filename": hallazgo["filename"].removeprefix("./"), "linea": linea.strip()})
    return hallazgos


def aceptados(archivo: Path) -> list[Aceptado]:
    """Return the findings that somebody has explained."""
    columnas = ("archivo", "regla", "linea", "motivo")
    filas = [fila.valores for fila in leer_tabla(archivo, columnas, columnas[:3])]
    return [Aceptado(f["archivo"], f["regla"], re.compile(f["linea"]), f["motivo"]) for f in filas]


def sin_explicar(hallazgos: Iterable[Mapping[str, Any]], tabla: Sequence[Aceptado]) -> list[str]:
    """Return a complaint for each finding that nobody explained, and for each explanation without a finding."""
    quejas, usados = [], set()
    for hallazgo in hallazgos:
        filas = [fila for fila in tabla if fila.cubre(hallazgo)]
        usados.update(filas)
        if not filas:
            donde = f"{hallazgo['filename']}:{hallazgo['line_number']}"
            quejas.append(f"{donde}: {hallazgo['test_id']} {hallazgo['issue_text']} «{hallazgo['linea']}»")
    sobran = [f"{ACEPTADOS}: nada corresponde a {fila.archivo} {fila.regla}" for fila in tabla if fila not in usados]
    sin_motivo = [
        f"{ACEPTADOS}: {fila.archivo} {fila.regla} no dice por qué" for fila in tabla if len(fila.motivo) < 20
    ]
    return quejas + sobran + sin_motivo


def secretos(raiz: Path) -> list[str]:
    """Return a complaint for each possible secret that the baseline does not know, or nobody has looked at."""
    base = json.loads((raiz / BASE).read_text(encoding="utf-8"))
    return comparar_secretos(_hallar(raiz), base["results"])


def aceptar(raiz: Path) -> None:
    """Write down that somebody looked at what is found now, and that none of it is a secret; say where each is."""
    base, hallados = json.loads((raiz / BASE).read_text(encoding="utf-8")), _hallar(raiz)
    conocidos = {(archivo, uno["hashed_secret"]) for archivo, unos in base["results"].items() for uno in unos}
    for archivo, unos in hallados.items():
        for uno in unos:
            if (archivo, uno["hashed_secret"]) not in conocidos:
                print(f"{archivo}:{uno['line_number']}: {uno['type']}")
            uno["is_secret"] = False
    texto = json.dumps(base | {"results": hallados}, indent=2) + "\n"
    (raiz / BASE).write_text(texto, encoding="utf-8")


def _hallar(raiz: Path) -> dict[str, Any]:
    archivos = [archivo for archivo in _versionados(raiz) if archivo != BASE]
    with ThreadPoolExecutor(NUCLEOS) as hilos:
        partes = hilos.map(lambda n: _buscar_secretos(raiz, archivos[n::NUCLEOS]), range(NUCLEOS))
        return {archivo: unos for parte in partes for archivo, unos in sorted(parte.items())}


def _buscar_secretos(raiz: Path, archivos: Sequence[str]) -> dict[str, Any]:
    orden = [sys.executable, "-m", "detect_secrets", "scan", "--no-verify", *archivos]
    salida = subprocess.run(orden, cwd=raiz, capture_output=True, check=True, text=True)
    return dict(json.loads(salida.stdout)["results"])


def comparar_secretos(hallados: Mapping[str, Any], base: Mapping[str, Any]) -> list[str]:
    """Compare two sets of results; where in the file a secret is does not count."""
    conocidos = {(archivo, uno["hashed_secret"]): uno for archivo, unos in base.items() for uno in unos}
    vistos = {(archivo, uno["hashed_secret"]): uno for archivo, unos in hallados.items() for uno in unos}
    quejas = [
        f"{archivo}:{uno['line_number']}: parece un secreto ({uno['type']}). Si lo es, cámbialo ya y sácalo"
        for (archivo, huella), uno in vistos.items()
        if (archivo, huella) not in conocidos
    ]
    for (archivo, huella), uno in conocidos.items():
        if uno.get("is_secret") is not False:
            quejas.append(f"{BASE}: {archivo}, {uno['type']}: nadie lo ha revisado")
        if (archivo, huella) not in vistos:
            quejas.append(f"{BASE}: {archivo}, {uno['type']}: ya no está en el archivo; quita la entrada")
    return quejas


def candados(raiz: Path) -> list[str]:
    """Return a complaint for each dependency without a pinned version and a hash, and for any other kind of line."""
    quejas = []
    for nombre in CANDADOS:
        espera_hash = False
        for numero, linea in enumerate((raiz / nombre).read_text(encoding="utf-8").splitlines(), start=1):
            es_hash = bool(_HASH.fullmatch(linea))
            bien = es_hash if espera_hash else bool(_PIN.fullmatch(linea) or _COMENTARIO.fullmatch(linea))
            if not bien:
                quejas.append(f"{nombre}:{numero}: no es una versión fija con su hash, ni un comentario")
            espera_hash = linea.endswith("\\")
        if espera_hash:
            quejas.append(f"{nombre}: se corta antes del hash")
    return quejas


def indices(raiz: Path) -> list[str]:
    """Return a complaint for each line of the repository that says where packages come from."""
    quejas = []
    for nombre in _versionados(raiz):
        if nombre.endswith(_BINARIO):
            continue
        lineas = (raiz / nombre).read_text(encoding="utf-8", errors="replace").splitlines()
        for numero, linea in enumerate(lineas, start=1):
            if _INDICE.search(linea) and nombre not in QUIENES_LO_BUSCAN:
                quejas.append(f"{nombre}:{numero}: nombra de dónde se instalan los paquetes")
    return quejas


def _versionados(raiz: Path) -> list[str]:
    listados = subprocess.run(["git", "ls-files", "-z"], cwd=raiz, capture_output=True, check=True)
    return [nombre for nombre in listados.stdout.decode().split("\0") if nombre and (raiz / nombre).is_file()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
