"""The move to Sishui in early June with its three phases, and a move that is prepared today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from logistics.database import local_today, office_zone
from logistics.demo.diary import MOVE_DAY, SET_UP_ON, Entry, moment
from logistics.demo.office import MOVED_UNITS, Office
from logistics.demo.texts import read_texts
from logistics.demo.works import OFFICER, Named
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, Lines, create_record
from logistics.operations.relocation.moving import execute_moves
from logistics.operations.relocation.preparing import (
    begin_relocations,
    clear_relocations,
    close_relocations,
    finish_relocation_tasks,
)
from logistics.tables.buildings import Contractor
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.tables.relocation import MoveSlot, PhoneExtension, Relocation, RelocationTask

MOVER = "SG-06"
PHONES_ON = dt.date(2026, 5, 29)


def events(office: Office) -> Iterator[Entry]:
    """The numbers of old, the move from its first task to its last, and today's preparations."""
    texts = read_texts("relocation")
    yield Entry(moment(SET_UP_ON, 10), 0, partial(_old_numbers, office))
    yield Entry(moment(texts["drafted"], 10), 0, partial(_draft, office, texts))
    yield Entry(moment(texts["begun"], 9), 0, partial(_begin, office, texts["name"]))
    for row in texts["task"]:
        yield Entry(moment(row["done"], 17, 20), 0, partial(_finish, office, texts["name"], row))
    yield Entry(moment(PHONES_ON, 16), 0, partial(_new_numbers, office, texts["phones"]))
    yield Entry(moment(texts["cleared"], 10), 0, partial(_clear, office, texts["name"]))
    yield Entry(moment(MOVE_DAY, 8), 0, partial(_move, office, texts["name"]))
    yield Entry(moment(texts["closed"], 16), 0, partial(_close, office, texts))
    yield from _preparing(office, texts["now"])


def _draft(office: Office, texts: Named) -> None:
    """The move with its order of units and its tasks, each after the one that it rests on."""
    mover = Contractor.get_or_none(Contractor.code == MOVER)
    slots = [
        LineChange(
            {
                "seq": seq,
                "unit": office.key(Unit, row["unit"]),
                "starts_at": row["starts"].replace(tzinfo=office_zone()),
                "ends_at": row["ends"].replace(tzinfo=office_zone()),
                "vehicles": row["vehicles"],
                "contact": office.staff_id(row["contact"]),
                "note": row["note"],
            }
        )
        for seq, row in enumerate(texts["slot"], start=1)
    ]
    values = {
        "name": texts["name"],
        "from_site": office.site("COMMITTEE").id,
        "to_site": office.site("SISHUI").id,
        "go_live_on": MOVE_DAY,
        "leader": office.staff_id(texts["leader"]),
        "mover": mover.id if mover else None,
        "note": texts["note"],
    }
    officer = office.actor(OFFICER)
    relocation = create_record(Relocation, values, actor=officer, lines={MoveSlot: slots})
    made: dict[str, int] = {}
    for row in texts["task"]:
        task = {
            "relocation": relocation.id,
            "phase": row["phase"],
            "category": row["category"],
            "title": row["title"],
            "owner": office.staff_id(row["who"]),
            "due_on": row["due"],
            "depends_on": made.get(row.get("after", "")),
        }
        made[row["key"]] = create_record(RelocationTask, task, actor=officer).id


def _begin(office: Office, name: str) -> None:
    only(begin_relocations(seen=_seen(name), actor=office.actor(OFFICER)))


def _finish(office: Office, name: str, row: Named) -> None:
    """The owner reports his task; what must wait for the move itself is left until then."""
    (relocation,) = _seen(name)
    task = RelocationTask.get(
        (RelocationTask.relocation == relocation.id) & (RelocationTask.title == row["title"])
    )
    only(
        finish_relocation_tasks(
            seen=[Seen(task.id)],
            evidence=row["proof"],
            worked_overtime=row.get("overtime", False),
            actor=office.actor_for(row["who"]),
        )
    )


def _clear(office: Office, name: str) -> None:
    only(clear_relocations(seen=_seen(name), actor=office.actor("director")))


def _move(office: Office, name: str) -> None:
    """In the morning of the day on which Sishui opens the units sit there."""
    (relocation,) = _seen(name)
    slots = MoveSlot.select().where(MoveSlot.relocation == relocation.id)
    seen = [Seen(slot.id) for slot in slots.order_by(MoveSlot.seq)]
    all_of(execute_moves(seen=seen, actor=office.actor(OFFICER)))
    office.forget_actors()


def _close(office: Office, texts: Named) -> None:
    closing = {"closing_note": texts["closing"], "actor": office.actor("director")}
    only(close_relocations(seen=_seen(texts["name"]), **closing))


def _old_numbers(office: Office) -> None:
    """The numbers of the units that will move, at the old exchange."""
    for person in _people_to_move(office):
        _number(office, "COMMITTEE", person.phone, person)


def _new_numbers(office: Office, phones: Named) -> None:
    """The new exchange: rooms first, then a number for each person who moves."""
    officer, sishui = office.actor(OFFICER), office.site("SISHUI").id
    for building, code, tail in phones["rooms"]:
        values = {
            "site": sishui,
            "number": phones["prefix"] + tail,
            "room": office.room(building, code).id,
            "port": f"P{int(tail):02d}",
        }
        create_record(PhoneExtension, values, actor=officer)
    for number, person in enumerate(_people_to_move(office), start=phones["first"]):
        _number(office, "SISHUI", f"{phones['prefix']}{number}", person, port=f"P{number}")


def _number(office: Office, site: str, number: str, person: Staff, *, port: str = "") -> None:
    values = {
        "site": office.site(site).id,
        "number": number,
        "unit": person.unit_id,
        "staff": person.id,
        "port": port,
    }
    create_record(PhoneExtension, values, actor=office.actor(OFFICER))


def _people_to_move(office: Office) -> list[Staff]:
    units = [office.key(Unit, code) for code in MOVED_UNITS]
    return list(Staff.select().where(Staff.unit.in_(units)).order_by(Staff.staff_no))


def _preparing(office: Office, row: Named) -> Iterator[Entry]:
    """A smaller move back: some of its gate is ready, some still blocks."""
    began = local_today() - dt.timedelta(days=row["ago"])
    yield Entry(moment(began, 10), 0, partial(_draft_back, office, row))
    yield Entry(moment(began, 14), 0, partial(_begin, office, row["name"]))
    for number, (_category, who, title, proof) in enumerate(row["tasks"], start=2):
        if proof:
            told = {"who": who, "title": title, "proof": proof}
            day = began + dt.timedelta(days=number)
            yield Entry(moment(day, 16), 0, partial(_finish, office, row["name"], told))


def _draft_back(office: Office, row: Named) -> None:
    go_live = local_today() + dt.timedelta(days=row["ago"] + row["ahead"])
    tasks = [
        LineChange(
            {
                "category": category,
                "title": title,
                "owner": office.staff_id(who),
                "due_on": go_live - dt.timedelta(days=7),
            }
        )
        for category, who, title, _proof in row["tasks"]
    ]
    begins = dt.datetime.combine(go_live - dt.timedelta(days=1), dt.time(8), office_zone())
    slot = {
        "seq": 1,
        "unit": office.key(Unit, row["unit"]),
        "starts_at": begins,
        "ends_at": begins + dt.timedelta(hours=4),
        "vehicles": 2,
    }
    values = {
        "name": row["name"],
        "from_site": office.site("THIRD").id,
        "to_site": office.site("COMMITTEE").id,
        "go_live_on": go_live,
        "leader": office.staff_id(row["leader"]),
    }
    lines: Lines = {RelocationTask: tasks, MoveSlot: [LineChange(slot)]}
    create_record(Relocation, values, actor=office.actor(OFFICER), lines=lines)


def _seen(name: str) -> list[Seen]:
    return [Seen(Relocation.get(Relocation.name == name).id)]
