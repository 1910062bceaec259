"""The skeleton of a JPEG (ITU-T T.81, annex B), read without decoding a pixel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_NEXT_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_MAX_SEGMENTS = 5_000  # a photo has some thirty
_MAX_SCANS = 40  # progressive: about ten; thousands of them keep a decoder busy for minutes


@dataclass(frozen=True)
class Skeleton:
    width: int
    height: int
    buffered: int  # bytes that a decoder holds besides the pixels: all coefficients, if progressive
    comments: bytes  # what is neither tables nor picture
    tail: bytes  # what follows the end


def skeleton(content: bytes) -> Skeleton:
    """Return the skeleton; raise ArchivoRechazado (danado) when the end is missing or no picture is inside."""
    frame: tuple[int, bytes] | None = None
    comments, scans, place = bytearray(), 0, 2
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(content, place)
        if found is None:
            break
        marker, place = found[1][0], found.end()
        if marker == _END_OF_IMAGE and frame and scans:
            return _skeleton(frame, bytes(comments), content[place:])
        if marker in _WITHOUT_LENGTH:
            continue
        segment = content[place + 2 : place + int.from_bytes(content[place : place + 2], "big")]
        place += 2 + len(segment)
        if marker in _FRAMES and frame is None:
            frame = marker, segment
        elif marker == _START_OF_SCAN and scans < _MAX_SCANS:
            scans += 1
            place = _after_scan(content, place)
        elif marker >= 0xE0:  # APPn and COM
            comments += segment
    raise ArchivoRechazado(Motivo.danado)


def _after_scan(content: bytes, place: int) -> int:
    found = _NEXT_AFTER_SCAN.search(content, place)
    return found.start() if found else len(content)


def _skeleton(frame: tuple[int, bytes], comments: bytes, tail: bytes) -> Skeleton:
    marker, segment = frame
    if len(segment) < 6 or len(segment) < 6 + 3 * segment[5]:
        raise ArchivoRechazado(Motivo.danado)
    height, width = int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big")
    sampling = [(segment[7 + 3 * n] >> 4, segment[7 + 3 * n] & 15) for n in range(segment[5])]
    widest, tallest = max((h for h, _ in sampling), default=1) or 1, max((v for _, v in sampling), default=1) or 1
    coefficients = sum(width * height * h * v // (widest * tallest) for h, v in sampling)
    return Skeleton(width, height, 2 * coefficients if marker in _PROGRESSIVE else 0, comments, tail)
