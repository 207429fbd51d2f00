"""Money: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "approve_budget_lines": Verb("money", _("Approve budget lines")),
    "submit_adjustments": Verb("money", _("Submit budget adjustments")),
    "approve_adjustments": Verb("money", _("Approve budget adjustments")),
    "cancel_adjustments": Verb("money", _("Cancel budget adjustments")),
    "enter_costs": Verb("money", _("Enter costs")),
    "reverse_costs": Verb("money", _("Reverse cost entries")),
    "allocate_costs": Verb("money", _("Share out costs")),
    "report_waste": Verb("money", _("Report waste")),
    "confirm_waste": Verb("money", _("Confirm waste")),
    "dismiss_waste": Verb("money", _("Dismiss reports of waste")),
    "settle_waste": Verb("money", _("Report waste as put right")),
    "submit_benefit_reviews": Verb("money", _("Submit benefit reviews")),
    "approve_benefit_reviews": Verb("money", _("Approve benefit reviews")),
    "return_benefit_reviews": Verb("money", _("Return benefit reviews")),
}

GRANTS: list[Grant] = [
    *areas("finance", (*READ_EXPORT, *WRITE), "money"),
    *verbs("finance", "submit_adjustments", "cancel_adjustments"),
    *verbs("finance", "approve_adjustments"),
    *verbs("director", "approve_budget_lines", "approve_adjustments"),
    *verbs("committee_leader", "approve_adjustments"),
    *verbs("finance", "enter_costs", "reverse_costs", "allocate_costs"),
    *verbs("finance", "report_waste", "settle_waste", "submit_benefit_reviews"),
    *verbs("discipline", "confirm_waste", "dismiss_waste"),
    *verbs("deputy_director", "confirm_waste", "dismiss_waste"),
    *verbs("deputy_director", "approve_benefit_reviews", "return_benefit_reviews"),
    *verbs("director", "approve_benefit_reviews", "return_benefit_reviews"),
    *tables("staff", (*READ, *WRITE), "waste_event", scope="own"),
    *verbs("staff", "report_waste", scope="own"),
    *verbs("unit_head", "settle_waste", scope="own_unit"),
    *tables("staff", READ, "budget_line", scope="own_unit"),
    *areas("unit_head", READ, "money", scope="own_unit"),
    *areas("buyer", READ, "money"),
]
