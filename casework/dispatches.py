"""The row of each dispatch, written in the transaction of the move that dispatches, returns or rules (domain.md §7.3)."""

from datetime import datetime
from typing import Any

from casework.models import DispatchRow
from casework.work import Work

MADE, CHANGED = "dispatch", ("return_order", "rule_owner")


def follow(work: Work, case: Any, move: str) -> None:
    """Bring the row of the latest dispatch up to date with what this move noted on it."""
    if move != MADE and move not in CHANGED:
        return
    made = case.data.get("dispatches") or []
    if not made:
        return
    n = len(made)
    row = None if move == MADE else DispatchRow.objects.filter(ticket_id=case.pk, n=n).first()
    if row is None:
        row = DispatchRow(ticket=case, n=n)
        work.dispatches.append(row)
    else:
        work.changed_dispatches.append(row)
    _fill(row, made[-1])


def _fill(row: DispatchRow, made: dict[str, Any]) -> None:
    back, ruled = made.get("returned", {}), made.get("ruled", {})
    row.at, row.unit, row.by_id, row.to = datetime.fromisoformat(made["at"]), made["from"], made["by"], made["to"]
    row.returned_at = datetime.fromisoformat(back["at"]) if back else None
    row.ground = back.get("ground", "")
    row.ruled_at = datetime.fromisoformat(ruled["at"]) if ruled else None
    row.upheld = ruled.get("upheld")
