"""The week's menu (一周菜谱), and how many people ate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    Price,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.canteen.kitchen import Canteen, Dish
from logistics.wording import Words, _

MEALS = {"breakfast": _("Breakfast"), "lunch": _("Lunch"), "dinner": _("Dinner")}
WEEK = dt.timedelta(days=7)


class Menu(BaseModel):
    """What a canteen serves in a week: approved and published before it begins (R28)."""

    LABEL = _("Weekly menu")
    LABEL_MANY = _("Weekly menus")
    TITLE = "starts_on"
    LIST = ("doc_no", "canteen", "starts_on", "status", "published_at", "late_reason")
    SEARCH = ("doc_no", "canteen.name", "note")
    SORT = "-starts_on,canteen"
    FORM = ((_("Menu"), ("canteen", "starts_on", "note")),)
    OWNED = (
        "doc_no",
        "status",
        "submitted_by",
        "approved_by",
        "approved_at",
        "published_by",
        "published_at",
        "late_reason",
        "return_note",
    )
    SCOPE = Scope(site="canteen.site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("canteen", "starts_on"),)
    INDEXES = (("status", "starts_on"),)

    doc_no = DocNo(_("Number"), prefix="MU")
    canteen = Reference(Canteen, _("Canteen"))
    starts_on = Day(_("Week from"), help=_("The Monday of the week."))
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "published": _("Published"),
        },
        default="draft",
        tones={"submitted": "info", "approved": "info", "published": "ok"},
    )
    submitted_by = Reference(Account, _("Submitted by"), null=True)
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_by = Reference(Account, _("Published by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    late_reason = Text(_("Reason for being late"), max_length=200, default="")
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.canteen} {self.starts_on:%Y-%m-%d}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on is not None and row.starts_on.weekday() != 0:
            yield "starts_on", _("A menu begins on a Monday.")

    @property
    def ends_on(self) -> dt.date:
        """The Sunday of the week."""
        last: dt.date = self.starts_on + WEEK - dt.timedelta(days=1)
        return last


class MenuItem(BaseModel):
    """One dish at one meal of a day."""

    LABEL = _("Dish of a menu")
    LABEL_MANY = _("Dishes of menus")
    TITLE = "dish"
    DOCUMENT = "menu"
    LIST = ("menu", "day", "meal", "dish", "price")
    SEARCH = ("dish.name", "menu.doc_no")
    SORT = "menu,day,meal,id"
    UNIQUE = (("menu", "day", "meal", "dish"),)
    INDEXES = (("day", "meal"),)

    menu = Reference(Menu, _("Weekly menu"), backref="items")
    day = Day(_("Day"))
    meal = Choice(_("Meal"), MEALS, default="lunch")
    dish = Reference(Dish, _("Dish"))
    price = Price(_("Price"), default=0, minimum=0, unit=_("yuan"))

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.dish}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.day is None or row.menu_id is None:
            return
        if not row.menu.starts_on <= row.day <= row.menu.ends_on:
            yield "day", _("This day lies outside the week of the menu.")


class MealCount(BaseModel):
    """How many meals were planned and eaten (R27); waste and cost are divided by them.

    A row is expected for each meal of a published menu; without a count it is a gap in the books.
    """

    LABEL = _("Meal count")
    LABEL_MANY = _("Meal counts")
    TITLE = "day"
    LIST = ("day", "canteen", "meal", "planned", "actual", "guests", "status")
    SEARCH = ("canteen.name", "note")
    SORT = "-day,canteen,meal"
    FORM = ((_("Meal"), ("canteen", "day", "meal", "planned", "note")),)
    OWNED = ("actual", "guests", "status")
    SCOPE = Scope(site="canteen.site", unit="canteen.manager.unit")
    EDITABLE_IN = ("expected",)
    DELETABLE_IN = ("expected",)
    UNIQUE = (("canteen", "day", "meal"),)
    INDEXES = (("status", "day"),)

    canteen = Reference(Canteen, _("Canteen"))
    day = Day(_("Day"))
    meal = Choice(_("Meal"), MEALS, default="lunch")
    planned = Whole(_("Meals planned"), default=0, minimum=0, unit=_("people"))
    actual = Whole(_("Eaten"), null=True, minimum=0, unit=_("people"))
    guests = Whole(
        _("Of these guests"), default=0, minimum=0, unit=_("people"), help=_("Without subsidy.")
    )
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"expected": _("To be counted"), "counted": _("Meals counted")},
        default="expected",
        tones={"expected": "info", "counted": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.canteen} {self.day:%Y-%m-%d}"
