"""What libyaml says of a file that it cannot read, for somebody who has never heard of it."""

from __future__ import annotations

import yaml

from revisor.hallazgo import Hallazgo, Lugar, hallar

# What is opened and not closed is to be mended where it was opened, not where the parser gave up.
ABIERTOS = ("while scanning a quoted scalar", "while parsing a flow")
# What the parser's words begin with or hold, and what that usually is.
CAUSAS = (
    ("found unexpected end of stream", "unas comillas se abren y no se cierran.",
     "Ciérralas al final de la frase."),
    ("character that cannot start any token", "hay un carácter que no puede ir ahí (un tabulador, % o @).",
     "Usa espacios en vez de tabuladores, y pon la frase entre comillas."),
    ("mapping values are not allowed", "hay dos puntos (:) donde no se esperaban.",
     'Si son parte de la frase, ponla entre comillas: "así: con comillas". Si no, revisa los espacios del comienzo.'),
    ("did not find expected key", "esta línea no cuadra con las de arriba.",
     "Revisa que comience con los mismos espacios que sus hermanas y que las comillas de arriba estén cerradas; "
     'dentro de una frase entre comillas, las comillas van así: \\".'),
    ("did not find expected '-' indicator", "esta línea no cuadra con las de arriba: aquí se esperaba un guion.",
     "Revisa que comience con los mismos espacios que sus hermanas, y con su guion."),
    ("could not find expected ':'", "a un nombre le faltan los dos puntos (:).",
     "Escribe nombre: valor, o pon entre comillas la frase que quedó suelta."),
    ("did not find expected ',' or ']'", "una lista entre corchetes no está bien cerrada.",
     "Separa con comas y cierra con ]; lo que lleve comas va entre comillas."),
    ("did not find expected ',' or '}'", "unas llaves no están bien cerradas.",
     "Una frase que empieza con { va entre comillas."),
    ("unknown escape character", "una barra al revés (\\) no se entiende.",
     "Escribe \\\\ si es parte de la frase, o \\n para cambiar de renglón."),
    ("undefined alias", "un asterisco (*) al comienzo de la frase se leyó como una referencia.",
     "Pon la frase entre comillas."),
    ("while scanning an alias", "un asterisco (*) al comienzo de la frase se leyó como una referencia.",
     "Pon la frase entre comillas."),
    ("control characters are not allowed", "hay un carácter invisible.",
     "Borra la línea y escríbela otra vez."),
)  # fmt: skip
OTRA = "no se puede leer como YAML."
REVISA = "Revisa esta línea y la de arriba: espacios del comienzo, guiones, dos puntos y comillas."


def en_espanol(error: yaml.YAMLError, archivo: str, texto: str) -> Hallazgo:
    """Return the finding for a syntax error, at the line where it begins."""
    dicho = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    problema, remedio = next(((p, r) for clave, p, r in CAUSAS if clave in dicho), (OTRA, REVISA))
    return hallar(Lugar(archivo, _linea(error, dicho, texto)), "el archivo", problema, remedio)


def _linea(error: yaml.YAMLError, dicho: str, texto: str) -> int:
    marca = getattr(error, "problem_mark", None)
    if dicho.startswith(ABIERTOS):
        marca = getattr(error, "context_mark", None) or marca
    if marca is None:  # an unreadable character: libyaml tells only how many bytes come before it
        return texto.encode()[: getattr(error, "position", 0)].count(b"\n") + 1
    return int(marca.line) + 1
