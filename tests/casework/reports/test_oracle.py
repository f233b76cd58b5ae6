# ruff: noqa: S608 - the statements are put together from the constants of this file
"""The rates against SQL written by hand: 50,000 random matters and their children, several periods and areas.

The statements below share nothing with casework.reports but the table: formulas of domain.md §2.7, read a second time.
"""

import datetime as dt

import pytest
from django.db import connection

from casework.reports import counting
from casework.reports.periods import Period
from casework.reports.rates import RATES
from casework.reports.scope import Scope
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, STREET, Cast

TODAY = dt.date(2026, 11, 26)
MATTERS = 50_000
TICKETS = """
INSERT INTO casework_ticket (number, type, state, is_open, is_waiting, level, place_id, unit_id, assisting, category, risk, channel,
    title_text, outcome, data, cycle, version, opened_at, updated_at)
SELECT 'ORACLE-' || n, 'rights', 'closed', false, false, 1, '320104001001', '320104001001', '{}', '', 'blue', '', '', '', '{}', 1, 1,
    now(), now() FROM generate_series(1, %(rows)s) n
"""
# Each random day is drawn beside the others, so that every order of days occurs.
FACTS = """
WITH base AS (
    SELECT t.id, row_number() OVER (ORDER BY t.id) AS n, date '2024-11-01' + (random() * 755)::int AS opened,
        random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7, random() AS r8,
        random() AS r9, random() AS r10, random() AS r11, random() AS r12, random() AS r13, random() AS r14
    FROM casework_ticket t WHERE t.number LIKE 'ORACLE-%%'
), dated AS (
    SELECT *, least(opened + (r1 * 120)::int, %(today)s) AS closed, r2 < 0.8 AS done FROM base
)
INSERT INTO casework_casefact (ticket_id, family, type, place, unit, level, category, channel, nature, track, risk, violent, minor, is_open,
    state, outcome, opened_on, told_on, accepted_on, due_on, closed_on, on_time, proven, mediated, satisfaction, follow_up, reopened,
    escalated, returned, extended, pressed, contacts, breached, first_due_on, first_closed_on, recurred_on, second_contact_on,
    last_contact_on, mediation_ended_on, agreement, agreed_on, performed_on, confirmable, confirmed, resolved, anonymous, calls, age, more,
    updated_at)
SELECT id, CASE WHEN n > %(matters)s THEN id - %(matters)s END,
    CASE WHEN n <= %(matters)s THEN CASE WHEN r14 < 0.03 THEN 'suggestion' ELSE 'rights' END
        ELSE (ARRAY['performance', 'performance', 'police_report', 'written_warning', 'protection_order'])[1 + trunc(r13 * 5)::int] END,
    (ARRAY['320104', '320104001', '320104001001', '320104001002', '320104002', '320104002001', '320105001001'])[1 + trunc(r12 * 7)::int],
    '320104', 1, '0102', 'hotline', '', '', 'blue', r3 < 0.3, false, NOT done,
    CASE WHEN n <= %(matters)s THEN 'x' ELSE (ARRAY['released', 'due', 'police_told', 'reported', 'declined', 'visiting', 'visited', 'asked',
        'filed', 'before_court', 'rejected', 'in_force', 'expired', 'to_offer'])[1 + trunc(r11 * 14)::int] END,
    CASE WHEN done THEN (ARRAY['A1','B1','B2','B3','C1','C2','C3','D1','D2','E1','E2','F1','F2','F3','X1','X2','X3','Z1',''])[1 + trunc(r4 * 19)::int]
        ELSE '' END,
    opened, CASE WHEN r5 < 0.8 THEN opened + (r5 * 30)::int END, CASE WHEN r6 < 0.9 THEN opened + (r6 * 10)::int END,
    CASE WHEN r7 < 0.9 THEN opened + (r8 * 90)::int END, CASE WHEN done THEN closed END,
    CASE WHEN r9 < 0.4 THEN true WHEN r9 < 0.8 THEN false END, r10 < 0.9, false,
    (ARRAY['', 'satisfied', 'mostly', 'unsatisfied'])[1 + trunc(r11 * 4)::int],
    (ARRAY['', 'reached', 'not_reached', 'unsafe'])[1 + trunc(r12 * 4)::int], (r13 * 1.2)::int,
    (r1 * 1.4)::int, (r2 * 1.4)::int, (r3 * 1.4)::int, (r4 * 1.4)::int, 1, r5 < 0.2,
    CASE WHEN r6 < 0.95 THEN opened + (r7 * 90)::int END, CASE WHEN done OR r8 < 0.3 THEN least(closed, opened + (r9 * 100)::int) END,
    CASE WHEN r10 < 0.2 THEN closed + (r11 * 250)::int END, CASE WHEN r12 < 0.3 THEN opened + (r13 * 400)::int END,
    CASE WHEN r14 < 0.3 THEN opened + (r13 * 400)::int END, CASE WHEN r1 < 0.4 THEN opened + (r2 * 60)::int END,
    CASE WHEN r3 < 0.5 THEN '' WHEN r3 < 0.8 THEN 'written' ELSE 'oral' END, CASE WHEN r3 >= 0.5 THEN opened + (r4 * 60)::int END,
    CASE WHEN r5 < 0.6 THEN opened + (r6 * 120)::int END, r7 < 0.6, r8 < 0.4,
    CASE WHEN done THEN CASE WHEN r9 < 0.5 THEN true WHEN r9 < 0.9 THEN false END END, r10 < 0.1, (r11 * 4)::int, '', '{}', now()
FROM dated
"""

MATTER = "outcome NOT IN ('X1', 'X2', 'X3')"
COUNTED = "outcome NOT IN ('A1', 'C3', 'F3', 'X1', 'X2', 'X3')"
DONE = "outcome IN ('B1', 'B2', 'B3', 'C1', 'C2', 'D1', 'D2', 'E1', 'E2', 'F1', 'F2', 'Z1')"
RECEIVED = f"type = 'rights' AND opened_on BETWEEN %(first)s AND %(last)s AND {MATTER}"
CLOSED = "type = 'rights' AND closed_on BETWEEN %(first)s AND %(last)s"
IN_RATE = f"""type = 'rights' AND {COUNTED} AND accepted_on <= %(done)s AND (is_open OR closed_on >= %(first)s)"""
SETTLED = """resolved AND NOT EXISTS (SELECT 1 FROM casework_casefact k WHERE k.family = f.ticket_id AND k.type = 'performance'
    AND k.state <> 'released' AND k.performed_on IS NULL)"""
OWED = "k.family = f.ticket_id AND k.type = 'performance' AND k.state <> 'released'"
PROMISED = f"""(SELECT max(k.due_on) FROM casework_casefact k WHERE {OWED}) BETWEEN %(first)s AND %(last)s
    AND NOT EXISTS (SELECT 1 FROM casework_casefact k WHERE {OWED} AND k.due_on > %(due)s AND k.performed_on IS NULL)"""
KEPT = f"NOT EXISTS (SELECT 1 FROM casework_casefact k WHERE {OWED} AND (k.performed_on IS NULL OR k.performed_on > k.due_on))"
MEDIATED = f"type = 'rights' AND mediation_ended_on BETWEEN %(first)s AND %(last)s AND {MATTER}"
RATED = "satisfaction IN ('satisfied', 'mostly', 'unsatisfied')"
AGAIN = "(last_contact_on IS NULL OR last_contact_on <= closed_on OR last_contact_on > closed_on + 90)"


def has(kind: str, *states: str) -> str:
    listed = ", ".join(f"'{state}'" for state in states)
    return f"EXISTS (SELECT 1 FROM casework_casefact k WHERE k.family = f.ticket_id AND k.type = '{kind}' AND k.state IN ({listed}))"


VIOLENT = f"{RECEIVED} AND violent"
# rate: (denominator, what the numerator has besides)
ORACLE: dict[str, tuple[str, str]] = {
    "closing": (f"{IN_RATE} AND (closed_on <= %(done)s OR first_due_on <= %(due)s)", f"closed_on <= %(done)s AND {DONE} AND proven"),
    "gross": (IN_RATE, "closed_on <= %(done)s"),
    "on_time": (
        f"type = 'rights' AND {MATTER} AND first_due_on BETWEEN %(first)s AND %(last)s AND first_due_on <= %(due)s",
        "on_time AND proven AND NOT (is_open AND reopened > 0)",
    ),
    "told": (f"{RECEIVED} AND NOT anonymous AND (told_on IS NOT NULL OR opened_on + 15 <= %(due)s)", "told_on <= opened_on + 15"),
    "resolution": (f"{CLOSED} AND {COUNTED} AND proven AND resolved IS NOT NULL", SETTLED),
    "mediation": (MEDIATED, SETTLED),
    "agreement": (MEDIATED, "agreement <> ''"),
    "performance": (PROMISED, KEPT),
    "confirmation": (f"type = 'rights' AND confirmable AND agreed_on BETWEEN %(first)s AND %(last)s AND {MATTER}", "confirmed"),
    "satisfaction": (f"{CLOSED} AND {COUNTED} AND {RATED}", "satisfaction IN ('satisfied', 'mostly')"),
    "answering": (f"{CLOSED} AND {COUNTED} AND follow_up = 'reached'", RATED),
    "follow_up": (
        f"{CLOSED} AND {COUNTED} AND outcome NOT IN ('F2', 'Z1') AND follow_up <> 'unsafe'", "(follow_up = 'reached' OR calls >= 3)",
    ),
    "once": (
        f"type = 'rights' AND {COUNTED} AND first_closed_on BETWEEN %(first)s AND %(last)s AND first_closed_on + 90 <= %(done)s",
        f"resolved AND reopened = 0 AND proven AND {AGAIN}",
    ),
    **{
        f"repeat_{n}": (
            "type = 'rights' AND opened_on BETWEEN %(first)s AND %(last)s AND outcome NOT IN ('X2', 'X3')",
            f"second_contact_on <= opened_on + {n}",
        )
        for n in (30, 90, 365)
    },
    **{
        key: (RECEIVED, f"{column} > 0")
        for key, column in (("escalated", "escalated"), ("returned", "returned"), ("extended", "extended"), ("pressed", "pressed"))
    },
    "overdue": (RECEIVED, "breached"),
    "police": (VIOLENT, has("police_report", "police_told", "reported")),
    "warning": (VIOLENT, has("written_warning", "visiting", "visited")),
    "order_filed": (VIOLENT, has("protection_order", "filed", "before_court", "rejected", "in_force", "expired")),
    "order_issued": (VIOLENT, has("protection_order", "in_force", "expired")),
    **{
        f"relapse_{n}": (
            f"type = 'rights' AND violent AND {MATTER} AND first_closed_on BETWEEN %(first)s AND %(last)s AND first_closed_on + {n} <= %(done)s",
            f"recurred_on <= first_closed_on + {n}",
        )
        for n in (90, 180)
    },
}  # fmt: skip


def random_matters(matters: int = MATTERS, children: int = 20_000) -> None:
    """The rows, in a few statements."""
    with connection.cursor() as cursor:
        words = {"rows": matters + children, "matters": matters, "today": TODAY}
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # tickets without events: only their ids matter here
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(TICKETS, words)
        cursor.execute(FACTS, words)
        cursor.execute("ANALYZE casework_casefact")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


PERIODS = ("2026", "2025", "2026-H1", "2026-Q3", "2026-Q4", "2026-08", "2026-11")
AREAS = (DISTRICT, STREET, OTHER_STREET, COMMUNITY)


def by_hand(key: str, area: str, period: Period) -> tuple[int, int]:
    below, more = ORACLE[key]
    done = min(period.last, TODAY)
    words = {
        "first": period.first, "last": period.last, "done": done, "due": min(period.last, TODAY - dt.timedelta(days=1)),
        "area": f"{area}%",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE {more}), count(*) FROM casework_casefact f WHERE place LIKE %(area)s AND {below}",
            words,
        )
        n, d = cursor.fetchone()
    return n, d


def test_the_oracle_knows_every_rate() -> None:
    assert set(ORACLE) == set(RATES)


@pytest.mark.slow
def test_every_rate_is_what_sql_written_by_hand_says(cast: Cast) -> None:
    random_matters()
    for code in PERIODS:
        for area in AREAS if code in ("2026-Q3", "2026-08") else AREAS[:1]:
            agree_on_every_rate(code, area)
    parts_add_up("2026-Q3")


def agree_on_every_rate(code: str, area: str) -> None:
    period = Period.parse(code)
    assert period is not None
    found = counting.rates(Scope((area,)), period, TODAY)
    for key in RATES:
        assert (found[key].n, found[key].d) == by_hand(key, area, period), (key, area, code)
    assert sum(share.d > 0 for share in found.values()) > 20, "the rows are rich enough to tell something"
    assert sum(0 < share.n < share.d for share in found.values()) > 15


def parts_add_up(code: str) -> None:
    """The streets of a district, and what arose at the district itself, make the district."""
    period = Period.parse(code)
    assert period is not None
    whole = counting.rates(Scope((DISTRICT,)), period, TODAY)
    parts = counting.by_part(Scope((DISTRICT,)), period, TODAY, digits=9)
    for key in RATES:
        assert sum(part[key].n for part in parts.values()) == whole[key].n
        assert sum(part[key].d for part in parts.values()) == whole[key].d
