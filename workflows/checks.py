"""`manage.py check`: refuse to start with a ticket type that could lose a case. Messages name the file and the remedy."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from workflows import risk
from workflows.policies import PolicyError, policies
from workflows.registry import Registry, registry
from workflows.soundness import problems, where
from workflows.warnings import rules, words

RESERVED: set[str] = set()  # attribute names of a Ticket; casework fills it in, so that this package knows no tables


def check_types(types: Registry = registry) -> list[CheckMessage]:
    """Errors of every registered type, and of types refused at registration."""
    try:
        keys = list(policies)
    except PolicyError as error:
        return [Error(str(error), id="workflows.E002")]
    found: list[CheckMessage] = [Error(reason, id="workflows.E003") for reason in types.refused]
    found += [Error(reason, id="workflows.E004") for reason in check_data()]
    for workflow in types:
        for problem in problems(workflow, keys, RESERVED):
            found.append(Error(f"{where(workflow)}: ticket type {workflow.slug!r}: {problem}", id="workflows.E001"))
    return found


def check_data() -> list[str]:
    """What is wrong with the rules of early warning, the scale of risk and the words of violence."""
    wrong = []
    for read in (rules.book, risk.scale, words.words):
        try:
            read()
        except ValueError as error:
            wrong.append(str(error))
    return wrong


def check(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    return check_types()
