"""What a paper takes from its case at the moment of signing.

Nothing is decrypted here. Facts that name nobody are copied; people, the story and private texts of moves are referred to
by rows that never change (a version of a party, the ticket's own sealed part, an event), so the paper always says what
it said when it was signed, and reading it is a look at identity like any other: `casework.papers.identity`, with a ReadLog.
"""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise

from casework import clocks, places
from casework.models import Attachment, Clock, Paper
from casework.queries import why
from casework.work import Work
from workflows.classifications import CHANNELS, OUTCOMES, category_title
from workflows.ladder import Level, ancestor_at, level_of
from workflows.papers import KINDS, PaperKind

FILE_WORDS = {"agreement": "协议", "record": "笔录", "notice": "通知", "evidence": "证据"}
DATED, TO = "_dated", "_to"  # in the fields of a PaperOrder: day printed on it, party it goes to
EVENTS = "_events"  # in the fields of a PaperOrder: {entry: (seq of an event, name of its private field)}


def of(case: Any, kind: PaperKind, fields: dict[str, Any], work: Work | None = None) -> dict[str, Any]:
    """The content to seal: JSON-ready. `work`: the transaction that signs, whose changed clocks are not yet in the table."""
    parties, parties_of = _parties(case)
    with translation.override("zh-hans"):
        entered = {name: _plain(value) for name, value in fields.items() if not name.startswith("_")}
        return {
            "dated": _plain(fields.get(DATED)),
            "to": fields.get(TO, ""),
            "fields": entered,
            "events": {name: list(where) for name, where in fields.get(EVENTS, {}).items()},
            "parties": parties,
            "parties_of": parties_of,
            "facts": {
                **_facts(case),
                "unit": issuer(kind, case.unit_id),
                "signer": "" if case.actor.is_system else case.actor.name,
            },
            "clocks": [_clock(case, clock, old) for clock, old in _clocks(case, work)] if _has(kind, "clock") else [],
            "index": index(case, work) if kind.live else [],
        }


def issuer(kind: PaperKind, unit: str) -> str:
    """Who issues a paper of this unit: the organ's own full name, never a department's (domain.md §8.1)."""
    place = unit
    if kind.issuer == "district" and level_of(unit) < Level.DISTRICT:
        place = ancestor_at(unit, Level.DISTRICT)
    last = settings.PAPER_COMMITTEE if kind.issuer == "committee" else settings.PAPER_ORGAN
    return full_name(place) + last


def full_name(code: str) -> str:
    """秦淮区夫子庙街道贡院社区: the unit with those above it, down from the district, in Chinese."""
    chain = [code[:length] for length in (6, 9, 12) if length <= len(code)] or [code]
    known = places.all_places()
    return "".join(known[one].name_zh for one in chain if one in known) or code


def day_words(day: date | datetime | str | None) -> str:
    """2026年11月24日; "" for None."""
    if not day:
        return ""
    if isinstance(day, str):
        try:
            day = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
        except ValueError:
            return str(day)
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(text: str) -> str:
    """A value as it is printed: ISO days and instants in words, everything else as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day_words(text)
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
        at = datetime.fromisoformat(text)
        return f"{day_words(at)}{timezone.localtime(at) if at.tzinfo else at:%H时%M分}"
    return text


def due_day(at: datetime) -> str:
    """The last day of a term that ends at this instant; the end of a day belongs to that day."""
    local = timezone.localtime(at)
    last = local.date() if (local.hour, local.minute) != (0, 0) else date.fromordinal(local.date().toordinal() - 1)
    return day_words(last)


def _plain(value: Any) -> Any:
    """A value as JSON holds it; a label of a choice becomes its words, in the language of the paper."""
    if isinstance(value, Promise):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _parties(case: Any) -> tuple[dict[str, str], str]:
    """(present parties by code, number of the ticket they belong to): a child ticket without people has its parent's."""
    own = dict(case.data.get("parties", {}))
    if own or not (case.parent_id or case.family.parent):
        return own, case.number
    parent = case.family.parent
    return dict(parent.data.get("parties", {})), parent.number


def _facts(case: Any) -> dict[str, str]:
    outcome = OUTCOMES.get(case.outcome)
    return {
        "case.number": case.number,
        "case.category": str(category_title(case.category)) if case.category else str(case.workflow.title),
        "case.channel": str(dict(CHANNELS).get(case.channel, "")),
        "case.opened_on": day_words(case.opened_at),
        "case.accepted_on": day_words(case.data.get("accepted_on")),
        "case.closed_on": day_words(case.closed_at),
        "case.place": full_name(case.place_id),
        "case.unit": full_name(case.unit_id) + settings.PAPER_ORGAN,
        "case.persons": str(case.data.get("persons") or 1),
        "case.outcome": str(outcome.title) if outcome else "",
    }


def _has(kind: PaperKind, item: str) -> bool:
    return any(item in one for one in kind.body)


def index(case: Any, work: Work | None = None) -> list[list[str]]:
    """What lies in the file, in order of time: number, title, day, remark. Nothing in it names anybody."""
    papers = [*Paper.objects.filter(ticket_id=case.pk), *(work.papers if work else [])]
    files = Attachment.objects.filter(ticket_id=case.pk)
    with translation.override("zh-hans"):
        rows = [
            (
                one.signed_at,
                [one.number, KINDS[one.kind].heading, day_words(one.signed_at), "作废" if one.voided_at else ""],
            )
            for one in papers
            if one.kind in KINDS
        ]
        rows += [
            (one.added_at, ["", f"附件（{FILE_WORDS.get(one.kind, '其他')}）", day_words(one.added_at), ""])
            for one in files
        ]
    return [row for _at, row in sorted(rows, key=lambda one: one[0])]


def _clocks(case: Any, work: Work | None) -> list[tuple[Clock, datetime | None]]:
    """Running clocks as this transaction leaves them, each with the instant it was due before."""
    found: list[tuple[Clock, datetime | None]] = []
    if case.pk is not None:
        for row in clocks.of([case.pk])[case.pk]:
            now = work.clocks.get(row.pk, row) if work else row
            found.append((now, row.due_at if now.due_at != row.due_at else None))
    if work:
        found.extend((clock, None) for clock in work.new_clocks if clock.ticket is case)
    return [(clock, old) for clock, old in found if clocks.is_running(clock)]


def _clock(case: Any, clock: Clock, old: datetime | None) -> dict[str, Any]:
    reasons = why.explain_clock(clock, case)
    policy = why.policy_of(clock)
    return {
        "key": clock.key,
        "title": str(policy.title) if policy else clock.key,
        "citation": policy.citation if policy else "",
        "due": due_day(clock.due_at),
        "old": due_day(old) if old else "",
        "why": [str(one.text) for one in reasons.why if one.kind != "calendar"] if reasons else [],
    }


def layout(kind: PaperKind) -> dict[str, Any]:
    """The words of the form itself, so that a later edition of a layout does not change what was signed."""
    return {
        "heading": kind.heading,
        "look": kind.look,
        "anchor": kind.anchor,
        "copies": list(kind.copies),
        "also": dict(kind.also),
        "words": {name: dict(words) for name, words in kind.words.items()},
        "body": [dict(item) for item in kind.body],
        "entries": {
            one.name: {
                "printed": one.printed,
                "asks": one.asks.value,
                "choices": {code: zh for code, (zh, _label) in one.choices.items()},
            }
            for one in kind.entries
        },
    }
