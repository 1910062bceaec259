"""`python -m simulator`: one process, threads, everything in memory."""

import logging
import os
import signal
import sys
import threading
from types import FrameType

from werkzeug.serving import WSGIRequestHandler, make_server

from simulator.app import create_app
from simulator.settings import SettingsMissing, read_settings
from simulator.world import build_world


class QuietHandler(WSGIRequestHandler):
    """Keeps connections alive and says nothing of requests that went well."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a page full of phones makes many requests."""

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """Say nothing: closed browsers and cut lines are daily bread here."""
        self.close_connection = True


def main() -> int:
    """Serve until told to stop; 2 if the environment is incomplete."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s simulador %(levelname)s %(message)s")
    try:
        settings = read_settings(os.environ)
    except SettingsMissing as exc:
        print(f"simulador: faltan variables de entorno: {exc}", file=sys.stderr)
        return 2
    app = create_app(build_world(settings))
    server = make_server(settings.host, settings.port, app, threaded=True, request_handler=QuietHandler)

    def stop(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"simulador: http://{settings.host}:{settings.port}/  ->  {settings.webhook_url}", flush=True)
    server.serve_forever()
    os._exit(0)  # event streams and retries still run in threads; there is nothing to save


if __name__ == "__main__":
    sys.exit(main())
