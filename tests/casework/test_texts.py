"""Every text of the screens has its Chinese, and what is vendored is what came."""

import hashlib
import io
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from casework.management.commands import texts

VENDOR = settings.BASE_DIR / "casework" / "static" / "vendor"


def test_every_text_is_translated_once_and_every_entry_is_used():
    assert list(texts.problems(texts.look())) == []


def python(tmp_path: Path, content: str) -> list:
    path = tmp_path / "some.py"
    path.write_text(content, encoding="utf8")
    return list(texts.texts_in(path))


def template(tmp_path: Path, content: str) -> list:
    path = tmp_path / "templates" / "some.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf8")
    return list(texts.texts_in(path))


def test_texts_are_found_in_python_even_inside_f_strings(tmp_path):
    found = python(
        tmp_path, 'a = _("One")\nb = f"{_(\'Two\')} x"\nc = ngettext("%(n)s day", "%(n)s days", 2)\nd = gettext(name)\n'
    )
    assert [(line, key, plural) for line, key, plural in found] == [
        (1, ("", "One"), ""),
        (3, ("", "%(n)s day"), "%(n)s days"),
        (2, ("", "Two"), ""),
    ]


def test_a_context_is_part_of_the_text(tmp_path):
    assert python(tmp_path, 'pgettext_lazy("explain", "Start")') == [(1, ("explain", "Start"), "")]


def test_texts_are_found_in_templates_with_their_plural_and_context(tmp_path):
    content = """{% load i18n %}<p title="{% translate 'First' %}">{% translate "Find" context "verb" %}
        {% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}{{ x|default:_("None") }}</p>"""
    assert [(key, plural) for _line, key, plural in template(tmp_path, content)] == [
        (("", "First"), ""),
        (("verb", "Find"), ""),
        (("", "%(n)s case"), "%(n)s cases"),
        (("", "None"), ""),
    ]


def found(used: dict, catalogue: str) -> texts.Found:
    made = texts.Found()
    for key, plural in used.items():
        made.used[key].append("some.py:1")
        if plural:
            made.plurals[key] = plural
    for message in pofile.read_po(io.BytesIO(catalogue.encode()), locale="zh_Hans"):
        if message.id:
            made.said[texts.key_of(message)]["casework"] = message
    return made


@pytest.mark.parametrize(
    ("used", "catalogue", "word"),
    [
        ({("", "Open"): ""}, "", "missing"),
        ({("", "Open"): ""}, 'msgid "Open"\nmsgstr ""\n', "empty"),
        ({}, 'msgid "Open"\nmsgstr "打开"\n', "unused"),
        ({("", "Open"): ""}, '#, fuzzy\nmsgid "Open"\nmsgstr "打开"\n', "fuzzy"),
        ({("", "%(n)s days"): ""}, 'msgid "%(n)s days"\nmsgstr "%(m)s 天"\n', "placeholders"),
        ({("", "%(n)s day"): "%(n)s days"}, 'msgid "%(n)s day"\nmsgstr "%(n)s 天"\n', "plural"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_catalogue_is_named(used, catalogue, word):
    [line] = texts.problems(found(used, catalogue))
    assert line.startswith(word)


def test_two_catalogues_that_disagree_are_named():
    made = found({("", "Open"): ""}, 'msgid "Open"\nmsgstr "打开"\n')
    other = found({}, 'msgid "Open"\nmsgstr "在办"\n')
    made.said[("", "Open")]["api"] = other.said[("", "Open")]["casework"]
    [line] = texts.problems(made)
    assert line.startswith("disagree")


def test_an_entry_that_stands_twice_in_a_file_is_named(tmp_path):
    path = tmp_path / "django.po"
    path.write_text('msgid "Open"\nmsgstr "打开"\n\nmsgid "Open"\nmsgstr "开"\n', encoding="utf8")
    assert texts.twice(path) == ['msgid "Open"']


def test_the_check_fails_a_build(monkeypatch):
    monkeypatch.setattr(texts, "look", lambda: found({("", "Open"): ""}, ""))
    with pytest.raises(CommandError):
        call_command("texts", "--check", stdout=io.StringIO())


def test_a_text_reads_chinese_after_compiling():
    texts.compile_all()
    with translation.override("zh-hans"):
        assert translation.gettext("What can be done now") == "现在可以做"
        assert translation.ngettext("%(n)s hour left", "%(n)s hours left", 3) % {"n": 3} == "还剩 3 小时"


def test_vendored_files_are_the_ones_that_came():
    for line in (VENDOR / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_the_houses_words_win_over_those_of_installed_apps():
    path = settings.BASE_DIR / "casework" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        entries = pofile.read_po(file)
    ours = {str(one.id): one.string for one in entries if one.id and isinstance(one.id, str) and not one.context}
    with translation.override("zh-hans"):
        assert translation.gettext("This field is required.") == "请填写这一项。"
        assert {key: said for key, text in ours.items() if (said := translation.gettext(key)) != text} == {}
