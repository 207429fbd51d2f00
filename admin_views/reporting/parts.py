"""What the parts of a figure are called: codes of choices, areas, tables and office areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from admin_views import words
from logistics.columns import Choice
from logistics.database import Record
from logistics.queries.structure import tables_by_name
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import ALL_MODELS

NAMES: Mapping[str, Words] = {
    "asked": _("asked for"),
    "attitude": _("Attitude"),
    "concept": _("concepts"),
    "corridors": _("corridors"),
    "days": _("days"),
    "goods": _("goods"),
    "left": _("left over"),
    "missed": _("missed"),
    "money": _("money"),
    "organisation": _("organisation and leadership"),
    "people": _("people"),
    "planned": _("by plan"),
    "quality": _("quality of people"),
    "quarters": _("quarters"),
    "rewards": _("rewards and penalties"),
    "rooms": _("rooms"),
    "rules": _("rule-making"),
    "saved": _("saved (yuan)"),
    "service": _("service"),
    "stray": _("out of order"),
    "study": _("study"),
    "supervision": _("supervision"),
    "targets": _("target management"),
    "vehicles": _("vehicles"),
}
"""Parts that are no code of any choice."""


def part_name(table: str, code: str, sites: Mapping[str, str]) -> str:
    """A part in the page's language; a name of the records' own stays as it is.

    ``sites`` maps the codes of office areas to their names.
    """
    model = tables_by_name().get(table)
    own = _own(model) if model is not None else {}
    for known in (own, NAMES, AREAS, _tables(), _all_choices()):
        if code in known:
            return words.words(known[code])
    return sites.get(code, code)


def _choices(model: type[Record]) -> Iterator[tuple[str, Words]]:
    for field in model._meta.sorted_fields:
        if isinstance(field, Choice):
            yield from field.labels.items()


@cache
def _own(model: type[Record]) -> Mapping[str, Words]:
    """The codes of a table's choices, after them those of the tables that it refers to."""
    found = dict(_choices(model))
    for field in model._meta.refs:
        for code, label in _choices(field.rel_model):
            found.setdefault(code, label)
    return found


@cache
def _tables() -> Mapping[str, Words]:
    return {model._meta.table_name: model.LABEL_MANY for model in ALL_MODELS}


@cache
def _all_choices() -> Mapping[str, Words]:
    """The codes of all choices of the house; of those that several tables have, the first."""
    found: dict[str, Words] = {}
    for model in ALL_MODELS:
        for code, label in _choices(model):
            found.setdefault(code, label)
    return found
