"""A request for home services (家政服务需求): a clear price first, then the service, then the rating (domain.md §5.4 T4d)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.roles import HANDLERS
from workflows.shapes import rating
from workflows.shapes.frame import ChapterType, PersonForm, holder_only, long_text, money, pick
from workflows.standard import ReasonForm, assignment, notes

ASKED = State("asked", _("To be quoted"))
QUOTED = State("quoted", _("Quoted, she decides"))
ORDERED = State("ordered", _("Ordered"))
SERVED = State("served", _("Done, to be rated"))
CLOSED = State("closed", _("Closed"), Kind.END)
DROPPED = State("dropped", _("Not ordered"), Kind.END)
KINDS = [
    ("cleaning", _("Cleaning")),
    ("cooking", _("Cooking")),
    ("child", _("Child care")),
    ("elderly", _("Care of the old")),
    ("nursing", _("Nursing after birth")),
]


class NeedForm(PersonForm):
    kind = forms.ChoiceField(label=_("Service"), choices=pick(KINDS))
    hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=168)
    need = long_text(_("What is needed"))
    private = (*PersonForm.private, "need")


class QuoteForm(MoveForm):
    company = forms.CharField(label=_("Company or worker"), max_length=80)
    price = money(_("Price an hour, all included, in yuan"))
    insured = forms.BooleanField(
        label=_("The worker is insured and has a health certificate"),
        error_messages={"required": _("Only insured workers with a health certificate are offered.")},
    )


class PaidForm(MoveForm):
    charged = money(_("What was charged an hour, in yuan"))


@register
class HomeService(assignment((ASKED, QUOTED, ORDERED, SERVED)), notes((ASKED, QUOTED, ORDERED)), ChapterType):
    slug, prefix, title, plan_chapter = "home_service", "JZ", _("Home-service request"), 4
    states = (ASKED, QUOTED, ORDERED, SERVED, CLOSED, DROPPED)
    kept = ("kind", "hours")
    intake_form = NeedForm
    deadlines = (
        Deadline("hs.quote", starts=("open",), stops=(QUOTED, DROPPED)), Deadline("vt.serve", starts=(QUOTED, ORDERED), stops=(SERVED,), each=True),
        rating.deadline(SERVED, CLOSED),
    )  # fmt: skip
    counters = (
        Counter("requests", _("Requests")), Counter("ordered", _("Ordered"), states=(ORDERED, SERVED, CLOSED), share_of="requests"),
        Counter("dearer", _("Charged more than quoted"), where={"dearer": True}), Counter("good", _("Rated good"), where={"rating": "good"}, share_of="ordered"),
    )  # fmt: skip

    @action(
        [ASKED, QUOTED],
        QUOTED,
        by=HANDLERS,
        label=_("Quote a price"),
        form=QuoteForm,
        guards=[holder_only],
        icon="note",
        primary=True,
    )
    def quote(self, company: str, price: Decimal, insured: bool) -> None:
        self.data.update(company=company, price=str(price))

    @action([QUOTED], ORDERED, by=HANDLERS, label=_("She takes the offer"), icon="check", primary=True)
    def order(self) -> None:
        """At the price that was quoted."""

    @action([ORDERED], SERVED, by=HANDLERS, label=_("It is done"), form=PaidForm, icon="check", primary=True)
    def record_served(self, charged: Decimal) -> None:
        self.data.update(charged=str(charged), dearer=charged > Decimal(self.data["price"]))

    rate = rating.rated(SERVED, CLOSED)

    @action([ASKED, QUOTED, ORDERED], DROPPED, by=HANDLERS, label=_("Not ordered"), form=ReasonForm, icon="x")
    def drop(self, reason: str) -> None:
        """The reason is sealed into the event."""
