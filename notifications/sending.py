"""Letters: claim under a lease, send outside any transaction, settle with the lease as the fence. Retried for ever.

At least once: a sender killed between sending and settling sends that one letter again (same Message-ID), no other.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from notifications import texts
from notifications.channels import CHANNELS, Letter, Undeliverable

log = logging.getLogger(__name__)
BATCH = 50
LEASE_SECONDS = 120
HAND_BACK_SECONDS = 60  # stop sending while the lease still has this much to run
CLAIM_SQL = """
WITH due AS (
    SELECT id FROM notifications_notification
    WHERE sent_at IS NULL AND next_try_at <= clock_timestamp() AND channel = %s
    ORDER BY next_try_at LIMIT %s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE notifications_notification n
    SET lease_until = statement_timestamp() + make_interval(secs => %s),
        next_try_at = statement_timestamp() + make_interval(secs => %s),
        attempts = attempts + 1
    FROM due WHERE n.id = due.id
    RETURNING n.id, n.kind, n.why, n.lease_until, n.ticket_id, n.recipient_id
)
SELECT taken.id, taken.kind, taken.why, taken.lease_until, t.number, u.email, u.language, u.is_active
FROM taken
JOIN casework_ticket t ON t.id = taken.ticket_id JOIN casework_user u ON u.id = taken.recipient_id
ORDER BY taken.id
"""
SETTLE = (
    "UPDATE notifications_notification SET lease_until = NULL, {} WHERE id = ANY(%(ids)s) AND lease_until = %(lease)s"
)
SENT_SQL = SETTLE.format("sent_at = clock_timestamp(), next_try_at = NULL, last_error = ''")
# 30 s, 1, 2, 4, 8, then every 10 min, each a fifth more or less, so that they do not come back as one wave.
FAILED_SQL = SETTLE.format(
    "last_error = %(error)s, next_try_at = clock_timestamp() + "
    "make_interval(secs => least(600, 30 * power(2, least(attempts, 10) - 1)) * (0.8 + 0.4 * random()))"
)
UNTRIED_SQL = SETTLE.format("attempts = attempts - 1, next_try_at = clock_timestamp()")
NEVER_SQL = SETTLE.format("last_error = %(error)s, next_try_at = NULL")


@dataclass
class Posted:
    sent: int = 0
    failed: int = 0
    down: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Taken:
    id: int
    kind: str
    why: str
    lease: datetime
    number: str
    email: str
    language: str
    active: bool

    def letter(self) -> Letter:
        subject, body = texts.letter(self.kind, self.why, self.number, self.language)
        return Letter(self.id, self.email, subject, body)


def send_due(until: float) -> Posted:
    """Send what is due on every channel that sends, until nothing is due or `until` (time.monotonic) has come."""
    done = Posted()
    for channel in CHANNELS.values():
        while channel.opens and time.monotonic() < until and channel.name not in done.down:
            taken = _claim(channel.name)
            if not taken:
                break
            _send(channel.opens, channel.name, taken, done)
    return done


def _claim(channel: str) -> list[_Taken]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_SQL, [channel, BATCH, LEASE_SECONDS, LEASE_SECONDS])
        return [_Taken(*row) for row in cursor.fetchall()]


def _send(opens: Callable[[], Any], channel: str, taken: list[_Taken], done: Posted) -> None:
    waiting = list(taken)
    stop = time.monotonic() + LEASE_SECONDS - HAND_BACK_SECONDS
    try:
        with opens() as line:
            while waiting and time.monotonic() < stop:
                _hand_over(line, waiting[0], done)
                del waiting[0]
    except OSError as error:  # smtplib's errors are OSErrors too: the line is down, for all that is left
        log.warning("Channel %s is down (%s); %d letters wait", channel, type(error).__name__, len(waiting))
        done.down.append(channel)
        done.failed += len(waiting)
        _settle(FAILED_SQL, waiting, type(error).__name__)
    else:
        _settle(UNTRIED_SQL, waiting)


def _hand_over(line: Any, one: _Taken, done: Posted) -> None:
    if not (one.active and one.email):
        _settle(NEVER_SQL, [one], "no longer here")
        return
    try:
        line.send(one.letter())
    except OSError:
        raise
    except Exception as error:  # this letter cannot be made or was refused: it waits alone, the others go on
        why = str(error) if isinstance(error, Undeliverable) else type(error).__name__
        log.warning("Notification %s was not sent: %s", one.id, why)
        done.failed += 1
        _settle(FAILED_SQL, [one], why)
        return
    _settle(SENT_SQL, [one])
    done.sent += 1


def _settle(sql: str, taken: list[_Taken], error: str = "") -> None:
    """Write down how it went, for those letters whose lease is still ours."""
    if taken:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"ids": [one.id for one in taken], "lease": taken[0].lease, "error": error[:200]})
