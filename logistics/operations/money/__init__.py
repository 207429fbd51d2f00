"""Money: budget lines and what moves them, costs by service, waste and benefit."""

from logistics.operations.money.adjustments import (
    approve_adjustments,
    cancel_adjustments,
    submit_adjustments,
)
from logistics.operations.money.balances import (
    Posting,
    commit_budget,
    held_by,
    lock_lines,
    over_budget,
    post_entries,
    release_budget,
    reserve_budget,
    spend_budget,
)
from logistics.operations.money.benefits import (
    approve_benefit_reviews,
    confirm_waste,
    dismiss_waste,
    report_waste,
    return_benefit_reviews,
    settle_waste,
    submit_benefit_reviews,
)
from logistics.operations.money.charging import (
    charge_budget,
    readable_line,
    refund_budget,
    require_line_of,
)
from logistics.operations.money.costs import (
    Cost,
    allocate_costs,
    enter_costs,
    post_costs,
    reverse_costs,
)
from logistics.operations.money.lines import approve_budget_lines

__all__ = [
    "Cost",
    "Posting",
    "allocate_costs",
    "approve_adjustments",
    "approve_benefit_reviews",
    "approve_budget_lines",
    "cancel_adjustments",
    "charge_budget",
    "commit_budget",
    "confirm_waste",
    "dismiss_waste",
    "enter_costs",
    "held_by",
    "lock_lines",
    "over_budget",
    "post_costs",
    "post_entries",
    "readable_line",
    "refund_budget",
    "release_budget",
    "report_waste",
    "require_line_of",
    "reserve_budget",
    "return_benefit_reviews",
    "reverse_costs",
    "settle_waste",
    "spend_budget",
    "submit_adjustments",
    "submit_benefit_reviews",
]
