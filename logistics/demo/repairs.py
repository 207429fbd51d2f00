"""Small repairs of the demonstration: reported, mended by the center's own people, accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.database import local_today, now
from logistics.demo.buildings import report
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.works import OFFICER
from logistics.operations.buildings.repairs import (
    accept_work_orders,
    arrive_at_work_orders,
    finish_work_orders,
    order_repairs,
    return_work_orders,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, change_record
from logistics.tables.buildings import BuildingDefect, WorkOrder, WorkOrderPart

STEPS = ("report", "order", "arrive", "finish")
HOURS_TO_MEND = dt.timedelta(hours=8)


def events(office: Office) -> Iterator[Entry]:
    """Every small repair on its day, and those on the desks of today."""
    texts = read_texts("buildings")
    for row in texts["repair"]:
        day = row["day"]
        yield Entry(moment(day, 8, 50), 0, partial(_report, office, row))
        yield Entry(moment(day, 9, 5), 0, partial(_order, office, row))
        yield Entry(moment(day, 9, 25), 0, partial(_arrive, office, row))
        yield Entry(moment(day, 10, 40), 0, partial(_finish, office, row))
        if "again" in row:
            yield Entry(moment(day, 16, 30), 0, partial(_return, office, row))
            next_day = day + dt.timedelta(days=1)
            yield Entry(moment(next_day, 9), 0, partial(_arrive, office, row))
            yield Entry(moment(next_day, 10), 0, partial(_finish, office, row))
            yield Entry(moment(next_day, 16), 0, partial(_accept, office, row))
        else:
            yield Entry(moment(day, 15, 30), 0, partial(_accept, office, row))
    for row in texts["now"]:
        yield from _unfinished(office, row)


def _unfinished(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    day = local_today() - dt.timedelta(days=row["ago"])
    acts = (_report, _order, _arrive, _finish)
    for number, act in enumerate(acts[: STEPS.index(row["until"]) + 1]):
        yield Entry(min(moment(day, 9 + number), this_morning()), number, partial(act, office, row))


def _report(office: Office, row: dict[str, Any]) -> None:
    building, room, place = row["where"]
    defect = {
        "who": row["who"],
        "building": building,
        "room": office.room(building, room).id if room in _rooms(office, building) else None,
        "place": place,
        "kind": row["kind"],
        "description": row["found"],
    }
    report(office, defect)


def _order(office: Office, row: dict[str, Any]) -> None:
    only(
        order_repairs(
            seen=[Seen(_defect(row).id)],
            technician=office.staff_id(row["by"]),
            task=row["task"],
            due_at=now() + HOURS_TO_MEND,
            actor=office.actor(OFFICER),
        )
    )


def _arrive(office: Office, row: dict[str, Any]) -> None:
    only(arrive_at_work_orders(seen=_seen(row), actor=office.actor_for(row["by"])))


def _finish(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor_for(row["by"])
    (seen,) = _seen(row)
    names = ("name", "quantity", "unit_of_measure", "unit_price")
    parts = [LineChange(dict(zip(names, part, strict=True))) for part in row.get("parts", ())]
    if parts and not WorkOrderPart.select().where(WorkOrderPart.order == seen.id).exists():
        change_record(WorkOrder, seen, {}, actor=actor, lines={WorkOrderPart: parts})
    only(finish_work_orders(seen=[seen], result=row["result"], actor=actor))


def _return(office: Office, row: dict[str, Any]) -> None:
    only(return_work_orders(seen=_seen(row), comment=row["again"], actor=office.actor(OFFICER)))


def _accept(office: Office, row: dict[str, Any]) -> None:
    only(accept_work_orders(seen=_seen(row), actor=office.actor(OFFICER)))


def _defect(row: dict[str, Any]) -> BuildingDefect:
    place = row["where"][2]
    return BuildingDefect.get(BuildingDefect.place == place)


def _seen(row: dict[str, Any]) -> list[Seen]:
    return [Seen(WorkOrder.get(WorkOrder.defect == _defect(row).id).id)]


def _rooms(office: Office, building: str) -> set[str]:
    return {room.code for room in office.rooms_of(building)}
