"""A row of any table, from its declaration alone, in a world of given places and people.

For tests that ask the same of every table. What a table needs beyond its columns' types (rules
between columns, for instance) is written down in ``NEEDS``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import peewee

from logistics.columns import Binary, Choice, Exact, Instant
from logistics.database import Record
from logistics.tables.approvals.rules import DUTIES
from models import ALL_MODELS, Account, BudgetLine, Site, Staff, Unit
from tests.factories import serial

FIRST_DAY = dt.date(2026, 1, 1)
LATER = ("ends", "until", "left", "closes", "due", "returned", "expires", "last")
KEPT = {"id", "created_at", "updated_at", "row_version"}

NEEDS: dict[str, dict[str, Callable[[World], Any]]] = {
    "approval_rule": {"above_amount": lambda _world: Decimal(serial())},
    "approval_step": {"kind": lambda _world: "finance"},
    "assessment_result": {"peer_group": lambda _world: "driver"},
    "budget_adjustment": {"to_line": lambda world: world.row(BudgetLine)},
    "budget_entry": {"reserved": lambda _world: Decimal(1)},
    "asset_count_line": {"found_name": lambda _world: "Chair"},
    "assessment_participant": {"peer_group": lambda _world: "driver"},
    "assessment_rating": {"rater_group": lambda _world: "peer"},
    "clean_round": {"round_no": lambda _world: 1 + serial() % 12},
    "incompatible_duty": {"second_duty": lambda _world: list(DUTIES)[1 + serial() % 5]},
    "office_hours": {
        "closes_at_noon": lambda _world: dt.time(12),
        "opens_after_noon": lambda _world: dt.time(13),
    },
    "rule_version": {"number": lambda _world: serial()},
    "ticket_event": {"kind": lambda _world: "accepted"},
    "patrol_checkpoint": {"position": lambda _world: serial()},
    "patrol_time": {"starts": lambda _world: dt.time(serial() % 24, serial() % 60)},
    "purchase_request_line": {"name": lambda _world: "Chair"},
    "purchase_run_allocation": {
        "quantity": lambda _world: Decimal(1),
        "shortage": lambda _world: Decimal(1),
    },
    "purchase_run_stop": {"kind": lambda _world: "site"},
    "relocation": {"from_site": lambda world: world.make(Site)},
    "work_order_part": {"name": lambda _world: "Lamp"},
    "works_room": {"place": lambda _world: "Corridor"},
    "shuttle_stop": {"position": lambda _world: serial()},
}
"""What a table's rules demand beyond the types of its columns."""


class World:
    """Rows that belong together: whatever names a site, a unit or a person names these.

    Where a row names two people, the second is the colleague.
    """

    def __init__(
        self, *, site: Site, unit: Unit, staff: Staff, colleague: Staff, account: Account
    ) -> None:
        self.rows: dict[type[Record], Any] = {
            Site: site,
            Unit: unit,
            Staff: staff,
            Account: account,
        }
        self.others: dict[type[Record], Any] = {Site: site, Unit: unit, Staff: colleague}

    def row(self, model: type[Record]) -> Any:
        """This world's row of a table, made when it is first asked for."""
        if model not in self.rows:
            self.rows[model] = self.make(model)
        return self.rows[model]

    def make(self, model: type[Record], **given: Any) -> Any:
        """A further row of a table."""
        needs = NEEDS.get(model._meta.table_name, {})
        values = {**{name: need(self) for name, need in needs.items()}, **given}
        number = serial()
        for field in model._meta.sorted_fields:
            if field.name not in KEPT and field.name not in values:
                value = self._value(model, field, number)
                if value is not None:
                    values[field.name] = value
        return model.create(**values)

    def _value(self, model: type[Record], field: peewee.Field, number: int) -> Any:
        if isinstance(field, peewee.ForeignKeyField):
            return self._target(model, field)
        if field.null or (field.default is not None and not field.unique):
            return None
        return _made_up(field, number)

    def _target(self, model: type[Record], field: peewee.ForeignKeyField) -> Any:
        target = field.rel_model
        if target is model or (field.null and target not in (Site, Unit, Staff, Account)):
            return None
        named = [other for other in model._meta.sorted_fields if _points_to(other, target)]
        if field is named[0] or target is Account:
            return self.row(target)
        if target not in self.others:
            self.others[target] = self.make(target)
        return self.others[target]


class KnownWorld(World):
    """A world whose rows are there already, by their ids; each is read when it is asked for."""

    def __init__(self, ids: Mapping[str, int], **given: Any) -> None:
        super().__init__(**given)
        self.ids = ids

    def row(self, model: type[Record]) -> Any:
        if model not in self.rows:
            self.rows[model] = model.get_by_id(self.ids[model._meta.table_name])
        return self.rows[model]


def fill(world: World) -> dict[str, int]:
    """A row of every table; their ids by table."""
    return {model._meta.table_name: world.row(model).id for model in ALL_MODELS}


def _points_to(field: peewee.Field, target: type[Record]) -> bool:
    return isinstance(field, peewee.ForeignKeyField) and field.rel_model is target


def _made_up(field: peewee.Field, number: int) -> Any:
    later = field.name.startswith(LATER)
    if isinstance(field, Choice):
        return next(iter(field.labels))
    if isinstance(field, Instant):
        start = dt.datetime.combine(FIRST_DAY, dt.time(1), dt.UTC) + dt.timedelta(hours=number)
        return start + dt.timedelta(minutes=30 * later)
    if isinstance(field, peewee.DateField):
        return FIRST_DAY + dt.timedelta(days=number + 30 * later)
    if isinstance(field, peewee.TimeField):
        return dt.time(17 if later else 8)
    if isinstance(field, Binary):
        return b"content"
    if isinstance(field, Exact):
        return field.minimum if field.minimum else 1
    if isinstance(field, peewee.BooleanField):
        return False
    if isinstance(field, peewee.IntegerField):
        apart = field.unique or field.name == "doc_id"
        return number if apart else max(field.minimum or 1, 1)
    text = f"{field.name} {number}"
    return text[-field.max_length :] if isinstance(field, peewee.CharField) else text
