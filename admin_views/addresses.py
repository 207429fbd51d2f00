"""What the address of a list says: words searched, filters, order and page, by column name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from admin_views.filters import Filter, parse_filter
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.wording import Words, _

PAGE_SIZES = (25, 50, 100, 200)
RESERVED = frozenset({"q", "sort", "page", "page_size", "id"})
LAST_PAGE = 10_000_000
LONGEST_SEARCH = 200


@dataclass
class Address:
    """A list's address, read."""

    q: str = ""
    filters: list[Filter] = field(default_factory=list)
    sort: list[tuple[str, bool]] = field(default_factory=list)
    page: int = 1
    page_size: int = PAGE_SIZES[1]
    problems: list[Words] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)

    def url(self, **changes: Any) -> str:
        """The query string with some parts changed; None leaves a part out."""
        parts = {**self.given, **changes}
        kept = {name: value for name, value in parts.items() if value not in (None, "")}
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
        elif name not in RESERVED:
            address.filters.append(parse_filter(model, name, value))
        address.given[name] = value
    except Problem as problem:
        address.problems.append(problem.words)


def _read_sort(model: type[Record], text: str) -> Iterable[tuple[str, bool]]:
    for part in text.split(","):
        name = part.strip().removeprefix("-")
        if name not in model._meta.fields or name in model.SECRET:
            raise Problem(_("There is no column “%(name)s” to sort by.", name=name))
        yield name, part.strip().startswith("-")


def _read_number(value: str, allowed: range | tuple[int, ...]) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) not in allowed:
        raise Problem(_("“%(value)s” is not a number that is possible here.", value=value[:40]))
    return int(value)
