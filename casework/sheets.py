"""Tables as an .xlsx file. Every text stays a text: what begins with “=” is no formula in the reader's program."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\\", " "))  # in names of sheets
Sheet = tuple[str, Sequence[Any], Iterable[Sequence[Any]]]  # title, head, rows


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The file. Numbers are numbers; None is an empty cell."""
    book = Workbook(write_only=True)
    for title, head, rows in sheets:
        sheet = book.create_sheet(str(title).translate(FORBIDDEN)[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, text, bold=True) for text in head])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if value is None or isinstance(value, int | float | Decimal):
        return value
    cell = WriteOnlyCell(sheet, value=str(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def download(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The file as an answer that the browser saves under `name` (plain ASCII)."""
    response = HttpResponse(workbook(sheets), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
