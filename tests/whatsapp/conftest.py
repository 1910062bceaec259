"""Webhooks in Meta's shapes, as raw bytes, and a Graph API of a few lines over real sockets."""

import itertools
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from proalto.whatsapp.client import WhatsAppClient

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def webhook() -> Callable[[str], bytes]:
    """Return the raw body of the fixture of that name."""
    return lambda name: (FIXTURES / f"{name}.json").read_bytes()


@dataclass
class Answer:
    """`body`: bytes as they are, or JSON; `hang`: seconds to wait first; `drop`: close without a word."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0
    drop: bool = False


@dataclass
class Asked:
    method: str
    path: str
    headers: Message
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # five is less than the threads that knock at once: on a busy machine one was turned away


class GraphDouble:
    """Queued answers come first; then files by path; then an accepted message."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._numbers = itertools.count(1)  # handlers run side by side
        self.answers: deque[Answer] = deque()
        self.paths: dict[str, Answer] = {}
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def put_media(self, content: bytes, mime_type: str) -> str:
        """Serve a file in Meta's two hops and return its media id."""
        media_id = str(5000 + len(self.paths))
        about = {
            "url": f"{self.url}/files/{media_id}",
            "mime_type": mime_type,
            "file_size": str(len(content)),
        }
        self.paths[f"/v23.0/{media_id}"] = Answer(about)
        self.paths[f"/files/{media_id}"] = Answer(content)
        return media_id

    def will_answer(self, body: Any = None, **how: Any) -> None:
        """Queue an answer (see Answer) for the next request."""
        self.answers.append(Answer({} if body is None else body, **how))

    def answer_to(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.answers:
            return self.answers.popleft()
        path = asked.path.split("?")[0]
        if path in self.paths:
            return self.paths[path]
        if path.endswith("/media"):
            return Answer({"id": "8001"})
        if path.endswith("/messages"):
            return _accepted(json.loads(asked.body), next(self._numbers))
        missing = {"message": "Unsupported get request", "code": 100, "error_subcode": 33}
        return Answer({"error": missing} if path.startswith("/v23.0/") else b"", 400 if "v23" in path else 404)


def _accepted(payload: dict[str, Any], number: int) -> Answer:
    if payload.get("status") == "read":
        return Answer({"success": True})
    contact = {"input": payload["to"], "wa_id": payload["to"].lstrip("+")} if "to" in payload else {}
    return Answer({"contacts": [contact], "messages": [{"id": f"wamid.DOBLE{number}"}]})


def _handler(double: GraphDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = double.answer_to(Asked(self.command, self.path, self.headers, body))
            double.closing.wait(answer.hang)
            if answer.drop:
                self.close_connection = True
                return
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(content)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = "Content-Length" in answer.headers

        do_POST = do_DELETE = do_GET

        def log_message(self, *_: object) -> None:
            return

    return Handler


@pytest.fixture
def graph() -> Iterator[GraphDouble]:
    double = GraphDouble()
    double.start()
    yield double
    double.stop()


@pytest.fixture
def client(graph: GraphDouble) -> WhatsAppClient:
    return WhatsAppClient(graph.url, "v23.0", "605550000000001", "TOKEN-SECRETO", timeout=(1, 0.4))
