"""What a child may still do once it is about to read a stranger's file: little, and not for long."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from proalto.gateways.archivos import seccomp

READY = b"listo\n"  # what a child says once it is shut in: what fails later is the file's doing
_NOBODY = 65534


def shut(memory: int, seconds: int) -> bool:
    """Give up, for good, all but `memory` more bytes, `seconds` of CPU and of clock, and the open streams.

    Everything must be imported by now: no descriptor can be had any more, so no file and no socket either. Returns
    whether the kernel also filters system calls; without it the other limits still hold.
    """
    signal.alarm(seconds + 1)  # should the parent die first, nobody else would end this process
    if os.geteuid() == 0:
        _drop_root()
    _limit(resource.RLIMIT_AS, _mapped() + memory)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # first a signal that says why, then the end
    for nothing in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE):
        _limit(nothing, 0)
    return seccomp.install()


def _drop_root() -> None:
    with suppress(OSError):  # a container may hold a root without the right to become another
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _mapped() -> int:
    """Return the bytes of address space in use."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * resource.getpagesize()
