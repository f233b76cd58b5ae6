"""Words for rules: amounts, whose they are, how sure we are."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.datetexts import joined
from workflows.due import Unit
from workflows.ladder import Level
from workflows.policies import Policy, policies
from workflows.risk import RISKS
from workflows.warnings.rules import TASKS, Rule

register = template.Library()
CONFIDENCE = {"S": "law", "L": "model", "G": "design", "V": "unverified"}  # marks of domain.md


@register.filter
def amounts(rule: Policy) -> str:
    """`60 days`; several amounts with commas."""
    return joined(_amount(budget.amount, budget.unit) for budget in rule.amounts)


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
def certainty(rule: Policy | Rule) -> str:
    """Where the number comes from, and how sure it is (domain.md)."""
    known = CONFIDENCE[rule.confidence] if isinstance(rule, Rule) else rule.binding
    binding = {
        "law": _("law"),
        "model": _("model from elsewhere"),
        "design": _("our own design"),
        "unverified": _("to be verified"),
    }
    return binding.get(known, known)


# ── Early warning ─────────────────────────────────────────────────────────────────────────────────────────────────────
@register.filter
def looked_at(rule: Rule) -> str:
    """When an early-warning rule is asked: never only when something happens."""
    if rule.clock:
        return _("By its clock, and again once a day")
    if rule.daily:
        return _("When its date is entered, and once a day")
    if not rule.window:
        return _("When it happens, and once a day for every open case")
    said = ngettext("When it happens, and once a day for the last %(n)s day", "When it happens, and once a day for the last %(n)s days", rule.back)  # fmt: skip
    return said % {"n": rule.back}


@register.filter
def counts(rule: Rule) -> str:
    """`2 within 30 days`."""
    if not rule.window:
        return str(rule.threshold)
    said = ngettext("%(n)s within %(days)s day", "%(n)s within %(days)s days", rule.window)
    return said % {"n": rule.threshold, "days": rule.window}


@register.filter
def follows(rule: Rule) -> list[Any]:
    """Level of risk, who gets the alert, and what they do."""
    units = {"case": _("The unit that has the case"), "above": _("One level above the case")}
    unit = units.get(rule.level) or Level.named(rule.level).title
    return [*([RISKS[rule.risk]] if rule.risk else []), unit, TASKS[rule.task]]
