"""Files of a case: what may come in, and where the encrypted bytes lie.

A file is written before its row, under a random name: a crash in between leaves an unreadable orphan, never a row
without its file. Nothing is ever served from this folder; `casework.reading` decrypts, and only with a grant.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from casework import sealed
from casework.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
ZIP = b"PK\x03\x04"
# extension -> (content type served, first bytes that must be there)
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (ZIP,)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (ZIP,)),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": ("audio/wav", (b"RIFF",)),
    "txt": ("text/plain; charset=utf-8", ()),
}


@dataclass(frozen=True)
class Checked:
    """An upload that may come in."""

    name: str
    content: bytes
    content_type: str
    sha256: str


def check(name: str, content: bytes) -> Checked:
    """Refused("invalid") naming the remedy if a file is empty, too large, of an unknown kind or not what its name says."""
    name = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).name[-120:]
    kind = name.rpartition(".")[2].lower()
    message = None
    if not content:
        message = _("The file is empty. Choose another one.")
    elif len(content) > MAX_BYTES:
        message = _("The file is larger than 20 MB. Split it or lower its resolution.")
    elif kind not in KINDS:
        message = _("This kind of file is not taken. Use pdf, jpg, png, docx, xlsx, mp3, wav or txt.")
    elif KINDS[kind][1] and not content.startswith(KINDS[kind][1]):
        message = _("The content is not what the name says. Save it again in the right format.")
    elif kind == "txt" and b"\x00" in content:
        message = _("This is not a plain text file. Save it again as text.")
    if message:
        raise Refused("invalid", message, {"file": [message]})
    return Checked(name, content, KINDS[kind][0], hashlib.sha256(content).hexdigest())


def path_of(code: str) -> Path:
    return Path(settings.MEDIA_ROOT) / code[:2] / code


def store(key: bytes, number: str, content: bytes) -> str:
    """Encrypt with the ticket's key and write durably; returns the file's random code."""
    code = secrets.token_hex(16)
    path = path_of(code)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(sealed.seal_bytes(key, content, f"file|{number}|{code}"))
        file.flush()
        os.fsync(file.fileno())
    return code


def load(key: bytes, number: str, code: str) -> bytes:
    return sealed.unseal_bytes(key, path_of(code).read_bytes(), f"file|{number}|{code}")
