"""Canteen: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "compose_menus": Verb("canteen", _("Compose weekly menus")),
    "submit_menus": Verb("canteen", _("Submit weekly menus")),
    "approve_menus": Verb("canteen", _("Approve weekly menus")),
    "return_menus": Verb("canteen", _("Return weekly menus")),
    "publish_menus": Verb("canteen", _("Publish weekly menus")),
    "count_meals": Verb("canteen", _("Count meals")),
    "inspect_ingredients": Verb("canteen", _("Inspect ingredients")),
    "receive_ingredients": Verb("canteen", _("Receive ingredients")),
    "refuse_ingredients": Verb("canteen", _("Refuse ingredients")),
    "take_samples": Verb("canteen", _("Take food samples")),
    "discard_samples": Verb("canteen", _("Discard food samples")),
    "excuse_samples": Verb("canteen", _("Excuse food samples")),
    "record_disinfections": Verb("canteen", _("Record disinfections")),
    "submit_settlements": Verb("canteen", _("Submit canteen accounts")),
    "approve_settlements": Verb("canteen", _("Approve canteen accounts")),
    "return_settlements": Verb("canteen", _("Return canteen accounts")),
    "publish_settlements": Verb("canteen", _("Publish canteen accounts")),
    "submit_waste_evaluations": Verb("canteen", _("Submit evaluations of food waste")),
    "approve_waste_evaluations": Verb("canteen", _("Approve evaluations of food waste")),
    "return_waste_evaluations": Verb("canteen", _("Return evaluations of food waste")),
    "publish_waste_evaluations": Verb("canteen", _("Publish evaluations of food waste")),
    "read_menus": Verb("canteen", _("Read this week's menu")),
}

KITCHEN = (
    "inspect_ingredients",
    "receive_ingredients",
    "refuse_ingredients",
    "take_samples",
    "discard_samples",
    "record_disinfections",
    "count_meals",
)
"""What everybody in a kitchen does with what belongs to it."""

GRANTS: list[Grant] = [
    *tables("staff", READ, "canteen", "dish", "menu", "menu_item", "tableware_change"),
    *tables("staff", READ, "canteen_settlement", "waste_evaluation"),
    *tables("staff", READ, "health_certificate", scope="own"),
    *tables("staff", READ, "ingredient_receipt", "ingredient_receipt_line", scope="own_unit"),
    *tables("staff", READ, "food_sample", "disinfection_log", "meal_count", scope="own_unit"),
    *verbs("staff", "read_menus"),
    *verbs("staff", *KITCHEN, scope="own_unit"),
    *verbs("committee_leader", "read_menus"),
    *tables("canteen_manager", READ, "supplier"),
    *areas("canteen_manager", (*READ_EXPORT, *WRITE, "import"), "canteen"),
    *verbs("canteen_manager", "compose_menus", "submit_menus", "publish_menus"),
    *verbs("canteen_manager", *KITCHEN),
    *verbs("canteen_manager", "submit_settlements", "publish_settlements"),
    *verbs("canteen_manager", "submit_waste_evaluations", "publish_waste_evaluations"),
    *areas("finance", READ_EXPORT, "canteen"),
    *verbs("finance", "approve_settlements", "return_settlements"),
    *verbs("deputy_director", "approve_menus", "return_menus", "excuse_samples"),
    *verbs("deputy_director", "approve_waste_evaluations", "return_waste_evaluations"),
]
