"""The skeleton of a PNG (ISO/IEC 15948), read without inflating a byte."""

from __future__ import annotations

from dataclasses import dataclass

from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo

_SIGNATURE_BYTES = 8
_MAX_CHUNKS = 100_000
_COMPRESSED = frozenset({b"IDAT", b"fdAT", b"iCCP", b"zTXt"})  # here any four bytes may appear by chance
_GREY, _PALETTE = 0, 3


@dataclass(frozen=True)
class Skeleton:
    width: int
    height: int
    bytes_per_pixel: int  # once decoded by Pillow, which keeps every colour in four bytes
    comments: bytes  # what is neither header nor picture
    tail: bytes  # what follows the end


def skeleton(content: bytes) -> Skeleton:
    """Return the skeleton; raise ArchivoRechazado (danado) when the end is missing."""
    comments, place = bytearray(), _SIGNATURE_BYTES
    header = content[place + 8 : place + 21] if content[place + 4 : place + 8] == b"IHDR" else b""
    for _ in range(_MAX_CHUNKS):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if len(name) < 4:
            break
        if name not in _COMPRESSED:
            comments += content[place + 8 : place + 8 + length]
        place += 12 + length
        if name == b"IEND" and header and place <= len(content):
            return _skeleton(header, bytes(comments), content[place:])
    raise ArchivoRechazado(Motivo.danado)


def _skeleton(header: bytes, comments: bytes, tail: bytes) -> Skeleton:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour = header[8], header[9]
    small = depth // 8 or 1
    return Skeleton(width, height, small if colour in (_GREY, _PALETTE) else 4, comments, tail)
