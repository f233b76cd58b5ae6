"""Review and re-review of a petition (复查、复核; 信访工作条例 art 35, 36: 三级终结). On the petition track only.

She has 30 days from the service of the reply to ask the level above for a review, 30 more from its opinion for the
re-review; each opinion is due 30 days after the request, the days of a hearing left out of the second. After the
re-review the same facts and reasons are not accepted again. Which body is the level above of a district federation is
not settled by any text we have read, so it is a field with configured choices (closing_rules.yaml).
"""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.guards import unassigned
from workflows.ladder import Level, ancestor_at
from workflows.rights import petition_forms as ask
from workflows.rights import states as at
from workflows.rights.ending import instant_of, open_again, take_hand
from workflows.rights.guards import never_handled
from workflows.rights.proof import LAST_OPINION, papers
from workflows.rights.rules import rules
from workflows.roles import DISTRICT, STREET, SUPERVISOR, Actor

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        "xf.review_request", starts=(at.REPLIED,), stops=(at.REOPENED, at.REVIEWING), only="reviewable", back_from="served_at"
    ),
    Deadline(
        "xf.review_decide", starts=("ask_review",), stops=(at.REVIEWED, at.REOPENED), back_from="review_asked_at"
    ),
    Deadline(
        "xf.rereview_request",
        starts=(at.REVIEWED,),
        stops=(at.REOPENED, at.RE_REVIEWING),
        only="reviewable",
        back_from="review_served_at",
    ),
    Deadline(
        "xf.rereview_decide",
        starts=("ask_re_review",),
        stops=(at.TERMINATED, at.REOPENED),
        pauses=(at.HEARING,),
        back_from="re_review_asked_at",
    ),
    Deadline("case.hearing", starts=(at.HEARING,), stops=(at.RE_REVIEWING,), until="hearing_on", each=True, title=_("Hearing")),
)  # fmt: skip
RECEIVERS = (STREET, DISTRICT)
DECIDERS = (DISTRICT, SUPERVISOR)
OWN = {body.code for body in rules().review_bodies if body.own}


def petition_only(case: Any, actor: Actor) -> Text:
    if case.data.get("reviewable"):
        return ""
    return _(
        "Review and re-review exist for petitions only (信访工作条例 art 35, 36); this case took another procedure."
    )


def in_time(policy: str) -> Any:
    """Check: was it asked for before the right lapsed? The last day comes from the party's own clock."""

    def check(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
        due, served = case.family.due_at(policy), case.data["served_on"]
        if due is None or localdate(due) <= entered["asked_on"]:
            last = due and localdate(due)
            sentence = _(
                "The 30 days to ask for it are over (they ended before {day}). Explain this to her in writing."
            )
            return {"asked_on": format_lazy(sentence, day=last.isoformat() if last else "—")}
        if entered["asked_on"].isoformat() < served:
            return {"asked_on": _("This is before the reply was served. Check the day.")}
        return {}

    return check


def body_above(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if entered["body"] in OWN and case.level >= Level.DISTRICT:
        return {"body": _("The district gave this reply itself: a body above it reviews it.")}
    return {}


def opinion_there(kind: str) -> Any:
    """Check: the opinion named is a paper signed here, or the other body's is in the file."""

    def check(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
        if entered["opinion_no"].strip() in papers(case, kind) or case.data.get("files", {}).get("opinion"):
            return {}
        return {"opinion_no": LAST_OPINION.remedy}

    return check


def concluded_on(case: Any) -> str:
    """The day it was closed: a review does not undo it, so the statistics keep this day."""
    return localdate(case.closed_at or case.now).isoformat()


def _asked(case: Any, word: str, asked_on: date, body: str) -> None:
    case.data[word] = {"body": body, "asked_on": asked_on.isoformat()}
    case.data[f"{word}_asked_at"] = instant_of(asked_on)
    if body in OWN:
        case.hand_to(ancestor_at(case.unit_id, Level.DISTRICT), keep_assisting=True)
    case.assignee_id = None


def _decided(case: Any, word: str, result: str, number: str, served_on: date) -> bool:
    """Write the opinion down; True if the reply stands, else the case is open again."""
    told = {"result": result, "no": number, "served_on": served_on.isoformat()}
    case.data[word] = {**case.data.get(word, {}), **told}
    take_hand(case, case.actor.id, case.assignee_id)
    if result == "upheld":
        case.data[f"{word}_served_at"] = instant_of(served_on)
        return True
    reviews = [*case.data.get("reviews", []), case.data[word]]
    open_again(case, "review")
    case.data["reviews"] = reviews
    return False


class PetitionReview(Workflow):
    @action(
        [at.CLOSED], at.REVIEWING, by=RECEIVERS, label=_("She asks for a review"), form=ask.AskReviewForm,
        guards=[petition_only], checks=[body_above, in_time("xf.review_request")],
        tell=[tell.UNIT, tell.SUPERVISORS, tell.DISTRICT_DUTY], icon="up",
        after=_("The opinion is due 30 days after the request."),
    )  # fmt: skip
    def ask_review(self, asked_on: date, body: str, request: str) -> None:
        self.data["concluded_on"] = concluded_on(self)
        _asked(self, "review", asked_on, body)

    @action(
        [at.REVIEWING, at.RE_REVIEWING, at.HEARING], SAME, by=[DISTRICT], label=_("Take on the review"),
        guards=[unassigned, never_handled], icon="check",
    )  # fmt: skip
    def take_review(self) -> None:
        self.assignee_id = self.actor.id

    @action(
        [at.REVIEWING], OneOf((at.REVIEWED, at.REOPENED)), by=DECIDERS, label=_("Record the review opinion"),
        form=ask.DecideForm, guards=[never_handled], checks=[opinion_there("review_opinion")],
        tell=[tell.UNIT, tell.SUPERVISORS, tell.OPENER], icon="check", primary=True,
        after=_("Upheld: she may ask for the re-review within 30 days. Otherwise the case is open again."),
    )  # fmt: skip
    def decide_review(self, result: str, opinion_no: str, served_on: date, opinion: str) -> str:
        stands = _decided(self, "review", result, opinion_no, served_on)
        return (at.REVIEWED if stands else at.REOPENED).code

    @action(
        [at.REVIEWED], at.RE_REVIEWING, by=RECEIVERS, label=_("She asks for the re-review"), form=ask.AskReviewForm,
        guards=[petition_only], checks=[body_above, in_time("xf.rereview_request")],
        tell=[tell.UNIT, tell.SUPERVISORS, tell.DISTRICT_DUTY], icon="up",
        after=_("The opinion is due 30 days after the request; the days of a hearing are not counted."),
    )  # fmt: skip
    def ask_re_review(self, asked_on: date, body: str, request: str) -> None:
        _asked(self, "re_review", asked_on, body)

    @action(
        [at.RE_REVIEWING], at.HEARING, by=DECIDERS, label=_("Call a hearing"), form=ask.HearingForm,
        guards=[never_handled], tell=[tell.UNIT], icon="pause", after=_("Its time is not counted (信访工作条例 art 36)."),
    )  # fmt: skip
    def call_hearing(self, hearing_on: date) -> None:
        self.data["hearing_on"] = hearing_on.isoformat()

    @action(
        [at.HEARING], at.RE_REVIEWING, by=DECIDERS, label=_("Record the hearing"), form=ask.HearingHeldForm,
        guards=[never_handled], tell=[tell.UNIT], icon="play", primary=True,
    )  # fmt: skip
    def end_hearing(self, reason: str) -> None:
        self.data["hearings"] = self.data.get("hearings", 0) + 1

    @action(
        [at.RE_REVIEWING], OneOf((at.TERMINATED, at.REOPENED)), by=DECIDERS, label=_("Record the re-review opinion"),
        form=ask.DecideForm, guards=[never_handled], checks=[opinion_there("re_review_opinion")],
        tell=[tell.UNIT, tell.SUPERVISORS, tell.OPENER], icon="check", primary=True,
        after=_("Upheld: the petition is ended for good (三级终结). Otherwise the case is open again."),
    )  # fmt: skip
    def decide_re_review(self, result: str, opinion_no: str, served_on: date, opinion: str) -> str:
        if not _decided(self, "re_review", result, opinion_no, served_on):
            return at.REOPENED.code
        self.outcome = "Z1"
        return at.TERMINATED.code
