# ProAlto: `make` lists the commands.
.DEFAULT_GOAL := ayuda
SHELL := /bin/bash
PY := .venv/bin/python
LISTO := .venv/.listo
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export PYTHONPATH = $(CURDIR)

.PHONY: ayuda ambiente demo up shell test rapido modelo conversaciones revisar voz bench nlu nlu-comparar \
	caos caos-corto caos-stock bloqueo mesa-admin prelaunch rotar-llaves cadena auditoria sbom \
	suministro

ayuda:  ## esta lista
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

ambiente: $(LISTO)  ## instala lo que hace falta en .venv (las demás órdenes lo hacen solas)

$(LISTO): requirements.lock requirements-uv.lock
	@bash tools/instalar.sh

demo: $(LISTO)  ## todo, con clientes inventados y teléfonos simulados en el navegador
	@$(PY) -m launcher demo

up: $(LISTO)  ## el producto, configurado por el entorno (.env.example)
	@$(PY) -m launcher up

mesa-admin: $(LISTO)  ## crea al primer supervisor de la mesa (OTRO=1: uno más)
	@$(PY) -m launcher mesa-admin $(if $(OTRO),--otro)

rotar-llaves: $(LISTO)  ## envuelve todo con la primera de DATA_KEYS y dice cuál se puede quitar
	@$(PY) -m launcher rotar-llaves

shell: $(LISTO)  ## rasa shell, con todo lo que hay detrás
	@$(PY) -m launcher shell

modelo: $(LISTO)  ## entrena; si el asistente está corriendo, cambia de modelo sin detenerse
	@$(PY) -m launcher entrenar

test: $(LISTO)  ## todas las revisiones y pruebas
	@bash tools/probar.sh

rapido: $(LISTO)  ## solo las pruebas que no entrenan ni abren el navegador
	@$(PY) -m pytest -m "not e2e and not navegador"

conversaciones: $(LISTO)  ## qué está mal en lo que el asistente dice y entiende, y cómo se corrige
	@$(PY) -m revisor

revisar: $(LISTO)  ## ruff, mypy, import-linter
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

voz: $(LISTO)  ## diez mil entrelazados de cliente, asistente y asesores: nunca hablan dos, nunca calla nadie
	@ENTRELAZADOS=10000 $(PY) -m pytest tests/services/conversacion/test_una_sola_voz.py

bench: $(LISTO)  ## mide y escribe benchmarks/resultados.json
	@$(PY) -m benchmarks

caos: $(LISTO)  ## mata, congela y corta todo, una hora, y prueba que nada se pierde (docs/fiabilidad.md)
	@$(PY) -m caos todo

caos-corto: $(LISTO)  ## lo mismo en menos de cuatro minutos
	@$(PY) -m caos corto

caos-stock: $(LISTO)  ## las mismas fallas contra un Rasa de fábrica
	@$(PY) -m caos.stock

nlu: $(LISTO)  ## cuánto entiende de frases que nunca vio: cifras, confusiones y matriz
	@$(PY) -m benchmarks.nlu

nlu-comparar: $(LISTO)  ## compara con DIET y otras tuberías; tarda más de una hora (SOLO=logística: esas no más)
	@$(PY) -m benchmarks.nlu.comparar "$(SOLO)"

prelaunch: $(LISTO)  ## qué falta para salir en producción, y cómo se corrige
	@$(PY) -m launcher prelaunch

cadena: $(LISTO)  ## comprueba que nadie cambió el libro de autorizaciones ni la auditoría
	@$(PY) -m launcher cadena

auditoria: $(LISTO)  ## todas las pruebas de la ley en su tamaño completo; deja docs/evidencia/auditoria.json
	@$(PY) -m tools.auditoria

sbom: $(LISTO)  ## la lista de lo instalado (CycloneDX) en .run/sbom.json, comparada con los candados
	@bash tools/sbom.sh

suministro: $(LISTO)  ## bandit, secretos, huellas de las dependencias
	@bash tools/suministro.sh

bloqueo:  ## vuelve a resolver requirements.lock después de cambiar pyproject.toml
	@.venv/bin/uv pip compile -q --python $(PY) pyproject.toml --group dev --generate-hashes --no-emit-index-url \
		--no-header -o requirements.lock
