"""Words for rules: amounts, whose they are, how sure we are."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from workflows.due import Unit
from workflows.policies import Policy, policies

register = template.Library()


@register.filter
def amounts(rule: Policy) -> str:
    """`60 days`; several amounts with commas."""
    return pgettext("between units", ", ").join(_amount(budget.amount, budget.unit) for budget in rule.amounts)


def _amount(amount: Any, unit: Unit) -> str:
    n = plain(amount)
    count = int(amount) if amount == int(amount) else 2
    forms = {
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", count),
        Unit.NATURAL_DAYS: ngettext("%(n)s day", "%(n)s days", count),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", count),
        Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", count),
        Unit.MINUTES: ngettext("%(n)s minute", "%(n)s minutes", count),
    }
    return forms[unit] % {"n": n}


@register.filter
def plain(amount: Any) -> str:
    """A number without needless zeros."""
    return f"{Decimal(str(amount)).normalize():f}"


@register.filter
def rule_title(key: str) -> Any:
    return policies[key].title


@register.filter
def whose(who: str) -> str:
    return {"ours": _("Ours"), "party": _("The person's"), "ext": _("Another body's")}.get(who, who)


@register.filter
def certainty(rule: Policy) -> str:
    """Where the number comes from, and how sure it is (domain.md)."""
    binding = {
        "law": _("law"),
        "model": _("model from elsewhere"),
        "design": _("our own design"),
        "unverified": _("to be verified"),
    }
    return binding.get(rule.binding, rule.binding)
