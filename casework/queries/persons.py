"""The people, the story and the files of a ticket as the page shows them: covered, unless a grant is open."""

from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import reading
from casework.models import Party
from casework.queries.ticket import Whole, labelled
from casework.shapes import FileView, PartyView, Text
from workflows.partyroles import IDENTITY, fact_words, party_title, sealed_words
from workflows.rights.intake_people import IDENTITY as ASKED_OF_PEOPLE

STORY = "story"
CONTACT = frozenset({"name", "phone", "safe_phone", "safe_time", "place_detail", "address", *ASKED_OF_PEOPLE})
MASK = "••••"
LABELS: dict[str, Text] = {
    "address": gettext_lazy("Address"),
    "safe_contact": gettext_lazy("Safe ways to reach her"),
}
FILE_KINDS: dict[str, Text] = {
    "agreement": gettext_lazy("Agreement"),
    "record": gettext_lazy("Record"),
    "notice": gettext_lazy("Notice"),
    "evidence": gettext_lazy("Evidence"),
    "statement": gettext_lazy("Statement"),
    "receipt": gettext_lazy("Receipt"),
    "report": gettext_lazy("Report of a body"),
    "payment": gettext_lazy("Payment or aid slip"),
    "opinion": gettext_lazy("Opinion"),
    "other": gettext_lazy("Other"),
}


def parties(whole: Whole, asking: str = "", error: Text = "") -> list[PartyView]:
    """Every person of the case as it stands now, and a former version while it is looked at.

    `asking`: whose “why?” is open; `error`: what was wrong with the answer.
    """
    shown = [one for one in whole.parties if one.ended_at is None or asking == one.code or whole.party_grant(one)]
    return [_party(whole, one, asking == one.code, error) for one in shown]


def _party(whole: Whole, one: Party, asking: bool, error: Text) -> PartyView:
    grant = whole.party_grant(one)
    if grant is not None:
        shown = reading.party(whole.case, one, grant)
        fields = tuple((_label(whole, name), sealed_words(name, value), False) for name, value in shown.items())
    else:
        there = [("name", one.name_index), ("phone", one.phone_index)]
        fields = tuple((_label(whole, name), MASK, True) for name, index in there if index is not None)
    return PartyView(
        code=one.code,
        role=_title(whole, one),
        facts=" · ".join(_facts(whole, one)),
        fields=fields,
        reveal_url=_door(whole, one.code) if one.sealed is not None else "",
        revealed_until=grant.until if grant else None,
        asking=asking and grant is None,
        error=error if asking else "",
        why_not="" if whole.may_reveal else _why_not(),
    )


def _title(whole: Whole, one: Party) -> Text:
    """What a person is called where the name is covered; of several of one role each has a number."""
    same = [other.code for other in whole.parties if other.role == one.role and other.ended_at is None]
    title = party_title(one.role, same.index(one.code) + 1 if one.code in same and len(same) > 1 else 0)
    return format_lazy(_("{title}, former version"), title=title) if one.ended_at is not None else title


def _why_not() -> str:
    return _("Identity is shown only to the person in charge and the officers of this area.")


def _door(whole: Whole, code: str) -> str:
    return reverse("reveal", args=[whole.case.number, code]) if whole.may_reveal else ""


def _label(whole: Whole, name: str) -> Text:
    fields = whole.workflow.intake_form.base_fields
    return LABELS.get(name) or IDENTITY.get(name) or getattr(fields.get(name), "label", None) or name


def _facts(whole: Whole, one: Party) -> list[str]:
    """What may be said of a person without saying who, and the ways to reach her that are safe."""
    fields: dict[str, Any] = whole.workflow.intake_form.base_fields
    found = [str(word) for word in fact_words(one.plain)]
    found += [str(fields[way].label) for way in one.plain.get("safe_contact", ()) if way in fields]
    return found


def story(whole: Whole, asking: str = "", error: Text = "") -> PartyView | None:
    """What was told, without the contact; its grant opens the private parts of the history too."""
    if whole.case.sealed is None and not any(event.sealed is not None for event in whole.events):
        return None
    grant = whole.narrative_grant()
    fields: tuple[tuple[Text, Text, bool], ...] = ()
    if grant is not None:
        told = {name: text for name, text in reading.narrative(whole.case, grant).items() if name not in CONTACT}
        fields = tuple((label, text, False) for label, text in labelled(whole.workflow.intake_form, told))
    return PartyView(
        code=STORY,
        role=_("What was told"),
        fields=fields,
        reveal_url=_door(whole, STORY) if grant is None else "",
        revealed_until=grant.until if grant else None,
        asking=asking == STORY and grant is None,
        error=error if asking == STORY else "",
        why_not="" if whole.may_reveal else _why_not(),
    )


def files(whole: Whole) -> list[FileView]:
    """The attachments; each leads to the page that asks why before it hands the file out."""
    return [
        FileView(
            name=reading.attachment_name(whole.case, one),
            kind=FILE_KINDS.get(one.kind, one.kind),
            size=one.size,
            at=one.added_at,
            who=whole.people.get(one.added_by_id, ""),
            url=reverse("file", args=[whole.case.number, one.code]) if whole.may_reveal else "",
        )
        for one in whole.attachments
    ]
