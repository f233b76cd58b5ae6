"""From a paper's sealed content to its sheet: blocks that the print page and the .docx draw alike. Plain data, no tables.

A copy for the other party (`RESPONDENT`) says no more than name and sex of whoever is protected; what is typed into a text
is covered too, where it repeats a sealed contact of theirs. A reporter is printed in no copy (信访工作条例 art 30;
妇女权益保障法 art 72; 反家庭暴力法 art 14; domain.md §3).
"""

import string
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from casework.papers import cover
from casework.papers.snapshot import day_words, moment_words

FULL, RESPONDENT = "full", "respondent"
BLANK = "＿＿＿＿＿＿"
HIDDEN = "（未公开）"
DRAFT_NUMBER = "（草稿，签发时编号）"
PARTY_ROWS = (
    ("name", "姓名"), ("sex", "性别"), ("age_band", "年龄段"), ("birth_date", "出生日期"), ("id_number", "证件号码"),
    ("nationality", "国籍"), ("ethnic", "民族"), ("job", "职业"), ("employer", "工作单位"), ("phone", "联系电话"),
    ("address", "住址"),
)  # fmt: skip
MORE_ROWS = (  # what only a registration prints (妇联信访工作规定 art 9; domain.md §4.4)
    ("registered_residence", "户籍地"), ("marital", "婚姻状况"), ("education", "文化程度"), ("economy", "经济状况"),
    ("health", "健康状况"), ("children", "子女情况"), ("relation", "与当事人的关系"),
)  # fmt: skip
ALWAYS = {"name", "sex", "phone", "address"}  # printed even when empty, to be filled in by hand
SAYS_WHO = {"name", "sex"}  # all that a respondent's copy says of a protected person
YES_NO = {True: "是", False: "否"}
OTHER_OF = {"victim": "petitioner", "petitioner": "victim"}

People = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Block:
    """One part of a sheet. `kind`: to, p, h, list, rows, table, sign, seal. `rows`: pairs, table rows (head first) or lines."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A paper ready to be drawn."""

    issuer: str
    title: str
    number: str
    day: str
    look: str
    anchor: str
    copies: str
    blocks: tuple[Block, ...]
    void: bool = False
    draft: bool = False
    copy: str = FULL
    case_number: str = ""
    void_reason: str = ""

    @property
    def has_seal(self) -> bool:
        """The day stands under the seal, if there is one."""
        return any(block.kind == "seal" for block in self.blocks)


@dataclass(frozen=True)
class Source:
    """All that a sheet is made of. `people`: values by role; `private`: story, request and private texts of moves."""

    content: dict[str, Any]
    people: People = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)


def sheet(source: Source, *, number: str, day: date | None, copy: str = FULL, void_reason: str = "") -> Sheet:
    """The sheet of a paper; `number` "" for a draft."""
    layout, facts = source.content["layout"], source.content["facts"]
    words = Words(source, copy)
    blocks = tuple(block for item in layout["body"] for block in words.blocks(item))
    done = Sheet(
        issuer=facts["unit"],
        title=layout["heading"],
        number=number or DRAFT_NUMBER,
        day=day_words(day) if day else "　　　　年　　月　　日",
        look=layout["look"],
        anchor=layout["anchor"],
        copies="，".join(layout["copies"]),
        blocks=blocks,
        void=bool(void_reason),
        draft=not number,
        copy=copy,
        case_number=facts["case.number"],
        void_reason=void_reason,
    )
    secrets = cover.secrets(source.people, for_respondent=copy == RESPONDENT)
    return _covered(done, secrets)


def _covered(done: Sheet, secrets: cover.Secrets) -> Sheet:
    blocks = tuple(
        Block(
            one.kind, secrets.out_of(one.text), tuple(tuple(secrets.out_of(cell) for cell in row) for row in one.rows)
        )
        for one in done.blocks
    )
    return replace(done, blocks=blocks, void_reason=secrets.out_of(done.void_reason))


class Words(string.Formatter):
    """Fills the {names} of a layout."""

    def __init__(self, source: Source, copy: str) -> None:
        self.source, self.copy = source, copy
        self.layout, self.facts = source.content["layout"], source.content["facts"]

    def blocks(self, item: dict[str, Any]) -> Iterable[Block]:
        """The blocks one item of the layout becomes; none if there is nothing to say."""
        for name in ("to", "p", "h"):
            if name in item:
                yield from self._text(name, item[name])
        if "list" in item:
            yield Block("list", rows=tuple((self.fill(line),) for line in item["list"]))
        if "rows" in item:
            rows = tuple((label, self.fill(text, "")) for label, text in item["rows"])
            keep = rows if self.layout["look"] == "form" else tuple(row for row in rows if row[1])
            yield from [Block("rows", rows=keep)] if keep else []
        if "party" in item:
            yield from self._party(item)
        if "clock" in item:
            yield from self._clock(item)
        if "index" in item:
            lines = [(str(n), *row) for n, row in enumerate(self.source.content.get("index", []), 1)]
            yield Block("table", rows=(("序号", "文号", "题名", "日期", "备注"), *lines))
        if "sign" in item:
            yield Block("sign", rows=tuple((line,) for line in item["sign"]))
        if "seal" in item:
            yield Block("seal")

    def _text(self, kind: str, text: str) -> Iterable[Block]:
        alone = text.startswith("{") and text.endswith("}") and text.count("{") == 1
        for line in self.fill(text, "" if alone else BLANK).splitlines():
            if line.strip():
                yield Block(kind, line.strip())

    def _party(self, item: dict[str, Any]) -> Iterable[Block]:
        role = item["party"]
        people = self.source.people.get(role, []) if item.get("known") else self.people(role) or [{}]
        for person in people:
            rows = tuple(
                (label, self.about(role, person, name))
                for name, label in (*PARTY_ROWS, *(MORE_ROWS if item.get("more") else ()))
                if name in item.get("show", [name])
                and self._may_say(role, name)
                and (person.get(name) or (name in ALWAYS and self.layout["look"] == "form") or name == "name")
            )
            if person or self.layout["look"] == "form":
                yield Block("h", item.get("heading", ""))
                yield Block("rows", rows=rows)

    def _clock(self, item: dict[str, Any]) -> Iterable[Block]:
        clock = self.clock(item["clock"])
        if clock is None:
            return
        yield Block("h", item.get("heading", ""))
        yield Block("p", f"{clock['title']}：至{clock['due']}止。依据：{clock['citation']}。")
        yield Block("list", rows=tuple((line,) for line in clock["why"]))

    def clock(self, keys: Iterable[str]) -> dict[str, Any] | None:
        there = {one["key"]: one for one in self.source.content.get("clocks", [])}
        return next((there[key] for key in keys if key in there), None)

    def people(self, role: str) -> list[dict[str, Any]]:
        """Those of a role; the petitioner stands for the person harmed where nobody else is named, and the reverse."""
        return self.source.people.get(role) or self.source.people.get(OTHER_OF.get(role, ""), [])

    def _may_say(self, role: str, name: str) -> bool:
        return self.copy != RESPONDENT or role not in cover.PROTECTED or name in SAYS_WHO

    def about(self, role: str, person: dict[str, Any], name: str) -> str:
        if not self._may_say(role, name):
            return ""
        if cover.reports(role, person) and self.copy == RESPONDENT:
            return HIDDEN if name == "name" else ""
        return str(person.get(name) or "")

    def fill(self, text: str, blank: str = BLANK) -> str:
        return "".join(
            literal + (self.value(name) or blank if name else "") for literal, name, _spec, _conv in self.parse(text)
        )

    def value(self, name: str) -> str:
        """What a {name} says; "" if nobody said it."""
        owner, dot, fact = name.partition(".")
        if name in self.facts:
            return str(self.facts[name])
        if dot:
            return "、".join(filter(None, (self.about(owner, one, fact) for one in self.people(owner))))
        if name in ("term", "term_old"):
            return self._term("due" if name == "term" else "old")
        if name == "file_count":
            return str(len(self.source.content.get("index", [])))
        return self._entered(name)

    def _term(self, which: str) -> str:
        keys: list[str] = next((item["clock"] for item in self.layout["body"] if "clock" in item), [])
        clock = self.clock(keys)
        return clock[which] if clock else ""

    def _entered(self, name: str) -> str:
        fields = self.source.content["fields"]
        value = fields.get(name)
        if value in (None, ""):
            value = fields.get(self.layout["also"].get(name, ""))
        if value in (None, ""):
            return self.source.private.get(name, "")
        if isinstance(value, bool):
            return YES_NO[value]
        asked = self.layout["entries"].get(name, {})
        words = {**asked.get("choices", {}), **self.layout["words"].get(name, {})}
        return str(words.get(value) or moment_words(str(value)))
