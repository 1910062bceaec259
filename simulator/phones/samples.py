"""Small real files for what a tester cannot easily attach: a voice note and a sticker."""

from base64 import b64decode

_STICKER = (
    "UklGRhQBAABXRUJQVlA4TAgBAAAvX8AXEArIbSNJkhxr/zGGzexWRmjOlxK41v8pevrPwG0jRW2jY+abH/hD8+2/zR0XOerO"
    "DGkjt2zG5TZyy2bdgZ1tOE0lWeDZnnPAs11ngGf7ngPPMszXDHiWY77OAYWvU1DhK8iFjqTmcr7e3q37bK1CWpw22tTpWj2p"
    "QsxWXaf5LrTbnuwwT6bufeNFqHnfzqjpH7Fk8h51EZBNXajz5F7surL2XneRiEGVMnuxDjYc45N+F4Tj2SqlMf1qpNOvjmhO"
    "NkEruMeZOf1hn28p/JcIt1R+rERbej+GMoNe138txaN4FI/iUTyKR/EoHsWj0tvUMPS6Ib3uSa/b0uvO8Lo5u+7/M7A="
)
_SILENT_FRAME = b"\xf8\xff\xfe"
_RATE, _FRAME = 48_000, 960


def sticker() -> bytes:
    """A smiling WebP picture of 96 by 96 points."""
    return b64decode(_STICKER)


def voice_note(seconds: float = 3.0) -> bytes:
    """A valid Ogg Opus file, mono, of silence (RFC 7845)."""
    frames = max(1, min(200, round(seconds * _RATE / _FRAME)))
    head = b"OpusHead" + bytes([1, 1]) + (312).to_bytes(2, "little") + _RATE.to_bytes(4, "little") + bytes(3)
    tags = b"OpusTags" + (9).to_bytes(4, "little") + b"simulador" + bytes(4)
    pages = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    return b"".join(pages) + _page(4, frames * _FRAME, 2, [_SILENT_FRAME] * frames)


def _page(flags: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    header = b"OggS" + bytes([0, flags]) + granule.to_bytes(8, "little") + (1).to_bytes(4, "little")
    header += number.to_bytes(4, "little")
    table = bytes([len(packets)]) + bytes(len(packet) for packet in packets)
    page = header + bytes(4) + table + b"".join(packets)
    return header + _crc(page).to_bytes(4, "little") + table + b"".join(packets)


def _crc(data: bytes) -> int:
    remainder = 0
    for byte in data:
        remainder ^= byte << 24
        for _ in range(8):
            remainder = ((remainder << 1) ^ (0x04C11DB7 if remainder & 0x80000000 else 0)) & 0xFFFFFFFF
    return remainder
