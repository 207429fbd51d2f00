"""Money: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "approve_budget_lines": Verb("money", _("Approve budget lines")),
    "submit_adjustments": Verb("money", _("Submit budget adjustments")),
    "approve_adjustments": Verb("money", _("Approve budget adjustments")),
    "cancel_adjustments": Verb("money", _("Cancel budget adjustments")),
}

GRANTS: list[Grant] = [
    *areas("finance", (*READ_EXPORT, *WRITE), "money"),
    *verbs("finance", "submit_adjustments", "cancel_adjustments"),
    *verbs("finance", "approve_adjustments"),
    *verbs("director", "approve_budget_lines", "approve_adjustments"),
    *verbs("committee_leader", "approve_adjustments"),
    *tables("staff", READ, "budget_line", scope="own_unit"),
    *areas("unit_head", READ, "money", scope="own_unit"),
    *areas("buyer", READ, "money"),
]
