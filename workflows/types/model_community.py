"""A model community or demonstration site (巾帼文明社区、示范站点): self-score, street, site visit, notice, named, looked at again every two years.

Higher levels want the lower title held for some years (domain.md §5.4 T4a: 厦门, two years [L], policy aw.recheck).
`data`: `self_score`, `score`, `named_on`, `reviews`.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.policies import policies
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, STREET, Actor
from workflows.shapes import notice, review
from workflows.shapes.frame import ChapterForm, ChapterType, boxes, holder_only, long_text, other_eyes, past_day, pick
from workflows.shapes.nomination import AnswerForm, UpForm
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.standard import ReasonForm, assignment, notes

NAMED = State("named", _("Named by the district"))
AT_CITY = State("at_city", _("With the city"), Kind.WAITING)
AT_PROVINCE = State("at_province", _("With the province"), Kind.WAITING)
RECTIFYING = State("rectifying", _("To be put right"))
WITHDRAWN = State("withdrawn", _("Title withdrawn"), Kind.END)
KINDS = [
    ("community", _("Model community")),
    ("station", _("Demonstration station")),
    ("spot", _("Demonstration spot")),
]
ITEMS = [
    ("organised", _("Women's organisation complete")), ("school", _("Home-service school")), ("rights", _("Rights station")), ("jobs", _("Re-employment station")),
    ("volunteers", _("Volunteer team")), ("activities", _("Activities every month")), ("disputes", _("Disputes settled in the community")), ("satisfied", _("Residents satisfied")),
]  # fmt: skip


class ApplyForm(ChapterForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))
    items = boxes(_("What is there"), ITEMS)
    volunteers = forms.IntegerField(label=_("Volunteers"), min_value=0, max_value=100000)
    activities = forms.IntegerField(label=_("Activities in the year"), min_value=0, max_value=10000)
    self_score = forms.IntegerField(label=_("Score by themselves (0–100)"), min_value=0, max_value=100)
    evidence = long_text(_("How each item is met"))
    private = ("evidence",)


class SiteForm(MoveForm):
    visited_on = past_day(_("Visited on"))
    score = forms.IntegerField(label=_("Score (0–100)"), min_value=0, max_value=100)
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("grant", _("Reached")), ("refuse", _("Not reached"))])
    )
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)


class RecheckForm(MoveForm):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=pick(
            [
                ("keep", _("Keeps the title")),
                ("rectify", _("Has to put things right")),
                ("withdraw", _("Loses the title")),
            ]
        ),
    )
    score = forms.IntegerField(label=_("Score (0–100)"), min_value=0, max_value=100)
    found = long_text(_("What was found"))
    private = ("found",)


def held_long_enough(ticket: Any, actor: Actor) -> Text:
    """The lower title is held as long as the policy's review period before the higher one is asked for."""
    months = int(policies["aw.recheck"].budget.amount)
    first = date.fromisoformat(ticket.data["named_on"]) + timedelta(days=30 * months)
    if localdate(ticket.now) >= first:
        return ""
    return _("The title of the district is held for two years before the next one is asked for.")


@register
class ModelCommunity(
    assignment((review.CHECKING, NAMED, RECTIFYING)), review.reviewed(PUBLIC, decision=SiteForm), noticed(NAMED, review.REFUSED),  # type: ignore[misc]
    notes((review.CHECKING, NAMED, RECTIFYING)), ChapterType,  # type: ignore[misc]
):  # fmt: skip
    slug, prefix, title, plan_chapter = "model_community", "SQ", _("Model community or site"), 4
    states = (*review.STATES, PUBLIC, NAMED, AT_CITY, AT_PROVINCE, RECTIFYING, WITHDRAWN)
    open_by = (CADRE, STREET, DISTRICT)
    kept = ("kind", "items", "volunteers", "activities", "self_score")
    intake_form = ApplyForm
    deadlines = (
        *review.deadlines("aw.level"), *notice.DEADLINES, Deadline("aw.recheck", starts=(NAMED, "recheck"), stops=("recheck",), each=True),
        Deadline("aw.rectify", starts=(RECTIFYING,), stops=(NAMED,), each=True), Deadline("aw.city", starts=(AT_CITY,), stops=(NAMED,), each=True),
        Deadline("aw.province", starts=(AT_PROVINCE,), stops=(NAMED,), each=True),
        Deadline("aw.ask_above", starts=(AT_CITY, AT_PROVINCE, "ask_above"), stops=("ask_above", NAMED), each=True),
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("sites", _("Sites with the title"), states=(NAMED, AT_CITY, AT_PROVINCE, RECTIFYING)),
        Counter("rectifying", _("To be put right"), states=(RECTIFYING,)), Counter("withdrawn", _("Title withdrawn"), states=(WITHDRAWN,)),
    )  # fmt: skip

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.data["score"] = entered["score"]
        put_up(ticket)

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [(_("Kind"), str(dict(KINDS)[ticket.data["kind"]])), (_("Score"), str(ticket.data["score"]))]

    @classmethod
    def notice_passed(cls, ticket: Any) -> None:
        ticket.data["named_on"] = localdate(ticket.now).isoformat()

    @action([NAMED], OneOf((NAMED, RECTIFYING, WITHDRAWN)), by=[DISTRICT], label=_("Look at it again"), form=RecheckForm, guards=[holder_only],
            tell=[tell.OPENER, tell.ASSISTING], icon="check", primary=True)  # fmt: skip
    @action([RECTIFYING], OneOf((NAMED, RECTIFYING, WITHDRAWN)), by=[DISTRICT], label=_("Look at it again"), form=RecheckForm, guards=[holder_only],
            tell=[tell.OPENER, tell.ASSISTING], icon="check", primary=True)  # fmt: skip
    def recheck(self, result: str, score: int, found: str) -> str:
        self.data.update(reviews=self.data.get("reviews", 0) + 1, score=score)
        return {"keep": NAMED, "rectify": RECTIFYING, "withdraw": WITHDRAWN}[result].code

    @action(
        [NAMED],
        AT_CITY,
        by=[DISTRICT],
        label=_("Recommend to the city"),
        form=UpForm,
        guards=[held_long_enough, other_eyes],
        icon="up",
    )
    def send_city(self, document_no: str, sent_on: date) -> None:
        self.data["sent_up"] = document_no

    @action(
        [NAMED],
        AT_PROVINCE,
        by=[DISTRICT],
        label=_("Recommend to the province"),
        form=UpForm,
        guards=[held_long_enough, other_eyes],
        icon="up",
    )
    def send_province(self, document_no: str, sent_on: date) -> None:
        self.data["sent_up"] = document_no

    @action([AT_CITY, AT_PROVINCE], SAME, by=[DISTRICT], label=_("Record that they were asked"), icon="phone")
    def ask_above(self) -> None:
        self.data["asked_above"] = self.data.get("asked_above", 0) + 1

    @action(
        [AT_CITY, AT_PROVINCE],
        NAMED,
        by=[DISTRICT],
        label=_("Record their answer"),
        form=AnswerForm,
        tell=[tell.OPENER],
        icon="check",
        primary=True,
    )
    def record_answer(self, answer: str, document_no: str, answered_on: date) -> None:
        level = "province" if self.state == AT_PROVINCE.code else "city"
        self.data.update({level: answer, f"{level}_no": document_no})

    @action(
        [NAMED, RECTIFYING],
        WITHDRAWN,
        by=[DISTRICT],
        label=_("Withdraw the title"),
        form=ReasonForm,
        tell=[tell.OPENER, tell.SUPERVISORS],
        icon="x",
    )
    def withdraw_title(self, reason: str) -> None:
        """The reason is sealed into the event."""
