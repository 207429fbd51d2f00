"""The cast: the people of the demonstration, with their default roles, at two sites.

They are hired once into the template database ``staffed``; a test asks for ``cast`` and reads
``cast.keeper`` (an Actor), ``cast.keeper_account``, ``cast.keeper_staff``, ``cast.site_a``,
``cast.site_b``, ``cast.units["STORE"]`` and ``cast.posts["GUARD-A"]``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from argon2 import PasswordHasher

from logistics.operations.rights import seed_rights
from logistics.permissions import Actor, load_actor
from models import Account, AccountRole, Post, Role, Site, Staff, StaffPost, Unit

PASSWORD = "spring-rain-on-the-lake"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The cheapest argon2id there is."""

HIRED = dt.date(2020, 1, 1)


class Person(NamedTuple):
    """Who somebody of the cast is."""

    name: str
    roles: tuple[str, ...]
    unit: str
    site: str
    post: str
    heads: str | None = None


SITES = {"COMMITTEE": "Management Committee", "SISHUI": "Sishui"}
UNITS = {
    # code: (name, kind, code of the parent, site)
    "COMMITTEE": ("Management Committee", "leadership", None, "COMMITTEE"),
    "CENTER": ("Logistics Service Center", "center", "COMMITTEE", "COMMITTEE"),
    "STORE": ("Purchasing and Stores", "section", "CENTER", "COMMITTEE"),
    "GUARD": ("Guard Section", "section", "CENTER", "COMMITTEE"),
    "BUREAU": ("Economic Bureau", "department", "COMMITTEE", "COMMITTEE"),
    "BUREAU2": ("Construction Bureau", "department", "COMMITTEE", "SISHUI"),
}
POSTS = {
    # code: (name, family, site)
    "OFFICE-A": ("Office clerk, Committee", "management", "COMMITTEE"),
    "OFFICE-B": ("Office clerk, Sishui", "management", "SISHUI"),
    "STORE-A": ("Storekeeper, Committee", "purchase_store", "COMMITTEE"),
    "STORE-B": ("Storekeeper, Sishui", "purchase_store", "SISHUI"),
    "GUARD-A": ("Gate guard, Committee", "guard", "COMMITTEE"),
    "DRIVER-A": ("Driver, Committee", "driver", "COMMITTEE"),
    "CANTEEN-A": ("Cook, Committee", "canteen", "COMMITTEE"),
    "MEETING-A": ("Meeting service, Committee", "meeting", "COMMITTEE"),
    "CLEAN-A": ("Cleaner, Committee", "cleaner", "COMMITTEE"),
    "MAIL-A": ("Mail room, Committee", "mail_duty", "COMMITTEE"),
    "WORKS-A": ("Fitter, Committee", "maintenance", "COMMITTEE"),
}
A, B = SITES
PEOPLE = {
    "admin": Person("Admin An", ("sysadmin",), "CENTER", A, "OFFICE-A"),
    "head": Person("Head He", ("staff", "unit_head"), "BUREAU", A, "OFFICE-A", "BUREAU"),
    "deputy": Person("Deputy Deng", ("staff", "deputy_director"), "CENTER", A, "OFFICE-A"),
    "director": Person("Director Ding", ("staff", "director"), "CENTER", A, "OFFICE-A", "CENTER"),
    "finance": Person("Finance Fang", ("staff", "finance"), "CENTER", A, "OFFICE-A"),
    "buyer": Person("Buyer Bai", ("staff", "buyer"), "STORE", A, "OFFICE-A"),
    "buyer2": Person("Buyer Bo", ("staff", "buyer"), "STORE", A, "OFFICE-A"),
    "keeper": Person("Keeper Kang", ("staff", "keeper"), "STORE", A, "STORE-A"),
    "keeper2": Person("Keeper Kong", ("staff", "keeper"), "STORE", B, "STORE-B"),
    "acceptor": Person("Acceptor Ai", ("staff", "acceptor"), "CENTER", A, "OFFICE-A"),
    "acceptor2": Person("Acceptor Ao", ("staff", "acceptor"), "CENTER", A, "OFFICE-A"),
    "acceptor3": Person("Acceptor Ang", ("staff", "acceptor"), "CENTER", B, "OFFICE-B"),
    "roster": Person("Roster Ren", ("staff", "roster_officer"), "GUARD", A, "OFFICE-A"),
    "assessor": Person("Assessor Sun", ("staff", "assessor"), "CENTER", A, "OFFICE-A"),
    "discipline": Person("Inspector Ji", ("staff", "discipline"), "COMMITTEE", A, "OFFICE-A"),
    "leader": Person("Leader Lin", ("committee_leader",), "COMMITTEE", A, "OFFICE-A"),
    "dispatcher": Person("Dispatcher Diao", ("staff", "dispatcher"), "CENTER", A, "DRIVER-A"),
    "guard": Person("Guard Gu", ("staff", "guard"), "GUARD", A, "GUARD-A"),
    "staff": Person("Clerk Shi", ("staff",), "BUREAU", A, "OFFICE-A"),
    "staff2": Person("Clerk Song", ("staff",), "BUREAU2", B, "OFFICE-B"),
    "canteen": Person("Cook Chu", ("staff", "canteen_manager"), "CENTER", A, "CANTEEN-A"),
    "captain": Person("Captain Cao", ("staff", "guard_captain"), "GUARD", A, "GUARD-A"),
    "meeting": Person("Hostess Hua", ("staff", "meeting_officer"), "CENTER", A, "MEETING-A"),
    "cleaning": Person("Cleaner Qian", ("staff", "cleaning_supervisor"), "CENTER", A, "CLEAN-A"),
    "mail": Person("Postman You", ("staff", "mail_clerk"), "CENTER", A, "MAIL-A"),
    "works": Person("Fitter Lu", ("staff", "maintenance_officer"), "CENTER", A, "WORKS-A"),
    "assets": Person("Registrar Zhang", ("staff", "asset_keeper"), "CENTER", A, "OFFICE-A"),
    "energy": Person("Statistician Wen", ("staff", "energy_officer"), "CENTER", A, "OFFICE-A"),
    "auditor": Person("Auditor Shen", ("auditor",), "COMMITTEE", A, "OFFICE-A"),
}


def hire_cast() -> None:
    """Write the roles with their default rights, the places and the people."""
    seed_rights()
    roles = {role.code: role for role in Role.select()}
    sites = {code: Site.create(code=code, name=name) for code, name in SITES.items()}
    units: dict[str | None, Unit | None] = {None: None}
    for code, (name, kind, parent, site) in UNITS.items():
        units[code] = Unit.create(
            code=code, name=name, kind=kind, parent=units[parent], site=sites[site]
        )
    posts = {
        code: Post.create(code=code, name=name, family=family, site=sites[site])
        for code, (name, family, site) in POSTS.items()
    }
    password_hash = QUICK.hash(PASSWORD)
    for number, (login, person) in enumerate(PEOPLE.items(), 1):
        account = Account.create(
            login=login,
            name=person.name,
            password_hash=password_hash,
            must_change_password=False,
        )
        staff = Staff.create(
            staff_no=f"{number:04}",
            name=person.name,
            account=account,
            unit=units[person.unit],
            site=sites[person.site],
            employment="institution",
            hired_on=HIRED,
        )
        heads = units[person.heads]
        StaffPost.create(staff=staff, post=posts[person.post], starts_on=HIRED, heads_unit=heads)
        for role in person.roles:
            AccountRole.create(account=account, role=roles[role], status="confirmed")


class Cast:
    """Looks its people up when a test names them, so that each test gets rows of its own."""

    password = PASSWORD

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}

    @property
    def site_a(self) -> Site:
        return Site.get(Site.code == A)

    @property
    def site_b(self) -> Site:
        return Site.get(Site.code == B)

    @property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.select()}

    @property
    def posts(self) -> dict[str, Post]:
        return {post.code: post for post in Post.select()}

    def __getattr__(self, name: str) -> Any:
        login, _underscore, what = name.partition("_")
        if login not in PEOPLE:
            raise AttributeError(f"nobody in the cast is called {login}")
        account = Account.get(Account.login == login)
        if what == "account":
            return account
        if what == "staff":
            return Staff.get(Staff.account == account)
        if login not in self.actors:
            self.actors[login] = load_actor(account)
        return self.actors[login]
