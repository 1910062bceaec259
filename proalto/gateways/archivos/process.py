"""Start the child, hand it one file, and hear its answer or its end."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proalto.errors import OutsideError, ProAltoError
from proalto.gateways.archivos.motivos import MEGA, Limites
from proalto.gateways.archivos.sandbox import READY
from proalto.settings import ROOT

_ANSWER_BYTES = 48 * MEGA  # no clean image comes near
_LINE_BYTES = 300  # too few to nest anything deep
_BOOT = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from proalto.gateways.archivos.revisor import main; main()"
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # and nothing of this process's own: it holds every secret
_LATE_SIGNALS = (-signal.SIGXCPU, -signal.SIGALRM)

Answer = tuple[dict[str, Any], bytes]


class RevisorAway(OutsideError):
    """No child could be started: this machine's fault, not the file's."""


class ChildDied(ProAltoError):
    """The child did not survive the file, or did not end in time (`late`)."""

    def __init__(self, cause: str, *, late: bool = False) -> None:
        super().__init__(cause)
        self.late = late


def ask(order: dict[str, Any], content: bytes, limits: Limites) -> Answer:
    """Return what the child says of `content`: a JSON object, and bytes (possibly none).

    Raises ChildDied, or RevisorAway when the child did not come as far as reading, or was hardly given a turn.
    """
    deadline = time.monotonic() + limits.segundos + 1  # the child's own limits end it before, and say why
    with _in_memory(content) as stdin, _started(order, stdin) as child:
        said = _listen(child, deadline)
        code = _exit_code(child, deadline)
        busy = code is None and _cpu_seconds(child.pid) < limits.segundos / 2
    if busy or not said.startswith(READY):
        raise RevisorAway("no turn on this machine" if busy else "did not start", permanent=False)
    if code != 0:
        raise ChildDied(f"exit {code}", late=code is None or code in _LATE_SIGNALS)
    return _parsed(said[len(READY) :])


@contextmanager
def _in_memory(content: bytes) -> Iterator[int]:
    """A nameless file: no pipe to block on, and a customer's document never touches a disk in clear."""
    descriptor = os.memfd_create("archivo")
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _started(order: dict[str, Any], stdin: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-I", "-c", _BOOT, json.dumps(order)]
    try:
        child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, env=_ENVIRONMENT, cwd="/")
    except OSError as error:
        raise RevisorAway(type(error).__name__, permanent=False) from error
    with child:
        try:
            yield child
        finally:
            child.kill()


def _listen(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Return what the child wrote until it closed its output, flooded us or ran out of time."""
    assert child.stdout is not None
    said, poll = bytearray(), select.poll()
    poll.register(child.stdout, select.POLLIN)
    while len(said) <= _ANSWER_BYTES:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            break
        chunk = os.read(child.stdout.fileno(), 2**16)
        if not chunk:
            break
        said += chunk
    return bytes(said)


def _exit_code(child: subprocess.Popen[bytes], deadline: float) -> int | None:
    """Return how the child ended; None if it is still there, as one that closed its output may be."""
    if child.stdout is not None:
        child.stdout.close()  # who goes on talking ends here
    try:
        return child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None


def _cpu_seconds(pid: int) -> float:
    """Return the processor time of a child that is still there (proc(5), utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _parsed(said: bytes) -> Answer:
    """Read the answer as a stranger's: whoever broke into the child wrote it."""
    line, _, content = said.partition(b"\n")
    try:
        answer = json.loads(line[:_LINE_BYTES])
    except ValueError as error:
        raise ChildDied("an answer that is not JSON") from error
    if not isinstance(answer, dict):
        raise ChildDied("an answer that is not an object")
    return answer, content
