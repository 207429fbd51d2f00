"""The places and units of the demonstration office, and the way to find them."""

from __future__ import annotations

import datetime as dt
import random
from functools import cached_property

from logistics.calendar import days_between, kinds_between
from logistics.database import Record
from logistics.holidays import printed_name
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM, Actor, load_actor
from logistics.tables.base import Account
from logistics.tables.organisation import Building, CalendarDay, Room, Site, Unit
from logistics.tables.people import Post, Staff

SEED = 2026

SITES = (
    # code, name, address, phone, opened on, floor area, heated area
    (
        "COMMITTEE",
        "管委会办公区",
        "开发区管委会大街 1 号",
        "8801-110",
        "1998-09-01",
        "12600",
        "11800",
    ),
    (
        "SISHUI",
        "泗水办公区",
        "泗水科技创业产业园区 2 号楼",
        "8802-110",
        "2026-06-03",
        "8400",
        "8100",
    ),
    ("THIRD", "第三办公区", "开发区创新路 18 号", "8803-110", "2011-05-01", "3200", "3000"),
)
BUILDINGS = (
    ("COMMITTEE", "A", "管委会办公楼"),
    ("COMMITTEE", "K", "地王国际花园"),
    ("SISHUI", "B", "泗水办公楼"),
    ("THIRD", "C", "第三办公楼"),
)
ROOMS = (
    # building, code, name, floor, kind, area, seats, bookable, ownership
    ("A", "101", "值班室", 1, "duty", "24", 4, False, "owned"),
    ("A", "102", "收发室", 1, "duty", "18", 2, False, "owned"),
    ("A", "105", "管委会库房", 1, "store", "86", None, False, "owned"),
    ("A", "110", "机关食堂", 1, "canteen", "420", 180, False, "owned"),
    ("A", "201", "主任办公会议室", 2, "meeting", "90", 24, True, "owned"),
    ("A", "202", "第二会议室", 2, "meeting", "60", 16, True, "owned"),
    ("A", "301", "党工委会议室", 3, "meeting", "110", 30, True, "owned"),
    ("A", "303", "多功能厅", 3, "hall", "260", 160, True, "owned"),
    ("A", "305", "综合科", 3, "office", "36", 4, False, "owned"),
    ("A", "306", "财务科", 3, "office", "32", 3, False, "owned"),
    ("A", "401", "办公室", 4, "office", "52", 6, False, "owned"),
    ("A", "402", "办公室", 4, "office", "48", 6, False, "owned"),
    ("K", "503", "市内办公会议室", 5, "meeting", "142", 20, False, "leased"),
    ("B", "101", "值班室", 1, "duty", "22", 4, False, "owned"),
    ("B", "103", "泗水库房", 1, "store", "64", None, False, "owned"),
    ("B", "108", "泗水食堂", 1, "canteen", "300", 120, False, "owned"),
    ("B", "120", "展厅", 1, "hall", "380", 200, True, "owned"),
    ("B", "201", "第一会议室", 2, "meeting", "80", 20, True, "owned"),
    ("B", "202", "第二会议室", 2, "meeting", "50", 12, True, "owned"),
    ("B", "301", "科技局", 3, "office", "48", 6, False, "owned"),
    ("B", "302", "招商一局", 3, "office", "48", 6, False, "owned"),
    ("C", "101", "值班室", 1, "duty", "16", 2, False, "owned"),
    ("C", "201", "会议室", 2, "meeting", "40", 12, True, "owned"),
)
UNITS = (
    # code, name, kind, belongs to, site, establishment
    ("01", "开发区党工委", "leadership", None, "COMMITTEE", 5),
    ("02", "开发区管委会", "leadership", "01", "COMMITTEE", 7),
    ("10", "办公室", "department", "02", "COMMITTEE", 14),
    ("11", "党群工作部", "department", "01", "COMMITTEE", 9),
    ("12", "经济发展局", "department", "02", "COMMITTEE", 12),
    ("13", "科技局", "department", "02", "COMMITTEE", 10),
    ("14", "招商一局", "department", "02", "COMMITTEE", 10),
    ("15", "招商二局", "department", "02", "COMMITTEE", 10),
    ("16", "财政局", "department", "02", "COMMITTEE", 11),
    ("17", "规划建设局", "department", "02", "COMMITTEE", 13),
    ("18", "社会事业局", "department", "02", "THIRD", 10),
    ("20", "机关后勤服务中心", "center", "02", "COMMITTEE", 12),
    ("21", "综合科", "section", "20", "COMMITTEE", 6),
    ("22", "财务科", "section", "20", "COMMITTEE", 4),
    ("23", "采购仓储科", "section", "20", "COMMITTEE", 7),
    ("24", "车队", "section", "20", "COMMITTEE", 12),
    ("25", "机关食堂", "section", "20", "COMMITTEE", 14),
    ("26", "保卫科", "section", "20", "COMMITTEE", 24),
    ("27", "会务科", "section", "20", "COMMITTEE", 8),
    ("28", "物业科", "section", "20", "COMMITTEE", 20),
    ("29", "收发值班室", "section", "20", "COMMITTEE", 6),
)
MOVED_UNITS = ("13", "14", "15", "17")
"""The units that moved to Sishui in early June."""


class Office:
    """The demonstration office while it is being loaded: finds its rows by code and log-in."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311  (repeatable, and guards no secret)
        self._actors: dict[str, Actor] = {}
        self._keys: dict[tuple[type[Record], str], int] = {}
        self._logins: dict[int, str] = {}

    def site(self, code: str) -> Site:
        return Site.get(Site.code == code)

    def unit(self, code: str) -> Unit:
        return Unit.get(Unit.code == code)

    def room(self, building: str, code: str) -> Room:
        return Room.get((Room.code == code) & (Room.building == self.buildings[building]))

    def rooms_of(self, building: str) -> list[Room]:
        return list(Room.select().where(Room.building == self.buildings[building]))

    def post(self, code: str) -> Post:
        return Post.get(Post.code == code)

    def staff(self, login: str) -> Staff:
        """The staff member behind an account."""
        return Staff.get(Staff.account == Account.get(Account.login == login))

    def actor(self, login: str) -> Actor:
        """The account's person with his rights; kept, because nobody's rights change meanwhile."""
        if login not in self._actors:
            self._actors[login] = load_actor(Account.get(Account.login == login), door="command")
        return self._actors[login]

    def person(self, who: str) -> Staff:
        """Somebody of the staff, by a log-in of letters or by name."""
        return Staff.get_by_id(self.staff_id(who))

    def staff_id(self, who: str) -> int:
        """The id of that person; kept."""
        if (Staff, who) not in self._keys:
            person = self.staff(who) if who.isascii() else Staff.get(Staff.name == who)
            self._keys[Staff, who] = person.id
        return self._keys[Staff, who]

    def actor_for(self, who: str) -> Actor:
        """That person with his rights; kept like ``actor``."""
        if who not in self._actors:
            self._actors[who] = load_actor(self.person(who).account, door="command")
        return self._actors[who]

    def actor_of(self, person: Staff) -> Actor:
        """A member of the staff under his own account."""
        if person.id not in self._logins:
            self._logins[person.id] = person.account.login
        return self.actor(self._logins[person.id])

    def key(self, model: type[Record], code: str) -> int:
        """The id of a row of master data that has a ``code``; kept, since none is replaced."""
        if (model, code) not in self._keys:
            self._keys[model, code] = model.get(model._meta.fields["code"] == code).id
        return self._keys[model, code]

    def forget_actors(self) -> None:
        """After somebody has moved to another site."""
        self._actors.clear()

    @cached_property
    def buildings(self) -> dict[str, Building]:
        return {building.code: building for building in Building.select()}


def build_places() -> None:
    """Sites, buildings, rooms and units as they stood on 1 January."""
    sites = {
        code: create_record(
            Site,
            {
                "code": code,
                "name": name,
                "address": address,
                "phone": phone,
                "opened_on": opened_on,
                "floor_area": floor_area,
                "heated_area": heated_area,
                "position": position,
            },
            actor=SYSTEM,
        )
        for position, (code, name, address, phone, opened_on, floor_area, heated_area) in enumerate(
            SITES, start=1
        )
    }
    buildings = {
        code: create_record(
            Building, {"site": sites[site].id, "code": code, "name": name}, actor=SYSTEM
        )
        for site, code, name in BUILDINGS
    }
    for building, code, name, floor, kind, area, seats, bookable, ownership in ROOMS:
        values = {
            "building": buildings[building].id,
            "code": code,
            "name": name,
            "floor": floor,
            "kind": kind,
            "usable_area": area,
            "capacity": seats,
            "is_bookable": bookable,
            "ownership": ownership,
        }
        create_record(Room, values, actor=SYSTEM)
    units: dict[str | None, int | None] = {None: None}
    for code, name, kind, parent, site, quota in UNITS:
        values = {
            "code": code,
            "name": name,
            "kind": kind,
            "parent": units[parent],
            "site": sites[site].id,
            "headcount_quota": quota,
        }
        units[code] = create_record(Unit, values, actor=SYSTEM).id


def enter_calendar(year: int = 2026) -> None:
    """The year's days as the printed calendar has them, editable from then on."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    kinds = kinds_between(first, last)
    CalendarDay.insert_many(
        {"day": day, "kind": kinds[day], "name": printed_name(day) or ""}
        for day in days_between(first, last)
    ).execute()
