"""Tables 5 and 6: violence and minors (domain.md §8.3)."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.reports.rates import (
    MATTER,
    ORDER_FILED,
    ORDER_ISSUED,
    TOLD_POLICE,
    WARNED,
    Condition,
    Text,
    always,
    children,
)  # fmt: skip
from casework.reports.tables.base import Measure
from casework.reports.tables.figures import Figures, Item, Section, Split
from workflows.classifications import AGE_BANDS, CATEGORIES, MINOR_BANDS

VIOLENT = [(one.code, one.title) for one in CATEGORIES.values() if one.violent]
SHELTERED = ["accepted", "has_place"]


def _with_child(kind: str, **where: object) -> Condition:
    """Matters that have a child ticket like this, asked for when the statement is made."""
    return lambda period, cut: MATTER & Q(pk__in=children(kind, **where))


def _item(key: str, title: Text, window: str, where: Condition, share_of: str) -> Item:
    return Item(Measure(key, title, window, where), share_of)


def _violent(key: str, title: Text, kind: str, **where: object) -> Item:
    return _item(key, title, "violent", _with_child(kind, **where), "reports")


REPORTS = Measure("reports", _("Reports of violence"), "violent", always(MATTER))
VIOLENCE = Figures(
    5, pgettext_lazy("table", "Violence"),
    (
        Section(_("Reports and kinds"), (Item(REPORTS), Split("category", REPORTS, VIOLENT))),
        Section(_("Who was harmed"), (
            Split("age", REPORTS, AGE_BANDS),
            _item("with_minor", _("A minor is concerned"), "violent", always(MATTER & Q(minor=True)), "reports"),
            _item("urgent", _("Red or orange now"), "violent", always(MATTER & Q(risk__in=("red", "orange"))), "reports"),
        )),
        Section(pgettext_lazy("measures", "What was done"), (
            _item("pushed", _("Notice came from the police"), "violent", always(MATTER & Q(channel="police")), "reports"),
            _violent("police", _("Reported to the police (110)"), "police_report", state__in=TOLD_POLICE),
            _violent("mandatory", _("of these by duty"), "police_report", state__in=TOLD_POLICE, more__mandatory=True),
            _violent("warning", _("Written warning issued"), "written_warning", state__in=WARNED),
            _violent("filed", _("Protection order applied for"), "protection_order", state__in=ORDER_FILED),
            _violent("issued", _("Protection order issued"), "protection_order", state__in=ORDER_ISSUED),
            _violent("shelter", _("Safe place or shelter"), "safety_plan", more__shelter__in=SHELTERED),
        )),
        Section(_("Violence again"), (
            Item(Measure("ended", _("Cases of violence closed for the first time"), "relapse", always(MATTER))),
            _item("again", _("of these reopened for new harm, up to now"), "relapse",
                  always(MATTER & Q(recurred_on__gte=F("first_closed_on"))), "ended"),
        )),
    ),
    _("By the day of receipt; what was done counts until now. Refusals by the victim stand in the case."),
)  # fmt: skip


def _minor(key: str, title: Text, where: Q, share_of: str = "minors") -> Item:
    return _item(key, title, "received", always(MATTER & Q(minor=True) & where), share_of)


def _minor_child(key: str, title: Text, kind: str, **where: object) -> Item:
    with_child = _with_child(kind, **where)
    return _item(key, title, "received", lambda period, cut: Q(minor=True) & with_child(period, cut), "minors")


MINORS_IN = Measure("minors", _("Matters that concern a minor"), "received", always(MATTER & Q(minor=True)))
HARM = [(one.code, one.title) for one in CATEGORIES.values() if one.violent or one.minor or one.code.startswith("08")]
YOUNG = [(code, title) for code, title in AGE_BANDS if code in MINOR_BANDS]
MINORS = Figures(
    6, _("Minors"),
    (
        Section(_("Matters and what they are about"), (Item(MINORS_IN), Split("category", MINORS_IN, HARM))),
        Section(_("Age of the person harmed"), (Split("age", MINORS_IN, YOUNG),)),
        Section(pgettext_lazy("measures", "What was done"), (
            _minor("violent", _("Violence"), Q(violent=True)),
            _minor_child("own_case", _("The child has a case of its own"), "minor_case"),
            _minor_child("told", _("Mandatory report made"), "police_report",
                         state__in=TOLD_POLICE, more__mandatory=True),
            _minor_child("aid", _("Legal aid granted"), "legal_aid", state__in=("granted", "running", "done")),
            _minor("over", pgettext_lazy("cases", "Closed"), Q(is_open=False)),
        )),
    ),
    _("By the day of receipt. Counts below five stand in no public copy."),
)  # fmt: skip
