"""Bulk intake at size: 100,000 rows with 1 % bad ones of 20 kinds, killed half-way by kill -9, run again.

    python3 run.py bench imports [--tickets 100000]

Checks that every bad row is named with the right physical line and field and every good one came in once, and prints the
rate as a ratio to opening the same cases one by one through the gate in the same run.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from django.db.models import QuerySet

from bench import load
from casework import access, gate
from casework.models import Ticket
from workflows.roles import CLOCK

PLACES = (f"{load.DISTRICT}001001", f"{load.DISTRICT}002001")
SINGLE = 300
CALL = {
    "phone": "138 0000 2046", "caller": "self", "category": "0106", "nature": "help", "channel": "hotline", "story": "请帮助协调",
    "violence_now": "no", "weapon_or_injury": "no", "threat_to_life": "no", "dependants": "no", "police_before": "no",
}  # fmt: skip
HEADER = "工单编号,社区,内容,电话,姓名,类别,渠道,性质,性别,violence_now,发生时间,登记日期,办结方式,办结日期\n"
CELLS = (
    "no",
    "place",
    "story",
    "phone",
    "name",
    "category",
    "channel",
    "nature",
    "sex",
    "q",
    "when",
    "received",
    "outcome",
    "closed",
)
Kind = tuple[str, Callable[[dict[str, str]], object]]


def _set(**cells: str) -> Callable[[dict[str, str]], object]:
    return lambda row: row.update(cells)


KINDS: tuple[Kind, ...] = (
    ("place", _set(place="无此社区")),
    ("place", _set(place="999999999999")),
    ("place", _set(place="")),
    ("story", _set(story="")),
    ("phone", _set(phone="没有电话")),
    ("phone", _set(phone="1" * 40)),
    ("name", _set(name="名" * 200)),
    ("category", _set(category="9999")),
    ("category", _set(category="")),
    ("channel", _set(channel="飞鸽")),
    ("nature", _set(nature="无此性质")),
    ("sex", _set(sex="猫")),
    ("violence_now", _set(q="也许")),
    ("occurred_at", _set(when="2999-01-01 10:00")),
    ("occurred_at", _set(when="2026-01-01 29:00")),
    ("received_on", _set(received="2026-02-30")),
    ("received_on", _set(received="2999-01-01")),
    ("closed_on", _set(outcome="B1")),
    ("external_no", _set(no="<bad>")),
    ("", _set(closed='2026-01-01,"too",many')),
)


def write(path: Path, rows: int) -> dict[int, str]:
    """A file of that many rows, some with quoted line breaks; returns {physical line: field} of the bad ones."""
    wrong: dict[int, str] = {}
    line = 2
    with path.open("w", encoding="gb18030", newline="") as file:
        file.write(HEADER)
        for number in range(rows):
            row = dict.fromkeys(CELLS, "")
            long = number % 50 == 7
            row |= {"no": f"G-{number}", "place": PLACES[number % 2], "phone": f"139{number % 40000:08d}"}
            row |= {"name": f"张{number % 40000}", "category": ("0104", "0106", "0404")[number % 3]}
            row["story"] = '"第一行，\n还有第二行"' if long else f"第 {number} 件：请帮助协调"
            if number % 100 == 42:
                field, spoil = KINDS[number // 100 % len(KINDS)]
                row["story"], long = "坏行", False
                spoil(row)
                wrong[line] = field
            file.write(",".join(row.values()) + "\n")
            line += 2 if long else 1
    return wrong


def run(options: Namespace) -> int:
    users = load.people()
    actor, rows = access.actor_of(users["operator"]), options.tickets
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "list.csv", Path(folder) / "out.jsonl"
        wrong = write(path, rows)
        command = [sys.executable, "manage.py", "import_cases", str(path), "--as", "operator", "--source", "12345"]
        took = _killed([*command, "--report", str(out)], rows // 2)
        went_on = _in().count()
        start = time.monotonic()
        subprocess.run([*command, "--report", str(out)], check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        took += time.monotonic() - start
        named = {one["line"]: one["field"] for one in map(json.loads, out.read_text(encoding="utf8").splitlines())}
    numbers = list(_in().values_list("data__external_no", flat=True))
    twice, good = len(numbers) - len(set(numbers)), rows - len(wrong)
    right = sum(named.get(line) == field for line, field in wrong.items())
    print(f"  killed with {went_on:,} cases in; run again: {len(numbers):,} of {good:,} in, {twice} twice")
    print(
        f"  bad rows named with their physical line and field: {right:,} of {len(wrong):,}; {len(named) - right} wrongly"
    )
    start = time.monotonic()
    for number in range(SINGLE):
        gate.open_ticket("rights", actor, {**CALL, "place": PLACES[0], "name": f"单{number}"})
    single = (time.monotonic() - start) / SINGLE
    print(
        f"  {rows / took:,.0f} rows a second; a row takes {took / rows / single:.2f} of an intake through the gate one by one"
    )
    return 0 if named == wrong and not twice and len(numbers) == good else 1


def _in() -> "QuerySet[Ticket]":
    return access.tickets(CLOCK).filter(data__has_key="external_no")


def _killed(command: list[str], after: int) -> float:
    """Run the command until `after` cases are in, then kill -9; the seconds it ran."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    while process.poll() is None and _in().count() < after:
        time.sleep(0.5)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return time.monotonic() - start
