"""Our settings on the copy of the database whose tickets are spread over all types (`bench/types.py`)."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES

DATABASES["default"]["NAME"] += "_types"
