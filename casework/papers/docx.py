"""A sheet as an editable .docx: A4, margins of GB/T 9704-2012, 仿宋 for the text and 宋体 for the title, tables for forms."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from casework.papers.compose import RESPONDENT, Block, Sheet

TEXT, TITLE, HEAD = "仿宋", "宋体", "黑体"
RED, GREY = RGBColor(0xB3, 0x1B, 0x1B), RGBColor(0x66, 0x66, 0x66)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(sheets: list[Sheet], foot: str) -> bytes:
    """One document with a page (or more) for each sheet; `foot`: who printed it and when, on every page."""
    document = Document()
    _page(document, foot)
    document.core_properties.title = sheets[0].title if sheets else ""
    document.core_properties.author = sheets[0].issuer if sheets else ""
    for n, one in enumerate(sheets):
        if n:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _sheet(document, one)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, foot: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    _font(style.element.get_or_add_rPr(), TEXT)
    line = section.footer.paragraphs[0]
    line.alignment = CENTER
    _run(line, foot, size=8, colour=GREY)


def _sheet(document: Any, sheet: Sheet) -> None:
    if sheet.look == "letter":
        _line(document, sheet.issuer, size=22, face=TITLE, colour=RED, align=CENTER, bold=True)
        number = _line(document, sheet.number, size=14, align=CENTER)
        _rule(number)
        _line(document, sheet.title, size=20, face=TITLE, align=CENTER, bold=True)
    else:
        _line(document, sheet.title, size=20, face=TITLE, align=CENTER, bold=True)
        _line(document, f"{sheet.issuer}　　{sheet.number}", size=11, align=CENTER)
    if sheet.void:
        _line(document, "作　废", size=28, face=HEAD, colour=RED, align=CENTER, bold=True)
    if sheet.copy == RESPONDENT:
        _line(document, "（对方当事人联）", size=11, align=RIGHT)
    for block in sheet.blocks:
        _block(document, sheet, block)
    if not sheet.has_seal:
        _line(document, sheet.day, align=RIGHT)
    _line(document, f"抄送、份数：{sheet.copies}。　依据：{sheet.anchor}。", size=10, colour=GREY)


def _block(document: Any, sheet: Sheet, block: Block) -> None:
    if block.kind == "to":
        _line(document, block.text)
    elif block.kind == "p":
        _line(document, block.text, indent=True)
    elif block.kind == "h":
        _line(document, block.text, face=HEAD)
    elif block.kind == "list":
        for n, (text,) in enumerate(block.rows, 1):
            _line(document, f"{n}. {text}", indent=True)
    elif block.kind in ("rows", "table"):
        _table(document, block)
    elif block.kind == "sign":
        for (text,) in block.rows:
            _line(document, text, after=18)
    else:
        _line(document, "（印章）", align=RIGHT, colour=GREY)
        _line(document, sheet.issuer, align=RIGHT)
        _line(document, sheet.day, align=RIGHT)


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]) if block.rows else 1)
    table.style = "Table Grid"
    for n, cells in enumerate(block.rows):
        row = table.add_row()
        for at, text in enumerate(cells):
            paragraph = row.cells[at].paragraphs[0]
            heading = (block.kind == "rows" and at == 0) or (block.kind == "table" and n == 0)
            _run(paragraph, text, size=12, face=HEAD if heading else TEXT)
        if block.kind == "rows":
            row.cells[0].width, row.cells[1].width = Mm(38), Mm(118)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _line(
    document: Any, text: str, *, size: int = 14, face: str = TEXT, colour: RGBColor | None = None, align: Any = None,
    bold: bool = False, indent: bool = False, after: int = 4,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.line_spacing = 1.4
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _run(paragraph, text, size=size, face=face, colour=colour, bold=bold)
    return paragraph


def _run(
    paragraph: Any, text: str, *, size: int = 14, face: str = TEXT, colour: RGBColor | None = None, bold: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    _font(run._element.get_or_add_rPr(), face)


def _font(properties: Any, face: str) -> None:
    """A face for Chinese as well as for other letters."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), face)


def _rule(paragraph: Any) -> None:
    """The red line under the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "12"), ("w:space", "6"), ("w:color", "B31B1B")):
        line.set(qn(name), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
