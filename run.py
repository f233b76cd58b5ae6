#!/usr/bin/env python3
"""Start Sanji: `python3 run.py --help`. The work is in config/launch/, which needs nothing but the standard library."""

import importlib
import importlib.util
import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))


def load_launcher():
    """Import config/launch/ as the package `launch`: importing `config` itself needs Django, which may not be there."""
    folder = os.path.join(ROOT, "config", "launch")
    spec = importlib.util.spec_from_file_location(
        "launch", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["launch"] = module
    spec.loader.exec_module(module)
    return importlib.import_module("launch.cli")


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("Sanji needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])
    sys.exit(load_launcher().main(sys.argv[1:], ROOT))
