"""Which papers are due now, from the facts of a case: the `due` of each layout, and what was signed but not served."""

from typing import Any

from workflows.papers import KINDS
from workflows.papers.kinds import PaperKind


def due_now(case: Any) -> list[PaperKind]:
    """Kinds that the state of this case asks for and of which no valid one is signed, in the order of the book."""
    signed = case.data.get("papers", {})
    return [kind for kind in KINDS.values() if kind.due and not signed.get(kind.code) and _asked_for(kind.due, case)]


def unserved(case: Any) -> list[str]:
    """Numbers of valid papers that want a record of service and have none."""
    done = case.data.get("served", {})
    found = case.data.get("papers", {})
    return [
        number for code, numbers in found.items() if code in KINDS and KINDS[code].served for number in numbers
        if number not in done
    ]  # fmt: skip


def _asked_for(due: Any, case: Any) -> bool:
    """Every condition of a `due` holds: state, outcome, a fact that is there, facts with their values."""
    if "states" in due and case.state not in due["states"]:
        return False
    if "outcome" in due and case.outcome not in due["outcome"]:
        return False
    if "data" in due and not case.data.get(due["data"]):
        return False
    if any(case.data.get(name) for name in due.get("unless", ())):
        return False
    return all(case.outcome == value if name == "outcome" else case.data.get(name) == value
               for name, value in due.get("where", {}).items())  # fmt: skip
