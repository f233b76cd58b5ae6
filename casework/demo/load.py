"""Load the demo district: units, people, posts, and about eighty cases played through the gate over six weeks."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from casework import access, places
from casework.demo import (
    chapter_walks,
    contest_walks,
    endings,
    lane_walks,
    months,
    other_walks,
    risk_walks,
    supervised,
    turns,
    walks,
)
from casework.demo.people import ACCOUNTS, HOME_COMMUNITY, HOME_STREET, cast
from casework.demo.places import units
from casework.demo.world import World
from casework.models import Jurisdiction, Membership, User
from workflows.ladder import level_of
from workflows.roles import CLOCK

POSTS_SINCE = timedelta(days=400)

# (story, its options, days ago at which it began), some stories several times
PLAN: tuple[tuple[Any, dict[str, Any], tuple[float, ...]], ...] = (
    (walks.triage, {}, (0.4, 1, 1, 2)),
    (walks.accepted, {}, (2, 3, 4, 5)),
    (walks.working, {}, (5, 6, 7, 8, 9, 11, 14.6, 15.2)),
    (walks.climbed, {}, (19, 21, 23)),
    (walks.climbed, {"claim": False}, (17.2, 18)),
    (walks.climbed, {"finish": True}, (37, 39)),
    (walks.mediating, {}, (7, 9, 10, 12)),
    (walks.agreed, {"until": "pending_review"}, (9, 12, 14)),
    (walks.agreed, {"until": "replied"}, (9.2, 12)),
    (walks.agreed, {"until": "follow_up"}, (13,)),
    (walks.agreed, {}, (20, 24, 27, 30, 34, 38)),
    (walks.agreed, {"outcome": "B3"}, (25, 33)),
    (walks.handled, {"outcome": "A1"}, (12, 18, 26)),
    (walks.handled, {"outcome": "C1"}, (22, 31)),
    (walks.handled, {"outcome": "D2"}, (28,)),
    (walks.handled, {"outcome": "E1", "until": "pending_review"}, (6,)),
    (endings.petition, {"until": "reviewing"}, (16,)),
    (endings.petition, {"until": "reviewed"}, (21,)),
    (endings.petition, {"until": "re_reviewing"}, (25,)),
    (endings.petition, {"until": "hearing"}, (26,)),
    (endings.petition, {"until": "terminated"}, (36,)),
    (endings.archived, {}, (29, 35)),
    (walks.reopened, {}, (16,)),
    (turns.waiting, {}, (6, 8)),
    (turns.suspended, {}, (7, 9)),
    (turns.suspended, {"approve": False}, (6,)),
    (turns.extended, {}, (10,)),
    (turns.extended, {"approve": False}, (9,)),
    (turns.handed_up, {}, (6, 9)),
    (turns.handed_up, {"only_help": True}, (7,)),
    (turns.dispatched, {}, (0.6, 1)),
    (turns.dispatched, {"back": True}, (1.2,)),
    (turns.refused, {}, (5, 15)),
    (turns.transferred, {}, (6,)),
    (turns.transferred, {"report": False}, (13,)),
    (turns.withdrawn, {}, (11,)),
    (turns.merged, {}, (9.5,)),
    (turns.voided, {}, (8,)),
    (turns.voided, {"confirm": False}, (1,)),
    (lane_walks.urgent, {"until": "in_progress"}, (3, 0.7)),
    (lane_walks.urgent, {"until": "closed"}, (16,)),
    (risk_walks.watched_over, {}, (4, 9)),
    (risk_walks.watched_over, {"quiet": True}, (20,)),
    (supervised.bounced, {}, (2,)),
    (supervised.assisted, {}, (5,)),
    (supervised.pressed, {}, (10.5,)),
    (supervised.pressed, {"answer": True}, (11.5,)),
    (supervised.led, {}, (7.5,)),
    (supervised.consulted, {}, (4.2,)),
    (supervised.consulted, {"decided": True}, (7,)),
    (chapter_walks.aid, {}, (2,)),
    (chapter_walks.aid, {"until": "public"}, (6,)),
    (chapter_walks.aid, {"until": "paid"}, (20,)),
    (chapter_walks.family, {}, (13,)),
    (chapter_walks.nominated, {"slug": "red_banner", **chapter_walks.PACESETTER}, (14,)),
    (chapter_walks.training, {}, (3,)),
    (chapter_walks.wish, {}, (2,)),
    (chapter_walks.seeker, {}, (5,)),
    (chapter_walks.volunteer, {}, (8,)),
    (chapter_walks.spring_bud, {}, (12,)),
    (chapter_walks.activity, {"kind": "reading"}, (2.5,)),
    (
        chapter_walks.activity,
        {"slug": "outreach", "topics": ["violence"], "days": ["1125"], "lecturer": "普法志愿者"},
        (3.5,),
    ),
    (chapter_walks.activity, {"slug": "learning_activity", "team": "stairs", "approved": False}, (1.5,)),
    (contest_walks.on_notice, {}, (15,)),
    (contest_walks.taking_entries, {}, (4,)),
    (chapter_walks.startup, {}, (6.5,)),
    (chapter_walks.question, {}, (1,)),
    (chapter_walks.nominated, {"slug": "entrepreneur_model", **other_walks.ENTREPRENEUR}, (15,)),
    (chapter_walks.nominated, {"slug": "model_post", **other_walks.POST}, (15,)),
    (chapter_walks.nominated, {"slug": "post_star", **other_walks.STAR}, (4,)),
    (other_walks.objected, {}, (14,)),
    (other_walks.member, {}, (12,)),
    (other_walks.home_help, {}, (2,)),
    (other_walks.reading_home, {}, (4,)),
    (other_walks.model_site, {}, (5,)),
    (other_walks.gifts, {}, (5,)),
    (other_walks.studied, {}, (4.5,)),
    (other_walks.kitchen, {}, (8,)),
    (walks.suggestion, {}, (1,)),
    (walks.suggestion, {"answer": True}, (7, 10)),
)
FRESH_HOURS = (0.4, 0.9, 2, 3.5, 6, 9, 15, 20)


def load(now: datetime | None = None) -> int:
    """Load everything in one transaction; returns the number of tickets, 0 if there were some already."""
    if access.tickets(CLOCK).exists():
        return 0
    with transaction.atomic():
        _people()
        places.forget()
        world = World(now or timezone.now())
        supervised.write_catalogue(world)
        for start, story, number, place, options in _schedule(world.now):
            world.begin(start, story, number, place, **options)
        world.run()
        months.report(world)
    return access.tickets(CLOCK).count()


def _people() -> None:
    """Units, persons and posts; the six accounts get the demo's password, the others cannot sign in."""
    for code, name, english in units():
        values = {"name": name, "name_en": english, "level": int(level_of(code))}
        Jurisdiction.objects.update_or_create(code=code, defaults=values)
    password = make_password(os.environ.get("SANJI_DEMO_PASSWORD") or None)
    accounts = {one[0] for one in ACCOUNTS}
    nobody = make_password(None)
    since = timezone.localdate() - POSTS_SINCE
    known = set(User.objects.values_list("username", flat=True))
    people, posts = [], []
    for username, full_name, role, unit in cast():
        if username in known:
            continue
        mine = username in accounts
        user = User(username=username, full_name=full_name, password=password if mine else nobody)
        user.email = f"{username}@example.org" if mine else ""
        user.is_staff = role == "admin"
        people.append(user)
        posts.append(Membership(user=user, role=role, jurisdiction_id=unit, valid_from=since))
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(posts)


def _schedule(now: datetime) -> Iterator[tuple[datetime, Any, int, str, dict[str, Any]]]:
    """(start, story, number, place, options) of every case; the home community gets every fourth."""
    ring = _places()
    number = 0
    for story, options, starts in PLAN:
        for ago in starts:
            number += 1
            yield _office_time(now, ago, number), story, number, next(ring), options
    for ago in FRESH_HOURS:
        number += 1
        yield now - timedelta(hours=ago), walks.registered, number, next(ring), {}
    yield now - timedelta(minutes=6), lane_walks.urgent, number + 1, HOME_COMMUNITY, {"until": "registered"}


def _places() -> Iterator[str]:
    others = [code for code, _name, _english in units() if len(code) == 12 and code != HOME_COMMUNITY]
    neighbours = [code for code in others if code.startswith(HOME_STREET)]
    turn = 0
    while True:
        turn += 1
        if turn % 4 == 0:
            yield HOME_COMMUNITY
        elif turn % 7 == 0:
            yield neighbours[turn % len(neighbours)]
        else:
            yield others[(turn * 8) % len(others)]


def _office_time(now: datetime, days_ago: float, number: int) -> datetime:
    """About that long ago, moved to an hour at which the hotline answers (on the day before, if it would lie ahead)."""
    day = timezone.localtime(now - timedelta(days=days_ago))
    start = day.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(minutes=(number * 37) % 400)
    while start > now:
        start -= timedelta(days=1)
    return start
