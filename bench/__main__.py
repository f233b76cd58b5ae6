"""`python3 run.py bench [core|sweep|deadlines|redating|scale|imports|numbering|reports|types] [--tickets N] [--requests N]`: figures as shares of a limit of the same run."""

import argparse
import os
import sys

WHAT = ("core", "sweep", "deadlines", "redating", "scale", "imports", "numbering", "reports", "types")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="core", choices=[*WHAT, "all"])
    parser.add_argument("--tickets", type=int, default=100_000, help="tickets in the database (default 100,000)")
    parser.add_argument("--requests", type=int, default=400, help="measured requests for each line (default 400)")
    parser.add_argument("--port", type=int, default=8899)
    options = parser.parse_args()
    os.environ["SANJI_BENCH"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from bench import core, deadlines, imports, numbering, redating, reports, scale, sweep, types

    runs = {
        "core": [core],
        "sweep": [sweep],
        "deadlines": [deadlines],
        "redating": [redating],
        "scale": [scale],
        "imports": [imports],
        "numbering": [numbering],
        "reports": [reports],
        "types": [types],
        "all": [core, sweep, deadlines, redating, scale],
    }
    return max(part.run(options) for part in runs[options.what])


if __name__ == "__main__":
    sys.exit(main())
