"""Encryption of what identifies a person, and blind indexes to find a phone or a name without reading it.

Each ticket has its own data key, wrapped by a key of the keyring (setting SEALED_KEYS, "kid:base64", newest first):
destroying the wrapped key erases the person and leaves the history verifiable. AES-256-GCM with associated data, so that
a ciphertext cannot be moved to another row. It fails closed: a wrong key raises SealError, never returns ciphertext.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class SealError(Exception):
    """Sealed data cannot be written or read; the message says which key is missing or wrong, never the data."""


@lru_cache(maxsize=4)
def _parse(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    ring: dict[str, AESGCM] = {}
    for entry in keys:
        kid, _sep, encoded = entry.partition(":")
        try:
            ring[kid] = AESGCM(base64.b64decode(encoded, validate=True))
        except ValueError:
            raise SealError(
                f"SEALED_KEYS: the key {kid!r} is not base64 of 32 bytes. Make one with: openssl rand -base64 32"
            ) from None
    if not ring:
        raise SealError(
            "SEALED_KEYS is empty. Set it to kid:base64 of 32 random bytes; without it no case can be stored."
        )
    return ring


def keyring() -> dict[str, AESGCM]:
    """Key-encryption keys by id, newest first; SealError if the setting is missing or malformed."""
    return _parse(tuple(settings.SEALED_KEYS))


def _encrypt(cipher: AESGCM, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def _decrypt(cipher: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
    except InvalidTag:
        raise SealError(f"{bound_to}: wrong key, or the sealed data was changed or moved.") from None


def new_key(owner: str) -> bytes:
    """A fresh data key for `owner` (a ticket number), wrapped by the newest key of the ring."""
    return wrap(AESGCM.generate_key(256), owner)


def wrap(key: bytes, owner: str) -> bytes:
    kid, cipher = next(iter(keyring().items()))
    return kid.encode() + b"$" + _encrypt(cipher, key, f"key|{owner}")


def unwrap(wrapped: bytes | memoryview | None, owner: str) -> bytes:
    """The data key of `owner`; SealError when it was destroyed or its wrapping key is not in the ring."""
    if not wrapped:
        raise SealError(f"{owner}: the key of this case was destroyed; its sealed part cannot be read any more.")
    kid, _sep, body = bytes(wrapped).partition(b"$")
    cipher = keyring().get(kid.decode())
    if cipher is None:
        raise SealError(f"{owner}: the key {kid.decode()!r} is not in SEALED_KEYS. Add it back at the end of the list.")
    return _decrypt(cipher, body, f"key|{owner}")


def seal(key: bytes, value: Any, bound_to: str) -> bytes:
    """Encrypt a JSON value with a data key; `bound_to` names the place (table, ticket, row) it belongs to."""
    return _encrypt(AESGCM(key), json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), bound_to)


def unseal(key: bytes, sealed: bytes | memoryview, bound_to: str) -> Any:
    return json.loads(_decrypt(AESGCM(key), bytes(sealed), bound_to))


def seal_bytes(key: bytes, value: bytes, bound_to: str) -> bytes:
    return _encrypt(AESGCM(key), value, bound_to)


def unseal_bytes(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    return _decrypt(AESGCM(key), sealed, bound_to)


def seal_own(value: Any, bound_to: str) -> bytes:
    """Encrypt with the keyring itself: for drafts, which belong to a person and not to a ticket."""
    kid, cipher = next(iter(keyring().items()))
    return kid.encode() + b"$" + _encrypt(cipher, json.dumps(value, ensure_ascii=False).encode(), bound_to)


def unseal_own(sealed: bytes | memoryview, bound_to: str) -> Any:
    kid, _sep, body = bytes(sealed).partition(b"$")
    cipher = keyring().get(kid.decode())
    if cipher is None:
        raise SealError(
            f"{bound_to}: the key {kid.decode()!r} is not in SEALED_KEYS. Add it back at the end of the list."
        )
    return json.loads(_decrypt(cipher, body, bound_to))


def normal_phone(text: str) -> str:
    """Digits only, full-width forms folded, the Chinese country code dropped: how a phone number is compared."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            return digits[len(prefix) :]
    return digits


def normal_name(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def blind(field: str, value: str) -> bytes | None:
    """Keyed 16-byte index of a normalised value, None for an empty one. Equal values are seen to be equal: no more."""
    normal = normal_phone(value) if field == "phone" else normal_name(value)
    if not normal:
        return None
    return hmac.new(base64.b64decode(settings.INDEX_KEY), f"{field}|{normal}".encode(), hashlib.sha256).digest()[:16]
