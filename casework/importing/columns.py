"""What the columns of a file are called, and what their cells mean: labels and codes become the values of the intake form.

A cell that is not understood is an error of its field, in a sentence that never repeats the cell (it may be a name).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import places
from casework.errors import Refused
from workflows.classifications import OUTCOMES
from workflows.datetexts import joined
from workflows.registry import registry

EXTERNAL, RECEIVED, OUTCOME, CLOSED = "external_no", "received_on", "outcome", "closed_on"
LISTED = 12  # choices that a sentence can name; more are looked up in the form
OWN = (EXTERNAL, RECEIVED, OUTCOME, CLOSED)  # columns of the import itself, not of the intake form
DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
EXCEL_EPOCH = date(1899, 12, 30)
YES, NO, UNSURE = (
    {"是", "有", "y", "yes", "1", "true", "√"},
    {"否", "无", "n", "no", "0", "false"},
    {"不确定", "不详", "unsure", "?", "？"},
)
ALIASES: dict[str, tuple[str, ...]] = {  # names that ledgers and other systems use, beside the form's own labels
    "phone": ("电话", "联系电话", "手机", "手机号", "来电号码"),
    "name": ("姓名", "信访人", "来访人", "诉求人", "当事人"),
    "sex": ("性别",),
    "place": ("社区", "街道", "地点", "辖区", "所属社区", "区划代码", "unit"),
    "place_detail": ("地址", "住址", "详细地址"),
    "registered_residence": ("户籍", "户籍地", "户籍所在地"),
    "category": ("类别", "分类", "诉求类别", "案由", "纠纷类型"),
    "nature": ("性质", "类型"),
    "channel": ("渠道", "来源渠道", "信访形式"),
    "story": ("内容", "诉求内容", "主要事实", "警情内容", "简要案情", "事实与理由"),
    "request": ("诉求", "请求", "要求"),
    "occurred_at": ("发生时间", "接警时间"),
    EXTERNAL: ("编号", "工单号", "工单编号", "警情编号", "接警编号", "来文编号", "external_no"),
    RECEIVED: ("收到日期", "登记日期", "来访日期", "接收日期", "received_on"),
    OUTCOME: ("办结方式", "处理结果", "outcome"),
    CLOSED: ("办结日期", "closed_on"),
}
# What a source leaves out because it is always the same. The five questions were not asked: see `unscreened`.
SOURCES: dict[str, dict[str, str]] = {
    "police": {"channel": "police", "category": "0102", "nature": "help", "caller": "body"},
    "12345": {"channel": "from_12345", "nature": "complaint", "caller": "self"},
    "ledger": {"channel": "visit", "nature": "help", "caller": "self"},
    "other": {"channel": "phone", "nature": "help", "caller": "self"},
}
QUESTIONS = ("violence_now", "weapon_or_injury", "threat_to_life", "dependants", "police_before")


@dataclass
class Meant:
    """A row in the words of the intake form, what the import keeps beside it, and what could not be understood."""

    data: dict[str, Any] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    unscreened: bool = False


class Columns:
    """The columns of one file. Refused("invalid") naming a header that is unknown or there twice, or a missing one."""

    def __init__(self, header: Iterable[str], source: str, slug: str = "rights") -> None:
        self.form: type[forms.Form] = registry[slug].intake_form
        self.defaults = SOURCES[source]
        known = _names(slug)
        self.names: list[str] = []
        for cell in header:
            name = known.get(_fold(cell), "")
            if not name and cell.strip():
                raise _wrong(
                    _("There is no column “%(name)s”. Rename or remove it; the import page lists the names.")
                    % {"name": cell.strip()[:40]}
                )
            if name and name in self.names:
                raise _wrong(
                    _("The column “%(name)s” is there twice. Remove one of them.") % {"name": cell.strip()[:40]}
                )
            self.names.append(name)
        if "place" not in self.names:
            raise _wrong(
                _("The column for the place is missing. Add “社区” with the name or the code of the community.")
            )
        if "story" not in self.names:
            raise _wrong(_("The column for what happened is missing. Add “内容”."))

    def means(self, cells: Iterable[str]) -> Meant:
        """What a row says. Too many cells is an error: everything behind a stray separator would be in the wrong column."""
        cells = list(cells)
        meant = Meant(dict(self.defaults))
        if any(cell.strip() for cell in cells[len(self.names) :]):
            meant.errors["_"] = [
                _("The row has more cells than the header. Put a text with separators into quotation marks.")
            ]
            return meant
        for name, cell in zip(self.names, cells, strict=False):
            text = cell.strip().strip("\ufeff")
            if not name or not text:
                continue
            try:
                value = _value(name, text, self.form)
            except ValueError as error:
                meant.errors.setdefault(name, []).append(str(error))
                continue
            (meant.own if name in OWN else meant.data)[name] = value
        meant.unscreened = not any(name in meant.data for name in QUESTIONS)
        for name in QUESTIONS:
            meant.data.setdefault(name, "no")
        _check_closing(meant)
        return meant


def _check_closing(meant: Meant) -> None:
    own = meant.own
    if (OUTCOME in own) != (CLOSED in own):
        missing = CLOSED if OUTCOME in own else OUTCOME
        meant.errors.setdefault(missing, []).append(
            _("An old case needs both: how it was concluded, and on which day.")
        )
    if CLOSED in own and RECEIVED in own and own[CLOSED] < own[RECEIVED]:
        meant.errors.setdefault(CLOSED, []).append(
            _("It was concluded before it was received. Correct one of the days.")
        )


def _value(name: str, text: str, form: type[forms.Form]) -> Any:
    special: dict[str, Callable[[str], Any]] = {
        "place": _place, RECEIVED: _past_day, CLOSED: _past_day, OUTCOME: _outcome, EXTERNAL: _external, "occurred_at": _moment,
    }  # fmt: skip
    if name in special:
        return special[name](text)
    entry = form.base_fields[name]
    if name in QUESTIONS:
        return _answer(text)
    if isinstance(entry, forms.BooleanField):
        if text.lower() in YES | NO:
            return text.lower() in YES
        raise ValueError(_("Write 是 or 否."))
    if isinstance(entry, forms.DateField):
        return day_of(text).isoformat()
    if getattr(entry, "choices", None):
        return _choice(name, text, form)
    return text


def _answer(text: str) -> str:
    for words, code in ((YES, "yes"), (NO, "no"), (UNSURE, "unsure")):
        if text.lower() in words:
            return code
    raise ValueError(_("Write 是, 否 or 不确定."))


def _choice(name: str, text: str, form: type[forms.Form]) -> str:
    code = _labels(name, form).get(_fold(text))
    if code is None:
        labels = [str(label) for value, label in _flat(form.base_fields[name].choices) if value != ""]  # type: ignore[attr-defined]
        if len(labels) > LISTED:
            raise ValueError(_("This value is not in the list. Write it as the form for registering shows it."))
        raise ValueError(
            _("This value is not in the list. Write one of these: %(labels)s.") % {"labels": joined(labels)}
        )
    return code


def _outcome(text: str) -> str:
    if text.upper() in OUTCOMES:
        return text.upper()
    with translation.override("zh-hans"):
        found = next((code for code, one in OUTCOMES.items() if _fold(str(one.title)) == _fold(text)), None)
    if found is None:
        raise ValueError(_("This is not an outcome. Write its code, for example B1."))
    return found


def _external(text: str) -> str:
    if not re.fullmatch(r"[\w〔〕\[\]()（）/.\-]{1,60}", text):
        raise ValueError(_("Write letters, digits and - / . only, at most 60."))
    return text


def _place(text: str) -> str:
    """A division code, a name, or street and community one after the other; two of one name need the code."""
    if text.isdigit():
        if text not in places.all_places():
            raise ValueError(_("No unit in use has this code."))
        return text
    found = _place_names().get(_fold(text), ())
    if len(found) != 1:
        several = _("Several units have this name. Write the code or “street community”.")
        raise ValueError(
            several if found else _("No unit in use has this name. Write it as in the list of units, or its code.")
        )
    return found[0]


def _place_names() -> dict[str, tuple[str, ...]]:
    return _by_name(tuple(places.all_places().items()))


@lru_cache(maxsize=4)
def _by_name(units: tuple[tuple[str, Any], ...]) -> dict[str, tuple[str, ...]]:
    known = dict(units)
    found: dict[str, tuple[str, ...]] = {}
    for code, one in known.items():
        street = known.get(code[:9])
        names = {one.name_zh, one.name_en, f"{street.name_zh}{one.name_zh}" if street and len(code) == 12 else ""}
        for name in filter(None, map(_fold, names)):
            found[name] = (*found.get(name, ()), code)
    return found


def day_of(text: str) -> date:
    """A day in one of the usual ways of writing it, or Excel's number of it; ValueError with the remedy."""
    text = text.split("T")[0].split(" ")[0]
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text.isdigit() and 20000 < int(text) < 80000:
        return EXCEL_EPOCH + timedelta(days=int(text))
    raise ValueError(_("This is not a day. Write it like 2026-03-08."))


def _past_day(text: str) -> str:
    day = day_of(text)
    if day > timezone.localdate():
        raise ValueError(_("This day is still to come."))
    return day.isoformat()


def _moment(text: str) -> str:
    day = day_of(text)
    clock = re.search(r"[ T](\d{1,2}):(\d{2})", text)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        return f"{day.isoformat()} {int(clock[1]):02d}:{clock[2]}"
    if clock or " " in text.strip():
        raise ValueError(_("This is not a time. Write it like 2026-03-08 21:30."))
    return f"{day.isoformat()} 00:00"


@lru_cache(maxsize=8)
def _names(slug: str) -> dict[str, str]:
    """Header as folded text → field: its code, its label in both languages, and the names ledgers use."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for name, entry in registry[slug].intake_form.base_fields.items():
                found.setdefault(_fold(str(entry.label or name)), name)
                found.setdefault(_fold(name), name)
    for name, words in ALIASES.items():
        for word in (*words, name):
            found[_fold(word)] = name
    return found


@lru_cache(maxsize=256)
def _labels(name: str, form: type[forms.Form]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for code, label in _flat(form.base_fields[name].choices):  # type: ignore[attr-defined]
                if code != "":
                    found.setdefault(_fold(str(label)), str(code))
                    found.setdefault(_fold(str(code)), str(code))
    return found


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _fold(text: str) -> str:
    return re.sub(r"[\s:：*?？_]+", "", text.strip().strip("\ufeff")).casefold()


def _wrong(sentence: str) -> Refused:
    return Refused("invalid", sentence, {"file": [sentence]})
