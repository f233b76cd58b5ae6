"""The measures of the rules: what is counted about an event, as items in a window or as a plain number."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.warnings.look import Look, Seen, is_harm
from casework.warnings.windows import Found, Item, fullest, fullest_of, ordered
from workflows.classifications import CATEGORIES
from workflows.risk import is_higher
from workflows.warnings.rules import Rule

DIVORCE = "0101"
DIVORCE_CHANNELS = ("civil_affairs", "court")  # registration refused, or a suit
POLICE = "police"


def violent(case: Any) -> bool:
    kind = CATEGORIES.get(case.category)
    return bool(kind and kind.violent)


def _contacts(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return fullest_of(_contact_items(look, seen), seen.at, rule.window)


def _contact_items(look: Look, seen: Seen, channel: str = "") -> list[Item]:
    """Contacts of the household, in order; laid out once for all of its cases, of which there may be hundreds."""
    home = frozenset(look.household[seen.case.pk])
    if (home, channel) not in look.laid_out:
        look.laid_out[home, channel] = ordered(
            Item(at, pk, (pk, at, n))
            for pk in home
            for n, (at, way) in enumerate(look.contacts[pk])
            if not channel or (way == channel and violent(look.cases[pk]))
        )
    return look.laid_out[home, channel]


def _police_calls(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return fullest_of(_contact_items(look, seen, POLICE), seen.at, rule.window)


def _police_injury(look: Look, seen: Seen, rule: Rule) -> Found | None:
    hurt = seen.case.data.get("answers", {}).get("weapon_or_injury") == "yes"
    return _plain(seen, int(hurt and seen.case.channel == POLICE and violent(seen.case)))


def _protection(name: str) -> "Measure":
    def measure(look: Look, seen: Seen, rule: Rule) -> Found | None:
        counts = {pk: look.protection[pk][name] for pk in look.household[seen.case.pk]}
        if not counts.get(seen.case.pk):  # it must concern this very case
            return None
        tickets = frozenset(pk for pk, n in counts.items() if n) | {seen.case.pk}
        return Found(sum(counts.values()), min(look.cases[pk].opened_at for pk in tickets), seen.at, tickets)

    return measure


def _unsatisfied(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return fullest(look.unsatisfied[seen.case.pk], seen.at, rule.window)


def _respondent_households(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return fullest(look.respondents[seen.case.pk], seen.case.opened_at, rule.window)


def _divorce_after_violence(look: Look, seen: Seen, rule: Rule) -> Found | None:
    if seen.case.category != DIVORCE and seen.case.channel not in DIVORCE_CHANNELS:
        return None
    start = Item(seen.at, seen.case.pk, "now")
    past = [
        Item(look.cases[pk].opened_at, pk, pk)
        for pk in look.household[seen.case.pk]
        if pk != seen.case.pk and violent(look.cases[pk]) and look.cases[pk].opened_at <= seen.at
    ]
    found = fullest([*past, start], seen.at, rule.window)
    return Found(found.n - 1, found.first, found.last, found.tickets) if found and found.n > 1 else None


def _minor_in_violence(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return _plain(seen, int(violent(seen.case) and look.has_minor(seen.case)))


def _new_disputes(look: Look, seen: Seen, rule: Rule) -> Found | None:
    if len(seen.case.place_id) != 12 or not seen.case.category.startswith("01"):
        return None
    return fullest(look.disputes[seen.case.place_id], seen.case.opened_at, rule.window)


def _employer_complaints(look: Look, seen: Seen, rule: Rule) -> Found | None:
    if not seen.case.category.startswith("04"):
        return None
    found = [fullest(items, seen.case.opened_at, rule.window) for items in look.employers[seen.case.pk]]
    return max((one for one in found if one), key=lambda one: one.n, default=None)


def _words(look: Look, seen: Seen, rule: Rule) -> Found | None:
    return _plain(seen, len(seen.case.data.get("words", [])))


def _words_again(look: Look, seen: Seen, rule: Rule) -> Found | None:
    """Words told at a contact that was recorded at this moment or after it; the daily sweep looks at that very contact."""
    last = seen.case.data.get("contact_words", {})
    at = datetime.fromisoformat(last["at"]) if last else None
    return _plain(seen, len(last["words"]) if at and (at == seen.at or (at > seen.at and not seen.again)) else 0)


def _group(look: Look, seen: Seen, rule: Rule) -> Found | None:
    """How many came: with the first call, or with this very contact."""
    return _plain(seen, int((seen.case.data if seen.name == "open" else seen.data).get("persons") or 1))


def _media(look: Look, seen: Seen, rule: Rule) -> Found | None:
    """Public attention: at the first call, by this contact, or as the ground of this alarm."""
    if seen.name == "open":
        return _plain(seen, int(seen.case.channel == "media" or bool(seen.case.data.get("media"))))
    return _plain(seen, int("media" in (seen.data.get("channel"), seen.data.get("ground"))))


def _new_harm(look: Look, seen: Seen, rule: Rule) -> Found | None:
    """This visit or follow-up found new harm; how often one of the case has."""
    if not is_harm(seen.name, seen.data, seen.state):
        return None
    found = look.harm[seen.case.pk]
    return Found(len(found), min((one.at for one in found), default=seen.at), seen.at, frozenset({seen.case.pk}))


def _plain(seen: Seen, n: int) -> Found | None:
    return Found(n, seen.at, seen.at, frozenset({seen.case.pk})) if n else None


Measure = Callable[[Look, Seen, Rule], Found | None]
MEASURES: dict[str, Measure] = {
    "contacts": _contacts,
    "words": _words,
    "police_calls": _police_calls,
    "police_injury": _police_injury,
    "written_warnings": _protection("warnings"),
    "order_breaches": _protection("breaches"),
    "unsatisfied": _unsatisfied,
    "respondent_households": _respondent_households,
    "divorce_after_violence": _divorce_after_violence,
    "minor_in_violence": _minor_in_violence,
    "new_disputes": _new_disputes,
    "employer_complaints": _employer_complaints,
    "group": _group,
    "media": _media,
    "new_harm": _new_harm,
    "words_again": _words_again,
}
NOT_BY_EVENT = ("order_ends", "instalment_missed", "unreachable")  # by the daily look, or by a clock of the case


def measure(look: Look, seen: Seen, rule: Rule) -> Found | None:
    """What the rule found about the event, if it reaches the rule's threshold."""
    if rule.unless_risk and not is_higher(rule.unless_risk, seen.case.risk):
        return None
    found = MEASURES[rule.measure](look, seen, rule)
    return found if found and found.n >= rule.threshold else None
