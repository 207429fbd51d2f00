"""One cell of a file as its column keeps it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import peewee

from logistics.columns import Choice, Exact, Quantity, Reference, trimmed
from logistics.database import Record
from logistics.operations.importing.keys import Meanings, References, itself
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.queries.listing import Joined, full_title_path
from logistics.wording import Words, _

BLANK = (None, "")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?")
YES_NO = {"Yes": True, "No": False}
NOISE = str.maketrans({",": "", "，": "", " ": "", "\u00a0": "", "¥": "", "￥": ""})


class CellReader:
    """Reads the cells of one file for one actor.

    ``current`` is what the row holds now: a cell that says no more than the export of that value
    would say (a moment to the minute, one of two rows of one name) leaves it as it is.
    """

    def __init__(self, model: type[Record], actor: Actor, meanings: Meanings = itself) -> None:
        self.model = model
        self.actor = actor
        self.meanings = meanings
        self.references = References(actor, meanings)

    def read(self, field: Any, cell: Any, current: Any = None) -> Any:
        """The value of a cell; raises ``Problem``."""
        if cell in BLANK:
            return self._blank(field, current)
        if isinstance(field, Reference):
            return self.references.find(field, cell, current)
        if isinstance(cell, str):
            if isinstance(current, str) and self._says(field, cell, current):
                return current
            cell = self._meant(field, cell)
        value = clean_value(field, cell)
        return current if _indistinct(value, cell, current) else value

    def _says(self, field: Any, cell: str, current: str) -> bool:
        """Whether a text is the present one, or its translation where the house wrote that."""
        is_worded = getattr(field, "worded", False)
        return _same_text(cell, current) or (is_worded and current in set(self.meanings(cell)))

    def _blank(self, field: Any, current: Any) -> Any:
        if current in BLANK or isinstance(field, Reference) and self._is_nameless(field, current):
            return current
        return clean_value(field, "")

    def _is_nameless(self, field: Reference, current: int) -> bool:
        """Whether the row that a key leads to has no name to show: a draft without a number."""
        path = full_title_path(self.model, field.name).partition(".")[2]
        joined = Joined(field.rel_model)
        query = joined.join(field.rel_model.select(joined.column(path)))
        row = query.where(field.rel_model.id == current).tuples().first()
        return row is not None and row[0] in BLANK

    def _meant(self, field: Any, text: str) -> Any:
        """A text of people as the text that the column's own check reads."""
        if isinstance(field, Choice):
            return self._code(field, text.strip())
        if isinstance(field, peewee.BooleanField):
            answers = {YES_NO[each] for each in self.meanings(text.strip()) if each in YES_NO}
            return answers.pop() if len(answers) == 1 else text
        if isinstance(field, peewee.DateField | peewee.DateTimeField):
            return DAY.sub(_iso_day, text.strip(), count=1)
        if isinstance(field, Exact | peewee.IntegerField):
            return text.translate(NOISE)
        return text

    def _code(self, field: Choice, text: str) -> str:
        if text in field.labels:
            return text
        meant = {text, *self.meanings(text)}
        codes = [code for code, label in field.labels.items() if str(label) in meant]
        if len(codes) != 1:
            raise Problem(_("“%(text)s” is none of the choices.", text=text[:60]))
        return codes[0]


def reads_same(reader: CellReader, field: Any, cell: Any, current: Any) -> bool:
    """Whether a cell says what the column holds already."""
    try:
        return bool(reader.read(field, cell, current) == current)
    except Problem:
        return False


def shown(field: Any, value: Any) -> Words | Any:
    """A value as a difference shows it: the word of a choice, the name behind a key."""
    if value in BLANK:
        return None
    if isinstance(field, Choice):
        return field.labels.get(value, value)
    if isinstance(field, Reference):
        row = field.rel_model.get_or_none(field.rel_model.id == value)
        return str(row) if row is not None else value
    if isinstance(field, Quantity):
        # As lists write it: with no more places than it has.
        return trimmed(value)
    return value


def _same_text(cell: str, current: str) -> bool:
    return cell == current or cell.replace("\r\n", "\n") == current.replace("\r\n", "\n")


def _iso_day(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04}-{month:02}-{day:02}"


def _indistinct(value: Any, cell: Any, current: Any) -> bool:
    """Whether a moment is the present one as far as the cell goes."""
    if current is None or not isinstance(value, dt.datetime | dt.time):
        return False
    if isinstance(cell, dt.datetime) and isinstance(value, dt.datetime):
        # A spreadsheet keeps moments as fractions of a day, good to about a millisecond.
        return bool(abs(value - current) < dt.timedelta(seconds=1))
    return bool(_cut(value, cell) == _cut(current, cell))


def _cut(moment: Any, cell: Any) -> Any:
    if isinstance(cell, str) and "." in cell:
        return moment
    if isinstance(cell, str) and cell.count(":") < 2:
        return moment.replace(second=0, microsecond=0)
    return moment.replace(microsecond=0)
