"""What the settings refuse to start with: a demo on a real system, keys nobody chose."""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

WEAK = ("dev-only", "django-insecure", "changeme", "change-me", "example")


def is_32_bytes(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def refuse_unsafe(
    *, demo: bool, behind_tls: bool, debug: bool, secret_key: str, index_key: str, sealed: list[str]
) -> None:
    """Raise ImproperlyConfigured, with the remedy, for settings that would put real people's data at risk."""
    if demo and behind_tls:
        raise ImproperlyConfigured(
            "SANJI_DEMO=1 together with BEHIND_TLS=1: a demo has known accounts, so never on a production system. "
            "Unset SANJI_DEMO."
        )
    if debug and not demo:
        raise ImproperlyConfigured("DEBUG=1 shows people's data in error pages; it is only allowed with SANJI_DEMO=1.")
    for entry in sealed:
        kid, _, key = entry.partition(":")
        if not kid or not is_32_bytes(key):
            raise ImproperlyConfigured(
                "SEALED_KEYS: write kid:key, key being the base64 of 32 bytes (openssl rand -base64 32)."
            )
    if not sealed:
        raise ImproperlyConfigured("SEALED_KEYS is empty: without a key nothing private could be stored.")
    if not is_32_bytes(index_key):
        raise ImproperlyConfigured("INDEX_KEY must be the base64 of 32 bytes (openssl rand -base64 32).")
    if demo:
        return
    if len(secret_key) < 50 or any(word in secret_key for word in WEAK):
        raise ImproperlyConfigured(
            "SECRET_KEY is a development default or shorter than 50 characters (openssl rand -base64 48 makes one)."
        )
    if len({index_key, *(entry.partition(":")[2] for entry in sealed)}) != len(sealed) + 1:
        raise ImproperlyConfigured("INDEX_KEY and each key in SEALED_KEYS must differ from one another.")
