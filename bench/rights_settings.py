"""Our settings with the types of the rights case alone: the case, its children and what warns of one (`bench/types.py`).

A measure of what the other chapters cost, not a feature: the product always loads every type it finds.
"""

import importlib

from config.settings import *  # noqa: F403
from workflows import discovery

TYPES = (
    "rights_case", "aftercare", "evidence", "leader_report", "legal_aid", "minor_case", "performance", "police_report",
    "protection_order", "safety_plan", "takeover", "warning", "written_warning",
)  # fmt: skip


def _import_rights() -> None:
    for name in TYPES:
        importlib.import_module(f"workflows.types.{name}")


discovery.import_own_types = _import_rights
