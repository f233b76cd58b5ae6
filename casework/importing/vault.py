"""Files that wait to be imported: encrypted on disk under a random name, for they are full of names."""

import base64
import os
import secrets

from casework import files, sealed


def put(content: bytes) -> str:
    """Store a file durably; returns its random code."""
    code = secrets.token_hex(16)
    key = sealed.new_key(f"import|{code}")
    path = files.path_of(code)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = sealed.seal_bytes(sealed.unwrap(key, f"import|{code}"), content, f"import|{code}")
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(base64.b64encode(key) + b"\n" + body)
        file.flush()
        os.fsync(file.fileno())
    return code


def get(code: str) -> bytes:
    key, _newline, body = files.path_of(code).read_bytes().partition(b"\n")
    return sealed.unseal_bytes(sealed.unwrap(base64.b64decode(key), f"import|{code}"), body, f"import|{code}")


def forget(code: str) -> None:
    """Take the file away once every row of it is in the cases or in the report."""
    files.path_of(code).unlink(missing_ok=True)
