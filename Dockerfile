# Dos imágenes de los mismos cimientos:
#   asistente   canal, mesa, worker, actions y la migración, según la orden (compose.yml)
#   rasa        lo mismo y el modelo, entrenado al construir
# docker build --target asistente -t proalto-asistente .
FROM python:3.10-slim AS base
WORKDIR /app
# Lo mismo que launcher/ambiente.py da a los procesos, pero aquí las acciones escuchan en la red de compose.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    RASA_TELEMETRY_ENABLED=false \
    TICKET_LOCK_LIFETIME=300 \
    SANIC_WORKERS=1 \
    SANIC_HOST=0.0.0.0 \
    TF_CPP_MIN_LOG_LEVEL=3 \
    CUDA_VISIBLE_DEVICES=-1 \
    OMP_NUM_THREADS=1 \
    SQLALCHEMY_SILENCE_UBER_WARNING=1 \
    HOME=/tmp

# Las dependencias, con sus huellas; después se va lo que solo sirve para probar.
FROM base AS dependencias
COPY requirements-uv.lock requirements.lock ./
RUN python -m venv /opt/uv \
    && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && python -m venv --without-pip /opt/venv \
    && /opt/uv/bin/uv pip install --no-cache --compile-bytecode --python /opt/venv/bin/python \
        --require-hashes -r requirements.lock \
    && /opt/uv/bin/uv pip uninstall --python /opt/venv/bin/python \
        pytest hypothesis playwright time-machine ruff mypy import-linter

FROM base AS entorno
COPY --from=dependencias /opt/venv /opt/venv

FROM entorno AS modelo
COPY config.yml domain.yml ./
COPY data data
COPY proalto proalto
RUN python -m rasa train --fixed-model-name asistente --out models \
    && sha256sum models/asistente.tar.gz | cut -d" " -f1 > models/asistente.sha256

FROM entorno AS asistente
COPY textos textos
COPY parametros parametros
COPY proalto proalto
COPY actions actions
COPY rasa_sdk_plugins rasa_sdk_plugins
# El diario de borrados va en un volumen, que al crearse toma el dueño de esta carpeta.
RUN useradd --system --uid 10001 --no-create-home proalto && install --directory --owner=10001 --mode=700 /var/lib/proalto
USER 10001
EXPOSE 8000 8001
# Contesta aunque otra parte falle: el canal debe seguir recibiendo. El estado de todas lo dice /salud.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/webhooks/whatsapp'); c.getresponse()"]
CMD ["gunicorn", "proalto.canal.app:create_app()", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
    "--threads", "64", "--keep-alive", "30", "--log-level", "warning"]

FROM asistente AS rasa
COPY config.yml domain.yml credentials.yml endpoints.yml ./
COPY --from=modelo /app/models models
EXPOSE 5005
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/webhooks/whatsapp/', timeout=4)"]
# endpoints.yml nombra las acciones de este computador; en compose están en otra máquina.
CMD ["sh", "-c", "sed \"s#//127.0.0.1:5055/#//${ACTIONS_HOST:-127.0.0.1}:${ACTIONS_PORT:-5055}/#\" endpoints.yml > /tmp/endpoints.yml && export MODELO_SHA256=$(cat models/asistente.sha256) && exec python -m rasa run --model models/asistente.tar.gz --credentials credentials.yml --endpoints /tmp/endpoints.yml --port 5005 --interface 0.0.0.0"]
