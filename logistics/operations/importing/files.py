"""Files of rows: read row by row from CSV, XLSX or JSON, and written again with what is wrong.

A sheet is read as it stands: nothing in it is executed, formulas give their last value, and what
would unpack to more than it may is refused before it is unpacked.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from logistics.errors import RuleViolation
from logistics.wording import _

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 200_000
LONGEST_CELL = 200_000
ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_SHEET_TEXT = 32_767
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
KINDS = ("csv", "xlsx", "json")
UNREADABLE = _("This file cannot be read as a table. Save it again as CSV (UTF-8) or XLSX.")

MISSING = object()
"""What an object of JSON does not say at all; an empty value is said."""

Cells = list[Any]


class Sheet:
    """A file with a head and rows below it; the rows can be read any number of times."""

    def __init__(self, name: str, content: bytes, *, largest: int | None = LARGEST) -> None:
        self.kind = name.rpartition(".")[2].lower()
        self.content = content
        if self.kind not in KINDS:
            raise RuleViolation(_("Give a file that ends in .csv or .xlsx."), field="file")
        if not content:
            raise RuleViolation(_("This file is empty."), field="file")
        if largest is not None and len(content) > largest:
            raise RuleViolation(_("A file may have at most 10 MiB."), field="file")
        if self.kind == "xlsx":
            _guard_archive(content)
        head = next(self._lines(), None)
        if head is None or not any(head):
            raise RuleViolation(_("The first line must name the columns."), field="file")
        if len(head) > MOST_COLUMNS:
            raise RuleViolation(_("A file may have at most %(most)s columns.", most=MOST_COLUMNS))
        while head and head[-1] in (None, ""):
            head.pop()
        self.head = ["" if cell is None else str(cell).strip() for cell in head]

    def rows(self) -> Iterator[Cells]:
        """The cells of each row in the order of the head; rows without any cell are left out."""
        lines = self._lines()
        next(lines)
        width = len(self.head)
        count = 0
        for line in lines:
            cells = [*line[:width], *[""] * (width - len(line))]
            if all(cell in (None, "") for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise RuleViolation(_("A file may have at most %(most)s rows.", most=MOST_ROWS))
            yield cells

    def _lines(self) -> Iterator[Cells]:
        readers = {"csv": _csv_lines, "xlsx": _xlsx_lines, "json": _json_lines}
        try:
            yield from readers[self.kind](self.content)
        except (csv.Error, UnicodeError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise RuleViolation(UNREADABLE, field="file") from error


def with_messages(sheet: Sheet, title: str, messages: Mapping[int, str]) -> Iterator[bytes]:
    """The same file with a column of messages at its end, written while it is read."""
    head = [*sheet.head, title]
    rows = ([*cells, messages.get(number, "")] for number, cells in enumerate(sheet.rows(), 1))
    yield from (xlsx_bytes if sheet.kind == "xlsx" else csv_bytes)([head], rows)


def csv_bytes(head: Iterable[Cells], rows: Iterable[Cells]) -> Iterator[bytes]:
    """CSV with a byte order mark, so that a spreadsheet reads the Chinese in it."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for lines in (head, rows):
        for cells in lines:
            writer.writerow(["" if cell is None else escaped(str(cell)) for cell in cells])
            if buffer.tell() > 64 * 1024:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_bytes(head: Iterable[Cells], rows: Iterable[Cells]) -> Iterator[bytes]:
    """A workbook with its head frozen."""
    from openpyxl import Workbook  # slow to load

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for lines in (head, rows):
        for cells in lines:
            sheet.append([sheet_text(c) if isinstance(c, str) else c for c in cells])
    with SpooledTemporaryFile(1024 * 1024) as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece


def escaped(text: str) -> str:
    """A text that a spreadsheet would take for a formula is marked as text; a number is none.

    A mark that stands there already gets one more, so that ``unescaped`` gives back every text.
    """
    if text.lstrip("'").startswith(FORMULA_STARTS) and not _is_number(text):
        return "'" + text
    return text


def sheet_text(text: str) -> str:
    """A text as a workbook can hold it: no formula, no control characters, 32,767 at most."""
    return escaped(CONTROL.sub("", text))[:LONGEST_SHEET_TEXT]


def unescaped(text: str) -> str:
    """A text without the mark that ``escaped`` gave it."""
    marked = text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS)
    return text[1:] if marked else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _csv_lines(content: bytes) -> Iterator[Cells]:
    csv.field_size_limit(LONGEST_CELL)
    encoding = _encoding_of(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    first = text.readline()
    text.seek(0)
    delimiter = max(",;\t", key=first.count)
    for cells in csv.reader(text, delimiter=delimiter):
        yield [unescaped(cell) for cell in cells]


def _encoding_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise RuleViolation(UNREADABLE, field="file")


def _xlsx_lines(content: bytes) -> Iterator[Cells]:
    from openpyxl import load_workbook  # slow to load

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # a broken workbook fails in any of the layers below
        raise RuleViolation(UNREADABLE, field="file") from error
    sheet: Any = book.worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        yield [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    """A cell of a workbook: texts, dates and flags as they are, numbers as they are written."""
    if isinstance(cell, str):
        return unescaped(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return cell


def _json_lines(content: bytes) -> Iterator[Cells]:
    rows = json.loads(content.decode("utf-8"))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RuleViolation(_("Give a list of objects."), field="file")
    head = list(dict.fromkeys(name for row in rows for name in row))
    yield head
    for row in rows:
        yield [row.get(name, MISSING) for name in head]


def _guard_archive(content: bytes) -> None:
    """Refuse an archive that would fill the memory, or that declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > 1_000:
                raise RuleViolation(_("This file is too large once unpacked."), field="file")
            for part in parts:
                with archive.open(part) as opened:
                    _guard_part(opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RuleViolation(UNREADABLE, field="file") from error


def _guard_part(opened: IO[bytes]) -> None:
    if b"<!DOCTYPE" in opened.read(4096).upper():
        raise RuleViolation(UNREADABLE, field="file")
