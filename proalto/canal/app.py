"""The public Flask application."""

from __future__ import annotations

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.canal import avisos, certificados, salud, webhook
from proalto.logs import configure

MAX_BODY = 4 * 1024 * 1024  # Meta sends up to 3 MB


def create_app(app: App | None = None) -> Flask:
    """Return the WSGI application; gunicorn calls it without arguments."""
    if app is None:
        configure("canal")
        app = bootstrap.app()
    flask = Flask(__name__, static_folder=None)
    flask.request_class = certificados.SinDisco
    flask.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    if app.settings.proxies:  # believed only so far: whatever a visitor writes in the header stands further left
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=app.settings.proxies, x_proto=0)  # type: ignore[method-assign]
    flask.register_blueprint(webhook.blueprint(app))
    flask.register_blueprint(salud.blueprint(app))
    if app.settings.avisos_secret:
        flask.register_blueprint(avisos.blueprint(app, app.settings.avisos_secret))
    flask.register_blueprint(certificados.blueprint(app))
    flask.after_request(_harden)
    return flask


def _harden(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not response.cache_control.max_age:  # but for the style sheet
        response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    return response
