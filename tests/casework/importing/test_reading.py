"""Files as they come: encodings, separators, quoted line breaks, and the physical line of every row."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from casework.errors import Refused
from casework.importing import reading


def lines_of(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    _header, rest = reading.rows(content)
    return [(row.line, row.cells) for row in rest]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    content = "社区,内容\n贡院社区,争吵㐂\n".encode(encoding)
    header, rest = reading.rows(content)
    assert header.cells == ("社区", "内容")
    assert next(rest).cells == ("贡院社区", "争吵㐂")


@pytest.mark.parametrize("content", [b"\x81\x00\xff\xff\xfe\n", "社区,内容\n".encode("utf-16")[:-1]])
def test_bytes_that_are_no_text_are_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(Refused, match="CSV UTF-8"):
        reading.rows(content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_the_separator_is_the_one_of_the_header(separator: str) -> None:
    assert lines_of(f"a{separator}b\n1{separator}2\n".encode()) == [(2, ("1", "2"))]


def test_a_quoted_line_break_belongs_to_the_cell_and_the_next_row_keeps_its_physical_line() -> None:
    content = '社区,内容\r\n贡院社区,"第一行\r\n第二行, 还有"\r\n白鹭洲社区,好\r\n'.encode()
    assert lines_of(content) == [(2, ("贡院社区", "第一行\r\n第二行, 还有")), (4, ("白鹭洲社区", "好"))]


def test_doubled_quotes_are_quotes() -> None:
    assert lines_of('a,b\n"他说""好""",2\n'.encode()) == [(2, ('他说"好"', "2"))]


def test_a_quote_never_closed_costs_one_line_and_not_the_rest_of_the_file() -> None:
    rest = "".join(f"x,{n}\n" for n in range(300))
    _header, rows = reading.rows(('a,b\n"never,1\n' + rest).encode())
    found = list(rows)
    assert found[0].broken and found[0].line == 2
    assert [row.line for row in found[1:]] == list(range(3, 303))


def test_empty_lines_are_passed_over_but_counted() -> None:
    assert lines_of(b"a,b\n\n,\n1,2") == [(4, ("1", "2"))]


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(Refused, match="header"):
        reading.rows(b"\n\n")


def test_excel_is_read_with_numbers_and_days_as_text() -> None:
    from datetime import date

    book = Workbook()
    book.active.append(["电话", "登记日期"])
    book.active.append([13800002046, date(2026, 3, 8)])
    stream = BytesIO()
    book.save(stream)
    assert lines_of(stream.getvalue()) == [(2, ("13800002046", "2026-03-08"))]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="Excel"):
        reading.rows(reading.ZIP + b"nothing")
