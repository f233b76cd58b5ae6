"""Who may do what: roles, posts (a role held somewhere) and actors (a person with the posts held today).

The table follows domain.md §3. A role says at which levels it can be held and how far its holder sees;
`casework.access` turns that into queries and nobody else does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.ladder import Level, district_of, inside, level_of


class Scope(StrEnum):
    """How far a role sees tickets."""

    AREA = "area"  # its own unit and every unit inside it
    UNIT = "unit"  # its own unit only
    OPENED = "opened"  # only what its holder opened
    NONE = "none"  # no ticket at all


@dataclass(frozen=True)
class Role:
    """A kind of work. `handles`: may be a ticket's assignee. `reads_sealed`: may ask to see identity and narrative."""

    code: str
    title: str | Promise
    levels: frozenset[Level]
    scope: Scope
    handles: bool = False
    reads_sealed: bool = False

    def __str__(self) -> str:
        return str(self.title)


C, S, D = Level.COMMUNITY, Level.STREET, Level.DISTRICT

OPERATOR = Role("operator", _("Hotline operator"), frozenset({D}), Scope.OPENED)
CADRE = Role("cadre", _("Community officer"), frozenset({C}), Scope.AREA, handles=True, reads_sealed=True)
MEDIATOR = Role("mediator", _("Mediator"), frozenset({C, S, D}), Scope.UNIT, handles=True, reads_sealed=True)
STREET = Role("street", _("Street officer"), frozenset({S}), Scope.AREA, handles=True, reads_sealed=True)
DISTRICT = Role(
    "district", _("District rights department"), frozenset({D}), Scope.AREA, handles=True, reads_sealed=True
)
SUPERVISOR = Role("supervisor", _("Supervisor"), frozenset({S, D}), Scope.AREA)
ADMIN = Role("admin", _("System administrator"), frozenset({D}), Scope.NONE)
SYSTEM = Role("system", _("Clock"), frozenset(Level), Scope.AREA)
# Held by nobody: who handles cases in a unit that assists in one has it over that case, and only there.
ASSISTANT = Role("assisting", _("Assisting unit"), frozenset({C, S, D}), Scope.NONE)

ROLES: dict[str, Role] = {
    role.code: role for role in (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR, ADMIN, ASSISTANT, SYSTEM)
}
HELD = tuple(role for role in ROLES.values() if role not in (ASSISTANT, SYSTEM))  # what a person can be given as a post
HANDLERS = tuple(role for role in ROLES.values() if role.handles)
ANYONE = tuple(role for role in ROLES.values() if role not in (ADMIN, ASSISTANT))


@dataclass(frozen=True)
class Post:
    """A role held in a unit (division code)."""

    role: Role
    unit: str
    unit_name: str = ""

    @property
    def level(self) -> Level:
        return level_of(self.unit)

    @property
    def district(self) -> str:
        return district_of(self.unit)


@dataclass(frozen=True)
class Actor:
    """A person acting now, with the posts held today. `id` is None for the system clock."""

    id: int | None
    name: str
    posts: tuple[Post, ...] = ()

    @property
    def is_system(self) -> bool:
        return self.id is None

    def has(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def units(self, *roles: Role) -> list[str]:
        """Codes of the units where one of these roles is held."""
        return [post.unit for post in self.posts if post.role in roles]

    def roles_over(self, unit: str, *, opened_by_me: bool = False, assisting: Iterable[str] = ()) -> set[str]:
        """Codes of the roles that count for a ticket whose responsible unit is `unit`."""
        found = set()
        for post in self.posts:
            scope = post.role.scope
            if post.role.handles and post.unit in assisting:
                found.add(ASSISTANT.code)
            if (
                (scope is Scope.AREA and inside(unit, post.unit))
                or (scope is Scope.UNIT and unit == post.unit)
                or (scope is Scope.OPENED and opened_by_me)
            ):
                found.add(post.role.code)
        return found


CLOCK = Actor(id=None, name="clock", posts=())
