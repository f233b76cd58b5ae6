"""Outcome codes of a rights case (办结方式, domain.md §2.6): does it count as concluded, as resolved.

What each one has to prove lies in `workflows.rights.proof`. Values are codes, not titles.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Choices = list[tuple[str, Text]]


@dataclass(frozen=True)
class Outcome:
    """How a case ended (domain.md §2.6). `concluded`: for 结案率; `resolved`: for 化解率; None is outside that rate."""

    code: str
    title: Text
    proof: Text
    concluded: bool | None = True
    resolved: bool | None = None


OUTCOMES: dict[str, Outcome] = {
    one.code: one
    for one in (
        Outcome("A1", _("Answered on the spot"), _("record of the call")),
        Outcome("B1", _("Mediated: written agreement"), _("number of the signed and sealed agreement"), resolved=True),
        Outcome("B2", _("Mediated: oral agreement"), _("number of the record of the oral agreement"), resolved=True),
        Outcome("B3", _("Settled by themselves or request met"), _("the party's statement"), resolved=True),
        Outcome(
            "C1",
            _("Led into a legal procedure"),
            _("number of the court's, tribunal's or police's receipt"),
            resolved=False,
        ),
        Outcome("C2", _("Passed to the competent body, result received"), _("number of that body's report")),
        Outcome(
            "C3", _("Passed to the competent body"), _("number of the transfer letter"), concluded=None, resolved=False
        ),
        Outcome(
            "D1",
            _("Opinion: supported wholly or in part"),
            _("number of the opinion and of its receipt"),
            resolved=True,
        ),
        Outcome(
            "D2", _("Opinion: not supported, explained"), _("number of the opinion and of its receipt"), resolved=False
        ),
        Outcome("E1", _("Help or aid delivered"), _("number of the payment or aid slip"), resolved=True),
        Outcome(
            "E2",
            _("Safety measures complete (violence)"),
            _("number of the checklist signed by the district"),
            resolved=False,
        ),
        Outcome(
            "F1",
            _("Mediation ended without agreement, other ways told"),
            _("record of the end of mediation"),
            resolved=False,
        ),
        Outcome("F2", _("Withdrawn by the party"), _("the party's statement"), resolved=False),
        Outcome(
            "F3", _("Ended: cannot be reached"), _("log of at least three attempts"), concluded=None, resolved=False
        ),
        Outcome("X1", _("Not accepted"), _("notice"), concluded=None),
        Outcome("X2", _("Merged: repeated matter"), _("link"), concluded=None),
        Outcome("X3", _("Void: entered in error"), _("reason"), concluded=None),
        Outcome("Z1", _("Petition ended for good"), _("opinion of the last review"), resolved=False),
    )
}


def outcome_choices(codes: Iterable[str]) -> Choices:
    """`B1 Mediated: …` for these outcome codes. Titles stay lazy, so that each reader gets the own language."""
    return [(code, OUTCOMES[code].title) for code in codes]
