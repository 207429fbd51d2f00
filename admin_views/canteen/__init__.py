"""Canteen: the week's menu for everybody, and the officers' pages of kitchen and accounts."""

from admin_views.canteen.accounts import WASTE_VERBS, CanteenSettlementView
from admin_views.canteen.kitchen import (
    HYGIENE_VERBS,
    MEAL_VERBS,
    RECEIPT_VERBS,
    SAMPLE_VERBS,
)
from admin_views.canteen.menus import MenuView
from admin_views.canteen.pages import blueprint
from admin_views.canteen.papers import LEDGERS, LOG_FORMS, WASTE_FORMS

MENU_VERBS = ("read_menus",)

__all__ = [
    "LOG_FORMS",
    "HYGIENE_VERBS",
    "WASTE_FORMS",
    "WASTE_VERBS",
    "MEAL_VERBS",
    "MENU_VERBS",
    "LEDGERS",
    "RECEIPT_VERBS",
    "SAMPLE_VERBS",
    "CanteenSettlementView",
    "MenuView",
    "blueprint",
]
