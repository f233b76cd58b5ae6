"""Finding ticket types by the folder they lie in, as Django finds an app's `admin.py`."""

import importlib
import pkgutil

from workflows import types


def import_own_types() -> None:
    """Import every module of workflows/types; each registers its class."""
    for module in pkgutil.iter_modules(types.__path__):
        importlib.import_module(f"{types.__name__}.{module.name}")
