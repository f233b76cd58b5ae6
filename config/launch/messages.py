"""What the person at the terminal reads: one line a step, one sentence for a refusal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """The launcher cannot go on. The text is one sentence that ends with the remedy."""


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print what is being done, and when it is done the seconds it took."""
    started = time.monotonic()
    print(f"  {title} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def tail(text: str, lines: int = 15) -> str:
    """The last `lines` lines of `text`, indented: enough of a log to see why."""
    return "\n".join("    " + line for line in text.rstrip().splitlines()[-lines:])
