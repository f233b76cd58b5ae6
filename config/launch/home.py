"""Where things lie: the checkout, its environment, and one data folder with everything a run leaves behind."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .messages import Refusal

# A unix socket's path must fit into 108 bytes with its final zero; PostgreSQL's name is the longer of ours.
SOCKET_LIMIT = 107
LONGEST_SOCKET = "/.s.PGSQL.5432.lock"


def private_folder(path: Path) -> Path:
    """Make `path` a folder only its owner may enter. Refusal if it is somebody else's or no folder."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
    except FileExistsError:
        raise Refusal(
            f"{path} is in the way: a folder is needed there; move it, or choose another --data-dir."
        ) from None
    except PermissionError:
        raise Refusal(f"You may not write to {path}: choose a folder of your own with --data-dir.") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), *_lent(path)):
        raise Refusal(f"{path} belongs to another account: start as its owner, or choose another --data-dir.")
    path.chmod(0o700)
    return path


def _lent(path: Path) -> tuple[int, ...]:
    """As root, folders lent to the service account that runs PostgreSQL are fine too."""
    return (path.lstat().st_uid,) if os.geteuid() == 0 and path.name in ("postgres", "run") else ()


@dataclass(frozen=True)
class Home:
    """Paths of one checkout (`root`) and one data folder (`data`)."""

    root: Path
    data: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def stamps(self) -> Path:
        return self.data / "stamps"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def children(self) -> Path:
        return self.data / "children.json"

    @property
    def accounts(self) -> Path:
        return self.data / "demo-accounts.json"

    @property
    def sockets(self) -> Path:
        """The 0700 folder for unix sockets: in the data folder, or a short one in /tmp where that path is too long."""
        near = self.data / "run"
        if len(os.fsencode(str(near) + LONGEST_SOCKET)) <= SOCKET_LIMIT:
            return near
        digest = hashlib.sha256(os.fsencode(str(self.data))).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"sanji-{os.geteuid()}-{digest}" / "run"

    def prepare(self) -> None:
        """Make the folders. Refusal with the remedy where that cannot be."""
        for folder in (self.data, self.secrets, self.stamps, self.logs, self.data / "mail", self.data / "attachments"):
            private_folder(folder)
        if self.sockets.parent != self.data:
            private_folder(self.sockets.parent)
        private_folder(self.sockets)


def fingerprint(*paths: Path) -> str:
    """SHA-256 over names and contents of files; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(os.fsencode(str(path)) + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()
