#!/usr/bin/env bash
# Makes .venv with Python 3.10 and exactly what requirements.lock names. Says what is missing and how to mend it.
set -euo pipefail
cd "$(dirname "$0")/.."

falta() { printf '\n✗ %s\n  Para arreglarlo: %s\n' "$1" "$2" >&2; exit 1; }

if [ ! -x .venv/bin/python ]; then
    echo "▸ Creando .venv con Python 3.10"
    if python3.10 --version >/dev/null 2>&1; then
        python3.10 -m venv .venv || falta "A python3.10 le falta el módulo venv." "sudo apt-get install python3.10-venv"
    elif command -v uv >/dev/null; then
        uv venv -q --seed --python 3.10 .venv || falta "uv no encontró Python 3.10." "uv python install 3.10"
    else
        falta "No encuentro Python 3.10." "instala uv (https://docs.astral.sh/uv), o python3.10 con su venv"
    fi
fi

echo "▸ Instalando las dependencias (la primera vez toma de uno a tres minutos)"
if [ ! -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock \
        || falta "No pude instalar uv." "revisa la conexión con el índice de paquetes de Python y repite la orden"
fi
.venv/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements.lock \
    || falta "No pude instalar las dependencias." "revisa la conexión y el espacio en disco, y repite la orden"
touch .venv/.listo
