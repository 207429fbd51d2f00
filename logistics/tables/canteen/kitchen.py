"""Canteens (机关食堂), what they cook, and what people eat from."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Flag,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Room, Site
from logistics.tables.people import Staff
from logistics.tables.purchasing import PurchaseRequest
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO
from logistics.wording import _

CATEGORIES = {
    "meat": _("Meat dish"),
    "half_meat": _("Half-meat dish"),
    "vegetable": _("Vegetable dish"),
    "soup": _("Soup"),
    "staple": _("Staple food"),
    "fruit": _("Fruit"),
}
MEAT_TYPES = ("meat", "half_meat")
"""What counts as a meat dish where a lunch needs two of them."""


class Canteen(BaseModel):
    """A canteen of an office area; from its opening on a menu is owed for every week (R28, R52)."""

    LABEL = _("Canteen")
    LABEL_MANY = _("Canteens")
    LIST = ("code", "name", "site", "seats", "manager", "safety_officer", "opened_on", "is_active")
    SEARCH = ("code", "name", "site.name")
    SORT = "code"
    FORM = (
        (_("Canteen"), ("code", "name", "site", "room", "seats", "opened_on", "is_active")),
        (_("People"), ("manager", "safety_officer")),
        (_("Usual day"), ("usual_breakfasts", "usual_lunches", "subsidy_a_meal")),
    )
    SCOPE = Scope(site="site")

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60, unique=True)
    site = Reference(Site, _("Office area"))
    room = Reference(Room, _("Room"), null=True)
    seats = Whole(_("Seats"), default=0, minimum=0)
    opened_on = Day(_("Opened on"))
    manager = Reference(Staff, _("In charge"))
    safety_officer = Reference(
        Staff,
        _("Food safety officer"),
        help=_("Answers for samples and disinfection; may be the person in charge."),
    )
    usual_breakfasts = Whole(_("Usual breakfasts"), default=0, minimum=0, unit=_("people"))
    usual_lunches = Whole(_("Usual lunches"), default=0, minimum=0, unit=_("people"))
    subsidy_a_meal = Price(
        _("Subsidy per meal"),
        default=0,
        minimum=0,
        unit=_("yuan"),
        help=_("What the organ adds to each staff meal; shown in the accounts, no target."),
    )
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class Dish(BaseModel):
    """A dish that may stand on a menu; its category decides how it counts in the mix (R28)."""

    LABEL = _("Dish")
    LABEL_MANY = _("Dishes")
    LIST = ("name", "category", "price", "is_daily", "ingredients", "is_active")
    SEARCH = ("name", "ingredients")
    SORT = "category,name"
    SCOPE = SHARED
    INDEXES = (("category", "is_active"),)

    name = Text(_("Name"), max_length=60, unique=True)
    category = Choice(_("Category"), CATEGORIES)
    price = Price(_("Price"), default=0, minimum=0, unit=_("yuan"))
    ingredients = Text(
        _("Main ingredients"),
        max_length=120,
        default="",
        help=_("With what people may be allergic to."),
    )
    for_breakfast = Flag(_("For breakfast"))
    is_daily = Flag(
        _("May be served every day"),
        help=_("Rice or milk, for instance: the rule of three days does not count it."),
    )
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class TablewareChange(BaseModel):
    """Tableware and equipment renewed or first bought for a canteen (R29, R52).

    The replacement of the meal trays (快餐盘) is one, the outfit of a new canteen several.
    """

    LABEL = _("Change of tableware")
    LABEL_MANY = _("Changes of tableware")
    TITLE = "item"
    LIST = ("changed_on", "canteen", "kind", "item", "quantity", "measure", "reason", "amount")
    SEARCH = ("item", "note", "canteen.name")
    SORT = "-changed_on"
    FORM = (
        (
            _("Change of tableware"),
            ("canteen", "changed_on", "reason", "kind", "item", "quantity", "measure"),
        ),
        (_("Cost"), ("amount", "request", "note")),
    )
    SCOPE = Scope(site="canteen.site")
    CHECKS = (Rule("tableware_change_positive", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    canteen = Reference(Canteen, _("Canteen"))
    changed_on = Day(_("Changed on"))
    reason = Choice(
        _("Reason for the change"),
        {
            "replacement": _("Replacement"),
            "breakage": _("Breakage"),
            "addition": _("Addition"),
            "outfit": _("First outfit of a canteen"),
        },
        default="replacement",
        tones={"breakage": "warn", "outfit": "info"},
    )
    kind = Choice(
        _("Kind"),
        {
            "equipment": _("Kitchen equipment"),
            "table": _("Dining tables"),
            "chair": _("Dining chairs"),
            "tableware": _("Tableware"),
        },
        default="tableware",
    )
    item = Text(_("Article"), max_length=80)
    quantity = Quantity(_("Quantity"))
    measure = Text(_("Unit of measure"), max_length=10, default="个")
    amount = Money(_("Amount"), default=0, minimum=0, unit=_("yuan"))
    request = Reference(PurchaseRequest, _("Purchase request"), null=True)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.item)
