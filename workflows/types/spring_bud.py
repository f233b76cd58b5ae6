"""A Spring Bud girl (春蕾女童): checked, on hidden notice, matched with a pledge, paid and visited term by term (domain.md §5.9 T10b).

She is a minor (L4): guardian's consent, no name and no place in public, nothing of her reaches the donor but through the staff.
Payment goes to the account of the school or the guardian, out of the pledge, never more than was paid in.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import spring_bud as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import DISTRICT, SYSTEM
from workflows.shapes import notice, review, terms
from workflows.shapes.correct import corrected
from workflows.shapes.frame import AT_HAND, ChapterType, count, granted_by_another, holder_only
from workflows.shapes.home import HomeVisitForm, visited, visited_first
from workflows.shapes.matching import Matching, fits, join, part
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.standard import ReasonForm, assignment, notes

TO_MATCH = State("to_match", _("Waiting for a pledge"))
MATCHED = State("matched", _("Matched"))
DONE = State("done", _("Finished"), Kind.END)
OPEN = (review.CHECKING, TO_MATCH, MATCHED)


@register
class SpringBud(
    assignment(OPEN, fresh=(TO_MATCH,)), review.reviewed(PUBLIC, opinion=HomeVisitForm, checks=[visited_first]), noticed(TO_MATCH, review.REFUSED),
    visited(review.ASKED), corrected(ask.GirlForm, (*review.ASKED, TO_MATCH), fixed=("guardian_consents",)),
    notes(OPEN), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "spring_bud", "CL", _("Spring Bud girl"), 10
    states = (*review.STATES, PUBLIC, TO_MATCH, MATCHED, DONE)
    kept = ("stage", "grade", "need")
    intake_form = ask.GirlForm
    match_with, match_move, match_field, match_states = "pledge", "match", "pledge", ("free",)
    deadlines = (
        *review.deadlines("sb.review"), *notice.DEADLINES,
        Deadline("ch.match", starts=(TO_MATCH, "call_club"), stops=(MATCHED, "call_club"), then="call_club", each=True),
        Deadline("sb.term", starts=("match", "begin_term", "term_begins"), stops=("pay_term", TO_MATCH), each=True),
        terms.next_term(MATCHED, (TO_MATCH,), "term_begins"),
        Deadline("sb.visit", starts=(MATCHED, "visit"), stops=("visit", TO_MATCH), each=True),
    )  # fmt: skip
    counters = (
        Counter("girls", _("Girls")), Counter("matched", _("Matched"), where={"was_matched": True}, share_of="girls"), Counter("waiting", _("Waiting for a pledge"), states=(TO_MATCH,)),
        Counter("paid", _("Paid"), amount="paid", unit=_("yuan")), Counter("dropout", _("Has left school"), where={"marks": "left"}), Counter("visits", _("Visits"), amount="visits"),
    )  # fmt: skip

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.assignee_id = None  # who decides does not match
        put_up(ticket)

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        """Hidden: no name, no place, no school (隐名公示)."""
        school = str(dict(ask.SCHOOLS)[ticket.data["stage"]])
        return [
            (_("Girl"), ticket.number[-6:]),
            (_("School"), school),
            (_("Need a term, in yuan"), ticket.data["need"]),
        ]

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """The pledge is for her stage of school and covers a term."""
        stage, need = other.data.get("stage"), Decimal(mine.data.get("need", "0"))
        if stage not in ("any", mine.data.get("stage")) or Decimal(other.data.get("amount", "0")) < need:
            return []
        whose = _("For girls of her school") if stage != "any" else _("For any girl")
        return [_("It covers what she needs a term"), whose]

    @action([TO_MATCH], MATCHED, by=[DISTRICT], label=_("Match with a pledge"), form=ask.MatchForm, guards=[holder_only, granted_by_another], checks=[fits],
            tell=[tell.OPENER, tell.ASSISTING], icon="link", primary=True, after=_("Both change together. The donor gets no contact and no address."))  # fmt: skip
    def match(self, pledge: str) -> None:
        self.data["was_matched"] = True
        terms.await_term(self)
        join(self, pledge, "matched")

    @action([TO_MATCH], SAME, by=[SYSTEM], label=_("No pledge found: the club is called on"),
            tell=[tell.DISTRICT_DUTY, tell.SUPERVISORS, tell.LEADERS])  # fmt: skip
    def call_club(self) -> None:
        count(self, "calls")

    term_begins = terms.term(MATCHED, also=[tell.ASSISTING])

    @action([MATCHED], SAME, by=AT_HAND, label=_("A new term begins"), icon="clock")
    def begin_term(self) -> None:
        """Its payment is due within days."""

    pay_term = terms.paid_by_term(MATCHED, ask.TermForm)

    @action([MATCHED], SAME, by=AT_HAND, label=_("Record a visit"), form=ask.VisitForm, icon="home")
    def visit(self, visited_on: date, marks: str, life: str, safe: str) -> None:
        count(self, "visits")
        self.data["marks"] = marks
        if safe != "yes" or marks == "left":
            self.also_tell += [tell.DISTRICT_DUTY, tell.SUPERVISORS]

    @action([MATCHED], TO_MATCH, by=[DISTRICT], label=_("The donor is replaced"), form=ReasonForm, tell=[tell.ASSISTING], icon="swap",
            after=_("The pledge becomes free, and she waits for another."))  # fmt: skip
    def replace_donor(self, reason: str) -> None:
        part(self, "unmatched")

    @action([TO_MATCH, MATCHED], OneOf((DONE,)), by=[DISTRICT], label=_("End the support"), form=ask.EndForm,
            tell=[tell.OPENER, tell.SUPERVISORS], icon="x")  # fmt: skip
    def end_support(self, ground: str, reason: str) -> str:
        self.data["ended_because"] = ground
        part(self, "unmatched")
        return DONE.code
