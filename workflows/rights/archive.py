"""The archive (归档): a finished case is filed when its file is complete, for as long as its class asks (domain.md §8.4).

The days until filing are the archive's clock, not the handler's: a closed case never counts as late for it.
"""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import proof
from workflows.rights import states as at
from workflows.rights.closing_forms import ArchiveForm
from workflows.rights.guards import is_sensitive
from workflows.rights.proof import AFTERCARE, Checked, Need
from workflows.rights.rules import rules
from workflows.roles import DISTRICT, SUPERVISOR, Actor

DEADLINES = (
    Deadline("rec.archive", starts=at.FILED, stops=(at.ARCHIVED, at.REOPENED, *at.REVIEWS), who="ext", each=True),
)
RIGHTS = ("xf.review_request", "xf.rereview_request")  # while she may still ask for a review, the file is not done
WRITTEN = ("opinion", "review_opinion", "re_review_opinion")


def retention_class(case: Any) -> str:
    """How long the rules keep this file: long for violence, children and written opinions, short for a consultation."""
    if is_sensitive(case) or any(proof.papers(case, kind) for kind in WRITTEN):
        return "long"
    return "consult" if case.outcome == "A1" else "ordinary"


def _children_done(case: Any, entered: proof.Entered) -> bool:
    return all(child.type == AFTERCARE for child in case.family.open_children())


def _replied(case: Any, entered: proof.Entered) -> bool:
    return case.outcome in ("X1", "F2", "C3") or bool(case.data.get("served_on"))


def _called_back(case: Any, entered: proof.Entered) -> bool:
    return case.outcome in ("X1", "F2", "C3") or bool(case.data.get("follow_up"))


FILE = (
    Need("result", _("an outcome"), _("Reopen the case and hand in its result."), lambda case, entered: bool(case.outcome)),
    Need("reply", _("the reply with the way it was served"), _("Reopen the case and reply."), _replied),
    Need("follow_up", _("the record of the follow-up call"), _("Reopen the case and make the call."), _called_back),
    Need("children", _("every ticket under the case is done (follow-up plans may run on)"),
         _("Finish the open tickets under “Tickets around this case”."), _children_done),
)  # fmt: skip


def file_list(case: Any) -> list[Checked]:
    """What the file of a finished case must hold, with whether it is there: the proof of its outcome and the record."""
    record = [Checked(need, need.met(case, proof.NOTHING)) for need in FILE]
    return [*proof.checklist(case, case.outcome), *record]


def file_complete(case: Any, actor: Actor) -> Text:
    gaps = [one.need for one in file_list(case) if not one.met]
    if not gaps:
        return ""
    titles = "；".join(str(need.title) for need in gaps)
    ways = " ".join(dict.fromkeys(str(need.remedy) for need in gaps))
    return format_lazy(_("The file is not complete. Missing: {titles}. {ways}"), titles=titles, ways=ways)


def right_over(case: Any, actor: Actor) -> Text:
    """A petition is filed when the time to ask for a review is over (信访工作条例 art 35, 36)."""
    if not case.data.get("reviewable") or case.state == at.TERMINATED.code:
        return ""
    ends = [due for due in map(case.family.due_at, RIGHTS) if due is not None and due > case.now]
    if not ends:
        return ""
    return format_lazy(_("She may still ask for a review until {day}."), day=localdate(max(ends)).isoformat())


def long_enough(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    years, asked = rules().retention, entered["retention"]
    if asked and years[asked] < years[retention_class(case)]:
        sentence = _("This file is kept for {n} years at least.")
        return {"retention": format_lazy(sentence, n=years[retention_class(case)])}
    return {}


def _in_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


class Archive(Workflow):
    """Filing of a finished case."""

    @action(
        at.FILED, at.ARCHIVED, by=[DISTRICT, SUPERVISOR], label=_("File in the archive"), form=ArchiveForm,
        guards=[right_over, file_complete], checks=[long_enough], tell=[tell.UNIT], icon="check",
        after=_("The file is locked. The district may take it out again, with a reason."),
    )  # fmt: skip
    def archive(self, retention: str, shelf: str) -> None:
        kept = retention or retention_class(self)
        years = rules().retention[kept]
        today = localdate(self.now)
        until = _in_years(today, years).isoformat()
        self.data["retention"] = {"class": kept, "years": years, "until": until, "shelf": shelf}
        self.data["archived_on"] = today.isoformat()
