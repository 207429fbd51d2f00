"""A report as a Word document in the layout of an official paper (GB/T 9704)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from admin_views import words
from admin_views.reporting.shown import ShownFact, ShownSection
from logistics.wording import _
from models import Report

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY_FONT, HEAD_FONT, TITLE_FONT = "仿宋", "黑体", "宋体"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE = Pt(22), Pt(16), Pt(10.5)
LINE = Pt(28)
INDENT = Pt(32)
MARGINS = (Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6))
"""Above, below, left and right of the text."""


def document_of(report: Report, sections: Iterable[ShownSection], signer: str) -> bytes:
    """The report with its sections; the facts stand in one table at the end."""
    paper = Document()
    _set_up(paper)
    _line(paper, report.title, TITLE_FONT, TITLE_SIZE, centred=True)
    _line(paper, report.addressed_to + words.words(_(": ")), indent=False)
    for text in report.opening.split("\n"):
        _line(paper, text)
    shown = list(sections)
    for section in shown:
        _line(paper, section.title, HEAD_FONT if section.is_top else BODY_FONT)
        for text in section.paragraphs:
            _line(paper, text)
    _line(paper, signer, right=True)
    if report.published_at is not None:
        _line(paper, words.instant(report.published_at)[:10], right=True)
    _facts(paper, [fact for section in shown for fact in section.facts])
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _set_up(paper: Paper) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = MARGINS
    style = paper.styles["Normal"]
    style.font.size = BODY_SIZE
    style.font.name = BODY_FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)


def _line(
    paper: Paper,
    text: str,
    font: str = BODY_FONT,
    size: Pt = BODY_SIZE,
    *,
    centred: bool = False,
    right: bool = False,
    indent: bool = True,
) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.line_spacing = LINE
    line.paragraph_format.space_after = Pt(0)
    if centred or right:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    elif indent:
        line.paragraph_format.first_line_indent = INDENT
    run = line.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _facts(paper: Paper, facts: list[ShownFact]) -> None:
    if not facts:
        return
    paper.add_page_break()
    _line(paper, words.words(_("Facts of the report")), HEAD_FONT, centred=True)
    heads = (
        _("Figure"),
        _("Value"),
        _("Number of records"),
        _("Same period last year"),
        _("Change against last year"),
    )
    table = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    _cells(table.rows[0], [words.words(head) for head in heads])
    for fact in facts:
        _cells(
            table.add_row(),
            [
                fact.label,
                fact.value or words.DASH,
                str(fact.records),
                fact.previous or words.DASH,
                fact.change or words.DASH,
            ],
        )


def _cells(row: Any, texts: list[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.font.size = TABLE_SIZE
