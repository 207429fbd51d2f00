"""What uses energy in the demonstration office, and what was done to use less (R75, R76, R77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.demo.diary import Entry, moment
from logistics.demo.office import Office
from logistics.operations.energy.measures import (
    finish_energy_measures,
    verify_energy_measures,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.tables.energy import EnergyEquipment, EnergyMeasure
from logistics.tables.organisation import Site

SURVEYED_ON = dt.date(2026, 1, 26)
NOON = 14


def saving_events(office: Office, texts: Mapping[str, Any]) -> Iterator[Entry]:
    """The survey of what uses energy, and each measure from its plan to its measured effect."""
    for row in texts["equipment"]:
        day = row.get("surveyed", SURVEYED_ON)
        yield Entry(moment(day, 10), 0, partial(_survey, office, row, day))
    for row in texts["measure"]:
        held: list[int] = []
        yield Entry(moment(row["planned"], NOON), 0, partial(_plan, office, row, held))
        if "done" in row:
            yield Entry(moment(row["done"], NOON), 1, partial(_finish, office, row, held))
        if "verified" in row:
            yield Entry(moment(row["verified"], NOON), 2, partial(_verify, office, row, held))


def _survey(office: Office, row: Mapping[str, Any], day: dt.date) -> None:
    values = {name: value for name, value in row.items() if name not in ("site", "surveyed")}
    values |= {"site": office.key(Site, row["site"]), "surveyed_on": day}
    create_record(EnergyEquipment, values, actor=office.actor("energy"))


def _plan(office: Office, row: Mapping[str, Any], held: list[int]) -> None:
    names = ("topic", "action", "kind", "cost")
    equipment = EnergyEquipment.get_or_none(EnergyEquipment.name == row.get("equipment", ""))
    values = {
        **{name: row[name] for name in names},
        "is_new_technology": row.get("is_new_technology", False),
        "site": office.key(Site, row["site"]),
        "equipment": equipment.id if equipment else None,
        "owner": office.staff_id(row["owner"]),
        "due_on": row["due"],
        "saving_estimated": row["expected"],
    }
    held.append(create_record(EnergyMeasure, values, actor=office.actor("energy")).id)


def _finish(office: Office, row: Mapping[str, Any], held: list[int]) -> None:
    actor = office.actor_for(row["owner"])
    only(finish_energy_measures(seen=[Seen(held[0])], done_on=row["done"], actor=actor))


def _verify(office: Office, row: Mapping[str, Any], held: list[int]) -> None:
    only(
        verify_energy_measures(
            seen=[Seen(held[0])],
            saving_measured=Decimal(row["measured"]),
            effect=row["effect"],
            actor=office.actor("energy"),
        )
    )
