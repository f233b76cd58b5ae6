"""Pieces of the intake page: its sections, the place search, the urgent banner, what happens next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access, places
from casework.models import Clock
from casework.queries.times import clock_title
from casework.shapes import Place, Registered, Text
from workflows.base import Workflow
from workflows.classifications import QUESTIONS
from workflows.ladder import Level, level_of, parent_of
from workflows.registry import registry
from workflows.rights.intake import rules_typed
from workflows.rights.lane_rules import PUBLIC_RULES
from workflows.rights.people import CODE_OFF
from workflows.roles import Actor

SUGGESTED = 8
SECTIONS: tuple[tuple[str, Text, Text, tuple[str, ...]], ...] = (
    ("call", gettext_lazy("The call"), gettext_lazy("First: can she talk?"),
     ("phone", "name", "caller", "sex", "age_band", "channel")),
    ("safety", gettext_lazy("Five questions on safety"), gettext_lazy("A yes shows at once what to do"),
     tuple(question.name for question in QUESTIONS)),
    ("place", gettext_lazy("Where"), gettext_lazy("Type the community or the street"), ("place", "place_detail")),
    ("matter", gettext_lazy("What"), gettext_lazy("In her words"),
     ("category", "nature", "story", "refused_to_tell", "request", "occurred_at")),
    ("contact", gettext_lazy("How to reach her again"), gettext_lazy("Only in ways she agrees to"),
     ("safe_phone", "safe_time", "phone_use", "may_sms", "may_voicemail", "may_visit", "community_may_know")),
    # Folded away: what may come up in the call, never what must be asked.
    ("harmed", gettext_lazy("The person harmed"), gettext_lazy("If somebody else calls for her, or she is a child"),
     ("victim_name", "victim_phone", "victim_relation", "guardian_is_abuser")),
    ("other", gettext_lazy("The other side"), gettext_lazy("As far as she says it"),
     ("other_name", "other_phone", "other_relation", "other_same_home", "other_employer")),
    ("about", gettext_lazy("More about her"), gettext_lazy("Age, papers, family, work, health"),
     ("birth_date", "id_type", "id_number", "marital", "education", "nationality", "ethnic", "registered_residence", "job",
      "employer", "economy", "children", "health")),
    ("needs", gettext_lazy("How she came and what she needs"), gettext_lazy("Group, language, anonymity"),
     ("persons", "needs", "stay_anonymous")),
)  # fmt: skip
# The same sections where nobody is on the line.
PLAIN: dict[str, Text] = {"call": gettext_lazy("Who it is about"), "matter": gettext_lazy("What")}
FOLDED = frozenset({"harmed", "other", "about", "needs"})


def is_call(kind: type[Workflow]) -> bool:
    """Is it a matter that somebody tells on the line: are the five questions asked?"""
    return all(question.name in kind.intake_form.base_fields for question in QUESTIONS)


def sections_of(kind: type[Workflow]) -> Sequence[tuple[str, Text, Text, Sequence[str]]]:
    """(code, title, hint, names of fields) in the order of a call; fields nobody placed stand with the matter."""
    names = list(kind.intake_form.base_fields)
    placed = {name for *_rest, mine in SECTIONS for name in mine}
    found = []
    plain = {} if is_call(kind) else PLAIN
    for code, title, hint, mine in SECTIONS:
        own = [name for name in mine if name in names]
        own += [name for name in names if name not in placed] if code == "matter" else []
        if own:
            found.append((code, plain.get(code, title), "" if code in plain else hint, own))
    return found


def place_text(code: str) -> str:
    """A place as it is written into the search field."""
    return places.long_name(code) if code in places.all_places() else ""


def suggestions(actor: Actor, query: str) -> list[Place]:
    """Units of the actor's districts that fit what was typed: names that begin so first, then the small units."""
    words = query.casefold().replace("·", " ").split()
    if not words:
        return []
    districts = tuple({post.district for post in actor.posts})
    found = []
    for place in places.all_places().values():
        inside = places.name_of(parent_of(place.code))
        text = f"{place.name_zh} {place.name_en} {inside} {place.code}".casefold()
        if place.code.startswith(districts) and place.level <= Level.DISTRICT and all(word in text for word in words):
            starts = any(name.casefold().startswith(words[0]) for name in (place.name_zh, place.name_en))
            found.append(((not starts, int(place.level), place.code), Place(place.code, place.name, inside)))
    return [place for _rank, place in sorted(found, key=lambda pair: pair[0])[:SUGGESTED]]


def red_steps(kind: type[Workflow], data: Mapping[str, Any]) -> list[Text]:
    """What to do now, in order; empty unless what was typed so far meets a rule of the urgent lane (domain.md §2.5)."""
    if not data or not is_call(kind):
        return []
    rules, child = rules_typed(data)
    if not rules:
        return []
    steps = []
    if rules - PUBLIC_RULES:
        steps.append(_("Ask her to dial 110 now, or dial for her. Ask for the house and the floor. Stay on the line."))
        if child:
            steps.append(
                _("Ask whether a child was hurt. If so, report it to the police at once: no consent is needed.")
            )
    if rules & PUBLIC_RULES:
        steps.append(
            _(
                "A group or the media: the leader is told the same day. At most five speak for a group; questions of the media go to the leader."
            )
        )  # noqa: E501
    steps.append(_("Register with what you have: the district is told at once. Everything else can be added later."))
    return steps


def registered(actor: Actor, facts: Mapping[str, Any], code: str = "") -> Registered:
    """The receipt: number, unit, the dates that run from now, and the query code this once (two statements)."""
    number, unit = facts["number"], places.name_of(facts["unit_id"])
    kind = registry.get(facts["type"])
    seen = access.tickets(actor).filter(number=number).exists()
    running = Clock.objects.filter(ticket__number=number, stopped_at__isnull=True, who="ours").order_by("due_at")
    steps: list[tuple[Text, Any]] = [(_("%(unit)s is told now and takes it over.") % {"unit": unit}, None)]
    shown = running.only("key", "who", "budget", "due_at")[:5]
    steps += [(clock_title(clock, facts["type"]), clock.due_at) for clock in shown]
    again = reverse("intake") if not kind or kind.slug == "rights" else reverse("intake_type", args=[kind.slug])
    return Registered(
        number=number,
        unit=unit,
        risk=facts["risk"],
        steps=steps,
        url=reverse("ticket", args=[number]) if seen else "",
        next_url=f"{again}?new=1",
        red=_after_red(facts) if facts["risk"] == "red" else (),
        code=code,
        code_off=CODE_OFF.get(facts.get("code_off") or "", ""),
    )


def _after_red(facts: Mapping[str, Any]) -> list[Text]:
    duty = _("The district rights department has been told and confirms receipt by phone.")
    if level_of(facts["unit_id"]) is not Level.DISTRICT:
        duty = _("The unit in charge has been told and confirms receipt by phone.")
    if facts.get("lane") and set(facts["lane"]) <= PUBLIC_RULES:  # a group or the media: nobody is in danger by that
        return [duty]
    return [_("Stay on the line until the police are on their way or she is in a safe place."), duty]
