"""What the address of a list says: words searched, filters, order and page, by column name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from admin_views.arranging import Placed, read_columns
from admin_views.charting import Chart, read_chart
from admin_views.conditions import Group, parse_where
from admin_views.filters import Filter, parse_filter
from admin_views.grouping import read_group, read_rank
from admin_views.totals import read_totals
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.queries.grouping import Key, Measure, Rank
from logistics.queries.paging import read_key
from logistics.queries.views import RowKey
from logistics.wording import Words, _

PAGE_SIZES = (25, 50, 100, 200)
RESERVED = frozenset({"q", "sort", "page", "page_size", "id", "after", "all", "export"})
READERS: dict[str, Callable[[type[Record], str], Any]] = {
    "columns": read_columns,
    "where": parse_where,
    "totals": read_totals,
    "group": read_group,
    "rank": read_rank,
    "chart": read_chart,
}
"""Parts of an address that have a module of their own, by the name that they have here as well."""
ALL_ROWS = {"view": "all"}
"""Said where an address without anything would open a saved view."""
LONGEST_KEY = 1000
LAST_PAGE = 10_000_000
LONGEST_SEARCH = 200


@dataclass
class Address:
    """A list's address, read."""

    q: str = ""
    filters: list[Filter] = field(default_factory=list)
    sort: list[tuple[str, bool]] = field(default_factory=list)
    page: int = 1
    after: list[Any] | None = None
    """Where the page begins: the values of the last row before it, as far as the order goes."""

    page_size: int = PAGE_SIZES[1]
    problems: list[Words] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    columns: list[Placed] = field(default_factory=list)
    where: Group | None = None
    totals: list[Measure] = field(default_factory=list)
    group: list[Key] = field(default_factory=list)
    rank: Rank | None = None
    chart: Chart | None = None
    opens_a_view: bool = False
    names: dict[RowKey, Any] = field(default_factory=dict)

    def conditions(self) -> list[Any]:
        """What its filters and its joined conditions say in SQL; all of it must hold."""
        groups = [self.where] if self.where is not None else []
        return [part.condition() for part in (*self.filters, *groups)]

    def url(self, **changes: Any) -> str:
        """The query string with some parts changed; None leaves a part out.

        Where the page begins is left out unless given: it fits this order and these rows only.
        """
        parts = {**self.given, "after": None, **changes}
        kept = {name: value for name, value in parts.items() if value not in (None, "")}
        if not kept and self.opens_a_view:
            kept = ALL_ROWS
        return "?" + urlencode(kept)


def read_address(model: type[Record], args: MultiDict[str, str]) -> Address:
    """Read ``args``; what cannot be understood becomes a problem, never an error."""
    address = Address()
    for name in args:
        values = args.getlist(name)
        if len(values) > 1:
            address.problems.append(_("“%(name)s” is given more than once.", name=name))
        _read_part(model, address, name, values[0])
    if not address.sort:
        address.sort = list(_read_sort(model, model.SORT))
    if "after" in address.given:
        _read_after(model, address)
    return address


def _read_part(model: type[Record], address: Address, name: str, value: str) -> None:
    if "\x00" in value:
        address.problems.append(_("A text may not contain control characters."))
        return
    try:
        if name == "q":
            address.q = value.strip()[:LONGEST_SEARCH]
        elif name == "sort":
            address.sort = list(_read_sort(model, value))
        elif name == "page":
            address.page = _read_number(value, range(1, LAST_PAGE))
        elif name == "page_size":
            address.page_size = _read_number(value, PAGE_SIZES)
        elif name in READERS:
            setattr(address, name, READERS[name](model, value))
        elif name in ALL_ROWS:
            _read_view(value)
            return
        elif name not in RESERVED:
            address.filters.append(parse_filter(model, name, value))
        address.given[name] = value
    except Problem as problem:
        address.problems.append(problem.words)


def _read_after(model: type[Record], address: Address) -> None:
    text = address.given["after"]
    address.after = read_key(model, address.sort, text) if len(text) <= LONGEST_KEY else None
    if address.after is None:
        address.problems.append(
            _("“%(value)s” is not a number that is possible here.", value=text[:40])
        )


def _read_sort(model: type[Record], text: str) -> Iterable[tuple[str, bool]]:
    for part in text.split(","):
        name = part.strip().removeprefix("-")
        if name not in model._meta.fields or name in model.SECRET:
            raise Problem(_("There is no column “%(name)s” to sort by.", name=name))
        yield name, part.strip().startswith("-")


def _read_view(text: str) -> None:
    if text not in ALL_ROWS.values():
        raise Problem(_("There is no view “%(name)s”.", name=text[:60]))


def _read_number(value: str, allowed: range | tuple[int, ...]) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) not in allowed:
        raise Problem(_("“%(value)s” is not a number that is possible here.", value=value[:40]))
    return int(value)
