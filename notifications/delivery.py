"""One delivery: fan out until nothing is open, send until nothing is due, then a heartbeat for the health page."""

import json
import time
from dataclasses import asdict, dataclass

from casework.sweep import beat
from notifications.outbox import BATCH, fan_out
from notifications.sending import send_due

LONGEST_SECONDS = 60  # one run ends after this even if more is open; the next run goes on


@dataclass
class Delivered:
    """`events` fanned out, letters `sent` and `failed` (they are tried again)."""

    events: int = 0
    sent: int = 0
    failed: int = 0


def deliver(*, limit: int = BATCH) -> Delivered:
    """Tell everybody what is still untold. Safe in any number of copies, and safe to miss."""
    end = time.monotonic() + LONGEST_SECONDS
    done = Delivered()
    while count := fan_out(limit):
        done.events += count
        if time.monotonic() > end:
            break
    posted = send_due(end)
    done.sent, done.failed = posted.sent, posted.failed
    beat("deliver", json.dumps(asdict(done)))
    return done
