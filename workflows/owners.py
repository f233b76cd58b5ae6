"""Who can own a matter: a level of the network over its place, or another body (domain.md §2.3, §4, §7.3)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.classifications import BODIES
from workflows.ladder import Level, level_of

Text = str | Promise
Choices = list[tuple[str, Text]]

LEVELS: dict[str, Level] = {"community": Level.COMMUNITY, "street": Level.STREET, "district": Level.DISTRICT}
NETWORK: Choices = [
    ("community", _("The community's federation")),
    ("street", _("The street's federation")),
    ("district", _("The district federation")),
]
OWNERS: list[tuple[Text, Choices]] = [(_("The network"), NETWORK), (_("Other bodies"), BODIES)]
BODY_CODES = frozenset(code for code, _title in BODIES)


def owner_title(code: str) -> Text:
    """What an owner is called: a level of the network, or a body."""
    return dict([*NETWORK, *BODIES]).get(code, code)


def level_word(unit: str) -> str:
    """The level of the network a unit (division code) stands for: "community", "street" or "district"."""
    return level_of(unit).code
