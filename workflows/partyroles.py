"""Roles of the people in a case (domain.md §4.4) and how they stand to each other."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise

PETITIONER, VICTIM, OTHER = "petitioner", "victim", "other"
REPRESENTATIVE, WITNESS, MINOR, REPORTER = "representative", "witness", "minor", "reporter"

PARTY_ROLES: dict[str, Text] = {
    PETITIONER: _("Petitioner"),
    VICTIM: _("The person harmed"),
    OTHER: _("Other party"),
    REPRESENTATIVE: _("Representative"),
    WITNESS: _("Witness"),
    MINOR: _("Child"),
    REPORTER: _("Reporter"),
}


def party_title(role: str, number: int = 0) -> Text:
    """What a party is called where the name is covered; `number` tells several of one role apart."""
    title = PARTY_ROLES.get(role, role)
    return format_lazy("{title} {number}", title=title, number=number) if number else title
