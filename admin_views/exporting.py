"""Rows as files: CSV, XLSX and JSON, written while they are read."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import itertools
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

import peewee
from flask import Response, stream_with_context

from admin_views.columns import ShownColumn
from admin_views.importing.mapping import heads
from logistics.columns import Money
from logistics.database import database, local_today, office_zone
from logistics.operations.importing.files import escaped, sheet_text

BOM = "\ufeff"
ROWS_A_PIECE = 500
MOST_TEXTS = 5_000
READ_BYTES = 64 * 1024
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
Rows = Iterable[tuple[Any, ...]]


def send(kind: str, name: str, columns: list[ShownColumn], rows: Rows) -> Response:
    """The rows (id, state, then the columns) as a download called ``name``.

    Those of a CSV are as the driver gives them: it needs their texts only.
    """
    writers = {
        "csv": functools.partial(csv_pieces, read=False),
        "xlsx": xlsx_pieces,
        "json": json_pieces,
    }
    pieces = writers[kind](columns, rows)
    return download(connected(pieces), f"{name}-{local_today():%Y%m%d}", kind)


def download(pieces: Iterable[Any], name: str, kind: str) -> Response:
    """Pieces of a file as a download, under a name in any script (RFC 5987).

    What is left of the name in ASCII is for programs that know no other; it says ``houqin`` where
    the script of the name leaves only its date.
    """
    response = Response(stream_with_context(pieces), content_type=TYPES[kind])
    file_name = f"{name}.{kind}"
    left = name.encode("ascii", "ignore").decode().strip(" -")
    ascii_name = f"{left if any(map(str.isalpha, left)) else f'houqin-{left}'}.{kind}"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{ascii_name.replace(chr(34), "")}"; '
        f"filename*=UTF-8''{quote(file_name)}"
    )
    return response


def connected(pieces: Iterator[Any]) -> Iterator[Any]:
    """The pieces, written on a connection of their own: the request's is given back before."""
    opened = database.connect(reuse_if_open=True)
    try:
        yield from pieces
    finally:
        if opened:
            database.close()


class Written(dict[Any, str]):
    """The texts of a column's values: most values of a column come again and again.

    Values are as the driver gives them, unless they were ``read`` already.
    """

    def __init__(self, column: ShownColumn, *, read: bool) -> None:
        super().__init__()
        self.column = column
        self.read = read

    def __missing__(self, value: Any) -> str:
        seen = value if self.read else self.column.shown.python_value(value)
        text = escaped(plain(self.column, seen))
        if len(self) < MOST_TEXTS:
            self[value] = text
        return text


def csv_pieces(columns: list[ShownColumn], rows: Rows, *, read: bool = True) -> Iterator[str]:
    """CSV with a byte order mark, so that a spreadsheet reads the Chinese in it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow(head_of(columns))
    written = [Written(column, read=read) for column in columns]
    following = iter(rows)
    # Column by column: a loop over rows took longer than the database.
    while part := list(itertools.islice(following, ROWS_A_PIECE)):
        _ids, _states, *values = zip(*part, strict=True)
        pairs = zip(written, values, strict=True)
        writer.writerows(zip(*(map(kept.__getitem__, each) for kept, each in pairs), strict=True))
        yield _taken(buffer)
    yield _taken(buffer)


def xlsx_pieces(columns: list[ShownColumn], rows: Rows) -> Iterator[bytes]:
    """A workbook with its head frozen, numbers as numbers and dates as dates."""
    from openpyxl import Workbook  # slow to load, and few pages need it
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.append(head_of(columns))
    amounts = [_amount_cell(sheet) if isinstance(c.shown, Money) else None for c in columns]
    for row in rows:
        values = map(sheet_value, columns, row[2:])
        sheet.append([_put(cell, value) for cell, value in zip(amounts, values, strict=True)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(READ_BYTES):
            yield piece


def _width(column: ShownColumn) -> int:
    """How wide a column of a sheet begins, in digits: a date in a narrower one shows as ####."""
    if isinstance(column.shown, peewee.DateTimeField):
        return 19
    if isinstance(column.shown, peewee.DateField | peewee.IntegerField | peewee.BooleanField):
        return 13
    return 24


def _amount_cell(sheet: Any) -> Any:
    """The one cell that writes all amounts of a column: a sheet that only writes keeps none."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.number_format = "#,##0.00"
    return cell


def _put(cell: Any, value: Any) -> Any:
    if cell is None or value is None:
        return value
    cell.value = value
    return cell


def head_of(columns: list[ShownColumn]) -> list[str]:
    """The labels of the columns, such that an import knows each of them again."""
    return heads(columns[0].model, [column.name for column in columns]) if columns else []


def json_pieces(columns: list[ShownColumn], rows: Rows) -> Iterator[str]:
    """A list of objects: keys as ids, exact numbers as strings, times in ISO 8601."""
    yield "["
    for count, row in enumerate(rows):
        values = dict(
            zip((column.name for column in columns), map(json_value, row[2:]), strict=True)
        )
        yield ("," if count else "") + json.dumps(values, ensure_ascii=False)
    yield "]"


def plain(column: ShownColumn, value: Any) -> str:
    """A value for a text file: exact, without grouping."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return column.text(value)


def sheet_value(column: ShownColumn, value: Any) -> Any:
    """A value with the type that a spreadsheet should have."""
    if isinstance(value, dt.datetime):
        return value.astimezone(office_zone()).replace(tzinfo=None)
    if value is None or isinstance(value, Decimal | int | dt.date | dt.time):
        return value
    return sheet_text(column.text(value))


def json_value(value: Any) -> Any:
    """A value as JSON carries it without loss."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
