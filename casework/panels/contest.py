"""A contest's entries with their ranking, and an entry's own rank: read from the contest's data through `workflows.shapes.ranking`.

An entry the reader may not see is in the list as the public notice would name it, without a link.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework import access
from casework.models import Account
from casework.panels import Panel
from casework.queries.listed import address
from casework.queries.ticket import Whole, names
from casework.shapes import Text
from workflows.shapes import ranking
from workflows.shapes.judging import CRITERIA, STAGES
from workflows.shapes.prizes import PRIZES


@dataclass(frozen=True)
class Row:
    """One entry. `rank` 0: not ranked (yet); `url` "": out of the reader's sight."""

    number: str
    url: str
    work: str
    by: str
    stage: Text
    scored: int
    judges: int
    rank: int = 0
    points: Any = ""
    prize: Text = ""


@dataclass(frozen=True)
class Content:
    called: str
    last_day: date
    weights: list[tuple[Text, int]]
    judges: list[str]
    prizes: list[tuple[Text, int, int]]
    rows: list[Row]
    ranked: bool


@dataclass(frozen=True)
class Own:
    """What an entry's page says of its contest."""

    work: str
    called: str
    contest: str
    url: str
    rank: int
    among: int
    points: str
    prize: Text


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type == "contest":
        return Panel("ranking", _("Entries and ranking"), "casework/panels/contest.html", content(whole))
    if case.type == "contest_entry":
        return Panel("rank", _("In the contest"), "casework/panels/contest_entry.html", own(whole))
    return None


def content(whole: Whole) -> Content:
    """Three statements, however many entries there are: names of the judges, the prizes left, which entries he sees."""
    data = whole.case.data
    there = data.get("entries", {})
    seen = set(access.tickets(whole.actor).filter(number__in=list(there)).values_list("number", flat=True))
    ranked = "ranked" in data and whole.case.state != "judging"
    judges = data.get("judges", [])
    called = names(set(judges))
    return Content(
        called=data["called"],
        last_day=date.fromisoformat(data["entries_until"]),
        weights=[(title, data["weights"][name]) for name, title in CRITERIA.items()],
        judges=[called.get(one, "") for one in judges],
        prizes=_prizes(whole),
        rows=_rows(data, there, seen, ranked),
        ranked=ranked,
    )  # fmt: skip


def _prizes(whole: Whole) -> list[tuple[Text, int, int]]:
    """(title, given, left) of each kind of prize the contest offers."""
    left = dict(Account.objects.filter(ticket=whole.case).values_list("key", "balance"))
    given = Counter(one.get("prize") for one in whole.case.data.get("entries", {}).values())
    kinds = [(title, given[prize], int(left.get(prize, 0))) for prize, title in PRIZES.items()]
    return [kind for kind in kinds if any(kind[1:])]


def _rows(data: Mapping[str, Any], there: Mapping[str, Any], seen: set[str], ranked: bool) -> list[Row]:
    """The ranked ones in their order, then the others as they came, then what was left out."""
    found = {one.number: one for one in ranking.ranking(data)} if ranked else {}
    others = sorted(there.keys() - found.keys(), key=lambda number: (there[number]["stage"] == ranking.OUT, number))
    rows = []
    for number in (*found, *others):
        one, place = there[number], found.get(number)
        rows.append(
            Row(
                number=number,
                url=address(number) if number in seen else "",
                work=one["work"],
                by=one["by"],
                stage=STAGES[one["stage"]],
                scored=len(ranking.sheets(data, one)),
                judges=len(ranking.judges_of(data, one)) if one["stage"] == ranking.FINAL else 0,
                rank=place.rank if place else 0,
                points=place.points if place else "",
                prize=PRIZES.get(place.prize, "") if place else "",
            )
        )
    return rows


def own(whole: Whole) -> Own:
    data = whole.case.data
    number = data.get("contest_no", "")
    seen = number and access.tickets(whole.actor).filter(number=number).exists()
    return Own(
        work=data["work"],
        called=data["contest"],
        contest=number,
        url=address(number) if seen else "",
        rank=data.get("rank", 0),
        among=data.get("among", 0),
        points=data.get("points", ""),
        prize=PRIZES.get(data.get("prize", ""), ""),
    )
