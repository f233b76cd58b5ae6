"""Our settings without what the limit leaves out: middleware, auth, our URLs."""

from config.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.limits"
