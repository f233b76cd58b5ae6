"""The fixed cast. Everybody has one part, so that a test's names tell what it is about.

District 320104 (秦淮区) with two streets: 320104001 (communities 001001 and 001002) and 320104002 (community 002001).
Wei, the mediator of the other street, must never see anything of street 001.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password

from casework import access, calendars, catalogue, gate, places, policybook
from casework.models import CalendarYear, Jurisdiction, Membership, Ticket, User
from workflows.ladder import level_of
from workflows.roles import Actor

DISTRICT, STREET, OTHER_STREET = "320104", "320104001", "320104002"
COMMUNITY, SISTER, OTHER_COMMUNITY = "320104001001", "320104001002", "320104002001"
UNITS = {
    DISTRICT: ("秦淮区", "Qinhuai District"),
    STREET: ("夫子庙街道", "Fuzimiao Street"),
    OTHER_STREET: ("红花街道", "Honghua Street"),
    COMMUNITY: ("贡院社区", "Gongyuan Community"),
    SISTER: ("金陵路社区", "Jinlinglu Community"),
    OTHER_COMMUNITY: ("夹岗社区", "Jiagang Community"),
}
PEOPLE = {  # user name: (name, role, unit)
    "ling": ("凌燕", "operator", DISTRICT),
    "mei": ("梅芳", "mediator", COMMUNITY),
    "hua": ("华敏", "mediator", COMMUNITY),
    "cao": ("曹兰", "cadre", COMMUNITY),
    "jin": ("金秀", "mediator", SISTER),
    "qiu": ("邱云", "mediator", STREET),
    "sun": ("孙建华", "street", STREET),
    "ding": ("丁洁", "supervisor", STREET),
    "fang": ("方宁", "district", DISTRICT),
    "gao": ("高静", "district", DISTRICT),
    "lu": ("陆萍", "supervisor", DISTRICT),
    "wei": ("韦秀兰", "mediator", OTHER_COMMUNITY),
    "xia": ("夏荷", "street", OTHER_STREET),
    "an": ("安平", "admin", DISTRICT),
}
SINCE = dt.date(2020, 1, 1)
PASSWORD = "qinhuai-river-2026"

CALL = {  # what the operator types for an ordinary call
    "phone": "138 0000 2046",
    "name": "王女士",
    "caller": "self",
    "place": COMMUNITY,
    "category": "0106",
    "nature": "help",
    "channel": "hotline",
    "story": "与丈夫为探望孩子的安排多次争吵，希望有人调解。",
    "request": "请社区调解",
    "violence_now": "no",
    "weapon_or_injury": "no",
    "threat_to_life": "no",
    "dependants": "no",
    "police_before": "no",
}


@dataclass
class Cast:
    """People by user name: `cast.mei` is the User, `cast.actor("mei")` the Actor with today's posts."""

    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, name: str) -> Actor:
        return access.actor_of(self.people[name])

    def call(self, **changes: Any) -> Ticket:
        """Ling registers an ordinary call about a rights case in community 001001."""
        key = changes.pop("key", None)
        now = changes.pop("now", None)
        return gate.open_ticket("rights", self.actor("ling"), {**CALL, **changes}, key=key, now=now).ticket

    def does(self, who: str, ticket: Ticket | str, move: str, **data: Any) -> Ticket:
        """`who` makes a move; `now=`, `seen=` and `key=` go to the gate, everything else into the form."""
        gate_words = {name: data.pop(name) for name in ("now", "seen", "key") if name in data}
        number = ticket if isinstance(ticket, str) else ticket.number
        return gate.perform(number, move, self.actor(who), data, **gate_words).ticket


@cache
def _hashed() -> str:
    """Hashing a password is slow on purpose; once is enough for a whole cast."""
    return make_password(PASSWORD)


def populate() -> Cast:
    """Write units, people and posts; and the calendar, which the cleaning up after a test with real commits took away."""
    if not CalendarYear.objects.exists():
        import_module("casework.migrations.0004_seed_calendar").seed(apps, None)
    for code, (name, english) in UNITS.items():
        Jurisdiction.objects.create(code=code, name=name, name_en=english, level=int(level_of(code)))
    cast = Cast()
    for username, (name, role, _unit) in PEOPLE.items():
        user = User(username=username, full_name=name, email=f"{username}@example.org", password=_hashed())
        user.is_staff = role == "admin"
        cast.people[username] = user
    User.objects.bulk_create(cast.people.values())
    Membership.objects.bulk_create(
        [
            Membership(user=cast.people[who], role=role, jurisdiction_id=unit, valid_from=SINCE)
            for who, (_n, role, unit) in PEOPLE.items()
        ]
    )
    forget()
    return cast


def forget() -> None:
    """Drop what processes keep in memory for a few seconds."""
    for module in (places, calendars, policybook, catalogue):
        module.forget()


@pytest.fixture
def cast(db: None) -> Cast:
    return populate()


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    forget()
