"""From the bytes of a file to rows with the physical line on which each begins.

CSV in UTF-8 (with or without BOM) or GB18030, separated by comma, semicolon or tab; quoted cells may hold line breaks. A
quote that is never closed would swallow the rest of the file: such a record is refused at its first line and reading goes
on with the next one. Excel (.xlsx): the first sheet.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from casework.errors import Refused

LONGEST_RECORD = 200  # physical lines; a story told by phone is shorter
SEPARATORS = (",", "\t", ";", "，")
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """A row after the header: `line` is where it begins in the file; `broken` says why its cells cannot be read."""

    line: int
    cells: tuple[str, ...]
    broken: str = ""

    @property
    def empty(self) -> bool:
        return not self.broken and not any(cell.strip() for cell in self.cells)


def rows(content: bytes) -> tuple[Row, Iterator[Row]]:
    """(header, rows behind it). Refused("invalid") for a file that cannot be read at all."""
    found = _excel(content) if content.startswith(ZIP) else _csv(decode(content))
    header = next((row for row in found if not row.empty), None)
    if header is None or header.broken:
        raise _refused(_("The file has no header line. Put the names of the columns into its first line."))
    return header, (row for row in found if not row.empty)


def decode(content: bytes) -> str:
    """The text of a CSV: UTF-8 if it is that (a BOM is dropped), else GB18030; Refused if it is neither."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(_("The text is neither UTF-8 nor GB18030. Save the file as “CSV UTF-8” or as .xlsx."))


def _csv(text: str) -> Iterator[Row]:
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    separator = max(SEPARATORS, key=lambda one: lines[0].count(one)) if lines else ","
    at = 0
    while at < len(lines):
        record, used = _record(lines, at, separator)
        yield record
        at += used


def _record(lines: list[str], at: int, separator: str) -> tuple[Row, int]:
    """The record beginning at line index `at`, and how many physical lines it takes."""
    if '"' not in lines[at]:
        return Row(at + 1, tuple(lines[at].rstrip("\r").split(separator))), 1
    taken: list[str] = []
    for line in lines[at : at + LONGEST_RECORD]:
        taken.append(line)
        whole = "\n".join(taken).rstrip("\r")
        if whole.count('"') % 2 == 0:
            return Row(at + 1, tuple(next(csv.reader(io.StringIO(whole, newline=""), delimiter=separator), []))), len(
                taken
            )
    return Row(
        at + 1, (), _("A quotation mark is opened here and never closed. Close it, or double it inside a text.")
    ), 1


def _excel(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook  # takes a third of a second to import, and most files are CSV

    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, IndexError):
        raise _refused(_("This is not an Excel file that can be read. Save it again as .xlsx or as CSV.")) from None
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield Row(line, tuple(_cell(value) for value in values))


def _cell(value: object) -> str:
    """A cell as text: whole numbers without “.0” (a phone number typed as a number), days as ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == datetime.min.time()
            else value.isoformat(sep=" ", timespec="minutes")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refused(sentence: str) -> Refused:
    return Refused("invalid", sentence, {"file": [sentence]})
