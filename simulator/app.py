"""The Flask application: three faces over one world, and the page."""

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from simulator.api import api_blueprint
from simulator.graph.routes import graph_blueprint
from simulator.sms import sms_blueprint
from simulator.world import World

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
BODY_MAX = 110 * 1024 * 1024


def create_app(world: World) -> Flask:
    """Build the application on this world."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    app.config["PROPAGATE_EXCEPTIONS"] = True  # the server must see a ConnectionCut
    app.register_blueprint(graph_blueprint(world))
    app.register_blueprint(sms_blueprint(world))
    app.register_blueprint(api_blueprint(world))

    @app.get("/")
    def page() -> ResponseReturnValue:
        answer = Response(render_template("index.html"))
        answer.headers["Content-Security-Policy"] = PAGE_POLICY
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.get("/salud")
    def health() -> ResponseReturnValue:
        return jsonify({"estado": "ok"})

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        if request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-cache"
        return response

    return app
