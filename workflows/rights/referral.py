"""From a rights case to help beside it: aid, legal aid, a job, a class, a volunteer (domain.md §5, links between modules).

Which kinds there are, and what of the person's sealed facts each may have, the kinds say themselves (`Workflow.referral`).
The story never goes along: only what the handler writes for the purpose. Passing her facts on needs a lawful basis of its
own (个人信息保护法 art 23, 29; domain.md §1.12).
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, Text, Workflow, action
from workflows.forms import MoveForm, PartyField
from workflows.partyroles import PETITIONER, VICTIM
from workflows.registry import registry
from workflows.rights import states as at
from workflows.rights.forms import long_text, pick
from workflows.rights.guards import holder_or_above, not_only_assisting
from workflows.rights.people_forms import BASES
from workflows.rights.people_guards import sharing_consented
from workflows.roles import HANDLERS, Actor


def kinds() -> list[tuple[str, Text]]:
    """Kinds of tickets a rights case may open beside itself, in the order of the plan's chapters."""
    found = [kind for kind in registry if kind.referral is not None]
    return [(kind.slug, kind.title) for kind in sorted(found, key=lambda kind: kind.plan_chapter)]


class HelpBesideForm(MoveForm):
    kind = forms.ChoiceField(label=_("Which help"), choices=())
    party = PartyField(label=_("For whom"), roles=(PETITIONER, VICTIM))
    need = long_text(
        _("What she needs"),
        help_text=_("For those who help: no more than they need. Nothing of the case itself goes along."),
    )
    basis = forms.ChoiceField(label=_("Lawful basis for passing on her name and contact"), choices=pick(BASES))
    private = ("need",)

    def bound_to(self, case: Any, actor: Any) -> None:
        self.fields["kind"].choices = pick(kinds())  # type: ignore[attr-defined]


def some_help(ticket: Any, actor: Actor) -> Text:
    if not any(role in (PETITIONER, VICTIM) for role in ticket.data.get("parties", {}).values()):
        return _("Nobody is named to be helped. Record the person first.")
    return "" if kinds() else _("No kind of help is set up here.")


class Referral(Workflow):
    @action(
        at.IN_HAND, SAME, by=HANDLERS, label=_("Open help beside the case"), form=HelpBesideForm,
        guards=[not_only_assisting, holder_or_above, some_help], checks=[sharing_consented], icon="link",
        after=_("A ticket of its own is opened for it, with her name and safe contact as far as that kind needs them."),
    )  # fmt: skip
    def open_help(self, kind: str, party: str, need: str, basis: str) -> None:
        help_kind = registry[kind]
        self.data["helps"] = {**self.data.get("helps", {}), kind: self.data.get("helps", {}).get(kind, 0) + 1}
        data = help_kind.referred(self, need)
        if help_kind.referral_child:
            self.spawn(kind, **data)
        else:
            self.refer(kind, data, parties=(party,), carry=help_kind.referral or ())
