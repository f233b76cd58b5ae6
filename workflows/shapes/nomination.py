"""Nominations (评选): voted on and on public notice where they live or work, recommended upwards with a score, chosen by the
district within a quota, on public notice again, named, sent further up.

Districts do not create commendations of their own: an `award_round` names the document it rests on and the quota of each
unit (domain.md §5.0). Somebody with a written warning or a protection order against him is “not eligible”, and nobody below
learns why. City and province are other bodies: the district sends up and records their answer.
"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import MoveForm, TicketField
from workflows.guards import below_top, holder_only
from workflows.ladder import Level, street_of
from workflows.rights.forms import long_text, pick
from workflows.rights.mediation_forms import past_day
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, STREET, Actor
from workflows.shapes import above, notice
from workflows.shapes.above import AT_CITY, AT_PROVINCE, AnswerForm, AskedAbove, UpForm
from workflows.shapes.frame import ChapterType, hand, other_eyes
from workflows.shapes.lift import lifted
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.review import BELOW, at_top
from workflows.standard import ReasonForm, assignment, notes

RECOMMENDED = State("recommended", _("Recommended"))
NAMED = State("named", _("Named by the district"), Kind.END)
CITY_NAMED = State("city_named", _("Named by the city"), Kind.END)
PROVINCE_NAMED = State("province_named", _("Named by the province"), Kind.END)
NOT_CHOSEN = State("not_chosen", _("Not chosen"), Kind.END)
REVOKED = State("revoked", _("Revoked"), Kind.END)
STATES = (RECOMMENDED, PUBLIC, NAMED, AT_CITY, AT_PROVINCE, CITY_NAMED, PROVINCE_NAMED, NOT_CHOSEN, REVOKED)
WITH_TITLE = (NAMED, CITY_NAMED, PROVINCE_NAMED)

DEADLINES = (
    *(
        Deadline(
            "aw.level", starts=(RECOMMENDED, "recommend", "escalate_overdue"), stops=("recommend", "escalate_overdue", PUBLIC, NOT_CHOSEN),
            level=level, nth=level - 1, each=True, then=ESCALATE if level < Level.DISTRICT else "",
        )
        for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
    ),
    *notice.DEADLINES,
    *above.deadlines("city_answered", "province_answered"),
)  # fmt: skip
COUNTERS = (
    Counter("nominations", _("Nominations")), Counter("community", _("Recommended by the community"), where={"passed_1": True}, share_of="nominations"),
    Counter("street", _("Recommended by the street"), where={"passed_2": True}, share_of="nominations"),
    Counter("named", _("Named"), states=WITH_TITLE, share_of="nominations"), Counter("city", _("Named by the city"), where={"city": "named"}),
    Counter("province", _("Named by the province"), where={"province": "named"}),
    Counter("objected", _("With objections"), where={"objected": True}), Counter("revoked", _("Revoked"), states=(REVOKED,)),
)  # fmt: skip


def deeds(label: Any) -> forms.CharField:
    """What they are nominated for, in at most 1500 characters (domain.md §5.5); name it in `private`."""
    return long_text(label, private_limit=1500)


def consent(label: Any = None) -> forms.BooleanField:
    """Agreement to the public notice: without it nobody is nominated."""
    return forms.BooleanField(label=label or _("She agrees to the public notice (masked name, community)"))


class VoteForm(MoveForm):
    """The residents', or for a post the colleagues', vote (居民代表评议)."""

    voted_on = past_day(_("Voted on"))
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=9999)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=9999)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and cleaned["votes_for"] <= cleaned["votes_against"]:
            self.add_error("votes_for", _("Most did not vote for it. Use “Do not recommend”."))
        return cleaned


class RecommendForm(MoveForm):
    score = forms.IntegerField(label=_("Score (0–100)"), min_value=0, max_value=100)
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=9999, required=False)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=9999, required=False)
    opinion = long_text(_("Opinion"))
    private = ("opinion",)


class SelectForm(RecommendForm):
    round = TicketField(label=_("Award round (its number)"))
    decision = forms.ChoiceField(label=_("Decision"), choices=pick([("choose", _("Chosen")), ("not", _("Not chosen"))]))
    asked = forms.MultipleChoiceField(
        label=_("Other bodies asked, nothing against"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("police", _("Police")), ("petitions", _("Petition office")), ("tax", _("Tax office")), ("market", _("Market supervision"))],
    )  # fmt: skip


class RevokeForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=pick([("violence", _("Violence at home")), ("crime", _("Offence or crime")), ("false", _("False statements")), ("other", _("Other"))]),
    )  # fmt: skip
    field_order = ("ground", "reason")


def eligible(ticket: Any, actor: Actor) -> Text:
    """Guard: one bit from the rights cases; below and above hear the same three words (domain.md §5.0)."""
    return "" if ticket.eligible() else _("Not eligible.")


def voted(ticket: Any, actor: Actor) -> Text:
    """Guard: it goes up with the vote of those who know them, after the notice among them."""
    if "votes_for" in ticket.data:
        return ""
    return _("Record first how people voted where they live or work; it then hangs on public notice there.")


def not_voted(ticket: Any, actor: Actor) -> Text:
    return _("The vote is recorded. Recommend it, or do not.") if "votes_for" in ticket.data else ""


def of_this_round(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: the round is open and is one for this kind of nomination."""
    found = ticket.others.get(entered["round"])
    if found is None or found.type != "award_round" or found.data.get("award") != ticket.workflow.slug:
        return {"round": _("This is not the number of an award round for this kind of nomination.")}
    return {} if found.is_open else {"round": _("This award round is closed.")}


def quota_key(ticket: Any) -> str:
    """The street (or the district itself) whose quota a nomination takes."""
    return street_of(ticket.place_id)


class Way(lifted((RECOMMENDED,)), noticed((NAMED, RECOMMENDED), NOT_CHOSEN), AskedAbove):  # type: ignore[misc]  # shared moves, made for these states
    """The moves of a nomination, from the vote of those who know them to the province."""

    @action([RECOMMENDED], PUBLIC, by=[CADRE, MEDIATOR, STREET, DISTRICT], label=_("Record the vote, put up the notice"), form=VoteForm,
            guards=[holder_only, not_voted, eligible], tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def hold_vote(self, voted_on: date, votes_for: int, votes_against: int) -> None:
        hand(self)
        self.data.update(votes_for=votes_for, votes_against=votes_against)
        put_up(self)

    @classmethod
    def after_notice(cls, ticket: Any) -> str:
        """The first notice hangs where they live or work, before it is recommended upwards; the second once it is chosen."""
        return (NAMED if "round" in ticket.data else RECOMMENDED).code

    @classmethod
    def barred(cls, ticket: Any) -> Text:
        return "" if ticket.eligible() else _("Not eligible. The district takes the notice down.")

    @action([RECOMMENDED], SAME, by=[CADRE, MEDIATOR, STREET], label=_("Recommend to the level above"), form=RecommendForm,
            guards=[holder_only, below_top, voted, eligible], tell=[tell.UNIT], icon="up", primary=True, levels=BELOW)  # fmt: skip
    def recommend(self, score: int, **entered: Any) -> None:
        hand(self)
        self.data["scores"] = [*self.data.get("scores", []), {"level": self.level, "score": score}]
        self.data.update({"score": score, f"passed_{self.level}": True})
        self.hand_to(self.unit_above(), keep_assisting=True)

    @action([RECOMMENDED], OneOf((PUBLIC, NOT_CHOSEN)), by=[DISTRICT], label=_("Decide on the nomination"), form=SelectForm,
            guards=[at_top, holder_only, other_eyes, voted, eligible], checks=[of_this_round], tell=[tell.OPENER, tell.ASSISTING], icon="check",
            primary=True, after=_("A chosen one takes a place of the quota and goes on public notice."))  # fmt: skip
    def select(self, decision: str, round: str, score: int, **entered: Any) -> str:
        hand(self)  # an objection to it is for somebody else
        self.data.update(score=score, round=round)
        if decision == "not":
            return NOT_CHOSEN.code
        self.book(round, -1, key=quota_key(self), purpose=self.number)
        put_up(self)
        return PUBLIC.code

    @classmethod
    def notice_failed(cls, ticket: Any) -> None:
        if "round" in ticket.data:
            ticket.book(ticket.data["round"], 1, key=quota_key(ticket), purpose=ticket.number)

    @action([RECOMMENDED], NOT_CHOSEN, by=HANDLERS, label=_("Do not recommend"), form=ReasonForm, guards=[holder_only],
            tell=[tell.OPENER], icon="x")  # fmt: skip
    def not_recommend(self, reason: str) -> None:
        hand(self)

    @action([NAMED], AT_CITY, by=[DISTRICT], label=_("Recommend to the city"), form=UpForm, guards=[eligible], icon="up",
            tell=[tell.OPENER])  # fmt: skip
    @action([CITY_NAMED], AT_PROVINCE, by=[DISTRICT], label=_("Recommend to the province"), form=UpForm, guards=[eligible],
            icon="up", tell=[tell.OPENER])  # fmt: skip
    def send_up(self, document_no: str, sent_on: date) -> None:
        self.data["sent_up"] = document_no

    @action([AT_CITY], OneOf((CITY_NAMED, NAMED)), by=[DISTRICT], label=_("Record the city's answer"), form=AnswerForm,
            tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def city_answered(self, answer: str, document_no: str, answered_on: date) -> str:
        self.data.update(city=answer, city_no=document_no)
        return (CITY_NAMED if answer == "named" else NAMED).code

    @action([AT_PROVINCE], OneOf((PROVINCE_NAMED, CITY_NAMED)), by=[DISTRICT], label=_("Record the province's answer"),
            form=AnswerForm, tell=[tell.OPENER], icon="check", primary=True)  # fmt: skip
    def province_answered(self, answer: str, document_no: str, answered_on: date) -> str:
        self.data.update(province=answer, province_no=document_no)
        return (PROVINCE_NAMED if answer == "named" else CITY_NAMED).code

    @action(WITH_TITLE, REVOKED, by=[DISTRICT], label=_("Revoke the title"), form=RevokeForm,
            tell=[tell.OPENER, tell.SUPERVISORS], icon="x")  # fmt: skip
    def revoke(self, ground: str, reason: str) -> None:
        self.data["revoked_because"] = ground


class Nomination(assignment((RECOMMENDED,)), notes((RECOMMENDED,)), Way, ChapterType):  # type: ignore[misc]
    """A whole nomination; a type adds its names, its form, which facts it keeps, and what its public notice says."""

    states = STATES
    deadlines = DEADLINES
    counters: ClassVar[tuple[Counter, ...]] = COUNTERS
