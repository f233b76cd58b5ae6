"""A model community or demonstration site (巾帼文明社区、示范站点): self-score, street, site visit, notice, named, looked at again every two years.

Higher levels want the title below held for some years (domain.md §5.4 T4a: 厦门, two years [L], policy aw.recheck).
`data`: `self_score`, `score`, `named_on`, `reviews`, and what city and province answered (`city`, `city_on`, `province`).
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, OneOf, State, Text, action
from workflows.chapter_forms import model_community as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.due import add_months
from workflows.policies import policies
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, STREET, Actor
from workflows.shapes import above, notice, review
from workflows.shapes.above import AT_CITY, AT_PROVINCE
from workflows.shapes.frame import ChapterType, holder_only, other_eyes
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.standard import ReasonForm, assignment, notes

NAMED = State("named", _("Named by the district"))
RECTIFYING = State("rectifying", _("To be put right"))
WITHDRAWN = State("withdrawn", _("Title withdrawn"), Kind.END)


def held_since(ticket: Any, key: str) -> bool:
    """Has the title got on the day at this key been held for as long as the review period of the policy?"""
    first = add_months(
        date.fromisoformat(ticket.data.get(key) or ticket.data["named_on"]), int(policies["aw.recheck"].budget.amount)
    )
    return bool(localdate(ticket.now) >= first)


def held_long_enough(ticket: Any, actor: Actor) -> Text:
    if held_since(ticket, "named_on"):
        return ""
    return _("The title of the district is held for two years before the next one is asked for.")


def city_title_held(ticket: Any, actor: Actor) -> Text:
    """Guard: the province is asked by who has the city's title, and has had it long enough."""
    if ticket.data.get("city") != "named":
        return _("The city has not named it yet. Recommend it to the city first.")
    if held_since(ticket, "city_on"):
        return ""
    return _("The title of the city is held for two years before the next one is asked for.")


@register
class ModelCommunity(
    assignment((review.CHECKING, NAMED, RECTIFYING)), review.reviewed(PUBLIC, decision=ask.SiteForm), noticed(NAMED, review.REFUSED),
    notes((review.CHECKING, NAMED, RECTIFYING)), above.AskedAbove, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "model_community", "SQ", _("Model community or site"), 4
    states = (*review.STATES, PUBLIC, NAMED, AT_CITY, AT_PROVINCE, RECTIFYING, WITHDRAWN)
    open_by = (CADRE, STREET, DISTRICT)
    kept = ("kind", "applied", "titles", "items", "volunteers", "activities", "self_score")
    intake_form = ask.ApplyForm
    deadlines = (
        *review.deadlines("aw.site"), *notice.DEADLINES, *above.deadlines(NAMED),
        Deadline("aw.recheck", starts=(NAMED, "recheck"), stops=("recheck",), each=True),
        Deadline("aw.rectify", starts=(RECTIFYING,), stops=(NAMED,), each=True),
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("sites", _("Sites with the title"), states=(NAMED, AT_CITY, AT_PROVINCE, RECTIFYING)),
        Counter("city", _("Named by the city"), where={"city": "named"}), Counter("province", _("Named by the province"), where={"province": "named"}),
        Counter("rectifying", _("To be put right"), states=(RECTIFYING,)), Counter("withdrawn", _("Title withdrawn"), states=(WITHDRAWN,)),
        Counter("score", _("Score at the last visit"), amount="score", mean=True),
        *(Counter(code, title, where={"reached": (code,)}, share_of="sites") for code, title in ask.ITEMS),
    )  # fmt: skip

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.data.update(score=entered["score"], reached=entered["reached"])
        put_up(ticket)

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [(_("Kind"), str(dict(ask.KINDS)[ticket.data["kind"]])), (_("Score"), str(ticket.data["score"]))]

    @classmethod
    def notice_passed(cls, ticket: Any) -> None:
        ticket.data["named_on"] = localdate(ticket.now).isoformat()

    @action([NAMED, RECTIFYING], OneOf((NAMED, RECTIFYING, WITHDRAWN)), by=[DISTRICT], label=_("Look at it again"), form=ask.RecheckForm,
            guards=[holder_only], tell=[tell.OPENER, tell.ASSISTING], icon="check", primary=True)  # fmt: skip
    def recheck(self, result: str, score: int, found: str) -> str:
        self.data.update(reviews=self.data.get("reviews", 0) + 1, score=score)
        return {"keep": NAMED, "rectify": RECTIFYING, "withdraw": WITHDRAWN}[result].code

    @action([NAMED], AT_CITY, by=[DISTRICT], label=_("Recommend to the city"), form=above.UpForm, guards=[held_long_enough, other_eyes],
            icon="up")  # fmt: skip
    def send_city(self, document_no: str, sent_on: date) -> None:
        self.data["sent_up"] = document_no

    @action([NAMED], AT_PROVINCE, by=[DISTRICT], label=_("Recommend to the province"), form=above.UpForm, guards=[city_title_held, other_eyes],
            icon="up")  # fmt: skip
    def send_province(self, document_no: str, sent_on: date) -> None:
        self.data["sent_up"] = document_no

    @action([AT_CITY, AT_PROVINCE], NAMED, by=[DISTRICT], label=_("Record their answer"), form=above.AnswerForm, tell=[tell.OPENER],
            icon="check", primary=True)  # fmt: skip
    def record_answer(self, answer: str, document_no: str, answered_on: date) -> None:
        level = "province" if self.state == AT_PROVINCE.code else "city"
        self.data.update({level: answer, f"{level}_no": document_no, f"{level}_on": answered_on.isoformat()})

    @action([NAMED, RECTIFYING], WITHDRAWN, by=[DISTRICT], label=_("Withdraw the title"), form=ReasonForm,
            tell=[tell.OPENER, tell.SUPERVISORS], icon="x")  # fmt: skip
    def withdraw_title(self, reason: str) -> None:
        """The reason is sealed into the event."""
