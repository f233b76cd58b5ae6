"""Risk of a case: level, score and what it is made of, who assessed it, when it is looked at again, how it has changed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.panels import Panel
from casework.queries.ticket import Whole, names
from casework.shapes import Text
from workflows.rights.rhythm import CONTACTS
from workflows.rights.risk import lowest_from
from workflows.rights.risk_forms import ASSESSED_WITH
from workflows.risk import RISKS, scale
from workflows.warnings.rules import book

SHOWN = 10


@dataclass(frozen=True)
class Change:
    """The level went from one to another; `why` in the words of the move or the rule, `who` "" for the clock."""

    at: datetime
    before: str
    after: str
    why: Text
    who: str


@dataclass(frozen=True)
class Content:
    risk: str
    screen: int
    score: int | None = None
    items: list[tuple[Text, int]] = field(default_factory=list)
    factors: list[Text] = field(default_factory=list)
    assessed_at: datetime | None = None
    assessor: str = ""
    together: list[Text] = field(default_factory=list)
    reassess_on: date | None = None
    contact_due: datetime | None = None
    contact_late: bool = False
    last_contact: datetime | None = None
    missed: int = 0
    lower_from: date | None = None
    safe: int = 0
    safe_wanted: int = 0
    changes: list[Change] = field(default_factory=list)


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "rights":
        return None
    data = case.data
    if case.risk == "blue" and not data.get("assessment") and not data.get("risk_log"):
        return None
    return Panel("risk", _("Risk"), "casework/panels/risk.html", _content(whole))


def _content(whole: Whole) -> Content:
    case, data = whole.case, whole.case.data
    made: dict[str, Any] = data.get("assessment", {})
    people = _people(whole, {made.get("by"), *(one.get("by") for one in data.get("risk_log", []))})
    contact = next((one for one in whole.running() if one.key in CONTACTS.values()), None)
    words = dict(ASSESSED_WITH)
    return Content(
        risk=case.risk,
        screen=data.get("score", 0),
        score=made.get("score"),
        items=_items(made),
        factors=[scale().factors[key] for key in made.get("factors", []) if key in scale().factors],
        assessed_at=_instant(made.get("at")),
        assessor=people.get(made.get("by"), ""),
        together=[words[key] for key in made.get("with", []) if key in words],
        reassess_on=date.fromisoformat(data["reassess_on"]) if data.get("reassess_on") else None,
        contact_due=contact.due_at if contact else None,
        contact_late=bool(contact and contact.due_at <= whole.now),
        last_contact=_instant(data.get("last_contact")),
        missed=data.get("missed_contacts", 0),
        lower_from=lowest_from(case) if case.risk != "blue" and case.is_open else None,
        safe=data.get("safe_contacts", 0),
        safe_wanted=scale().quiet_periods,
        changes=[_change(one, people) for one in reversed(data.get("risk_log", [])[-SHOWN:])],
    )


def _items(made: dict[str, Any]) -> list[tuple[Text, int]]:
    """Points by item, the heaviest first; what is sealed is one sum."""
    titles = {one.key: one.title for one in scale().items}
    found = sorted(made.get("points", {}).items(), key=lambda pair: -pair[1])
    shown: list[tuple[Text, int]] = [(titles.get(key, key), worth) for key, worth in found]
    if made.get("sealed_points"):
        shown.append((_("Health and habits (sealed)"), made["sealed_points"]))
    return shown


def _change(one: dict[str, Any], people: dict[Any, str]) -> Change:
    return Change(
        at=datetime.fromisoformat(one["at"]),
        before=one["from"],
        after=one["to"],
        why=why(one["why"]),
        who=people.get(one.get("by"), ""),
    )


def why(code: str) -> Text:
    """What changed the level, in words."""
    words: dict[str, Text] = {
        "assess": _("Assessment"),
        "contact": _("Safety contact"),
        "lane": _("Urgent lane"),
        "merged": _("Merged from a graver case"),
    }
    rule = book().get(code)
    return words.get(code) or (f"{rule.rule} · {rule.title}" if rule else RISKS.get(code, code))


def _people(whole: Whole, ids: set[Any]) -> dict[Any, str]:
    """Names of those who set levels; one statement if the page does not know them yet."""
    missing = {one for one in ids if isinstance(one, int)} - set(whole.people)
    return {**whole.people, **names(missing)}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
