"""What the end of a case still needs: the proof of its outcome, the list of its file, or the dates of its follow-up plan.

The same table as the moves ask (workflows.rights.proof), so that page and refusal never say two things.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.panels import Panel
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.outcomes import OUTCOMES
from workflows.rights import archive, proof
from workflows.rights import states as at
from workflows.rights.closing_forms import AGREED, HANDLED
from workflows.rights.proof import Checked

TEMPLATE = "casework/panels/proof.html"
ENDED = {state.code for state in (*at.FILED, at.ARCHIVED)}
RESULTS: dict[str, Text] = {
    "reached": gettext_lazy("Reached"), "not_reached": gettext_lazy("Not reached"), "unsafe": gettext_lazy("Not suitable to call"),
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One outcome that may be handed in now, and what it lacks."""

    code: str
    title: Text
    needs: list[Checked]

    @property
    def met(self) -> int:
        return sum(one.met for one in self.needs)

    @property
    def ready(self) -> bool:
        return self.met == len(self.needs)


@dataclass(frozen=True)
class Call:
    """A date of a follow-up plan: past ones with their result."""

    on: date
    result: Text = ""
    reached: bool = False
    planned: date | None = None


@dataclass(frozen=True)
class Content:
    outcome: Text = ""
    needs: list[Checked] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    kept_until: date | None = None
    years: int = 0
    shelf: str = ""
    defects: int = 0


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type == proof.AFTERCARE:
        return Panel("plan", _("Dates of the plan"), TEMPLATE, Content(calls=_calls(whole)))
    if case.type != "rights":
        return None
    if case.state in ENDED:
        return Panel("proof", _("The file of the case"), TEMPLATE, _file(whole))
    if case.outcome:
        needs = proof.checklist(case, case.outcome)
        return Panel("proof", _("Proof of the outcome"), TEMPLATE, Content(_title(case.outcome), needs))
    codes = {at.IN_PROGRESS.code: HANDLED, at.MEDIATING.code: (*AGREED, "B3")}.get(case.state, ())
    if not codes:
        return None
    ways = [Way(code, OUTCOMES[code].title, proof.checklist(case, code)) for code in codes]
    content = Content(ways=sorted(ways, key=lambda way: not way.ready), defects=case.data.get("defects", 0))
    return Panel("proof", _("What each outcome needs"), TEMPLATE, content)


def _title(outcome: str) -> Text:
    return f"{outcome} {OUTCOMES[outcome].title}"


def _file(whole: Whole) -> Content:
    kept = whole.case.data.get("retention") or {}
    return Content(
        outcome=_title(whole.case.outcome) if whole.case.outcome else "",
        needs=archive.file_list(whole.case),
        kept_until=date.fromisoformat(kept["until"]) if kept else None,
        years=kept.get("years", 0),
        shelf=kept.get("shelf", ""),
    )


def _calls(whole: Whole) -> list[Call]:
    data = whole.case.data
    past = [
        Call(
            date.fromisoformat(one["on"]),
            RESULTS.get(one["result"], one["result"]),
            one["result"] == "reached",
            date.fromisoformat(one["planned"]),
        )
        for one in data.get("done", [])
    ]
    return past + [Call(date.fromisoformat(day)) for day in data.get("dates", [])]
