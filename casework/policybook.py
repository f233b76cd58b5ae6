"""Policies as a ticket sees them: the version in force when it was opened, with its district's own amount if there is one."""

import time
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import PolicyOverride
from workflows.due import Budget, Unit
from workflows.ladder import district_of
from workflows.policies import Policy, policies

KEEP_SECONDS = 10


class _Overrides:
    """District amounts by (district, key), oldest first; kept for ten seconds."""

    def __init__(self) -> None:
        self._until = 0.0
        self._rows: dict[tuple[str, str], list[PolicyOverride]] = {}

    def all(self) -> dict[tuple[str, str], list[PolicyOverride]]:
        if time.monotonic() >= self._until:
            found = defaultdict(list)
            for row in PolicyOverride.objects.order_by("valid_from"):
                found[row.district_id, row.key].append(row)
            self._rows = dict(found)
            self._until = time.monotonic() + KEEP_SECONDS
        return self._rows

    def forget(self) -> None:
        self._until = 0.0


_overrides = _Overrides()
forget = _overrides.forget


def opened_on(case: Any) -> date:
    return timezone.localdate(case.opened_at)


def policy(case: Any, key: str) -> Policy:
    """The version of a policy in force on the day the ticket was opened."""
    return policies.on(key, opened_on(case))


def policy_version(key: str, version: int) -> Policy:
    return policies.get(key, version)


def override(case: Any, key: str) -> PolicyOverride | None:
    """The district's own amount in force when the ticket was opened."""
    rows = _overrides.all().get((district_of(case.unit_id), key), [])
    return next((row for row in reversed(rows) if row.valid_from <= opened_on(case)), None)


def budget(case: Any, key: str, nth: int = 0) -> dict[str, Any]:
    """The snapshot a clock keeps: amount, unit, roll, whose it is, whether it may rest, and where that is written."""
    rule = policy(case, key)
    own = override(case, key)
    amount = plain_number(own.amount if own else rule.amounts[nth].amount)
    snapshot = {
        "amount": amount,
        "unit": str(rule.unit),
        "roll": rule.roll,
        "who": rule.who,
        "pausable": rule.pausable,
        "version": rule.version,
        "nth": nth,
    }
    return {**snapshot, "override": str(own.valid_from)} if own else snapshot


def plain_number(amount: Any) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def as_budget(snapshot: dict[str, Any]) -> Budget:
    return Budget(
        Decimal(str(snapshot["amount"])) if isinstance(snapshot["amount"], float) else snapshot["amount"],
        Unit(snapshot["unit"]),
    )


def extension_unit(rule: Policy) -> Unit:
    return rule.cap.unit if rule.cap else rule.unit


def refuse_extension(rule: Policy, order: Budget, given: list[dict[str, Any]]) -> str | Promise:
    """Why this extension may not be given, or "": no extension in the rule, too often, too long, another unit."""
    if rule.extension is None or rule.cap is None:
        return _("The rule behind this deadline allows no extension.")
    if len(given) >= rule.extension.times:
        return _("This deadline has been extended as often as the rule allows.")
    if order.unit is not rule.cap.unit or order.amount <= 0:
        return _("Give the extension as a number above 0, in the unit of the rule.")
    if order.amount + sum(entry["amount"] for entry in given) > rule.cap.amount:
        return _("The rule allows an extension of %(cap)s at most.") % {"cap": rule.cap.amount}
    return ""
