"""Magic bytes: what a file is, and what else hides in it."""

from __future__ import annotations

import re

_MAGIC = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"%PDF-", "pdf"))
# Some programs write a byte order mark or a line break first. Nothing else may come before "%PDF-": no format that
# begins so can be taken for another one.
_BEFORE_PDF = b"\xef\xbb\xbf", b"\r\n \t"

_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
# The whole harmless file, for trying an antivirus; in two pieces, lest one finds it here.
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + _EICAR + b"!$H+H*"
_END_OF_ZIP, _END_OF_ZIP_BYTES, _COMMENT_BYTES = b"PK\x05\x06", 22, 65_535
_TAR = 257, b"ustar"
# Archives, programs, documents and pages of the web: what nobody's camera or scanner adds to a file.
_FOREIGN = re.compile(
    rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\xfd7zXZ\x00|MSCF\x00|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\x7fELF|"
    rb"This program cannot be run|%PDF-|(?i:<html|<script|<svg|<iframe|<!doctype|<\?php|__HALT_COMPILER)"
)
_FOREIGN_START = re.compile(rb"MZ|\x1f\x8b\x08|BZh[1-9]|#!\s*/|\xca\xfe\xba\xbe|\x00asm|{\\rtf")
# What phones do add behind a photo: a video, its preview, the second eye, Samsung's notes.
_FROM_A_PHONE = re.compile(rb".{4}ftyp|\xff\xd8\xff", re.DOTALL)
_SAMSUNG_END = b"SEFT"
_FILLING = b"\x00\r\n\t "


def kind(content: bytes) -> str | None:
    """Return "pdf", "jpg" or "png", as the first bytes say; None for anything else."""
    mark, blanks = _BEFORE_PDF
    head = content[:16].removeprefix(mark).lstrip(blanks)
    for start, name in _MAGIC:
        if (head if name == "pdf" else content).startswith(start):
            return name
    return None


def is_test_virus(content: bytes) -> bool:
    """Tell whether this is EICAR's harmless test file, or carries it: operators try the whole road with it."""
    return _EICAR in content


def is_also_an_archive(content: bytes) -> bool:
    """Tell whether a program that opens ZIP or TAR archives would open these bytes too."""
    where, ustar = _TAR
    return content[where : where + len(ustar)] == ustar or _ends_like_zip(content)


def hides_something(extra: bytes) -> bool:
    """Tell whether bytes that are not the document (comments, what follows the end) hold another kind of file."""
    return bool(_FOREIGN.search(extra) or _FOREIGN_START.match(extra.lstrip(_FILLING)))


def hides_something_behind(tail: bytes) -> bool:
    """The same for what follows a photo's end. In megabytes of a phone's video, four bytes may look like anything."""
    if tail.endswith(_SAMSUNG_END) or _FROM_A_PHONE.match(tail) or _FROM_A_PHONE.match(tail.lstrip(_FILLING)):
        return False
    return hides_something(tail)


def _ends_like_zip(content: bytes) -> bool:
    """A ZIP is read from its end: there its directory says how long the last comment is."""
    tail = content[-(_END_OF_ZIP_BYTES + _COMMENT_BYTES) :]
    place = tail.rfind(_END_OF_ZIP)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + 22], "little")
        if 0 <= len(tail) - place - _END_OF_ZIP_BYTES - comment <= 64:  # some readers forgive a few bytes more
            return True
        place = tail.rfind(_END_OF_ZIP, 0, place)
    return False
