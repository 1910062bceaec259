#!/usr/bin/env bash
# `make test`: every check and test, the quick ones first. Nothing here may be skipped in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .run/pruebas
B=.venv/bin

paso() { printf '\n▸ %s\n' "$1"; }
# Rasa prints progress bars by the thousand lines: the file keeps them, the screen gets the end when something fails.
callado() { local log=".run/pruebas/$1.log"; shift; "$@" >"$log" 2>&1 || { tail -n 40 "$log"; echo "✗ Todo en $log"; exit 1; }; }

paso "Navegador"
bash tools/navegador.sh

paso "ruff, mypy, import-linter"
$B/ruff check .
$B/ruff format --check .
$B/mypy
$B/lint-imports --no-cache | tail -n 6

paso "Cadena de suministro"
callado suministro bash tools/suministro.sh

paso "Conversaciones"
$B/python -m revisor

paso "rasa data validate"
callado validate $B/rasa data validate --max-history 4

paso "Pruebas sobre PostgreSQL"
# Two at a time, each with its own PostgreSQL; a file stays whole, for its tests share a database.
$B/python -m pytest -n 2 --dist loadfile -m "not e2e and not navegador"

paso "Modelo"
callado train $B/python -m launcher entrenar

paso "Lo que entiende de frases que nunca vio"
callado nlu $B/python -m benchmarks.nlu
grep -E "exactitud|f1_macro|fuera_de_alcance_detectado|propio_rechazado|memoria_mb" .run/pruebas/nlu.log | tail -n 5

paso "rasa test sobre las conversaciones"
callado conversaciones $B/rasa test core --model models/asistente.tar.gz --stories tests/conversations \
    --out .run/pruebas/conversaciones --fail-on-prediction-errors
grep -hoE 'Correct: +[0-9]+ / [0-9]+' .run/pruebas/conversaciones.log | tail -n 1 || true

paso "Conversaciones con el modelo entrenado"
# One by one over both processors: these wait for nobody, and share nothing but the world that each process makes.
$B/python -m pytest -n 2 --dist load -m e2e tests/matriz tests/legal

paso "De punta a punta, por webhooks firmados y en el navegador"
$B/python -m pytest -m "e2e or navegador" --ignore tests/matriz --ignore tests/legal

paso "Caos, la parte corta"
$B/python -m caos corto --semilla 7

printf '\n✓ Todo bien.\n'
